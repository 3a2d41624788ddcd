//! The settings, from the environment. An empty value counts as none.

use std::env;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use etcetera::BaseStrategy;
use secrecy::SecretString;

use crate::cli::Format;

pub(crate) const CLIO_URL: &str = "ILS_CLIO_URL";
pub(crate) const CLIENT_ID: &str = "ILS_CLIO_CLIENT_ID";
pub(crate) const CLIENT_SECRET: &str = "ILS_CLIO_CLIENT_SECRET";
pub(crate) const LOOPBACK_PORT: &str = "ILS_CLIO_LOOPBACK_PORT";
pub(crate) const TOKEN_STORE: &str = "ILS_TOKEN_STORE";
pub(crate) const TOKEN_KEY_FILE: &str = "ILS_TOKEN_KEY_FILE";
pub(crate) const STORE: &str = "ILS_STORE";
const HOME: &str = "ILS_HOME";
const PROFILE: &str = "ILS_PROFILE";
const TIMEOUT: &str = "ILS_TIMEOUT";
const FORMAT: &str = "ILS_FORMAT";
/// The name of the systemd credential that holds the key of the token file.
const CREDENTIAL: &str = "ils-token-key";

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
        if let Some(home) = value(HOME).map(PathBuf::from) {
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

/// A setting; `None` when it is not set or empty.
pub(crate) fn value(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// A setting that is a secret.
pub(crate) fn secret(name: &str) -> Option<SecretString> {
    value(name).map(Into::into)
}

/// The key of the token file: its own setting, else a systemd credential, else a file among the settings.
pub(crate) fn token_key_file(folders: &Folders) -> PathBuf {
    value(TOKEN_KEY_FILE)
        .map(PathBuf::from)
        .or_else(|| {
            value("CREDENTIALS_DIRECTORY")
                .map(|folder| Path::new(&folder).join(CREDENTIAL))
                .filter(|file| file.exists())
        })
        .unwrap_or_else(|| folders.config.join("token.key"))
}

/// The profile: the flag, else the setting, else `default`.
pub(crate) fn profile(flag: Option<&str>) -> String {
    flag.map(ToOwned::to_owned)
        .or_else(|| value(PROFILE))
        .unwrap_or_else(|| "default".to_owned())
}

/// Seconds one request may take: the flag, else the setting.
pub(crate) fn timeout(flag: Option<u64>) -> Option<u64> {
    flag.or_else(|| {
        value(TIMEOUT)?
            .parse()
            .ok()
            .filter(|seconds| (1..=3600).contains(seconds))
    })
}

/// The user of this computer, for the history and to tell attempts to connect apart.
pub(crate) fn user() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(value)
        .unwrap_or_default()
}

/// How lists are printed, and whether everything is JSON; a word that is none of these counts as not set.
pub(crate) fn format() -> Option<Format> {
    value(FORMAT).and_then(|word| Format::from_str(word.trim(), true).ok())
}

/// The same, when the computer tells it.
pub(crate) fn user_name() -> Option<String> {
    Some(user()).filter(|user| !user.is_empty())
}

pub(crate) fn wants_plain() -> bool {
    is_on("ILS_PLAIN")
}

pub(crate) fn wants_no_input() -> bool {
    is_on("ILS_NO_INPUT")
}

fn is_on(name: &str) -> bool {
    value(name).is_some_and(|value| value != "0")
}
