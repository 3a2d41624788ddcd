//! What a release is made of: an archive and, on Debian's kin, a package, each installed and tried; checksums and a bill of materials.

mod archive;
mod checksums;
mod debian;
mod materials;
mod stage;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail, ensure};

use self::stage::Staged;
use crate::cargo::{built, cargo, host, metadata, output};
use crate::{complain, root, say};

/// Everything that can be asked for by name; the checksums of what was made are always written.
const PARTS: [&str; 3] = ["archive", "deb", "sbom"];

/// Read by the tools that honour it (reproducible-builds.org).
const SOURCE_DATE: &str = "SOURCE_DATE_EPOCH";

/// `[PART…]`; without one, all that belong to a release for this system.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let parts = parts(arguments)?;
    let folder = root().join("target/package");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    // A tool that is missing is told before the minutes of the build.
    for part in &parts {
        match *part {
            "deb" => debian::possible()?,
            "sbom" => materials::possible()?,
            _ => {}
        }
    }
    let (version, target) = (version()?, host()?);
    let name = format!("ils-{version}-{target}");

    complain("building ils with the release profile");
    let mut build = cargo();
    build.args([
        "build",
        "--release",
        "--locked",
        "--quiet",
        "--package",
        "ils-cli",
    ]);
    let ils = built(&mut build, "ils")?;
    stripped(&ils)?;
    let staged = stage::write(&ils, &folder.join("staged"))?;
    let mut made = Vec::new();
    for part in parts {
        complain(&format!("making the part `{part}`"));
        made.push(match part {
            "archive" => archive::write(&staged, &folder, &name)?,
            "deb" => debian::write(&staged, &folder, &version)?,
            _ => materials::write(&folder, &name)?,
        });
    }
    made.push(checksums::write(&made, &folder, &name)?);
    for file in made {
        let bytes = fs::metadata(&file)?.len();
        say(&format!("{bytes:>9} bytes  {}", file.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// What this computer can make of it, for `cargo xtask ci`.
pub(crate) fn try_out() -> Result<ExitCode> {
    if debian::possible().is_ok() {
        return run(&["archive", "deb"].map(str::to_owned));
    }
    say("left out: the Debian package, which needs dpkg and cargo-deb");
    run(&["archive".to_owned()])
}

fn parts(arguments: &[String]) -> Result<Vec<&'static str>> {
    for argument in arguments {
        if !PARTS.contains(&argument.as_str()) {
            bail!("there is no part `{argument}`: {}", PARTS.join(", "));
        }
    }
    let is_wanted = |part: &&str| {
        if arguments.is_empty() {
            *part != "deb" || cfg!(target_os = "linux")
        } else {
            arguments.iter().any(|argument| argument == part)
        }
    };
    Ok(PARTS.into_iter().filter(is_wanted).collect())
}

fn version() -> Result<String> {
    let metadata = metadata()?;
    let mut packages = metadata["packages"].as_array().into_iter().flatten();
    let ils = packages.find(|package| package["name"] == "ils-cli");
    let version = ils.and_then(|package| package["version"].as_str());
    version.map(str::to_owned).context("ils-cli has a version")
}

/// Whether a tool is there.
fn answers(tool: &mut Command) -> bool {
    let tool = tool.arg("--version").stdout(Stdio::null());
    tool.stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The names of our functions weigh a third of the program and help nobody who runs it.
fn stripped(program: &Path) -> Result<()> {
    let bytes = fs::read(program)?;
    let table = b"\0.symtab\0";
    ensure!(
        !bytes.windows(table.len()).any(|part| part == table),
        "{} holds the names of its functions: look at `strip` in Cargo.toml",
        program.display()
    );
    Ok(())
}

/// When the sources were last changed, for tools that write a time: the same sources give the same bytes.
fn source_date() -> Option<String> {
    let set = std::env::var(SOURCE_DATE).ok();
    set.or_else(|| {
        let mut git = Command::new("git");
        let git = git.current_dir(root()).args(["log", "-1", "--format=%ct"]);
        Some(output(git).ok()?.trim().to_owned())
    })
}

/// An installed `ils` says which it is, without anything of this computer's user.
fn tried(ils: &Path, arguments: &[&str]) -> Result<String> {
    let home = tempfile::tempdir()?;
    let output = Command::new(ils)
        .args(arguments)
        .env("HOME", home.path())
        .env("ILS_HOME", home.path())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{} does not start", ils.display()))?;
    ensure!(
        output.status.success(),
        "{} {arguments:?} fails",
        ils.display()
    );
    Ok(String::from_utf8(output.stdout)?)
}

/// Everything that was staged is there, and the program is the one that was built.
fn complete(staged: &Staged, ils: &Path, files: &[PathBuf]) -> Result<()> {
    let said = tried(ils, &["--version"])?;
    ensure!(
        said == staged.version,
        "it says {said:?}, the built one {:?}",
        staged.version
    );
    for file in files {
        let length = fs::metadata(file)
            .map(|found| found.len())
            .unwrap_or_default();
        ensure!(length > 0, "{} is missing or empty", file.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_program_with_names_is_not_shipped() {
        let this = std::env::current_exe().unwrap();
        let told = stripped(&this).unwrap_err().to_string();
        assert!(told.contains("strip"), "{told}");
        stripped(&root().join("README.md")).unwrap();
    }

    #[test]
    fn parts_are_chosen_by_name() {
        let chosen = |arguments: &[&str]| {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            parts(&arguments).map(|parts| parts.join(" ")).ok()
        };
        let all = if cfg!(target_os = "linux") {
            "archive deb sbom"
        } else {
            "archive sbom"
        };
        assert_eq!(chosen(&[]).as_deref(), Some(all));
        assert_eq!(
            chosen(&["sbom", "archive"]).as_deref(),
            Some("archive sbom")
        );
        assert_eq!(chosen(&["rpm"]), None);
    }
}
