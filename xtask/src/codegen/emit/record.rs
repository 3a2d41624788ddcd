//! Records and enumerations.

use anyhow::{Result, ensure};

use super::super::api::{Api, Choice, Field, Kind, Nested, Record};
use super::super::names::pascal;
use super::super::overlay::Overlay;
use super::{article, rust, words};

/// The longest selector a full model may ask for: how long an address Clio takes is not documented.
const LONGEST_SELECTOR: usize = 2_000;
/// What a full model asks of a record that has an address of its own.
const OF_A_REFERENCE: [&str; 4] = ["id", "display_number", "name", "type"];

pub(super) fn record(api: &Api, overlay: &Overlay, name: &str, record: &Record) -> Result<String> {
    let mut text = format!(
        "/// {} `{name}` as Clio answers it.\n#[derive(Clone, Default, Deserialize)]\n#[non_exhaustive]\npub struct {name} {{\n",
        article(name)
    );
    for field in &record.fields {
        text += &format!("/// `{}`: {}.\n", field.wire, words(&field.kind));
        let mut serde = Vec::new();
        if field.ident != field.wire {
            serde.push(format!("rename = \"{}\"", field.wire));
        }
        if let Some(reader) = reader(&field.kind) {
            // A default of each such field: one of the whole record would be made for every record, and thrown away.
            serde.push(format!("default, deserialize_with = \"lenient::{reader}\""));
        }
        if !serde.is_empty() {
            text += &format!("#[serde({})]\n", serde.join(", "));
        }
        text += &format!(
            "pub {}: Option<{}>,\n",
            field.ident,
            rust(&field.kind, name)
        );
    }
    text += "}\n\n";
    text += &debug(name, record);
    let selector = selector(api, overlay, name, record);
    ensure!(
        selector.len() <= LONGEST_SELECTOR,
        "{name} would ask for {} characters of fields",
        selector.len()
    );
    text += &format!(
        "impl Projection<Self> for {name} {{\nconst FIELDS: &'static str = \"{selector}\";\n}}\n\n"
    );
    Ok(text)
}

fn debug(name: &str, record: &Record) -> String {
    if record.fields.iter().any(|field| field.wire == "id") {
        format!("debug_id_only!({name});\n\n")
    } else {
        format!("debug_name_only!({name});\n\n")
    }
}

/// How a value is read that Clio writes in more than one way.
fn reader(kind: &Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Day => "day",
        Kind::Moment => "moment",
        Kind::Decimal => "decimal",
        Kind::Secret => "secret",
        Kind::Texts | Kind::Wholes | Kind::Choices(_) | Kind::Keys(_) | Kind::Many(_) => "list",
        _ => return None,
    })
}

/// What a full model asks for: its own values, and of nested records what belongs to them.
fn selector(api: &Api, overlay: &Overlay, name: &str, record: &Record) -> String {
    let stands_alone = api.resources.contains_key(name);
    let mut parts = Vec::new();
    for field in asked(overlay, record) {
        match &field.kind {
            Kind::One(nested) | Kind::Many(nested) if stands_alone => {
                let inner = inner(api, overlay, nested);
                if !inner.is_empty() {
                    parts.push(format!("{}{{{}}}", field.wire, inner.join(",")));
                }
            }
            Kind::Many(_) => {}
            _ => parts.push(field.wire.clone()),
        }
    }
    parts.join(",")
}

fn inner<'a>(api: &'a Api, overlay: &'a Overlay, nested: &Nested) -> Vec<&'a str> {
    let Some(record) = api.records.get(&nested.record) else {
        return Vec::new();
    };
    let reference = api
        .resources
        .get(&nested.record)
        .is_some_and(|resource| !resource.nested);
    asked(overlay, record)
        .filter(|field| {
            if reference {
                return OF_A_REFERENCE.contains(&field.wire.as_str()) && !has_parts(&field.kind);
            }
            let noise = matches!(field.wire.as_str(), "etag" | "created_at" | "updated_at");
            // On the second level a bare name gives the id alone, which lists do not even have.
            !noise
                && !matches!(field.kind, Kind::Many(_))
                && (!nested.base || !has_parts(&field.kind))
        })
        .map(|field| field.wire.as_str())
        .collect()
}

fn asked<'a>(overlay: &'a Overlay, record: &'a Record) -> impl Iterator<Item = &'a Field> {
    record
        .fields
        .iter()
        .filter(|field| !overlay.is_unasked(&field.wire) && !matches!(field.kind, Kind::Secret))
        .filter(|field| !overlay.everywhere().any(|(wire, _)| wire == field.wire))
}

fn has_parts(kind: &Kind) -> bool {
    matches!(kind, Kind::One(_) | Kind::Many(_))
}

pub(super) fn choice(name: &str, choice: &Choice) -> String {
    let mut text =
        format!("open_enum! {{\n    /// The words of `{name}`; others are kept.\n    {name} {{\n");
    for value in &choice.values {
        let variant = variant(value);
        text += &format!("        /// `{value}`.\n        {variant} = \"{value}\",\n");
    }
    text + "    }\n}\n\n"
}

/// The variant's name in Rust: of `#367B9C` `Hex367B9C`.
pub(super) fn variant(value: &str) -> String {
    // Time zones: `Etc/GMT+1` is not `Etc/GMT-1`.
    let name = pascal(&value.replace('+', " Plus ").replace("GMT-", "GMT Minus "));
    if value.starts_with('#') {
        format!("Hex{name}")
    } else if name.starts_with(|letter: char| letter.is_ascii_digit()) {
        format!("N{name}")
    } else if matches!(name.as_str(), "Unknown" | "Self") {
        format!("{name}Word")
    } else {
        name
    }
}
