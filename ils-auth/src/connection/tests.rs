//! One refresh however many ask (T31, T35), failures that wipe nothing (T17, T18, T24, T34), disconnect (T30), clocks (T36).

use std::sync::atomic::{AtomicBool, Ordering};

use clio_api::TokenErrorKind;
use wiremock::matchers::{body_string_contains, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::Lease;
use crate::clock::ManualClock;
use crate::stand_in::{
    Log, answer, app, assert_clean, assert_clean_error, clock, endpoint, granted, refused,
    requests, slowly, token_answer, token_requests, tokens,
};
use crate::store::MemoryStore;

mod clocks;
mod ends;
mod faults;
mod model;
mod outage;

/// Left of a token's life when nobody thinks of renewing it, in seconds.
const GOOD: i64 = 20 * 24 * 3600;

/// One connection to a stand-in, its store and its clock.
struct Rig {
    server: MockServer,
    store: Arc<MemoryStore>,
    clock: Arc<ManualClock>,
    key: AccountKey,
    connection: Connection,
}

impl Rig {
    /// Stored tokens named `old` that end in `left` seconds.
    async fn new(left: i64) -> Self {
        let rig = Self::empty().await;
        rig.put("old", left, 0).await;
        rig
    }

    async fn empty() -> Self {
        let server = MockServer::start().await;
        let key = AccountKey::new(&app(&server), "default");
        let (store, clock) = (Arc::new(MemoryStore::new()), Arc::new(clock()));
        let connection = Connection::new(
            endpoint(&server),
            key.clone(),
            Arc::clone(&store) as Arc<dyn TokenStore>,
            Arc::clone(&clock) as Arc<dyn Clock>,
        );
        Self {
            server,
            store,
            clock,
            key,
            connection,
        }
    }

    /// What another process would have saved.
    async fn put(&self, name: &str, left: i64, expected: u64) {
        let saved = self
            .store
            .save(&self.key, &tokens(name, left), Generation(expected))
            .await;
        saved.unwrap();
    }

    /// Another process with the same store.
    fn neighbour(&self) -> Connection {
        Connection::new(
            endpoint(&self.server),
            self.key.clone(),
            Arc::clone(&self.store) as Arc<dyn TokenStore>,
            Arc::clone(&self.clock) as Arc<dyn Clock>,
        )
    }

    async fn token(&self) -> Result<String, Error> {
        token_of(&self.connection, Demand::Any).await
    }

    async fn newer_than(&self, name: &str) -> Result<String, Error> {
        let rejected = AccessToken::new(access(name));
        token_of(&self.connection, Demand::NewerThan(&rejected)).await
    }

    async fn stored(&self) -> Option<String> {
        let found = self.store.load(&self.key).await.unwrap();
        found.map(|(tokens, _)| tokens.access().expose().to_owned())
    }

    async fn posts(&self) -> usize {
        token_requests(&self.server).await
    }
}

async fn token_of(connection: &Connection, demand: Demand<'_>) -> Result<String, Error> {
    match connection.token(demand).await {
        Ok(token) => Ok(token.expose().to_owned()),
        Err(error) => {
            assert_clean_error(&error);
            let cause = std::error::Error::source(&error).unwrap();
            Err(cause.downcast_ref::<Error>().unwrap().clone())
        }
    }
}

fn access(name: &str) -> String {
    format!("CANARY_access_{name}")
}

#[tokio::test]
async fn a_good_token_is_read_once_and_handed_out_without_a_request() {
    let rig = Rig::new(GOOD).await;
    for _ in 0..3 {
        assert_eq!(rig.token().await.unwrap(), access("old"));
    }
    rig.store.remove(&rig.key).await.unwrap();
    assert_eq!(rig.token().await.unwrap(), access("old"), "from memory");
    assert_eq!(rig.posts().await, 0);
}

/// T31.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_tasks_make_one_request() {
    for rotating in [false, true] {
        let rig = Rig::new(30).await;
        token_answer(&rig.server, slowly(granted("new", rotating))).await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..50 {
            // Half of them in another process.
            let connection = match n % 2 {
                0 => rig.connection.clone(),
                _ => rig.neighbour(),
            };
            tasks.spawn(async move { token_of(&connection, Demand::Any).await });
        }
        while let Some(token) = tasks.join_next().await {
            assert_eq!(token.unwrap().unwrap(), access("new"));
        }
        assert_eq!(rig.posts().await, 1);
        assert_eq!(rig.stored().await.unwrap(), access("new"));
    }
}

/// T31, T32: the control.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_one_connection_and_one_lock_there_are_many_requests() {
    // The negative control of the test above: it is the lock that makes it one.
    let rig = Rig::new(30).await;
    token_answer(&rig.server, slowly(granted("new", false))).await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let store = Arc::new(faults::Unlocked(Arc::clone(&rig.store)));
        let clock = Arc::clone(&rig.clock) as Arc<dyn Clock>;
        let connection = Connection::new(endpoint(&rig.server), rig.key.clone(), store, clock);
        tasks.spawn(async move { token_of(&connection, Demand::Any).await });
    }
    while let Some(token) = tasks.join_next().await {
        token.unwrap().unwrap();
    }
    assert!(rig.posts().await > 1);
}

/// T31.
#[tokio::test]
async fn a_failure_is_shared_and_then_rested_from() {
    let rig = Rig::new(-5).await;
    token_answer(&rig.server, slowly(ResponseTemplate::new(503))).await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let connection = rig.connection.clone();
        tasks.spawn(async move { token_of(&connection, Demand::Any).await });
    }
    while let Some(token) = tasks.join_next().await {
        match token.unwrap().unwrap_err() {
            Error::Endpoint(cause) => assert_eq!(*cause, EndpointError::Status(503)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(rig.posts().await, 1);
    assert!(rig.token().await.is_err());
    assert_eq!(rig.posts().await, 1, "cooling down");
    rig.clock.pass(6);
    assert!(rig.token().await.is_err());
    assert_eq!(rig.posts().await, 2);
    assert_eq!(
        rig.stored().await.unwrap(),
        access("old"),
        "nothing is wiped"
    );
}

/// T31.
#[tokio::test]
async fn a_caller_that_goes_away_loses_no_rotated_token() {
    let rig = Rig::new(30).await;
    token_answer(&rig.server, slowly(granted("new", true))).await;
    let connection = rig.connection.clone();
    let caller = tokio::spawn(async move { token_of(&connection, Demand::Any).await });
    while rig.posts().await == 0 {
        tokio::task::yield_now().await;
    }
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    rig.connection.settle().await.unwrap();
    assert_eq!(rig.stored().await.unwrap(), access("new"));
    assert_eq!(rig.token().await.unwrap(), access("new"));
    assert_eq!(rig.posts().await, 1);
}

/// T35.
#[tokio::test]
async fn a_refused_token_is_replaced_once_for_all_who_had_it() {
    let rig = Rig::new(GOOD).await;
    token_answer(&rig.server, slowly(granted("new", false))).await;
    assert_eq!(rig.token().await.unwrap(), access("old"));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..200 {
        let connection = rig.connection.clone();
        tasks.spawn(async move {
            let old = AccessToken::new(access("old"));
            token_of(&connection, Demand::NewerThan(&old)).await
        });
    }
    while let Some(token) = tasks.join_next().await {
        assert_eq!(token.unwrap().unwrap(), access("new"));
    }
    assert_eq!(rig.posts().await, 1);
}

/// T34.
#[tokio::test]
async fn what_another_process_renewed_is_adopted_without_a_request() {
    let rig = Rig::new(GOOD).await;
    assert_eq!(rig.token().await.unwrap(), access("old"));
    rig.put("theirs", GOOD, 1).await;
    assert_eq!(rig.newer_than("old").await.unwrap(), access("theirs"));
    assert_eq!(rig.token().await.unwrap(), access("theirs"));
    assert_eq!(rig.posts().await, 0);
}

/// T35.
#[tokio::test]
async fn a_clio_that_gives_the_same_token_again_makes_no_loop() {
    let rig = Rig::new(GOOD).await;
    token_answer(&rig.server, granted("old", false)).await;
    assert_eq!(rig.newer_than("old").await.unwrap(), access("old"));
    assert_eq!(rig.posts().await, 1);
}

/// T31.
#[tokio::test]
async fn a_token_near_its_end_is_renewed_while_it_is_handed_out() {
    let rig = Rig::new(GOOD).await;
    token_answer(&rig.server, granted("new", true)).await;
    assert_eq!(rig.token().await.unwrap(), access("old"));
    assert_eq!(rig.posts().await, 0);
    rig.clock.pass(GOOD.unsigned_abs() - 250);
    assert_eq!(rig.token().await.unwrap(), access("old"));
    rig.connection.settle().await.unwrap();
    assert_eq!(rig.token().await.unwrap(), access("new"));
    assert_eq!(rig.posts().await, 1);
}

/// T36.
#[tokio::test]
async fn whichever_clock_says_less_decides() {
    for step in [
        (|clock: &ManualClock| clock.step_wall(GOOD)) as fn(&ManualClock),
        |clock| clock.step_monotonic(GOOD.unsigned_abs()),
        |clock| {
            clock.step_wall(-86_400);
            clock.step_monotonic(GOOD.unsigned_abs());
        },
        |clock| clock.step_wall(10 * 365 * 86_400),
    ] {
        let rig = Rig::new(GOOD).await;
        token_answer(&rig.server, granted("new", false)).await;
        assert_eq!(rig.token().await.unwrap(), access("old"));
        step(&rig.clock);
        assert_eq!(rig.token().await.unwrap(), access("new"));
        assert_eq!(rig.token().await.unwrap(), access("new"));
        assert_eq!(rig.posts().await, 1, "and no storm after it");
    }
}

#[tokio::test]
async fn without_tokens_somebody_has_to_connect() {
    let rig = Rig::empty().await;
    assert!(matches!(rig.token().await, Err(Error::NotConnected)));
    let error = rig.connection.token(Demand::Any).await.unwrap_err();
    assert_eq!(error.kind(), TokenErrorKind::NotConnected);
    rig.connection.adopt(tokens("mine", GOOD)).await.unwrap();
    assert_eq!(rig.token().await.unwrap(), access("mine"), "at once");
    assert_eq!(rig.stored().await.unwrap(), access("mine"));
    assert_eq!(rig.posts().await, 0);
}

#[tokio::test]
async fn a_new_connection_goes_over_the_old_one() {
    let rig = Rig::new(GOOD).await;
    assert_eq!(rig.token().await.unwrap(), access("old"));
    rig.connection.adopt(tokens("mine", GOOD)).await.unwrap();
    assert_eq!(rig.token().await.unwrap(), access("mine"));
    let stored = rig.connection.stored().await.unwrap().unwrap();
    assert_eq!(stored.access().expose(), access("mine"));
    let generation = rig.store.load(&rig.key).await.unwrap().unwrap().1;
    assert_eq!(generation, Generation(2));
    assert!(rig.server.received_requests().await.unwrap().is_empty());
}

/// T28.
#[tokio::test]
async fn nothing_shows_a_token() {
    let rig = Rig::new(30).await;
    token_answer(&rig.server, granted("new", true)).await;
    rig.token().await.unwrap();
    let disconnected = rig.connection.disconnect().await.unwrap();
    assert_clean(&format!("{:?} {disconnected:?}", rig.connection));
    assert_clean(&format!("{:?} {:?}", tokens("x", 1), rig.store));
    assert_clean(&format!(
        "{:?} {:?}",
        app(&rig.server),
        endpoint(&rig.server)
    ));
}

/// T28.
#[tokio::test]
async fn no_log_line_holds_a_secret() {
    let log = Log::listen();
    let rig = Rig::new(-5).await;
    let name = "/oauth/token";
    for (response, pass) in [
        (refused(400, "CANARY_odd"), 6),
        (ResponseTemplate::new(503), 12),
        (granted("new", true), 0),
    ] {
        let once = Mock::given(method("POST")).and(path(name));
        let once = once.respond_with(response).up_to_n_times(1);
        once.mount(&rig.server).await;
        drop(rig.token().await);
        rig.clock.pass(pass);
    }
    assert_eq!(rig.token().await.unwrap(), access("new"));
    token_answer(&rig.server, refused(400, "invalid_grant")).await;
    assert!(rig.newer_than("new").await.is_err());
    drop(rig.connection.disconnect().await.unwrap());
    let lines = log.lines();
    for words in ["renewed", "refused to renew", "disconnected"] {
        assert!(lines.contains(words), "{words} is not in:\n{lines}");
    }
    assert_clean(&lines);
}
