//! What hangs on a contact: `{id,…}` changes, no `id` adds, `{id,"_destroy":true}` deletes, the rest stays (Clio: Contacts).

use serde_json::Value;

use crate::api::body::{Body, Link, unsaved};
use crate::api::view::{child_id, custom_id};
use crate::firm::{Address, Contact, CustomValue, Email, Firm, Phone};
use crate::reply::Reply;

/// As many emails, telephone numbers and addresses a contact has at most (API 4.0.13).
const MOST: usize = 20;

/// Takes over the lists of child records.
pub(crate) fn write(firm: &Firm, contact: &mut Contact, body: &Body<'_>) -> Result<(), Reply> {
    let id = contact.id;
    list(id, 1, &mut contact.emails, body.list("email_addresses")?)?;
    list(id, 2, &mut contact.phones, body.list("phone_numbers")?)?;
    list(id, 3, &mut contact.addresses, body.list("addresses")?)?;
    for value in body.list("custom_field_values")? {
        custom(firm, contact, value)?;
    }
    Ok(())
}

/// A record that hangs on a contact.
trait Child: Default {
    const NAMES: &'static [&'static str];
    const TEXTS: &'static [&'static str];
    const DEFAULT: Option<&'static str>;
    fn serial(&mut self) -> &mut i64;
    fn name(&mut self) -> &mut String;
    fn text(&mut self, member: &str) -> &mut String;
}

fn list<C: Child>(contact: i64, kind: i64, all: &mut Vec<C>, sent: &[Value]) -> Result<(), Reply> {
    for one in sent {
        let mut known = vec!["id", "_destroy", "name"];
        known.extend(C::TEXTS);
        known.extend(C::DEFAULT);
        let body = Body::of(one, &known)?;
        let serials = all.iter_mut().map(|child| *child.serial());
        let next = serials.max().map_or(0, |last| last + 1);
        let at = match body.value("id").map(Value::as_i64) {
            None => {
                let mut child = C::default();
                *child.serial() = next;
                all.push(child);
                all.len() - 1
            }
            Some(id) => all
                .iter_mut()
                .position(|child| Some(child_id(contact, kind, *child.serial())) == id)
                .ok_or_else(Reply::not_found)?,
        };
        if body.flag("_destroy")? == Some(true) {
            all.remove(at);
            continue;
        }
        let child = &mut all[at];
        for text in C::TEXTS {
            if let Some(new) = body.text(text)? {
                *child.text(text) = new;
            }
        }
        if let Some(name) = body.text("name")? {
            if !C::NAMES.contains(&name.as_str()) {
                return Err(unsaved("name is not included in the list"));
            }
            *child.name() = name;
        } else if child.name().is_empty() {
            "Other".clone_into(child.name());
        }
        if C::DEFAULT.is_some_and(|_| child.text(C::TEXTS[0]).trim().is_empty()) {
            return Err(unsaved(&format!("{} can't be blank", C::TEXTS[0])));
        }
        if let Some(default) = C::DEFAULT
            && body.flag(default)? == Some(true)
        {
            all[..=at].rotate_right(1);
        }
    }
    if all.len() > MOST {
        return Err(unsaved("a contact has at most 20 of them"));
    }
    Ok(())
}

fn custom(firm: &Firm, contact: &mut Contact, sent: &Value) -> Result<(), Reply> {
    let body = Body::of(sent, &["id", "_destroy", "custom_field", "value"])?;
    let value = body.value("value").cloned();
    let Some(id) = body.value("id") else {
        let (Link::To(field), Some(value)) = (body.link("custom_field")?, value) else {
            return Err(unsaved("custom_field and value are needed"));
        };
        if !firm.custom_fields.contains_key(&field) {
            return Err(Reply::not_found());
        }
        if contact.custom.iter().any(|known| known.field == field) {
            return Err(unsaved("a value for that custom field already exists"));
        }
        contact.custom.push(CustomValue {
            field,
            value,
            soft_deleted: false,
        });
        return Ok(());
    };
    // The id of the definition in the place of the value's is the classic mistake: it finds nothing here.
    let named = |known: &CustomValue| custom_id(firm, contact.id, known).as_deref() == id.as_str();
    let at = contact.custom.iter().position(named);
    let at = at.ok_or_else(Reply::not_found)?;
    if body.flag("_destroy")? == Some(true) {
        contact.custom.remove(at);
    } else if let Some(value) = value {
        contact.custom[at].value = value;
    }
    Ok(())
}

impl Child for Email {
    const NAMES: &'static [&'static str] = &["Work", "Home", "Other"];
    const TEXTS: &'static [&'static str] = &["address"];
    const DEFAULT: Option<&'static str> = Some("default_email");
    fn serial(&mut self) -> &mut i64 {
        &mut self.serial
    }
    fn name(&mut self) -> &mut String {
        &mut self.name
    }
    fn text(&mut self, _member: &str) -> &mut String {
        &mut self.address
    }
}

impl Child for Phone {
    const NAMES: &'static [&'static str] =
        &["Work", "Home", "Mobile", "Fax", "Pager", "Skype", "Other"];
    const TEXTS: &'static [&'static str] = &["number"];
    const DEFAULT: Option<&'static str> = Some("default_number");
    fn serial(&mut self) -> &mut i64 {
        &mut self.serial
    }
    fn name(&mut self) -> &mut String {
        &mut self.name
    }
    fn text(&mut self, _member: &str) -> &mut String {
        &mut self.number
    }
}

impl Child for Address {
    const NAMES: &'static [&'static str] = &["Work", "Home", "Billing", "Other"];
    const TEXTS: &'static [&'static str] =
        &["street", "city", "province", "postal_code", "country"];
    const DEFAULT: Option<&'static str> = None;
    fn serial(&mut self) -> &mut i64 {
        &mut self.serial
    }
    fn name(&mut self) -> &mut String {
        &mut self.name
    }
    fn text(&mut self, member: &str) -> &mut String {
        match member {
            "street" => &mut self.street,
            "city" => &mut self.city,
            "province" => &mut self.province,
            "postal_code" => &mut self.postal_code,
            _ => &mut self.country,
        }
    }
}
