//! The settings: flags, environment, the user's file, the machine's file, what is built in. An empty value counts as none.

pub(crate) mod file;
mod key;
mod layers;
mod machine;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{env, fs};

use clap::ValueEnum;
use etcetera::BaseStrategy;
use secrecy::SecretString;

use crate::cli::Format;
use file::Said;
pub(crate) use key::Key;
use layers::Layers;
pub(crate) use layers::{Setting, Source};
pub(crate) use machine::file as machine_file;

pub(crate) const CLIO_URL: &str = "ILS_CLIO_URL";
pub(crate) const CLIENT_ID: &str = "ILS_CLIO_CLIENT_ID";
pub(crate) const CLIENT_SECRET: &str = "ILS_CLIO_CLIENT_SECRET";
pub(crate) const LOOPBACK_PORT: &str = "ILS_CLIO_LOOPBACK_PORT";
pub(crate) const TOKEN_STORE: &str = "ILS_TOKEN_STORE";
pub(crate) const TOKEN_KEY_FILE: &str = "ILS_TOKEN_KEY_FILE";
pub(crate) const STORE: &str = "ILS_STORE";
pub(crate) const CONFIG: &str = "ILS_CONFIG";
const HOME: &str = "ILS_HOME";
const FORMAT: &str = "ILS_FORMAT";
/// The name of the systemd credential that holds the key of the token file.
const CREDENTIAL: &str = "ils-token-key";

/// The name of a settings file.
const FILE: &str = "config.toml";

/// Where things are kept.
#[derive(Clone, Debug)]
pub(crate) struct Folders {
    pub(crate) config: PathBuf,
    pub(crate) data: PathBuf,
    pub(crate) state: PathBuf,
}

impl Folders {
    /// Below `ILS_HOME`, else the platform's own folders. `None` when the computer has no home folder for this user.
    pub(crate) fn find() -> Option<Self> {
        if let Some(home) = variable(HOME).map(PathBuf::from) {
            return Some(Self::below(&home));
        }
        let platform = etcetera::choose_base_strategy().ok()?;
        let data = platform.data_dir().join("ils");
        Some(Self {
            config: platform.config_dir().join("ils"),
            state: platform
                .state_dir()
                .map_or_else(|| data.join("state"), |state| state.join("ils")),
            data,
        })
    }

    fn below(home: &Path) -> Self {
        Self {
            config: home.join("config"),
            data: home.join("data"),
            state: home.join("state"),
        }
    }
}

/// The settings of this run: resolved once, by [`resolve`].
#[derive(Debug, Default)]
pub(crate) struct Settings {
    layers: Layers,
    /// The user's own file; `None` when this computer has no folder for it.
    pub(crate) user_file: Option<PathBuf>,
    /// What is wrong with a file, and with which.
    pub(crate) unreadable: Option<(PathBuf, String)>,
}

static RESOLVED: OnceLock<Settings> = OnceLock::new();

/// Reads the files and the environment; the flags come from the command line.
pub(crate) fn resolve(flags: Vec<(Key, String)>, config: Option<PathBuf>) {
    let environment = Key::ALL.into_iter().filter_map(|key| {
        let value = variable(key.variable()?)?;
        // These two have been switches in the environment: 1 is on, 0 is off.
        let is_switch = matches!(key, Key::Plain | Key::NoInput);
        let is_on = is_switch.then(|| (!matches!(&*value, "0" | "false")).to_string());
        Some((key, is_on.unwrap_or(value)))
    });
    let user_file = config
        .or_else(|| variable(CONFIG).map(PathBuf::from))
        .or_else(|| Some(Folders::find()?.config.join(FILE)));
    let mut settings = Settings::default();
    settings.layers.flags = flags;
    settings.layers.environment = environment.collect();
    settings.layers.machine = settings.read(&machine_file(), true);
    if let Some(file) = &user_file {
        settings.layers.user = settings.read(file, false).values;
    }
    settings.user_file = user_file;
    // A second resolving cannot be: the command line is read once.
    drop(RESOLVED.set(settings));
}

/// The settings of this run.
pub(crate) fn current() -> &'static Settings {
    RESOLVED.get_or_init(Settings::default)
}

impl Settings {
    /// A setting, and who said so.
    pub(crate) fn get(&self, key: Key) -> Setting {
        self.layers.get(key)
    }

    /// A locked setting that somebody wants otherwise.
    pub(crate) fn against_lock(&self) -> Option<(Key, Source)> {
        self.layers.against_lock()
    }

    fn read(&mut self, file: &Path, may_lock: bool) -> Said {
        let read = match fs::read_to_string(file) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Said::default(),
            Err(error) => Err(format!("it cannot be read: {error}")),
            Ok(text) => file::parse(&text, may_lock),
        };
        read.unwrap_or_else(|why| {
            self.unreadable.get_or_insert((file.to_owned(), why));
            Said::default()
        })
    }
}

/// A setting that somebody has set.
pub(crate) fn value(key: Key) -> Option<String> {
    let setting = current().get(key);
    setting.value.filter(|_| setting.source != Source::BuiltIn)
}

/// The app secret of the environment; else it is kept beside the connection.
pub(crate) fn secret() -> Option<SecretString> {
    variable(CLIENT_SECRET).map(Into::into)
}

/// The key of the token file: its own setting, else a systemd credential, else a file among the settings.
pub(crate) fn token_key_file(folders: &Folders) -> PathBuf {
    value(Key::TokenKeyFile)
        .map(PathBuf::from)
        .or_else(|| {
            variable("CREDENTIALS_DIRECTORY")
                .map(|folder| Path::new(&folder).join(CREDENTIAL))
                .filter(|file| file.exists())
        })
        .unwrap_or_else(|| folders.config.join("token.key"))
}

/// The profile.
pub(crate) fn profile() -> String {
    current().get(Key::Profile).value.unwrap_or_default()
}

/// Seconds one request may take.
pub(crate) fn timeout() -> Option<u64> {
    value(Key::Timeout)?
        .parse()
        .ok()
        .filter(|seconds| (1..=3600).contains(seconds))
}

/// The user of this computer, for the history and to tell attempts to connect apart.
pub(crate) fn user() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(variable)
        .unwrap_or_default()
}

/// How lists are printed, and whether everything is JSON; a word that is none of these counts as not set.
pub(crate) fn format() -> Option<Format> {
    variable(FORMAT).and_then(|word| Format::from_str(word.trim(), true).ok())
}

/// The same, when the computer tells it.
pub(crate) fn user_name() -> Option<String> {
    Some(user()).filter(|user| !user.is_empty())
}

pub(crate) fn is_on(key: Key) -> bool {
    current()
        .get(key)
        .value
        .is_some_and(|value| value == "true")
}

/// What the environment says; `None` when it is not set or empty.
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}
