use super::*;

/// T43.
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

/// T41.
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

/// T37.
#[tokio::test]
async fn a_foreign_next_page_gets_nothing() {
    let evil = MockServer::start().await;
    let port = evil.address().port();
    for next in [
        format!("{}/api/v4/contacts.json", evil.uri()),
        format!("http://user@127.0.0.1:{port}/api/v4/contacts.json"),
        format!("//127.0.0.1:{port}/api/v4/contacts.json"),
        format!("https://127.0.0.1:{port}/api/v4/contacts.json"),
        format!("http://localhost:{port}/api/v4/contacts.json"),
        format!("\\\\127.0.0.1:{port}\\api\\v4\\contacts.json"),
        format!("http://127.0.0.1.example.test:{port}/api/v4/contacts.json"),
        "http://xn--pple-43d.example.test/api/v4/contacts.json".to_owned(),
        "/api/v4/contacts.json".to_owned(),
        String::new(),
        format!(
            "{}/api/v4/contacts.json?x={}",
            evil.uri(),
            "y".repeat(65_536)
        ),
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

/// T37.
#[tokio::test]
async fn a_next_page_of_another_list_gets_nothing() {
    for next in [
        "/api/v4/matters.json?page_token=x",
        "/api/v4/contacts/1.json",
        "/api/v5/contacts.json",
        "/api/v4/../../oauth/deauthorize",
        "/api/v4/%2e%2e/%2e%2e/oauth/deauthorize",
        "/oauth/token",
    ] {
        let server = MockServer::start().await;
        let next = format!("{}{next}", server.uri());
        Mock::given(any())
            .respond_with(page(&[1], Some(next.clone())))
            .expect(1)
            .mount(&server)
            .await;
        let error = people(&clio(&server)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{next}");
        assert!(error.to_string().contains("another place"), "{error}");
    }
}

/// T41.
#[tokio::test]
async fn a_next_page_that_leads_back_or_on_for_ever_ends_in_an_error() {
    // Back to the page before: found when it comes again.
    let server = MockServer::start().await;
    let to = |token: &str| {
        Some(format!(
            "{}/api/v4/contacts.json?page_token={token}",
            server.uri()
        ))
    };
    for (token, next) in [("a", "b"), ("b", "a")] {
        Mock::given(query_param("page_token", token))
            .respond_with(page(&[1], to(next)))
            .expect(1)
            .with_priority(1)
            .mount(&server)
            .await;
    }
    Mock::given(any())
        .respond_with(page(&[1], to("a")))
        .mount(&server)
        .await;
    let error = people(&clio(&server)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("twice"), "{error}");

    // A cursor that grows: the guard ends it.
    let server = MockServer::start().await;
    let address = server.uri();
    let grows = move |request: &wiremock::Request| {
        let at = request.url.query().unwrap_or_default().len();
        page(
            &[],
            Some(format!(
                "{address}/api/v4/contacts.json?page_token={}",
                "x".repeat(at)
            )),
        )
    };
    Mock::given(any()).respond_with(grows).mount(&server).await;
    let list = clio(&server).contacts().list().select::<Person>();
    let error = list
        .most_pages(30)
        .items()
        .try_collect::<Vec<_>>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert_eq!(addresses(&server).await.len(), 30);
}

/// T43.
#[tokio::test]
async fn what_comes_twice_is_passed_on() {
    let server = MockServer::start().await;
    let next = Some(format!("{}/api/v4/contacts?page_token=1", server.uri()));
    Mock::given(query_param("page_token", "1"))
        .respond_with(page(&[2, 1], None))
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(page(&[1, 2], next))
        .mount(&server)
        .await;
    let people = people(&clio(&server)).await.unwrap();
    let ids: Vec<i64> = people.iter().map(|person| person.id.number()).collect();
    assert_eq!(ids, [1, 2, 2, 1]);
}

/// T14, T38.
#[tokio::test]
async fn redirects_are_not_followed() {
    let evil = MockServer::start().await;
    for status in [301, 302, 303, 307, 308] {
        let server = MockServer::start().await;
        for location in [
            format!("{}/api/v4/contacts.json", evil.uri()),
            format!("{}/api/v4/users.json", server.uri()),
            "https://127.0.0.1:1/api/v4/contacts.json".to_owned(),
        ] {
            server.reset().await;
            let answer = ResponseTemplate::new(status).insert_header("location", location);
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
    }
    assert!(addresses(&evil).await.is_empty());
}

/// Clio gives the first 10,000 records of a walk in another order than that of ids, and refuses its own link to the next.
#[tokio::test]
async fn the_end_of_what_clio_gives_in_another_order_is_told_as_what_it_is() {
    for (order, expected) in [
        ("name(asc)", ErrorKind::Limit),
        ("id(asc)", ErrorKind::Invalid),
    ] {
        let server = MockServer::start().await;
        let next = format!(
            "{}/api/v4/contacts.json?order={order}&page_token=abc",
            server.uri()
        );
        Mock::given(query_param("page_token", "abc"))
            .respond_with(ResponseTemplate::new(422))
            .with_priority(1)
            .mount(&server)
            .await;
        Mock::given(any())
            .respond_with(page(&[1], Some(next)))
            .mount(&server)
            .await;
        let error = people(&clio(&server)).await.unwrap_err();
        assert_eq!(error.kind(), expected, "{order}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
    }
}
