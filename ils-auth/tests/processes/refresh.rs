//! One request however many processes ask (T32), with the control that shows what the lock is good for.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::child::{Child, Kind, Place};
use crate::session::{Session, is_there};
use crate::times;

const PROCESSES: usize = 8;
const TASKS: usize = 50;
const ROUNDS: usize = 20;

/// A token endpoint that counts. A rotating one takes each refresh token once.
struct Clio {
    rotating: bool,
    /// The refresh token that works; empty: any.
    current: Mutex<String>,
    given: AtomicUsize,
}

impl Respond for &'static Clio {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let form: Vec<(String, String)> = url::form_urlencoded::parse(&request.body)
            .into_owned()
            .collect();
        let sent = form.iter().find(|(name, _)| name == "refresh_token");
        let sent = &sent.unwrap().1;
        let mut current = self.current.lock().unwrap();
        if self.rotating && !current.is_empty() && *current != *sent {
            return ResponseTemplate::new(400).set_body_json(json!({"error": "invalid_grant"}));
        }
        let n = self.given.fetch_add(1, Ordering::SeqCst) + 1;
        let mut body = json!({
            "token_type": "bearer", "expires_in": 2_592_000, "access_token": format!("CANARY_access_new{n}"),
        });
        if self.rotating {
            *current = format!("CANARY_refresh_new{n}");
            body["refresh_token"] = json!(*current);
        }
        // Long enough that all who ask do so meanwhile.
        let slowly = Duration::from_millis(100);
        ResponseTemplate::new(200)
            .set_body_json(body)
            .set_delay(slowly)
    }
}

async fn clio(rotating: bool) -> (MockServer, &'static Clio) {
    let server = MockServer::start().await;
    let clio: &'static Clio = Box::leak(Box::new(Clio {
        rotating,
        current: Mutex::default(),
        given: AtomicUsize::new(0),
    }));
    let mock = Mock::given(method("POST")).and(path("/oauth/token"));
    mock.respond_with(clio).mount(&server).await;
    (server, clio)
}

async fn posts(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

/// Requests of each round.
async fn rounds(place: &Place, server: &MockServer, clio: &Clio, rounds: usize) -> Vec<usize> {
    let mut children: Vec<Child> = (0..PROCESSES).map(|_| place.start()).collect();
    let mut counts = Vec::new();
    for round in 0..rounds {
        clio.current.lock().unwrap().clear();
        let before = posts(server).await;
        assert!(
            children[0]
                .ask(&format!("expire old{round}"))
                .starts_with("saved")
        );
        for child in &mut children {
            child.tell(&format!("ask {TASKS}"));
        }
        for child in &mut children {
            let heard = child.hear().unwrap();
            if place.kind != Kind::Unlocked {
                let n = clio.given.load(Ordering::SeqCst);
                assert_eq!(heard, format!("new{n}*{TASKS}"), "all have the same token");
            }
        }
        counts.push(posts(server).await - before);
    }
    for child in children {
        assert!(child.ends());
    }
    counts
}

async fn one_request_a_round(kind: Kind, rotating: bool) {
    let folder = TempDir::new().unwrap();
    let (server, clio) = clio(rotating).await;
    let session = (kind == Kind::Keyring).then(Session::unlocked);
    let mut place = Place::new(kind, folder.path(), &server.uri());
    place.bus = session.as_ref().map(|session| session.address.clone());
    let told = times("ILS_TEST_ROUNDS", ROUNDS);
    let counts = rounds(&place, &server, clio, told).await;
    println!("{kind:?}, rotating {rotating}: requests of each round {counts:?}");
    assert_eq!(counts, vec![1; told]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t32_eight_processes_make_one_request_with_the_file_store() {
    one_request_a_round(Kind::File, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t32_eight_processes_make_one_request_with_the_file_store_when_tokens_rotate() {
    one_request_a_round(Kind::File, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t32_eight_processes_make_one_request_with_a_keyring() {
    if is_there("t32_eight_processes_make_one_request_with_a_keyring") {
        one_request_a_round(Kind::Keyring, false).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t32_eight_processes_make_one_request_with_a_keyring_when_tokens_rotate() {
    if is_there("t32_eight_processes_make_one_request_with_a_keyring_when_tokens_rotate") {
        one_request_a_round(Kind::Keyring, true).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t32_control_without_the_lock_there_are_many_requests() {
    let folder = TempDir::new().unwrap();
    let (server, clio) = clio(false).await;
    let place = Place::new(Kind::Unlocked, folder.path(), &server.uri());
    let counts = rounds(&place, &server, clio, 3).await;
    println!("no lock: requests of each round {counts:?}");
    assert!(counts.iter().any(|count| *count > 1), "{counts:?}");
}
