//! Matters, and who is what on them.

use jiff::Timestamp;

use super::{CustomValue, made_at};

/// A matter.
#[derive(Clone, Debug, Hash)]
pub struct Matter {
    /// Id.
    pub id: i64,
    /// `00412-Hollis`.
    pub display_number: String,
    /// What it is about.
    pub description: String,
    /// Open, pending or closed.
    pub status: MatterStatus,
    /// The one client. `None` never happens in a healthy account.
    pub client: Option<i64>,
    /// Area of practice: id and name.
    pub practice_area: Option<(i64, String)>,
    /// `YYYY-MM-DD`.
    pub open_date: Option<String>,
    /// `YYYY-MM-DD`.
    pub close_date: Option<String>,
    /// `YYYY-MM-DD`.
    pub pending_date: Option<String>,
    /// Custom values of the matter (not of its client).
    pub custom: Vec<CustomValue>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// The state of a matter. Answers say `Open`, filters take `open` (API document).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "Clio has these three")]
pub enum MatterStatus {
    /// Being worked on.
    Open,
    /// Not yet.
    Pending,
    /// Done.
    Closed,
}

impl MatterStatus {
    /// As in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Pending => "Pending",
            Self::Closed => "Closed",
        }
    }

    /// As in filters.
    pub fn filter(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Closed => "closed",
        }
    }
}

impl Matter {
    /// An open estate planning matter.
    pub fn new(id: i64, display_number: &str, client: Option<i64>) -> Self {
        Self {
            id,
            display_number: display_number.to_owned(),
            description: "Estate plan".to_owned(),
            status: MatterStatus::Open,
            client,
            practice_area: Some((2_345_000_031, "Estate Planning".to_owned())),
            open_date: Some("2026-02-03".to_owned()),
            close_date: None,
            pending_date: None,
            custom: Vec::new(),
            created_at: made_at(),
            updated_at: made_at(),
        }
    }

    /// Clio's running number: the digits that begin the display number.
    pub fn number(&self) -> i64 {
        let digits: String = self
            .display_number
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().unwrap_or(0)
    }

    /// Sets what it is about.
    pub fn about(&mut self, description: &str) -> &mut Self {
        description.clone_into(&mut self.description);
        self
    }
}

/// One row that puts a contact on a matter.
#[derive(Clone, Debug, Hash)]
pub struct Relationship {
    /// Id of the row.
    pub id: i64,
    /// The matter.
    pub matter: i64,
    /// The contact.
    pub contact: i64,
    /// Free text; `None` and empty both occur.
    pub description: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Relationship {
    /// A row.
    pub fn new(id: i64, matter: i64, contact: i64, description: Option<&str>) -> Self {
        let description = description.map(str::to_owned);
        Self {
            id,
            matter,
            contact,
            description,
            created_at: made_at(),
            updated_at: made_at(),
        }
    }
}
