//! Reading through `clio-api` against the strict fake: conditions, projections, versions.

mod custom_values;
mod filters;
mod long_walks;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use clio_api::projection::Reference;
use clio_api::{
    AccessToken, Clio, Contact, ContactFilter, ErrorKind, Fetched, Id, Matter, Origin, Projection,
    Relationship, RelationshipFilter,
};
use contract_tests::firm::sample::{self, Fields, Hollis};
use contract_tests::{FakeClio, Fault, firm};
use futures_util::TryStreamExt as _;
use secrecy::ExposeSecret as _;
use serde::Deserialize;

fn builder(fake: &FakeClio) -> clio_api::ClioBuilder {
    Clio::builder()
        .origin(Origin::parse(&fake.origin()).unwrap())
        .token_source(AccessToken::new(fake.grant().access_token.expose_secret()))
}

fn clio(fake: &FakeClio) -> Clio {
    builder(fake).build().unwrap()
}

#[derive(Debug, Deserialize, Projection)]
#[projection(resource = Contact)]
struct Bare {
    id: Id<Contact>,
}

async fn contacts(clio: &Clio, filter: ContactFilter) -> BTreeSet<i64> {
    let list = clio.contacts().list().filter(filter).select::<Bare>();
    list.items()
        .map_ok(|one| one.id.number())
        .try_collect()
        .await
        .unwrap()
}

/// The contacts this user may see and that are as wanted.
fn people(fake: &FakeClio, wanted: impl Fn(&firm::Contact) -> bool) -> BTreeSet<i64> {
    fake.read(|firm| {
        let seen = firm
            .contacts
            .values()
            .filter(|one| !firm.hidden_contacts.contains(&one.id));
        seen.filter(|one| wanted(one)).map(|one| one.id).collect()
    })
}

#[tokio::test]
async fn a_record_of_the_version_at_hand_is_not_read_again() {
    let fake = FakeClio::builder().rate_limit(1_000).start().await;
    let clio = clio(&fake);
    let (dana, hollis) = (Id::new(Hollis::of_sample().dana), Id::new(sample::HOLLIS));
    let contact = clio.contacts().get(dana).send().await.unwrap();
    let matter = clio.matters().get(hollis).send().await.unwrap();
    let row = fake.read(|firm| Id::new(firm.rows_of(sample::HOLLIS).next().unwrap().id));
    let row = clio.relationships().get(row).send().await.unwrap();
    let field = clio
        .custom_fields()
        .get(Id::new(Fields::of_sample().gender))
        .send()
        .await
        .unwrap();
    let me = clio.who_am_i().send().await.unwrap();
    let etag = |etag: &Option<String>| etag.clone().unwrap();
    let unchanged = [
        matches!(
            clio.contacts()
                .get(dana)
                .if_none_match(etag(&contact.etag))
                .send()
                .await,
            Ok(Fetched::NotModified)
        ),
        matches!(
            clio.contacts()
                .get(dana)
                .if_modified_since(contact.updated_at.unwrap())
                .send()
                .await,
            Ok(Fetched::NotModified)
        ),
        matches!(
            clio.matters()
                .get(hollis)
                .if_none_match(etag(&matter.etag))
                .send()
                .await,
            Ok(Fetched::NotModified)
        ),
        matches!(
            clio.matter(hollis)
                .client()
                .if_modified_since(contact.updated_at.unwrap())
                .send()
                .await,
            Ok(Fetched::NotModified)
        ),
        matches!(
            clio.relationships()
                .get(row.id.unwrap())
                .if_none_match(etag(&row.etag))
                .send()
                .await,
            Ok(Fetched::NotModified)
        ),
        matches!(
            clio.custom_fields()
                .get(field.id.unwrap())
                .if_none_match(etag(&field.etag))
                .send()
                .await,
            Ok(Fetched::NotModified)
        ),
        matches!(
            clio.who_am_i().if_none_match(etag(&me.etag)).send().await,
            Ok(Fetched::NotModified)
        ),
    ];
    assert_eq!(unchanged, [true; 7]);
    fake.change(|firm| firm.contact_mut(dana.number()).unwrap().title = Some("Judge".to_owned()));
    let again = clio.contacts().get(dana).if_none_match(etag(&contact.etag));
    let Fetched::Modified(contact) = again.send().await.unwrap() else {
        panic!("she changed");
    };
    assert_eq!(contact.title.as_deref(), Some("Judge"));
}

#[derive(Debug, Deserialize, Projection)]
#[projection(resource = Matter)]
struct Case {
    display_number: Option<String>,
    client: Option<Reference<Contact>>,
}

#[derive(Debug, Deserialize, Projection)]
#[projection(resource = Relationship)]
struct Row {
    id: Id<Relationship>,
    description: Option<String>,
    matter: Case,
    contact: Option<Reference<Contact>>,
}

#[tokio::test]
async fn the_struct_is_the_query_two_levels_down() {
    assert_eq!(
        Row::FIELDS,
        "id,description,matter{display_number,client},contact"
    );
    let fake = FakeClio::start().await;
    let filter = RelationshipFilter {
        matter_id: Some(Id::new(sample::HOLLIS)),
        ..RelationshipFilter::default()
    };
    let rows = clio(&fake)
        .relationships()
        .list()
        .filter(filter)
        .select::<Row>();
    let rows: Vec<Row> = rows.items().try_collect().await.unwrap();
    let dana = Some(Id::new(Hollis::of_sample().dana));
    fake.read(|firm| {
        assert_eq!(rows.len(), firm.rows_of(sample::HOLLIS).count());
        for row in &rows {
            let expected = &firm.relationships[&row.id.number()];
            assert_eq!(row.description, expected.description);
            assert_eq!(row.matter.display_number.as_deref(), Some("00412-Hollis"));
            assert_eq!(row.matter.client.as_ref().unwrap().id, dana);
            let contact = row.contact.as_ref().unwrap();
            assert_eq!(contact.id, Some(Id::new(expected.contact)));
            let hidden = firm.hidden_contacts.contains(&expected.contact);
            assert_eq!(
                (contact.redacted == Some(true), contact.etag.is_none()),
                (hidden, hidden)
            );
        }
    });
    assert_eq!(fake.api_requests()[0].param("fields"), Some(Row::FIELDS));
}

#[tokio::test]
async fn an_answer_of_another_version_is_told_and_a_retired_one_is_gone() {
    let fake = FakeClio::start().await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let told_by = Arc::clone(&told);
    let clio = builder(&fake)
        .on_other_version(move |other| told_by.lock().unwrap().push((other.operation, other.used)))
        .build()
        .unwrap();
    clio.who_am_i().send().await.unwrap();
    assert!(told.lock().unwrap().is_empty(), "the version asked for");
    fake.fault(Fault::version_echo("4.0.12"));
    let me = clio.who_am_i().send().await.unwrap();
    assert_eq!(
        me.name.as_deref(),
        Some("Pat Rivera"),
        "the answer is used all the same"
    );
    assert_eq!(
        *told.lock().unwrap(),
        [("users.who_am_i", "4.0.12".to_owned())]
    );

    fake.switch(|switches| switches.versions = &["4.0.14"]);
    let error = clio.who_am_i().send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Gone, 1));
    assert_eq!(
        fake.api_requests().last().unwrap().api_version.as_deref(),
        Some("4.0.13")
    );
    assert_eq!(told.lock().unwrap().len(), 1);
}
