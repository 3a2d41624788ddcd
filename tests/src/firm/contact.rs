//! People and companies.

use jiff::Timestamp;
use serde_json::Value;

use super::made_at;

/// A contact as the account holds it. Texts are kept as somebody typed them.
#[derive(Clone, Debug, Hash)]
pub struct Contact {
    /// Id.
    pub id: i64,
    /// Person or company.
    pub kind: ContactKind,
    /// The whole name, when it is not simply first, middle and last.
    pub whole_name: Option<String>,
    /// Mr, Ms, Dr.
    pub prefix: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Middle name.
    pub middle_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// `YYYY-MM-DD`.
    pub date_of_birth: Option<String>,
    /// The company the person works for.
    pub company: Option<i64>,
    /// Email addresses, at most 20 (Clio 4.0.13).
    pub emails: Vec<Email>,
    /// Telephone numbers, at most 20.
    pub phones: Vec<Phone>,
    /// Addresses, at most 20.
    pub addresses: Vec<Address>,
    /// Web sites.
    pub web_sites: Vec<WebSite>,
    /// Custom values that were set.
    pub custom: Vec<CustomValue>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Clio's `type` of a contact.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "Clio has these two")]
pub enum ContactKind {
    /// A human being.
    Person,
    /// Anything else.
    Company,
}

/// An email address.
#[derive(Clone, Debug, Default, Hash)]
#[non_exhaustive]
pub struct Email {
    /// Its number among those of the contact: part of its id, which stays when others go.
    pub serial: i64,
    /// Work, Home, Other or anything else.
    pub name: String,
    /// The address.
    pub address: String,
}

/// A telephone number.
#[derive(Clone, Debug, Default, Hash)]
#[non_exhaustive]
pub struct Phone {
    /// Its number among those of the contact: part of its id, which stays when others go.
    pub serial: i64,
    /// Work, Home, Mobile, Fax …
    pub name: String,
    /// As typed.
    pub number: String,
}

/// A postal address.
#[derive(Clone, Debug, Default, Hash)]
#[non_exhaustive]
pub struct Address {
    /// Its number among those of the contact: part of its id, which stays when others go.
    pub serial: i64,
    /// Work, Home, Billing or Other.
    pub name: String,
    /// May hold several lines.
    pub street: String,
    /// City.
    pub city: String,
    /// State.
    pub province: String,
    /// ZIP.
    pub postal_code: String,
    /// Free text.
    pub country: String,
}

/// A web site.
#[derive(Clone, Debug, Hash)]
pub struct WebSite {
    /// Work, Personal …
    pub name: String,
    /// The address.
    pub address: String,
}

/// The value of a custom field, in the JSON kind Clio would send.
#[derive(Clone, Debug, Hash)]
pub struct CustomValue {
    /// The definition.
    pub field: i64,
    /// The value: text, number, boolean; the id (as text or number) for picklist, contact and matter.
    pub value: Value,
    /// The definition or the row was deleted, the value is still there.
    pub soft_deleted: bool,
}

impl Contact {
    /// A person.
    pub fn person(id: i64, first: &str, last: &str) -> Self {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Self {
            first_name: text(first),
            last_name: text(last),
            ..Self::blank(id, ContactKind::Person)
        }
    }

    /// A company.
    pub fn company(id: i64, name: &str) -> Self {
        Self {
            whole_name: Some(name.to_owned()),
            ..Self::blank(id, ContactKind::Company)
        }
    }

    /// The display name.
    pub fn name(&self) -> String {
        if let Some(whole) = &self.whole_name {
            return whole.clone();
        }
        let parts = [&self.first_name, &self.middle_name, &self.last_name];
        parts
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Sets the date of birth, `YYYY-MM-DD`.
    pub fn born(&mut self, date: &str) -> &mut Self {
        self.date_of_birth = Some(date.to_owned());
        self
    }

    /// Adds an email address; the first one is the primary one.
    pub fn email(&mut self, name: &str, address: &str) -> &mut Self {
        let serial = next(&self.emails, |email| email.serial);
        self.emails.push(Email {
            serial,
            name: name.to_owned(),
            address: address.to_owned(),
        });
        self
    }

    /// Adds a telephone number; the first one is the primary one.
    pub fn phone(&mut self, name: &str, number: &str) -> &mut Self {
        let serial = next(&self.phones, |phone| phone.serial);
        self.phones.push(Phone {
            serial,
            name: name.to_owned(),
            number: number.to_owned(),
        });
        self
    }

    /// Adds an address: street (lines apart by `\n`), city, state, ZIP.
    pub fn address(
        &mut self,
        name: &str,
        [street, city, province, postal_code]: [&str; 4],
    ) -> &mut Self {
        let serial = next(&self.addresses, |address| address.serial);
        self.addresses.push(Address {
            serial,
            name: name.to_owned(),
            street: street.to_owned(),
            city: city.to_owned(),
            province: province.to_owned(),
            postal_code: postal_code.to_owned(),
            country: "US".to_owned(),
        });
        self
    }

    /// Sets a custom value, in the JSON kind Clio would send.
    pub fn set(&mut self, field: i64, value: impl Into<Value>) -> &mut Self {
        self.custom.push(CustomValue {
            field,
            value: value.into(),
            soft_deleted: false,
        });
        self
    }

    fn blank(id: i64, kind: ContactKind) -> Self {
        Self {
            id,
            kind,
            whole_name: None,
            prefix: None,
            first_name: None,
            middle_name: None,
            last_name: None,
            title: None,
            date_of_birth: None,
            company: None,
            emails: Vec::new(),
            phones: Vec::new(),
            addresses: Vec::new(),
            web_sites: Vec::new(),
            custom: Vec::new(),
            created_at: made_at(),
            updated_at: made_at(),
        }
    }
}

/// The serial of one more.
fn next<T>(all: &[T], serial: impl Fn(&T) -> i64) -> i64 {
    all.iter().map(serial).max().map_or(0, |last| last + 1)
}
