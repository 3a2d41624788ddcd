//! `Debug` of what holds people's data.

/// `Debug` shows these fields alone, ids and the like: the rest is people's data.
macro_rules! debug_hidden {
    ($($name:ident { $($shown:ident),* }),+ $(,)?) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($shown), &self.$shown))*.finish_non_exhaustive()
            }
        }
    )+};
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::client::{CustomContent, CustomValue};
    use crate::family::{
        ClioAddress, ClioContact, ClioCustomValue, ClioEmail, ClioPhone, ClioPicklistOption,
        ClioReference, ClioWebSite,
    };
    use crate::matters::MatterLine;
    use crate::{Finding, Suggestion};

    fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn ids_are_shown_and_nobody_is() {
        let email = json!({"id": 7, "name": "CANARY", "address": "CANARY"});
        let phone = json!({"id": 7, "name": "CANARY", "number": "CANARY"});
        let address = json!({"id": 7, "street": "CANARY", "city": "CANARY"});
        let option = json!({"id": 7, "option": "CANARY"});
        let value = json!({"id": "7", "field_name": "CANARY", "field_type": "text_line", "value": "CANARY", "picklist_option": option});
        let company = json!({"id": 7, "name": "CANARY"});
        let contact = json!({
            "id": 7, "name": "CANARY", "first_name": "CANARY", "date_of_birth": "CANARY", "company": company, "email_addresses": [email],
            "phone_numbers": [phone], "addresses": [address], "web_sites": [email], "custom_field_values": [value],
        });
        let finding = json!({"code": "near_miss", "clio_contact_id": "7", "name": "CANARY", "clio_says": "CANARY", "what_to_do": "CANARY"});
        let suggestion = json!({"kind": "widowed", "clio_contact_id": "7", "name": "CANARY", "clio_says": "CANARY"});
        let matter = MatterLine {
            id: 7,
            number: Some("CANARY".to_owned()),
            client_name: Some("CANARY".to_owned()),
            ..MatterLine::default()
        };
        let custom = CustomValue {
            field_id: "7".to_owned(),
            name: "CANARY".to_owned(),
            value: CustomContent::Text("CANARY".to_owned()),
            ..CustomValue::default()
        };
        for shown in [
            format!("{:?}", read::<ClioContact>(contact)),
            format!("{:?}", read::<ClioReference>(company)),
            format!("{:?}", read::<ClioWebSite>(email.clone())),
            format!("{:?}", read::<ClioEmail>(email)),
            format!("{:?}", read::<ClioPhone>(phone)),
            format!("{:?}", read::<ClioAddress>(address)),
            format!("{:?}", read::<ClioCustomValue>(value)),
            format!("{:?}", read::<ClioPicklistOption>(option)),
            format!("{:?}", read::<Finding>(finding)),
            format!("{:?}", read::<Suggestion>(suggestion)),
            format!("{matter:?}"),
            format!("{custom:?} {:?}", custom.value),
        ] {
            assert!(shown.contains('7') && !shown.contains("CANARY"), "{shown}");
        }
    }
}
