//! As a script does it, where there are no pseudo-terminals: the Success Code comes on standard input, and `--yes` is the answer.

use anyhow::Result;
use contract_tests::{FakeClio, Ils};

use super::{MATTER, end, told};

pub(super) async fn connect(clio: &FakeClio, ils: &Ils) -> Result<()> {
    told(&["connect", "--start", "--json"]);
    told(&["connect", "--finish", "--code-file", "-", "--json"]);
    let answer = ils.connect(clio).await?;
    end(answer.code, &answer.stdout, 0, &["ils.connect/1"])
}

pub(super) fn import(ils: &Ils) -> Result<()> {
    look(ils, &["import", MATTER, "--yes"], 0, &["Saved"])
}

pub(super) fn look(ils: &Ils, arguments: &[&str], exit: i32, shows: &[&str]) -> Result<()> {
    told(arguments);
    let answer = ils.run(arguments)?;
    end(answer.code, &(answer.stdout + &answer.stderr), exit, shows)
}
