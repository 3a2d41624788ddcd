//! Asking Clio to send: checked before anything is sent.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use super::renewal::check_end;
use super::{EventKind, Watched, WebhookModel};
use crate::{NewWebhook, Projection};

/// The most characters `fields` may have; Clio refuses more (Clio: Webhooks, "Specifying Fields in Webhooks").
pub const LONGEST_FIELDS: usize = 1000;

/// A subscription that keeps Clio's rules: serialises to the `data` of the POST.
///
/// `Debug` shows of the address only its host, because the rest may be what makes it unguessable.
///
/// ```
/// use clio_api::webhook::{EventKind, Subscription, WebhookModel};
///
/// let now = "2026-08-01T00:00:00Z".parse()?;
/// let subscription = Subscription::builder("https://hooks.example.test/clio/5d1e", WebhookModel::Matter)
///     .events([EventKind::MatterOpened, EventKind::MatterClosed])
///     .fields("id,etag,status")
///     .expires_at("2026-08-31T00:00:00Z".parse()?)
///     .build(now)?;
/// assert_eq!(
///     serde_json::to_value(&subscription)?,
///     serde_json::json!({
///         "url": "https://hooks.example.test/clio/5d1e",
///         "model": "matter",
///         "events": ["matter_opened", "matter_closed"],
///         "fields": "id,etag,status",
///         "expires_at": "2026-08-31T00:00:00Z",
///     })
/// );
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Subscription {
    url: Address,
    model: WebhookModel,
    events: Vec<EventKind>,
    fields: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Timestamp>,
}

impl Subscription {
    /// Starts one for a model.
    pub fn builder(url: impl Into<String>, model: WebhookModel) -> SubscriptionBuilder {
        SubscriptionBuilder {
            url: url.into(),
            model,
            events: Vec::new(),
            fields: String::new(),
            expires_at: None,
        }
    }

    /// Starts one whose model and `fields` are those of a struct: the one that [`Verified::event`](super::Verified::event) decodes.
    pub fn watch<R: Watched, P: Projection<R>>(url: impl Into<String>) -> SubscriptionBuilder {
        Self::builder(url, R::MODEL).fields(P::FIELDS)
    }
}

/// For `clio.webhooks().create(&subscription.into())`.
impl From<Subscription> for NewWebhook {
    fn from(subscription: Subscription) -> Self {
        let Subscription {
            url,
            model,
            events,
            fields,
            expires_at,
        } = subscription;
        Self {
            events,
            expires_at,
            ..Self::new(fields, model, url.0)
        }
    }
}

/// Collects a [`Subscription`].
#[derive(Clone)]
#[must_use = "nothing is checked before `build`"]
pub struct SubscriptionBuilder {
    url: String,
    model: WebhookModel,
    events: Vec<EventKind>,
    fields: String,
    expires_at: Option<Timestamp>,
}

impl SubscriptionBuilder {
    /// Adds events. Naming one twice is naming it once.
    pub fn events(mut self, events: impl IntoIterator<Item = EventKind>) -> Self {
        for event in events {
            if !self.events.contains(&event) {
                self.events.push(event);
            }
        }
        self
    }

    /// The fields that deliveries carry, and whose change counts as an update. The fewer, the fewer deliveries.
    pub fn fields(mut self, fields: impl Into<String>) -> Self {
        self.fields = fields.into();
        self
    }

    /// The end. Without one Clio takes [`DEFAULT_LIFE`](super::DEFAULT_LIFE). Fractions of a second are dropped.
    pub fn expires_at(mut self, expires_at: Timestamp) -> Self {
        self.expires_at = Some(expires_at);
        self
    }

    /// Checks everything. `now` is yours: the clock is never read.
    ///
    /// # Errors
    /// The first rule that is broken. Events and models that this version does not know are left to Clio.
    pub fn build(self, now: Timestamp) -> Result<Subscription, SubscriptionError> {
        let url = check_url(&self.url)?;
        if self.events.is_empty() {
            return Err(SubscriptionError::NoEvents);
        }
        if let Some(event) = self.events.iter().find(|event| never(&self.model, event)) {
            return Err(SubscriptionError::EventNotOffered {
                model: self.model,
                event: event.clone(),
            });
        }
        check_fields(&self.fields)?;
        Ok(Subscription {
            url,
            model: self.model,
            events: self.events,
            fields: self.fields,
            expires_at: self
                .expires_at
                .map(|expires_at| check_end(expires_at, now))
                .transpose()?,
        })
    }
}

impl fmt::Debug for SubscriptionBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubscriptionBuilder")
            .field("model", &self.model)
            .field("events", &self.events)
            .field("fields", &self.fields)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Why Clio would refuse a subscription. It does not repeat the address.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SubscriptionError {
    /// The address is not a URL with a host.
    #[error("the webhook's address is not a URL")]
    Url,
    /// The address is not `https`; Clio takes nothing else.
    #[error("the webhook's address has to begin with https://")]
    UrlNotHttps,
    /// The address holds a user name or a password, which Clio would keep, or a fragment, which is never sent.
    #[error("the webhook's address holds a user name, a password or a fragment")]
    UrlParts,
    /// No event is named. What Clio makes of that is not documented.
    #[error("the webhook names no event")]
    NoEvents,
    /// The model has no such event.
    #[error("Clio has no {} event for {}", event.as_str(), model.as_str())]
    EventNotOffered {
        /// The model.
        model: WebhookModel,
        /// The event.
        event: EventKind,
    },
    /// No field is named; Clio wants some.
    #[error("the webhook names no fields")]
    NoFields,
    /// `fields` holds white space, a control character or anything else but ASCII.
    #[error("the webhook's fields hold a character that is in no field's name")]
    FieldsCharacter,
    /// `fields` is longer than [`LONGEST_FIELDS`].
    #[error("the webhook's fields are longer than {LONGEST_FIELDS} characters")]
    FieldsTooLong,
    /// The end is not in the future.
    #[error("the webhook's end has passed")]
    EndPassed,
    /// The end is further away than [`LONGEST_LIFE`](super::LONGEST_LIFE).
    #[error("a webhook lives 31 days at most")]
    EndTooFar,
}

#[derive(Clone, Eq, PartialEq, Serialize)]
#[serde(transparent)]
struct Address(String);

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = Url::parse(&self.0).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        write!(f, "https://{host}/…")
    }
}

fn check_url(text: &str) -> Result<Address, SubscriptionError> {
    let url = Url::parse(text).map_err(|_| SubscriptionError::Url)?;
    if url.scheme() != "https" {
        return Err(SubscriptionError::UrlNotHttps);
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(SubscriptionError::UrlParts);
    }
    Ok(Address(url.into()))
}

/// Known not to be offered: both are in Clio's document and do not go together.
fn never(model: &WebhookModel, event: &EventKind) -> bool {
    !matches!(model, WebhookModel::Unknown(_))
        && !matches!(event, EventKind::Unknown(_))
        && !model.events().contains(event)
}

fn check_fields(fields: &str) -> Result<(), SubscriptionError> {
    if fields.is_empty() {
        return Err(SubscriptionError::NoFields);
    }
    if fields.chars().any(|letter| !letter.is_ascii_graphic()) {
        return Err(SubscriptionError::FieldsCharacter);
    }
    if fields.chars().count() > LONGEST_FIELDS {
        return Err(SubscriptionError::FieldsTooLong);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
