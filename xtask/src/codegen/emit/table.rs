//! What the derive macro knows.

use super::super::api::{Api, Kind};
use super::NOTICE;

pub(super) fn table(api: &Api) -> String {
    let mut text = format!(
        "//! Every record of Clio's document and its fields. {NOTICE}\n\nuse crate::table::Kind::{{self, *}};\n\n/// Sorted by name.\npub(crate) const RECORDS: &[(&str, &[(&str, Kind)])] = &[\n"
    );
    // `redacted` is not asked for: the macro knows it by itself.
    for (name, record) in &api.records {
        text += &format!("(\"{name}\", &[\n");
        let mut fields: Vec<_> = record.fields.iter().collect();
        fields.sort_by_key(|field| &field.wire);
        for field in fields.iter().filter(|field| field.wire != "redacted") {
            text += &format!("(\"{}\", {}),\n", field.wire, kind(&field.kind));
        }
        text += "]),\n";
    }
    text + "];\n"
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Text | Kind::Secret => "Text".to_owned(),
        Kind::Flag => "Flag".to_owned(),
        Kind::Whole => "Whole".to_owned(),
        Kind::Decimal => "Decimal".to_owned(),
        Kind::Day => "Day".to_owned(),
        Kind::Moment => "Moment".to_owned(),
        Kind::Key(record) => format!("Key(\"{record}\")"),
        Kind::TextKey(_) => "TextKey".to_owned(),
        Kind::Choice(name) => format!("Choice(\"{name}\")"),
        Kind::Texts | Kind::Choices(_) => "Texts".to_owned(),
        Kind::Wholes | Kind::Keys(_) => "Wholes".to_owned(),
        Kind::One(nested) => format!("One(\"{}\")", nested.record),
        Kind::Many(nested) => format!("Many(\"{}\")", nested.record),
        // The rest is met in requests only.
        _ => "Json".to_owned(),
    }
}
