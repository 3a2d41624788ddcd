use super::*;
use clio_api::{PageToken, RetryPolicy};
use futures_util::StreamExt;
use wiremock::Request;

/// Five pages of two records; `broken` page tokens answer 500.
async fn five_pages(broken: Option<usize>) -> MockServer {
    let server = MockServer::start().await;
    let address = server.uri();
    let answer = move |request: &Request| {
        let at = request
            .url
            .query_pairs()
            .find(|(name, _)| name == "page_token")
            .map_or(0, |(_, value)| value.parse::<usize>().unwrap());
        if Some(at) == broken {
            return ResponseTemplate::new(500);
        }
        let first = i64::try_from(at).unwrap() * 2;
        let query = request.url.query().unwrap().split("&page_token").next();
        let next = format!(
            "{address}/api/v4/contacts.json?{}&page_token={}",
            query.unwrap(),
            at + 1
        );
        page(&[first, first + 1], (at < 4).then_some(next))
    };
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

fn hasty(server: &MockServer) -> Clio {
    Clio::builder()
        .origin(Origin::parse(&server.uri()).unwrap())
        .token_source(AccessToken::new(TOKEN))
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

fn ids(people: &[Person]) -> Vec<i64> {
    people.iter().map(|person| person.id.number()).collect()
}

/// T44.
#[tokio::test]
async fn a_walk_that_breaks_on_any_page_resumes_there_without_a_gap() {
    for broken in 0..5 {
        // The port is part of the origin: the same server has to mend.
        let server = five_pages(Some(broken)).await;
        let mut pages = hasty(&server).contacts().list().select::<Person>().pages();
        let mut found = Vec::new();
        let error = loop {
            match pages.next().await.unwrap() {
                Ok(page) => found.extend(page.items),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), ErrorKind::Server);
        assert!(pages.next().await.is_none(), "ends after the first error");
        let text = pages.token().unwrap().to_string();
        assert!(!text.contains("CANARY"));

        server.reset().await;
        let mended = five_pages(None).await;
        let token: PageToken = text.parse().unwrap();
        // Another origin refuses it, and nothing is sent.
        let other = hasty(&mended).contacts().list().select::<Person>();
        let refused = other.resume(token.clone()).send().await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Usage);
        assert!(addresses(&mended).await.is_empty());

        remount(&server).await;
        let rest = hasty(&server).contacts().list().select::<Person>();
        let rest: Vec<Person> = rest.resume(token).items().try_collect().await.unwrap();
        found.extend(rest);
        assert_eq!(ids(&found), (0..10).collect::<Vec<_>>(), "{broken}");
    }
}

/// The same pages again, on a server that was reset.
async fn remount(server: &MockServer) {
    let address = server.uri();
    let answer = move |request: &Request| {
        let at = request
            .url
            .query_pairs()
            .find(|(name, _)| name == "page_token")
            .map_or(0, |(_, value)| value.parse::<i64>().unwrap());
        let next = format!("{address}/api/v4/contacts.json?page_token={}", at + 1);
        page(&[at * 2, at * 2 + 1], (at < 4).then_some(next))
    };
    Mock::given(any()).respond_with(answer).mount(server).await;
}

#[tokio::test]
async fn records_resume_at_the_beginning_of_their_page() {
    let server = five_pages(None).await;
    let list = || hasty(&server).contacts().list().select::<Person>();
    for taken in 0..=10 {
        let mut items = list().items();
        let mut found = Vec::new();
        for _ in 0..taken {
            found.push(items.next().await.unwrap().unwrap());
        }
        // As a kill at this point would leave it: what is known is the token.
        let json = serde_json::to_string(&items.token().unwrap()).unwrap();
        let token: PageToken = serde_json::from_str(&json).unwrap();
        let rest: Vec<Person> = list().resume(token).items().try_collect().await.unwrap();
        let twice = taken + rest.len() - 10;
        assert!(twice <= 2, "at most a page comes twice: {twice}");
        let mut all = ids(&found);
        all.truncate(taken - twice);
        all.extend(ids(&rest));
        assert_eq!(all, (0..10).collect::<Vec<_>>());
    }
    let mut items = list().items();
    while items.next().await.is_some() {}
    assert!(items.token().is_none(), "the walk is over");
}

#[tokio::test]
async fn each_page_says_where_the_next_begins() {
    let server = five_pages(None).await;
    let list = || hasty(&server).contacts().list().select::<Person>();
    let mut page = list().send().await.unwrap();
    let mut all = ids(&page.items);
    while let Some(next) = page.next {
        assert!(page.more);
        page = list().resume(next).send().await.unwrap();
        all.extend(ids(&page.items));
    }
    assert!(!page.more);
    assert_eq!(all, (0..10).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_token_of_another_list_is_refused_before_anything_is_sent() {
    let server = five_pages(None).await;
    let clio = hasty(&server);
    let first = clio
        .contacts()
        .list()
        .select::<Person>()
        .send()
        .await
        .unwrap();
    let token = first.next.unwrap();
    let other_filter = ContactFilter {
        query: Some("Dana".to_owned()),
        ..ContactFilter::default()
    };
    let refused = [
        clio.contacts()
            .list()
            .resume(token.clone())
            .send()
            .await
            .err(),
        clio.matters()
            .list()
            .resume(token.clone())
            .send()
            .await
            .err(),
        clio.contacts()
            .list()
            .select::<Person>()
            .filter(other_filter)
            .resume(token.clone())
            .send()
            .await
            .err(),
    ];
    for error in refused {
        let error = error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Usage, "{error}");
        assert!(error.to_string().contains("another list"));
    }
    let partitions = clio.contacts().list().select::<Person>().resume(token);
    let error = partitions.partitions(2).try_collect::<Vec<_>>().await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Usage);
    assert_eq!(addresses(&server).await.len(), 1);
}

#[tokio::test]
async fn guards_are_errors_and_never_a_short_list() {
    let server = five_pages(None).await;
    let list = || hasty(&server).contacts().list().select::<Person>();
    let outcome = |request: clio_api::ListRequest<Contact, Person>| async move {
        request.items().try_collect::<Vec<_>>().await
    };
    assert_eq!(outcome(list().most_pages(5)).await.unwrap().len(), 10);
    assert_eq!(outcome(list().most_items(10)).await.unwrap().len(), 10);
    let before = addresses(&server).await.len();
    for guarded in [list().most_pages(4), list().most_items(7)] {
        let error = outcome(guarded).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
    }
    assert_eq!(addresses(&server).await.len() - before, 8);
}

#[tokio::test]
async fn behind_a_link_that_leads_away_the_page_before_is_where_it_resumes() {
    let server = MockServer::start().await;
    let away = "https://evil.example.test/api/v4/contacts.json".to_owned();
    Mock::given(any())
        .respond_with(page(&[1], Some(away)))
        .expect(2)
        .mount(&server)
        .await;
    let list = || hasty(&server).contacts().list().select::<Person>();
    let mut pages = list().pages();
    let first = pages.next().await.unwrap().unwrap();
    assert!(first.more && first.next.is_none());
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let token = pages.token().unwrap();
    assert_eq!(list().resume(token).send().await.unwrap().items.len(), 1);
}
