//! A walk of a long list, against its two unavoidable parts.

use anyhow::{Context, Result};

use super::figure::{Figure, median};
use super::program::Program;

const CONTACTS: &str = "50000";
const ROUNDS: usize = 7;

/// In CPU time: half of what fetching costs is the system's, which no instruction count sees.
pub(super) fn measure(program: &Program) -> Result<Figure> {
    let server = program.serve(CONTACTS)?;
    let mut ratios = Vec::new();
    let mut parts = Vec::new();
    for _ in 0..ROUNDS {
        let spent = |arguments: &[&str]| program.run(arguments).map(|cost| cost.nanoseconds);
        let fetch = spent(&["fetch", CONTACTS, &server.origin])?;
        let walk = spent(&["walk", CONTACTS, &server.origin])?;
        let decode = spent(&["decode", CONTACTS])?;
        ratios.push(walk / (fetch + decode));
        parts.push(fetch / (fetch + decode));
    }
    let fetching = median(parts).context("nothing was measured")?;
    Ok(Figure {
        name: "walk",
        what: "50,000 contacts through `items()` over loopback, the client's CPU".to_owned(),
        baseline: format!(
            "the same pages fetched only ({:.0} %) and decoded only",
            fetching * 100.0
        ),
        measured: format!("CPU time, {ROUNDS} alternated rounds, median of the ratios"),
        ratio: median(ratios).context("nothing was measured")?,
        goal: 1.15,
    })
}
