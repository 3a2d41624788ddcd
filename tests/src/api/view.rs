//! The firm's records in Clio's words: every name of the catalogue, as this user may see it.

mod contact;
mod custom;
mod matter;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde_json::{Map, Value, json};

use crate::fields::{Kind, shape};
use crate::firm::{Firm, etag};
use crate::switches::Switches;

pub(crate) use contact::child_id;
pub(crate) use custom::custom_id;
pub(crate) use matter::Role;

/// The firm as one token sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) firm: &'a Firm,
    pub(crate) switches: &'a Switches,
    /// Without the Contacts permission nested contacts come as shells.
    pub(crate) sees_contacts: bool,
    /// Without the Matters permission nested matters do.
    pub(crate) sees_matters: bool,
}

impl View<'_> {
    /// True when this user may see the contact.
    pub(crate) fn sees(&self, contact: i64) -> bool {
        self.sees_contacts && !self.firm.hidden_contacts.contains(&contact)
    }

    /// A nested contact: its plain values, or a shell, or null when it is gone.
    pub(crate) fn contact_ref(&self, contact: Option<i64>) -> Value {
        let Some(record) = contact.and_then(|id| self.firm.contacts.get(&id)) else {
            return Value::Null;
        };
        if !self.sees(record.id) {
            return redacted(record.id);
        }
        plain("ContactBase", |name| self.contact(record, name))
    }

    /// A nested matter with its plain values and its client.
    pub(crate) fn matter_ref(&self, matter: i64) -> Value {
        let Some(record) = self.firm.matters.get(&matter) else {
            return Value::Null;
        };
        if !self.sees_matters {
            return redacted(record.id);
        }
        let mut nested = plain("MatterBase", |name| self.matter(record, name));
        nested["client"] = self.contact_ref(record.client);
        nested
    }

    /// The person a token acts for.
    pub(crate) fn user(&self, name: &str) -> Value {
        let user = &self.firm.user;
        match name {
            "id" => json!(user.id),
            "etag" => json!(etag(user)),
            "name" => json!(user.name()),
            "first_name" => json!(user.first_name),
            "last_name" => json!(user.last_name),
            "email" => json!(user.email),
            "initials" => json!(initials(&user.name())),
            "enabled" => json!(true),
            "account_owner" | "clio_connect" | "court_rules_default_attendee" => json!(false),
            "subscription_type" => json!("Attorney"),
            "time_zone" => json!("Pacific Time (US & Canada)"),
            "roles" => json!(["Accounts", "Reports"]),
            "created_at" | "updated_at" => zulu(crate::firm::made_at()),
            "account" => self.account(),
            _ => Value::Null,
        }
    }

    fn account(&self) -> Value {
        let firm = self.firm;
        json!({
            "id": firm.account_id,
            "etag": etag(&(firm.account_id, &firm.account_name)),
            "name": firm.account_name,
            "state": "active",
            "created_at": zulu(crate::firm::made_at()),
            "updated_at": zulu(crate::firm::made_at()),
        })
    }
}

/// What stands for a record the user may not see; the renderer makes a shell of it.
pub(crate) fn redacted(id: i64) -> Value {
    json!({"id": id, "redacted": true})
}

/// All plain values of a kind of record.
fn plain(kind: &str, value: impl Fn(&str) -> Value) -> Value {
    let names = shape(kind).names().filter(|(_, kind)| *kind == Kind::Plain);
    Value::Object(
        names
            .map(|(name, _)| (name.to_owned(), value(name)))
            .collect::<Map<_, _>>(),
    )
}

/// A time with `Z`.
pub(crate) fn zulu(at: Timestamp) -> Value {
    json!(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// A time with the user's offset: Clio answers both kinds.
pub(crate) fn local(at: Timestamp) -> Value {
    let pacific = at.to_zoned_datetime(TimeZone::fixed(Offset::constant(-8)));
    json!(pacific.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .collect()
}
