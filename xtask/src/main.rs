//! The project's own tools: `cargo xtask <name>`.

mod bench;
mod cargo;
mod ci;
mod codegen;
mod coverage;
mod demo;
mod faults;
mod features;
mod fences;
mod fuzz;
mod package;
mod sandbox;
mod test;
mod tidy;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask api        the libraries' public interfaces against what is committed [--update]
cargo xtask bench      what decoding, walking and mapping cost, as ratios with goals [NAME…] [--all]
cargo xtask ci         everything that must be true before a change lands, stopping at the first failure
cargo xtask codegen    write clio-api's generated files from Clio's OpenAPI document [--spec PATH] [--check]
cargo xtask coverage   how many lines of each crate the tests run, against the goal [--lines]
cargo xtask demo       import a sample client from a fake Clio, end to end
cargo xtask features   every library with none of its features, each of them alone, and all
cargo xtask faults     what goes wrong x what users do, as a matrix [WORDS OF A FAULT]
cargo xtask fences     what no crate may be built of, whose types embedders may see, and `api`
cargo xtask fuzz       the fuzz targets, and how many inputs each has seen [TARGET…] [--seconds N]
cargo xtask package    the archive, the Debian package, checksums and bill of materials of a release [archive] [deb] [sbom]
cargo xtask sandbox    keep the fake Clio running, to try `ils` by hand
cargo xtask test       every test; says which were skipped, and why
cargo xtask tidy       the rules of the house: file lengths, names, invariants";

fn main() -> ExitCode {
    if let Some(done) = fences::as_rustdoc() {
        return done;
    }
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let done = match name.as_str() {
        "api" => fences::api(&rest),
        "bench" => bench::run(&rest),
        "ci" => ci::run(),
        "codegen" => codegen::run(&rest),
        "coverage" => coverage::run(&rest),
        "demo" => demo::run(),
        "faults" => faults::run(&rest),
        "features" => features::run(),
        "fences" => fences::run(),
        "fuzz" => fuzz::run(&rest),
        "package" => package::run(&rest),
        "sandbox" => sandbox::run(),
        "test" => test::run(&rest),
        "tidy" => tidy::run(),
        _ => {
            say(USAGE);
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the tools answer on standard output, here only"
)]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stdout, reason = "the same door")]
fn say_without_end(text: &str) {
    print!("{text}");
}

#[expect(
    clippy::print_stderr,
    reason = "the tools complain on standard error, here only"
)]
fn complain(line: &str) {
    eprintln!("{line}");
}

/// The workspace's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}
