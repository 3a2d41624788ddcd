//! What can be watched, and what can happen to it.

use crate::value::open_enum;
use crate::{Contact, Matter, Resource};

open_enum! {
    /// What a webhook watches (Clio: Webhooks, "Supported Models"). Relationships and custom fields cannot be watched.
    ///
    /// The app needs the permission for webhooks and the model's own, which is named with each. Clio takes a number in place of
    /// the name: [`WebhookModel::number`].
    WebhookModel {
        /// Matters; 1. Permission: Matters.
        Matter = "matter",
        /// Activities; 2. Permission: Activities.
        Activity = "activity",
        /// Bills; 3. Permission: Billing.
        Bill = "bill",
        /// Calendar entries; 4. Permission: Calendars.
        CalendarEntry = "calendar_entry",
        /// Communications; 5. Permission: Communications.
        Communication = "communication",
        /// Contacts; 6. Permission: Contacts.
        Contact = "contact",
        /// Tasks; 7. Permission: Tasks.
        Task = "task",
        /// Documents; 8. Permission: Documents.
        Document = "document",
        /// Folders; 9. Permission: Documents.
        Folder = "folder",
        /// Payments of Clio Payments; 10. Permission: Clio Payments.
        ClioPaymentsPayment = "clio_payments_payment",
    }
}

open_enum! {
    /// What happened to a record (Clio: Webhooks, "Model Specific Events").
    EventKind {
        /// It was created.
        Created = "created",
        /// It was changed. Sent when one of the subscription's `fields` changed; the first one for a record whatever changed.
        Updated = "updated",
        /// It was deleted.
        Deleted = "deleted",
        /// A matter's status became open.
        MatterOpened = "matter_opened",
        /// A matter's status became pending.
        MatterPended = "matter_pended",
        /// A matter's status became closed.
        MatterClosed = "matter_closed",
    }
}

/// Records whose changes a webhook can tell: ties the resource to its model, for [`Subscription::watch`](super::Subscription::watch).
#[diagnostic::on_unimplemented(message = "Clio has no webhooks for `{Self}`")]
pub trait Watched: Resource {
    /// The model.
    const MODEL: WebhookModel;
}

impl Watched for Contact {
    const MODEL: WebhookModel = WebhookModel::Contact;
}

impl Watched for Matter {
    const MODEL: WebhookModel = WebhookModel::Matter;
}

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
