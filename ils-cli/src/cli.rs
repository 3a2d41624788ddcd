//! The command line: names, flags and their help. No work.

mod clients;
mod line;
mod setup;

use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

use clap::builder::Styles;
use clap::{Args, CommandFactory, Parser, Subcommand};

pub(crate) use clients::{Clients, Export, List, Order, Remove};
pub(crate) use line::parse;
pub(crate) use line::{Help, Version};
pub(crate) use setup::{Config, Setup};

use crate::commands::history;
use crate::output::progress::Motion;

/// Imports the people of a Clio matter as a new client of InterActive LegalSuite.
#[derive(Debug, Parser)]
#[command(
    name = "ils",
    bin_name = "ils",
    version,
    propagate_version = true,
    arg_required_else_help = false,
    disable_help_subcommand = true,
    max_term_width = 79,
    styles = Styles::plain()
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The whole command line, as help, completions and manual pages show it.
pub(crate) fn definition() -> clap::Command {
    Cli::command()
}

/// Flags that may stand anywhere on the line.
#[derive(Args, Debug)]
#[command(next_help_heading = "Everywhere")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(crate) struct Global {
    /// Print one JSON document on standard output, whatever happens
    #[arg(long, global = true)]
    json: bool,
    /// How a list is printed, and what kind of file an export is; json is for every command
    #[arg(long, global = true, value_name = "FORMAT")]
    format: Option<Format>,
    /// One fact a line, for screen readers: no columns, no colour
    #[arg(long, global = true)]
    plain: bool,
    /// Never ask; stop and name the flag to use
    #[arg(long, global = true)]
    no_input: bool,
    /// Answer yes to "save?"; lifts no rule
    #[arg(short, long, global = true)]
    yes: bool,
    /// Say only what was asked for
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Colour on the screen
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// How far a long command is: a bar, or a line every ten seconds
    #[arg(long, global = true, value_name = "HOW")]
    progress: Option<Motion>,
    /// Write what happens, one JSON object a line, to a file or to standard output (-)
    #[arg(long, global = true, value_name = "FILE")]
    events: Option<PathBuf>,
    /// Which connection to use
    #[arg(long, global = true, value_name = "NAME")]
    profile: Option<String>,
    /// Which settings file to use
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where saved clients are kept
    #[arg(long, global = true, value_name = "FILE")]
    store: Option<String>,
    /// Seconds one request to Clio may take
    #[arg(long, global = true, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: Option<u64>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// How a list is printed, and kinds of files.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people; of an export nothing
    Table,
    /// One item a line, tab-separated, without headings; of an export nothing
    Lines,
    /// One document; of an export, whole records in one array
    Json,
    /// One JSON item a line; of an export, whole records
    Ndjson,
    /// With headings, for programs that read tables; of an export, a list of people for Excel
    Csv,
    /// Exports only: a list of people, as an Excel workbook
    Xlsx,
    /// Exports only: a review sheet to print and sign
    Html,
    /// Exports only: cards for an address book
    Vcard,
    /// Exports only: answers for HotDocs, of one client
    Anx,
}

/// Kinds of files that an export writes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum FileKind {
    Csv,
    Xlsx,
    Json,
    Ndjson,
    Html,
    Vcard,
    Anx,
}

impl Format {
    /// The kind of file it names, when it names one.
    pub(crate) fn file(self) -> Option<FileKind> {
        Some(match self {
            Self::Table | Self::Lines => return None,
            Self::Json => FileKind::Json,
            Self::Ndjson => FileKind::Ndjson,
            Self::Csv => FileKind::Csv,
            Self::Xlsx => FileKind::Xlsx,
            Self::Html => FileKind::Html,
            Self::Vcard => FileKind::Vcard,
            Self::Anx => FileKind::Anx,
        })
    }
}

/// What to do. A command's own arguments are defined when it is the one that was typed; what is said of the type of its arguments would
/// then stand for what is said of it.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// None was named, and there is a person to ask
    #[command(skip)]
    Menu,
    /// First questions: your firm's Clio app, and where clients are kept
    Setup(Setup),
    /// Connect this computer to your Clio account
    #[command(alias = "login")]
    Connect(Connect),
    /// Connect again
    Reconnect(Connect),
    /// End the access at Clio and forget the connection; saved clients stay
    #[command(alias = "logout")]
    Disconnect {
        /// Forget it here only; Clio is not told
        #[arg(long)]
        local_only: bool,
    },
    /// Who is connected, and since when
    #[command(alias = "whoami")]
    Status {
        /// Ask Clio whether the connection works
        #[arg(long)]
        check: bool,
    },
    /// Find matters
    #[command(subcommand, alias = "matter")]
    Matters(Matters),
    /// Show who would be saved as what; nothing is saved
    Preview(Preview),
    /// Save the people of a matter as a NEW client
    Import(Import),
    /// Take an import back: the last one of yours, or the one of this number
    Undo {
        /// The import's number
        import: Option<String>,
        /// Only say which one it would be
        #[arg(long)]
        dry_run: bool,
    },
    /// What was imported, taken back, removed, restored and exported
    History {
        /// One entry with all that was to check and was not saved
        #[command(subcommand)]
        what: Option<History>,
        /// Only of this client
        #[arg(long, value_name = "CLIENT")]
        client: Option<String>,
        /// At most so many entries
        #[arg(long, value_name = "NUMBER", default_value_t = history::USUAL)]
        limit: usize,
    },
    /// Saved clients
    #[command(subcommand, alias = "client")]
    Clients(Clients),
    /// What Clio's relationship words mean to ILS
    #[command(subcommand)]
    Words(Words),
    /// The settings, and who set them
    #[command(subcommand)]
    Config(Config),
    /// Check this computer, the connection and the store
    Doctor(Doctor),
    /// The JSON Schema of a document that --json prints
    Schema {
        /// `preview`, `error`, `ils-client`; without it, all names are listed
        name: Option<String>,
    },
    /// Help on a topic: start, words, rules, store, exit-codes, json, environment, privacy, screen-readers; or on a command
    Help {
        /// The topic, or the words of a command
        topic: Vec<String>,
    },
    /// What a shell reads to complete the words of ils
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder
    Man {
        /// The folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

impl Command {
    /// Whether it writes something else than its answer to standard output.
    fn writes_to_stdout(&self) -> bool {
        let is_stdout = |out: &Option<PathBuf>| out.as_deref() == Some(Path::new("-"));
        match self {
            Self::Preview(what) => is_stdout(&what.out),
            Self::Clients(Clients::Export(what)) => what.out.is_none() || is_stdout(&what.out),
            _ => false,
        }
    }

    /// Whether the answer is a list, which has more forms than others.
    fn is_list(&self) -> bool {
        matches!(
            self,
            Self::Clients(Clients::List(_))
                | Self::Config(Config::List)
                | Self::History { what: None, .. }
                | Self::Doctor(_)
                | Self::Matters(Matters::Search { .. })
                | Self::Words(Words::List)
                | Self::Schema { name: None }
        )
    }
}

#[derive(Args, Debug)]
pub(crate) struct Preview {
    /// The number Clio shows, or Clio's id
    pub(crate) matter: String,
    /// Write the plan to a file, to be saved with `ils import --plan`
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Write a review sheet (HTML) to print and sign
    #[arg(long, value_name = "FILE")]
    pub(crate) sheet: Option<PathBuf>,
    /// Show how the client that is saved already and Clio differ today
    #[arg(long)]
    pub(crate) compare: bool,
    /// Leave this person out: the name as Clio has it, or the id of the contact; may be given several times
    #[arg(long, value_name = "PERSON")]
    pub(crate) without: Vec<String>,
}

impl Preview {
    /// On the screen alone.
    pub(crate) fn of(matter: String) -> Self {
        Self {
            matter,
            out: None,
            sheet: None,
            compare: false,
            without: Vec::new(),
        }
    }
}

#[derive(Args, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(crate) struct Connect {
    /// Do not open the browser; print the address only
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// Read the Success Code from a file, or from standard input (-)
    #[arg(long, value_name = "FILE", conflicts_with = "start")]
    pub(crate) code_file: Option<PathBuf>,
    /// First step without a terminal: print the address and stop
    #[arg(long, conflicts_with = "finish")]
    pub(crate) start: bool,
    /// Second step: take the Success Code of the address that --start printed
    #[arg(long, requires = "code_file")]
    pub(crate) finish: bool,
    /// How Clio's answer comes: pasted by you, heard by ILS on this computer, or whichever is first
    #[arg(long, value_name = "HOW", conflicts_with_all = ["start", "code_file"])]
    pub(crate) callback: Option<Callback>,
    /// Listen at http://127.0.0.1:PORT/callback, which your firm has registered with Clio
    #[arg(long, value_name = "PORT", conflicts_with_all = ["start", "code_file"])]
    pub(crate) port: Option<NonZeroU16>,
    /// Accept another person or firm than before
    #[arg(long)]
    pub(crate) allow_different_account: bool,
}

/// How Clio's answer comes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub(crate) enum Callback {
    /// The Success Code is pasted
    Paste,
    /// ILS hears it from the browser on this computer
    Listen,
    /// Whichever is first
    Both,
}

/// Matters.
#[derive(Debug, Subcommand)]
pub(crate) enum Matters {
    /// Search numbers, descriptions and clients' names
    Search {
        /// Words to look for
        #[arg(required = true)]
        words: Vec<String>,
        /// Closed matters too
        #[arg(long)]
        all: bool,
    },
    /// One matter and the relationships of its people
    Show {
        /// The number Clio shows, or Clio's id
        matter: String,
    },
}

#[derive(Args, Debug, Default)]
pub(crate) struct Import {
    /// The number Clio shows, or Clio's id
    #[arg(conflicts_with = "plan")]
    pub(crate) matter: Option<String>,
    /// Save exactly what this plan of `ils preview --out` shows, or nothing (- is standard input)
    #[arg(long, value_name = "FILE")]
    pub(crate) plan: Option<PathBuf>,
    /// Do everything but save
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Leave this person out: the name as Clio has it, or the id of the contact; may be given several times
    #[arg(long, value_name = "PERSON", conflicts_with = "plan")]
    pub(crate) without: Vec<String>,
    /// Save it even though a saved client looks like the same person
    #[arg(long)]
    pub(crate) allow_possible_duplicate: bool,
    /// When a connection is needed first: do not open the browser
    #[arg(long)]
    pub(crate) no_browser: bool,
}

#[derive(Args, Debug, Default)]
pub(crate) struct Doctor {
    /// Look at this computer only; Clio is not asked
    #[arg(long)]
    pub(crate) offline: bool,
    /// Write a report for support, without names and secrets
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Warnings count as problems
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum History {
    /// One entry
    Show {
        /// Its number
        number: String,
    },
}

/// Words.
#[derive(Debug, Subcommand)]
pub(crate) enum Words {
    /// The sixteen words of the ILS guide
    List,
    /// What a text would be saved as
    Test {
        /// The text as it stands in Clio
        text: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_command_says_of_itself_what_the_list_of_commands_says() {
        let list = Cli::command();
        let mut itself = Cli::command();
        itself.build();
        for listed in list.get_subcommands() {
            let name = listed.get_name();
            let about = itself.find_subcommand(name).and_then(|it| it.get_about());
            let texts = [about, listed.get_about()].map(|text| text.map(ToString::to_string));
            assert_eq!(texts[0], texts[1], "{name}");
        }
    }
}
