//! Families into clients.

use anyhow::{Context, Result};

use super::figure::{Figure, median};
use super::program::Program;

/// Every prepared family once.
const CONTACTS: u32 = 1600;
/// Ten people each.
const FAMILY: f64 = 10.0;
/// Long enough for a clock.
const MANY: &str = "32000";
const ROUNDS: usize = 9;

pub(super) fn measure(program: &Program) -> Result<Figure> {
    let (ratios, speeds): (Vec<f64>, Vec<f64>) = (0..ROUNDS)
        .map(|_| {
            let map = program.run(&["map", MANY])?.nanoseconds;
            let decode = program.run(&["decode", MANY])?.nanoseconds;
            Ok((map / decode, MANY.parse::<f64>()? / FAMILY * 1e9 / map))
        })
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .unzip();
    let by_time = median(ratios).context("nothing was measured")?;
    let speed = median(speeds).unwrap_or_default();
    let map = program.instructions_of("map", CONTACTS)?;
    let decode = program.instructions_of("decode", CONTACTS)?;
    // What no mapping that copies can go below: to have the drafts, and to let them go.
    let clone = program
        .instructions_of("clone", CONTACTS)?
        .unwrap_or_default();
    let (ratio, measured) = match map.zip(decode) {
        Some((map, decode)) => (
            map / decode,
            format!(
                "{:.0} against {:.0} instructions a contact (callgrind), {:.0} to clone and drop the drafts; {by_time:.3}x of the CPU time, {speed:.0} families a second",
                map / f64::from(CONTACTS),
                decode / f64::from(CONTACTS),
                clone / f64::from(CONTACTS)
            ),
        ),
        None => (
            by_time,
            format!(
                "CPU time, {ROUNDS} alternated rounds, median of the ratios; {speed:.0} families a second (no valgrind)"
            ),
        ),
    };
    Ok(Figure {
        name: "map",
        what: "families of ten people, mapped".to_owned(),
        baseline: "decoding the same contacts from Clio's bytes".to_owned(),
        measured,
        ratio,
        goal: 0.15,
    })
}
