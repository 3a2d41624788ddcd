//! A list of people as comma-separated values (RFC 4180), one row a person.
//!
//! Excel runs what looks like a formula, drops leading zeros and makes dates of numbers, in a file that a stranger's name is in (CWE-1236;
//! OWASP, CSV Injection). For people each such cell gets a `'` before it; a workbook ([`xlsx`](super::xlsx), feature `xlsx`) needs none of
//! that. Programs that read the list ask for it [`raw`](CsvOptions::raw).

use std::fmt;
use std::io::{self, Write};

use super::people::{COLUMNS, Holds, rows};
use super::{Exporter, Sensitive};
use crate::ImportedClient;
use crate::visible::visible_line;

/// How the list is written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct CsvOptions {
    /// Begins with a byte order mark: without it Excel does not know UTF-8.
    pub bom: bool,
    /// Lines end with CR LF, as RFC 4180 says; else with LF alone.
    pub crlf: bool,
    /// For machines: every text as it is, and names of columns that do not change. Not safe to open in a spreadsheet.
    pub raw: bool,
    /// Social security numbers and the like.
    pub sensitive: Sensitive,
}

impl CsvOptions {
    /// What Excel opens with a double click.
    pub fn excel() -> Self {
        Self {
            bom: true,
            crlf: true,
            ..Self::default()
        }
    }

    /// What programs read.
    pub fn raw() -> Self {
        Self {
            raw: true,
            ..Self::default()
        }
    }
}

/// A list of people.
pub struct Csv<W: Write> {
    writer: ::csv::Writer<W>,
    options: CsvOptions,
}

impl<W: Write> Csv<W> {
    /// Writes the row of headings.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn new(mut writer: W, options: CsvOptions) -> io::Result<Self> {
        if options.bom {
            writer.write_all("\u{FEFF}".as_bytes())?;
        }
        let end = if options.crlf {
            ::csv::Terminator::CRLF
        } else {
            ::csv::Terminator::Any(b'\n')
        };
        let mut writer = ::csv::WriterBuilder::new()
            .terminator(end)
            .from_writer(writer);
        let headings = COLUMNS.map(|(name, heading, _)| if options.raw { name } else { heading });
        writer.write_record(headings).map_err(failed)?;
        Ok(Self { writer, options })
    }
}

impl<W: Write> Exporter for Csv<W> {
    fn add(&mut self, client: &ImportedClient) -> io::Result<()> {
        for mut row in rows(client, self.options.sensitive) {
            if !self.options.raw {
                for (cell, (_, _, holds)) in row.iter_mut().zip(COLUMNS) {
                    *cell = guarded(visible_line(cell), holds);
                }
            }
            self.writer.write_record(&row).map_err(failed)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The crate's own conversion makes a full disk an unknown failure.
fn failed(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        _ => io::Error::other("the list could not be made"),
    }
}

/// A cell that a spreadsheet takes for the text it is.
fn guarded(text: String, holds: Holds) -> String {
    if looks_like_formula(&text) || (holds == Holds::Digits && would_change(&text)) {
        format!("'{text}")
    } else {
        text
    }
}

/// A formula may stand after blanks, quotes and what cannot be seen, and begin with a full-width sign.
fn looks_like_formula(text: &str) -> bool {
    let first = text.trim_start_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '"' | '\'' | '\u{AD}')
    });
    text.starts_with(['\t', '\r', '\0'])
        || first.starts_with([
            '=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}', '\u{2212}', '|',
            '%',
        ])
}

/// Whether a spreadsheet would read a number or a date and show something else: `02139`, `12345678901234567890`, `2024-05`, `12E3`.
fn would_change(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let only = |others: &[char]| {
        text.chars()
            .all(|letter| letter.is_ascii_digit() || others.contains(&letter))
    };
    match digits {
        0 => false,
        _ if only(&[]) => (digits > 1 && text.starts_with('0')) || digits > 11,
        // Phone numbers have more digits than dates, and ZIP+4 more than a year.
        1..=8 if only(&['-', '/', '.', ':']) => {
            text.split(['-', '/', '.', ':']).all(|part| part.len() <= 4)
        }
        _ => only(&['e', 'E', '.', ',']),
    }
}

impl<W: Write> fmt::Debug for Csv<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Csv")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{Address, Phone, RelatedPerson};

    /// What Excel would run, and what it would only show.
    #[test]
    fn no_cell_is_a_formula() {
        for text in [
            "=1+1",
            "+1 503 555 0100",
            "-2",
            "@SUM(A1)",
            "\u{FF1D}1+1",
            "  =1+1",
            "\u{A0}\u{3000}=1",
            "\"=1+1\"",
            "'=1",
            "|calc",
            "=cmd|' /C calc'!A0",
            "\u{AD}=1",
            "%0A=1",
        ] {
            assert_eq!(guarded(text.to_owned(), Holds::Text), format!("'{text}"));
        }
        // What acts is visible before: these begin with a sign that can be seen.
        for text in ["\t=1", "\r=1", "\n=1", "\0=1", "\u{200B}=1", "\u{FEFF}=1"] {
            let cell = guarded(visible_line(text), Holds::Text);
            assert!(cell.starts_with('\'') || cell.starts_with('⟨'), "{cell}");
        }
        for text in [
            "Dana",
            "O'Neil",
            "José",
            "a=b",
            "1 Elm",
            "x@example.test",
            "山田",
            "",
        ] {
            assert_eq!(guarded(text.to_owned(), Holds::Text), text);
        }
    }

    #[test]
    fn digits_stay_digits() {
        for text in [
            "02139",
            "00412",
            "123456789012",
            "2024-05",
            "1/2",
            "1-2-24",
            "12E3",
            "1.5",
        ] {
            assert_eq!(guarded(text.to_owned(), Holds::Digits), format!("'{text}"));
        }
        for text in [
            "97301",
            "97301-1234",
            "503-555-0100",
            "(503) 555-0100",
            "2575000001",
            "00412-Hollis",
            "SW1A 1AA",
            "0",
            "",
        ] {
            assert_eq!(guarded(text.to_owned(), Holds::Digits), text);
        }
    }

    fn hollis() -> ImportedClient {
        let mut record = ImportedClient {
            id: "37".to_owned(),
            ..ImportedClient::default()
        };
        record.client.name.full = "=HYPERLINK(\"http://x\",\"Dana\")".to_owned();
        record.client.addresses.push(Address {
            kind: "home".into(),
            street: Some("1 Elm Street\nUnit 2".to_owned()),
            postal_code: Some("02139".to_owned()),
            ..Address::default()
        });
        let mut child = RelatedPerson::default();
        child.person.name.full = "José, \"Pepe\"\u{202E}".to_owned();
        child.person.phones.push(Phone {
            kind: "fax".into(),
            number: "1".to_owned(),
            ..Phone::default()
        });
        record.children.push(child);
        record
    }

    fn written(options: CsvOptions) -> String {
        let mut bytes = Vec::new();
        let mut csv = Box::new(Csv::new(&mut bytes, options).unwrap());
        csv.add(&hollis()).unwrap();
        csv.finish().unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn cell(text: &str, row: usize, name: &str) -> String {
        let mut reader = ::csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        let at = reader
            .headers()
            .unwrap()
            .iter()
            .position(|heading| heading == name)
            .unwrap();
        reader.records().nth(row).unwrap().unwrap()[at].to_owned()
    }

    #[test]
    fn people_get_a_safe_list_and_machines_the_bare_texts() {
        let excel = written(CsvOptions::excel());
        assert!(excel.starts_with('\u{FEFF}') && excel.ends_with("\r\n"));
        assert_eq!(excel.matches('\n').count(), excel.matches("\r\n").count());
        assert_eq!(
            cell(&excel, 0, "Name"),
            "'=HYPERLINK(\"http://x\",\"Dana\")"
        );
        assert_eq!(cell(&excel, 0, "ZIP"), "'02139");
        assert_eq!(cell(&excel, 0, "Street"), "1 Elm Street, Unit 2");
        assert_eq!(cell(&excel, 1, "Name"), "José, \"Pepe\"⟨U+202E⟩");
        assert_eq!(cell(&excel, 1, "Other phones"), "fax: 1");

        let raw = written(CsvOptions::raw());
        assert!(raw.starts_with("client_id,") && !raw.contains('\r'));
        assert_eq!(
            cell(&raw, 0, "full_name"),
            "=HYPERLINK(\"http://x\",\"Dana\")"
        );
        assert_eq!(cell(&raw, 0, "postal_code"), "02139");
        assert_eq!(cell(&raw, 1, "full_name"), "José, \"Pepe\"\u{202E}");
        assert_eq!(cell(&raw, 1, "saved_as"), "child");
    }
}
