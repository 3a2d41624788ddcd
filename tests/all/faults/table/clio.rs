//! Clio, and the way to it.

use std::time::Duration;

use contract_tests::Fault;
use serde_json::{Value, json};

use super::{DONE, Ends, LATER, ODD, Row, ends, row};
use crate::faults::stage::Stage;

/// Seconds an impatient user gives a request.
const PATIENCE: u64 = 3;
const LATE: Duration = Duration::from_secs(PATIENCE * 3);

/// The connection itself.
pub(in crate::faults) const LINE: &[Row] = &[
    row(
        "an answer comes late",
        |s| s.always(Fault::slow(Duration::from_millis(150))),
        ends(DONE, DONE, ""),
    ),
    row(
        "an answer comes too late, once",
        |s| {
            impatient(s);
            s.once(Fault::slow(LATE));
        },
        ends(LATER, DONE, ""),
    ),
    row(
        "answers come too late, always",
        |s| {
            impatient(s);
            s.always(Fault::slow(LATE));
        },
        ends(LATER, LATER, "Timeout"),
    ),
    row(
        "reset before the request is read, once",
        |s| s.once(Fault::reset()),
        ends(LATER, DONE, ""),
    ),
    row(
        "reset before the request is read, always",
        |s| s.always(Fault::reset()),
        ends(LATER, LATER, "Transport"),
    ),
    row(
        "reset after the effect, once",
        |s| s.once(Fault::reset_after_effect()),
        ends(LATER, DONE, ""),
    ),
    row(
        "reset after the effect, always",
        |s| s.always(Fault::reset_after_effect()),
        ends(LATER, LATER, "Transport"),
    ),
    row(
        "reset before the body, once",
        |s| s.once(Fault::reset_at(0)),
        ends(LATER, DONE, ""),
    ),
    row(
        "reset in the body, once",
        |s| s.once(Fault::reset_at(100)),
        ends(LATER, DONE, ""),
    ),
    row(
        "reset in the body, always",
        |s| s.always(Fault::reset_at(100)),
        ends(LATER, LATER, "Transport"),
    ),
    row(
        "the connection ends in the body, once",
        |s| s.once(Fault::end_at(100)),
        ends(LATER, DONE, ""),
    ),
    row(
        "the connection ends in the body, always",
        |s| s.always(Fault::end_at(100)),
        ends(LATER, LATER, "Transport"),
    ),
    row(
        "silence in the body, once",
        |s| {
            impatient(s);
            s.once(Fault::silent_at(20));
        },
        ends(LATER, DONE, ""),
    ),
    row(
        "silence in the body, always",
        |s| {
            impatient(s);
            s.always(Fault::silent_at(20));
        },
        ends(LATER, LATER, "Timeout"),
    ),
    row(
        "a slow loris, once",
        |s| {
            impatient(s);
            s.once(Fault::drip(Duration::from_millis(200)));
        },
        ends(LATER, DONE, ""),
    ),
    row(
        "the length is one byte too long, once",
        |s| s.once(Fault::miscounted(1)),
        ends(LATER, DONE, ""),
    ),
    row(
        "the length is one byte too short",
        |s| s.always(Fault::miscounted(-1)),
        ends(ODD, ODD, "Decode"),
    ),
    row(
        "no HTTP at all",
        |s| s.always(Fault::bytes("SSH-2.0-OpenSSH_9.7\r\n")),
        ends(LATER, LATER, "Transport"),
    ),
    row(
        "chunks that are none, once",
        |s| s.once(Fault::bytes(BAD_CHUNKS)),
        ends(LATER, DONE, ""),
    ),
];

/// Answers that are whole, and wrong.
pub(in crate::faults) const ANSWERS: &[Row] = &[
    row(
        "500 once",
        |s| s.once(Fault::status(500)),
        ends(LATER, DONE, ""),
    ),
    row(
        "500 always",
        |s| s.always(Fault::status(500)),
        ends(LATER, LATER, "Server"),
    ),
    row(
        "502 with a page, once",
        |s| s.once(proxy_page(502)),
        ends(LATER, DONE, ""),
    ),
    row(
        "502 with a page, always",
        |s| s.always(proxy_page(502)),
        ends(LATER, LATER, "Server"),
    ),
    row(
        "503 with a page, always",
        |s| s.always(proxy_page(503)),
        ends(LATER, LATER, "Server"),
    ),
    row(
        "504 after the effect, once",
        |s| s.once(Fault::lost(504)),
        ends(LATER, DONE, ""),
    ),
    row(
        "501",
        |s| s.always(Fault::status(501)),
        ends(LATER, LATER, "Server"),
    ),
    row(
        "403",
        |s| s.always(Fault::status(403)),
        ends(ODD, Ends(11, "not_permitted"), "Forbidden"),
    ),
    row(
        "404 with a page",
        |s| s.always(proxy_page(404)),
        ends(ODD, Ends(5, "not_found"), "NotFound"),
    ),
    row(
        "410",
        |s| s.always(Fault::status(410)),
        ends(ODD, Ends(1, "version_retired"), "Gone"),
    ),
    row(
        "418 that nobody expects",
        |s| s.always(Fault::status(418)),
        ends(ODD, ODD, "Invalid"),
    ),
    row(
        "200 with a sign-in page",
        |s| s.always(proxy_page(200)),
        ends(ODD, ODD, "Decode"),
    ),
    row(
        "200 with nothing",
        |s| s.always(Fault::body("")),
        ends(ODD, ODD, "Decode"),
    ),
    row(
        "200 with noise",
        |s| s.always(Fault::garbage()),
        ends(ODD, ODD, "Decode"),
    ),
    row(
        "204 without data",
        |s| s.always(Fault::bytes("HTTP/1.1 204 No Content\r\n\r\n")),
        ends(ODD, ODD, "Decode"),
    ),
    row(
        "half a body, its length says so",
        |s| s.always(Fault::cut(120)),
        ends(ODD, ODD, "Decode"),
    ),
    row(
        "all of the body but one byte, its length says so",
        |s| s.always(Fault::cut_last(1)),
        ends(ODD, ODD, "Decode"),
    ),
    row(
        "a body that is not UTF-8",
        |s| s.always(Fault::body(&b"{\"data\":[{\"name\":\"Ren\xe9\"}]}"[..])),
        ends(ODD, ODD, "Decode"),
    ),
    row(
        "100,000 brackets",
        |s| s.always(Fault::body("[".repeat(100_000))),
        ends(ODD, ODD, "Decode"),
    ),
    row(
        "a list that is a number",
        |s| s.always(Fault::edit(number_for_data)),
        ends(DONE, ODD, "Decode"),
    ),
    row(
        "a list that is null",
        |s| s.always(Fault::edit(null_for_data)),
        ends(DONE, ODD, "Decode"),
    ),
    row(
        "a gzip bomb",
        |s| s.always(Fault::gzip_bomb(100 * 1024 * 1024).expect("memory")),
        ends(ODD, ODD, "Decode"),
    ),
    row(
        "gzip that is none",
        |s| s.always(Fault::broken_gzip()),
        ends(LATER, LATER, "Transport"),
    ),
    row(
        "another API version",
        |s| s.always(Fault::version_echo("4.0.99")),
        ends(DONE, DONE, ""),
    ),
    row(
        "a redirect to a stranger, 302",
        |s| elsewhere(s, 302),
        ends(ODD, ODD, "Server"),
    ),
    row(
        "a redirect to a stranger, 303",
        |s| elsewhere(s, 303),
        ends(ODD, ODD, "Server"),
    ),
    row(
        "a redirect to a stranger, 307",
        |s| elsewhere(s, 307),
        ends(ODD, ODD, "Server"),
    ),
    row(
        "a redirect to a stranger, 308",
        |s| elsewhere(s, 308),
        ends(ODD, ODD, "Server"),
    ),
];

const BAD_CHUNKS: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n";

/// The user waits no longer than the fault needs.
fn impatient(s: &mut Stage) {
    s.patience = Some(PATIENCE);
    s.scene.ils.set("ILS_TIMEOUT", PATIENCE.to_string());
}

fn proxy_page(status: u16) -> Fault {
    Fault::html(status, "<h1>\u{1b}[31mThe firewall of the firm</h1>")
}

fn elsewhere(s: &mut Stage, status: u16) {
    let to = s.stranger();
    s.always(Fault::redirect(status, &to));
}

fn number_for_data(body: &mut Value) {
    body["data"] = json!(1);
}

fn null_for_data(body: &mut Value) {
    body["data"] = Value::Null;
}
