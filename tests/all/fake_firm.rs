//! The sample firm has what it promises.

use std::collections::BTreeSet;

use contract_tests::firm::sample::{self, NAMES, TEXTS};
use contract_tests::firm::{Contact, FieldType, Firm};

#[test]
fn it_is_large_and_the_same_every_time() {
    let firm = sample::firm();
    assert!(firm.matters.len() >= 60, "{}", firm.matters.len());
    assert!(firm.contacts.len() >= 400, "{}", firm.contacts.len());
    assert_eq!(format!("{firm:?}"), format!("{:?}", sample::firm()));
    assert_eq!(
        (firm.user.name().as_str(), firm.account_name.as_str()),
        ("Pat Rivera", "Hollis & Park LLP")
    );
}

#[test]
fn ids_are_large_and_references_hold() {
    let firm = sample::firm();
    let ids = firm
        .contacts
        .keys()
        .chain(firm.relationships.keys())
        .chain(firm.custom_fields.keys());
    assert!(
        ids.chain(firm.matters.keys().filter(|id| **id != sample::HOLLIS))
            .all(|id| *id > i64::from(i32::MAX))
    );
    for row in firm.relationships.values() {
        assert!(firm.matters.contains_key(&row.matter) && firm.contacts.contains_key(&row.contact));
    }
    for matter in firm.matters.values() {
        assert!(
            matter
                .client
                .is_none_or(|client| firm.contacts.contains_key(&client))
        );
    }
    let defined = |contact: &Contact| {
        contact
            .custom
            .iter()
            .all(|value| firm.custom_fields.contains_key(&value.field))
    };
    assert!(firm.contacts.values().all(defined));
    let kinds: BTreeSet<&str> = firm
        .custom_fields
        .values()
        .map(|field| field.kind.as_str())
        .collect();
    assert_eq!(kinds.len(), FieldType::ALL.len());
}

#[test]
fn everybody_is_invented() {
    for contact in sample::firm().contacts.values() {
        for email in &contact.emails {
            assert!(email.address.ends_with("example.test"), "{}", email.address);
        }
        for phone in &contact.phones {
            assert!(phone.number.starts_with("503-555-01"), "{}", phone.number);
        }
    }
}

#[test]
fn the_cases_are_what_their_names_say() {
    let firm = sample::firm();
    let people = |matter: i64| {
        let client = firm.matters[&matter].client;
        firm.rows_of(matter)
            .map(|row| row.contact)
            .chain(client)
            .collect::<BTreeSet<_>>()
            .len()
    };
    assert_eq!(people(sample::FAMILY_OF_60), 60);
    assert_eq!(people(sample::FAMILY_OF_130), 130);
    assert_eq!(people(sample::FAMILY_OF_260), 260);
    assert_eq!(people(sample::CLIENT_ALONE), 1);
    assert_eq!(firm.rows_of(sample::SON_AND_EXECUTOR).count(), 3);
    assert_eq!(people(sample::SON_AND_EXECUTOR), 2);
    let texts: Vec<Option<&str>> = firm
        .rows_of(sample::WORDS)
        .map(|row| row.description.as_deref())
        .collect();
    assert_eq!(texts, TEXTS);
    let names: Vec<String> = firm
        .rows_of(sample::SCRIPTS)
        .map(|row| firm.contacts[&row.contact].name())
        .collect();
    assert_eq!(
        names,
        NAMES
            .iter()
            .map(|(first, last)| format!("{first} {last}"))
            .collect::<Vec<_>>()
    );
    let client = |matter: i64| &firm.contacts[&firm.matters[&matter].client.unwrap()];
    assert_eq!(client(sample::TWENTY_EMAILS).emails.len(), 20);
    assert_eq!(client(sample::NAME_ONLY).first_name, None);
    assert_eq!(client(sample::HOLLIS).name(), "Dana Hollis");
    assert!(
        firm.hidden_contacts
            .contains(&client(sample::CLIENT_HIDDEN).id)
    );
    assert!(
        firm.rows_of(sample::ONLY_CLIENT_VISIBLE)
            .all(|row| firm.hidden_contacts.contains(&row.contact))
    );
}

/// What every import meets somewhere must be met in the sample.
#[test]
fn every_part_of_a_contact_is_somewhere() {
    let firm = sample::firm();
    let any = |has: &dyn Fn(&Contact) -> bool| firm.contacts.values().any(has);
    assert!(any(&|c| c.prefix.is_some()) && any(&|c| c.title.is_some()));
    assert!(any(&|c| c.first_name.is_some()
        && c.middle_name.is_some()
        && c.last_name.is_some()));
    assert!(any(&|c| c
        .company
        .is_some_and(|company| firm.contacts.contains_key(&company))));
    for name in ["Home", "Work", "Billing", "Other"] {
        assert!(
            any(&|c| c.addresses.iter().any(|address| address.name == name)),
            "{name}"
        );
    }
    for name in ["Home", "Work", "Mobile", "Fax", "Skype", "Other"] {
        assert!(
            any(&|c| c.phones.iter().any(|phone| phone.name == name)),
            "{name}"
        );
    }
    for country in ["US", "United States", "Canada", ""] {
        assert!(
            any(&|c| c.addresses.iter().any(|address| address.country == country)),
            "{country}"
        );
    }
}

#[test]
fn picklist_choices_have_ids_of_their_own() {
    let firm: Firm = sample::firm();
    let ids: Vec<i64> = firm
        .custom_fields
        .values()
        .flat_map(|field| field.options.iter().map(|choice| choice.id))
        .collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}
