//! Every test that crosses crates, in one binary.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so and stops"
)]

mod account;
mod advice;
mod compare;
mod connect;
mod connections;
mod doctor;
mod failure_walks;
mod fake;
mod fake_conditions;
mod fake_faults;
mod fake_fields;
mod fake_filters;
mod fake_firm;
mod fake_limits;
mod fake_oauth;
mod fake_paging;
mod fake_people;
mod fake_redaction;
mod fake_tokens;
mod fake_writes;
mod families;
#[cfg(unix)]
mod faults;
mod formats;
mod guards;
mod history;
mod hostile;
mod import;
mod install;
mod json;
mod kill;
mod leaks;
mod left_out;
mod listen;
mod lockstep;
#[cfg(unix)]
mod machine;
mod many;
mod menu;
#[cfg(unix)]
mod namespace;
#[cfg(target_os = "linux")]
mod opener;
mod plan;
mod progress;
#[cfg(unix)]
mod prompts;
mod reading;
#[cfg(target_os = "linux")]
mod readme;
mod refusals;
mod requests;
mod rules;
mod scene;
mod schemas;
#[cfg(target_os = "linux")]
mod session;
#[cfg(target_os = "linux")]
mod sessions;
mod setup;
mod start;
#[cfg(unix)]
mod stops;
mod walks;
mod without;
mod writes;
