//! Everything this crate can print, at the most talkative level, holds no secret (T28).

use std::error::Error as StdError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clio_api::{AccessToken, Demand, TokenSource};
use ils_auth::store::{FileStore, KeySource, KeyringStore, MemoryStore};
use ils_auth::{
    AccountKey, App, Attempt, Clock, Connection, Endpoint, Error, Generation, Identity, Site,
    StoreError, SystemClock, TokenStore,
};
use serde_json::json;
use tempfile::TempDir;
use wiremock::matchers::{body_string_contains, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::child::role::tokens;
use crate::child::{Kind, Place, say};

/// In the child: a whole life of a connection, with every line anybody logs and every type that can be printed.
pub(crate) async fn everything(app: &App, store: &Arc<dyn TokenStore>) {
    let log = Log::default();
    tracing::subscriber::set_global_default(log.clone()).unwrap();
    let mut shown = Vec::new();
    let clock = Arc::new(Hurried::default());
    let endpoint = Endpoint::new(app.clone());
    let key = AccountKey::new(app, "default").for_user("CANARY-free");
    let connection = Connection::new(endpoint.clone(), key, Arc::clone(store), clock.clone());

    let attempt = Attempt::begin(app, &SystemClock).unwrap();
    for pasted in ["CANARY two codes", "Success code=CANARY_code_aaaa", "DENY"] {
        match attempt.read(pasted) {
            Ok(read) => shown.push(format!("{read:?}")),
            Err(error) => chain(&error, &mut shown),
        }
    }
    shown.push(format!(
        "{attempt:?} {app:?} {endpoint:?} {connection:?} {store:?}"
    ));
    let who = Identity {
        person: Some("CANARY_person".to_owned()),
        ..Identity::default()
    };
    let old = tokens("old", -5).with_identity(Some(who));
    shown.push(format!("{old:?} {:?}", old.identity()));
    connection.adopt(old).await.unwrap();
    for step in 0..4 {
        let refused = AccessToken::new("CANARY_access_new");
        let demand = match step {
            0 | 1 => Demand::Any,
            _ => Demand::NewerThan(&refused),
        };
        match connection.token(demand).await {
            Ok(token) => shown.push(format!("{token:?} {demand:?}")),
            Err(error) => {
                chain(&error, &mut shown);
                let cause = error
                    .source()
                    .and_then(|cause| cause.downcast_ref::<Error>());
                shown.push(format!("{cause:?}"));
            }
        }
        // Past the pause after a failure.
        clock.0.fetch_add(60, Ordering::SeqCst);
    }
    match connection.disconnect().await {
        Ok(done) => shown.push(format!("{done:?}")),
        Err(error) => chain(&error, &mut shown),
    }
    panics_with(&tokens("panic", 5));
    let lines = log.0.lock().unwrap();
    say(&format!("{} lines, {} texts", lines.len(), shown.len()));
    for text in lines.iter().chain(&shown) {
        say(&text.replace('\n', " "));
    }
    say("end");
}

/// The system's clocks, moved on by hand.
#[derive(Debug, Default)]
struct Hurried(AtomicU64);

impl Clock for Hurried {
    fn now(&self) -> jiff::Timestamp {
        SystemClock.now()
    }
    fn instant(&self) -> Instant {
        Instant::now() + Duration::from_secs(self.0.load(Ordering::SeqCst))
    }
}

/// A panic prints what it is given to this process's standard error.
fn panics_with(tokens: &ils_auth::Tokens) {
    let panicked = std::panic::catch_unwind(|| panic!("{tokens:?}"));
    assert!(panicked.is_err());
}

fn chain(error: &(dyn StdError + 'static), shown: &mut Vec<String>) {
    let mut cause = Some(error);
    while let Some(error) = cause {
        shown.push(format!("{error} {error:?}"));
        cause = error.source();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t28_nothing_that_is_printed_holds_a_secret() {
    let folder = TempDir::new().unwrap();
    let server = MockServer::start().await;
    let odd = json!({"error": "CANARY_odd", "error_description": "CANARY_description"});
    let granted = json!({"token_type": "bearer", "access_token": "CANARY_access_new", "refresh_token": "CANARY_refresh_new"});
    for answer in [
        ResponseTemplate::new(400).set_body_json(odd),
        ResponseTemplate::new(200).set_body_json(granted),
        ResponseTemplate::new(200).set_body_string("CANARY_not_json"),
    ] {
        let mock = Mock::given(method("POST")).and(path("/oauth/token"));
        let mock = mock.and(body_string_contains("CANARY_refresh"));
        mock.respond_with(answer)
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    let place = Place::new(Kind::File, folder.path(), &server.uri());
    let mut child = place.start();
    child.tell("everything");
    let mut printed = Vec::new();
    loop {
        let line = child.hear().expect("a child that goes on to the end");
        if line == "end" {
            break;
        }
        printed.push(line);
    }
    let all = printed.join("\n");
    println!("{}", printed[0]);
    for words in ["renewed", "disconnected", "Connection", "AccessToken(…)"] {
        assert!(all.contains(words), "{words} is not in:\n{all}");
    }
    assert!(!all.replace("CANARY-free", "").contains("CANARY"), "{all}");
}

#[test]
fn t28_no_public_type_prints_a_secret() {
    let app = App::new(Site::united_states(), "key-1", "CANARY_secret".into());
    let stores = [
        FileStore::new(
            "/nowhere".into(),
            KeySource::Passphrase("CANARY_phrase".into()),
        ),
        FileStore::new(
            "/nowhere".into(),
            KeySource::Given(b"CANARY".to_vec().into()),
        ),
    ];
    let sources = [
        KeySource::Passphrase("CANARY_phrase".into()),
        KeySource::Given(b"CANARY".to_vec().into()),
        KeySource::Keyring(KeyringStore::new("/nowhere".into())),
    ];
    let shown = format!(
        "{app:?} {:?} {:?} {stores:?} {sources:?} {:?} {:?} {:?} {:?}",
        Endpoint::new(app.clone()),
        AccountKey::new(&app, "default"),
        MemoryStore::new(),
        KeyringStore::new("/nowhere".into()),
        Generation(1),
        tokens("one", 5),
    );
    assert!(!shown.contains("CANARY"), "{shown}");
    // Bytes, as a derived Debug would print them.
    assert!(!shown.contains("67, 65, 78, 65, 82, 89"), "{shown}");
    for error in [
        StoreError::Changed,
        StoreError::Busy,
        StoreError::Damaged,
        StoreError::WrongKey,
        StoreError::Newer,
        StoreError::TooLarge,
    ] {
        let mut texts = Vec::new();
        chain(&Error::from(error), &mut texts);
        assert!(!texts.join(" ").contains("CANARY"));
    }
}

/// Every event and span of every thread, with all its fields.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl tracing::Subscriber for Log {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        self.0.lock().unwrap().push(format!("{span:?}"));
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        self.0.lock().unwrap().push(format!("{values:?}"));
    }
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, event: &tracing::Event<'_>) {
        self.0.lock().unwrap().push(format!("{event:?}"));
    }
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}
