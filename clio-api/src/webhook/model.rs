//! What can be watched, and what can happen to it.

use crate::{
    Activity, Bill, CalendarEntry, ClioPaymentsPayment, Communication, Contact, Document, Folder,
    Matter, Resource, Task, WebhookModel,
};

/// What happened to a record (Clio: Webhooks, "Model Specific Events").
///
/// `Updated` is sent when one of the subscription's `fields` changed; the first one for a record whatever changed.
pub use crate::WebhookEvent as EventKind;

/// Records whose changes a webhook can tell: ties the resource to its model, for [`Subscription::watch`](super::Subscription::watch).
#[diagnostic::on_unimplemented(message = "Clio has no webhooks for `{Self}`")]
pub trait Watched: Resource {
    /// The model.
    const MODEL: WebhookModel;
}

macro_rules! watched {
    ($($record:ident),+) => {$(
        impl Watched for $record {
            const MODEL: WebhookModel = WebhookModel::$record;
        }
    )+};
}

watched!(
    Activity,
    Bill,
    CalendarEntry,
    ClioPaymentsPayment,
    Communication,
    Contact,
    Document,
    Folder,
    Matter,
    Task
);

/// What a webhook watches (Clio: Webhooks, "Supported Models"). Relationships and custom fields cannot be watched. The app needs the
/// permission for webhooks and the model's own; for folders that of documents.
impl WebhookModel {
    /// The events it can send. Matters have three more than the rest, payments are not deleted. Of a model that is not in
    /// Clio's document of this version nothing is known: none.
    pub fn events(&self) -> &'static [EventKind] {
        const MATTER: &[EventKind] = &[
            EventKind::Created,
            EventKind::Updated,
            EventKind::Deleted,
            EventKind::MatterOpened,
            EventKind::MatterPended,
            EventKind::MatterClosed,
        ];
        const COMMON: &[EventKind] = &[EventKind::Created, EventKind::Updated, EventKind::Deleted];
        const PAYMENT: &[EventKind] = &[EventKind::Created, EventKind::Updated];
        match self {
            Self::Matter => MATTER,
            Self::ClioPaymentsPayment => PAYMENT,
            Self::Activity
            | Self::Bill
            | Self::CalendarEntry
            | Self::Communication
            | Self::Contact
            | Self::Task
            | Self::Document
            | Self::Folder => COMMON,
            Self::Unknown(_) => &[],
        }
    }

    /// The number that Clio takes in place of the name.
    pub fn number(&self) -> Option<u8> {
        Some(match self {
            Self::Matter => 1,
            Self::Activity => 2,
            Self::Bill => 3,
            Self::CalendarEntry => 4,
            Self::Communication => 5,
            Self::Contact => 6,
            Self::Task => 7,
            Self::Document => 8,
            Self::Folder => 9,
            Self::ClioPaymentsPayment => 10,
            Self::Unknown(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_have_their_names_numbers_and_events() {
        for (name, number, events) in [
            ("matter", Some(1), 6),
            ("activity", Some(2), 3),
            ("bill", Some(3), 3),
            ("calendar_entry", Some(4), 3),
            ("communication", Some(5), 3),
            ("contact", Some(6), 3),
            ("task", Some(7), 3),
            ("document", Some(8), 3),
            ("folder", Some(9), 3),
            ("clio_payments_payment", Some(10), 2),
            ("something_new", None, 0),
        ] {
            let model: WebhookModel = serde_json::from_str(&format!("\"{name}\"")).unwrap();
            assert_eq!(model.as_str(), name);
            assert_eq!(model.number(), number, "{name}");
            assert_eq!(model.events().len(), events, "{name}");
        }
        assert!(
            !WebhookModel::ClioPaymentsPayment
                .events()
                .contains(&EventKind::Deleted)
        );
    }
}
