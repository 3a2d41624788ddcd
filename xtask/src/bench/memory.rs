//! Whether memory grows with the length of a walk.

use anyhow::{Context, Result, ensure};

use super::figure::{Figure, median};
use super::program::Program;

const SHORT: &str = "5000";
const LONG: &str = "500000";
const ROUNDS: usize = 3;

pub(super) fn measure(program: &Program) -> Result<Figure> {
    let peak = |contacts: &str| -> Result<f64> {
        let server = program.serve(contacts)?;
        let cost = program.run(&["walk", contacts, &server.origin])?;
        ensure!(
            cost.kilobytes > 0.0,
            "this system does not tell how much memory a process held: Linux does"
        );
        Ok(cost.kilobytes)
    };
    let short = (0..ROUNDS).map(|_| peak(SHORT)).collect::<Result<Vec<_>>>();
    let short = median(short?).context("nothing was measured")?;
    let long = peak(LONG)?;
    Ok(Figure {
        name: "memory",
        what: "500,000 contacts through `items()`, the most memory resident".to_owned(),
        baseline: "5,000 contacts".to_owned(),
        measured: format!("{long:.0} against {short:.0} kB (median of {ROUNDS})"),
        ratio: long / short,
        goal: 1.2,
    })
}
