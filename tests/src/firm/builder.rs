//! A firm for one test, in a few lines.

use super::{Contact, Firm};

/// Builds a [`Firm`] of whole families.
///
/// ```
/// use contract_tests::firm::Firm;
/// let firm = Firm::builder()
///     .family("00001-Example", "Ada Example", &[("Husband", "Bo Example"), ("Son", "Cy Sample"), ("", "Di Sample")])
///     .build();
/// let matter = firm.matters.values().next().unwrap();
/// assert_eq!(firm.rows_of(matter.id).count(), 3);
/// ```
#[derive(Debug)]
pub struct FirmBuilder(Firm);

impl Default for FirmBuilder {
    fn default() -> Self {
        Self(Firm::empty())
    }
}

impl FirmBuilder {
    /// A matter, its client, and related people as `(relation text, name)`; an empty text is a row left blank.
    #[must_use]
    pub fn family(mut self, display_number: &str, client: &str, related: &[(&str, &str)]) -> Self {
        let client = add(&mut self.0, client);
        let matter = self.0.matter(display_number, client, |_| {});
        for (text, name) in related {
            let contact = add(&mut self.0, name);
            self.0
                .relate(matter, contact, Some(*text).filter(|text| !text.is_empty()));
        }
        self
    }

    /// So many plain people who are on no matter.
    #[must_use]
    pub fn crowd(mut self, count: usize) -> Self {
        let _ids = self.0.crowd(count);
        self
    }

    /// Anything else.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Firm)) -> Self {
        change(&mut self.0);
        self
    }

    /// The firm.
    pub fn build(self) -> Firm {
        self.0
    }
}

/// Adds a person; the last word of the name is the last name.
fn add(firm: &mut Firm, name: &str) -> i64 {
    let (first, last) = name.rsplit_once(' ').unwrap_or((name, ""));
    firm.person(first, last, |_: &mut Contact| {})
}
