//! `docs/logging.md` names every event and span of the libraries, with its level and its fields, and no other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{libraries::is_library, read};

const PAGE: &str = "docs/logging.md";
const LEVELS: [&str; 5] = ["trace", "debug", "info", "warn", "error"];

/// One row: where, how loud, the words or the span's name, the names of the fields.
#[derive(Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Told {
    target: String,
    level: String,
    words: String,
    fields: BTreeSet<String>,
}

pub(super) fn broken(sources: &[PathBuf]) -> Result<Vec<String>> {
    let mut told = BTreeSet::new();
    let mut broken = Vec::new();
    for path in sources.iter().filter(|path| is_library(path)) {
        let text = read(path)?;
        if text.contains("tracing") {
            let tokens: TokenStream = text
                .parse()
                .ok()
                .with_context(|| format!("{} is no Rust", path.display()))?;
            scan(&tokens, &target(path), &mut told, &mut broken);
        }
    }
    let page = rows(&read(Path::new(PAGE))?);
    broken.extend(
        told.difference(&page)
            .map(|row| format!("{PAGE} does not say what the code does: {row:?}")),
    );
    broken.extend(
        page.difference(&told)
            .map(|row| format!("{PAGE} says what no code does: {row:?}")),
    );
    Ok(broken)
}

/// The module of a file, as `tracing` names it.
fn target(path: &Path) -> String {
    let parts = path.iter().filter(|part| *part != "src");
    let path = parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>();
    let path = path.join("::").replace('-', "_");
    let path = path.trim_end_matches(".rs");
    path.trim_end_matches("::lib").to_owned()
}

/// Collects `tracing::info!(…)` and `tracing::info_span!(…)`. Another way of writing them is a broken rule: it would not be seen.
fn scan(tokens: &TokenStream, target: &str, told: &mut BTreeSet<Told>, broken: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => scan(&group.stream(), target, told, broken),
            TokenTree::Ident(name) => {
                let name = name.to_string();
                let level = name.strip_suffix("_span").unwrap_or(&name);
                let is_loud =
                    LEVELS.contains(&level) || ["event", "span", "instrument"].contains(&level);
                let after = |text: &str, by: usize| is(tokens.get(at + by), text);
                let is_ours = at >= 3
                    && is(tokens.get(at - 1), ":")
                    && is(tokens.get(at - 2), ":")
                    && is(tokens.get(at - 3), "tracing");
                let is_macro = after("!", 1);
                let is_attribute = name == "instrument" && at <= 3 && !is_macro && tokens.len() > 1;
                match tokens.get(at + 2) {
                    Some(TokenTree::Group(arguments))
                        if is_loud && is_macro && is_ours && LEVELS.contains(&level) =>
                    {
                        told.insert(read_arguments(
                            &arguments.stream(),
                            target,
                            level,
                            level != name,
                        ));
                    }
                    _ if is_loud && (is_macro || is_attribute && is_ours) => broken.push(format!(
                        "{target} has `{name}`: write `tracing::info!(…)` or `tracing::info_span!(…)` in full"
                    )),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

fn is(token: Option<&TokenTree>, text: &str) -> bool {
    token.is_some_and(|token| token.to_string() == text)
}

/// `field = value`, `%field`, `?field`, `field`, and the words; of a span the first text is its name.
fn read_arguments(arguments: &TokenStream, target: &str, level: &str, is_span: bool) -> Told {
    let tokens: Vec<TokenTree> = arguments.clone().into_iter().collect();
    let mut told = Told {
        target: target.to_owned(),
        level: format!("{level}{}", if is_span { " span" } else { "" }),
        words: String::new(),
        fields: BTreeSet::new(),
    };
    for argument in tokens.split(|token| token.to_string() == ",") {
        let mut parts = argument
            .iter()
            .skip_while(|token| ["%", "?"].contains(&token.to_string().as_str()));
        match parts.next() {
            Some(TokenTree::Literal(text)) if told.words.is_empty() => {
                text.to_string()
                    .trim_matches('"')
                    .clone_into(&mut told.words);
            }
            Some(TokenTree::Ident(name)) => {
                told.fields.insert(name.to_string());
            }
            // A block of its own, or what follows the words, is not a field by any name a page could give.
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                told.fields.insert(group.to_string());
            }
            _ => {}
        }
    }
    told
}

/// The rows of the page's tables that have five columns and begin with a target.
fn rows(page: &str) -> BTreeSet<Told> {
    page.lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.trim().trim_matches('|').split('|').collect();
            let [target, level, words, fields, _] = cells[..] else {
                return None;
            };
            let target = code(target).next()?;
            Some(Told {
                target: target.to_owned(),
                level: level.trim().to_owned(),
                words: code(words).next()?.to_owned(),
                fields: code(fields).map(str::to_owned).collect(),
            })
        })
        .collect()
}

/// What stands between backticks.
fn code(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(source: &str) -> (BTreeSet<Told>, Vec<String>) {
        let (mut told, mut broken) = (BTreeSet::new(), Vec::new());
        let tokens = source.parse().unwrap();
        scan(&tokens, "ils_auth::store", &mut told, &mut broken);
        (told, broken)
    }

    #[test]
    fn code_and_page_are_read_alike() {
        let (told, broken) = seen(
            r#"fn f() {
                // tracing::info!("not said");
                tracing::warn!(%error, kind = ?error.kind(), ended = a(1, 2), status, "it, (really) failed");
                let span = || tracing::info_span!("clio.request", status = Empty);
                let x = match e { A => tracing::debug!("one"), B => log(info) };
            }"#,
        );
        assert_eq!(broken, Vec::<String>::new());
        let page = rows(
            "| target | level | words | fields | when |\n|---|---|---|---|---|\n\
             | `ils_auth::store` | warn | `it, (really) failed` | `error`, `kind`, `ended`, `status` | `x` fails |\n\
             | `ils_auth::store` | info span | `clio.request` | `status` | |\n\
             | `ils_auth::store` | debug | `one` | | |\n\
             | `a` | `table` | of another form |",
        );
        assert_eq!(told, page);
    }

    #[test]
    fn no_event_goes_unseen() {
        for (source, rules) in [
            ("use tracing::info; fn f() { info!(\"x\") }", 1),
            ("fn f() { tracing::event!(tracing::Level::INFO, \"x\") }", 1),
            ("fn f() { tracing::span!(tracing::Level::INFO, \"x\") }", 1),
            ("#[tracing::instrument] fn f() {}", 1),
            ("#[tracing::instrument(skip_all)] fn f() {}", 1),
            ("fn f(span: Span) { fetch().instrument(span) }", 0),
            ("fn f() { log.error(warn); error() }", 0),
        ] {
            let (told, broken) = seen(source);
            assert_eq!(broken.len(), rules, "{source}: {broken:?}");
            assert_eq!(told.len(), 0, "{source}");
        }
    }

    #[test]
    fn a_file_is_a_module() {
        for (path, module) in [
            ("clio-api/src/lib.rs", "clio_api"),
            ("ils-auth/src/connection.rs", "ils_auth::connection"),
            (
                "ils-auth/src/loopback/crowd.rs",
                "ils_auth::loopback::crowd",
            ),
        ] {
            assert_eq!(target(Path::new(path)), module);
        }
    }
}
