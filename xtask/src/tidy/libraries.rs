//! Libraries do not reach for what is the program's, and each foreign crate has its few files.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::read;

const LIBRARIES: [&str; 3] = ["clio-api", "ils-auth", "ils-import"];

/// The environment, the home folder, the process: `ils-cli` knows of them. Printing is the lints' affair.
const REACHING: [&str; 17] = [
    "env::args",
    "env::current_dir",
    "env::current_exe",
    "env::home_dir",
    "env::join_paths",
    "env::remove_var",
    "env::set_current_dir",
    "env::set_var",
    "env::temp_dir",
    "env::var",
    "io::stderr",
    "io::stdin",
    "io::stdout",
    "panic::set_hook",
    "process::abort",
    "process::exit",
    "set_global_default",
];

/// Words that stand only in the files of their owner, or below its folder.
const OWNED: [(&str, &[&str]); 6] = [
    ("oauth2::", &["ils-auth/src/connect.rs"]),
    (
        "reqwest::",
        &[
            "clio-api/src/transport.rs",
            "ils-auth/src/endpoint/transport.rs",
        ],
    ),
    ("rusqlite::", &["ils-import/src/store/sqlite.rs"]),
    (
        "rustls::",
        &[
            "clio-api/src/transport.rs",
            "ils-auth/src/endpoint/transport.rs",
        ],
    ),
    (
        "rustls_platform_verifier::",
        &[
            "clio-api/src/transport.rs",
            "ils-auth/src/endpoint/transport.rs",
        ],
    ),
    // The refresh has to end well though the one who waited for it went away.
    ("tokio::spawn", &["ils-auth/src/connection/flight.rs"]),
];

pub(super) fn broken(sources: &[PathBuf]) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for path in sources.iter().filter(|path| is_library(path)) {
        let text = read(path)?;
        broken.extend(wrong(path, &text));
    }
    Ok(broken)
}

/// What is wrong in one file.
fn wrong(path: &Path, text: &str) -> Vec<String> {
    let has = |word: &str| code(text).any(|line| holds(line, word));
    let told = path.display();
    let reaching = REACHING.iter().filter(|word| has(word));
    let reaching = reaching.map(|word| format!("{told} uses {word}: that is for ils-cli"));
    let owned = OWNED.iter().filter(|(word, owners)| {
        has(word) && !owners.iter().any(|owner| belongs(path, Path::new(owner)))
    });
    let owned = owned
        .map(|(word, owners)| format!("{told} names {word}: only {} may", owners.join(" and ")));
    reaching.chain(owned).collect()
}

pub(super) fn is_library(path: &Path) -> bool {
    // `stand_in` is what the tests of a crate share; it is built for them only.
    let is_test = |part: &std::ffi::OsStr| {
        ["tests", "tests.rs", "stand_in.rs"]
            .iter()
            .any(|name| part == *name)
    };
    LIBRARIES
        .iter()
        .any(|library| path.starts_with(Path::new(library).join("src")))
        && !path.iter().any(is_test)
}

/// The file itself, or one in the folder of its name.
fn belongs(path: &Path, owner: &Path) -> bool {
    path == owner || path.starts_with(owner.with_extension(""))
}

/// The lines that are neither comments nor the tests at the end.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let lines = text
        .lines()
        .take_while(|line| !line.starts_with("mod tests {"));
    lines.filter(|line| !line.trim_start().starts_with("//"))
}

/// Whether the word stands there, and not as the end of a longer one.
fn holds(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_with_their_owners_only() {
        for (path, line, rules) in [
            (
                "ils-auth/src/connect.rs",
                "use oauth2::PkceCodeVerifier;",
                0,
            ),
            (
                "ils-auth/src/connect/saved.rs",
                "let x = oauth2::CsrfToken::new(s);",
                0,
            ),
            ("ils-auth/src/tokens.rs", "use oauth2::TokenResponse;", 1),
            (
                "ils-import/src/store/sqlite/queries.rs",
                "use rusqlite::params;",
                0,
            ),
            (
                "ils-import/src/store.rs",
                "fn f(c: rusqlite::Connection) {}",
                1,
            ),
            (
                "clio-api/src/error.rs",
                "impl From<reqwest::Error> for Error {}",
                1,
            ),
            ("clio-api/src/error.rs", "// like reqwest::Error", 0),
            (
                "clio-api/src/transport/body.rs",
                "use reqwest::Response;",
                0,
            ),
            ("clio-api/src/page.rs", "tokio::spawn(fetch());", 1),
            ("clio-api/src/clio.rs", "let at = std::env::temp_dir();", 1),
            (
                "clio-api/src/clio.rs",
                "let dir = env::current_dir().or(env::var_os(\"HOME\"));",
                2,
            ),
            ("clio-api/src/clio.rs", "let x = my_env::variable();", 0),
            (
                "clio-api/src/clio.rs",
                "mod tests {\n    let at = std::env::temp_dir();",
                0,
            ),
        ] {
            let told = wrong(Path::new(path), line);
            assert_eq!(told.len(), rules, "{path}: {line}: {told:?}");
        }
    }

    #[test]
    fn tests_and_programs_may() {
        assert!(is_library(Path::new("ils-auth/src/store/file.rs")));
        for path in [
            "ils-auth/src/store/file/tests.rs",
            "clio-api/src/pace/tests/server.rs",
            "ils-cli/src/main.rs",
            "clio-api/tests/http/main.rs",
        ] {
            assert!(!is_library(Path::new(path)), "{path}");
        }
    }
}
