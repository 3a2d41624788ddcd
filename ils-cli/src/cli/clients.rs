//! `ils clients`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::FileKind;

/// Clients.
#[derive(Debug, Subcommand)]
pub(crate) enum Clients {
    /// List them
    List(List),
    /// One client with family and parties
    Show {
        /// The client's number in ILS
        client: String,
    },
    /// Write them to a file, or to standard output
    Export(Export),
    /// Remove one; it can be restored for thirty days
    Remove(Remove),
    /// Bring a removed one back
    Restore {
        /// The client's number in ILS
        client: String,
    },
}

/// Which clients.
#[derive(Args, Debug, Default)]
pub(crate) struct List {
    /// Only those with this text in their name or matter number
    #[arg(long, value_name = "TEXT")]
    pub(crate) search: Option<String>,
    /// Only those saved on this day or later, such as 2026-11-24
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Date>,
    /// The order
    #[arg(long, value_name = "ORDER", default_value = "number")]
    pub(crate) sort: Order,
    /// Removed ones too
    #[arg(long)]
    pub(crate) include_removed: bool,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub(crate) enum Order {
    /// As they were imported
    #[default]
    Number,
    /// By name
    Name,
    /// The latest first
    Date,
}

/// Whom to remove, and how.
#[derive(Args, Debug)]
pub(crate) struct Remove {
    /// The client's number in ILS
    pub(crate) client: String,
    /// Delete it at once and for ever; it cannot be restored
    #[arg(long)]
    pub(crate) for_good: bool,
    /// With --for-good: the client's name, as a person would type it
    #[arg(long, value_name = "NAME", requires = "for_good")]
    pub(crate) confirm: Option<String>,
}

/// What to export, and how.
#[derive(Args, Debug)]
pub(crate) struct Export {
    /// The clients' numbers in ILS; all when none is named
    pub(crate) clients: Vec<String>,
    /// The file to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// The kind of file, from the flag of every command; without it, what the file's name ends in, else csv.
    #[arg(skip)]
    pub(crate) format: Option<FileKind>,
    /// For anx: which value goes into which HotDocs component (TOML or JSON)
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// For csv: bare texts for programs, not safe in a spreadsheet
    #[arg(long)]
    pub(crate) raw: bool,
    /// Social security numbers and the like, too
    #[arg(long)]
    pub(crate) show_sensitive: bool,
    /// Replace a file that is there
    #[arg(long)]
    pub(crate) overwrite: bool,
}
