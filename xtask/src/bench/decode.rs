//! Pages into records.

use anyhow::{Context, Result};

use super::figure::{Figure, median};
use super::program::Program;

/// Every prepared page once.
const CONTACTS: u32 = 1600;
/// Long enough for a clock.
const MANY: &str = "32000";
const ROUNDS: usize = 9;

pub(super) fn measure(program: &Program) -> Result<Figure> {
    let (ratio, measured) = match by_instructions(program)? {
        Some((ours, by_hand)) => (
            ours / by_hand,
            format!(
                "{:.0} against {:.0} instructions a contact (callgrind)",
                ours / f64::from(CONTACTS),
                by_hand / f64::from(CONTACTS)
            ),
        ),
        None => (
            by_time(program)?,
            format!("CPU time, {ROUNDS} alternated rounds, median of the ratios (no valgrind)"),
        ),
    };
    Ok(Figure {
        name: "decode",
        what: "pages of 200 contacts, from bytes, into clio-api's `Contact`".to_owned(),
        baseline: "`serde_json::from_slice` into structs by hand".to_owned(),
        measured,
        ratio,
        goal: 0.90,
    })
}

fn by_instructions(program: &Program) -> Result<Option<(f64, f64)>> {
    let count = |name| program.instructions_of(name, CONTACTS);
    Ok(count("decode")?.zip(count("decode-by-hand")?))
}

fn by_time(program: &Program) -> Result<f64> {
    let ratios = (0..ROUNDS)
        .map(|_| {
            let ours = program.run(&["decode", MANY])?.nanoseconds;
            let by_hand = program.run(&["decode-by-hand", MANY])?.nanoseconds;
            Ok(ours / by_hand)
        })
        .collect::<Result<Vec<_>>>()?;
    median(ratios).context("nothing was measured")
}
