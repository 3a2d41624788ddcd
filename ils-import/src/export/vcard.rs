//! Cards for an address book: vCard 4.0 (RFC 6350), one card a person.
//!
//! A card's UID is made from the Clio contact, so that exporting again brings no second card (RFC 6350 section 6.7.6; a name-based UUID of
//! version 8, RFC 9562 section 5.8). vCard has no place for a county; it goes into a note. What is unknown is left out.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::{Exporter, Sensitive, facts, people, sensitive};
use crate::client::{Address, Gender, Kind, Person};
use crate::visible::visible;
use crate::{ImportedClient, SavedAs};

/// The longest line in bytes, without its end (RFC 6350 section 3.2).
const LONGEST: usize = 75;

/// Cards, one after the other.
#[derive(Debug)]
pub struct Vcards<W> {
    writer: W,
    sensitive: Sensitive,
}

impl<W: Write> Vcards<W> {
    /// Nothing is written before the first client.
    pub fn new(writer: W, sensitive: Sensitive) -> Self {
        Self { writer, sensitive }
    }
}

impl<W: Write> Exporter for Vcards<W> {
    fn add(&mut self, client: &ImportedClient) -> io::Result<()> {
        let mut card = self.begun(client, &client.client, SavedAs::Client)?;
        // The other cards do not point back: whose child a client's child is, nobody said of anybody else.
        for (word, class) in [
            ("spouse", &client.spouses),
            ("child", &client.children),
            ("kin", &client.grandchildren),
            ("contact", &client.parties),
        ] {
            for related in class {
                let uid = uid(client, &related.person);
                line(&mut card, &format!("RELATED;TYPE={word}:{uid}"))?;
            }
        }
        self.end(&card)?;
        for (saved_as, class) in [
            (SavedAs::Spouse, &client.spouses),
            (SavedAs::Child, &client.children),
            (SavedAs::Grandchild, &client.grandchildren),
            (SavedAs::Party, &client.parties),
        ] {
            for related in class {
                let mut card = self.begun(client, &related.person, saved_as)?;
                for label in &related.labels {
                    line(&mut card, &note("Clio says", label))?;
                }
                for (column, words) in facts::of_relation(related) {
                    line(&mut card, &note(people::heading(column), &words))?;
                }
                self.end(&card)?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.writer.flush()
    }
}

impl<W: Write> Vcards<W> {
    fn begun(
        &self,
        client: &ImportedClient,
        person: &Person,
        saved_as: SavedAs,
    ) -> io::Result<Vec<u8>> {
        let mut card = Vec::new();
        for text in [
            "BEGIN:VCARD",
            "VERSION:4.0",
            "PRODID:-//InterActive LegalSuite//Clio import//EN",
        ] {
            line(&mut card, text)?;
        }
        for text in properties(person, self.sensitive) {
            line(&mut card, &text)?;
        }
        line(&mut card, &format!("UID:{}", uid(client, person)))?;
        line(
            &mut card,
            &format!("CATEGORIES:{}", people::class(saved_as)),
        )?;
        if let Some(at) = client.source.imported_at {
            line(&mut card, &format!("REV:{}", at.strftime("%Y%m%dT%H%M%SZ")))?;
        }
        Ok(card)
    }

    fn end(&mut self, card: &[u8]) -> io::Result<()> {
        self.writer.write_all(card)?;
        line(&mut self.writer, "END:VCARD")
    }
}

fn properties(person: &Person, sensitive: Sensitive) -> Vec<String> {
    let name = &person.name;
    let full = if name.full.trim().is_empty() {
        "(no name)"
    } else {
        &name.full
    };
    let mut lines = vec![format!("FN:{}", escaped(full))];
    if person.kind == Kind::Company {
        lines.push("KIND:org".to_owned());
        lines.push(format!("ORG:{}", escaped(full)));
    } else {
        lines.push("KIND:individual".to_owned());
        let parts = [
            &name.last,
            &name.first,
            &name.middle,
            &name.prefix,
            &name.suffix,
        ];
        if parts.iter().any(|part| part.is_some()) {
            lines.push(format!("N:{}", compound(parts)));
        }
    }
    match person.gender {
        Gender::Female => lines.push("GENDER:F".to_owned()),
        Gender::Male => lines.push("GENDER:M".to_owned()),
        Gender::Unknown => {}
    }
    // DEATHDATE: RFC 6474. Dates have no hyphens (RFC 6350 section 4.3.1).
    for (property, date) in [
        ("BDAY", &person.birth_date),
        ("DEATHDATE", &person.death_date),
    ] {
        lines.extend(
            date.as_deref()
                .and_then(basic_date)
                .map(|date| format!("{property}:{date}")),
        );
    }
    for address in &person.addresses {
        lines.extend(address_lines(address));
    }
    for phone in &person.phones {
        let kind = match &*phone.kind {
            "home" => ";TYPE=home",
            "work" => ";TYPE=work",
            "mobile" => ";TYPE=cell",
            "fax" => ";TYPE=fax",
            "pager" => ";TYPE=pager",
            _ => "",
        };
        lines.push(format!(
            "TEL;VALUE=text{kind}{}:{}",
            preferred(phone.primary),
            escaped(&phone.number)
        ));
    }
    for email in &person.emails {
        lines.push(format!(
            "EMAIL{}{}:{}",
            place(&email.kind),
            preferred(email.primary),
            escaped(&email.address)
        ));
    }
    if let Some(employer) = &person.employer {
        lines.extend(
            employer
                .name
                .as_deref()
                .map(|name| format!("ORG:{}", escaped(name))),
        );
        lines.extend(
            employer
                .job_title
                .as_deref()
                .map(|title| format!("TITLE:{}", escaped(title))),
        );
    }
    for (column, words) in facts::of_person(person, sensitive) {
        lines.push(match column {
            "preferred_name" => format!("NICKNAME:{}", escaped(&words)),
            column => note(people::heading(column), &words),
        });
    }
    for value in &person.custom {
        if sensitive == Sensitive::Written || !sensitive::is_left_out(value) {
            lines.push(note(&value.name, people::content(&value.value)));
        }
    }
    lines
}

fn address_lines(address: &Address) -> impl Iterator<Item = String> {
    // The first two parts, for a box and an apartment, should be empty (section 6.3.1).
    let parts = [
        &None,
        &None,
        &address.street,
        &address.city,
        &address.state,
        &address.postal_code,
        &address.country,
    ];
    let parts = compound(parts);
    let line = format!(
        "ADR{}{}:{parts}",
        place(&address.kind),
        preferred(address.primary)
    );
    let county = address
        .county
        .as_deref()
        .map(|county| note("County", county));
    std::iter::once(line).chain(county)
}

fn note(about: &str, text: &str) -> String {
    format!("NOTE:{}", escaped(&format!("{about}: {text}")))
}

fn place(kind: &str) -> &'static str {
    match kind {
        "home" => ";TYPE=home",
        "work" => ";TYPE=work",
        _ => "",
    }
}

fn preferred(primary: bool) -> &'static str {
    if primary { ";PREF=1" } else { "" }
}

fn compound<const N: usize>(parts: [&Option<String>; N]) -> String {
    parts
        .map(|part| part.as_deref().map(escaped).unwrap_or_default())
        .join(";")
}

/// Section 3.4: backslash, comma, semicolon and line breaks. A card has no way to write other controls; they are made visible.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in visible(text).chars() {
        match letter {
            '\n' => escaped.push_str("\\n"),
            '\\' | ',' | ';' => escaped.extend(['\\', letter]),
            letter => escaped.push(letter),
        }
    }
    escaped
}

fn basic_date(date: &str) -> Option<String> {
    let date: jiff::civil::Date = date.parse().ok()?;
    Some(date.strftime("%Y%m%d").to_string())
}

fn uid(client: &ImportedClient, person: &Person) -> String {
    let name = format!(
        "clio/{}/contacts/{}",
        client.source.region, person.clio_contact_id
    );
    let hash = Sha256::digest(name.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..]
    )
}

/// One logical line, folded between characters (section 3.2).
fn line(writer: &mut impl Write, text: &str) -> io::Result<()> {
    let mut rest = text;
    let mut room = LONGEST;
    while rest.len() > room {
        let is_boundary = |at: &usize| rest.is_char_boundary(*at);
        let end = (1..=room).rev().find(is_boundary).unwrap_or(room);
        writer.write_all(&rest.as_bytes()[..end])?;
        writer.write_all(b"\r\n ")?;
        rest = &rest[end..];
        // The blank counts.
        room = LONGEST - 1;
    }
    writer.write_all(rest.as_bytes())?;
    writer.write_all(b"\r\n")
}

#[cfg(test)]
mod tests;
