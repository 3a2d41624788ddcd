//! What only real processes can show: one refresh among many, kills, full disks, keyring daemons that stop and come back.
//!
//! Child processes are this binary once more, driven by lines on their standard input ([`child`]). Numbers in names
//! (`t32_…`) are those of the list of tests in SECURITY.md. `ILS_TEST_KILLS` and `ILS_TEST_ROUNDS` make a quick run of the
//! long ones; the full numbers are the defaults.

#![cfg_attr(
    target_os = "linux",
    expect(
        clippy::expect_used,
        clippy::print_stdout,
        reason = "a test that cannot go on says so and stops; a child process answers on its standard output"
    )
)]
#![expect(clippy::unwrap_used, reason = "the same")]

#[cfg(target_os = "linux")]
mod child;
#[cfg(target_os = "linux")]
mod disk;
#[cfg(target_os = "linux")]
mod heap;
#[cfg(target_os = "linux")]
mod keyring;
#[cfg(target_os = "linux")]
mod kills;
#[cfg(target_os = "linux")]
mod leaks;
#[cfg(target_os = "linux")]
mod locks;
#[cfg(target_os = "linux")]
mod refresh;
#[cfg(target_os = "linux")]
mod session;

use std::io::Write;

/// Past the test harness, which keeps what a passing test prints: whoever counts the skipped tests must see it.
fn skipped(test: &str, reason: &str) {
    let line = format!("\nSKIPPED {test}: {reason}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

/// They stop and start processes by signals, read them in `/proc`, and ask a Secret Service.
#[cfg(not(target_os = "linux"))]
#[test]
fn processes_are_those_of_linux() {
    skipped(
        "processes",
        "all of them need /proc, signals and a Secret Service of Linux",
    );
}

/// How often a long test does what it does.
#[cfg(target_os = "linux")]
fn times(variable: &str, usual: usize) -> usize {
    let told = std::env::var(variable).ok();
    told.and_then(|n| n.parse().ok()).unwrap_or(usual)
}
