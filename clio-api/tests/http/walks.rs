use super::*;

#[tokio::test]
async fn a_walk_goes_over_empty_pages_to_the_end() {
    let server = MockServer::start().await;
    let next = |token: u32| {
        Some(format!(
            "{}/api/v4/contacts.json?page_token={token}",
            server.uri()
        ))
    };
    for (token, answer) in [("1", page(&[], next(2))), ("2", page(&[3], None))] {
        Mock::given(query_param("page_token", token))
            .respond_with(answer)
            .mount(&server)
            .await;
    }
    Mock::given(any())
        .respond_with(page(&[1, 2], next(1)))
        .with_priority(9)
        .mount(&server)
        .await;
    let ids: Vec<i64> = people(&clio(&server))
        .await
        .unwrap()
        .iter()
        .map(|person| person.id.number())
        .collect();
    assert_eq!(ids, [1, 2, 3]);
}

#[tokio::test]
async fn a_next_page_that_comes_again_is_an_error() {
    let server = MockServer::start().await;
    let again = format!("{}/api/v4/contacts.json?page_token=x", server.uri());
    Mock::given(any())
        .respond_with(page(&[1], Some(again)))
        .expect(2)
        .mount(&server)
        .await;
    assert_eq!(
        people(&clio(&server)).await.unwrap_err().kind(),
        ErrorKind::Decode
    );
}

#[tokio::test]
async fn a_foreign_next_page_gets_nothing() {
    let evil = MockServer::start().await;
    let port = evil.address().port();
    for next in [
        format!("{}/api/v4/contacts.json", evil.uri()),
        format!("http://user@127.0.0.1:{port}/api/v4/contacts.json"),
        format!("//127.0.0.1:{port}/api/v4/contacts.json"),
        format!("https://127.0.0.1:{port}/api/v4/contacts.json"),
    ] {
        let server = MockServer::start().await;
        Mock::given(any())
            .respond_with(page(&[1], Some(next.clone())))
            .expect(1)
            .mount(&server)
            .await;
        let error = people(&clio(&server)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{next}");
        assert!(error.to_string().contains("another place"), "{error}");
    }
    assert!(addresses(&evil).await.is_empty());
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let evil = MockServer::start().await;
    for status in [301, 302, 303, 307, 308] {
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(status)
            .insert_header("location", format!("{}/api/v4/contacts.json", evil.uri()));
        Mock::given(any())
            .respond_with(answer)
            .expect(1)
            .mount(&server)
            .await;
        assert_eq!(
            people(&clio(&server)).await.unwrap_err().kind(),
            ErrorKind::Server
        );
    }
    assert!(addresses(&evil).await.is_empty());
}
