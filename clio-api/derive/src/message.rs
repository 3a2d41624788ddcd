//! The words of the errors.

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::nearest::{akin, nearest};
use crate::table::{Kind, Record, record_names};

/// `first_name` of Clio's `Contact` is text.
pub(crate) fn is(field: &str, owner: Record, kind: Kind) -> String {
    format!("`{field}` of Clio's `{}` is {}", owner.name, what(kind))
}

fn what(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Flag => "true or false".to_owned(),
        Kind::Whole => "a whole number".to_owned(),
        Kind::Decimal => "a number with a fraction".to_owned(),
        Kind::Day => "a calendar date".to_owned(),
        Kind::Moment => "a point in time".to_owned(),
        Kind::Json => "a value of no fixed kind".to_owned(),
        Kind::Key(record) => format!("the id of `{record}`"),
        Kind::TextKey => "an id that is text".to_owned(),
        Kind::Choice(_) => "one of a list of words".to_owned(),
        Kind::Texts => "a list of texts".to_owned(),
        Kind::Wholes => "a list of whole numbers".to_owned(),
        Kind::One(record) => format!("one nested record, `{record}`"),
        Kind::Many(record) => format!("a list of nested records, `{record}`"),
    }
}

/// What to use for it.
pub(crate) fn holder(kind: Kind) -> String {
    match kind {
        Kind::Text | Kind::TextKey => "`String`".to_owned(),
        Kind::Flag => "`bool`".to_owned(),
        Kind::Whole => "`i64`".to_owned(),
        Kind::Decimal => "`f64`".to_owned(),
        Kind::Day => "`jiff::civil::Date`".to_owned(),
        Kind::Moment => "`jiff::Timestamp`".to_owned(),
        Kind::Json => "`clio_api::FieldValue`".to_owned(),
        Kind::Key(record) => format!("`Id<{record}>`"),
        Kind::Choice(name) => format!("`{name}` or `String`"),
        Kind::Texts => "`Vec<String>`".to_owned(),
        Kind::Wholes => "`Vec<i64>`".to_owned(),
        Kind::One(record) => format!(
            "a struct that derives `Projection` with `resource = {record}`, or `Reference<{record}>` for its id alone"
        ),
        Kind::Many(record) => {
            format!("a `Vec` of a struct that derives `Projection` with `resource = {record}`")
        }
    }
}

pub(crate) fn no_field(field: &str, owner: Record) -> String {
    let names = || owner.fields.iter().map(|(name, _)| *name);
    format!(
        "Clio's `{}` has no field `{field}`{}",
        owner.name,
        meant(field, names)
    )
}

pub(crate) fn no_record(name: &str) -> String {
    format!("Clio has no record `{name}`{}", meant(name, record_names))
}

fn meant<I: Iterator<Item = &'static str>>(wrong: &str, names: impl Fn() -> I) -> String {
    if let Some(name) = nearest(wrong, names()) {
        return format!("; did you mean `{name}`?");
    }
    let akin: Vec<String> = akin(wrong, names())
        .into_iter()
        .map(|name| format!("`{name}`"))
        .collect();
    if akin.is_empty() {
        String::new()
    } else {
        format!("; it has {}", akin.join(", "))
    }
}

/// A type as people write it: tokens print with blanks between them.
pub(crate) fn written(ty: &impl ToTokens) -> String {
    let tokens: TokenStream = ty.to_token_stream();
    let mut text = tokens.to_string();
    for (printed, written) in [
        (" < ", "<"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" :: ", "::"),
        (":: ", "::"),
        (" ,", ","),
        ("& ", "&"),
    ] {
        text = text.replace(printed, written);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_read_as_they_are_written() {
        for ty in [
            "Option<Vec<i64>>",
            "std::collections::BTreeMap<String, jiff::civil::Date>",
            "::clio_api::Id<Contact>",
            "&'static str",
            "[String]",
        ] {
            let parsed: syn::Type = syn::parse_str(ty).unwrap();
            assert_eq!(written(&parsed), ty);
        }
    }
}
