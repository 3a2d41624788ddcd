//! Any order of uses, answers, crashes, other programs and clock jumps: at most one request at a time, the count never goes
//! back, nothing is wiped but by a removal, and nobody has to connect again before Clio refused a refresh token.
#![no_main]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use clio_api::{AccessToken, Demand, TokenSource};
use ils_auth::store::MemoryStore;
use ils_auth::{
    AccountKey, Clock, Connection, Endpoint, Error, Generation, Lease, StoreError, TokenStore,
    Tokens,
};
use ils_fuzz::{
    NOW, answer, app, assert_clean, block_on, endpoint, most_under_way, requests, tokens,
};
use libfuzzer_sys::fuzz_target;

const MONTH: i64 = 2_592_000;

#[derive(Debug, Default)]
struct Store {
    inner: MemoryStore,
    fails: AtomicBool,
}

#[async_trait]
impl TokenStore for Store {
    async fn load(&self, key: &AccountKey) -> Result<Option<(Tokens, Generation)>, StoreError> {
        self.inner.load(key).await
    }
    async fn save(
        &self,
        key: &AccountKey,
        tokens: &Tokens,
        expected: Generation,
    ) -> Result<Generation, StoreError> {
        match self.fails.load(Ordering::SeqCst) {
            true => Err(StoreError::Busy),
            false => self.inner.save(key, tokens, expected).await,
        }
    }
    async fn remove(&self, key: &AccountKey) -> Result<(), StoreError> {
        self.inner.remove(key).await
    }
    async fn lock(&self, key: &AccountKey) -> Result<Lease, StoreError> {
        self.inner.lock(key).await
    }
    fn place(&self) -> String {
        "memory".to_owned()
    }
}

#[derive(Debug)]
struct Hands {
    wall: AtomicI64,
    monotonic: AtomicU64,
    start: Instant,
}

impl Clock for Hands {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_second(self.wall.load(Ordering::SeqCst)).expect("kept in range")
    }
    fn instant(&self) -> Instant {
        self.start + Duration::from_secs(self.monotonic.load(Ordering::SeqCst))
    }
}

struct World {
    store: Arc<Store>,
    clock: Arc<Hands>,
    key: AccountKey,
    endpoint: Endpoint,
    connection: Connection,
    last: Option<AccessToken>,
    generation: Generation,
    is_connected: bool,
    was_refused: bool,
    refuses: bool,
    given: u32,
}

impl World {
    async fn new() -> Self {
        let store = Arc::new(Store::default());
        let clock = Arc::new(Hands {
            wall: NOW.into(),
            monotonic: 0.into(),
            start: Instant::now(),
        });
        let key = AccountKey::new(&app(), "default");
        let endpoint = endpoint();
        let saved = store
            .save(&key, &tokens("first", MONTH), Generation(0))
            .await;
        saved.expect("room in memory");
        let connection = connect(&endpoint, &key, &store, &clock);
        let mut world = Self {
            store,
            clock,
            key,
            endpoint,
            connection,
            last: None,
            generation: Generation(1),
            is_connected: true,
            was_refused: false,
            refuses: false,
            given: 0,
        };
        world.clio(0);
        world
    }

    fn clio(&mut self, choice: u8) {
        let json: [(&str, &[u8]); 1] = [("Content-Type", b"application/json")];
        self.given += 1;
        let n = self.given;
        let access = format!(
            r#""token_type":"bearer","expires_in":2592000,"access_token":"CANARY_given{n}""#
        );
        self.refuses = false;
        match choice % 6 {
            0 => answer(200, &json, format!("{{{access}}}").as_bytes()),
            1 => answer(
                200,
                &json,
                format!(r#"{{{access},"refresh_token":"CANARY_turn{n}"}}"#).as_bytes(),
            ),
            2 => {
                self.refuses = true;
                answer(400, &json, br#"{"error":"invalid_grant"}"#);
            }
            3 => answer(503, &[], b"CANARY"),
            4 => answer(429, &[("Retry-After", b"30")], b""),
            _ => answer(200, &json, b"CANARY"),
        }
    }

    async fn take(&mut self, step: u8, with: u8) {
        let before = requests();
        match step % 9 {
            0 | 1 => self.ask(None).await,
            2 => self.ask(self.last.clone()).await,
            3 => self.clio(with),
            4 => {
                let seconds = u64::from(with).pow(3);
                self.clock.monotonic.fetch_add(seconds, Ordering::SeqCst);
                self.move_wall(i64::try_from(seconds).expect("a small number"));
            }
            5 => self.move_wall((i64::from(with) - 128) * 40_000_000),
            6 => self.connection = connect(&self.endpoint, &self.key, &self.store, &self.clock),
            7 if with.is_multiple_of(2) => {
                let found = self.store.inner.load(&self.key).await.expect("memory");
                let expected = found.map_or(Generation(0), |(_, at)| at);
                let theirs = tokens(&format!("theirs{with}"), MONTH);
                let saved = self.store.inner.save(&self.key, &theirs, expected).await;
                saved.expect("memory");
                self.is_connected = true;
            }
            7 => {
                self.store.inner.remove(&self.key).await.expect("memory");
                self.is_connected = false;
            }
            _ => self
                .store
                .fails
                .store(with.is_multiple_of(2), Ordering::SeqCst),
        }
        if let Err(error) = self.connection.settle().await {
            assert_clean(&error);
        }
        let sent = requests() - before;
        assert!(sent <= 2, "{sent} requests for one use");
        self.was_refused |= self.refuses && sent > 0;
        self.look().await;
    }

    fn move_wall(&self, seconds: i64) {
        let wall = self.clock.wall.load(Ordering::SeqCst) + seconds;
        let wall = wall.clamp(-300_000_000_000, 253_402_000_000);
        self.clock.wall.store(wall, Ordering::SeqCst);
    }

    async fn ask(&mut self, rejected: Option<AccessToken>) {
        let demand = rejected.as_ref().map_or(Demand::Any, Demand::NewerThan);
        self.was_refused |= self.refuses;
        match self.connection.token(demand).await {
            Ok(token) => self.last = Some(token),
            Err(error) => {
                assert_clean(&error);
                let cause =
                    std::error::Error::source(&error).and_then(|cause| cause.downcast_ref());
                match cause {
                    Some(Error::NeedsConnect) => {
                        assert!(self.was_refused, "nobody refused anything")
                    }
                    Some(Error::NotConnected) => {
                        assert!(!self.is_connected, "what is stored is found")
                    }
                    Some(_) => {}
                    None => panic!("an error without a cause: {error:?}"),
                }
            }
        }
    }

    async fn look(&mut self) {
        let found = self.store.inner.load(&self.key).await.expect("memory");
        assert_eq!(found.is_some(), self.is_connected, "wiped or brought back");
        if let Some((_, generation)) = found {
            assert!(generation >= self.generation);
            self.generation = generation;
        }
        assert!(most_under_way() <= 1);
    }
}

fn connect(
    endpoint: &Endpoint,
    key: &AccountKey,
    store: &Arc<Store>,
    clock: &Arc<Hands>,
) -> Connection {
    let store = Arc::clone(store) as Arc<dyn TokenStore>;
    Connection::new(
        endpoint.clone(),
        key.clone(),
        store,
        Arc::clone(clock) as Arc<dyn Clock>,
    )
}

fuzz_target!(|data: &[u8]| {
    block_on(async {
        let mut world = World::new().await;
        for pair in data.chunks_exact(2).take(64) {
            world.take(pair[0], pair[1]).await;
        }
    });
});
