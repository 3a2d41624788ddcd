//! Query parameters: read by rule, refused when their value is wrong.

use jiff::Timestamp;
use wiremock::Request;

use crate::paging::LIMIT_MAX;
use crate::reply::Reply;

/// A parameter that Clio's API document lists for a path, and what its value must be.
pub(crate) type Rule = (&'static str, Value);

/// What a value must be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    Text,
    Integer,
    Boolean,
    /// A time with date, hour and offset; a date alone is refused, as seen live.
    Timestamp,
    /// One of these, as spelled.
    Choice(&'static [&'static str]),
    /// A comma list of these.
    Choices(&'static [&'static str]),
    /// One of these fields with `(asc)` or `(desc)`.
    Order(&'static [&'static str]),
    /// An operator and a date.
    DateBound,
    /// 1–200.
    Limit,
    /// Clio knows it, the fake does not: answered 501 rather than silently left out.
    NotModelled,
    /// Refused where it stands: Clio lists no such parameter, and quietly ignoring it would hide a client's mistake.
    Refused,
}

/// The parameters every list takes.
pub(crate) const FIELDS: Rule = ("fields", Value::Text);
pub(crate) const LIMIT: Rule = ("limit", Value::Limit);
pub(crate) const PAGE_TOKEN: Rule = ("page_token", Value::Text);
/// Not in the API document, but on Clio's page on paging.
pub(crate) const OFFSET: Rule = ("offset", Value::Integer);
pub(crate) const IDS: Rule = ("ids[]", Value::Integer);
pub(crate) const CREATED_SINCE: Rule = ("created_since", Value::Timestamp);
pub(crate) const UPDATED_SINCE: Rule = ("updated_since", Value::Timestamp);

/// The parameters of a request, all of them valid.
#[derive(Debug)]
pub(crate) struct Params {
    pairs: Vec<(String, String)>,
    unknown: Vec<String>,
}

impl Params {
    /// Reads the query, or says what is wrong with it.
    pub(crate) fn read(request: &Request, rules: &[Rule]) -> Result<Self, Reply> {
        let mut read = Self {
            pairs: Vec::new(),
            unknown: Vec::new(),
        };
        for (name, value) in request.url.query_pairs() {
            let known = if name.starts_with("custom_field_values[") {
                "custom_field_values"
            } else {
                name.as_ref()
            };
            if let Some((_, rule)) = rules.iter().find(|(listed, _)| *listed == known) {
                check(&name, &value, *rule)?;
                if !name.ends_with(']') && read.text(&name).is_some() {
                    return Err(Reply::bad_parameter(&format!("{name} is given twice")));
                }
            } else {
                read.unknown.push(name.clone().into_owned());
            }
            read.pairs.push((name.into_owned(), value.into_owned()));
        }
        Ok(read)
    }

    pub(crate) fn unknown(&self) -> impl Iterator<Item = &str> {
        self.unknown.iter().map(String::as_str)
    }

    /// Everything as sent.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.pairs()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    pub(crate) fn boolean(&self, name: &str) -> Option<bool> {
        self.text(name)?.parse().ok()
    }

    pub(crate) fn since(&self, name: &str) -> Option<Timestamp> {
        self.text(name)?.parse().ok()
    }

    /// The ids of an array parameter; `None` when it was not sent.
    pub(crate) fn ids(&self, name: &str) -> Option<Vec<i64>> {
        let ids: Vec<i64> = self
            .all(name)
            .filter_map(|text| text.parse().ok())
            .collect();
        if ids.is_empty() { None } else { Some(ids) }
    }

    /// `(field, descending)`.
    pub(crate) fn order(&self) -> Option<(&str, bool)> {
        let (field, direction) = self.text("order")?.trim_end_matches(')').split_once('(')?;
        Some((field, direction == "desc"))
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs()
            .filter(move |(key, _)| *key == name)
            .map(|(_, value)| value)
    }
}

fn check(name: &str, value: &str, rule: Value) -> Result<(), Reply> {
    let good = match rule {
        Value::Text => true,
        Value::Integer => is_integer(value),
        Value::Boolean => value.parse::<bool>().is_ok(),
        Value::Timestamp => {
            if value.parse::<Timestamp>().is_err() {
                return Err(Reply::bad_parameter(&format!(
                    "invalid xmlschema format for {name}"
                )));
            }
            true
        }
        Value::Choice(choices) => choices.contains(&value),
        Value::Choices(choices) => value.split(',').all(|one| choices.contains(&one)),
        Value::Order(fields) => is_order(value, fields),
        Value::DateBound => date_bound(value).is_some(),
        Value::Limit => {
            is_integer(value)
                && value
                    .parse()
                    .is_ok_and(|n: usize| (1..=LIMIT_MAX).contains(&n))
        }
        Value::NotModelled => {
            let message = format!("the fake Clio does not model {name}");
            return Err(Reply::api_error(501, "NotModelled", &message));
        }
        Value::Refused => {
            return Err(Reply::bad_parameter(&format!(
                "{name} is not a parameter of this list"
            )));
        }
    };
    if good {
        Ok(())
    } else {
        Err(Reply::bad_parameter(&format!("{name} is invalid")))
    }
}

fn is_integer(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_digit()) && value.parse::<i64>().is_ok()
}

fn is_order(value: &str, fields: &[&str]) -> bool {
    let field = value
        .strip_suffix("(asc)")
        .or_else(|| value.strip_suffix("(desc)"));
    field.is_some_and(|field| fields.contains(&field))
}

/// `>=2026-01-01` as operator and date.
pub(crate) fn date_bound(value: &str) -> Option<(&str, jiff::civil::Date)> {
    let at = value.find(|letter: char| letter.is_ascii_digit())?;
    let (operator, date) = value.split_at(at);
    let known = ["<", "<=", "=", ">=", ">"].contains(&operator);
    let date_itself = date.parse().ok()?;
    (known && date.len() == 10).then_some((operator, date_itself))
}
