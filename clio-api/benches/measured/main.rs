//! The programs that `cargo xtask bench` measures, in one binary so that all are built alike.
//!
//! `measured serve CONTACTS` is the other end. `count` does its work without looking at a clock, which cannot be read under valgrind.
//! Each other name does its work once and prints the CPU time of that work in nanoseconds, and the most memory it ever held in
//! kilobytes where the system tells (Linux).

mod by_hand;
mod client;
mod cpu;
mod pages;
mod server;

use std::error::Error;
use std::process::ExitCode;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            answer(&format!("failed: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["serve", contacts] => Ok(server::serve(contacts.parse::<usize>()? / pages::RECORDS)?),
        ["walk", contacts, origin] => wait(client::walk(origin, contacts.parse()?)),
        ["fetch", contacts, origin] => wait(client::fetch(origin, contacts.parse()?)),
        ["count", how, contacts] => decode(how, &pages::pages(), contacts.parse()?),
        [how @ ("decode" | "decode-by-hand"), contacts] => {
            let (pages, contacts) = (pages::pages(), contacts.parse()?);
            measure(|| decode(how, &pages, contacts))
        }
        _ => {
            answer("run `cargo xtask bench`");
            Ok(())
        }
    }
}

fn decode(how: &str, pages: &[String], contacts: usize) -> Result<()> {
    match how {
        "decode" => client::decode(pages, contacts),
        _ => client::decode_by_hand(pages, contacts),
    }
}

fn wait(work: impl Future<Output = Result<()>>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    measure(|| runtime.block_on(work))
}

fn measure(work: impl FnOnce() -> Result<()>) -> Result<()> {
    let before = cpu::spent();
    work()?;
    let spent = cpu::spent() - before;
    answer(&format!("{spent} {}", peak().unwrap_or_default()));
    Ok(())
}

/// The most memory that was ever resident, in kilobytes.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn fail(what: &str) -> Box<dyn Error> {
    what.into()
}

#[expect(clippy::print_stdout, reason = "answers are for `cargo xtask bench`")]
fn answer(line: &str) {
    println!("{line}");
}
