//! `ils config`: every setting, its value, and who set it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::Config;
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::document::{Document, List};
use crate::output::{Answer, Output, screen};
use crate::settings::{self, Key, Source, file};
use crate::wait::{Left, wait};
use crate::{context, failure, files, prompt};

/// Every setting.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ConfigList {
    /// Every setting.
    settings: Vec<OneSetting>,
    /// The user's own file, there or not.
    user_file: Option<String>,
    /// The administrator's file, there or not.
    machine_file: String,
}

/// One setting.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct OneSetting {
    /// The name in a file.
    key: &'static str,
    /// The value; null when it has none.
    value: Option<String>,
    /// Who set it.
    source: Source,
    /// The administrator has locked it.
    locked: bool,
    /// The name in the environment.
    variable: Option<&'static str>,
}

/// The settings file.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ConfigFile {
    /// The user's own file.
    path: String,
    /// Whether it is there.
    exists: bool,
}

impl Document for ConfigList {
    const NAME: &'static str = "ils.config/1";
    const LIST: Option<List> = Some(List {
        items: "settings",
        columns: &["key", "value", "source", "locked", "variable"],
    });
}

impl Document for OneSetting {
    const NAME: &'static str = "ils.setting/1";
}

impl Document for ConfigFile {
    const NAME: &'static str = "ils.config_file/1";
}

pub(super) fn run(output: &Output, what: &Config) -> Result<Answer, Problem> {
    match what {
        Config::List => Ok(list(output)),
        Config::Get { key } => get(key),
        Config::Set { key, value } => set(output, key, value),
        Config::Path => path(),
        Config::Edit => {
            let left = Left {
                changed: "The settings are as your editor left them.",
                look: "ils config list",
            };
            wait(output, left, edit(output))
        }
    }
}

/// Writes settings into the user's own file, all or none.
pub(super) fn write(changes: &[(Key, Option<&str>)]) -> Result<PathBuf, Problem> {
    for (key, _) in changes {
        if settings::current().get(*key).is_locked {
            return Err(failure::locked(*key, None));
        }
    }
    let path = user_file()?;
    let failed = |error: &_| failure::file("The settings could not be written", &path, error);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        text => text.map_err(|error| failed(&error))?,
    };
    let text = changes.iter().try_fold(text, |text, (key, value)| {
        file::changed(&text, *key, *value)
    });
    let text = text.map_err(|why| failure::unreadable(&path, &why))?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    files::write_private(&path, text.as_bytes()).map_err(|error| failed(&error))?;
    Ok(path)
}

fn list(output: &Output) -> Answer {
    let all: Vec<OneSetting> = Key::ALL.into_iter().map(one).collect();
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let value = one.value.clone().unwrap_or_else(|| "-".to_owned());
            vec![one.key.to_owned(), value, from(one)]
        })
        .collect();
    let columns = [("Setting", 14), ("Value", 34), ("Set by", 24)];
    let data = ConfigList {
        settings: all,
        user_file: settings::current()
            .user_file
            .as_ref()
            .map(|file| file.display().to_string()),
        machine_file: settings::machine_file().display().to_string(),
    };
    let shown = format!(
        "{}\nYour file:      {}\nAdministrator:  {}\n",
        screen::table(output.form, "Setting", &columns, &rows),
        data.user_file.as_deref().unwrap_or("-"),
        data.machine_file
    );
    Answer::new(&data, shown)
}

fn get(name: &str) -> Result<Answer, Problem> {
    let one = one(key(name)?);
    let shown = format!("{}\n", one.value.as_deref().unwrap_or_default());
    Ok(Answer::new(&one, shown))
}

fn set(output: &Output, name: &str, value: &str) -> Result<Answer, Problem> {
    let key = key(name)?;
    let value = Some(value.trim()).filter(|value| !value.is_empty());
    let whole = value.filter(|_| key.is_path()).and_then(whole_path);
    let value = whole.as_deref().or(value);
    if let Some(why) = value.and_then(|value| key.refuses(value)) {
        return Err(failure::setting(name, why).changed("The settings stay as they were."));
    }
    if let (Key::Rules, Some(file)) = (key, value) {
        // What no import could follow is told to whoever sets it, not to who imports next.
        let read = context::rules_in(Path::new(file));
        read.map_err(|problem| problem.changed("The settings stay as they were."))?;
    }
    let path = write(&[(key, value)])?;
    let one = OneSetting {
        value: value.map(ToOwned::to_owned),
        source: Source::UserFile,
        ..one(key)
    };
    let what = match value {
        Some(value) => format!("{name} is now {value}, in {}.", path.display()),
        None => format!("{name} is no longer set in {}.", path.display()),
    };
    let mut shown = screen::paragraph(output.form, &what, "", "");
    let now = settings::current().get(key).source;
    if matches!(now, Source::Flag | Source::Environment) {
        shown.push_str("A flag or the environment sets it too, and goes before.\n");
    }
    Ok(Answer::new(&one, shown))
}

/// The settings hold in every folder, so the path that was meant in this one is kept whole.
fn whole_path(path: &str) -> Option<String> {
    Some(std::path::absolute(path).ok()?.to_str()?.to_owned())
}

fn path() -> Result<Answer, Problem> {
    let path = user_file()?;
    let data = ConfigFile {
        exists: path.exists(),
        path: path.display().to_string(),
    };
    let shown = format!("{}\n", data.path);
    Ok(Answer::new(&data, shown))
}

/// The editor has the terminal until it is closed; what it leaves is read at once, so that a slip is told now.
async fn edit(output: &Output) -> Result<Answer, Problem> {
    let path = user_file()?;
    if !prompt::can_ask(output) {
        let advice = [
            "ils config set KEY VALUE".to_owned(),
            format!("Or edit the file:  {}", path.display()),
        ];
        return Err(failure::input_needed(
            "An editor needs a terminal, and there is none.",
            advice,
        ));
    }
    if !path.exists() {
        write(&[])?;
    }
    let editor = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(settings::variable);
    let editor = editor.unwrap_or_else(|| if cfg!(windows) { "notepad" } else { "vi" }.to_owned());
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("vi"));
    command.args(words).arg(&path);
    let ended = tokio::task::spawn_blocking(move || command.status()).await;
    if !matches!(ended, Ok(Ok(status)) if status.success()) {
        return Err(Problem::new(
            "editor_failed",
            Exit::Failed,
            &format!("The editor ({editor}) did not start, or ended with an error."),
        )
        .changed("What it wrote stays; ILS changed nothing.")
        .advice([format!("Edit the file yourself:  {}", path.display())]));
    }
    let text = fs::read_to_string(&path)
        .map_err(|error| failure::file("The settings could not be read", &path, &error))?;
    if let Err(why) = file::parse(&text, false) {
        return Err(failure::unreadable(&path, &why));
    }
    self::path()
}

fn one(key: Key) -> OneSetting {
    let setting = settings::current().get(key);
    let derived = || Some(context::place_of(key)?.display().to_string());
    OneSetting {
        key: key.name(),
        value: setting.value.or_else(derived),
        source: setting.source,
        locked: setting.is_locked,
        variable: key.variable(),
    }
}

fn from(one: &OneSetting) -> String {
    match (one.locked, one.source, one.variable) {
        (true, ..) => "administrator (locked)".to_owned(),
        (_, Source::Flag, _) => "flag".to_owned(),
        (_, Source::Environment, Some(variable)) => variable.to_owned(),
        (_, Source::Environment, None) => "environment".to_owned(),
        (_, Source::UserFile, _) => "your file".to_owned(),
        (_, Source::MachineFile, _) => "administrator".to_owned(),
        (_, Source::BuiltIn, _) if one.value.is_none() => "nobody".to_owned(),
        (_, Source::BuiltIn, _) => "built in".to_owned(),
    }
}

fn key(name: &str) -> Result<Key, Problem> {
    let names: Vec<&str> = Key::ALL.into_iter().map(Key::name).collect();
    Key::of_name(name).ok_or_else(|| {
        Problem::new(
            "setting_unknown",
            Exit::NotFound,
            &format!("ILS has no setting called {name}."),
        )
        .why(format!("It has {}.", names.join(", ")))
        .advice([
            "ils config list".to_owned(),
            "The app secret is given with  ils setup  only".to_owned(),
        ])
    })
}

fn user_file() -> Result<PathBuf, Problem> {
    let file = settings::current().user_file.clone();
    file.ok_or_else(failure::no_home)
}
