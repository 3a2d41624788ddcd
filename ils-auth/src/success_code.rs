//! What a person copies from Clio's approval page: bare code, `Success code=…`, or the whole address.

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use url::form_urlencoded;
use zeroize::Zeroizing;

/// No longer text is looked at: an address with a code is a few hundred bytes.
const LONGEST: usize = 4 * 1024;
/// Fewer characters are a code that was not copied whole.
const SHORTEST_CODE: usize = 8;

/// A Success Code that could be one: the authorization code of RFC 6749 section 4.1.2. `Debug` never shows it.
#[derive(Clone, Debug)]
pub struct SuccessCode(SecretString);

impl SuccessCode {
    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// What a pasted text, or Clio's answer to a listener, turned out to be.
#[derive(Debug)]
#[non_exhaustive]
pub enum Pasted {
    /// A Success Code, not yet checked with Clio.
    Code(SuccessCode),
    /// Clio was told DENY: `error=access_denied` (pasted: with the right or no state), or the word deny.
    Denied,
}

impl Pasted {
    /// Reads a pasted text without any request.
    ///
    /// Takes the bare code, the page title (`Success code=…`, `Failure error=access_denied`), the whole address or its
    /// query. Drops quotes and white space around it, zero-width characters and bracketed-paste markers. An address
    /// must carry `expected_state` (RFC 6749 section 10.12); a bare code cannot.
    ///
    /// # Errors
    /// Anything that cannot be a Success Code of this attempt. No error repeats what was pasted.
    pub fn read(text: &str, expected_state: &str) -> Result<Self, SuccessCodeError> {
        // Longer is no code, whatever it holds: nothing more than its length is looked at.
        if text.len() > LONGEST {
            return Err(SuccessCodeError::NotACode);
        }
        let cleaned = Zeroizing::new(without_invisible(text));
        let text = trimmed(&cleaned);
        if text.is_empty() {
            return Err(SuccessCodeError::Empty);
        }
        if is_denial(text) {
            return Ok(Self::Denied);
        }
        let shape = Shape::of(text);
        match shape {
            Shape::Parameters { query, stateless } => {
                let found = Parameters::parse(query);
                found.judge(expected_state, stateless)
            }
            // Only the form parser of an address has decoded its escapes already.
            Shape::Bare(code) => checked(&percent_decoded(code)).map(Self::Code),
        }
    }
}

/// Why a pasted text is not a Success Code. Never holds any of that text.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SuccessCodeError {
    /// Nothing, or only white space and quotes.
    #[error("nothing was pasted")]
    Empty,
    /// Fewer than 8 characters.
    #[error("that does not look like a whole Success Code ({0} characters)")]
    TooShort(usize),
    /// Too long, or with characters that no code has.
    #[error("that cannot be a Success Code")]
    NotACode,
    /// The `state` word of the address is missing or another attempt's.
    #[error("that address belongs to another attempt to connect")]
    WrongState,
    /// More than one code.
    #[error("there are two codes in that text")]
    TwoCodes,
    /// Clio reported another error than `access_denied`: a code of RFC 6749 section 4.1.2.1, or "another error".
    #[error("Clio answered with a problem: {0}")]
    Refused(String),
}

enum Shape<'a> {
    /// An address, or the part of it that holds the answer; `stateless` when it is too little to carry a state.
    Parameters { query: &'a str, stateless: bool },
    /// The code itself, or what stands behind `Success code=`.
    Bare(&'a str),
}

impl<'a> Shape<'a> {
    fn of(text: &'a str) -> Self {
        let success = after_word(text, "success").and_then(|rest| after_word(rest, "code"));
        if let Some(code) = success.and_then(after_mark) {
            return Self::Bare(code);
        }
        let failure = after_word(text, "failure");
        if let Some(rest) = failure.filter(|rest| names(rest, "error")) {
            return Self::Parameters {
                query: rest,
                stateless: true,
            };
        }
        if let Some((_, query)) = text.split_once('?') {
            return Self::Parameters {
                query,
                stateless: false,
            };
        }
        if let Some((_, query)) = text.split_once('#').filter(|_| text.contains("://")) {
            return Self::Parameters {
                query,
                stateless: false,
            };
        }
        if ["code", "state", "error"]
            .iter()
            .any(|name| names(text, name))
        {
            // `code=…` alone is the end of the page title, which has no state.
            let stateless = !text.contains('&');
            return Self::Parameters {
                query: text,
                stateless,
            };
        }
        Self::Bare(text)
    }
}

/// The answer's parameters, each at most once, or it is not our answer.
#[derive(Default)]
struct Parameters<'a> {
    codes: Vec<Cow<'a, str>>,
    states: Vec<Cow<'a, str>>,
    errors: Vec<Cow<'a, str>>,
}

impl<'a> Parameters<'a> {
    fn parse(query: &'a str) -> Self {
        let mut found = Self::default();
        for part in query.split(['#', '?']) {
            for (name, value) in form_urlencoded::parse(part.as_bytes()) {
                // `&amp;`: copied out of a page's source.
                let name = name.strip_prefix("amp;").unwrap_or(&name);
                match name.trim().to_ascii_lowercase().as_str() {
                    "code" => found.codes.push(value),
                    "state" => found.states.push(value),
                    "error" => found.errors.push(value),
                    _ => {}
                }
            }
        }
        found
    }

    fn judge(&self, expected_state: &str, stateless: bool) -> Result<Pasted, SuccessCodeError> {
        let state_is_right = match self.states.as_slice() {
            [] => None,
            [one] => Some(bool::from(one.as_bytes().ct_eq(expected_state.as_bytes()))),
            _ => Some(false),
        };
        if state_is_right == Some(false) {
            return Err(SuccessCodeError::WrongState);
        }
        match (self.codes.as_slice(), self.errors.as_slice()) {
            ([], [error]) => match error.trim() {
                "access_denied" => Ok(Pasted::Denied),
                other => Err(SuccessCodeError::Refused(known_error(other).to_owned())),
            },
            ([_, _, ..], []) => Err(SuccessCodeError::TwoCodes),
            ([code], []) if stateless || state_is_right == Some(true) => {
                checked(trimmed(code)).map(Pasted::Code)
            }
            ([_], []) => Err(SuccessCodeError::WrongState),
            _ => Err(SuccessCodeError::NotACode),
        }
    }
}

/// The rest after a word, in any case.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then(|| rest.trim_start())
}

/// Whether a text begins with `name=`.
fn names(text: &str, name: &str) -> bool {
    after_word(text, name).is_some_and(|rest| rest.starts_with('='))
}

fn after_mark(text: &str) -> Option<&str> {
    text.strip_prefix(['=', ':']).map(trimmed)
}

fn is_denial(text: &str) -> bool {
    ["deny", "denied", "access denied", "access_denied"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

/// The error codes of RFC 6749 section 4.1.2.1. Others are not repeated: they are whatever was pasted.
pub(crate) fn known_error(error: &str) -> &'static str {
    [
        "invalid_request",
        "unauthorized_client",
        "unsupported_response_type",
        "invalid_scope",
        "server_error",
        "temporarily_unavailable",
    ]
    .into_iter()
    .find(|known| *known == error)
    .unwrap_or("another error")
}

pub(crate) fn checked(code: &str) -> Result<SuccessCode, SuccessCodeError> {
    if looks_like_two(code) {
        return Err(SuccessCodeError::TwoCodes);
    }
    let is_address = code.contains("://") || code.contains("/oauth/");
    if is_address || !code.trim_end_matches('=').bytes().all(is_code_byte) {
        return Err(SuccessCodeError::NotACode);
    }
    match code.len() {
        0..SHORTEST_CODE => Err(SuccessCodeError::TooShort(code.len())),
        _ => Ok(SuccessCode(SecretString::from(code))),
    }
}

/// RFC 6749 lets a code be any visible ASCII; what a shell, a sentence or an address would add is no part of one.
fn is_code_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~+/:|!*$@,%()".contains(&byte)
}

fn looks_like_two(text: &str) -> bool {
    let mut parts = text.split_whitespace();
    let code_like = |part: &str| {
        let part = part.rsplit('=').next().unwrap_or(part);
        part.len() >= SHORTEST_CODE && part.bytes().all(is_code_byte)
    };
    match (parts.next(), parts.next()) {
        (Some(first), Some(second)) => {
            let titled = ["success", "code"]
                .iter()
                .any(|w| second.eq_ignore_ascii_case(w));
            code_like(first) && (code_like(second) || titled)
        }
        _ => false,
    }
}

/// `%2F` in a code that was picked out of an address; left alone when any `%` is not an escape.
fn percent_decoded(text: &str) -> Cow<'_, str> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let digits = (bytes.next().and_then(hex), bytes.next().and_then(hex));
        match digits {
            (Some(high), Some(low)) => out.push(high * 16 + low),
            _ => return Cow::Borrowed(text),
        }
    }
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// Without zero-width characters and the marks a terminal puts around a paste.
fn without_invisible(text: &str) -> String {
    let text = text.replace("\u{1b}[200~", "").replace("\u{1b}[201~", "");
    text.chars()
        .filter(|c| {
            !matches!(
                c,
                '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{180e}'
            )
        })
        .collect()
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_quote(c))
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '´' | '<' | '>' | '«' | '»' | '‹' | '›' | '\u{2018}'..='\u{201f}'
    )
}

#[cfg(test)]
mod tests;
