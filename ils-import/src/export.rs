//! Saved clients for other programs and for paper.
//!
//! Each format is a pure function of the records: the same records give the same bytes. All of them write as they go and hold one client
//! at a time; for a list of people as an Excel workbook the rows wait in a temporary file.
//!
//! Texts come from strangers. What people read shows control characters and changes of direction as `⟨U+202E⟩`; what machines read
//! escapes them where the format can. Values that look like social security numbers and the like are left out unless asked for.
//!
//! ```
//! use ils_import::ImportedClient;
//! use ils_import::export::{Csv, CsvOptions, Exporter};
//!
//! # fn main() -> std::io::Result<()> {
//! let clients = [ImportedClient::default()]; // from a store
//! let mut file = Vec::new();
//! let mut list = Csv::new(&mut file, CsvOptions::excel())?;
//! for client in &clients {
//!     list.add(client)?;
//! }
//! Box::new(list).finish()?;
//! # Ok(())
//! # }
//! ```

use std::io;

use crate::ImportedClient;
pub use crate::sensitive::is_sensitive;

pub mod anx;
mod csv;
mod facts;
pub mod json;
mod people;
mod sensitive;
pub mod sheet;
pub mod vcard;
#[cfg(feature = "xlsx")]
pub mod xlsx;

pub use self::csv::{Csv, CsvOptions};
pub use crate::visible::{visible, visible_line};

/// A file that clients are written to, one after the other.
pub trait Exporter {
    /// Writes one client with everybody that belongs to it.
    ///
    /// # Errors
    /// When the writer fails.
    fn add(&mut self, client: &ImportedClient) -> io::Result<()>;

    /// Writes what comes last. Without it the file is not whole.
    ///
    /// # Errors
    /// When the writer fails.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Whether values that look like social security numbers and the like are written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "yes or no, in words")]
pub enum Sensitive {
    /// They are left out.
    #[default]
    LeftOut,
    /// They are written: somebody asked for them.
    Written,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk on which nothing may grow.
    struct Full;

    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::FileTooLarge.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::FileTooLarge.into())
        }
    }

    #[cfg(feature = "xlsx")]
    impl io::Seek for Full {
        fn seek(&mut self, _: io::SeekFrom) -> io::Result<u64> {
            Ok(0)
        }
    }

    #[test]
    fn every_list_says_what_the_system_says() {
        let written = |list: io::Result<Box<dyn Exporter>>| -> io::Result<()> {
            let mut list = list?;
            list.add(&ImportedClient::default())?;
            list.finish()
        };
        let mut long = ImportedClient::default();
        long.client.name.full = "x".repeat(100_000);
        let written_at_once = |list: io::Result<Box<dyn Exporter>>| list?.add(&long);
        let csv = || Ok(Box::new(Csv::new(Full, CsvOptions::raw())?) as _);
        let json = || Ok(Box::new(json::Json::new(Full, Sensitive::LeftOut)?) as _);
        let ndjson = || Ok(Box::new(json::Ndjson::new(Full, Sensitive::LeftOut)) as _);
        let vcards = || Ok(Box::new(vcard::Vcards::new(Full, Sensitive::LeftOut)) as _);
        let ended = vec![
            written(csv()),
            written_at_once(csv()),
            written(json()),
            written(ndjson()),
            written(vcards()),
            #[cfg(feature = "xlsx")]
            written(
                xlsx::Xlsx::new(Full, &xlsx::XlsxOptions::default())
                    .map(|list| Box::new(list) as _),
            ),
        ];
        for (at, ended) in ended.into_iter().enumerate() {
            let error = ended.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::FileTooLarge, "{at}: {error:?}");
        }
    }
}
