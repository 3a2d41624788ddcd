//! From the words of a command line to a command, or to the answer when there is none.

use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, CommandFactory, FromArgMatches, ValueEnum};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Cli, Clients, Color, Command, Format, Global};
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::Document;
use crate::output::events::Events;
use crate::output::progress::Motion;
use crate::output::{Answer, Form, Output, Rows};
use crate::settings::{self, Key};
use crate::{failure, prompt};

/// What a command does and which flags it has.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Help {
    /// As a person reads it.
    text: String,
    /// Every command there is, as it is typed.
    commands: Vec<String>,
}

/// Which `ils` this is.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Version {
    /// `ils 0.1.0`
    text: String,
}

impl Document for Help {
    const NAME: &'static str = "ils.help/1";
}

impl Document for Version {
    const NAME: &'static str = "ils.version/1";
}

/// Reads the command line. On help, version or wrong usage the answer is given here.
pub(crate) fn parse() -> Result<(Command, Output), ExitCode> {
    if asks_for_version_only() {
        // Scripts ask often; the command line's definition is not needed to tell.
        return Err(version(format!("ils {}\n", env!("CARGO_PKG_VERSION"))));
    }
    let parsed = Cli::command().try_get_matches().and_then(|mut matches| {
        let words = words(&matches);
        let cli = Cli::from_arg_matches_mut(&mut matches);
        let cli = cli.map_err(|error| error.format(&mut Cli::command()))?;
        Ok((cli, words))
    });
    match parsed {
        Ok((Cli { global, command }, words)) => {
            let output = output(&global, command.as_ref(), &words).map_err(|problem| {
                let form = early_form();
                Output::new(form).finish(Err(problem))
            })?;
            match command {
                Some(Command::Clients(Clients::Export(mut what))) => {
                    what.format = global.format.and_then(Format::file);
                    Ok((Command::Clients(Clients::Export(what)), output))
                }
                Some(command) => Ok((command, output)),
                None if prompt::can_ask(&output) => Ok((Command::Menu, output)),
                None => Err(no_command(&output)),
            }
        }
        Err(error) => Err(match error.kind() {
            ErrorKind::DisplayHelp => help(&error),
            ErrorKind::DisplayVersion => version(error.render().to_string()),
            _ => wrong(&by_their_names(error)),
        }),
    }
}

/// The words of the command itself: `clients export`.
fn words(matches: &ArgMatches) -> String {
    let mut words = Vec::new();
    let mut next = matches.subcommand();
    while let Some((word, matches)) = next {
        words.push(word);
        next = matches.subcommand();
    }
    words.join(" ")
}

fn output(global: &Global, command: Option<&Command>, words: &str) -> Result<Output, Problem> {
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
        (Key::Progress, global.progress.and_then(name)),
    ];
    let flags = flags
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)));
    settings::resolve(flags.collect(), global.config.clone());
    let form = form(global, command)?;
    let mut output = Output::new(form);
    output.quiet = global.quiet;
    output.verbose = global.verbose > 0;
    output.yes = global.yes;
    output.may_ask = !settings::is_on(Key::NoInput) && matches!(form, Form::Text | Form::Plain);
    let motion = settings::current().get(Key::Progress).value;
    let motion = motion.and_then(|name| Motion::of(&name));
    let events = events(global, form, command)?;
    output.watch(motion.unwrap_or_default(), words, events);
    Ok(output)
}

fn name(motion: Motion) -> Option<String> {
    Some(motion.to_possible_value()?.get_name().to_owned())
}

/// Where the events go. Standard output has room for them or for an answer.
fn events(
    global: &Global,
    form: Form,
    command: Option<&Command>,
) -> Result<Option<Events>, Problem> {
    let Some(file) = &global.events else {
        return Ok(None);
    };
    let is_taken = matches!(form, Form::Json | Form::Rows(_))
        || command.is_some_and(Command::writes_to_stdout);
    if file == Path::new("-") && is_taken {
        let message = "Events and the answer cannot both go to standard output.";
        let advice = ["Write the events to a file:  --events FILE".to_owned()];
        return Err(Problem::new("usage", Exit::Usage, message).advice(advice));
    }
    let opened = Events::open(file);
    let failed = |error| failure::file("The events could not be written", file, &error);
    opened.map(Some).map_err(failed)
}

/// The flag before the setting. A flag that does not fit stops the command before it does anything; a setting is for lists only.
fn form(global: &Global, command: Option<&Command>) -> Result<Form, Problem> {
    let is_list = command.is_some_and(Command::is_list);
    let is_export = matches!(command, Some(Command::Clients(Clients::Export(_))));
    if is_export && global.format.is_some_and(|format| format.file().is_none()) {
        let message = "A file is csv, xlsx, json, ndjson, html, vcard or anx.";
        let advice = ["ils clients export --format csv --out FILE".to_owned()];
        return Err(Problem::new("usage", Exit::Usage, message).advice(advice));
    }
    // Of an export the flag names the file; the answer is a word about it.
    let flag = global.format.filter(|_| !is_export);
    if global.json && flag.is_some_and(|format| format != Format::Json) {
        let message = "--json and another --format cannot both be.";
        return Err(
            Problem::new("usage", Exit::Usage, message).advice(["Use one of them".to_owned()])
        );
    }
    let asked = match flag {
        _ if global.json => Some(Format::Json),
        None => settings::format().filter(|format| is_list || *format == Format::Json),
        format => format,
    };
    let rows = match asked {
        Some(Format::Json) => return Ok(Form::Json),
        Some(Format::Lines) => Rows::Lines,
        Some(Format::Ndjson) => Rows::Ndjson,
        Some(Format::Csv) => Rows::Csv,
        Some(Format::Xlsx | Format::Html | Format::Vcard | Format::Anx) => {
            let message = "This kind of file is for exports only.";
            let advice = ["ils clients export --out FILE".to_owned()];
            return Err(Problem::new("not_a_list", Exit::Usage, message).advice(advice));
        }
        Some(Format::Table) | None if settings::is_on(Key::Plain) => {
            return Ok(Form::Plain);
        }
        Some(Format::Table) | None => return Ok(Form::Text),
    };
    if is_list {
        Ok(Form::Rows(rows))
    } else {
        let message = "This command's answer is no list: lines, ndjson and csv are for lists.";
        Err(Problem::new("not_a_list", Exit::Usage, message).advice(["Use  --json".to_owned()]))
    }
}

/// The form of an answer that is given before the command line is understood.
fn early_form() -> Form {
    let words = std::env::args().take_while(|word| word != "--");
    let mut asked = settings::format();
    let mut is_value = false;
    for word in words {
        let value = word
            .strip_prefix("--format=")
            .or(is_value.then_some(&*word));
        let named = value.and_then(|value| clap::ValueEnum::from_str(value, true).ok());
        asked = named.or(asked);
        is_value = word == "--format";
        if word == "--json" {
            return Form::Json;
        }
    }
    match asked {
        Some(Format::Json) => Form::Json,
        Some(Format::Ndjson) => Form::Rows(Rows::Ndjson),
        _ => Form::Text,
    }
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

fn asks_for_version_only() -> bool {
    let mut words = std::env::args_os().skip(1);
    words
        .next()
        .is_some_and(|word| word == "--version" || word == "-V")
        && words.next().is_none()
}

/// Help and version are answers too.
fn version(screen: String) -> ExitCode {
    let text = screen.trim_end().to_owned();
    told(Answer::new(&Version { text }, screen), early_form())
}

fn help(error: &clap::Error) -> ExitCode {
    // Nothing of it is styled: there is nothing to strip.
    let screen = error.render().ansi().to_string();
    let text = screen.trim_end().to_owned();
    let form = early_form();
    let mut commands = Vec::new();
    if form == Form::Json {
        let mut command = Cli::command();
        command.build();
        leaves(&command, "", &mut commands);
    }
    told(Answer::new(&Help { text, commands }, screen), form)
}

fn told(answer: Answer, form: Form) -> ExitCode {
    let form = match form {
        Form::Json => Form::Json,
        _ => Form::Text,
    };
    Output::new(form).finish(Ok(answer))
}

/// The commands that do something: those without commands of their own.
fn leaves(command: &clap::Command, before: &str, found: &mut Vec<String>) {
    for next in command.get_subcommands() {
        let typed = format!("{before} {}", next.get_name())
            .trim_start()
            .to_owned();
        if next.has_subcommands() {
            leaves(next, &typed, found);
        } else {
            found.push(typed);
        }
    }
}

/// Proposes only commands that the help names: other words for them look like anything (`bogus`, `logout`).
fn by_their_names(mut error: clap::Error) -> clap::Error {
    let proposed = ContextKind::SuggestedSubcommand;
    if let Some(ContextValue::Strings(mut words)) = error.remove(proposed) {
        let commands = Cli::command();
        words.retain(|word| {
            let command = commands.find_subcommand(word);
            command.is_none_or(|command| command.get_name() == word)
        });
        if !words.is_empty() {
            error.insert(proposed, ContextValue::Strings(words));
        }
    }
    error
}

fn wrong(error: &clap::Error) -> ExitCode {
    match early_form() {
        Form::Text => {
            Output::new(Form::Text).say(error.render().to_string().trim_end());
            ExitCode::from(Exit::Usage as u8)
        }
        form => Output::new(form).finish(Err(usage(error))),
    }
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
