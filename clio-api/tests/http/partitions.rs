use super::*;
use clio_api::RetryPolicy;
use futures_util::StreamExt;
use wiremock::Request;

/// A list of so many records, by offset.
async fn by_offset(records: i64) -> MockServer {
    let server = MockServer::start().await;
    let address = server.uri();
    let answer = move |request: &Request| {
        let number = |wanted: &str| {
            let mut pairs = request.url.query_pairs();
            let pair = pairs.find(|(name, _)| name == wanted).unwrap();
            pair.1.parse::<i64>().unwrap()
        };
        let (offset, limit) = (number("offset"), number("limit"));
        assert!(offset + limit <= 10_000);
        let ids: Vec<i64> = (offset..records.min(offset + limit)).collect();
        let next = format!("{address}/api/v4/contacts.json?page_token=x");
        page(&ids, (offset + limit < records).then_some(next))
    };
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

fn numbers(people: &[Person]) -> Vec<i64> {
    people.iter().map(|person| person.id.number()).collect()
}

#[tokio::test]
async fn the_order_is_kept_and_little_is_asked_beyond_the_end() {
    for (records, at_once) in [
        (0, 8),
        (1, 8),
        (200, 4),
        (201, 4),
        (1_990, 8),
        (2_000, 3),
        (10_000, 8),
    ] {
        let server = by_offset(records).await;
        let list = clio(&server).contacts().list().select::<Person>();
        let all: Vec<Person> = list.partitions(at_once).try_collect().await.unwrap();
        assert_eq!(numbers(&all), (0..records).collect::<Vec<_>>());
        let pages = usize::try_from(records).unwrap().div_ceil(200).max(1);
        let sent = addresses(&server).await.len();
        assert!(
            sent >= pages && sent < pages + usize::from(at_once),
            "{sent} for {pages}"
        );
        if pages == 1 {
            assert_eq!(sent, 1);
        }
    }
}

#[tokio::test]
async fn more_than_ten_thousand_is_an_error_and_nothing_is_sent_for_it() {
    let server = by_offset(10_001).await;
    let list = clio(&server)
        .contacts()
        .list()
        .select::<Person>()
        .limit(150);
    let mut records = list.partitions(4);
    for expected in 0..10_000 {
        let person = records.next().await.unwrap().unwrap();
        assert_eq!(person.id.number(), expected);
    }
    let error = records.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
    assert!(records.next().await.is_none());
    assert_eq!(addresses(&server).await.len(), 67);
}

#[tokio::test]
async fn a_wrong_number_or_a_failed_page_ends_it() {
    let server = by_offset(10).await;
    for at_once in [0, 9] {
        let list = clio(&server).contacts().list().select::<Person>();
        let error = list.partitions(at_once).try_collect::<Vec<_>>().await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Usage);
    }
    assert!(addresses(&server).await.is_empty());

    let server = by_offset(2_000).await;
    Mock::given(query_param("offset", "600"))
        .respond_with(ResponseTemplate::new(500))
        .with_priority(1)
        .mount(&server)
        .await;
    let hasty = Clio::builder()
        .origin(Origin::parse(&server.uri()).unwrap())
        .token_source(AccessToken::new(TOKEN))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let mut records = hasty.contacts().list().select::<Person>().partitions(8);
    let mut given = 0;
    let error = loop {
        match records.next().await.unwrap() {
            Ok(_) => given += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((given, error.kind()), (600, ErrorKind::Server));
    for _ in 0..2 {
        assert!(records.next().await.is_none());
    }
    let guarded = clio(&server)
        .contacts()
        .list()
        .select::<Person>()
        .most_items(500);
    let error = guarded.partitions(1).try_collect::<Vec<_>>().await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Limit);
}
