//! Who holds the lock between processes, and what becomes of it when the holder dies or stops (T33).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clio_api::{Demand, TokenSource};
use ils_auth::{Connection, Endpoint, Generation, StoreError, SystemClock, TokenStore};
use rustix::process::Signal;
use serde_json::json;
use tempfile::TempDir;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::child::role::{account, app, file_store, name_of, tokens};
use crate::child::{Kind, Place};

/// Never answers the first request in time for anybody.
struct HangsOnce(AtomicUsize);

impl Respond for HangsOnce {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let n = self.0.fetch_add(1, Ordering::SeqCst);
        let body = json!({"token_type": "bearer", "access_token": format!("CANARY_access_new{n}")});
        let answer = ResponseTemplate::new(200).set_body_json(body);
        match n {
            0 => answer.set_delay(Duration::from_secs(3600)),
            _ => answer,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t33_a_holder_that_is_killed_holds_up_nobody() {
    let folder = TempDir::new().unwrap();
    let server = MockServer::start().await;
    let mock = Mock::given(method("POST")).and(path("/oauth/token"));
    let answers = HangsOnce(AtomicUsize::new(0));
    mock.respond_with(answers).mount(&server).await;
    let place = Place::new(Kind::File, folder.path(), &server.uri());
    let (mut holder, mut waiter) = (place.start(), place.start());
    assert_eq!(holder.ask("expire old"), "saved 1");
    holder.tell("ask 1");
    while server.received_requests().await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    waiter.tell("ask 50");
    holder.kill();
    assert_eq!(waiter.hear().unwrap(), "new1*50");
    assert_eq!(server.received_requests().await.unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn t33_a_holder_that_is_stopped_is_waited_for_half_a_minute_and_then_named_busy() {
    let folder = TempDir::new().unwrap();
    let origin = "http://127.0.0.1:9";
    let place = Place::new(Kind::File, folder.path(), origin);
    let mut holder = place.start();
    assert_eq!(holder.ask("hold"), "held");
    holder.signal(Signal::STOP);

    let (store, key) = (Arc::new(file_store(&place)), account(origin));
    let busy = store.lock(&key).await;
    assert!(matches!(busy, Err(StoreError::Busy)), "{busy:?}");
    // Less than a minute left: worth a renewal that cannot be had, and better than an error.
    let saved = store.save(&key, &tokens("old", 30), Generation(0)).await;
    saved.unwrap();
    let connection = Connection::new(
        Endpoint::new(app(origin)),
        key.clone(),
        Arc::clone(&store) as Arc<dyn TokenStore>,
        Arc::new(SystemClock),
    );
    let token = connection.token(Demand::Any).await.unwrap();
    assert_eq!(name_of(&token), "old");

    holder.signal(Signal::CONT);
    holder.kill();
    assert!(store.lock(&key).await.is_ok());
}
