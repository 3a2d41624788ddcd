use super::*;
use clio_api::{Limiter, RetryPolicy};

/// T42.
#[tokio::test]
async fn a_limited_read_waits_and_goes_on() {
    let server = MockServer::start().await;
    let limited = ResponseTemplate::new(429).insert_header("retry-after", "0");
    Mock::given(any())
        .respond_with(limited)
        .up_to_n_times(2)
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(page(&[1], None))
        .mount(&server)
        .await;
    let waits = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&waits);
    let clio = Clio::builder()
        .origin(Origin::parse(&server.uri()).unwrap())
        .token_source(AccessToken::new(TOKEN))
        .on_wait(move |wait| seen.lock().unwrap().push(wait.reason))
        .build()
        .unwrap();
    assert_eq!(people(&clio).await.unwrap().len(), 1);
    assert_eq!(*waits.lock().unwrap(), [WaitReason::RateLimited; 2]);
}

#[tokio::test]
async fn passing_faults_are_tried_again_and_counted() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(1)
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(page(&[1], None))
        .mount(&server)
        .await;
    assert_eq!(people(&clio(&server)).await.unwrap().len(), 1);

    let broken = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(502).set_body_string("<html>"))
        .expect(4)
        .mount(&broken)
        .await;
    let error = people(&clio(&broken)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 4));
    assert!(error.is_transient());
}

#[tokio::test]
async fn statuses_have_kinds_and_bodies_are_never_shown() {
    for (status, kind) in [
        (400, ErrorKind::Invalid),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (410, ErrorKind::Gone),
        (412, ErrorKind::Conflict),
        (422, ErrorKind::Invalid),
    ] {
        let server = MockServer::start().await;
        let body = json!({"error": {"type": "SomeError", "message": "CANARY_name"}});
        Mock::given(any())
            .respond_with(ResponseTemplate::new(status).set_body_json(body))
            .expect(1)
            .mount(&server)
            .await;
        let error = people(&clio(&server)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{status}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.api_error().unwrap().kind, "SomeError");
        assert!(!format!("{error} {error:?}").contains("CANARY"));
    }
}

#[tokio::test]
async fn an_unreadable_answer_names_the_place_and_not_the_value() {
    for (body, place) in [
        (r#"{"data":[{"id":1},{"id":"CANARY_name"}]}"#, "data[1].id"),
        (r#"{"data":null}"#, "data"),
        (r#"{"meta":{}}"#, "at"),
        (
            r#"{"data":[{"id":1}],"meta":{"paging":{"next":5}}}"#,
            "meta.paging.next",
        ),
        ("<html>CANARY</html>", "at"),
        (r#"{"data":[{"id":1}"#, "at"),
    ] {
        let server = MockServer::start().await;
        Mock::given(any())
            .respond_with(ResponseTemplate::new(200).set_body_string(body))
            .expect(1)
            .mount(&server)
            .await;
        let error = people(&clio(&server)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert!(error.to_string().contains(place), "{error}");
        assert!(
            !format!("{error} {error:?}").contains("CANARY"),
            "{error:?}"
        );
    }
}

/// T42.
#[tokio::test]
async fn a_wait_longer_than_allowed_ends_at_once_and_says_how_long() {
    for (asked, told) in [
        (Some("1000000000"), 1_000_000_000),
        (Some("6"), 6),
        (Some("-1"), 60),
        (Some("soon"), 60),
        (None, 60),
    ] {
        let server = MockServer::start().await;
        let mut limited = ResponseTemplate::new(429);
        if let Some(asked) = asked {
            limited = limited.insert_header("retry-after", asked);
        }
        Mock::given(any())
            .respond_with(limited)
            .expect(1)
            .mount(&server)
            .await;
        let clio = Clio::builder()
            .origin(Origin::parse(&server.uri()).unwrap())
            .token_source(AccessToken::new(TOKEN))
            .retry(RetryPolicy::new().longest_wait(Duration::from_secs(5)))
            .build()
            .unwrap();
        let error = people(&clio).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::RateLimited, 1),
            "{asked:?}"
        );
        assert_eq!(error.retry_after(), Some(Duration::from_secs(told)));
        // The pause is everybody's: the next call knows, and sends nothing.
        let error = people(&clio).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::RateLimited, 0)
        );
        assert!(error.retry_after().is_some());
    }
}

/// T42.
#[tokio::test]
async fn handles_on_one_token_share_a_limiter() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(429).insert_header("retry-after", "100");
    Mock::given(any())
        .respond_with(answer)
        .expect(2)
        .mount(&server)
        .await;
    let limiter = Limiter::new();
    let with = |limiter: Limiter| {
        Clio::builder()
            .origin(Origin::parse(&server.uri()).unwrap())
            .token_source(AccessToken::new(TOKEN))
            .limiter(limiter)
            .retry(RetryPolicy::new().longest_wait(Duration::ZERO))
            .build()
            .unwrap()
    };
    let first = with(limiter.clone());
    for (clio, attempts) in [
        (first.clone(), 1),
        (first, 0),
        (with(limiter), 0),
        (with(Limiter::new()), 1),
    ] {
        assert_eq!(people(&clio).await.unwrap_err().attempts(), attempts);
    }
}

/// T42.
#[tokio::test]
async fn a_storm_of_429s_is_stopped_by_the_attempts() {
    let server = MockServer::start().await;
    let limited = ResponseTemplate::new(429).insert_header("retry-after", "0");
    Mock::given(any())
        .respond_with(limited)
        .expect(3)
        .mount(&server)
        .await;
    let clio = Clio::builder()
        .origin(Origin::parse(&server.uri()).unwrap())
        .token_source(AccessToken::new(TOKEN))
        .retry(RetryPolicy::new().attempts(2))
        .build()
        .unwrap();
    let error = people(&clio).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::RateLimited, 3)
    );
}
