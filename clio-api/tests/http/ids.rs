//! The ids of billable matters, which Clio's document describes in two ways.

use super::*;
use clio_api::BillableMatterFilter;

#[tokio::test]
async fn ids_come_as_numbers_or_as_records() {
    for (data, ids) in [
        (json!([]), Some(vec![])),
        (json!([1001, 1002]), Some(vec![1001, 1002])),
        (json!([{"id": 1001}, {"id": 1002}]), Some(vec![1001, 1002])),
        (json!([{"id": 1001, "etag": "\"5f2a\""}]), Some(vec![1001])),
        (json!([1001, {"id": 1002}]), None),
        (json!([{"display_number": "CANARY"}]), None),
        (json!(["CANARY"]), None),
        (json!({"id": 1001}), None),
        (json!(null), None),
    ] {
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(200).set_body_json(json!({ "data": data }));
        Mock::given(any())
            .and(query_param("fields", "id"))
            .and(query_param("query", "Hollis"))
            .respond_with(answer)
            .expect(1)
            .mount(&server)
            .await;
        let filter = BillableMatterFilter {
            query: Some("Hollis".to_owned()),
            ..BillableMatterFilter::default()
        };
        let read = clio(&server).billable_matters().ids(&filter).await;
        if let Some(ids) = ids {
            let read: Vec<i64> = read.unwrap().into_iter().map(Id::number).collect();
            assert_eq!(read, ids);
        } else {
            let error = read.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{data}: {error}");
            assert!(!format!("{error} {error:?}").contains("CANARY"));
        }
    }
}
