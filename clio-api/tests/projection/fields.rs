//! What is asked for.

use clio_api::projection::{Holds, Reference, kind};
use clio_api::{
    Address, Contact, ContactType, CustomField, CustomFieldValue, EmailAddress, FieldValue, Id,
    Matter, MatterStatus, Projection, User,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

#[derive(Debug, Deserialize, Projection)]
#[projection(resource = Address)]
#[expect(dead_code, reason = "only what is asked for matters here")]
struct Home {
    street: Option<String>,
    city: Option<Box<str>>,
    primary: Option<bool>,
}

#[derive(Debug, Deserialize, Projection)]
#[projection(resource = clio_api::EmailAddress)]
#[expect(dead_code, reason = "only what is asked for matters here")]
struct Mail {
    id: Id<EmailAddress>,
    address: Option<String>,
}

#[derive(Debug, Deserialize, Projection)]
#[projection(resource = CustomFieldValue)]
#[expect(
    dead_code,
    clippy::struct_field_names,
    reason = "only what is asked for matters here"
)]
struct Custom {
    id: Option<String>,
    value: Option<FieldValue>,
    custom_field: Option<Reference<CustomField>>,
    contact: Option<Box<Reference<clio_api::Contact>>>,
}

#[derive(Debug, Deserialize, Projection)]
#[projection(resource = Contact)]
struct Firm {
    name: Option<String>,
    redacted: Option<bool>,
}

#[derive(Debug, Deserialize, Projection)]
#[projection(resource = Contact)]
#[expect(dead_code, reason = "only what is asked for matters here")]
struct Person {
    redacted: Option<bool>,
    id: Id<Contact>,
    #[serde(rename = "type")]
    kind: Option<ContactType>,
    #[serde(
        rename(deserialize = "first_name", serialize = "given"),
        alias = "given"
    )]
    given: Option<String>,
    addresses: Vec<Home>,
    email_addresses: Option<Box<[Mail]>>,
    custom_field_values: Option<Vec<Custom>>,
    company: Option<Box<Firm>>,
    #[serde(skip)]
    nickname: String,
    #[serde(skip_deserializing)]
    golf_club: Option<u8>,
    date_of_birth: Option<Date>,
    updated_at: std::option::Option<Timestamp>,
    title: serde_json::Value,
    prefix: Option<Box<serde_json::value::RawValue>>,
}

#[test]
fn names_nesting_renames_and_what_is_left_out() {
    assert_eq!(
        Person::FIELDS,
        "id,type,first_name,addresses{street,city,primary},email_addresses{id,address},\
         custom_field_values{id,value,custom_field,contact},company{name},date_of_birth,updated_at,title,prefix"
    );
    const { assert!(Person::NESTED) };
    assert_eq!(Home::FIELDS, "street,city,primary");
    assert_eq!(Custom::FIELDS, "id,value,custom_field,contact");
    assert_eq!(Firm::FIELDS, "name");
    const { assert!(!Home::NESTED && !Custom::NESTED && !Firm::NESTED && !Mail::NESTED) };
}

#[test]
fn raw_identifiers_and_the_rule_for_all_names() {
    #[derive(Deserialize, Projection)]
    #[projection(resource = Contact)]
    #[serde(rename_all = "lowercase")]
    #[expect(dead_code, reason = "only what is asked for matters here")]
    struct Kind {
        r#type: Option<String>,
        id: Id<Contact>,
    }

    #[derive(Deserialize, Projection)]
    #[projection(resource = Contact)]
    #[serde(rename_all(serialize = "camelCase", deserialize = "snake_case"))]
    #[expect(dead_code, reason = "only what is asked for matters here")]
    struct Named {
        first_name: Option<String>,
    }

    assert_eq!(Kind::FIELDS, "type,id");
    assert_eq!(Named::FIELDS, "first_name");
}

#[test]
fn a_field_decoded_by_a_function_keeps_its_name_and_its_nesting() {
    fn lower<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        String::deserialize(deserializer).map(|text| text.len() as u64)
    }
    fn listed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Home>, D::Error> {
        Option::deserialize(deserializer).map(Option::unwrap_or_default)
    }
    fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        let company = Reference::<Contact>::deserialize(deserializer)?;
        Ok(company.id.map(Id::number).unwrap_or_default())
    }

    #[derive(Deserialize, Projection)]
    #[projection(resource = Contact)]
    struct Odd {
        #[serde(deserialize_with = "lower")]
        name: u64,
        #[serde(default, deserialize_with = "listed")]
        addresses: Vec<Home>,
        #[serde(deserialize_with = "number")]
        company: i64,
    }

    assert_eq!(Odd::FIELDS, "name,addresses{street,city,primary},company");
    let odd: Odd =
        serde_json::from_str(r#"{"name":"Dana","addresses":null,"company":{"id":7}}"#).unwrap();
    assert_eq!((odd.name, odd.addresses.len(), odd.company), (4, 0, 7));
}

#[test]
fn a_bare_reference_and_types_of_ones_own() {
    struct Number(String);

    impl<'de> Deserialize<'de> for Number {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            String::deserialize(deserializer).map(Self)
        }
    }

    impl Holds<kind::Text> for Number {}

    type Maybe<T> = Option<T>;

    #[derive(Deserialize, Projection)]
    #[projection(resource = Matter)]
    struct Case {
        display_number: Maybe<Number>,
        client: Option<Reference<Contact>>,
        status: MatterStatus,
    }

    assert_eq!(Case::FIELDS, "display_number,client,status");
    let case: Case = serde_json::from_str(
        r#"{"display_number":"00412-Hollis","client":{"id":1,"etag":"\"CANARY_a\""},"status":"Open","new":1}"#,
    )
    .unwrap();
    assert_eq!(case.display_number.unwrap().0, "00412-Hollis");
    assert_eq!(case.status, MatterStatus::Open);
    let client = case.client.clone().unwrap_or_default();
    assert_eq!(client.id, Some(Id::new(1)));
    assert!(!format!("{client:?}").contains("CANARY"), "{client:?}");
}

#[test]
fn lists_of_plain_values() {
    #[derive(Deserialize, Projection)]
    #[projection(resource = User)]
    #[expect(dead_code, reason = "only what is asked for matters here")]
    struct Me {
        rate: Option<f64>,
        roles: Option<Vec<String>>,
    }

    assert_eq!(Me::FIELDS, "rate,roles");
}

#[test]
fn by_hand_the_braces_are_counted() {
    #[derive(Deserialize)]
    struct ByHand {}

    impl Projection<Contact> for ByHand {
        const FIELDS: &'static str = "id,company{id,name}";
    }

    const { assert!(ByHand::NESTED) };
    const { assert!(!<Reference<Contact> as Projection<Contact>>::NESTED) };
}

#[test]
fn a_record_one_may_not_see_is_its_id() {
    let firm: Firm = serde_json::from_str(r#"{"id":1,"redacted":true}"#).unwrap();
    assert_eq!((firm.name, firm.redacted), (None, Some(true)));
}
