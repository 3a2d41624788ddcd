//! Reading a family when Clio shows less than it did, or less than the app would need.

use clio_api::{Clio, Id, Matter};
use contract_tests::firm::{self, sample};
use contract_tests::{FakeClio, Fault};
use ils_import::family::read_many;
use ils_import::matters::{self, FindError, Status};
use ils_import::{Family, FindingCode, Outline, ReadError, Rules, map};
use serde_json::Value;

use crate::many::{clio, now};

async fn alone(clio: &Clio, matter: Id<Matter>, rules: &Rules) -> Result<Family, ReadError> {
    let outline = Outline::read(clio, matter).await?;
    outline.read_people(clio, rules, now()).await
}

async fn of_many(clio: &Clio, matter: Id<Matter>, rules: &Rules) -> Result<Family, ReadError> {
    let mut read = read_many(clio, &[matter], rules, now()).await?;
    read.remove(0).1
}

/// In the first round trip the client is there, in the second one no longer.
#[tokio::test]
async fn a_client_who_is_hidden_meanwhile_is_said_to_be_hidden() {
    fn without_dana(body: &mut Value) {
        let contacts = body["data"].as_array_mut().unwrap();
        contacts.retain(|contact| contact["first_name"] != "Dana");
    }

    let fake = FakeClio::start().await;
    let clio = clio(&fake);
    let both = [sample::HOLLIS, sample::FAMILY_OF_60].map(Id::new);
    fake.fault(Fault::edit(without_dana).on("/api/v4/contacts"));
    let rules = Rules::default();
    let read = read_many(&clio, &both, &rules, now()).await.unwrap();
    assert!(matches!(read[0].1, Err(ReadError::ClientHidden)));
    assert!(read[1].1.is_ok(), "the others lose nothing");

    let outline = Outline::read(&clio, both[0]).await.unwrap();
    assert_eq!(outline.matter().number.as_deref(), Some("00412-Hollis"));
    let dana = outline.client_contact_id().number();
    fake.change(|firm| firm.hidden_contacts.insert(dana));
    let read = outline.read_people(&clio, &rules, now()).await;
    assert!(matches!(read, Err(ReadError::ClientHidden)), "{read:?}");
}

/// Without the permission for custom fields nobody knows which field has a name, nor what an option is called: everybody is read all the
/// same, and a value is kept as it is.
#[tokio::test]
async fn without_the_permission_for_custom_fields_everybody_is_read() {
    let fake = FakeClio::builder().permissions(|may| may.custom_fields = false);
    let fake = fake.start().await;
    let (clio, hollis) = (clio(&fake), Id::new(sample::HOLLIS));
    let by_name = Rules::default();
    let bare = Rules {
        usual_names: false,
        ..Rules::default()
    };
    for (rules, known) in [(&by_name, Some(0)), (&bare, None)] {
        let read = [
            alone(&clio, hollis, rules).await.unwrap(),
            of_many(&clio, hollis, rules).await.unwrap(),
        ];
        for family in read {
            let names = family.field_definitions.as_ref().map(Vec::len);
            assert_eq!((names, family.picklist_labels.len()), (known, 0));
            let whole = fake.read(|firm| firm.rows_of(sample::HOLLIS).count());
            assert_eq!(family.relationships.len(), whole);
            let draft = map(family, rules);
            assert!(
                draft
                    .client
                    .everybody()
                    .any(|person| !person.custom.is_empty())
            );
        }
    }
    let asked = fake.api_requests();
    let asked = asked
        .iter()
        .filter(|asked| asked.path.contains("/custom_fields"));
    assert_eq!(asked.count(), 4, "once a family");
}

/// A row that the matter has and the list of relationships has not: whom it is about, nobody can say.
#[tokio::test]
async fn a_relationship_that_leads_to_nobody_is_told() {
    fn without_the_first(body: &mut Value) {
        body["data"].as_array_mut().unwrap().remove(0);
    }

    let fake = FakeClio::start().await;
    let clio = clio(&fake);
    let hollis = Id::new(sample::HOLLIS);
    let whole = map(
        alone(&clio, hollis, &Rules::default()).await.unwrap(),
        &Rules::default(),
    );
    fake.fault(Fault::edit(without_the_first).on("/api/v4/relationships"));
    let family = of_many(&clio, hollis, &Rules::default()).await.unwrap();
    let lost: Vec<_> = family
        .relationships
        .iter()
        .filter(|row| row.contact_id.is_none())
        .collect();
    assert_eq!(lost.len(), 1);
    assert!(lost[0].description.is_some());
    let draft = map(family, &Rules::default());
    assert_eq!(draft.hidden(), whole.hidden() + 1);
    let told = draft.not_saved().find(|finding| {
        finding.code == FindingCode::HiddenContact && finding.clio_contact_id.is_none()
    });
    assert!(told.is_some(), "{:?}", draft.findings);
}

#[tokio::test]
async fn a_text_leads_to_one_matter_or_says_why_not() {
    let fake = FakeClio::start().await;
    let clio = clio(&fake);
    fake.change(|firm| {
        for id in [9_000_000_001, 9_000_000_002] {
            firm.add_matter(firm::Matter::new(id, "00999-Twice", None));
        }
    });
    for text in [
        "00412-Hollis",
        " 00412-hollis ",
        &sample::HOLLIS.to_string(),
    ] {
        let outline = matters::find(&clio, text).await.unwrap();
        assert_eq!(outline.matter().id, sample::HOLLIS.to_string(), "{text}");
    }
    for text in ["", "  ", "00412", "00412-Holli", "404", "nobody"] {
        let found = matters::find(&clio, text).await;
        assert!(
            matches!(found, Err(FindError::NotFound)),
            "{text:?}: {found:?}"
        );
    }
    let Err(FindError::Ambiguous(found)) = matters::find(&clio, "00999-TWICE").await else {
        panic!("one of two was taken");
    };
    let ids: Vec<i64> = found.iter().map(|matter| matter.id).collect();
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert!(ids.contains(&9_000_000_001) && ids.contains(&9_000_000_002));
    let all = matters::search(&clio, " twice ", Status::All, 0)
        .await
        .unwrap();
    assert_eq!(
        (all.matters.len(), all.more),
        (1, true),
        "one at least is asked for"
    );
}
