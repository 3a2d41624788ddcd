//! The rate limit, the API version, permissions and the shapes of refusals.

use std::time::Duration;

use contract_tests::{FakeClio, send};

use crate::fake::{Wire, refused};

#[tokio::test]
async fn fifty_a_minute_and_then_429() {
    let wire = Wire::of(FakeClio::start().await);
    wire.fake.clock().freeze();
    let start = wire.fake.clock().now().as_second();
    for n in 1..=50 {
        let answer = wire.get("users/who_am_i").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("x-ratelimit-limit"), Some("50"));
        assert_eq!(
            answer.header("x-ratelimit-remaining"),
            Some((50 - n).to_string().as_str())
        );
        assert_eq!(
            answer.header("x-ratelimit-reset"),
            Some((start + 60).to_string().as_str())
        );
    }
    wire.fake.clock().advance(Duration::from_secs(37));
    let over = wire.get("users/who_am_i").await;
    assert_eq!(
        refused(&over, 429, "RateLimited"),
        "Rate limit of 50 exceeded. Retry in 23 seconds."
    );
    assert_eq!(over.header("retry-after"), Some("23"));
    assert_eq!(over.header("x-ratelimit-remaining"), Some("0"));
    let other = Wire {
        token: Wire::token_of(&wire.fake),
        fake: wire.fake,
    };
    assert_eq!(
        other.get("users/who_am_i").await.status,
        200,
        "another token has its own window"
    );
    other.fake.clock().advance(Duration::from_secs(23));
    assert_eq!(
        other
            .get("users/who_am_i")
            .await
            .header("x-ratelimit-remaining"),
        Some("48")
    );
    other.fake.clock().advance(Duration::from_secs(37));
    assert_eq!(
        other
            .get("users/who_am_i")
            .await
            .header("x-ratelimit-remaining"),
        Some("49")
    );
}

#[tokio::test]
async fn date_follows_the_fakes_clock() {
    let wire = Wire::sample().await;
    wire.fake
        .clock()
        .set("2031-05-06T07:08:09Z".parse().unwrap());
    let token = Wire::token_of(&wire.fake);
    let wire = Wire {
        token,
        fake: wire.fake,
    };
    let answer = wire.get("users/who_am_i").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("date"), Some("Tue, 06 May 2031 07:08:09 GMT"));
}

#[tokio::test]
async fn without_a_good_token_the_error_is_flat_and_bare() {
    let wire = Wire::sample().await;
    let address = format!("{}/api/v4/contacts.json?limit=0", wire.fake.origin());
    let good = format!("Bearer {}", wire.token);
    let basic = format!("Basic {}", wire.token);
    let cases: [&[(&str, &str)]; 5] = [
        &[],
        &[("Authorization", "Bearer wrong")],
        &[("Authorization", &basic)],
        &[("Authorization", &wire.token)],
        &[("Authorization", &good), ("Authorization", &good)],
    ];
    for headers in cases {
        let answer = send("GET", &address, headers, "").await.unwrap();
        assert_eq!(answer.status, 401);
        assert_eq!(answer.json()["error"], "invalid_token");
        assert!(answer.json()["error_description"].is_string());
        assert!(
            answer
                .headers
                .iter()
                .all(|(name, _)| !name.starts_with("x-ratelimit"))
        );
    }
}

#[tokio::test]
async fn only_current_versions_are_answered() {
    let wire = Wire::sample().await;
    let address = format!("{}/api/v4/contacts.json?limit=1", wire.fake.origin());
    let bearer = format!("Bearer {}", wire.token);
    for (version, status) in [
        ("4.0.13", 200),
        ("4.0.12", 200),
        ("4.0.11", 410),
        ("4.0.9", 410),
        ("4.0.14", 410),
        ("4", 410),
        ("", 410),
        ("v4", 410),
    ] {
        let headers = [
            ("Authorization", bearer.as_str()),
            ("X-API-VERSION", version),
        ];
        let answer = send("GET", &address, &headers, "").await.unwrap();
        assert_eq!(answer.status, status, "{version}");
        assert_eq!(
            answer.header("x-api-version"),
            (status == 200).then_some(version),
            "{version}"
        );
    }
    let without = send("GET", &address, &[("Authorization", &bearer)], "")
        .await
        .unwrap();
    assert_eq!(without.header("x-api-version"), Some("4.0.13"));
}

#[tokio::test]
async fn permissions_belong_to_the_grant() {
    let hollis = contract_tests::firm::sample::HOLLIS;
    let people = [
        format!("matters/{hollis}/contacts"),
        format!("matters/{hollis}/related_contacts"),
        format!("matters/{hollis}/client"),
        "relationships".to_owned(),
    ];
    let fake = FakeClio::builder()
        .rate_limit(1_000)
        .permissions(|may| may.contacts = false)
        .start()
        .await;
    let wire = Wire::of(fake);
    for path in people.iter().map(String::as_str).chain(["contacts"]) {
        refused(&wire.get(path).await, 403, "ForbiddenError");
    }
    let matter = wire
        .data(&format!("matters/{hollis}?fields=id,client{{id,name}}"))
        .await;
    assert_eq!(
        matter["client"]["redacted"], true,
        "nested contacts are shells"
    );
    assert!(matter["client"].get("name").is_none());
    wire.fake.permit(|may| may.contacts = true);
    refused(&wire.get("contacts").await, 403, "ForbiddenError");
    let wire = Wire {
        token: Wire::token_of(&wire.fake),
        fake: wire.fake,
    };
    assert_eq!(
        wire.get("contacts").await.status,
        200,
        "after connecting again"
    );
    for (path, turn) in [("users/who_am_i", 0), ("matters", 1), ("custom_fields", 2)] {
        let fake = FakeClio::builder().permissions(|may| match turn {
            0 => may.users = false,
            1 => may.matters = false,
            _ => may.custom_fields = false,
        });
        let wire = Wire::of(fake.start().await);
        refused(&wire.get(path).await, 403, "ForbiddenError");
        assert_eq!(wire.get("contacts").await.status, 200);
    }
}

#[tokio::test]
async fn addresses_have_an_end() {
    let wire = Wire::sample().await;
    let page = |ids: usize| format!("contacts?{}", "ids[]=2575000001&".repeat(ids));
    assert_eq!(wire.get(&page(200)).await.status, 200);
    let answer = wire.get(&page(600)).await;
    assert_eq!(answer.status, 414);
    assert!(
        answer
            .header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
}

#[tokio::test]
async fn unknown_paths_records_and_methods() {
    let wire = Wire::sample().await;
    for path in [
        "nothing",
        "contacts/",
        "contacts/x",
        "contacts/-1",
        "matters/1/people",
        "contacts.json.json",
        "contacts.xml",
    ] {
        let answer = wire.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            answer
                .header("content-type")
                .unwrap()
                .starts_with("text/html"),
            "{path}"
        );
    }
    for path in [
        "contacts/1",
        "matters/1",
        "relationships/1",
        "custom_fields/1",
        "matters/1/contacts",
        "matters/1/related_contacts",
        "matters/1/client",
    ] {
        refused(&wire.get(path).await, 404, "RecordNotFound");
        refused(
            &wire.get(&format!("{path}.json")).await,
            404,
            "RecordNotFound",
        );
    }
    let bearer = format!("Bearer {}", wire.token);
    for method in ["PATCH", "DELETE", "PUT"] {
        let address = format!("{}/api/v4/contacts", wire.fake.origin());
        assert_eq!(
            send(method, &address, &[("Authorization", &bearer)], "{}")
                .await
                .unwrap()
                .status,
            405,
            "{method}"
        );
    }
    assert_eq!(
        send("GET", &format!("{}/", wire.fake.origin()), &[], "")
            .await
            .unwrap()
            .status,
        404
    );
}
