//! A service: many tasks share one connection of each user, and the tokens are kept in a store of the service's own.
//!
//! Runs without Clio, against an endpoint on this computer: `cargo run -p ils-auth --example service`.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use clio_api::{AccessToken, Demand, TokenSource};
use ils_auth::{
    AccountKey, App, Clock, Connection, Endpoint, Generation, Lease, Site, StoreError, SystemClock,
    TokenStore, Tokens,
};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretSlice};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// One connection for each user, made when it is first needed. Every ILS user connects for themselves.
struct Connections {
    app: App,
    endpoint: Endpoint,
    store: Arc<dyn TokenStore>,
    of_user: Mutex<HashMap<String, Connection>>,
}

impl Connections {
    fn of(&self, user: &str) -> Connection {
        let mut of_user = self.of_user.lock().unwrap_or_else(PoisonError::into_inner);
        let connect = || {
            let key = AccountKey::new(&self.app, "default").for_user(user);
            let (endpoint, store) = (self.endpoint.clone(), Arc::clone(&self.store));
            Connection::new(endpoint, key, store, Arc::new(SystemClock))
        };
        of_user
            .entry(user.to_owned())
            .or_insert_with(connect)
            .clone()
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let clio = stand_in().await;
    let app = App::new(Site::parse(&clio.uri())?, "app key", "app secret".into());
    let service = Connections {
        endpoint: Endpoint::new(app.clone()),
        app,
        store: Arc::new(Rows::default()),
        of_user: Mutex::default(),
    };

    // Pat connected a month ago: `Attempt` did that, in a browser. The access token has just ended.
    let month_ago = SystemClock.now() - SignedDuration::from_hours(30 * 24);
    service.of("pat").adopt(tokens_of(month_ago)).await?;

    let mut work = tokio::task::JoinSet::new();
    for _ in 0..200 {
        let source = service.of("pat");
        // In a real service: `Clio::builder().token_source(source)`, shared by all tasks of the user.
        work.spawn(async move { source.token(Demand::Any).await });
    }
    let mut served = 0;
    while let Some(token) = work.join_next().await {
        token??;
        served += 1;
    }
    let requests = clio.received_requests().await.unwrap_or_default().len();
    println!("{served} tasks were served with {requests} request to the token endpoint");

    // Before the process ends: nothing that was renewed may be lost.
    let connection = service.of("pat");
    connection.settle().await?;
    match connection.unsaved() {
        None => println!("kept in {}", connection.store().place()),
        Some(error) => println!("not kept: {error}"),
    }

    let sam = service.of("sam").token(Demand::Any).await;
    println!(
        "sam: {}",
        sam.err()
            .map_or_else(String::new, |error| error.to_string())
    );
    Ok(())
}

fn tokens_of(given_at: Timestamp) -> Tokens {
    Tokens::new(
        AccessToken::new("1234-old"),
        Some("refresh-old".to_owned().into()),
        given_at,
        Some(given_at + SignedDuration::from_hours(30 * 24)),
    )
}

/// The token endpoint, on this computer.
async fn stand_in() -> MockServer {
    let server = MockServer::start().await;
    let answer = serde_json::json!({"token_type": "bearer", "access_token": "1234-new", "expires_in": 2_592_000});
    let answer = ResponseTemplate::new(200).set_body_json(answer);
    let slowly = answer.set_delay(Duration::from_millis(100));
    let mock = Mock::given(path("/oauth/token")).respond_with(slowly);
    mock.mount(&server).await;
    server
}

/// One row an account. A real one is a table; it encrypts `kept`, bound to `AccountKey::to_bytes`, and holds the lease as
/// a row lock.
#[derive(Debug, Default)]
struct Row {
    generation: Generation,
    /// `None`: removed. The count goes on.
    kept: Option<SecretSlice<u8>>,
    lease: Arc<tokio::sync::Mutex<()>>,
}

/// The suite `ils_auth::store::conformance` says whether such a store keeps to the rules.
#[derive(Debug, Default)]
struct Rows(Mutex<HashMap<String, Row>>);

impl Rows {
    fn rows(&self) -> MutexGuard<'_, HashMap<String, Row>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl TokenStore for Rows {
    async fn load(&self, key: &AccountKey) -> Result<Option<(Tokens, Generation)>, StoreError> {
        let rows = self.rows();
        let Some(row) = rows.get(&key.id()) else {
            return Ok(None);
        };
        let Some(bytes) = &row.kept else {
            return Ok(None);
        };
        let tokens = Tokens::from_bytes(bytes.expose_secret())?;
        Ok(Some((tokens, row.generation)))
    }

    async fn save(
        &self,
        key: &AccountKey,
        tokens: &Tokens,
        expected: Generation,
    ) -> Result<Generation, StoreError> {
        let mut rows = self.rows();
        let row = rows.entry(key.id()).or_default();
        let stored = match row.kept {
            Some(_) => row.generation,
            None => Generation(0),
        };
        if stored != expected {
            return Err(StoreError::Changed);
        }
        row.kept = Some(tokens.to_bytes()?);
        row.generation = row.generation.next();
        Ok(row.generation)
    }

    async fn remove(&self, key: &AccountKey) -> Result<(), StoreError> {
        if let Some(row) = self.rows().get_mut(&key.id())
            && row.kept.take().is_some()
        {
            row.generation = row.generation.next();
        }
        Ok(())
    }

    async fn lock(&self, key: &AccountKey) -> Result<Lease, StoreError> {
        let lease = Arc::clone(&self.rows().entry(key.id()).or_default().lease);
        let held = tokio::time::timeout(Duration::from_secs(30), lease.lock_owned()).await;
        held.map(Lease::new).map_err(|_| StoreError::Busy)
    }

    fn place(&self) -> String {
        "the service's own table".to_owned()
    }
}
