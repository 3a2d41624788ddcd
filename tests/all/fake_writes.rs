//! Writes to the fake: what it takes, and all it refuses.

use contract_tests::firm::sample::{self, Hollis};
use contract_tests::{FakeClio, RawAnswer, send};
use serde_json::{Value, json};

use crate::fake::{Wire, refused};

impl Wire {
    async fn write(&self, method: &str, path: &str, body: &Value) -> RawAnswer {
        self.write_with(method, path, body, &[]).await
    }

    async fn write_with(
        &self,
        method: &str,
        path: &str,
        body: &Value,
        more: &[(&str, &str)],
    ) -> RawAnswer {
        let address = format!("{}/api/v4/{path}", self.fake.origin());
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![
            ("Authorization", bearer.as_str()),
            ("Content-Type", "application/json"),
        ];
        headers.extend_from_slice(more);
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        send(method, &address, &headers, &body).await.unwrap()
    }
}

fn person(members: &Value) -> Value {
    let mut data = json!({"type": "Person", "first_name": "Ada"});
    for (name, value) in members.as_object().unwrap() {
        data[name] = value.clone();
    }
    json!({ "data": data })
}

#[tokio::test]
async fn a_write_answers_the_record_cut_to_fields() {
    let wire = Wire::sample().await;
    let made = wire.write("POST", "contacts", &person(&json!({}))).await;
    assert_eq!(made.status, 201);
    let id = made.json()["data"]["id"].as_i64().unwrap();
    assert_eq!(
        made.json()["data"].as_object().unwrap().len(),
        2,
        "id and etag"
    );
    let path = format!("contacts/{id}.json?fields=name,last_name");
    let changed = wire
        .write("PATCH", &path, &json!({"data": {"last_name": "B"}}))
        .await;
    assert_eq!(
        (changed.status, changed.json()["data"].clone()),
        (200, json!({"name": "Ada B", "last_name": "B"}))
    );
    let gone = wire
        .write("DELETE", &format!("contacts/{id}"), &Value::Null)
        .await;
    assert_eq!((gone.status, gone.body.as_str()), (204, ""));
    refused(
        &wire.get(&format!("contacts/{id}")).await,
        404,
        "RecordNotFound",
    );
    refused(
        &wire
            .write("DELETE", &format!("contacts/{id}"), &Value::Null)
            .await,
        404,
        "RecordNotFound",
    );
}

/// New contacts that cannot be one.
fn contacts(dana: i64) -> Vec<(Value, u16)> {
    vec![
        (Value::Null, 400),
        (json!({"type": "Person", "first_name": "Ada"}), 400),
        (json!({"data": []}), 400),
        (json!({"data": {"first_name": "Ada"}}), 400),
        (person(&json!({"type": "person"})), 400),
        (person(&json!({"nick_name": "A"})), 400),
        (person(&json!({"first_name": 7})), 400),
        (person(&json!({"email_addresses": null})), 400),
        (person(&json!({"company": {"id": null}})), 400),
        (person(&json!({"first_name": " "})), 422),
        (json!({"data": {"type": "Person", "name": "Ada B"}}), 422),
        (json!({"data": {"type": "Company"}}), 422),
        (person(&json!({"date_of_birth": "03/09/1951"})), 422),
        (person(&json!({"company": {"id": dana}})), 422),
        (person(&json!({"company": {"id": 1}})), 404),
        (person(&json!({"email_addresses": [{"name": "Home"}]})), 422),
        (
            person(&json!({"email_addresses": [{"name": "Fax", "address": "x"}]})),
            422,
        ),
        (
            person(&json!({"email_addresses": vec![json!({"address": "x"}); 21]})),
            422,
        ),
        (
            person(&json!({"phone_numbers": [{"number": "1", "primary": true}]})),
            400,
        ),
    ]
}

/// Other writes that are refused.
fn others(dana: i64, one: &str) -> Vec<(&'static str, &str, Value, u16)> {
    vec![
        ("POST", "contacts?fields=nonsense", person(&json!({})), 400),
        ("PATCH", one, json!({"data": {"type": "Company"}}), 422),
        (
            "PATCH",
            one,
            json!({"data": {"first_name": null, "last_name": ""}}),
            422,
        ),
        (
            "PATCH",
            one,
            json!({"data": {"email_addresses": [{"id": 1, "_destroy": true}]}}),
            404,
        ),
        ("PATCH", "contacts/1", json!({"data": {}}), 404),
        ("DELETE", one, Value::Null, 422),
        (
            "POST",
            "relationships",
            json!({"data": {"contact": {"id": dana}}}),
            422,
        ),
        (
            "POST",
            "relationships",
            json!({"data": {"contact": {"id": dana}, "matter": {"id": 1}}}),
            404,
        ),
        (
            "POST",
            "relationships",
            json!({"data": {"contact": {"id": dana}, "matter": {"id": sample::HOLLIS}, "kind": "x"}}),
            400,
        ),
        ("PATCH", "relationships/1", json!({"data": {}}), 404),
        ("DELETE", "relationships/1", Value::Null, 404),
        ("POST", "matters", json!({"data": {}}), 501),
        ("PATCH", "users/who_am_i", json!({"data": {}}), 405),
    ]
}

#[tokio::test]
async fn what_is_not_in_the_document_is_refused_and_changes_nothing() {
    let wire = Wire::sample().await;
    let dana = Hollis::of_sample().dana;
    let one = format!("contacts/{dana}");
    let before = wire
        .fake
        .read(|firm| (firm.contacts.len(), firm.relationships.len()));
    for (body, status) in contacts(dana) {
        let answer = wire.write("POST", "contacts", &body).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.body);
    }
    for (method, path, body, status) in others(dana, &one) {
        let answer = wire.write(method, path, &body).await;
        assert_eq!(
            answer.status, status,
            "{method} {path} {body}: {}",
            answer.body
        );
        assert!(answer.json()["error"]["message"].is_string());
    }
    let address = format!("{}/api/v4/contacts", wire.fake.origin());
    let bearer = format!("Bearer {}", wire.token);
    let form = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "text/plain"),
    ];
    let text = person(&json!({})).to_string();
    assert_eq!(
        send("POST", &address, &form, &text).await.unwrap().status,
        400
    );
    let after = wire
        .fake
        .read(|firm| (firm.contacts.len(), firm.relationships.len()));
    assert_eq!(after, before);
}

#[tokio::test]
async fn custom_values_are_changed_by_their_own_ids() {
    let wire = Wire::sample().await;
    let field = sample::Fields::of_sample().golf_club;
    let club = |value: &str| json!({"custom_field": {"id": field}, "value": value});
    let made = wire
        .write(
            "POST",
            "contacts?fields=id,custom_field_values{id,value}",
            &person(&json!({"custom_field_values": [club("Eastmoreland")]})),
        )
        .await;
    let data = made.json()["data"].clone();
    let path = format!(
        "contacts/{}?fields=custom_field_values{{id,value}}",
        data["id"]
    );
    let id = data["custom_field_values"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for (value, status) in [
        (club("Another"), 422),
        (json!({"id": field, "value": "x"}), 404),
        (
            json!({"id": format!("text_line-{field}"), "value": "x"}),
            404,
        ),
        (json!({"custom_field": {"id": 1}, "value": "x"}), 404),
        (json!({"value": "x"}), 422),
        (json!({"id": id, "value": "Waverley"}), 200),
    ] {
        let body = json!({"data": {"custom_field_values": [value]}});
        assert_eq!(
            wire.write("PATCH", &path, &body).await.status,
            status,
            "{body}"
        );
    }
    let values = wire.data(&path).await["custom_field_values"].clone();
    assert_eq!(values[0], json!({"id": id, "value": "Waverley"}));
    let body = json!({"data": {"custom_field_values": [{"id": id, "_destroy": true}]}});
    let left =
        wire.write("PATCH", &path, &body).await.json()["data"]["custom_field_values"].clone();
    assert!(
        left.as_array()
            .unwrap()
            .iter()
            .all(|row| row["value"].is_null()),
        "{left}"
    );
}

#[tokio::test]
async fn a_write_needs_the_version_it_names_and_the_permission() {
    let wire = Wire::sample().await;
    let path = format!("contacts/{}", Hollis::of_sample().dana);
    let body = json!({"data": {"title": "Judge"}});
    let old = wire.get(&path).await.header("etag").unwrap().to_owned();
    let with = |etag: String| {
        let (wire, path, body) = (&wire, &path, &body);
        async move {
            wire.write_with("PATCH", path, body, &[("If-Match", &etag)])
                .await
        }
    };
    assert_eq!(with("\"other\"".to_owned()).await.status, 412);
    assert_eq!(with(old.trim_matches('"').to_owned()).await.status, 412);
    let changed = with(old.clone()).await;
    assert_eq!(changed.status, 200);
    refused(&with(old).await, 412, "PreconditionFailed");
    assert_eq!(
        with(changed.header("etag").unwrap().to_owned())
            .await
            .status,
        200
    );

    let fake = FakeClio::builder()
        .permissions(|may| may.read_only = true)
        .start()
        .await;
    let reader = Wire::of(fake);
    refused(
        &reader.write("POST", "contacts", &person(&json!({}))).await,
        403,
        "ForbiddenError",
    );
    assert_eq!(reader.get("contacts").await.status, 200);
}
