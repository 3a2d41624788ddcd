//! The filter `custom_field_values[7]=>=45` of contacts and matters, and `[<=50, >=45]` for several conditions.
//!
//! Check boxes, contacts, matters, picklists and texts know equality alone, amounts, days, times and numbers need an operator (API
//! document). A field that is not there, or belongs to other records, is refused; so is a value of another type.

use jiff::civil::{Date, Time};
use serde_json::Value;

use super::list;
use crate::firm::{CustomField, CustomValue, FieldType, ParentType, id_in};
use crate::reply::Reply;

const NAME: &str = "custom_field_values[";
/// The longer ones first.
const OPERATORS: [&str; 5] = ["<=", ">=", "<", ">", "="];

/// What the values of a record have to hold.
#[derive(Debug)]
pub(crate) struct Conditions(Vec<Condition>);

#[derive(Debug)]
struct Condition {
    field: i64,
    operator: &'static str,
    wanted: Wanted,
}

#[derive(Debug, PartialEq, PartialOrd)]
enum Wanted {
    Flag(bool),
    Id(i64),
    Text(String),
    Number(f64),
    Day(Date),
    Time(Time),
}

impl Conditions {
    /// Reads them from the query.
    pub(crate) fn read(lists: &list::Context<'_>, parent: ParentType) -> Result<Self, Reply> {
        let mut conditions: Vec<Condition> = Vec::new();
        let sent = lists
            .params
            .pairs()
            .filter(|(name, _)| name.starts_with(NAME));
        for (name, text) in sent {
            let invalid = || Reply::bad_parameter(&format!("{name} is invalid"));
            let id = name[NAME.len()..].strip_suffix(']');
            let id: i64 = id.and_then(|id| id.parse().ok()).ok_or_else(invalid)?;
            let fields = &lists.view.firm.custom_fields;
            let field = fields.get(&id).filter(|field| field.parent == parent);
            let field = field.ok_or_else(invalid)?;
            if conditions.iter().any(|known| known.field == id) {
                return Err(Reply::bad_parameter(&format!("{name} is given twice")));
            }
            let several = text
                .strip_prefix('[')
                .and_then(|text| text.strip_suffix(']'));
            match several.filter(|_| is_ordered(field.kind)) {
                Some(several) => {
                    for one in several.split(',') {
                        conditions.push(condition(field, one.trim()).ok_or_else(invalid)?);
                    }
                }
                None => conditions.push(condition(field, text).ok_or_else(invalid)?),
            }
        }
        Ok(Self(conditions))
    }

    /// Whether a record has values for all of them that fit.
    pub(crate) fn hold(&self, values: &[CustomValue]) -> bool {
        self.0.iter().all(|condition| {
            let mut of_field = values.iter().filter(|value| value.field == condition.field);
            of_field.any(|value| condition.holds(&value.value))
        })
    }
}

impl Condition {
    fn holds(&self, value: &Value) -> bool {
        let text = || value.as_str().map(str::to_owned);
        let number = || value.as_f64().or_else(|| text()?.parse().ok());
        let flag = || value.as_bool().or_else(|| text()?.parse().ok());
        let has = match &self.wanted {
            Wanted::Flag(_) => flag().map(Wanted::Flag),
            Wanted::Id(_) => id_in(value).map(Wanted::Id),
            Wanted::Text(_) => text().map(Wanted::Text),
            Wanted::Number(_) => number().map(Wanted::Number),
            Wanted::Day(_) => text().and_then(|day| day.parse().ok()).map(Wanted::Day),
            Wanted::Time(_) => text().and_then(|time| time.parse().ok()).map(Wanted::Time),
        };
        has.is_some_and(|has| match self.operator {
            "<" => has < self.wanted,
            "<=" => has <= self.wanted,
            ">" => has > self.wanted,
            ">=" => has >= self.wanted,
            _ => has == self.wanted,
        })
    }
}

fn is_ordered(kind: FieldType) -> bool {
    matches!(
        kind,
        FieldType::Currency | FieldType::Date | FieldType::Time | FieldType::Numeric
    )
}

fn condition(field: &CustomField, text: &str) -> Option<Condition> {
    let (operator, text) = if is_ordered(field.kind) {
        let mut operators = OPERATORS.into_iter();
        operators.find_map(|operator| Some((operator, text.strip_prefix(operator)?)))?
    } else {
        ("=", text)
    };
    let wanted = match field.kind {
        FieldType::Checkbox => Wanted::Flag(text.parse().ok()?),
        FieldType::Contact | FieldType::Matter | FieldType::Picklist => {
            Wanted::Id(text.parse().ok()?)
        }
        FieldType::Currency | FieldType::Numeric => Wanted::Number(text.parse().ok()?),
        FieldType::Date => Wanted::Day(text.parse().ok()?),
        FieldType::Time => Wanted::Time(text.parse().ok()?),
        FieldType::Email | FieldType::TextArea | FieldType::TextLine | FieldType::Url => {
            Wanted::Text(text.to_owned())
        }
    };
    Some(Condition {
        field: field.id,
        operator,
        wanted,
    })
}
