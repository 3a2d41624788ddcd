//! `ils setup` and `ils config`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Args, Debug, Default)]
pub(crate) struct Setup {
    /// Clio's region; ILS works with the United States only
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// The App Key of your firm's Clio app
    #[arg(long, value_name = "KEY")]
    pub(crate) app_key: Option<String>,
    /// Read the App Secret from a file, or from standard input (-)
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,
    /// Go on to connect, without asking
    #[arg(long, overrides_with = "no_connect")]
    pub(crate) connect: bool,
    /// Do not go on to connect
    #[arg(long)]
    pub(crate) no_connect: bool,
}

/// The settings.
#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Every setting, its value, and who set it
    List,
    /// One setting
    Get {
        /// Its name
        key: String,
    },
    /// Change a setting in your own file; an empty value takes it away
    Set {
        /// Its name
        key: String,
        /// Its value
        value: String,
    },
    /// Where your settings file is
    Path,
    /// Open your settings file in your editor
    Edit,
}
