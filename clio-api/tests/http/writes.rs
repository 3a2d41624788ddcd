//! What a write sends, and what it has answered.

use super::*;
use clio_api::{Change, ContactPatch};

#[tokio::test]
async fn only_what_changes_is_sent_and_only_what_is_asked_for_is_answered() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(json!({"data": {"id": 7}}));
    let mock = Mock::given(any()).respond_with(answer);
    mock.expect(1).mount(&server).await;
    let patch = ContactPatch {
        clio_connect_email: Change::Clear,
        title: Change::Set("CANARY_title".to_owned()),
        ..ContactPatch::default()
    };
    let write = clio(&server).contacts().update(Id::new(7), &patch);
    let write = write.if_match("\"5f2a\"").select::<Person>();
    assert!(!format!("{write:?} {patch:?}").contains("CANARY"));
    assert_eq!(write.send().await.unwrap().id, Id::new(7));

    let sent = server.received_requests().await.unwrap().remove(0);
    let body: Value = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!(
        body,
        json!({"data": {"clio_connect_email": null, "title": "CANARY_title"}})
    );
    let asked: Vec<_> = sent.url.query_pairs().collect();
    assert_eq!(asked, [("fields".into(), Person::FIELDS.into())]);
    assert_eq!(sent.headers["if-match"], "\"5f2a\"");
}
