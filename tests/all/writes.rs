//! Writes through `clio-api` against the strict fake: what is sent, what comes of it, and what is never sent twice.

use std::time::Duration;

use clio_api::{
    AccessToken, Change, Clio, Contact, ContactPatch, ContactType, EmailAddressInput,
    EmailAddressName, Error, ErrorKind, Id, NewContact, NewRelationship, Origin, Projection,
    RelationshipPatch,
};
use contract_tests::firm::sample::{self, Hollis};
use contract_tests::{FakeClio, Fault};
use secrecy::ExposeSecret as _;
use serde::Deserialize;

#[derive(Debug, Deserialize, Projection)]
#[projection(resource = Contact)]
struct Person {
    id: Id<Contact>,
    etag: Option<String>,
    name: Option<String>,
    first_name: Option<String>,
    middle_name: Option<String>,
    primary_email_address: Option<String>,
    email_addresses: Vec<Email>,
}

#[derive(Debug, Deserialize, Projection)]
#[projection(resource = clio_api::EmailAddress)]
struct Email {
    id: Option<Id<clio_api::EmailAddress>>,
    address: Option<String>,
    primary: Option<bool>,
}

fn clio(fake: &FakeClio) -> Clio {
    let builder = Clio::builder()
        .origin(Origin::parse(&fake.origin()).unwrap())
        .token_source(AccessToken::new(fake.grant().access_token.expose_secret()));
    builder.timeout(Duration::from_secs(20)).build().unwrap()
}

fn email(address: &str) -> EmailAddressInput {
    EmailAddressInput {
        address: Some(address.to_owned()),
        name: Some(EmailAddressName::Home),
        ..EmailAddressInput::default()
    }
}

fn someone(first: &str) -> NewContact {
    let mut new = NewContact::new(ContactType::Person);
    new.first_name = Some(first.to_owned());
    new
}

/// How often the method was sent.
fn sent(fake: &FakeClio, method: &str) -> usize {
    let asked = fake.api_requests();
    asked
        .iter()
        .filter(|request| request.method == method)
        .count()
}

#[tokio::test]
async fn a_contact_is_made_put_on_a_matter_changed_and_deleted() {
    let fake = FakeClio::start().await;
    let clio = clio(&fake);
    let mut new = someone("Noor");
    new.last_name = Some("Hollis".to_owned());
    new.email_addresses = vec![email("noor@example.test"), email("n.hollis@example.test")];
    let noor = clio
        .contacts()
        .create(&new)
        .select::<Person>()
        .send()
        .await
        .unwrap();
    assert_eq!(noor.name.as_deref(), Some("Noor Hollis"));
    assert_eq!(noor.email_addresses.len(), 2);

    let row = NewRelationship {
        contact: Some(noor.id.into()),
        matter: Some(Id::new(sample::HOLLIS).into()),
        description: Some("Granddaughter".to_owned()),
    };
    let row = clio.relationships().create(&row).send().await.unwrap();
    let row_id = row.id.unwrap();
    assert_eq!(row.contact.unwrap().id, Some(noor.id));

    let patch = RelationshipPatch {
        description: Change::Clear,
        ..RelationshipPatch::default()
    };
    let row = clio
        .relationships()
        .update(row_id, &patch)
        .send()
        .await
        .unwrap();
    assert_eq!(row.description, None);
    assert_eq!(
        row.matter.unwrap().id,
        Some(Id::new(sample::HOLLIS)),
        "what is kept is not sent"
    );

    clio.relationships().delete(row_id).await.unwrap();
    clio.contacts().delete(noor.id).await.unwrap();
    let gone = clio.contacts().get(noor.id).send().await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
    let gone = clio.contacts().delete(noor.id).await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
    assert!(!gone.may_have_taken_effect());
    let statuses: Vec<u16> = fake
        .api_requests()
        .iter()
        .map(|asked| asked.status)
        .collect();
    assert_eq!(statuses, [201, 201, 200, 204, 204, 404, 404]);
}

#[tokio::test]
async fn a_change_keeps_clears_and_sets() {
    let fake = FakeClio::start().await;
    let clio = clio(&fake);
    let mut new = someone("Dana");
    new.middle_name = Some("Q".to_owned());
    new.last_name = Some("Sample".to_owned());
    new.email_addresses = vec![email("first@example.test"), email("second@example.test")];
    let before = clio
        .contacts()
        .create(&new)
        .select::<Person>()
        .send()
        .await
        .unwrap();

    let mut second = email("second@example.test");
    second.id = before.email_addresses[1].id;
    second.default_email = Some(true);
    let gone = EmailAddressInput {
        id: before.email_addresses[0].id,
        destroy: Some(true),
        ..EmailAddressInput::default()
    };
    let patch = ContactPatch {
        first_name: "Dora".to_owned().into(),
        middle_name: Change::Clear,
        email_addresses: vec![second, gone, email("third@example.test")].into(),
        ..ContactPatch::default()
    };
    let request = clio.contacts().update(before.id, &patch).select::<Person>();
    let after = request.if_match(before.etag.unwrap()).send().await.unwrap();
    assert_eq!(after.name.as_deref(), Some("Dora Sample"));
    assert_eq!(
        (after.first_name.as_deref(), after.middle_name),
        (Some("Dora"), None)
    );
    let addresses: Vec<_> = after
        .email_addresses
        .iter()
        .map(|one| one.address.as_deref())
        .collect();
    assert_eq!(
        addresses,
        [Some("second@example.test"), Some("third@example.test")]
    );
    assert_eq!(
        after.email_addresses[0].id, before.email_addresses[1].id,
        "it is the same record"
    );
    assert_eq!(after.email_addresses[0].primary, Some(true));
    assert_eq!(
        after.primary_email_address.as_deref(),
        Some("second@example.test")
    );
}

#[tokio::test]
async fn another_version_is_a_conflict_and_nothing_changes() {
    let fake = FakeClio::start().await;
    let clio = clio(&fake);
    let dana = Id::new(Hollis::of_sample().dana);
    let etag = clio
        .contacts()
        .get(dana)
        .send()
        .await
        .unwrap()
        .etag
        .unwrap();
    fake.change(|firm| firm.contact_mut(dana.number()).unwrap().title = Some("Judge".to_owned()));
    let patch = ContactPatch {
        first_name: "Dora".to_owned().into(),
        ..ContactPatch::default()
    };
    let request = clio.contacts().update(dana, &patch).if_match(etag);
    let error = request.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(412));
    assert!(!error.may_have_taken_effect());
    let name = fake.read(|firm| firm.contacts[&dana.number()].first_name.clone());
    assert_eq!(name.as_deref(), Some("Dana"));
    assert_eq!(sent(&fake, "PATCH"), 1);
}

#[tokio::test]
async fn what_clio_refuses_is_invalid_and_not_done() {
    let fake = FakeClio::start().await;
    let clio = clio(&fake);
    let people = fake.read(|firm| firm.contacts.len());
    let nobody = NewContact::new(ContactType::Person);
    let error = clio.contacts().create(&nobody).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
    assert_eq!(error.api_error().unwrap().kind, "ArgumentError");

    let client = Id::new(Hollis::of_sample().dana);
    let error = clio.contacts().delete(client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "a matter hangs on her");
    let row = NewRelationship::default();
    let error = clio.relationships().create(&row).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);

    fake.permit(|may| may.read_only = true);
    let reader = self::clio(&fake);
    let error = reader
        .contacts()
        .create(&someone("No"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert!(!error.may_have_taken_effect());
    assert_eq!(fake.read(|firm| firm.contacts.len()), people);
    assert_eq!(sent(&fake, "POST") + sent(&fake, "DELETE"), 4);
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_sent_once_and_says_so() {
    for (fault, kind) in [
        (Fault::lost(502), ErrorKind::Server),
        (Fault::lost(504), ErrorKind::Server),
        (Fault::cut(20), ErrorKind::Decode),
        (Fault::slow(Duration::from_secs(2)), ErrorKind::Timeout),
    ] {
        let told = format!("{fault:?}");
        let fake = FakeClio::start().await;
        let hasty = Clio::builder()
            .origin(Origin::parse(&fake.origin()).unwrap())
            .token_source(AccessToken::new(fake.grant().access_token.expose_secret()))
            .timeout(Duration::from_millis(300))
            .build()
            .unwrap();
        fake.fault(fault);
        let error: Error = hasty
            .contacts()
            .create(&someone("Lost"))
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind, "{told}");
        assert!(error.may_have_taken_effect(), "{told}");
        assert_eq!((error.attempts(), sent(&fake, "POST")), (1, 1), "{told}");
        let made = fake.read(|firm| {
            let people = firm.contacts.values();
            people
                .filter(|one| one.first_name.as_deref() == Some("Lost"))
                .count()
        });
        assert_eq!(made, 1, "it had taken effect: {told}");
    }
}

#[tokio::test]
async fn a_write_that_clio_put_off_is_sent_again() {
    let fake = FakeClio::start().await;
    fake.fault(Fault::too_many("0"));
    fake.fault(Fault::expire_access_tokens());
    let before = fake.read(|firm| firm.contacts.len());
    let error = clio(&fake)
        .contacts()
        .create(&someone("Later"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::Unauthorized,
        "this source has no newer token"
    );
    assert!(!error.may_have_taken_effect());
    assert_eq!(fake.read(|firm| firm.contacts.len()), before);

    fake.fault(Fault::too_many("0").times(2));
    let made = clio(&fake)
        .contacts()
        .create(&someone("Later"))
        .send()
        .await
        .unwrap();
    assert_eq!(made.first_name.as_deref(), Some("Later"));
    assert_eq!(fake.read(|firm| firm.contacts.len()), before + 1);
    let statuses: Vec<u16> = fake
        .api_requests()
        .iter()
        .map(|asked| asked.status)
        .collect();
    assert_eq!(statuses, [429, 401, 429, 429, 201]);
}
