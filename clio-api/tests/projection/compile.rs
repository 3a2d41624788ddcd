//! What compiles and what does not, and with which words.

use std::process::Command;

/// The compiler whose wording `fail_by_bound/*.stderr` holds.
const RECORDED_WITH: &str = "rustc 1.95.";

#[test]
fn compiles_or_says_why_not() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/projection/pass/*.rs");
    cases.compile_fail("tests/projection/fail/*.rs");
    // Where the compiler speaks around our words, they change with it; that these do not compile holds with every one, and the
    // documentation of `Projection` proves it.
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().unwrap();
    if output.stdout.starts_with(RECORDED_WITH.as_bytes()) {
        cases.compile_fail("tests/projection/fail_by_bound/*.rs");
    } else {
        println!("skipped: fail_by_bound is recorded with {RECORDED_WITH}");
    }
}
