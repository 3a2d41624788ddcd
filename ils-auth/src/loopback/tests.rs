//! The listener on real sockets: T3 to T7 and T13 of the security notes.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use secrecy::ExposeSecret;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wiremock::MockServer;

use super::*;
use crate::clock::ManualClock;
use crate::stand_in::{
    app_at, assert_clean, clock, form, granted, requests, token_answer, token_requests,
};

mod crowds;
mod ending;

const CODE: &str = "CANARY_code_123456";

/// A listener of an app, and an attempt that began with it.
struct Scene {
    app: App,
    listener: Listener,
    attempt: Attempt,
    clock: ManualClock,
}

impl Scene {
    async fn new() -> Self {
        Self::at("http://127.0.0.1:9").await
    }

    async fn at(origin: &str) -> Self {
        let clock = clock();
        loop {
            let app = app_at(origin).with_loopback_callback(free_port());
            // Another test may have been quicker.
            if let Ok(listener) = Listener::open(&app).await {
                let attempt = Attempt::begin_listening(&app, &listener, &clock).unwrap();
                return Self {
                    app,
                    listener,
                    attempt,
                    clock,
                };
            }
        }
    }

    fn port(&self) -> u16 {
        self.listener.port.get()
    }

    fn visitor(&self) -> Visitor {
        Visitor {
            port: self.port(),
            state: self.attempt.state().expose_secret().to_owned(),
        }
    }

    async fn hear(&mut self) -> Result<Pasted, ConnectError> {
        self.listener.hear(&self.attempt, &self.clock).await
    }
}

/// Whoever knocks.
#[derive(Clone)]
struct Visitor {
    port: u16,
    state: String,
}

impl Visitor {
    async fn connect(&self) -> io::Result<TcpStream> {
        TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).await
    }

    /// Sends bytes and reads until the other side closes.
    async fn send(&self, request: &str) -> String {
        let mut stream = self.connect().await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert_clean(&answer);
        answer
    }

    async fn get(&self, target: &str) -> String {
        self.send(&self.request(target)).await
    }

    fn request(&self, target: &str) -> String {
        let port = self.port;
        format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n")
    }

    fn answer_target(&self) -> String {
        format!("/callback?code={CODE}&state={}", self.state)
    }

    async fn bring_the_code(&self) -> String {
        self.get(&self.answer_target()).await
    }
}

fn free_port() -> NonZeroU16 {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    socket.local_addr().unwrap().port().try_into().unwrap()
}

#[track_caller]
fn assert_status(answer: &str, status: u16) {
    assert!(
        answer.starts_with(&format!("HTTP/1.1 {status} ")),
        "{answer}"
    );
}

#[track_caller]
fn assert_code(heard: Result<Pasted, ConnectError>) -> crate::SuccessCode {
    match heard {
        Ok(Pasted::Code(code)) => {
            assert_eq!(code.expose(), CODE);
            code
        }
        other => panic!("{other:?}"),
    }
}

/// T3
#[tokio::test]
async fn t03_wrong_hits_are_refused_and_the_wait_goes_on() {
    let server = MockServer::start().await;
    token_answer(&server, granted("new", true)).await;
    let mut scene = Scene::at(&server.uri()).await;
    let visitor = scene.visitor();
    let state = visitor.state.clone();
    let hits = async {
        for query in [
            format!("code={CODE}&state=CANARY_other"),
            format!("code={CODE}"),
            "error=access_denied&state=CANARY_other".to_owned(),
            format!("code={CODE}&state={state}&state={state}"),
        ] {
            assert_status(&visitor.get(&format!("/callback?{query}")).await, 400);
        }
        assert_eq!(token_requests(&server).await, 0);
        visitor.bring_the_code().await
    };
    let (heard, page) = tokio::join!(scene.hear(), hits);
    assert_status(&page, 200);
    let code = assert_code(heard);
    // The exchange names the address that the authorize page had.
    let endpoint = crate::Endpoint::new(scene.app.clone());
    let exchanged = scene.attempt.exchange(&endpoint, &scene.clock, code).await;
    assert!(exchanged.is_ok());
    let sent = requests(&server, "/oauth/token").await;
    let redirect = (
        "redirect_uri".to_owned(),
        scene.listener.address().to_owned(),
    );
    assert!(form(&sent[0]).contains(&redirect));
    assert!(
        scene
            .attempt
            .address()
            .contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A")
    );
}

/// T4
#[tokio::test]
async fn t04_a_page_repeats_nothing_and_answers_before_the_port_closes() {
    let mut scene = Scene::new().await;
    let visitor = scene.visitor();
    let hits = async {
        let script = "/callback?error=%3Cscript%3ECANARY&error_description=<script>CANARY</script>";
        let refused = visitor
            .get(&format!("{script}&state={}", visitor.state))
            .await;
        assert!(!refused.contains("script"), "{refused}");
        refused
    };
    let (heard, page) = tokio::join!(scene.hear(), hits);
    assert_status(&page, 200);
    assert!(matches!(heard, Err(ConnectError::Refused(what)) if what == "another error"));

    let refused = visitor.connect().await.unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
    let again = scene.hear().await;
    assert!(matches!(again, Err(ConnectError::NotListening)));
}

/// T4
#[tokio::test]
async fn t04_after_success_a_second_connect_is_refused() {
    let mut scene = Scene::new().await;
    let visitor = scene.visitor();
    let (heard, page) = tokio::join!(scene.hear(), visitor.bring_the_code());
    assert_status(&page, 200);
    assert!(page.ends_with("</html>\n"), "the whole page came");
    assert_code(heard);
    let refused = visitor.connect().await.unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
}

/// T4
#[tokio::test]
async fn t04_a_taken_port_is_named_and_the_next_one_used() {
    let taken = Scene::new().await;
    let refused = Listener::open(&taken.app).await.unwrap_err();
    assert_eq!(
        refused,
        ListenError::PortInUse {
            port: taken.listener.port
        }
    );
    assert!(refused.to_string().contains(&taken.port().to_string()));

    // Of several registered ports two attempts at once get different ones.
    let second = loop {
        let app = taken.app.clone().with_loopback_callback(free_port());
        if let Ok(listener) = Listener::open(&app).await {
            break listener;
        }
    };
    assert_ne!(second.port, taken.listener.port);

    let none = app_at("http://127.0.0.1:9");
    let refused = Listener::open(&none).await.unwrap_err();
    assert_eq!(refused, ListenError::NotRegistered);
}

/// T4
#[cfg(target_os = "linux")]
#[tokio::test]
async fn t04_it_listens_on_127_0_0_1_only() {
    let scene = Scene::new().await;
    let port = format!(":{:04X}", scene.port());
    let mut found = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let table = std::fs::read_to_string(table).unwrap_or_default();
        for line in table.lines().skip(1) {
            let words: Vec<&str> = line.split_whitespace().collect();
            // State 0A is LISTEN.
            if words[1].ends_with(&port) && words[3] == "0A" {
                found.push(words[1].to_owned());
            }
        }
    }
    assert_eq!(found, [format!("0100007F{port}")]);
}

/// T6
#[tokio::test]
async fn t06_a_rebound_name_gets_421_and_uses_nothing_up() {
    let mut scene = Scene::new().await;
    let visitor = scene.visitor();
    let line = format!("GET {} HTTP/1.1\r\n", visitor.answer_target());
    let hits = async {
        for host in [
            format!("Host: rebind.evil.test:{}\r\n", visitor.port),
            String::new(),
            "Host: localhost\r\n".to_owned(),
            format!("Host: 127.0.0.1.evil.test:{}\r\n", visitor.port),
        ] {
            assert_status(&visitor.send(&format!("{line}{host}\r\n")).await, 421);
        }
        let ours = format!("{line}Host: 127.0.0.1:{}\r\n", visitor.port);
        let image =
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n";
        for fields in ["Origin: https://evil.test\r\n", image] {
            assert_status(&visitor.send(&format!("{ours}{fields}\r\n")).await, 403);
        }
        visitor.bring_the_code().await
    };
    let (heard, page) = tokio::join!(scene.hear(), hits);
    assert_status(&page, 200);
    assert_code(heard);
}

/// T7
#[tokio::test]
async fn t07_deny_in_the_browser_is_an_outcome() {
    let mut scene = Scene::new().await;
    let visitor = scene.visitor();
    let target = format!(
        "/callback?error=access_denied&error_description=No&state={}",
        visitor.state
    );
    let (heard, page) = tokio::join!(scene.hear(), visitor.get(&target));
    assert!(matches!(heard, Ok(Pasted::Denied)));
    assert_status(&page, 200);
    assert!(page.contains("not to allow access"));
}

#[tokio::test]
async fn an_attempt_hears_on_its_own_listener_only() {
    let mut scene = Scene::new().await;
    let pasting = Attempt::begin(&scene.app, &scene.clock).unwrap();
    let refused = scene.listener.hear(&pasting, &scene.clock).await;
    assert!(matches!(refused, Err(ConnectError::NotOurs)));
    let another = app_at("http://127.0.0.1:9");
    let refused = Attempt::begin_listening(&another, &scene.listener, &scene.clock);
    assert!(matches!(refused, Err(ConnectError::NotOurs)));
}
