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
