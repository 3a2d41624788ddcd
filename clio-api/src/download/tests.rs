use futures_util::TryStreamExt;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::{AccessToken, Clio, ClioBuilder, Origin, RetryPolicy};

const SIGNATURE: &str = "CANARY_signature_0123456789";

fn builder(server: &MockServer) -> ClioBuilder {
    Clio::builder()
        .origin(Origin::parse(&server.uri()).unwrap())
        .token_source(AccessToken::new("CANARY_access_0123456789abcdef"))
}

async fn download(clio: &Clio) -> Result<Download> {
    let url = PinnedUrl::new(clio.origin(), "documents/1/download", "").unwrap();
    clio.exchange().download("documents.download", url).await
}

async fn whole(download: Download) -> Result<Vec<u8>> {
    fn moves<T: Stream + Unpin + Send + 'static>(_: &T) {}
    moves(&download);
    let chunks: Vec<Bytes> = download.try_collect().await?;
    Ok(chunks.concat())
}

fn see_other(status: u16, location: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).insert_header("location", location)
}

/// A Clio that answers 303 to `location`.
async fn sends_to(location: &str) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(see_other(303, location))
        .mount(&server)
        .await;
    server
}

fn file() -> ResponseTemplate {
    ResponseTemplate::new(200)
        .set_body_raw(vec![0xff; 3_000], "application/pdf")
        .insert_header(
            "content-disposition",
            "attachment; filename=\"../will.pdf\"",
        )
}

#[tokio::test]
async fn a_stored_file_is_fetched_without_the_bearer() {
    let storage = MockServer::start().await;
    Mock::given(any())
        .respond_with(file())
        .mount(&storage)
        .await;
    let clio = sends_to(&format!("{}/f?sig={SIGNATURE}", storage.uri())).await;
    let download = download(&builder(&clio).build().unwrap()).await.unwrap();
    assert_eq!(download.content_type(), Some("application/pdf"));
    assert_eq!(download.length(), Some(3_000));
    assert_eq!(download.file_name(), Some("will.pdf"));
    assert!(!format!("{download:?}").contains("CANARY"));
    assert_eq!(whole(download).await.unwrap(), vec![0xff; 3_000]);

    let asked = storage.received_requests().await.unwrap();
    assert_eq!(asked.len(), 1);
    for name in ["authorization", "x-api-version", "cookie", "referer"] {
        assert!(!asked[0].headers.contains_key(name), "{name}");
    }
    let asked = clio.received_requests().await.unwrap();
    assert!(asked[0].headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_file_may_come_at_once() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(file()).mount(&server).await;
    let clio = builder(&server).build().unwrap();
    let download = download(&clio).await.unwrap();
    assert_eq!(whole(download).await.unwrap().len(), 3_000);
}

#[tokio::test]
async fn a_storage_may_send_on_a_little() {
    for (hops, works) in [(3, true), (4, false)] {
        let storage = MockServer::start().await;
        for hop in 0..hops {
            let next = format!("/{}?sig={SIGNATURE}", hop + 1);
            Mock::given(path(format!("/{hop}")))
                .respond_with(see_other(302, &next))
                .mount(&storage)
                .await;
        }
        Mock::given(path(format!("/{hops}")))
            .respond_with(file())
            .mount(&storage)
            .await;
        let server = sends_to(&format!("{}/0", storage.uri())).await;
        let outcome = download(&builder(&server).build().unwrap()).await;
        assert_eq!(outcome.is_ok(), works, "{hops}");
        for request in storage.received_requests().await.unwrap() {
            assert!(!request.headers.contains_key("authorization"));
        }
    }
}

#[tokio::test]
async fn an_address_that_is_not_safe_gets_nothing() {
    for location in [
        "http://storage.example.test/f?sig=CANARY_signature",
        "http://127.0.0.1.example.test/f",
        "https://user:CANARY@127.0.0.1/f",
        "ftp://127.0.0.1/f",
        "file:///etc/passwd",
        "data:text/plain,x",
        "",
    ] {
        let hop = MockServer::start().await;
        Mock::given(any())
            .respond_with(see_other(307, location))
            .mount(&hop)
            .await;
        for server in [sends_to(location).await, sends_to(&hop.uri()).await] {
            if location.is_empty() {
                // A relative address: the same place again and again, never with the bearer twice.
                continue;
            }
            let clio = builder(&server).build().unwrap();
            let error = download(&clio).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{location}");
            assert!(!format!("{error} {error:?}").contains("CANARY"));
        }
    }
    let nowhere = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(303))
        .mount(&nowhere)
        .await;
    let error = download(&builder(&nowhere).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_storage_that_fails_is_named_without_its_address() {
    for (status, attempts) in [(403, 1), (404, 1), (503, 2)] {
        let storage = MockServer::start().await;
        Mock::given(any())
            .respond_with(ResponseTemplate::new(status).set_body_string(SIGNATURE))
            .expect(attempts)
            .mount(&storage)
            .await;
        let server = sends_to(&format!("{}/f?sig={SIGNATURE}", storage.uri())).await;
        let clio = builder(&server).retry(RetryPolicy::new().attempts(2));
        let error = download(&clio.build().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Server);
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(u64::from(error.attempts()), attempts);
        assert!(!format!("{error} {error:?} {error:#?}").contains("CANARY"));
    }
}

#[tokio::test]
async fn a_file_larger_than_allowed_ends_in_an_error() {
    use std::io::Write;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&vec![0; 10_000_000]).unwrap();
    let answer = ResponseTemplate::new(200)
        .insert_header("content-encoding", "gzip")
        .set_body_raw(packer.finish().unwrap(), "application/pdf");
    for (answer, told_early) in [(file(), true), (answer, false)] {
        let storage = MockServer::start().await;
        Mock::given(any())
            .respond_with(answer)
            .mount(&storage)
            .await;
        let server = sends_to(&storage.uri()).await;
        let clio = builder(&server).largest_download(2_999).build().unwrap();
        let outcome = download(&clio).await;
        assert_eq!(outcome.is_err(), told_early);
        let error = match outcome {
            Ok(download) => whole(download).await.unwrap_err(),
            Err(error) => error,
        };
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains("larger than allowed"));
    }
}

#[tokio::test]
async fn a_file_cut_short_ends_in_an_error() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = sends_to(&format!("http://{}", listener.local_addr().unwrap())).await;
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _count = stream.read(&mut [0; 4_096]).await.unwrap();
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this";
        stream.write_all(answer).await.unwrap();
    });
    let mut download = download(&builder(&server).build().unwrap()).await.unwrap();
    let first = download.try_next().await.unwrap();
    assert_eq!(first.as_deref(), Some(&b"only this"[..]));
    assert_eq!(
        download.try_next().await.unwrap_err().kind(),
        ErrorKind::Transport
    );
    assert!(download.try_next().await.unwrap().is_none());
}
