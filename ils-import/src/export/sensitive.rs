//! Values that a list of people must not carry by accident.

use std::borrow::Cow;

use super::Sensitive;
use crate::ImportedClient;
use crate::client::Person;
use crate::sensitive::{holds_ssn, is_sensitive};

/// Whether the value must not be written.
pub(super) use crate::sensitive::is_number_of_the_kind as is_left_out;

/// The record that may be written.
pub(super) fn allowed(record: &ImportedClient, sensitive: Sensitive) -> Cow<'_, ImportedClient> {
    if sensitive == Sensitive::Written || !record.everybody().any(has_sensitive) {
        return Cow::Borrowed(record);
    }
    let mut record = record.clone();
    for person in record.everybody_mut() {
        person.social_security_number = None;
        person.custom.retain(|value| !is_left_out(value));
        person
            .provenance
            .retain(|path, source| !is_about_a_number(path, &source.from, &source.text));
    }
    Cow::Owned(record)
}

fn has_sensitive(person: &Person) -> bool {
    person.social_security_number.is_some()
        || person.custom.iter().any(is_left_out)
        || person
            .provenance
            .iter()
            .any(|(path, source)| is_about_a_number(path, &source.from, &source.text))
}

fn is_about_a_number(path: &str, from: &str, text: &str) -> bool {
    path == "social_security_number" || is_sensitive(from) || holds_ssn(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{CustomValue, RelatedPerson, SocialSecurityNumber};

    #[test]
    fn sensitive_values_are_left_out_of_everybody() {
        let value = |name: &str| CustomValue {
            name: name.to_owned(),
            ..CustomValue::default()
        };
        let mut record = ImportedClient::default();
        record.client.custom = vec![value("SSN"), value("Golf club")];
        let mut child = RelatedPerson::default();
        child.person.custom = vec![value("Passport")];
        record.children.push(child);
        assert_eq!(*allowed(&record, Sensitive::Written), record);
        let allowed = allowed(&record, Sensitive::LeftOut);
        assert_eq!(allowed.client.custom.len(), 1);
        assert_eq!(allowed.client.custom[0].name, "Golf club");
        assert!(allowed.children[0].person.custom.is_empty());
    }

    #[test]
    fn a_number_that_was_asked_for_is_left_out_too() {
        let mut record = ImportedClient::default();
        record.client.social_security_number =
            Some(SocialSecurityNumber::Clear("CANARY-00-0000".into()));
        assert_eq!(*allowed(&record, Sensitive::Written), record);
        assert!(
            allowed(&record, Sensitive::LeftOut)
                .client
                .social_security_number
                .is_none()
        );
    }
}
