//! Custom field values, which live inside contacts and matters only.

use serde_json::{Value, json};

use super::{View, plain, zulu};
use crate::firm::{
    CustomField, CustomValue, FieldType, Firm, ParentType, PicklistOption, digest, etag, id_in,
};

impl View<'_> {
    /// The values of one record, then a row with `id` and `value` null for each field shown by default and never set.
    ///
    /// The nested definition and choice are second level inside `custom_field_values{…}`, so only their ids get out: the label of
    /// a picklist has to come from `/custom_fields`.
    pub(super) fn custom_values(
        &self,
        parent_id: i64,
        values: &[CustomValue],
        parent: ParentType,
    ) -> Value {
        let known = |value: &&CustomValue| self.firm.custom_fields.contains_key(&value.field);
        let set = values.iter().filter(known).map(|value| {
            let field = &self.firm.custom_fields[&value.field];
            let mut row = self.custom_row(field, &value.value);
            row["id"] = json!(custom_id(self.firm, parent_id, value));
            row["etag"] = json!(etag(&(parent_id, value)));
            row["soft_deleted"] = json!(value.soft_deleted);
            row
        });
        let shown = self
            .firm
            .custom_fields
            .values()
            .filter(|field| field.parent == parent && field.displayed && !field.deleted);
        let unset = shown.filter(|field| values.iter().all(|value| value.field != field.id));
        let unset = unset.map(|field| self.custom_row(field, &Value::Null));
        Value::Array(set.chain(unset).collect())
    }

    fn custom_row(&self, field: &CustomField, value: &Value) -> Value {
        let target = id_in(value);
        let choice = |id| field.options.iter().find(|choice| choice.id == id);
        json!({
            "id": null,
            "etag": null,
            "field_name": field.name,
            "field_type": field.kind.as_str(),
            "field_required": field.required,
            "field_displayed": field.displayed,
            "field_display_order": 0,
            "value": value,
            "soft_deleted": false,
            "created_at": zulu(field.created_at),
            "updated_at": zulu(field.updated_at),
            "custom_field": plain("CustomField", |name| self.custom_field(field, name)),
            "picklist_option": match field.kind {
                FieldType::Picklist => target.and_then(choice).map_or(Value::Null, |choice| option(field, choice)),
                _ => Value::Null,
            },
            "contact": if field.kind == FieldType::Contact { self.contact_ref(target) } else { Value::Null },
            "matter": match field.kind {
                FieldType::Matter => target.map_or(Value::Null, |id| self.matter_ref(id)),
                _ => Value::Null,
            },
        })
    }

    /// One name of a definition.
    pub(crate) fn custom_field(&self, field: &CustomField, name: &str) -> Value {
        match name {
            "id" => json!(field.id),
            "etag" => json!(etag(field)),
            "name" => json!(field.name),
            "parent_type" => match field.parent {
                ParentType::Contact => json!("Contact"),
                ParentType::Matter => json!("Matter"),
            },
            "field_type" => json!(field.kind.as_str()),
            "displayed" => json!(field.displayed),
            "deleted" => json!(field.deleted),
            "required" => json!(field.required),
            "display_order" => json!(
                self.firm
                    .custom_fields
                    .keys()
                    .position(|id| *id == field.id)
            ),
            "created_at" => zulu(field.created_at),
            "updated_at" => zulu(field.updated_at),
            "picklist_options" => Value::Array(
                field
                    .options
                    .iter()
                    .map(|choice| option(field, choice))
                    .collect(),
            ),
            _ => Value::Null,
        }
    }
}

/// The id of a value. The number stays when other values go, and has nothing to do with the definition's id.
pub(crate) fn custom_id(firm: &Firm, parent: i64, value: &CustomValue) -> Option<String> {
    let field = firm.custom_fields.get(&value.field)?;
    let number = digest(&(parent, value.field)) % 9_000_000_000 + 1_000_000_000;
    Some(format!("{}-{number}", field.kind.as_str()))
}

fn option(field: &CustomField, choice: &PicklistOption) -> Value {
    json!({
        "id": choice.id,
        "etag": etag(choice),
        "option": choice.option,
        "deleted_at": if choice.deleted { zulu(field.updated_at) } else { Value::Null },
        "created_at": zulu(field.created_at),
        "updated_at": zulu(field.updated_at),
    })
}
