//! T14: a redirect is an error, and whoever it names is not even connected to.

use std::io::ErrorKind;
use std::net::TcpListener;

use super::*;
use crate::{Attempt, ConnectError, Pasted};

/// Somebody else, who would see every connection.
struct Evil(TcpListener);

impl Evil {
    fn new(address: &str) -> Self {
        let socket = TcpListener::bind((address, 0)).unwrap();
        socket.set_nonblocking(true).unwrap();
        Self(socket)
    }

    fn origin(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }

    #[track_caller]
    fn assert_alone(&self) {
        let nobody = self.0.accept().map(|(_, who)| who).unwrap_err();
        assert_eq!(nobody.kind(), ErrorKind::WouldBlock);
    }
}

/// T14
#[tokio::test]
async fn nothing_follows_a_redirect() {
    let evils = [Evil::new("127.0.0.1"), Evil::new("127.0.0.1")];
    let server = MockServer::start().await;
    let places = [
        // Another port, another host by name, without a scheme, and the same place with another path.
        format!("{}/oauth/token", evils[0].origin()),
        format!(
            "{}/oauth/token",
            evils[1].origin().replace("127.0.0.1", "localhost")
        ),
        evils[0].origin().replace("http:", ""),
        format!("{}/elsewhere", server.uri()),
        "/elsewhere".to_owned(),
        String::new(),
    ];
    for status in [301, 302, 303, 307, 308] {
        for place in &places {
            server.reset().await;
            let elsewhere = ResponseTemplate::new(status).insert_header("location", &**place);
            token_answer(&server, elsewhere.clone()).await;
            answer(&server, "/oauth/deauthorize", elsewhere).await;
            let (endpoint, clock) = (endpoint(&server), clock());

            let old = tokens("old", 10);
            let refreshed = endpoint.refresh(&old, &clock).await;
            assert_eq!(refreshed.unwrap_err(), EndpointError::Redirected);
            let ended = endpoint.deauthorize(old.access()).await;
            assert_eq!(ended.unwrap_err(), EndpointError::Redirected);
            let attempt = Attempt::begin(endpoint.app(), &clock).unwrap();
            let Pasted::Code(code) = attempt.read("CANARY_code_123456").unwrap() else {
                panic!("a code")
            };
            let exchanged = attempt.exchange(&endpoint, &clock, code).await;
            let is_redirect = matches!(
                exchanged,
                Err(ConnectError::Endpoint(EndpointError::Redirected))
            );
            assert!(is_redirect, "{status} {place}");

            let asked = server.received_requests().await.unwrap();
            assert_eq!(asked.len(), 3, "{status} {place}");
        }
    }
    for evil in &evils {
        evil.assert_alone();
    }
}

/// T14, T12: there is no endpoint over plain http but on this computer.
#[test]
fn t14_no_site_is_plain_http_or_elsewhere() {
    for bad in [
        "http://app.clio.com",
        "http://10.0.0.1",
        "https://eu.app.clio.com",
        "https://app.clio.com/oauth/token",
        "https://app.clio.com?x",
        "https://user@app.clio.com",
        "https://app.clio.com.evil.test",
        "https://xn--pp-7kc.clio.com",
        "https://app.clio.com\"",
        "https://app.clio.com %s",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "-flag",
    ] {
        assert!(crate::Site::parse(bad).is_err(), "{bad}");
    }
}
