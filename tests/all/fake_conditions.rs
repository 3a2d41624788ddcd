//! `ETag`, `Last-Modified` and 304.

use contract_tests::firm::sample::{self, Hollis};

use crate::fake::Wire;

#[tokio::test]
async fn single_records_answer_304_when_unchanged() {
    let wire = Wire::sample().await;
    let dana = Hollis::of_sample().dana;
    for path in [
        format!("contacts/{dana}"),
        format!("matters/{}", sample::HOLLIS),
        format!("matters/{}/client", sample::HOLLIS),
        "users/who_am_i".to_owned(),
        format!("custom_fields/{}", sample::Fields::of_sample().gender),
    ] {
        let answer = wire.get(&path).await;
        let etag = answer.header("etag").unwrap().to_owned();
        let modified = answer.header("last-modified").unwrap().to_owned();
        assert!(etag.starts_with('"') && etag.ends_with('"'), "{etag}");
        let field = answer.json()["data"]["etag"].clone();
        assert!(
            field.is_null() || field == etag.as_str(),
            "the field carries its own quotes"
        );
        for (name, value, status) in [
            ("If-None-Match", etag.as_str(), 304),
            ("If-None-Match", &format!("\"other\", {etag}"), 304),
            ("If-None-Match", etag.trim_matches('"'), 200),
            ("If-None-Match", "\"other\"", 200),
            ("If-Modified-Since", &modified, 304),
            ("If-Modified-Since", "Thu, 01 Jan 2015 00:00:00 GMT", 200),
            ("If-Modified-Since", "yesterday", 200),
        ] {
            let answer = wire.get_with(&path, &[(name, value)]).await;
            assert_eq!(answer.status, status, "{path} {name}: {value}");
            assert_eq!(answer.body.is_empty(), status == 304);
            assert!(
                answer.header("x-ratelimit-limit").is_some(),
                "304 counts too"
            );
        }
        let both = [
            ("If-None-Match", "\"other\""),
            ("If-Modified-Since", modified.as_str()),
        ];
        assert_eq!(
            wire.get_with(&path, &both).await.status,
            200,
            "the etag outranks the date"
        );
    }
}

#[tokio::test]
async fn lists_have_no_validators() {
    let wire = Wire::sample().await;
    let answer = wire.get_with("contacts", &[("If-None-Match", "*")]).await;
    assert_eq!((answer.status, answer.header("etag")), (200, None));
}
