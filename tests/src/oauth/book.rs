//! What was asked, allowed, issued and revoked.

use std::collections::HashMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use wiremock::Request;

use crate::switches::Permissions;

/// Life of a code (Clio's page on authorization).
const CODE_LIFE: SignedDuration = SignedDuration::from_mins(10);

/// Grants and everything made from them. Kept in memory, keyed by the secrets themselves; no `Debug` shows it.
pub(crate) struct Book {
    requests: HashMap<String, Asked>,
    codes: HashMap<String, Code>,
    access: HashMap<String, Access>,
    refresh: HashMap<String, Refresh>,
    dead: Vec<u64>,
    grants: u64,
    random: fastrand::Rng,
}

/// An authorize request that waits for ALLOW or DENY, or that a code was given for.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) redirect: String,
    pub(crate) state: Option<String>,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) redirect_on_decline: bool,
}

/// A PKCE challenge (RFC 7636).
#[derive(Clone)]
pub(crate) enum Challenge {
    Plain(String),
    S256(String),
}

struct Code {
    asked: Asked,
    grant: u64,
    permissions: Permissions,
    expires: Timestamp,
    used: bool,
}

struct Access {
    grant: u64,
    permissions: Permissions,
    expires: Timestamp,
}

struct Refresh {
    grant: u64,
    permissions: Permissions,
    retired: bool,
}

/// A grant a code or refresh token stands for.
#[derive(Clone, Copy)]
pub(crate) struct Held {
    pub(crate) grant: u64,
    pub(crate) permissions: Permissions,
}

/// A code as the token endpoint finds it.
pub(crate) enum Redeemed {
    Good(Asked, Held),
    /// Came a second time.
    Again(u64),
    Bad,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            requests: HashMap::new(),
            codes: HashMap::new(),
            access: HashMap::new(),
            refresh: HashMap::new(),
            dead: Vec::new(),
            grants: 0,
            random: fastrand::Rng::new(),
        }
    }
}

impl Book {
    /// Remembers an authorize request; the page carries its name.
    pub(crate) fn ask(&mut self, asked: Asked) -> String {
        let name = self.secret("request", 24);
        self.requests.insert(name.clone(), asked);
        name
    }

    /// An authorize request is decided once.
    pub(crate) fn decide(&mut self, name: &str) -> Option<Asked> {
        self.requests.remove(name)
    }

    /// A code for an allowed request.
    pub(crate) fn code(
        &mut self,
        asked: Asked,
        permissions: Permissions,
        now: Timestamp,
    ) -> String {
        let code = self.secret("CANARYcode", 24);
        let grant = self.new_grant();
        let expires = after(now, CODE_LIFE);
        self.codes.insert(
            code.clone(),
            Code {
                asked,
                grant,
                permissions,
                expires,
                used: false,
            },
        );
        code
    }

    /// Uses a code up.
    pub(crate) fn redeem(&mut self, code: &str, now: Timestamp) -> Redeemed {
        match self.codes.get_mut(code) {
            None => Redeemed::Bad,
            Some(code) if code.used => Redeemed::Again(code.grant),
            Some(code) => {
                code.used = true;
                let held = Held {
                    grant: code.grant,
                    permissions: code.permissions,
                };
                if now < code.expires {
                    Redeemed::Good(code.asked.clone(), held)
                } else {
                    Redeemed::Bad
                }
            }
        }
    }

    pub(crate) fn new_grant(&mut self) -> u64 {
        self.grants += 1;
        self.grants
    }

    pub(crate) fn issue_access(&mut self, held: Held, now: Timestamp, life: Duration) -> String {
        let token = self.secret("CANARY_access", 32);
        let expires = after(
            now,
            SignedDuration::try_from(life).unwrap_or(SignedDuration::MAX),
        );
        self.access.insert(
            token.clone(),
            Access {
                grant: held.grant,
                permissions: held.permissions,
                expires,
            },
        );
        token
    }

    pub(crate) fn issue_refresh(&mut self, held: Held) -> String {
        let token = self.secret("CANARY_refresh", 32);
        self.refresh.insert(
            token.clone(),
            Refresh {
                grant: held.grant,
                permissions: held.permissions,
                retired: false,
            },
        );
        token
    }

    /// The grant of a refresh token that still works; `Err(Some(grant))` for one that was rotated away.
    pub(crate) fn refresh(&self, token: &str) -> Result<Held, Option<u64>> {
        match self.refresh.get(token) {
            None => Err(None),
            Some(found) if self.dead.contains(&found.grant) => Err(None),
            Some(found) if found.retired => Err(Some(found.grant)),
            Some(found) => Ok(Held {
                grant: found.grant,
                permissions: found.permissions,
            }),
        }
    }

    /// Rotation: the token has done its work.
    pub(crate) fn retire(&mut self, token: &str) {
        if let Some(found) = self.refresh.get_mut(token) {
            found.retired = true;
        }
    }

    /// Ends a grant: all its tokens die.
    pub(crate) fn end(&mut self, grant: u64) {
        self.dead.push(grant);
    }

    /// Ends one access token, and gives its grant.
    pub(crate) fn forget(&mut self, access: &str) -> Option<u64> {
        self.access.remove(access).map(|found| found.grant)
    }

    /// The app was removed inside Clio.
    pub(crate) fn end_all(&mut self) {
        self.dead = (0..=self.grants).collect();
    }

    /// Every access token is past its life.
    pub(crate) fn expire_access(&mut self) {
        for access in self.access.values_mut() {
            access.expires = Timestamp::MIN;
        }
    }

    /// The bearer token of a request, when it works, and what it permits.
    pub(crate) fn bearer(
        &self,
        request: &Request,
        now: Timestamp,
    ) -> Option<(String, Permissions)> {
        let mut headers = request.headers.get_all("authorization").iter();
        let header = headers.next()?.to_str().ok()?;
        let (scheme, token) = header.split_once(' ')?;
        let found = self.access.get(token)?;
        let good = scheme.eq_ignore_ascii_case("bearer")
            && headers.next().is_none()
            && now < found.expires
            && !self.dead.contains(&found.grant);
        good.then(|| (token.to_owned(), found.permissions))
    }

    fn secret(&mut self, kind: &str, length: usize) -> String {
        let random: String = std::iter::repeat_with(|| self.random.alphanumeric())
            .take(length)
            .collect();
        format!("{kind}-{random}")
    }
}

fn after(now: Timestamp, life: SignedDuration) -> Timestamp {
    now.saturating_add(life).unwrap_or(Timestamp::MAX)
}
