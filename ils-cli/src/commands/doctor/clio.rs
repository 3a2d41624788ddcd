//! The way to Clio: address, certificate, clock, connection, permissions.

use std::time::Instant;

use clio_api::{Clio, Contact, CustomField, ErrorKind, Id, Matter, Projection, Reached};
use ils_auth::{Connection, Site};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::certificate;
use super::check::{Check, State};
use crate::message::Problem;
use crate::output::{Output, screen};
use crate::{context, failure};

/// More than this is no delay of a network.
const MUCH: i64 = 60;

pub(super) async fn checks(output: &Output, site: &Site, offline: bool) -> Vec<Check> {
    let connection = context::connection().await;
    let mut checks = Vec::new();
    if offline {
        checks.push(Check::new(
            "address",
            "Clio address",
            State::Skipped,
            "Clio was not asked (--offline)",
        ));
    } else {
        checks.extend(reached(site).await);
    }
    match connection {
        Ok(connection) => checks.extend(connected(output, &connection, offline).await),
        Err(problem) => checks.push(Check::of_problem("connection", "Connection", &problem)),
    }
    checks
}

async fn reached(site: &Site) -> Vec<Check> {
    let clio = Clio::builder().origin(site.origin().clone()).build();
    let began = (Timestamp::now(), Instant::now());
    let reached = match clio {
        Ok(clio) => clio.reach().await,
        Err(error) => Err(error),
    };
    let reached = match reached {
        Ok(reached) => reached,
        Err(error) if error.kind() == ErrorKind::Untrusted => {
            return vec![Check::of_problem(
                "link",
                "Secure link",
                &failure::untrusted(),
            )];
        }
        Err(error) => {
            let problem = failure::clio(&error, "");
            return vec![
                Check::of_problem("address", "Clio address", &problem)
                    .advice("See whether a browser on this computer opens https://app.clio.com"),
            ];
        }
    };
    let host = site.origin().to_string();
    let host = host.trim_start_matches("https://");
    let took = began.1.elapsed();
    let answers = if reached.status < 500 {
        let seconds = took.as_secs_f64();
        Check::ok(
            "address",
            "Clio address",
            format!("{host} answers ({seconds:.1} s)"),
        )
    } else {
        let message = format!("{host} answers, but has a problem of its own");
        Check::new("address", "Clio address", State::Warning, message)
            .advice("Try again in a few minutes")
    };
    let mut checks = vec![answers, link(&reached)];
    if let Some(date) = reached.date {
        // The answer's clock was read somewhere between the two.
        let middle = began.0.as_second() + i64::try_from(took.as_secs() / 2).unwrap_or_default();
        checks.push(clock(middle.abs_diff(date.as_second())));
    }
    checks
}

fn link(reached: &Reached) -> Check {
    let check = |state, message: String| Check::new("link", "Secure link", state, message);
    let Some(certificate) = &reached.certificate else {
        return check(
            State::Ok,
            "not needed: the address is on this computer".to_owned(),
        );
    };
    match certificate::issuer(certificate) {
        Some(issuer) if certificate::is_public(&issuer) => {
            check(State::Ok, format!("the certificate comes from {issuer}"))
        }
        issuer => {
            let issuer = issuer.unwrap_or_else(|| "an issuer without a name".to_owned());
            check(
                State::Warning,
                format!(
                    "the certificate comes from \"{issuer}\", which ILS does not know as a public issuer. Usual when the firm inspects web traffic."
                ),
            )
        }
    }
}

fn clock(seconds: u64) -> Check {
    let check = |state, message: String| Check::new("clock", "Clock", state, message);
    let off = |seconds: u64| match usize::try_from(seconds).unwrap_or(usize::MAX) {
        seconds if seconds < 120 => screen::count(seconds, "second", "seconds"),
        seconds if seconds < 7_200 => screen::count(seconds / 60, "minute", "minutes"),
        seconds => screen::count(seconds / 3_600, "hour", "hours"),
    };
    if seconds <= MUCH.unsigned_abs() {
        // The answer has whole seconds only.
        return check(State::Ok, format!("{} off", off(seconds.saturating_sub(1))));
    }
    check(
        State::Warning,
        format!("{} off; times in the history will be wrong", off(seconds)),
    )
    .advice("Set this computer's clock, or let it set itself")
}

async fn connected(output: &Output, connection: &Connection, offline: bool) -> Vec<Check> {
    let of_problem =
        |problem: &Problem| vec![Check::of_problem("connection", "Connection", problem)];
    let tokens = match context::connected(connection).await {
        Ok(tokens) => tokens,
        Err(problem) => return of_problem(&problem),
    };
    let identity = tokens.identity().cloned().unwrap_or_default();
    let names: Vec<String> = [identity.person, identity.firm]
        .into_iter()
        .flatten()
        .collect();
    let until = tokens.expires_at().map(|end| {
        let end = end.to_zoned_datetime(TimeZone::system()).date();
        let end = screen::short_date(output.form, &end.to_string());
        format!("; good until {end}, then renewed by itself")
    });
    let until = until.unwrap_or_default();
    let who = if names.is_empty() {
        "Clio does not tell who it is".to_owned()
    } else {
        names.join(", ")
    };
    let told = if names.is_empty() { "without" } else { "with" };
    let working = |verb: &str| {
        Check::ok("connection", "Connection", format!("{who}{until}"))
            .for_support(format!("{verb}, {told} a name{until}"))
    };
    if offline {
        return vec![working("stored")];
    }
    let asked = match context::clio(output, connection) {
        Ok(clio) => permissions(&clio).await,
        Err(problem) => return of_problem(&problem),
    };
    match context::settle(connection, asked).await {
        Ok(missing) => {
            let mut checks = vec![working("works")];
            if missing.is_empty() {
                checks.push(Check::ok(
                    "permissions",
                    "Permissions",
                    "all that ILS needs",
                ));
            }
            checks.extend(missing);
            checks
        }
        Err(problem) => of_problem(&problem),
    }
}

#[derive(Deserialize, Projection)]
#[projection(resource = Matter)]
struct AnyMatter {
    #[expect(dead_code, reason = "whether it may be read is what is asked")]
    id: Id<Matter>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Contact)]
struct AnyContact {
    #[expect(dead_code, reason = "whether it may be read is what is asked")]
    id: Id<Contact>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = CustomField)]
struct AnyField {
    #[expect(dead_code, reason = "whether it may be read is what is asked")]
    id: Id<CustomField>,
}

/// Four short requests. The permissions that Clio refuses; another failure is the connection's. Relationships need Matters and Contacts (Clio:
/// Permissions).
async fn permissions(clio: &Clio) -> Result<Vec<Check>, Problem> {
    let users = context::ask_who(clio).await;
    let matters = clio.matters().list().select::<AnyMatter>().limit(1);
    let matters = matters.send().await.map(drop);
    let contacts = clio.contacts().list().select::<AnyContact>().limit(1);
    let contacts = contacts.send().await.map(drop);
    let fields = clio.custom_fields().list().select::<AnyField>().limit(1);
    let fields = fields.send().await.map(drop);
    let mut missing = Vec::new();
    for (answer, name, state) in [
        (matters, "Matters", State::Problem),
        (contacts, "Contacts", State::Problem),
        (fields, "Custom fields", State::Problem),
        (users, "Users", State::Warning),
    ] {
        match answer {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::Forbidden => {
                missing.push(forbidden(name, state));
            }
            Err(error) => return Err(failure::clio(&error, name)),
        }
    }
    Ok(missing)
}

fn forbidden(name: &str, state: State) -> Check {
    let what = match state {
        State::Warning => "tell ILS who is connected".to_owned(),
        _ => format!("let ILS read {}", name.to_lowercase()),
    };
    Check::new(
        "permissions",
        "Permission",
        state,
        format!("Clio does not {what}."),
    )
    .advice(format!(
        "The person who manages the Clio app ticks \"{name}: read\"; then run  ils reconnect"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_told_in_the_unit_that_fits() {
        for (seconds, state, words) in [
            (0, State::Ok, "0 seconds off"),
            (3, State::Ok, "2 seconds off"),
            (61, State::Warning, "61 seconds off"),
            (7_000, State::Warning, "116 minutes off"),
            (90_000, State::Warning, "25 hours off"),
        ] {
            let check = clock(seconds);
            assert_eq!(check.state, state, "{seconds}");
            assert!(check.reported().contains(words), "{}", check.reported());
        }
    }
}
