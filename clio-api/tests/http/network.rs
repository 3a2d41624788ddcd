//! Proxies and certificates.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::mpsc;
use std::thread;

use super::*;
use clio_api::RetryPolicy;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate authority that was made for these tests, and thrown away.
const AUTHORITY: &[u8] = include_bytes!("tls/ca.pem");
const CERTIFICATE: &[u8] = include_bytes!("tls/localhost.pem");
const KEY: &[u8] = include_bytes!("tls/localhost.key");

/// Takes connections, answers each first request with `answer`, and tells what it read.
fn listens(answer: &'static str) -> (u16, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let mut read = [0; 4_096];
            let count = stream.read(&mut read).unwrap_or_default();
            let _gone = stream.write_all(answer.as_bytes());
            if tell
                .send(String::from_utf8_lossy(&read[..count]).into_owned())
                .is_err()
            {
                return;
            }
        }
    });
    (port, told)
}

/// T38.
#[tokio::test]
async fn a_proxy_is_asked_for_a_tunnel_and_never_sees_the_bearer() {
    let (port, told) = listens("HTTP/1.1 502 no\r\ncontent-length: 0\r\n\r\n");
    let clio = Clio::builder()
        .token_source(AccessToken::new(TOKEN))
        .root_certificate_pem(AUTHORITY)
        .proxy(&format!("http://user:CANARY_password@127.0.0.1:{port}"))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let error = people(&clio).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!format!("{error} {error:?} {clio:?}").contains("CANARY"));
    let asked = told.recv().unwrap();
    assert!(asked.starts_with("CONNECT app.clio.com:443 "), "{asked}");
    assert!(
        !asked.contains(TOKEN) && !asked.contains("/api/v4"),
        "{asked}"
    );
}

/// T38.
#[tokio::test]
async fn no_proxy_leads_to_this_computer() {
    let (port, told) = listens("HTTP/1.1 502 no\r\ncontent-length: 0\r\n\r\n");
    let evil = format!("http://127.0.0.1:{port}");
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(page(&[1], None))
        .mount(&server)
        .await;
    let chosen = Clio::builder()
        .origin(Origin::parse(&server.uri()).unwrap())
        .token_source(AccessToken::new(TOKEN))
        .proxy(&evil)
        .build()
        .unwrap();
    assert_eq!(people(&chosen).await.unwrap().len(), 1);

    // The environment of a process of its own: this test again, which then only asks.
    let asks = "network::with_the_proxies_of_the_environment";
    let mut again = Command::new(std::env::current_exe().unwrap());
    again
        .args([asks, "--exact"])
        .env("CLIO_API_TEST_STAND_IN", server.uri());
    for name in [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ] {
        again.env(name, &evil);
    }
    let status = tokio::task::spawn_blocking(move || again.output().unwrap().status)
        .await
        .unwrap();
    assert!(status.success());
    assert_eq!(addresses(&server).await.len(), 2);
    assert!(told.try_recv().is_err(), "the proxy was asked");
}

#[tokio::test]
async fn with_the_proxies_of_the_environment() {
    // Set by the test above only.
    let Ok(stand_in) = std::env::var("CLIO_API_TEST_STAND_IN") else {
        return;
    };
    let clio = Clio::builder()
        .origin(Origin::parse(&stand_in).unwrap())
        .token_source(AccessToken::new(TOKEN))
        .build()
        .unwrap();
    assert_eq!(people(&clio).await.unwrap().len(), 1);
}

#[test]
fn settings_that_cannot_work_are_told_when_building() {
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for pem in [&b""[..], b"no certificate", broken.as_bytes(), KEY] {
        let built = Clio::builder().root_certificate_pem(pem).build();
        assert_eq!(built.unwrap_err().kind(), ErrorKind::Usage);
    }
    for proxy in [
        "",
        "proxy",
        "ftp://127.0.0.1",
        "http://",
        "socks5://127.0.0.1:1",
    ] {
        let built = Clio::builder().proxy(proxy).build();
        assert_eq!(built.unwrap_err().kind(), ErrorKind::Usage, "{proxy}");
    }
    let built = Clio::builder()
        .root_certificate_pem(AUTHORITY)
        .no_proxy()
        .build();
    assert!(built.is_ok());
}

/// An encrypted stand-in that answers every connection with an empty page.
fn encrypted() -> u16 {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain = CertificateDer::pem_slice_iter(CERTIFICATE)
        .collect::<Result<_, _>>()
        .unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let settings = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let settings = Arc::new(settings);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            let connection = rustls::ServerConnection::new(Arc::clone(&settings)).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream);
            let mut read = [0; 4_096];
            if stream.read(&mut read).is_ok() {
                let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\nconnection: close\r\n\r\n{\"data\":[]}";
                stream.write_all(answer).unwrap();
                stream.conn.send_close_notify();
                let _gone = stream.flush();
            }
        }
    });
    port
}

#[tokio::test]
async fn a_firms_own_certificate_is_trusted_when_it_is_given() {
    let origin = Origin::parse(&format!("https://localhost:{}", encrypted())).unwrap();
    for trusted in [true, false] {
        let mut builder = Clio::builder()
            .origin(origin.clone())
            .token_source(AccessToken::new(TOKEN))
            .retry(RetryPolicy::never());
        if trusted {
            builder = builder.root_certificate_pem(AUTHORITY);
        }
        match people(&builder.build().unwrap()).await {
            Ok(people) => assert!(trusted && people.is_empty()),
            Err(error) => assert!(
                !trusted && error.kind() == ErrorKind::Untrusted && error.attempts() == 1,
                "{error:?}"
            ),
        }
    }
}

#[tokio::test]
async fn reaching_shows_the_certificate_and_no_token() {
    let origin = Origin::parse(&format!("https://localhost:{}", encrypted())).unwrap();
    let handle = |origin: &Origin| {
        Clio::builder()
            .origin(origin.clone())
            .token_source(AccessToken::new(TOKEN))
    };
    let trusting = handle(&origin).root_certificate_pem(AUTHORITY).build();
    let reached = trusting.unwrap().reach().await.unwrap();
    let shown = CertificateDer::pem_slice_iter(CERTIFICATE).next().unwrap();
    assert_eq!(reached.status, 200);
    assert_eq!(reached.certificate.as_deref(), Some(&*shown.unwrap()));

    let error = handle(&origin).build().unwrap().reach().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Untrusted, "{error}");

    let (port, told) = listens(
        "HTTP/1.1 401 no\r\ncontent-length: 0\r\ndate: Wed, 25 Nov 2026 09:28:08 GMT\r\n\r\n",
    );
    let plain = Origin::parse(&format!("http://127.0.0.1:{port}")).unwrap();
    let reached = handle(&plain).build().unwrap().reach().await.unwrap();
    assert_eq!((reached.status, reached.certificate), (401, None));
    assert_eq!(reached.date.unwrap().to_string(), "2026-11-25T09:28:08Z");
    let asked = told.recv().unwrap().to_lowercase();
    assert!(
        asked.starts_with("get /api/v4/users/who_am_i.json "),
        "{asked}"
    );
    assert!(!asked.contains("authorization"), "{asked}");
}
