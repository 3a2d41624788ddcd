use super::*;

#[derive(Debug)]
struct Renewing(AtomicUsize);

#[async_trait]
impl TokenSource for Renewing {
    async fn token(&self, demand: Demand<'_>) -> Result<AccessToken, TokenError> {
        match demand {
            Demand::NewerThan(old) => {
                assert_eq!(old.expose(), "old");
                self.0.fetch_add(1, Ordering::SeqCst);
                Ok(AccessToken::new("new"))
            }
            _ => Ok(AccessToken::new("old")),
        }
    }
}

/// T35.
#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    for (second_answer, works) in [
        (page(&[1], None), true),
        (ResponseTemplate::new(401), false),
    ] {
        let server = MockServer::start().await;
        Mock::given(header("authorization", "Bearer old"))
            .respond_with(ResponseTemplate::new(401))
            .expect(1)
            .mount(&server)
            .await;
        Mock::given(header("authorization", "Bearer new"))
            .respond_with(second_answer)
            .expect(1)
            .mount(&server)
            .await;
        let outcome = people(&clio_with(&server, Renewing(AtomicUsize::new(0)))).await;
        match outcome {
            Ok(people) => assert!(works && people.len() == 1),
            Err(error) => assert!(
                !works && error.kind() == ErrorKind::Unauthorized && error.attempts() == 2,
                "{error:?}"
            ),
        }
    }
}

#[derive(Debug)]
struct Failing(TokenErrorKind);

#[async_trait]
impl TokenSource for Failing {
    async fn token(&self, _demand: Demand<'_>) -> Result<AccessToken, TokenError> {
        Err(TokenError::new(self.0).because("the cause"))
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let server = MockServer::start().await;
    for (kind, expected) in [
        (TokenErrorKind::NotConnected, ErrorKind::Unauthorized),
        (TokenErrorKind::Temporary, ErrorKind::Token),
        (TokenErrorKind::Store, ErrorKind::Token),
    ] {
        let error = people(&clio_with(&server, Failing(kind)))
            .await
            .unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (expected, 0));
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.downcast_ref::<TokenError>().unwrap().kind(), kind);
    }
    let origin = Origin::parse(&server.uri()).unwrap();
    let without = Clio::builder().origin(origin).build().unwrap();
    let error = people(&without).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Unauthorized, 0)
    );
    assert!(addresses(&server).await.is_empty());
}

/// Has a token, and fails to get a newer one.
#[derive(Debug)]
struct Worn(TokenErrorKind);

#[async_trait]
impl TokenSource for Worn {
    async fn token(&self, demand: Demand<'_>) -> Result<AccessToken, TokenError> {
        match demand {
            Demand::NewerThan(_) => Err(TokenError::new(self.0)),
            _ => Ok(AccessToken::new(TOKEN)),
        }
    }
}

/// T35.
#[tokio::test]
async fn a_refused_token_that_cannot_be_renewed_is_told_as_the_401_it_is() {
    let server = MockServer::start().await;
    let refuse = Mock::given(any()).respond_with(ResponseTemplate::new(401));
    refuse.expect(4).mount(&server).await;
    for (kind, expected) in [
        (TokenErrorKind::NotConnected, ErrorKind::Unauthorized),
        (TokenErrorKind::Temporary, ErrorKind::Token),
        (TokenErrorKind::Store, ErrorKind::Token),
    ] {
        let error = people(&clio_with(&server, Worn(kind))).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (expected, 1));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), TokenError::new(kind).to_string());
    }
    // A token by itself has nothing newer.
    let error = people(&clio(&server)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Unauthorized, 1)
    );
    assert!(!format!("{error} {error:?}").contains("CANARY"));
}

/// Gives the same newer token to everybody, and counts.
#[derive(Debug, Default)]
struct Counting(Arc<AtomicUsize>);

#[async_trait]
impl TokenSource for Counting {
    async fn token(&self, demand: Demand<'_>) -> Result<AccessToken, TokenError> {
        match demand {
            Demand::NewerThan(_) => {
                self.0.fetch_add(1, Ordering::SeqCst);
                Ok(AccessToken::new("new"))
            }
            _ => Ok(AccessToken::new("old")),
        }
    }
}

/// T35.
#[tokio::test]
async fn in_a_storm_of_401s_each_call_asks_once_and_goes_on() {
    for (second, works) in [(200, true), (401, false)] {
        let server = MockServer::start().await;
        Mock::given(header("authorization", "Bearer old"))
            .respond_with(ResponseTemplate::new(401))
            .expect(200)
            .mount(&server)
            .await;
        Mock::given(header("authorization", "Bearer new"))
            .respond_with(ResponseTemplate::new(second).set_body_string(r#"{"data":[]}"#))
            .expect(200)
            .mount(&server)
            .await;
        let asked = Arc::new(AtomicUsize::new(0));
        let clio = clio_with(&server, Counting(Arc::clone(&asked)));
        let calls = (0..200).map(|_| people(&clio));
        for outcome in futures_util::future::join_all(calls).await {
            assert_eq!(outcome.is_ok(), works);
        }
        assert_eq!(asked.load(Ordering::SeqCst), 200);
    }
}

/// T35.
#[tokio::test]
async fn a_403_never_asks_for_a_newer_token() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(403))
        .expect(1)
        .mount(&server)
        .await;
    let asked = Arc::new(AtomicUsize::new(0));
    let clio = clio_with(&server, Counting(Arc::clone(&asked)));
    assert_eq!(
        people(&clio).await.unwrap_err().kind(),
        ErrorKind::Forbidden
    );
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_token_that_is_no_header_is_not_sent() {
    let server = MockServer::start().await;
    for token in ["CANARY\r\nX-Evil: 1", "CANARY\0", "CANARY\u{7f}"] {
        let error = people(&clio_with(&server, AccessToken::new(token)))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
        assert!(!format!("{error} {error:?}").contains("CANARY"));
    }
    assert!(addresses(&server).await.is_empty());
}
