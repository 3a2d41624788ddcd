//! An attempt between its two steps, as text for a file of the user's own.

use std::borrow::Cow;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::{Attempt, ConnectError, Secrets};
use crate::{App, Clock};

const VERSION: u8 = 1;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Saved<'a> {
    version: u8,
    site: Cow<'a, str>,
    client_id: Cow<'a, str>,
    redirect: Cow<'a, str>,
    user: Option<Cow<'a, str>>,
    began: i64,
    #[serde(borrow)]
    state: Cow<'a, str>,
    #[serde(borrow)]
    verifier: Cow<'a, str>,
    sent: Vec<String>,
}

impl Attempt {
    /// For the file between the two steps of a headless connect. The caller writes it for its user's eyes only (0600).
    ///
    /// Whoever reads it and sees the Success Code can finish the attempt, as long as it lives.
    pub fn to_saved(&self) -> SecretString {
        self.saved_for(self.user.as_deref())
    }

    /// For [`AttemptFolder`](super::AttemptFolder), which binds it to an account.
    pub(super) fn to_saved_as(&self, account: &str) -> Result<SecretString, ConnectError> {
        match self.user.as_deref() {
            None => Ok(self.saved_for(Some(account))),
            Some(bound) if bound == account => Ok(self.to_saved()),
            Some(_) => Err(ConnectError::NotOurs),
        }
    }

    fn saved_for(&self, user: Option<&str>) -> SecretString {
        let saved = Saved {
            version: VERSION,
            site: Cow::Borrowed(&self.site),
            client_id: Cow::Borrowed(&self.client_id),
            redirect: Cow::Borrowed(&self.redirect),
            user: user.map(Cow::Borrowed),
            began: self.began.as_second(),
            state: Cow::Borrowed(self.state.expose_secret()),
            verifier: Cow::Borrowed(self.verifier.expose_secret()),
            sent: self
                .sent()
                .iter()
                .map(|hash| BASE64_URL_SAFE_NO_PAD.encode(hash))
                .collect(),
        };
        // Strings and numbers only: there is nothing in it that JSON cannot hold.
        serde_json::to_string(&saved).unwrap_or_default().into()
    }

    /// Takes up an attempt that was not bound to a user.
    ///
    /// # Errors
    /// [`ConnectError::Expired`] after 10 minutes; [`ConnectError::NotOurs`] for anything but this app's own attempt.
    pub fn from_saved(
        app: &App,
        clock: &dyn Clock,
        text: &SecretString,
    ) -> Result<Self, ConnectError> {
        Self::taken_up(app, clock, text, None)
    }

    /// Takes up an attempt that [`Attempt::for_user`] bound to `user`.
    ///
    /// # Errors
    /// As [`Attempt::from_saved`]; also [`ConnectError::NotOurs`] when another user, or none, began it.
    pub fn from_saved_for(
        app: &App,
        clock: &dyn Clock,
        text: &SecretString,
        user: &str,
    ) -> Result<Self, ConnectError> {
        Self::taken_up(app, clock, text, Some(user))
    }

    fn taken_up(
        app: &App,
        clock: &dyn Clock,
        text: &SecretString,
        user: Option<&str>,
    ) -> Result<Self, ConnectError> {
        // The parser's error may quote the text.
        let saved: Saved<'_> =
            serde_json::from_str(text.expose_secret()).map_err(|_| ConnectError::NotOurs)?;
        let began = Timestamp::from_second(saved.began).map_err(|_| ConnectError::NotOurs)?;
        let words = [&saved.state, &saved.verifier];
        if saved.version != VERSION
            || saved.user.as_deref() != user
            || words.iter().any(|word| !is_word(word))
        {
            return Err(ConnectError::NotOurs);
        }
        let secrets = Secrets {
            state: saved.state.as_ref().into(),
            verifier: saved.verifier.as_ref().into(),
        };
        let redirect = saved.redirect.into_owned();
        let mut attempt = Self::with_secrets(app, redirect, secrets, began, clock)?;
        attempt.site = saved.site.into_owned();
        attempt.client_id = saved.client_id.into_owned();
        attempt.user = saved.user.map(Cow::into_owned);
        if !attempt.belongs_to(app) {
            return Err(ConnectError::NotOurs);
        }
        for hash in &saved.sent {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(hash).ok();
            let hash = bytes.and_then(|bytes| bytes.try_into().ok());
            attempt.mark_sent(hash.ok_or(ConnectError::NotOurs)?);
        }
        attempt.check_age(clock)?;
        Ok(attempt)
    }
}

/// What `Secrets::draw` makes: another length would not be ours, and PKCE asks for 43 to 128.
fn is_word(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}
