//! Contacts.

use serde_json::{Value, json};

use super::{View, initials, local};
use crate::firm::{Address, Contact, ContactKind, etag};

impl View<'_> {
    /// One name of a contact. Names the account has nothing for are null; the renderer makes empty lists of those.
    pub(crate) fn contact(&self, contact: &Contact, name: &str) -> Value {
        match name {
            "id" => json!(contact.id),
            "etag" => json!(etag(contact)),
            "name" => json!(contact.name()),
            "first_name" => json!(contact.first_name),
            "middle_name" => json!(contact.middle_name),
            "last_name" => json!(contact.last_name),
            "prefix" => json!(contact.prefix),
            "title" => json!(contact.title),
            "initials" => json!(initials(&contact.name())),
            "date_of_birth" => json!(contact.date_of_birth),
            "type" => match contact.kind {
                ContactKind::Person => json!("Person"),
                ContactKind::Company => json!("Company"),
            },
            "created_at" => local(contact.created_at),
            "updated_at" => local(contact.updated_at),
            "is_client" => json!(self.firm.is_client(contact.id)),
            "is_co_counsel" | "is_bill_recipient" | "is_clio_for_client_user" => json!(false),
            "primary_email_address" => json!(contact.emails.first().map(|email| &email.address)),
            "secondary_email_address" => json!(contact.emails.get(1).map(|email| &email.address)),
            "primary_phone_number" => json!(contact.phones.first().map(|phone| &phone.number)),
            "secondary_phone_number" => json!(contact.phones.get(1).map(|phone| &phone.number)),
            "email_addresses" => children(
                contact,
                1,
                &contact.emails,
                |_, email| email.serial,
                |email| json!({"name": email.name, "address": email.address}),
            ),
            "phone_numbers" => children(
                contact,
                2,
                &contact.phones,
                |_, phone| phone.serial,
                |phone| json!({"name": phone.name, "number": phone.number}),
            ),
            "addresses" => children(
                contact,
                3,
                &contact.addresses,
                |_, place| place.serial,
                address,
            ),
            "web_sites" => children(
                contact,
                4,
                &contact.web_sites,
                |place, _| place,
                |site| json!({"name": site.name, "address": site.address, "default_web_site": false}),
            ),
            "primary_address" => first(self.contact(contact, "addresses")),
            "secondary_address" => second(self.contact(contact, "addresses")),
            "primary_web_site" => first(self.contact(contact, "web_sites")),
            "company" => self.contact_ref(contact.company),
            "custom_field_values" => self.custom_values(
                contact.id,
                &contact.custom,
                crate::firm::ParentType::Contact,
            ),
            _ => Value::Null,
        }
    }
}

fn address(address: &Address) -> Value {
    json!({
        "name": address.name,
        "street": address.street,
        "city": address.city,
        "province": address.province,
        "postal_code": address.postal_code,
        "country": address.country,
    })
}

/// The id of a child record.
pub(crate) fn child_id(contact: i64, kind: i64, serial: i64) -> i64 {
    contact * 1_000 + kind * 100 + serial
}

/// Child records with an id, an etag and times of their own; the first is the primary one.
fn children<T: std::hash::Hash>(
    contact: &Contact,
    kind: i64,
    all: &[T],
    serial: impl Fn(i64, &T) -> i64,
    one: impl Fn(&T) -> Value,
) -> Value {
    let child = |(place, record): (i64, &T)| {
        let mut child = one(record);
        child["id"] = json!(child_id(contact.id, kind, serial(place, record)));
        child["etag"] = json!(etag(&(contact.id, place, record)));
        child["primary"] = json!(place == 0);
        child["created_at"] = local(contact.created_at);
        child["updated_at"] = local(contact.updated_at);
        child
    };
    // Nested lists are capped at 200 records (API 4.0.11).
    Value::Array((0..200).zip(all).map(child).collect())
}

/// The primary one of a list, or the first; `null` when it is empty.
fn first(list: Value) -> Value {
    nth(list, |primary, at| at == primary)
}

/// The first that is not the primary one; `null` when there is none.
fn second(list: Value) -> Value {
    nth(list, |primary, at| at != primary)
}

fn nth(list: Value, wanted: impl Fn(usize, usize) -> bool) -> Value {
    let Value::Array(items) = list else {
        return Value::Null;
    };
    let primary = items.iter().position(|item| item["primary"] == true);
    let primary = primary.unwrap_or_default();
    let mut items = items.into_iter().enumerate();
    items
        .find(|(at, _)| wanted(primary, *at))
        .map_or(Value::Null, |(_, item)| item)
}
