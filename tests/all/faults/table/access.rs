//! Limits, pages and tokens: what Clio lets an app do, and for how long.

use std::time::Duration;

use contract_tests::Fault;
use serde_json::json;

use super::{DONE, Ends, Expected, LATER, NO_LIST, ODD, Row, ends, row};
use crate::faults::stage::Stage;

/// Requests that Clio does not want now.
pub(in crate::faults) const LIMITS: &[Row] = &[
    row(
        "429 once, no wait",
        |s| s.once(Fault::too_many("0")),
        ends(LATER, DONE, ""),
    ),
    row(
        "429 once, one second",
        |s| s.once(Fault::too_many("1")),
        ends(LATER, DONE, ""),
    ),
    row(
        "429 three times",
        |s| s.times(3, Fault::too_many("0")),
        ends(LATER, DONE, ""),
    ),
    row(
        "429 once, an odd wait",
        |s| s.once(Fault::too_many("soon")),
        ends(LATER, DONE, ""),
    ),
    row(
        "429 once, a wait in the past",
        |s| s.once(Fault::too_many("Thu, 01 Jan 1970 00:00:00 GMT")),
        ends(LATER, DONE, ""),
    ),
    row(
        "429 for thirty years",
        |s| s.always(Fault::too_many("1000000000")),
        ends(LATER, LATER, "RateLimited"),
    ),
    row(
        "a storm of 429",
        |s| s.always(Fault::too_many("0")),
        ends(LATER, LATER, "RateLimited"),
    ),
    row(
        "429, then 503, then a reset",
        |s| {
            s.once(Fault::too_many("0"));
            s.once(Fault::status(503));
            s.once(Fault::reset());
        },
        ends(LATER, DONE, ""),
    ),
];

const ENDED: Expected = Ends(4, "connection_ended");

/// Searching shows the first page and follows nothing.
const ASTRAY: [Expected; 5] = [NO_LIST, DONE, ODD, ODD, Ends(1, "Decode")];

/// Pages that lead astray.
pub(in crate::faults) const LISTS: &[Row] = &[
    row(
        "next leads to a stranger",
        |s| {
            let to = s.stranger();
            s.once(Fault::next_link(&format!("{to}/api/v4/contacts.json")));
        },
        ASTRAY,
    ),
    row(
        "next leads to another path",
        |s| {
            let to = s.scene.clio.origin();
            s.once(Fault::next_link(&format!("{to}/oauth/deauthorize")));
        },
        ASTRAY,
    ),
    row(
        "next is a name and password",
        |s| {
            let to = s.stranger().replace("http://", "http://x:y@");
            s.once(Fault::next_link(&format!("{to}/api/v4/contacts.json")));
        },
        ASTRAY,
    ),
    row(
        "next is the page itself",
        |s| s.always(Fault::repeated_next()),
        ASTRAY,
    ),
    row(
        "next is no address",
        |s| s.once(Fault::next_link("\u{202e}//")),
        ASTRAY,
    ),
];

/// Tokens that die in the middle.
pub(in crate::faults) const TOKENS: &[Row] = &[
    row(
        "the token expires",
        |s| s.once(Fault::expire_access_tokens()),
        ends(DONE, DONE, ""),
    ),
    row(
        "the token expires and tokens rotate",
        |s| {
            s.scene.clio.switch(|how| how.rotate_refresh_tokens = true);
            s.once(Fault::expire_access_tokens());
        },
        ends(DONE, DONE, ""),
    ),
    row(
        "the token expires and the renewal is 503",
        |s| {
            s.once(Fault::expire_access_tokens());
            no_renewal(s, Fault::status(503));
        },
        [DONE, LATER, LATER, LATER, Ends(1, "Token")],
    ),
    row(
        "the token expires and the renewal is reset",
        |s| {
            s.once(Fault::expire_access_tokens());
            no_renewal(s, Fault::reset());
        },
        [DONE, LATER, LATER, LATER, Ends(1, "Token")],
    ),
    row(
        "the app is removed in Clio",
        |s| {
            s.ends_connection = true;
            s.once(Fault::revoke_tokens());
        },
        ends(ENDED, ENDED, "Unauthorized"),
    ),
    row(
        "every token is refused, the newest too",
        |s| s.always(Fault::json(401, &json!({"error": "invalid_token"}))),
        ends(Ends(4, "clio_refused"), ENDED, "Unauthorized"),
    ),
    row(
        "Clio's clock jumps ten years",
        |s| {
            s.scene
                .clio
                .clock()
                .advance(Duration::from_secs(3_650 * 86_400));
        },
        ends(DONE, DONE, ""),
    ),
    row(
        "Clio's clock stands in 1970",
        |s| s.scene.clio.clock().set(jiff::Timestamp::UNIX_EPOCH),
        ends(DONE, DONE, ""),
    ),
];

fn no_renewal(s: &mut Stage, fault: Fault) {
    s.scene.clio.fault(fault.on("/oauth/token").times(u32::MAX));
}
