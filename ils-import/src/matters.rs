//! Finds a matter: by words, by its number, or by its id.

use std::collections::BTreeSet;

use clio_api::{Clio, Id, Matter, MatterFilter, MatterStatus, Projection, Region};
use futures_util::TryStreamExt;
use jiff::civil::Date;
use serde::Deserialize;

use crate::family::ClioReference;
use crate::{Outline, ReadError};

/// One matter of a search.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct MatterLine {
    /// The id.
    pub id: i64,
    /// The display number.
    pub number: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// `open`, `pending` or `closed`.
    pub status: Option<String>,
    /// When it was opened.
    pub opened_on: Option<Date>,
    /// The client's contact id.
    pub client_id: Option<i64>,
    /// The client's name.
    pub client_name: Option<String>,
    /// Whether Clio hides the client from this user.
    pub client_hidden: bool,
}

/// Which matters a search looks at.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "there is no third choice")]
pub enum Status {
    /// Open and pending ones: what people work on.
    #[default]
    Current,
    /// Closed ones too.
    All,
}

/// What a search found.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Found {
    /// The matters, in the order Clio gives them.
    pub matters: Vec<MatterLine>,
    /// Whether there are more than were asked for.
    pub more: bool,
}

/// Why a text leads to no single matter.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FindError {
    /// No matter of this number or id, or none this user may see.
    #[error("there is no such matter in Clio, or this user may not see it")]
    NotFound,
    /// Several matters have this number.
    #[error("several matters have this number")]
    Ambiguous(Vec<MatterLine>),
    /// The matter is there but cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Searches numbers, descriptions and clients' names. Clio's search is a wildcard search; `most` is cut to 1 to 200.
///
/// # Errors
/// When Clio fails, or the handle is for another region.
pub async fn search(
    clio: &Clio,
    words: &str,
    status: Status,
    most: u16,
) -> Result<Found, ReadError> {
    if clio.region() != Region::Us {
        return Err(ReadError::OtherRegion);
    }
    let filter = MatterFilter {
        query: Some(words.trim().to_owned()).filter(|words| !words.is_empty()),
        status: match status {
            Status::Current => [MatterStatus::Open, MatterStatus::Pending].into(),
            Status::All => BTreeSet::new(),
        },
        ..MatterFilter::default()
    };
    let page = clio
        .matters()
        .list()
        .filter(filter)
        .select::<Line>()
        .limit(most.clamp(1, 200))
        .send()
        .await?;
    Ok(Found {
        more: page.more,
        matters: page
            .items
            .into_iter()
            .filter_map(Line::into_matter)
            .collect(),
    })
}

/// Reads the outline of the matter that people call `text`: its display number, upper or lower case, or its id.
///
/// A text of digits can be either. Ids are tried first, because that needs no search; no id begins with a zero.
///
/// # Errors
/// When there is no such matter, when several have this number, or when it cannot be read.
pub async fn find(clio: &Clio, text: &str) -> Result<Outline, FindError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FindError::NotFound);
    }
    if let Some(id) = id(text) {
        match Outline::read(clio, id).await {
            Err(error) if error.is_not_found() => {}
            outline => return Ok(outline?),
        }
    }
    let mut matters = with_number(clio, text).await?;
    match (matters.pop(), matters.is_empty()) {
        (None, _) => Err(FindError::NotFound),
        (Some(matter), true) => Ok(Outline::read(clio, Id::new(matter.id)).await?),
        (Some(matter), false) => {
            matters.push(matter);
            Err(FindError::Ambiguous(matters))
        }
    }
}

/// The search is fuzzy: only matters of exactly this number count, and all pages are looked through.
async fn with_number(clio: &Clio, number: &str) -> Result<Vec<MatterLine>, ReadError> {
    if clio.region() != Region::Us {
        return Err(ReadError::OtherRegion);
    }
    let filter = MatterFilter {
        query: Some(number.to_owned()),
        ..MatterFilter::default()
    };
    let wanted = number.to_lowercase();
    let lines = clio
        .matters()
        .list()
        .filter(filter)
        .select::<Line>()
        .items();
    let exact = lines.try_filter_map(|line| {
        let matter = line.into_matter();
        let is_wanted = |matter: &MatterLine| {
            matter
                .number
                .as_deref()
                .is_some_and(|number| number.trim().to_lowercase() == wanted)
        };
        std::future::ready(Ok(matter.filter(is_wanted)))
    });
    Ok(exact.try_collect().await?)
}

fn id(text: &str) -> Option<Id<Matter>> {
    let is_id = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| is_id)
}

#[derive(Deserialize, Projection)]
#[projection(resource = Matter)]
struct Line {
    id: Option<Id<Matter>>,
    display_number: Option<String>,
    description: Option<String>,
    status: Option<MatterStatus>,
    open_date: Option<String>,
    client: Option<ClioReference>,
}

impl Line {
    fn into_matter(self) -> Option<MatterLine> {
        let client = self.client.unwrap_or_default();
        Some(MatterLine {
            id: self.id?.number(),
            number: self.display_number,
            description: self.description,
            status: self.status.map(|status| status.as_str().to_owned()),
            opened_on: self.open_date.and_then(|date| date.parse().ok()),
            client_id: client.id.map(Id::number),
            client_name: client.name,
            client_hidden: client.redacted == Some(true),
        })
    }
}

debug_hidden!(MatterLine { id });

#[cfg(test)]
mod tests {
    use super::*;

    /// Without a token nothing can be sent: past the check it would be another error.
    #[tokio::test]
    async fn another_region_is_never_asked() {
        for region in Region::ALL {
            let clio = Clio::builder().region(region).build().unwrap();
            let mut refused = vec![search(&clio, "Hollis", Status::All, 20).await.err()];
            for text in ["00412-Hollis", "1843000412"] {
                refused.push(match find(&clio, text).await {
                    Err(FindError::Read(error)) => Some(error),
                    other => panic!("{other:?}"),
                });
            }
            for error in refused {
                let is_refused = matches!(error, Some(ReadError::OtherRegion));
                assert_eq!(is_refused, region != Region::Us, "{region:?}: {error:?}");
            }
        }
    }

    #[test]
    fn only_digits_without_a_leading_zero_can_be_an_id() {
        for (text, expected) in [
            ("1843000412", Some(1_843_000_412)),
            ("7", Some(7)),
            ("00412", None),
            ("00412-Hollis", None),
            ("-7", None),
            ("+7", None),
            ("99999999999999999999", None),
            ("７", None),
        ] {
            assert_eq!(id(text).map(Id::number), expected, "{text}");
        }
    }
}
