//! The command line: names, flags and their help. No work.

mod clients;
mod setup;

use std::num::NonZeroU16;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};
use serde_json::json;

pub(crate) use clients::{Clients, Export, Format, List, Order, Remove};
pub(crate) use setup::{Config, Setup};

use crate::commands::history;
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::{Answer, Form, Output};
use crate::prompt;
use crate::settings::{self, Key};

/// Imports the people of a Clio matter as a new client of InterActive LegalSuite.
#[derive(Debug, Parser)]
#[command(
    name = "ils",
    version,
    propagate_version = true,
    arg_required_else_help = false,
    max_term_width = 100
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
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

/// What to do.
#[derive(Debug, Subcommand)]
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
    Preview {
        /// The number Clio shows, or Clio's id
        matter: String,
        /// Write the plan to a file, to be saved with `ils import --plan`
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Write a review sheet (HTML) to print and sign
        #[arg(long, value_name = "FILE")]
        sheet: Option<PathBuf>,
    },
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
}

/// How to connect.
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

/// What to import.
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
    /// Save it even though a saved client looks like the same person
    #[arg(long)]
    pub(crate) allow_possible_duplicate: bool,
    /// When a connection is needed first: do not open the browser
    #[arg(long)]
    pub(crate) no_browser: bool,
}

/// The history.
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

/// Reads the command line. On help, version or wrong usage the answer is given here.
pub(crate) fn parse() -> Result<(Command, Output), ExitCode> {
    let wants_json = settings::wants_json()
        || std::env::args_os()
            .take_while(|word| word != "--")
            .any(|word| word == "--json");
    match Cli::try_parse() {
        Ok(Cli {
            global,
            command: Some(command),
        }) => Ok((command, output(&global))),
        Ok(Cli {
            global,
            command: None,
        }) => {
            let output = output(&global);
            if prompt::can_ask(&output) {
                Ok((Command::Menu, output))
            } else {
                Err(no_command(&output))
            }
        }
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            Err(help(&error, wants_json))
        }
        Err(error) if wants_json => Err(Output::new(Form::Json).finish(Err(usage(&error)))),
        Err(error) => {
            Output::new(Form::Text).say(error.render().to_string().trim_end());
            Err(ExitCode::from(Exit::Usage as u8))
        }
    }
}

fn output(global: &Global) -> Output {
    match global.color {
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
        Color::Auto => anstream::ColorChoice::Auto,
    }
    .write_global();
    let flags = [
        (Key::Profile, global.profile.clone()),
        (Key::Store, global.store.clone()),
        (
            Key::Timeout,
            global.timeout.map(|seconds| seconds.to_string()),
        ),
        (Key::Plain, global.plain.then(|| "true".to_owned())),
        (Key::NoInput, global.no_input.then(|| "true".to_owned())),
    ];
    let flags = flags
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)));
    settings::resolve(flags.collect(), global.config.clone());
    let form = if global.json || settings::wants_json() {
        Form::Json
    } else if settings::is_on(Key::Plain) {
        Form::Plain
    } else {
        Form::Text
    };
    let mut output = Output::new(form);
    output.quiet = global.quiet;
    output.verbose = global.verbose > 0;
    output.yes = global.yes;
    output.may_ask = !settings::is_on(Key::NoInput) && form != Form::Json;
    output
}

fn no_command(output: &Output) -> ExitCode {
    if output.form == Form::Json {
        let advice = ["ils --help".to_owned()];
        return output.finish(Err(Problem::new(
            "usage",
            Exit::Usage,
            "No command was given.",
        )
        .advice(advice)));
    }
    output.say(Cli::command().render_help().to_string().trim_end());
    ExitCode::from(Exit::Usage as u8)
}

/// Help and version are answers too.
fn help(error: &clap::Error, wants_json: bool) -> ExitCode {
    let text = error.render().to_string();
    let schema = match error.kind() {
        ErrorKind::DisplayVersion => "ils.version/1",
        _ => "ils.help/1",
    };
    let form = if wants_json { Form::Json } else { Form::Text };
    let data = json!({"text": text.trim_end()});
    Output::new(form).finish(Ok(Answer::new(schema, data, text)))
}

fn usage(error: &clap::Error) -> Problem {
    let text = error.render().to_string();
    // The first paragraph says what is wrong; what is missing may stand on lines of its own.
    let first: Vec<&str> = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.is_empty())
        .collect();
    let first = first.join(" ");
    let message = match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a part of the command is missing",
        _ => first.strip_prefix("error: ").unwrap_or(&first),
    };
    Problem::new("usage", Exit::Usage, &format!("Wrong usage: {message}"))
        .advice(["ils --help".to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
