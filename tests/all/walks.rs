//! `clio-api` against the strict fake: every model's query is valid, and the five failures that end other clients end in every record.

use std::time::Duration;

use clio_api::{AccessToken, Clio, Contact, ErrorKind, Id, Matter, Origin, RelationshipFilter};
use contract_tests::{FakeClio, Fault, Firm};
use futures_util::TryStreamExt;
use secrecy::ExposeSecret;

use contract_tests::firm::sample;

/// A handle with a fresh grant.
fn clio(fake: &FakeClio) -> Clio {
    Clio::builder()
        .origin(Origin::parse(&fake.origin()).unwrap())
        .token_source(AccessToken::new(fake.grant().access_token.expose_secret()))
        .build()
        .unwrap()
}

async fn contacts(clio: &Clio) -> Result<Vec<Contact>, clio_api::Error> {
    clio.contacts().list().items().try_collect().await
}

#[tokio::test]
async fn every_model_asks_only_for_what_clio_has() {
    let fake = FakeClio::builder().rate_limit(1_000).start().await;
    let clio = clio(&fake);
    let hollis = Id::new(sample::HOLLIS);
    assert!(!contacts(&clio).await.unwrap().is_empty());
    assert!(
        !clio
            .matters()
            .list()
            .items()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        !clio
            .custom_fields()
            .list()
            .items()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .is_empty()
    );
    let of_hollis = RelationshipFilter {
        matter_id: Some(hollis),
        ..RelationshipFilter::default()
    };
    let relationships: Vec<_> = clio
        .relationships()
        .list()
        .filter(of_hollis)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert!(!relationships.is_empty());
    let matter: Matter = clio.matters().get(hollis).send().await.unwrap();
    assert_eq!(matter.display_number.as_deref(), Some("00412-Hollis"));
    let client = clio.matter(hollis).client().send().await.unwrap();
    assert_eq!(client.name.as_deref(), Some("Dana Hollis"));
    clio.contacts()
        .get(client.id.unwrap())
        .send()
        .await
        .unwrap();
    let listed: Vec<_> = clio
        .matter(hollis)
        .contacts()
        .items()
        .try_collect()
        .await
        .unwrap();
    let related: Vec<_> = clio
        .matter(hollis)
        .related_contacts()
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(listed.len(), related.len() + 1);
    assert_eq!(
        clio.who_am_i().send().await.unwrap().name.as_deref(),
        Some("Pat Rivera")
    );

    for request in fake.api_requests() {
        assert_eq!(request.status, 200, "{request:?}");
        assert!(request.unknown_parameters.is_empty(), "{request:?}");
        assert!(request.param("fields").is_some(), "{request:?}");
    }
}

#[tokio::test]
async fn a_walk_of_12_000_contacts_gives_each_once() {
    let firm = Firm::builder().crowd(12_000).build();
    let expected = firm.contacts.len();
    let fake = FakeClio::builder()
        .firm(firm)
        .rate_limit(1_000)
        .start()
        .await;
    let contacts = contacts(&clio(&fake)).await.unwrap();
    let mut ids: Vec<_> = contacts.iter().filter_map(|contact| contact.id).collect();
    assert!(ids.is_sorted());
    ids.dedup();
    assert_eq!(ids.len(), expected);
    assert_eq!(fake.api_requests().len(), expected.div_ceil(200));
}

#[tokio::test]
async fn a_503_in_the_middle_costs_one_more_request() {
    let fake = FakeClio::builder()
        .firm(Firm::builder().crowd(1_000).build())
        .start()
        .await;
    fake.fault(Fault::status(503).on("/api/v4/contacts").nth(3));
    assert_eq!(contacts(&clio(&fake)).await.unwrap().len(), 1_000);
    assert_eq!(fake.api_requests().len(), 6);
}

#[tokio::test]
async fn a_429_in_the_middle_is_waited_for() {
    let fake = FakeClio::builder()
        .firm(Firm::builder().crowd(1_000).build())
        .start()
        .await;
    fake.fault(Fault::too_many("0").on("/api/v4/contacts").nth(2));
    assert_eq!(contacts(&clio(&fake)).await.unwrap().len(), 1_000);
}

#[tokio::test]
async fn wild_records_do_not_cost_the_page() {
    let fake = FakeClio::builder().rate_limit(1_000).start().await;
    fake.switch(|switches| switches.lower_case_status = true);
    let visible = fake.read(|firm| {
        firm.contacts
            .keys()
            .filter(|id| !firm.hidden_contacts.contains(id))
            .count()
    });
    assert_eq!(contacts(&clio(&fake)).await.unwrap().len(), visible);
}

#[tokio::test]
async fn bad_answers_are_errors_and_never_a_short_list() {
    for (fault, kind) in [
        (Fault::garbage(), ErrorKind::Decode),
        (
            Fault::next_link("http://127.0.0.1:9/api/v4/contacts.json"),
            ErrorKind::Decode,
        ),
        (Fault::repeated_next(), ErrorKind::Decode),
        (Fault::html(404, "<html>gone</html>"), ErrorKind::NotFound),
        (
            Fault::redirect(307, "http://127.0.0.1:9/"),
            ErrorKind::Server,
        ),
        (Fault::status(410), ErrorKind::Gone),
    ] {
        let fake = FakeClio::builder()
            .firm(Firm::builder().crowd(1_000).build())
            .start()
            .await;
        let told = format!("{fault:?}");
        fake.fault(fault.on("/api/v4/contacts").nth(2).times(99));
        let error = contacts(&clio(&fake)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{told}: {error}");
    }
}

#[tokio::test]
async fn an_empty_page_in_the_middle_is_not_the_end() {
    let fake = FakeClio::builder()
        .firm(Firm::builder().crowd(1_000).build())
        .start()
        .await;
    fake.fault(Fault::empty_page().on("/api/v4/contacts").nth(2));
    let found = contacts(&clio(&fake)).await.unwrap().len();
    assert!(found >= 800, "{found}");
    assert_eq!(fake.api_requests().len(), 5);
}

#[tokio::test]
async fn a_slow_answer_ends_in_a_timeout() {
    let fake = FakeClio::start().await;
    fake.fault(
        Fault::slow(Duration::from_secs(30))
            .on("/api/v4/contacts")
            .times(9),
    );
    let clio = Clio::builder()
        .origin(Origin::parse(&fake.origin()).unwrap())
        .token_source(AccessToken::new(fake.grant().access_token.expose_secret()))
        .timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    assert_eq!(
        contacts(&clio).await.unwrap_err().kind(),
        ErrorKind::Timeout
    );
}
