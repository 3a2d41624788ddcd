//! The operations that are no verbs of a collection.

use clio_api::{
    BillableMatterFilter, Clio, DocumentCopy, DocumentVersionFilter, Download, EmailAddressFilter,
    Error, ExternalPropertyInput, Id, JurisdictionsToTriggerFilter, JurisdictionsToTriggerOrder,
    Link, MatterContactFilter, MatterContactOrder, MatterDocketPreview, ParentInput,
    PhoneNumberFilter, RelatedContactFilter, RelatedContactOrder, TaskTemplateListCopy,
};

use futures_util::TryStreamExt;

use super::{Call, conditions, moment};

/// The call that is this operation of Clio's document.
#[expect(clippy::too_many_lines, reason = "one arm an operation")]
pub(super) fn call(clio: &Clio, operation: &str) -> Option<Call> {
    let clio = clio.clone();
    Some(match operation {
        "BillableMatter#ids" => Box::pin(async move {
            let filter = BillableMatterFilter {
                client_id: Some(Id::new(1001)),
                custom_field_values: conditions(),
                end_date: Some(super::day()),
                matter_id: Some(Id::new(1001)),
                originating_attorney_id: Some(Id::new(1001)),
                query: Some("text".to_owned()),
                responsible_attorney_id: Some(Id::new(1001)),
                start_date: Some(super::day()),
            };
            clio.billable_matters().ids(&filter).await.map(drop)
        }),
        "Bill#preview" => {
            Box::pin(async move { clio.bills().preview(Id::new(1001)).await.map(drop) })
        }
        "Bill#show" => Box::pin(async move {
            let bill = clio.bills().get(Id::new(1001));
            let bill = bill.between(Id::new(1000), Id::new(1002));
            bill.if_none_match("\"5f2a\"")
                .if_modified_since(moment())
                .send()
                .await
                .map(drop)
        }),
        "BillingSetting#show" => Box::pin(async move {
            let settings = clio.billing_settings().duration("36");
            settings
                .if_none_match("\"5f2a\"")
                .if_modified_since(moment())
                .send()
                .await
                .map(drop)
        }),
        "Client#show" => Box::pin(async move {
            let client = clio.matter(Id::new(1001)).client();
            client
                .if_none_match("\"5f2a\"")
                .if_modified_since(moment())
                .send()
                .await
                .map(drop)
        }),
        "MatterContacts#index" => Box::pin(async move {
            let filter = MatterContactFilter {
                custom_field_ids: vec![Id::new(1001)],
                order: Some(MatterContactOrder::IdAsc),
            };
            let contacts = clio.matter(Id::new(1001)).contacts();
            contacts.filter(filter).send().await.map(drop)
        }),
        "RelatedContacts#index" => Box::pin(async move {
            let filter = RelatedContactFilter {
                order: Some(RelatedContactOrder::IdAsc),
            };
            let contacts = clio.matter(Id::new(1001)).related_contacts();
            contacts.filter(filter).send().await.map(drop)
        }),
        "EmailAddress#index" => Box::pin(async move {
            let filter = EmailAddressFilter {
                created_since: Some(moment()),
                ids: vec![Id::new(1001)],
                updated_since: Some(moment()),
            };
            let list = clio.contact(Id::new(1001)).email_addresses();
            list.filter(filter).send().await.map(drop)
        }),
        "PhoneNumber#index" => Box::pin(async move {
            let filter = PhoneNumberFilter {
                created_since: Some(moment()),
                ids: vec![Id::new(1001)],
                updated_since: Some(moment()),
            };
            let list = clio.contact(Id::new(1001)).phone_numbers();
            list.filter(filter).send().await.map(drop)
        }),
        "JurisdictionsToTrigger#index" => Box::pin(async move {
            let filter = JurisdictionsToTriggerFilter {
                created_since: Some(moment()),
                ids: vec![Id::new(1001)],
                is_requirements_required: Some(true),
                is_served: Some(true),
                query: Some("text".to_owned()),
                updated_since: Some(moment()),
                order: Some(JurisdictionsToTriggerOrder::IdAsc),
            };
            let list = clio.jurisdiction(Id::new(1001)).triggers();
            list.filter(filter).send().await.map(drop)
        }),
        "JurisdictionsToTrigger#show" => Box::pin(async move {
            let trigger = clio.jurisdiction(Id::new(1001)).trigger(Id::new(1002));
            let trigger = trigger
                .if_none_match("\"5f2a\"")
                .if_modified_since(moment());
            trigger.send().await.map(drop)
        }),
        "MatterDocket#preview" => Box::pin(async move {
            let docket = MatterDocketPreview {
                jurisdiction: Id::new(1001),
                trigger: Id::new(1001),
                service_type: Id::new(1001),
                start_date: moment(),
                start_time: moment(),
                event_prefix: Some("text".to_owned()),
            };
            let file = clio.court_rules_matter_dockets().preview(&docket).await?;
            read(file).await
        }),
        "DocumentArchive#download" => {
            Box::pin(
                async move { read(clio.document_archives().download(Id::new(1001)).await?).await },
            )
        }
        "DocumentTemplate#download" => {
            Box::pin(
                async move { read(clio.document_templates().download(Id::new(1001)).await?).await },
            )
        }
        "Document#download" => Box::pin(async move {
            let version = Some(Id::new(1002));
            read(clio.document(Id::new(1001)).download(version).await?).await
        }),
        "Report#download" => {
            Box::pin(async move { read(clio.reports().download(Id::new(1001)).await?).await })
        }
        "Document#copy" => Box::pin(async move {
            let copy = DocumentCopy {
                name: Some("text".to_owned()),
                filename: Some("text".to_owned()),
                received_at: Some(moment()),
                document_category: Some(Link::new(Id::new(1001))),
                communication_id: Some(Id::new(1001)),
                external_properties: vec![ExternalPropertyInput::default()],
                ..DocumentCopy::new(ParentInput::default())
            };
            clio.document(Id::new(1001))
                .copy(&copy)
                .send()
                .await
                .map(drop)
        }),
        "DocumentVersion#index" => Box::pin(async move {
            let filter = DocumentVersionFilter {
                fully_uploaded: Some(true),
            };
            let versions = clio.document(Id::new(1001)).versions();
            versions.filter(filter).send().await.map(drop)
        }),
        "DocumentVersion#save_as_latest_version" => Box::pin(async move {
            let document = clio.document(Id::new(1001));
            document.save_as_latest_version(Id::new(1002)).await
        }),
        "EventMetrics#index" => {
            Box::pin(async move { clio.event_metrics().send().await.map(drop) })
        }
        "GrantFundingSource#destroy" => Box::pin(async move {
            let sources = clio.grant_funding_sources();
            let gone = sources.destroy(Id::new(1001), Some("text"));
            gone.if_match("\"5f2a\"").send().await.map(drop)
        }),
        "ReportPreset#generate_report" => Box::pin(async move {
            let presets = clio.report_presets();
            presets.generate_report(Id::new(1001)).await.map(drop)
        }),
        "TaskTemplateList#copy" => Box::pin(async move {
            let copy = TaskTemplateListCopy {
                name: Some("text".to_owned()),
                description: Some("text".to_owned()),
                practice_area: Some(Link::new(Id::new(1001))),
            };
            let lists = clio.task_template_lists();
            lists.copy(Id::new(1001), &copy).send().await.map(drop)
        }),
        "Timer#show" => Box::pin(async move {
            let timer = clio.timer().get().if_none_match("\"5f2a\"");
            timer.if_modified_since(moment()).send().await.map(drop)
        }),
        "Timer#create" => {
            Box::pin(async move { clio.timer().start(Id::new(1001)).send().await.map(drop) })
        }
        "Timer#destroy" => Box::pin(async move { clio.timer().stop().await }),
        "User#who_am_i" => Box::pin(async move {
            let me = clio.who_am_i().if_none_match("\"5f2a\"");
            me.if_modified_since(moment()).send().await.map(drop)
        }),
        _ => return None,
    })
}

/// To the last byte: a file that does not come is no success.
async fn read(mut file: Download) -> Result<(), Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = file.try_next().await? {
        bytes.extend_from_slice(&chunk);
    }
    assert_eq!(bytes, b"bytes");
    Ok(())
}
