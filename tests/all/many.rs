//! Many families at once: how often Clio is asked, and that each is the one that is read alone.

use clio_api::{AccessToken, Clio, ErrorKind, Id, Matter, Origin};
use contract_tests::firm::{FieldType, sample};
use contract_tests::{FakeClio, Fault, Firm};
use ils_import::family::read_many;
use ils_import::{Outline, ReadError, Rules, map};
use jiff::Timestamp;
use secrecy::ExposeSecret;

/// A handle with a fresh grant.
pub(crate) fn clio(fake: &FakeClio) -> Clio {
    Clio::builder()
        .origin(Origin::parse(&fake.origin()).unwrap())
        .token_source(AccessToken::new(fake.grant().access_token.expose_secret()))
        .build()
        .unwrap()
}

pub(crate) fn now() -> Timestamp {
    "2026-11-24T19:02:40Z".parse().unwrap()
}

/// A firm of `families` matters, each with a client and `related` people of its own.
fn firm_of(families: usize, related: usize) -> (Firm, Vec<Id<Matter>>) {
    let mut firm = Firm::empty();
    let mut ids = Vec::new();
    for (number, id) in (0..families).zip(7_000_000_001..) {
        let client = firm.person("Client", &format!("Number{number}"), |_| {});
        let matter = firm.add_matter(contract_tests::firm::Matter::new(
            id,
            &format!("{number:05}-Many"),
            Some(client),
        ));
        for _ in 0..related {
            let child = firm.person("Child", &format!("Number{number}"), |_| {});
            firm.relate(matter, child, Some("child"));
        }
        ids.push(Id::new(matter));
    }
    (firm, ids)
}

fn paths(fake: &FakeClio) -> Vec<String> {
    fake.api_requests()
        .iter()
        .map(|request| request.path.clone())
        .collect()
}

#[tokio::test]
async fn many_families_take_as_few_requests_as_their_ids_need() {
    // Matters, people on each besides the client; ⌈k/200⌉ + ⌈r/200⌉ + ⌈c/200⌉.
    for (families, related, requests) in [
        (1, 0, 2),
        (1, 3, 3),
        (58, 2, 3),
        (100, 2, 4),
        (201, 2, 2 + 3 + 4),
    ] {
        let (firm, ids) = firm_of(families, related);
        let fake = FakeClio::builder()
            .firm(firm)
            .rate_limit(1_000)
            .start()
            .await;
        let read = read_many(&clio(&fake), &ids, &Rules::default(), now())
            .await
            .unwrap();
        assert_eq!(
            paths(&fake).len(),
            requests,
            "{families} × {related}: {:#?}",
            paths(&fake)
        );
        assert_eq!(read.len(), families);
        for (_, family) in read {
            assert_eq!(
                map(family.unwrap(), &Rules::default()).counts().child,
                related
            );
        }
    }
}

#[tokio::test]
async fn each_of_many_is_the_family_that_is_read_alone() {
    let fake = FakeClio::builder().rate_limit(10_000).start().await;
    let clio = clio(&fake);
    let ids: Vec<Id<Matter>> =
        fake.read(|firm| firm.matters.keys().map(|id| Id::new(*id)).collect());
    let rules = Rules::default();
    let many = read_many(&clio, &ids, &rules, now()).await.unwrap();
    assert_eq!(many.len(), ids.len());
    for (id, of_many) in many {
        let alone = match Outline::read(&clio, id).await {
            Ok(outline) => outline.read_people(&clio, &rules, now()).await,
            Err(error) => Err(error),
        };
        match (of_many, alone) {
            (Ok(of_many), Ok(alone)) => {
                let [one, other] = [of_many, alone]
                    .map(|family| serde_json::to_vec(&map(family, &rules)).unwrap());
                assert!(one == other, "matter {id}");
            }
            (Err(one), Err(other)) => assert_eq!(one.to_string(), other.to_string()),
            (one, other) => panic!("matter {id}: {one:?}, {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_matter_that_is_not_there_costs_the_others_nothing() {
    let fake = FakeClio::start().await;
    let ids = [
        404,
        sample::HOLLIS,
        sample::NO_CLIENT,
        sample::CLIENT_HIDDEN,
        sample::HOLLIS,
    ]
    .map(Id::new);
    let read = read_many(&clio(&fake), &ids, &Rules::default(), now())
        .await
        .unwrap();
    assert!(matches!(
        read.iter().map(|(_, family)| family).collect::<Vec<_>>()[..],
        [
            Err(ReadError::NoMatter),
            Ok(_),
            Err(ReadError::NoClient),
            Err(ReadError::ClientHidden)
        ]
    ));
    assert!(read[0].1.as_ref().unwrap_err().is_not_found());
}

/// A matter's nested list ends at 200: the rest is walked, for that matter alone.
#[tokio::test]
async fn a_family_longer_than_a_nested_list_is_whole() {
    let fake = FakeClio::start().await;
    let ids = [sample::FAMILY_OF_260, sample::FAMILY_OF_60].map(Id::new);
    let read = read_many(&clio(&fake), &ids, &Rules::default(), now())
        .await
        .unwrap();
    let sizes: Vec<usize> = read
        .iter()
        .map(|(_, family)| {
            map(family.as_ref().unwrap().clone(), &Rules::default())
                .people
                .len()
        })
        .collect();
    assert_eq!(sizes, [260, 60]);
    let requests = fake.api_requests();
    let of_one_matter: Vec<_> = requests
        .iter()
        .filter_map(|request| request.param("matter_id"))
        .collect();
    assert_eq!(
        of_one_matter,
        [
            sample::FAMILY_OF_260.to_string(),
            sample::FAMILY_OF_260.to_string()
        ]
    );
}

#[tokio::test]
async fn fields_are_read_only_when_a_value_needs_them() {
    let fake = FakeClio::start().await;
    let clio = clio(&fake);
    let asked = |fake: &FakeClio| {
        let asked = paths(fake)
            .into_iter()
            .filter(|path| path.contains("/custom_fields"))
            .count();
        fake.reset_record();
        asked
    };
    let hollis = [Id::new(sample::HOLLIS)];
    let bare = Rules {
        usual_names: false,
        ..Rules::default()
    };
    read_many(
        &clio,
        &[Id::new(sample::FAMILY_OF_60)],
        &Rules::default(),
        now(),
    )
    .await
    .unwrap();
    assert_eq!(asked(&fake), 0, "no value is set");
    read_many(&clio, &hollis, &Rules::default(), now())
        .await
        .unwrap();
    assert_eq!(asked(&fake), 1, "one list serves the names and the labels");
    read_many(&clio, &hollis, &bare, now()).await.unwrap();
    assert_eq!(asked(&fake), 1, "a label alone");
}

/// A deleted field is in no list, but its old values still carry it.
#[tokio::test]
async fn the_label_of_a_deleted_field_is_found() {
    let (mut firm, ids) = firm_of(1, 0);
    let field = firm.custom_field("Club", FieldType::Picklist, |field| {
        field.option("Golf");
        field.deleted = true;
    });
    let option = firm.custom_fields[&field].option_id("Golf").unwrap();
    let client = firm.contacts.values_mut().next().unwrap();
    client.set(field, option.to_string());
    let fake = FakeClio::builder().firm(firm).start().await;
    let read = read_many(&clio(&fake), &ids, &Rules::default(), now())
        .await
        .unwrap();
    let draft = map(read[0].1.as_ref().unwrap().clone(), &Rules::default());
    let value = serde_json::to_value(&draft.client.client.custom[0].value).unwrap();
    assert_eq!(value, "Golf");
}

/// Relationships need the permissions for matters and for contacts (Clio's page on permissions). Whoever lacks one of them cannot read
/// people by another way either: a family is refused whole, and never read without its relationships.
#[tokio::test]
async fn without_relationships_no_family_is_read() {
    let id = Id::new(sample::HOLLIS);
    let narrow = FakeClio::builder().permissions(|may| may.contacts = false);
    let refusing = FakeClio::start().await;
    refusing.fault(Fault::status(403).on("/api/v4/relationships").times(9));
    for fake in [narrow.start().await, refusing] {
        let alone = Outline::read(&clio(&fake), id).await.map(drop);
        let of_many = read_many(&clio(&fake), &[id], &Rules::default(), now()).await;
        let of_many = of_many.map(drop);
        for read in [alone, of_many] {
            let is_refused = matches!(&read, Err(ReadError::Clio(error)) if error.kind() == ErrorKind::Forbidden);
            assert!(is_refused, "{read:?}");
        }
        let asked = paths(&fake);
        let of_people = asked
            .iter()
            .any(|path| path.starts_with("/api/v4/contacts"));
        assert!(!of_people, "{asked:?}");
    }
}
