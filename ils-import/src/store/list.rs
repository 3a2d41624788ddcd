//! The list of clients: which ones, in which order.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::words::fold;

/// One line of the list of clients.
#[derive(Clone, Eq, JsonSchema, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "stores that live elsewhere build it"
)]
pub struct ClientSummary {
    /// The client's id.
    pub id: String,
    /// The client's name.
    pub name: String,
    /// The matter it came from.
    pub matter_number: Option<String>,
    /// How many people it has, the client included.
    pub people: usize,
    /// When it was saved.
    #[schemars(with = "String")]
    pub saved_at: Timestamp,
    /// When it was removed; `null` for a client that is there.
    #[schemars(with = "Option<String>")]
    pub removed_at: Option<Timestamp>,
}

/// Which clients are listed, and in which order.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a request type: callers build it"
)]
pub struct ClientFilter {
    /// Only those with this text in their name or matter number, upper and lower case being the same.
    pub search: Option<String>,
    /// Only those saved at this time or later.
    pub since: Option<Timestamp>,
    /// Removed ones too.
    pub include_removed: bool,
    /// The order.
    pub sort: Sort,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Sort {
    /// By id: in the order of the imports.
    #[default]
    Id,
    /// By name, upper and lower case being the same.
    Name,
    /// The latest import first.
    Latest,
}

impl ClientSummary {
    /// From this moment on it cannot be restored; `None` for a client that is there.
    pub fn restorable_until(&self) -> Option<Timestamp> {
        self.removed_at.map(super::history::restorable_until)
    }
}

impl ClientFilter {
    /// The list that the filter makes of all clients, removed ones included. For stores that cannot do it better.
    pub fn apply(&self, mut clients: Vec<ClientSummary>) -> Vec<ClientSummary> {
        let wanted = self.search.as_deref().map(fold);
        clients.retain(|client| self.admits(client, wanted.as_deref()));
        let number = |client: &ClientSummary| client.id.parse::<u64>().unwrap_or_default();
        match self.sort {
            Sort::Id => clients.sort_by_key(number),
            Sort::Name => {
                clients.sort_by_cached_key(|client| (fold(&client.name), number(client)));
            }
            Sort::Latest => {
                clients.sort_by_key(|client| std::cmp::Reverse((client.saved_at, number(client))));
            }
        }
        clients
    }

    fn admits(&self, client: &ClientSummary, wanted: Option<&str>) -> bool {
        let holds = |text: &str| wanted.is_none_or(|wanted| fold(text).contains(wanted));
        (self.include_removed || client.removed_at.is_none())
            && self.since.is_none_or(|since| client.saved_at >= since)
            && (holds(&client.name) || client.matter_number.as_deref().is_some_and(holds))
    }
}

debug_hidden!(ClientSummary { id });

#[cfg(test)]
mod tests {
    use super::*;

    fn client(id: u32, name: &str, matter: Option<&str>, saved: i64) -> ClientSummary {
        ClientSummary {
            id: id.to_string(),
            name: name.to_owned(),
            matter_number: matter.map(ToOwned::to_owned),
            people: 1,
            saved_at: Timestamp::from_second(saved).unwrap(),
            removed_at: (id == 3).then_some(Timestamp::UNIX_EPOCH),
        }
    }

    #[test]
    fn a_filter_searches_sorts_and_leaves_out() {
        let all = vec![
            client(10, "dana Hollis", Some("00412-Hollis"), 30),
            client(2, "José Ñandú", None, 20),
            client(3, "Ann Hollis", None, 40),
            client(1, "Zoe Kay", Some("00077-Hollis"), 20),
        ];
        let filter = ClientFilter::default();
        let removed = ClientFilter {
            include_removed: true,
            ..filter.clone()
        };
        let search = |text: &str| ClientFilter {
            search: Some(text.to_owned()),
            ..filter.clone()
        };
        for (filter, ids) in [
            (filter.clone(), "1 2 10"),
            (removed.clone(), "1 2 3 10"),
            (search("HOLLIS"), "1 10"),
            (search(" josé  ñandú"), "2"),
            (search("nobody"), ""),
            (search(""), "1 2 10"),
            (
                ClientFilter {
                    sort: Sort::Name,
                    ..removed.clone()
                },
                "3 10 2 1",
            ),
            (
                ClientFilter {
                    sort: Sort::Latest,
                    ..removed
                },
                "3 10 2 1",
            ),
            (
                ClientFilter {
                    since: Some(Timestamp::from_second(30).unwrap()),
                    ..filter
                },
                "10",
            ),
        ] {
            let listed = filter.apply(all.clone());
            let listed: Vec<&str> = listed.iter().map(|client| client.id.as_str()).collect();
            assert_eq!(listed.join(" "), ids, "{filter:?}");
        }
    }
}
