//! What one would write by hand for these pages: the baseline that `clio-api`'s decoding is held against.

use serde::Deserialize;

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is decoded and dropped")]
pub(crate) struct Page {
    pub(crate) data: Vec<Contact>,
    meta: Option<Meta>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is decoded and dropped")]
struct Meta {
    paging: Option<Paging>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is decoded and dropped")]
struct Paging {
    next: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is decoded and dropped")]
pub(crate) struct Contact {
    id: Option<i64>,
    etag: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    name: Option<String>,
    prefix: Option<String>,
    first_name: Option<String>,
    middle_name: Option<String>,
    last_name: Option<String>,
    title: Option<String>,
    date_of_birth: Option<String>,
    is_client: Option<bool>,
    company: Option<Company>,
    primary_email_address: Option<String>,
    primary_phone_number: Option<String>,
    email_addresses: Option<Vec<EmailAddress>>,
    phone_numbers: Option<Vec<PhoneNumber>>,
    addresses: Option<Vec<Address>>,
    custom_field_values: Option<Vec<CustomFieldValue>>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is decoded and dropped")]
struct Company {
    id: Option<i64>,
    etag: Option<String>,
    name: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is decoded and dropped")]
struct EmailAddress {
    id: Option<i64>,
    etag: Option<String>,
    name: Option<String>,
    address: Option<String>,
    primary: Option<bool>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is decoded and dropped")]
struct PhoneNumber {
    id: Option<i64>,
    etag: Option<String>,
    name: Option<String>,
    number: Option<String>,
    primary: Option<bool>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is decoded and dropped")]
struct Address {
    id: Option<i64>,
    etag: Option<String>,
    name: Option<String>,
    street: Option<String>,
    city: Option<String>,
    province: Option<String>,
    postal_code: Option<String>,
    country: Option<String>,
    primary: Option<bool>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is decoded and dropped")]
struct CustomFieldValue {
    id: Option<String>,
    etag: Option<String>,
    field_name: Option<String>,
    field_type: Option<String>,
    value: Option<serde_json::Value>,
    custom_field: Option<CustomField>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is decoded and dropped")]
struct CustomField {
    id: Option<i64>,
    etag: Option<String>,
}
