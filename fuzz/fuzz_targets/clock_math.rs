//! Whatever the clocks and an answer say about time: a token or an error, no overflow, no storm of requests.
#![no_main]

use std::sync::Arc;
use std::time::Instant;

use clio_api::{AccessToken, Demand, TokenSource};
use ils_auth::store::MemoryStore;
use ils_auth::{AccountKey, Clock, Connection, Generation, TokenStore, Tokens};
use ils_fuzz::{answer, app, assert_clean, block_on, endpoint, requests};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

#[derive(Debug)]
struct Wall(Timestamp, Instant);

impl Clock for Wall {
    fn now(&self) -> Timestamp {
        self.0
    }
    fn instant(&self) -> Instant {
        self.1
    }
}

fuzz_target!(|input: (i64, i64, Option<i64>, i64, bool)| {
    let (now, obtained, ends, expires_in, has_refresh) = input;
    let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    let time = |second: i64| Timestamp::from_second(second.clamp(first, last)).expect("in range");
    let store = Arc::new(MemoryStore::new());
    let key = AccountKey::new(&app(), "default");
    let refresh = has_refresh.then(|| "CANARY_refresh".into());
    let tokens = Tokens::new(
        AccessToken::new("CANARY_old"),
        refresh,
        time(obtained),
        ends.map(time),
    );
    block_on(store.save(&key, &tokens, Generation(0))).expect("room in memory");
    let body = format!(
        r#"{{"token_type":"bearer","access_token":"CANARY_new","expires_in":{expires_in}}}"#
    );
    answer(
        200,
        &[("Content-Type", b"application/json")],
        body.as_bytes(),
    );

    let clock = Arc::new(Wall(time(now), Instant::now()));
    let connection = Connection::new(endpoint(), key, store, clock);
    let before = requests();
    let mut given = Vec::new();
    for demand in [
        Demand::Any,
        Demand::Any,
        Demand::NewerThan(&AccessToken::new("CANARY_new")),
    ] {
        match block_on(connection.token(demand)) {
            Ok(token) => given.push(token),
            Err(error) => assert_clean(&error),
        }
    }
    // A token that is still good is renewed alongside: it ends here, not within the next input.
    block_on(connection.settle()).expect("room in memory");
    assert!(requests() - before <= 3, "once a call at most");
    if has_refresh {
        assert!(given.len() >= 2, "there is a way to a token: {given:?}");
    }
});
