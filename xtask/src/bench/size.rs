//! What building `ils` costs, and how large it becomes.

use std::fs;

use anyhow::Result;

use super::build::CleanBuild;
use super::figure::Figure;
use super::skeleton;
use crate::root;

/// Once each: it takes minutes.
pub(super) fn measure() -> Result<Vec<Figure>> {
    let folder = skeleton::program()?;
    let bare = CleanBuild::of(folder.path(), skeleton::NAME)?;
    let ours = CleanBuild::of(root(), "ils-cli")?;
    let baseline =
        "a program that uses clap, tokio, reqwest with rustls on ring, and bundled SQLite";
    let (our_size, bare_size) = (size(&ours, "ils")?, size(&bare, skeleton::NAME)?);
    Ok(vec![
        Figure {
            name: "size, to build",
            what: "a clean release build of `ils`".to_owned(),
            baseline: baseline.to_owned(),
            measured: format!(
                "{:.1} against {:.1} s of CPU (one build each)",
                ours.seconds, bare.seconds
            ),
            ratio: ours.seconds / bare.seconds,
            goal: 1.35,
        },
        Figure {
            name: "size, of the program",
            what: "`ils` as it is shipped, without symbols".to_owned(),
            baseline: baseline.to_owned(),
            measured: format!("{our_size:.0} against {bare_size:.0} kB"),
            ratio: our_size / bare_size,
            goal: 1.3,
        },
    ])
}

/// In kilobytes.
fn size(build: &CleanBuild, program: &str) -> Result<f64> {
    let file = format!("release/{program}{}", std::env::consts::EXE_SUFFIX);
    let bytes = fs::metadata(build.target.path().join(file))?.len();
    Ok(f64::from(u32::try_from(bytes / 1000)?))
}
