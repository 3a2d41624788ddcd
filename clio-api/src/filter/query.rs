//! The query of a request: written once, percent-encoded once.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

use jiff::Timestamp;
use jiff::civil::Date;

use super::{CustomFieldCondition, DateCondition};
use crate::Id;

/// The query of a request, as a [`Filter`](super::Filter) writes it. `Debug` shows the names of parameters alone.
#[derive(Default)]
pub struct Query {
    text: String,
    names: Vec<&'static str>,
    /// A parameter that Clio refuses the list without, and that is not set.
    missing: Option<&'static str>,
}

/// A value of the query.
pub(crate) trait Parameter {
    fn text(&self) -> Cow<'_, str>;
}

impl Query {
    pub(crate) fn one<P: Parameter>(&mut self, name: &'static str, value: Option<&P>) {
        if let Some(value) = value {
            self.push(name, &value.text());
        }
    }

    pub(crate) fn required<P: Parameter>(&mut self, name: &'static str, value: Option<&P>) {
        if value.is_none() {
            self.missing.get_or_insert(name);
        }
        self.one(name, value);
    }

    /// A word in lower case, as this parameter takes it whatever answers say.
    pub(crate) fn lower<P: Parameter>(&mut self, name: &'static str, value: Option<&P>) {
        if let Some(value) = value {
            self.push(name, &value.text().to_lowercase());
        }
    }

    /// The parameter once for each value.
    pub(crate) fn many<P: Parameter>(&mut self, name: &'static str, values: &[P]) {
        for value in values {
            self.push(name, &value.text());
        }
    }

    /// All values in one parameter, with commas.
    pub(crate) fn comma<P: Parameter>(&mut self, name: &'static str, values: &BTreeSet<P>) {
        if !values.is_empty() {
            let words: Vec<Cow<'_, str>> = values.iter().map(Parameter::text).collect();
            self.push(name, &words.join(",").to_lowercase());
        }
    }

    /// `custom_field_values[7]=>=45`; several conditions on one field are one list, since Clio takes the parameter once a field.
    pub(crate) fn custom_fields(&mut self, conditions: &[CustomFieldCondition]) {
        let mut done = BTreeSet::new();
        for condition in conditions {
            let field = condition.field();
            if !done.insert(field) {
                continue;
            }
            let texts: Vec<&str> = conditions
                .iter()
                .filter(|other| other.field() == field)
                .map(CustomFieldCondition::text_of)
                .collect();
            let text = match texts.as_slice() {
                [one] => (*one).to_owned(),
                several => format!("[{}]", several.join(", ")),
            };
            self.names.push("custom_field_values");
            self.separate();
            let _infallible = write!(self.text, "custom_field_values%5B{field}%5D=");
            self.encode(&text);
        }
    }

    pub(crate) fn push(&mut self, name: &'static str, value: &str) {
        self.names.push(name);
        self.separate();
        self.encode(name);
        self.text.push('=');
        self.encode(value);
    }

    pub(crate) fn holds(&self, name: &str) -> bool {
        self.names.contains(&name)
    }

    pub(crate) fn missing(&self) -> Option<&'static str> {
        self.missing
    }

    /// The query, percent-encoded.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    fn separate(&mut self) {
        if !self.text.is_empty() {
            self.text.push('&');
        }
    }

    /// Form encoding writes a space as `+`; Clio is given `%20`, which means the same everywhere.
    fn encode(&mut self, text: &str) {
        for piece in url::form_urlencoded::byte_serialize(text.as_bytes()) {
            self.text.push_str(if piece == "+" { "%20" } else { piece });
        }
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Query").field(&self.names).finish()
    }
}

impl Parameter for bool {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

impl Parameter for i64 {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl Parameter for String {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Parameter for Date {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl Parameter for Timestamp {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl Parameter for DateCondition {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl<R> Parameter for Id<R> {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Contact, MatterStatus};

    #[test]
    fn it_is_written_once_and_encoded_once() {
        let mut query = Query::default();
        query.one("query", Some(&"Ñandú & a+b {x}%20".to_owned()));
        query.many("ids[]", &[Id::<Contact>::new(1), Id::new(2)]);
        query.one("client_only", Some(&true));
        query.one::<bool>("email_only", None);
        query.comma(
            "status",
            &[MatterStatus::Pending, MatterStatus::Open].into(),
        );
        assert_eq!(
            query.into_text(),
            "query=%C3%91and%C3%BA%20%26%20a%2Bb%20%7Bx%7D%2520&ids%5B%5D=1&ids%5B%5D=2&client_only=true&status=pending%2Copen"
        );
    }

    #[test]
    fn conditions_on_one_field_are_one_list() {
        let field = Id::new(7);
        let mut query = Query::default();
        query.custom_fields(&[
            CustomFieldCondition::number(field, super::super::Comparison::AtMost, "50"),
            CustomFieldCondition::checkbox(Id::new(8), true),
            CustomFieldCondition::number(field, super::super::Comparison::AtLeast, "45"),
        ]);
        assert_eq!(
            query.into_text(),
            "custom_field_values%5B7%5D=%5B%3C%3D50%2C%20%3E%3D45%5D&custom_field_values%5B8%5D=true"
        );
    }

    #[test]
    fn debug_shows_no_values() {
        let mut query = Query::default();
        query.one("query", Some(&"CANARY".to_owned()));
        assert_eq!(format!("{query:?}"), r#"Query(["query"])"#);
    }
}
