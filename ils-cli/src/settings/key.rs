//! The settings: their names in a file and in the environment, and what they may be.

use std::num::NonZeroU16;

use crate::output::progress::Motion;

/// One setting.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::enum_variant_names, reason = "Clio's own word is App Key")]
pub(crate) enum Key {
    Region,
    ClioUrl,
    AppKey,
    LoopbackPort,
    TokenStore,
    TokenKeyFile,
    Store,
    Rules,
    Profile,
    Timeout,
    Plain,
    NoInput,
    Progress,
}

impl Key {
    pub(crate) const ALL: [Self; 13] = [
        Self::Region,
        Self::ClioUrl,
        Self::AppKey,
        Self::LoopbackPort,
        Self::TokenStore,
        Self::TokenKeyFile,
        Self::Store,
        Self::Rules,
        Self::Profile,
        Self::Timeout,
        Self::Plain,
        Self::NoInput,
        Self::Progress,
    ];

    /// Its name in a settings file.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::ClioUrl => "clio_url",
            Self::AppKey => "app_key",
            Self::LoopbackPort => "loopback_port",
            Self::TokenStore => "token_store",
            Self::TokenKeyFile => "token_key_file",
            Self::Store => "store",
            Self::Rules => "rules",
            Self::Profile => "profile",
            Self::Timeout => "timeout",
            Self::Plain => "plain",
            Self::NoInput => "no_input",
            Self::Progress => "progress",
        }
    }

    /// Its name in the environment; a region has none, there is but one.
    pub(crate) fn variable(self) -> Option<&'static str> {
        match self {
            Self::Region => None,
            Self::ClioUrl => Some(super::CLIO_URL),
            Self::AppKey => Some(super::CLIENT_ID),
            Self::LoopbackPort => Some(super::LOOPBACK_PORT),
            Self::TokenStore => Some(super::TOKEN_STORE),
            Self::TokenKeyFile => Some(super::TOKEN_KEY_FILE),
            Self::Store => Some(super::STORE),
            Self::Rules => Some("ILS_RULES"),
            Self::Profile => Some("ILS_PROFILE"),
            Self::Timeout => Some("ILS_TIMEOUT"),
            Self::Plain => Some("ILS_PLAIN"),
            Self::NoInput => Some("ILS_NO_INPUT"),
            Self::Progress => Some("ILS_PROGRESS"),
        }
    }

    /// What it is when nobody has set it.
    pub(crate) fn built_in(self) -> Option<&'static str> {
        match self {
            Self::Region => Some("us"),
            Self::ClioUrl => Some("https://app.clio.com"),
            Self::TokenStore => Some("keyring"),
            Self::Profile => Some("default"),
            Self::Timeout => Some("30"),
            Self::Plain | Self::NoInput => Some("false"),
            Self::Progress => Some("auto"),
            Self::AppKey | Self::LoopbackPort | Self::TokenKeyFile | Self::Store | Self::Rules => {
                None
            }
        }
    }

    /// Whether it names a file.
    pub(crate) fn is_path(self) -> bool {
        matches!(self, Self::TokenKeyFile | Self::Store | Self::Rules)
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }

    /// What is wrong with a value for a file; `None` when nothing is.
    pub(crate) fn refuses(self, value: &str) -> Option<&'static str> {
        let is_good = match self {
            Self::Region => value == "us",
            Self::ClioUrl => ils_auth::Site::parse(value).is_ok(),
            Self::LoopbackPort => value.parse::<NonZeroU16>().is_ok(),
            Self::TokenStore => matches!(value, "keyring" | "file"),
            Self::Timeout => value
                .parse::<u64>()
                .is_ok_and(|seconds| (1..=3600).contains(&seconds)),
            Self::Plain | Self::NoInput => matches!(value, "true" | "false"),
            Self::Progress => Motion::of(value).is_some(),
            Self::AppKey | Self::TokenKeyFile | Self::Store | Self::Rules | Self::Profile => {
                !value.trim().is_empty()
            }
        };
        (!is_good).then_some(match self {
            Self::Region => "can only be us: ILS works with Clio's United States region only",
            Self::ClioUrl => {
                "can only be https://app.clio.com, or an address on this computer for tests"
            }
            Self::LoopbackPort => "is no port: a number from 1 to 65535",
            Self::TokenStore => "is neither keyring nor file",
            Self::Timeout => "is no number of seconds from 1 to 3600",
            Self::Plain | Self::NoInput => "is neither true nor false",
            Self::Progress => "is none of auto, bar, lines and none",
            Self::AppKey | Self::TokenKeyFile | Self::Store | Self::Rules | Self::Profile => {
                "is empty"
            }
        })
    }
}
