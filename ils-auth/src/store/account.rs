//! Whose tokens.

use sha2::{Digest, Sha256};

use crate::App;

/// Site, app and profile, and the user in a store that many users share. Every store keys by it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct AccountKey {
    site: String,
    client_id: String,
    profile: String,
    user: Option<String>,
}

impl AccountKey {
    /// The account of one profile (a name the user chose, such as `default`) with one app.
    pub fn new(app: &App, profile: &str) -> Self {
        Self {
            site: app.site().origin().to_string(),
            client_id: app.client_id().to_owned(),
            profile: profile.to_owned(),
            user: None,
        }
    }

    /// The same for one of the users who share a store. Every ILS user connects for themselves (ILS guide).
    #[must_use]
    pub fn for_user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// 32 hex digits that stand for this account in file names, keyring entries and rows.
    pub fn id(&self) -> String {
        let hash = Sha256::digest(self.to_bytes());
        hash.iter().take(16).fold(String::new(), |mut id, byte| {
            for digit in [byte >> 4, byte & 15] {
                id.extend(char::from_digit(digit.into(), 16));
            }
            id
        })
    }

    /// Every part with its length before it, so that no two accounts give the same bytes; for a store to bind what it
    /// encrypts to the account.
    pub fn to_bytes(&self) -> Vec<u8> {
        let user = self.user.as_deref();
        let parts = [
            Some("ils-auth account 1"),
            Some(&self.site),
            Some(&self.client_id),
            Some(&self.profile),
            user,
        ];
        parts
            .into_iter()
            .flatten()
            .fold(Vec::new(), |mut out, part| {
                out.extend((part.len() as u64).to_be_bytes());
                out.extend(part.as_bytes());
                out
            })
    }
}
