//! Walks that stop and go on, that are guarded, and that reach Clio's end of a list without an order.

use std::collections::BTreeSet;

use clio_api::{
    Clio, ContactFilter, ContactOrder, ErrorKind, List, ListRequest, PageToken, Projection,
};
use contract_tests::{FakeClio, Firm, firm};
use futures_util::{StreamExt as _, TryStreamExt as _};

use super::{Bare, clio};

async fn crowd(people: usize) -> FakeClio {
    let firm = Firm::builder().crowd(people).build();
    FakeClio::builder()
        .firm(firm)
        .rate_limit(1_000)
        .start()
        .await
}

#[tokio::test]
async fn a_walk_goes_on_in_another_process() {
    let fake = crowd(3_000).await;
    let list = |clio: &Clio| clio.contacts().list().select::<Bare>().limit(150);
    let mut found = BTreeSet::new();
    let mut pages = list(&clio(&fake)).pages();
    for _ in 0..7 {
        found.extend(
            pages
                .try_next()
                .await
                .unwrap()
                .unwrap()
                .items
                .iter()
                .map(|one| one.id),
        );
    }
    // What a program would write to a file before it ends; the other one has another token for Clio.
    let text = pages.token().unwrap().to_string();
    drop(pages);
    let token: PageToken = text.parse().unwrap();
    let rest: Vec<Bare> = list(&clio(&fake))
        .resume(token.clone())
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(rest.len(), 3_000 - 7 * 150);
    found.extend(rest.iter().map(|one| one.id));
    assert_eq!(found.len(), 3_000);
    assert_eq!(fake.api_requests().len(), 20);
    let other = list(&clio(&fake)).filter(ContactFilter {
        email_only: Some(true),
        ..ContactFilter::default()
    });
    assert_eq!(
        other.resume(token).send().await.unwrap_err().kind(),
        ErrorKind::Usage
    );
    assert_eq!(fake.api_requests().len(), 20, "nothing was sent");
}

#[tokio::test]
async fn guards_and_several_pages_at_once() {
    let fake = crowd(3_000).await;
    let clio = clio(&fake);
    let list = || clio.contacts().list().select::<Bare>();
    for (guarded, given) in [(list().most_pages(4), 800), (list().most_items(900), 800)] {
        let results: Vec<_> = guarded.items().collect().await;
        assert_eq!(results.len(), given + 1);
        assert_eq!(
            results.last().unwrap().as_ref().unwrap_err().kind(),
            ErrorKind::Limit
        );
    }
    let fits: Vec<Bare> = list()
        .most_pages(15)
        .most_items(3_000)
        .items()
        .try_collect()
        .await
        .unwrap();
    let at_once: Vec<Bare> = list().partitions(4).try_collect().await.unwrap();
    let ids = |all: &[Bare]| all.iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(&at_once), ids(&fits));
}

/// Every record that came, and the error in the end.
async fn to_the_end<R, P>(list: ListRequest<R, P>) -> (usize, ErrorKind, String)
where
    R: List,
    P: Projection<R> + Unpin,
{
    let mut items = list.items();
    let mut given = 0;
    loop {
        match items.next().await {
            Some(Ok(_)) => given += 1,
            Some(Err(error)) => return (given, error.kind(), error.to_string()),
            None => panic!("a short list, and no word of it"),
        }
    }
}

#[tokio::test]
async fn a_list_without_the_order_of_ids_ends_at_10_000_and_says_so() {
    let firm = Firm::builder().crowd(10_001).with(|firm| {
        let people: Vec<i64> = firm.contacts.keys().copied().collect();
        let matter = firm.matter("00001-All", people[0], |_| {});
        for (row, contact) in (1..).zip(people) {
            let row = firm::Relationship::new(row, matter, contact, None);
            firm.relationships.insert(row.id, row);
        }
    });
    let fake = FakeClio::builder()
        .firm(firm.build())
        .rate_limit(1_000)
        .start()
        .await;
    let clio = clio(&fake);
    let (given, kind, told) = to_the_end(clio.relationships().list()).await;
    assert_eq!((given, kind), (10_000, ErrorKind::Limit), "{told}");
    assert!(told.contains("10,000"), "{told}");

    let by_name = ContactFilter {
        order: Some(ContactOrder::NameAsc),
        ..ContactFilter::default()
    };
    let list = || clio.contacts().list().select::<Bare>();
    let (given, kind, told) = to_the_end(list().filter(by_name)).await;
    assert_eq!((given, kind), (10_000, ErrorKind::Limit), "{told}");
    let at_once: Vec<_> = list().partitions(8).collect().await;
    assert_eq!(at_once.len(), 10_001);
    assert_eq!(
        at_once.last().unwrap().as_ref().unwrap_err().kind(),
        ErrorKind::Limit
    );
    let all: Vec<Bare> = list().items().try_collect().await.unwrap();
    assert_eq!(all.len(), 10_001, "by id there is no end");
}
