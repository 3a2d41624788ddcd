//! Any cut, any chunking, any garbage: a typed error or the whole answer.

use super::raw::{Raw, Then, chunked, plain};
use super::{Duration, ErrorKind, json, people};
use clio_api::RetryPolicy;
use proptest::prelude::*;

const BODY: &str = r#"{"data":[{"id":1,"x":"é"},{"id":2}],"meta":{"paging":{}}}"#;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// T43.
#[tokio::test]
async fn a_page_cut_at_any_byte_is_an_error_and_never_a_short_list() {
    for then in [Then::Close, Then::Reset] {
        for whole in [plain(BODY), chunked(BODY, &[7, 1, 20]).concat()] {
            let cut = whole.clone();
            let raw = Raw::serve_each(move |count| vec![cut[..count].to_vec()], then).await;
            let clio = raw.clio();
            for count in 0..whole.len() {
                let error = people(&clio).await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Transport, "{count}: {error}");
                assert!(!error.may_have_taken_effect());
            }
            assert_eq!(raw.requests().len(), whole.len(), "none is sent twice");
        }
    }
}

#[tokio::test]
async fn a_read_on_a_broken_connection_is_sent_again() {
    let answer = |count| match count {
        0 => vec![],
        1 => vec![plain(BODY)[..60].to_vec()],
        _ => vec![plain(BODY)],
    };
    let raw = Raw::serve_each(answer, Then::Close).await;
    let clio = raw.builder().retry(RetryPolicy::new()).build().unwrap();
    assert_eq!(people(&clio).await.unwrap().len(), 2);
    assert_eq!(raw.requests().len(), 3);
}

/// T39.
#[tokio::test]
async fn a_length_that_lies_is_an_error() {
    for (length, kind) in [
        (BODY.len() - 1, ErrorKind::Decode),
        (BODY.len() + 1, ErrorKind::Transport),
        (usize::MAX / 2, ErrorKind::Decode),
    ] {
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{BODY}");
        let raw = Raw::serve(vec![answer.into_bytes()], Then::Close).await;
        assert_eq!(
            people(&raw.clio()).await.unwrap_err().kind(),
            kind,
            "{length}"
        );
    }
}

/// T39.
#[tokio::test]
async fn an_endless_answer_stops_at_the_cap() {
    let mut pieces = chunked("[", &[]);
    pieces.pop();
    pieces.push([b"1000\r\n".to_vec(), vec![b'1'; 0x1000], b"\r\n".to_vec()].concat());
    let raw = Raw::serve(pieces, Then::Repeat).await;
    let clio = raw.builder().largest_answer(1_000_000).build().unwrap();
    let error = people(&clio).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("larger than allowed"), "{error}");
}

/// T39: 300 MB behind less than 3.
#[tokio::test]
async fn t39_a_gzip_bomb_stops_at_the_cap() {
    use std::io::Write;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(br#"{"data":[{"id":1,"x":""#).unwrap();
    for _ in 0..300 {
        packer.write_all(&vec![b'a'; 1_000_000]).unwrap();
    }
    let bomb = packer.finish().unwrap();
    assert!(bomb.len() < 3_000_000, "{}", bomb.len());
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        bomb.len()
    );
    let raw = Raw::serve(vec![head.into_bytes(), bomb], Then::Close).await;
    let clio = raw.builder().largest_answer(1_000_000).build().unwrap();
    let error = people(&clio).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("larger than allowed"), "{error}");
    assert_eq!(raw.requests().len(), 1);
}

/// T43: what is no list is an error, and never an empty list.
#[tokio::test]
async fn t43_a_page_without_its_list_is_an_error() {
    for (body, works) in [
        (r#"{"data":[],"meta":{"paging":{}}}"#, true),
        (r#"{"data":[]}"#, true),
        (r#"{"data":[],"meta":null}"#, true),
        (r#"{"data":[],"meta":{"paging":null}}"#, true),
        (r#"{"meta":{"paging":{}}}"#, false),
        (r#"{"data":null,"meta":{"paging":{}}}"#, false),
        (r#"{"data":{},"meta":{"paging":{}}}"#, false),
        (r#"{"data":[null]}"#, false),
        (r#"{"data":[],"meta":{"paging":{"next":7}}}"#, false),
        (r#"{"data":[],"data":[]}"#, false),
        (r#"{"data":[]}{"data":[]}"#, false),
        ("[]", false),
        ("null", false),
        ("", false),
    ] {
        let raw = Raw::serve(vec![plain(body)], Then::Close).await;
        let outcome = people(&raw.clio()).await;
        assert_eq!(outcome.is_ok(), works, "{body}");
        if let Err(error) = outcome {
            assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        }
    }
}

/// T39.
#[tokio::test]
async fn a_hundred_thousand_chunks_of_one_byte_are_one_answer() {
    let body = format!("{{\"data\":[{}]}}", " ".repeat(100_000));
    let pieces = chunked(&body, &vec![1; body.len()]).concat();
    let raw = Raw::serve(vec![pieces], Then::Close).await;
    assert!(people(&raw.clio()).await.unwrap().is_empty());
}

/// T39.
#[tokio::test]
async fn an_encoding_nobody_asked_for_is_an_error() {
    use std::io::Write;
    let pack = |bytes: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    };
    let twice = pack(&pack(BODY.as_bytes()));
    for (header, body, works) in [
        ("content-encoding: gzip\r\n", pack(BODY.as_bytes()), true),
        ("content-encoding: identity\r\n", BODY.into(), true),
        ("content-encoding: gzip, gzip\r\n", twice.clone(), false),
        (
            "content-encoding: gzip\r\ncontent-encoding: gzip\r\n",
            twice,
            false,
        ),
        ("content-encoding: br\r\n", BODY.into(), false),
        ("content-encoding: gzip\r\n", BODY.into(), false),
        (
            "content-encoding: gzip\r\n",
            pack(BODY.as_bytes())[..40].to_vec(),
            false,
        ),
    ] {
        let head = format!(
            "HTTP/1.1 200 OK\r\n{header}content-length: {}\r\n\r\n",
            body.len()
        );
        let raw = Raw::serve(vec![head.into_bytes(), body], Then::Close).await;
        let outcome = people(&raw.clio()).await;
        assert_eq!(outcome.is_ok(), works, "{header}");
    }
}

/// T40.
#[tokio::test]
async fn a_server_that_stops_in_the_middle_ends_in_a_timeout() {
    let whole = plain(BODY);
    for sent in [0, 10, whole.len() - 5] {
        let raw = Raw::serve(vec![whole[..sent].to_vec()], Then::Hold).await;
        // Not the total: that is an hour away.
        let clio = raw
            .builder()
            .timeout(Duration::from_secs(3_600))
            .read_timeout(Duration::from_millis(50))
            .build()
            .unwrap();
        let error = people(&clio).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{sent}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_chunking_is_the_same_answer(sizes in prop::collection::vec(1..20_usize, 0..60)) {
        runtime().block_on(async {
            let raw = Raw::serve(chunked(BODY, &sizes), Then::Close).await;
            assert_eq!(people(&raw.clio()).await.unwrap().len(), 2);
        });
    }

    #[test]
    fn any_header_ends_in_an_answer_or_an_error(
        name in "(x-ratelimit-(limit|remaining|reset)|date|retry-after|location|content-(type|length|encoding)|transfer-encoding|x-api-version|x-request-id|etag|[!-~]{0,20})",
        value in prop::collection::vec(any::<u8>(), 0..60),
        status in 100..1_000_u16,
    ) {
        runtime().block_on(async {
            let mut answer = format!("HTTP/1.1 {status} X\r\n{name}: ").into_bytes();
            answer.extend(value);
            answer.extend(format!("\r\ncontent-length: {}\r\n\r\n{BODY}", BODY.len()).into_bytes());
            let raw = Raw::serve(vec![answer], Then::Close).await;
            if let Err(error) = people(&raw.builder().read_timeout(Duration::from_millis(200)).build().unwrap()).await {
                assert!(!format!("{error} {error:?}").contains("CANARY"));
            }
            assert_eq!(raw.requests().len(), 1);
        });
    }

    #[test]
    fn any_bytes_end_in_an_answer_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        runtime().block_on(async {
            let raw = Raw::serve(vec![bytes], Then::Close).await;
            assert!(people(&raw.clio()).await.is_err());
            assert_eq!(raw.requests().len(), 1);
        });
    }

    /// T37.
    #[test]
    fn no_next_link_takes_the_bearer_away(link in "(https?:)?[/\\\\]{0,3}(127\\.0\\.0\\.1|localhost|[a-z@.]{0,9})[:@/\\\\a-z0-9.%?#]{0,30}") {
        runtime().block_on(async {
            let body = json!({"data": [{"id": 1}], "meta": {"paging": {"next": link}}}).to_string();
            let raw = Raw::serve(vec![plain(&body)], Then::Close).await;
            assert!(people(&raw.clio()).await.is_err());
            assert_eq!(raw.requests().len(), 1);
        });
    }
}
