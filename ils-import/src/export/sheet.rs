//! The review sheet: a page to read, check and sign, on letter paper.
//!
//! One HTML document without script, picture, link or address: `default-src 'none'` in its Content-Security-Policy (CSP level 3), and the
//! one style sheet is let in by its hash. A client begins on a new page; a normal family fits on one.

use std::io::{self, Write};

use jiff::ZonedDateTime;

use super::Sensitive;
use crate::client::{Kind, Person, RelatedPerson};
use crate::sensitive::{holds_ssn, is_sensitive};
use crate::visible::visible;
use crate::{Finding, ImportedClient, SavedAs};

mod html;
mod person;

use html::{STYLE, STYLE_HASH, escaped};

/// What one sheet shows.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct Review<'a> {
    /// The record, saved or not.
    pub client: &'a ImportedClient,
    /// What there is to check, and what is not saved.
    pub findings: &'a [Finding],
    /// What the matter is about, as Clio says.
    pub matter_description: Option<&'a str>,
    /// Who made the sheet.
    pub made_by: Option<&'a str>,
    /// When, where that person is.
    pub made_at: Option<&'a ZonedDateTime>,
    /// Social security numbers and the like; when left out, the sheet says so.
    pub sensitive: Sensitive,
}

/// Sheets, one after the other.
#[derive(Debug)]
pub struct Sheets<W> {
    writer: W,
}

impl<W: Write> Sheets<W> {
    /// Begins the document.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn new(mut writer: W) -> io::Result<Self> {
        // No name in the title: it stands in the window's title bar and in the printer's list.
        write!(
            writer,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light\">\n\
             <title>ILS review sheet</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        )?;
        Ok(Self { writer })
    }

    /// Writes the sheet of one client.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn add(&mut self, review: &Review<'_>) -> io::Result<()> {
        let out = &mut self.writer;
        out.write_all(b"<section>\n")?;
        heading(out, review)?;
        people(out, review)?;
        findings(out, review)?;
        signature(out)?;
        out.write_all(b"</section>\n")
    }

    /// Ends the document.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.write_all(b"</body>\n</html>\n")?;
        self.writer.flush()
    }
}

fn heading(out: &mut impl Write, review: &Review<'_>) -> io::Result<()> {
    let client = review.client;
    let source = &client.source;
    writeln!(out, "<h1>{}</h1>", escaped(person::name(&client.client)))?;
    let matter = source.matter_number.as_deref().unwrap_or(&source.matter_id);
    let what = review
        .matter_description
        .filter(|text| !text.trim().is_empty());
    let mut facts = vec![(
        "Matter",
        [Some(matter), what]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", "),
    )];
    match source.imported_at {
        Some(at) if !client.id.is_empty() => {
            let zone = review
                .made_at
                .map_or(jiff::tz::TimeZone::UTC, |made| made.time_zone().clone());
            facts.push((
                "Saved",
                format!(
                    "as client {}, {}",
                    client.id,
                    moment(&at.to_zoned_datetime(zone))
                ),
            ));
        }
        _ => facts.push(("Saved", "not yet: this is a preview".to_owned())),
    }
    let made: Vec<String> = review
        .made_at
        .map(moment)
        .into_iter()
        .chain(review.made_by.map(|by| format!("by {by}")))
        .collect();
    if !made.is_empty() {
        facts.push(("Sheet", made.join(", ")));
    }
    out.write_all(b"<dl>")?;
    for (name, fact) in facts {
        write!(out, "<dt>{name}</dt><dd>{}</dd>", escaped(&fact))?;
    }
    out.write_all(b"</dl>\n")
}

fn people(out: &mut impl Write, review: &Review<'_>) -> io::Result<()> {
    let client = review.client;
    let total = 1 + client.related().count();
    let noun = if total == 1 { "person" } else { "people" };
    write!(
        out,
        "<h2>People: {total} {noun}</h2>\n<table>\n<thead><tr><th>Saved as</th><th>Name</th><th>Clio says</th><th>Born</th>\
         <th>Address, phone, email</th><th class=\"tick\">OK</th></tr></thead>\n<tbody>\n"
    )?;
    row(out, review, SavedAs::Client, &client.client, None)?;
    for (saved_as, class) in [
        (SavedAs::Spouse, &client.spouses),
        (SavedAs::Child, &client.children),
        (SavedAs::Grandchild, &client.grandchildren),
        (SavedAs::Party, &client.parties),
    ] {
        for related in class {
            row(out, review, saved_as, &related.person, Some(related))?;
        }
    }
    out.write_all(b"</tbody>\n</table>\n")
}

fn row(
    out: &mut impl Write,
    review: &Review<'_>,
    saved_as: SavedAs,
    who: &Person,
    related: Option<&RelatedPerson>,
) -> io::Result<()> {
    let says = related.map_or_else(|| "(client)".to_owned(), person::says);
    let born = match (who.kind, &who.birth_date) {
        (Kind::Company, _) => "(company)".to_owned(),
        (Kind::Person, Some(date)) => person::date(date),
        (Kind::Person, None) => "not in Clio".to_owned(),
    };
    let class = person::class(saved_as);
    write!(
        out,
        "<tr><td>{class}</td><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>",
        escaped(person::name(who)),
        escaped(&says),
        escaped(&born)
    )?;
    let facts = person::facts(who, related, review.sensitive);
    let lines: Vec<String> = facts.iter().map(|fact| escaped(fact)).collect();
    out.write_all(lines.join("<br>").as_bytes())?;
    out.write_all("</td><td class=\"tick\">\u{2610}</td></tr>\n".as_bytes())
}

fn findings(out: &mut impl Write, review: &Review<'_>) -> io::Result<()> {
    for (heading, none, is_not_saved) in [
        ("Please check", "Nothing to check.", false),
        ("Not saved, and why", "Nothing was left out.", true),
    ] {
        let of_list: Vec<&Finding> = review
            .findings
            .iter()
            .filter(|finding| finding.is_not_saved() == is_not_saved)
            .collect();
        if of_list.is_empty() {
            writeln!(out, "<h2>{heading}</h2>\n<p>{none}</p>")?;
            continue;
        }
        writeln!(out, "<h2>{heading}: {}</h2>\n<ol>", of_list.len())?;
        for finding in of_list {
            writeln!(
                out,
                "<li>{}</li>",
                escaped(&sentence(finding, review.sensitive))
            )?;
        }
        out.write_all(b"</ol>\n")?;
    }
    Ok(())
}

/// The finding's sentence; what Clio says of a sensitive field is left out of it.
fn sentence(finding: &Finding, sensitive: Sensitive) -> String {
    let is_secret = finding.what.as_deref().is_some_and(is_sensitive)
        || finding.clio_says.as_deref().is_some_and(holds_ssn);
    if sensitive == Sensitive::LeftOut && is_secret {
        let without = Finding {
            clio_says: finding.clio_says.as_ref().map(|_| "left out".to_owned()),
            ..finding.clone()
        };
        return without.sentence();
    }
    finding.sentence()
}

fn signature(out: &mut impl Write) -> io::Result<()> {
    out.write_all(
        b"<footer><p class=\"sign\">Reviewed by <span class=\"line\"></span> Date <span class=\"line short\"></span></p>\n\
          <p class=\"small\">Confidential. ILS imports new clients only and changes nothing in Clio.</p></footer>\n",
    )
}

/// `24 November 2026, 2:02 pm PST`
fn moment(at: &ZonedDateTime) -> String {
    at.strftime("%-d %B %Y, %-I:%M %P %Z").to_string()
}

/// A line of text for the sheet: what acts is visible.
fn line(text: &str) -> String {
    visible(text).replace('\n', ", ")
}

#[cfg(test)]
mod tests;
