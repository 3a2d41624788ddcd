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
    assert!(addresses(&server).await.is_empty());
}
