//! Conditions on days and on the firm's own fields. Each type of field has its own constructors, so that an operator it does not
//! take cannot be written.

use std::fmt;

use jiff::civil::{Date, Time};

use crate::{Contact, CustomField, Id, Matter, PicklistOption};

/// How a value is compared.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
}

impl Comparison {
    /// The operator as Clio writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::Above => ">",
        }
    }
}

/// A condition on a day: `open_date[]=>=2026-01-01`. Several in one filter have to hold together (Clio: Matters).
///
/// ```
/// use clio_api::DateCondition;
/// use jiff::civil::date;
///
/// let this_year = vec![
///     DateCondition::since(date(2026, 1, 1)),
///     DateCondition::before(date(2027, 1, 1)),
/// ];
/// assert_eq!(this_year[0].to_string(), ">=2026-01-01");
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct DateCondition {
    comparison: Comparison,
    day: Date,
}

impl DateCondition {
    /// Compared with `day` in this way.
    pub const fn new(comparison: Comparison, day: Date) -> Self {
        Self { comparison, day }
    }

    /// On this day.
    pub const fn on(day: Date) -> Self {
        Self::new(Comparison::Equal, day)
    }

    /// On this day or later.
    pub const fn since(day: Date) -> Self {
        Self::new(Comparison::AtLeast, day)
    }

    /// After this day.
    pub const fn after(day: Date) -> Self {
        Self::new(Comparison::Above, day)
    }

    /// On this day or earlier.
    pub const fn until(day: Date) -> Self {
        Self::new(Comparison::AtMost, day)
    }

    /// Before this day.
    pub const fn before(day: Date) -> Self {
        Self::new(Comparison::Below, day)
    }
}

impl fmt::Display for DateCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.comparison.as_str(), self.day)
    }
}

/// A condition on one of the firm's own fields: `custom_field_values[7]=>=45`.
///
/// Which operators a field takes follows from its type (Clio: Custom Fields): equality for check boxes, contacts, matters, picklists
/// and texts; comparisons too for amounts, days, times and numbers. `Debug` hides the value.
///
/// ```
/// use clio_api::{Comparison, ContactFilter, CustomFieldCondition, Id};
///
/// let filter = ContactFilter {
///     custom_field_values: vec![
///         CustomFieldCondition::text(Id::new(7), "Eastmoreland"),
///         CustomFieldCondition::number(Id::new(8), Comparison::AtLeast, "45"),
///     ],
///     ..ContactFilter::default()
/// };
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct CustomFieldCondition {
    field: Id<CustomField>,
    text: String,
}

impl CustomFieldCondition {
    /// A check box that is ticked, or is not.
    pub fn checkbox(field: Id<CustomField>, ticked: bool) -> Self {
        Self::equal(field, ticked)
    }

    /// A contact field that holds this contact.
    pub fn contact(field: Id<CustomField>, contact: Id<Contact>) -> Self {
        Self::equal(field, contact)
    }

    /// A matter field that holds this matter.
    pub fn matter(field: Id<CustomField>, matter: Id<Matter>) -> Self {
        Self::equal(field, matter)
    }

    /// A picklist that has this option chosen.
    pub fn picklist(field: Id<CustomField>, option: Id<PicklistOption>) -> Self {
        Self::equal(field, option)
    }

    /// A text of one or of several lines, an email address or a web address that is exactly this.
    pub fn text(field: Id<CustomField>, text: impl Into<String>) -> Self {
        // "No check for operator is performed": a leading operator would be taken as part of the text, so none is written.
        Self {
            field,
            text: text.into(),
        }
    }

    /// A number or an amount. The digits are sent as they are, never through a float.
    pub fn number(
        field: Id<CustomField>,
        comparison: Comparison,
        digits: impl fmt::Display,
    ) -> Self {
        Self::compared(field, comparison, digits)
    }

    /// A day.
    pub fn date(field: Id<CustomField>, comparison: Comparison, day: Date) -> Self {
        Self::compared(field, comparison, day)
    }

    /// A time of day. The form Clio wants is not documented; `HH:MM:SS` is sent.
    pub fn time(field: Id<CustomField>, comparison: Comparison, time: Time) -> Self {
        Self::compared(field, comparison, time)
    }

    /// The field.
    pub const fn field(&self) -> Id<CustomField> {
        self.field
    }

    pub(super) fn text_of(&self) -> &str {
        &self.text
    }

    fn equal(field: Id<CustomField>, value: impl fmt::Display) -> Self {
        Self {
            field,
            text: value.to_string(),
        }
    }

    fn compared(field: Id<CustomField>, comparison: Comparison, value: impl fmt::Display) -> Self {
        Self {
            field,
            text: format!("{}{value}", comparison.as_str()),
        }
    }
}

impl fmt::Debug for CustomFieldCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomFieldCondition")
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn a_day_is_compared_as_its_constructor_says() {
        let day = date(2026, 1, 31);
        for (condition, written) in [
            (DateCondition::before(day), "<2026-01-31"),
            (DateCondition::until(day), "<=2026-01-31"),
            (DateCondition::on(day), "=2026-01-31"),
            (DateCondition::since(day), ">=2026-01-31"),
            (DateCondition::after(day), ">2026-01-31"),
        ] {
            assert_eq!(condition.to_string(), written);
        }
    }

    #[test]
    fn only_what_is_compared_has_an_operator() {
        type Condition = CustomFieldCondition;
        let field = Id::new(7);
        for (condition, written) in [
            (Condition::checkbox(field, true), "true"),
            (Condition::checkbox(field, false), "false"),
            (Condition::contact(field, Id::new(2)), "2"),
            (Condition::matter(field, Id::new(3)), "3"),
            (Condition::picklist(field, Id::new(4)), "4"),
            (Condition::text(field, "=Elm <1>"), "=Elm <1>"),
            (
                Condition::number(field, Comparison::AtMost, "12345678901234567.10"),
                "<=12345678901234567.10",
            ),
            (
                Condition::date(field, Comparison::Below, date(1951, 3, 9)),
                "<1951-03-09",
            ),
            (
                Condition::time(field, Comparison::Above, time(9, 5, 0, 0)),
                ">09:05:00",
            ),
        ] {
            assert_eq!((condition.field(), condition.text_of()), (field, written));
        }
    }

    #[test]
    fn the_value_is_not_shown() {
        let shown = format!(
            "{:?}",
            CustomFieldCondition::text(Id::new(7), "CANARY_value")
        );
        assert!(shown.contains('7') && !shown.contains("CANARY"), "{shown}");
    }
}
