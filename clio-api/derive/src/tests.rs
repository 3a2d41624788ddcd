//! Every record and field of the table, through the whole macro.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::expand::expand;
use crate::generated::RECORDS;
use crate::message::holder;
use crate::table::Kind;

fn expanded(record: &str, fields: &str) -> String {
    let input: DeriveInput = syn::parse_str(&format!(
        "#[projection(resource = {record})] struct Asked {{ {fields} }}"
    ))
    .unwrap();
    let output: TokenStream = expand(&input);
    output.to_string()
}

fn is_error(output: &str) -> bool {
    output.contains("compile_error")
}

/// A field under another name in Rust, because some of Clio's are keywords.
fn field(name: &str, ty: &str) -> String {
    format!("#[serde(rename = \"{name}\")] field_{name}: {ty},")
}

fn suitable(kind: Kind) -> String {
    match kind {
        Kind::One(record) => format!("Option<Reference<{record}>>"),
        Kind::Many(_) => "Vec<Inner>".to_owned(),
        Kind::Choice(name) => format!("Option<{name}>"),
        _ => format!("Option<{}>", holder(kind).replace('`', "")),
    }
}

#[test]
fn every_field_can_be_asked_for_with_the_type_its_message_names() {
    for (record, fields) in RECORDS {
        for (name, kind) in *fields {
            let output = expanded(record, &field(name, &suitable(*kind)));
            assert!(!is_error(&output), "{record}.{name}: {output}");
            assert!(output.contains(name), "{record}.{name}: {output}");
        }
    }
}

#[test]
fn all_fields_together_are_asked_for_in_their_order() {
    for (record, fields) in RECORDS {
        let flat = fields
            .iter()
            .filter(|(_, kind)| !matches!(kind, Kind::Many(_)));
        let written: String = flat
            .clone()
            .map(|(name, kind)| field(name, &suitable(*kind)))
            .collect();
        let names: Vec<&str> = flat.map(|(name, _)| *name).collect();
        let output = expanded(record, &written);
        let query = format!("\"{}\"", names.join(","));
        assert!(output.contains(&query), "{record}: {output}");
    }
}

#[test]
fn a_slip_of_the_pen_is_an_error_that_names_the_field() {
    for (record, fields) in RECORDS {
        for (name, _) in *fields {
            for at in [0, name.len() / 2, name.len() - 1] {
                let (before, after) = name.split_at(at);
                for wrong in [
                    format!("{before}{}", &after[1..]),
                    format!("{before}x{after}"),
                    format!("{before}q{}", &after[1..]),
                ] {
                    if wrong.is_empty() || fields.iter().any(|(known, _)| *known == wrong) {
                        continue;
                    }
                    let output = expanded(record, &field(&wrong, "Option<String>"));
                    assert!(is_error(&output), "{record}.{wrong}: {output}");
                    assert!(output.contains(&format!("no field `{wrong}`")), "{output}");
                    assert!(output.contains("did you mean"), "{output}");
                }
            }
        }
    }
}

#[test]
fn no_field_takes_every_type() {
    // `()` holds nothing, and the compiler says so; these are the macro's to refuse.
    let types = [
        "String",
        "bool",
        "i64",
        "f64",
        "Date",
        "Timestamp",
        "FieldValue",
        "Id<Contact>",
        "Id<Account>",
        "Vec<String>",
        "Vec<i64>",
        "&'static str",
        "Vec<Vec<Inner>>",
    ];
    for (record, fields) in RECORDS {
        for (name, kind) in *fields {
            let taken: Vec<&str> = types
                .into_iter()
                .filter(|ty| !is_error(&expanded(record, &field(name, ty))))
                .collect();
            let expected: &[&str] = match kind {
                Kind::Text | Kind::TextKey | Kind::Choice(_) => &["String"],
                Kind::Flag => &["bool"],
                Kind::Whole => &["i64"],
                Kind::Decimal => &["f64"],
                Kind::Day => &["String", "Date"],
                Kind::Moment => &["String", "Timestamp"],
                Kind::Json => &["FieldValue"],
                Kind::Key("Contact") => &["Id<Contact>"],
                Kind::Key("Account") => &["Id<Account>"],
                Kind::Key(_) | Kind::One(_) | Kind::Many(_) => &[],
                Kind::Texts => &["Vec<String>"],
                Kind::Wholes => &["Vec<i64>"],
            };
            assert_eq!(taken, expected, "{record}.{name}");
        }
    }
}
