//! When Clio or the store fails, and when somebody disconnects.

use std::task::{Context, Waker};

use async_trait::async_trait;

use super::*;
use crate::stand_in::MONTH;

/// A store without a lock between processes.
#[derive(Debug)]
pub(super) struct Unlocked(pub(super) Arc<MemoryStore>);

/// A store that can be told to fail.
#[derive(Debug, Default)]
pub(super) struct Faulty {
    pub(super) inner: MemoryStore,
    pub(super) no_saves: AtomicBool,
    pub(super) no_loads: AtomicBool,
    no_locks: AtomicBool,
}

impl Faulty {
    fn check(flag: &AtomicBool) -> Result<(), StoreError> {
        let fails = flag.load(Ordering::SeqCst);
        if fails { Err(StoreError::Busy) } else { Ok(()) }
    }
}

#[async_trait]
impl TokenStore for Unlocked {
    async fn load(&self, key: &AccountKey) -> Result<Option<(Tokens, Generation)>, StoreError> {
        self.0.load(key).await
    }
    async fn save(
        &self,
        key: &AccountKey,
        tokens: &Tokens,
        expected: Generation,
    ) -> Result<Generation, StoreError> {
        self.0.save(key, tokens, expected).await
    }
    async fn remove(&self, key: &AccountKey) -> Result<(), StoreError> {
        self.0.remove(key).await
    }
    async fn lock(&self, _: &AccountKey) -> Result<Lease, StoreError> {
        Ok(Lease::new(()))
    }
    fn place(&self) -> String {
        "nowhere".to_owned()
    }
}

#[async_trait]
impl TokenStore for Faulty {
    async fn load(&self, key: &AccountKey) -> Result<Option<(Tokens, Generation)>, StoreError> {
        Self::check(&self.no_loads)?;
        self.inner.load(key).await
    }
    async fn save(
        &self,
        key: &AccountKey,
        tokens: &Tokens,
        expected: Generation,
    ) -> Result<Generation, StoreError> {
        Self::check(&self.no_saves)?;
        self.inner.save(key, tokens, expected).await
    }
    async fn remove(&self, key: &AccountKey) -> Result<(), StoreError> {
        Self::check(&self.no_saves)?;
        self.inner.remove(key).await
    }
    async fn lock(&self, key: &AccountKey) -> Result<Lease, StoreError> {
        Self::check(&self.no_locks)?;
        self.inner.lock(key).await
    }
    fn place(&self) -> String {
        "nowhere".to_owned()
    }
}

/// A connection over a faulty store that holds `old` with `left` seconds.
pub(super) async fn over_faults(rig: &Rig, left: i64) -> (Connection, Arc<Faulty>) {
    let store = Arc::new(Faulty::default());
    let old = tokens("old", left);
    let saved = store.save(&rig.key, &old, Generation(0)).await;
    saved.unwrap();
    let connection = Connection::new(
        endpoint(&rig.server),
        rig.key.clone(),
        Arc::clone(&store) as Arc<dyn TokenStore>,
        Arc::clone(&rig.clock) as Arc<dyn Clock>,
    );
    (connection, store)
}

pub(super) async fn any(connection: &Connection) -> Result<String, Error> {
    token_of(connection, Demand::Any).await
}

type IsExpected = fn(&Error) -> bool;

/// T17.
#[tokio::test]
async fn a_failure_keeps_a_token_that_still_works_and_wipes_nothing() {
    let html = || ResponseTemplate::new(502).set_body_raw("<html>", "text/html");
    let wait = || ResponseTemplate::new(429).insert_header("retry-after", "30");
    let cases: Vec<(ResponseTemplate, IsExpected)> = vec![
        (refused(400, "invalid_grant"), |e| {
            matches!(e, Error::NeedsConnect)
        }),
        (refused(401, "invalid_client"), |e| {
            matches!(e, Error::Endpoint(_))
        }),
        (html(), |e| matches!(e, Error::Endpoint(_))),
        (wait(), |e| matches!(e, Error::Endpoint(_))),
        (ResponseTemplate::new(403), |e| {
            matches!(e, Error::Endpoint(_))
        }),
        (ResponseTemplate::new(500), |e| {
            matches!(e, Error::Endpoint(_))
        }),
        (ResponseTemplate::new(200), |e| {
            matches!(e, Error::Endpoint(_))
        }),
    ];
    for (response, expected) in cases {
        for left in [30, -30] {
            let rig = Rig::new(left).await;
            token_answer(&rig.server, response.clone()).await;
            for _ in 0..3 {
                let token = rig.token().await;
                match left {
                    30 => assert_eq!(token.unwrap(), access("old")),
                    _ => assert!(expected(&token.unwrap_err())),
                }
            }
            assert_eq!(rig.posts().await, 1);
            assert_eq!(rig.stored().await.unwrap(), access("old"));
        }
    }
}

/// T17.
#[tokio::test]
async fn a_refused_token_is_no_comfort_when_renewing_fails() {
    let rig = Rig::new(GOOD).await;
    token_answer(&rig.server, ResponseTemplate::new(503)).await;
    assert!(matches!(
        rig.newer_than("old").await,
        Err(Error::Endpoint(_))
    ));
    assert_eq!(
        rig.token().await.unwrap(),
        access("old"),
        "for who asks anew"
    );
}

/// T17.
#[tokio::test]
async fn clios_wait_is_kept() {
    let rig = Rig::new(-5).await;
    let wait = ResponseTemplate::new(429).insert_header("retry-after", "30");
    token_answer(&rig.server, wait).await;
    for (pass, posts) in [(0, 1), (20, 1), (11, 2)] {
        rig.clock.pass(pass);
        assert!(rig.token().await.is_err());
        assert_eq!(rig.posts().await, posts);
    }
}

/// T34.
#[tokio::test]
async fn after_invalid_grant_the_store_is_read_once_more() {
    let rig = Rig::new(-5).await;
    let other = Arc::clone(&rig.store);
    let key = rig.key.clone();
    // Another program, without our lock, renews while our request is under way.
    let winner = move |_: &wiremock::Request| {
        // The memory store never waits: one poll is the whole save.
        let theirs = tokens("theirs", GOOD);
        let mut saving = other.save(&key, &theirs, Generation(1));
        let mut context = Context::from_waker(Waker::noop());
        assert!(saving.as_mut().poll(&mut context).is_ready());
        drop(saving);
        refused(400, "invalid_grant")
    };
    let mock = Mock::given(method("POST")).and(path("/oauth/token"));
    mock.respond_with(winner).mount(&rig.server).await;
    assert_eq!(rig.token().await.unwrap(), access("theirs"));
    assert_eq!(rig.posts().await, 1);
    assert_eq!(rig.stored().await.unwrap(), access("theirs"));
}

/// T34.
#[tokio::test]
async fn a_refresh_token_that_was_refused_is_not_sent_again_but_a_new_connection_works() {
    let rig = Rig::new(-5).await;
    token_answer(&rig.server, refused(400, "invalid_grant")).await;
    for _ in 0..3 {
        assert!(matches!(rig.token().await, Err(Error::NeedsConnect)));
        rig.clock.pass(60);
    }
    assert_eq!(rig.posts().await, 1);
    assert_eq!(rig.stored().await.unwrap(), access("old"));
    // Another process connected.
    rig.put("theirs", GOOD, 1).await;
    assert_eq!(rig.token().await.unwrap(), access("theirs"));
}

/// T24.
#[tokio::test]
async fn a_save_that_fails_is_served_from_memory_and_tried_again() {
    let rig = Rig::empty().await;
    let (connection, store) = over_faults(&rig, 30).await;
    token_answer(&rig.server, granted("new", true)).await;
    store.no_saves.store(true, Ordering::SeqCst);
    assert_eq!(any(&connection).await.unwrap(), access("new"));
    assert!(matches!(
        connection.settle().await,
        Err(Error::Store(StoreError::Busy))
    ));
    assert_eq!(any(&connection).await.unwrap(), access("new"));
    assert!(matches!(connection.unsaved(), Some(StoreError::Busy)));
    store.no_saves.store(false, Ordering::SeqCst);
    rig.clock.pass(12);
    assert_eq!(any(&connection).await.unwrap(), access("new"));
    connection.settle().await.unwrap();
    assert!(connection.unsaved().is_none());
    let (kept, generation) = store.load(&rig.key).await.unwrap().unwrap();
    assert_eq!(kept.access().expose(), access("new"));
    assert_eq!(generation, Generation(2));
    assert_eq!(rig.posts().await, 1);
}

/// T24: what the store holds then may have been replaced at Clio, and sending it could end the connection for all.
#[tokio::test]
async fn while_a_renewal_is_not_saved_nothing_is_renewed_from_the_store() {
    let rig = Rig::empty().await;
    let (connection, store) = over_faults(&rig, 30).await;
    token_answer(&rig.server, granted("new", true)).await;
    store.no_saves.store(true, Ordering::SeqCst);
    assert_eq!(any(&connection).await.unwrap(), access("new"));
    rig.clock.pass(MONTH.unsigned_abs() + 1);
    let error = any(&connection).await.unwrap_err();
    assert!(matches!(error, Error::Store(StoreError::Busy)), "{error}");
    assert_eq!(rig.posts().await, 1);
}

/// T19.
#[tokio::test]
async fn a_store_that_fails_is_an_error_of_its_own_and_costs_no_request() {
    let rig = Rig::empty().await;
    let (connection, store) = over_faults(&rig, -5).await;
    for flag in [&store.no_locks, &store.no_loads] {
        flag.store(true, Ordering::SeqCst);
        let error = connection.token(Demand::Any).await.unwrap_err();
        assert_eq!(error.kind(), TokenErrorKind::Store);
        flag.store(false, Ordering::SeqCst);
        rig.clock.pass(6);
    }
    assert_eq!(rig.posts().await, 0);
}

/// T33.
#[tokio::test]
async fn a_lock_that_is_held_too_long_keeps_a_token_that_still_works() {
    let rig = Rig::empty().await;
    let (connection, store) = over_faults(&rig, 30).await;
    store.no_locks.store(true, Ordering::SeqCst);
    assert_eq!(any(&connection).await.unwrap(), access("old"));
    assert_eq!(rig.posts().await, 0);
}

/// T30.
#[tokio::test]
async fn disconnect_tells_clio_and_forgets_whatever_clio_says() {
    for (response, is_ended) in [
        (ResponseTemplate::new(200), true),
        (ResponseTemplate::new(500), false),
        (ResponseTemplate::new(302), false),
    ] {
        let rig = Rig::new(GOOD).await;
        answer(&rig.server, "/oauth/deauthorize", response).await;
        assert_eq!(rig.token().await.unwrap(), access("old"));
        let done = rig.connection.disconnect().await.unwrap();
        assert!(done.was_connected);
        assert_eq!(done.ended_at_clio.is_ok(), is_ended);
        assert_eq!(rig.stored().await, None);
        assert!(matches!(rig.token().await, Err(Error::NotConnected)));
        let again = rig.connection.disconnect().await.unwrap();
        assert!(!again.was_connected && again.ended_at_clio.is_ok());
        assert_eq!(requests(&rig.server, "/oauth/deauthorize").await.len(), 1);
    }
}

/// T30.
#[tokio::test]
async fn an_access_that_is_over_is_renewed_to_be_ended() {
    let rig = Rig::new(-5).await;
    token_answer(&rig.server, granted("new", false)).await;
    let mock = Mock::given(method("POST")).and(path("/oauth/deauthorize"));
    mock.and(body_string_contains("CANARY_access_new"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&rig.server)
        .await;
    let done = rig.connection.disconnect().await.unwrap();
    assert!(done.ended_at_clio.is_ok());
    assert_eq!(rig.stored().await, None);
}

/// T30.
#[tokio::test]
async fn disconnect_says_when_the_store_did_not_forget() {
    let rig = Rig::empty().await;
    let (connection, store) = over_faults(&rig, GOOD).await;
    answer(
        &rig.server,
        "/oauth/deauthorize",
        ResponseTemplate::new(200),
    )
    .await;
    store.no_saves.store(true, Ordering::SeqCst);
    assert!(matches!(
        connection.disconnect().await,
        Err(Error::Store(_))
    ));
    assert_eq!(requests(&rig.server, "/oauth/deauthorize").await.len(), 1);
}

/// T30.
#[tokio::test]
async fn a_refresh_that_races_a_disconnect_brings_nothing_back() {
    let rig = Rig::new(30).await;
    token_answer(&rig.server, slowly(granted("new", true))).await;
    answer(
        &rig.server,
        "/oauth/deauthorize",
        ResponseTemplate::new(200),
    )
    .await;
    let refreshing = rig.connection.clone();
    let refreshing = tokio::spawn(async move { token_of(&refreshing, Demand::Any).await });
    while rig.posts().await == 0 {
        tokio::task::yield_now().await;
    }
    // A neighbour who does not wait for the lock: the removal lands while the request is under way.
    rig.store.remove(&rig.key).await.unwrap();
    assert!(matches!(
        refreshing.await.unwrap(),
        Err(Error::NotConnected)
    ));
    assert_eq!(rig.stored().await, None);
    let ended = requests(&rig.server, "/oauth/deauthorize").await;
    assert_eq!(
        ended[0].headers["authorization"],
        "Bearer CANARY_access_new"
    );
}

/// T30.
#[tokio::test]
async fn a_disconnect_waits_for_the_refresh_and_ends_what_it_got() {
    let rig = Rig::new(30).await;
    token_answer(&rig.server, slowly(granted("new", true))).await;
    answer(
        &rig.server,
        "/oauth/deauthorize",
        ResponseTemplate::new(200),
    )
    .await;
    let refreshing = rig.neighbour();
    let refreshing = tokio::spawn(async move { token_of(&refreshing, Demand::Any).await });
    while rig.posts().await == 0 {
        tokio::task::yield_now().await;
    }
    rig.connection.disconnect().await.unwrap();
    assert_eq!(refreshing.await.unwrap().unwrap(), access("new"));
    assert_eq!(rig.stored().await, None);
    let ended = requests(&rig.server, "/oauth/deauthorize").await;
    assert_eq!(
        ended[0].headers["authorization"],
        "Bearer CANARY_access_new"
    );
}

/// T30.
#[tokio::test]
async fn a_new_connection_during_a_refresh_stays() {
    let rig = Rig::new(30).await;
    token_answer(&rig.server, slowly(granted("new", true))).await;
    let refreshing = rig.neighbour();
    let refreshing = tokio::spawn(async move { token_of(&refreshing, Demand::Any).await });
    while rig.posts().await == 0 {
        tokio::task::yield_now().await;
    }
    rig.connection.adopt(tokens("mine", GOOD)).await.unwrap();
    assert_eq!(refreshing.await.unwrap().unwrap(), access("mine"));
    assert_eq!(rig.stored().await.unwrap(), access("mine"));
}
