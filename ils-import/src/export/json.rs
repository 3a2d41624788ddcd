//! `ils-client/1` as JSON: an array of records, or one record a line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use super::{Exporter, Sensitive, sensitive};
use crate::ImportedClient;
use crate::visible::acts;

/// The JSON Schema (2020-12) of the record. Within `ils-client/1` members may be added, and words to its lists; readers ignore what they do
/// not know.
pub fn schema() -> Value {
    schemars::schema_for!(ImportedClient).to_value()
}

/// One array of records.
#[derive(Debug)]
pub struct Json<W> {
    writer: W,
    sensitive: Sensitive,
    is_empty: bool,
}

impl<W: Write> Json<W> {
    /// Begins the array.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn new(mut writer: W, sensitive: Sensitive) -> io::Result<Self> {
        writer.write_all(b"[")?;
        Ok(Self {
            writer,
            sensitive,
            is_empty: true,
        })
    }
}

impl<W: Write> Exporter for Json<W> {
    fn add(&mut self, client: &ImportedClient) -> io::Result<()> {
        let lead: &[u8] = if self.is_empty { b"\n" } else { b",\n" };
        self.is_empty = false;
        self.writer.write_all(lead)?;
        record(&mut self.writer, client, self.sensitive)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.writer.write_all(b"\n]\n")?;
        self.writer.flush()
    }
}

/// One record a line.
#[derive(Debug)]
pub struct Ndjson<W> {
    writer: W,
    sensitive: Sensitive,
}

impl<W: Write> Ndjson<W> {
    /// Nothing is written before the first client.
    pub fn new(writer: W, sensitive: Sensitive) -> Self {
        Self { writer, sensitive }
    }
}

impl<W: Write> Exporter for Ndjson<W> {
    fn add(&mut self, client: &ImportedClient) -> io::Result<()> {
        record(&mut self.writer, client, self.sensitive)?;
        self.writer.write_all(b"\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.writer.flush()
    }
}

fn record(
    writer: &mut impl Write,
    client: &ImportedClient,
    sensitive: Sensitive,
) -> io::Result<()> {
    let client = sensitive::allowed(client, sensitive);
    write(writer, &client, CompactFormatter).map_err(io::Error::from)
}

/// Any value as JSON on one line. What would act on a terminal or turn the line is written as `\u202e`: the same text for a program.
///
/// # Errors
/// When the value is none that JSON can hold.
///
/// ```
/// use ils_import::export::json;
/// assert_eq!(json::line(&"Ann\u{202e}eeL")?, r#""Ann\u202eeeL""#);
/// # Ok::<_, serde_json::Error>(())
/// ```
pub fn line(value: &impl Serialize) -> serde_json::Result<String> {
    text(value, CompactFormatter)
}

/// The same for people who look at it.
pub(crate) fn pretty(value: &impl Serialize) -> serde_json::Result<String> {
    text(value, PrettyFormatter::new())
}

fn text(value: &impl Serialize, formatter: impl Formatter) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    write(&mut bytes, value, formatter)?;
    String::from_utf8(bytes).map_err(serde::ser::Error::custom)
}

fn write(
    writer: &mut impl Write,
    value: &impl Serialize,
    formatter: impl Formatter,
) -> serde_json::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(
        writer,
        Escaped(formatter),
    ))
}

/// Writes what acts as `\u202e`: the same text for a machine, and nothing that turns the line for a person who looks at it.
struct Escaped<F>(F);

/// What only a [`PrettyFormatter`] does otherwise than by default.
macro_rules! passed_on {
    ($($name:ident($($argument:ident: $kind:ty),*)),+ $(,)?) => {$(
        fn $name<W: ?Sized + Write>(&mut self, writer: &mut W $(, $argument: $kind)*) -> io::Result<()> {
            self.0.$name(writer $(, $argument)*)
        }
    )+};
}

impl<F: Formatter> Formatter for Escaped<F> {
    passed_on!(
        begin_array(),
        end_array(),
        begin_array_value(first: bool),
        end_array_value(),
        begin_object(),
        end_object(),
        begin_object_key(first: bool),
        begin_object_value(),
        end_object_value(),
    );

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, letter)) = rest.char_indices().find(|(_, letter)| acts(*letter)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            for unit in letter.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + letter.len_utf8()..];
        }
        self.0.write_string_fragment(writer, rest)
    }
}

#[cfg(test)]
mod tests;
