//! The script of mishaps.

use std::time::Duration;

use contract_tests::{FakeClio, Fault, send};
use serde_json::json;

use crate::fake::Wire;

#[tokio::test]
async fn faults_befall_the_requests_they_name() {
    let wire = Wire::sample().await;
    wire.fake.fault(
        Fault::html(502, "<h1>Bad gateway</h1>")
            .on("/api/v4/contacts")
            .nth(2)
            .times(2),
    );
    let mut statuses = Vec::new();
    for path in ["contacts", "matters", "contacts", "contacts", "contacts"] {
        statuses.push(wire.get(path).await.status);
    }
    assert_eq!(statuses, [200, 200, 502, 502, 200]);
    assert_eq!(
        wire.fake
            .api_requests()
            .iter()
            .map(|request| request.status)
            .collect::<Vec<_>>(),
        statuses
    );
    wire.fake.fault(Fault::status(500));
    wire.fake.clear_faults();
    assert_eq!(wire.get("contacts").await.status, 200);
}

#[tokio::test]
async fn answers_in_place_of_the_real_one() {
    let wire = Wire::sample().await;
    for (fault, status) in [
        (Fault::status(503), 503),
        (Fault::json(418, &json!({"odd": true})), 418),
        (Fault::too_many("7"), 429),
        (Fault::garbage(), 200),
        (
            Fault::redirect(307, "http://127.0.0.1:1/api/v4/contacts"),
            307,
        ),
    ] {
        wire.fake.fault(fault);
        let answer = wire.get("contacts?limit=1").await;
        assert_eq!(answer.status, status);
        match status {
            429 => assert_eq!(answer.header("retry-after"), Some("7")),
            307 => assert_eq!(
                answer.header("location"),
                Some("http://127.0.0.1:1/api/v4/contacts")
            ),
            200 => assert_eq!(answer.json(), json!(null), "not JSON"),
            _ => assert!(answer.json().is_object()),
        }
    }
}

#[tokio::test]
async fn spoilt_answers() {
    let wire = Wire::sample().await;
    let path = "contacts?limit=2&order=id(asc)&fields=id";
    let good = wire.get(path).await;
    wire.fake.fault(Fault::cut(30));
    assert_eq!(wire.get(path).await.body, good.body[..30]);
    wire.fake.fault(Fault::next_link(
        "https://evil.example.test/api/v4/contacts",
    ));
    assert_eq!(
        wire.get(path).await.json()["meta"]["paging"]["next"],
        "https://evil.example.test/api/v4/contacts"
    );
    wire.fake.fault(Fault::repeated_next());
    assert_eq!(
        wire.get(path).await.json()["meta"]["paging"]["next"],
        format!("{}/api/v4/{path}", wire.fake.origin())
    );
    wire.fake.fault(Fault::empty_page());
    let empty = wire.get(path).await.json();
    assert_eq!(
        (&empty["data"], &empty["meta"]),
        (&json!([]), &good.json()["meta"])
    );
    wire.fake.fault(Fault::version_echo("4.0.99"));
    assert_eq!(wire.get(path).await.header("x-api-version"), Some("4.0.99"));
}

#[tokio::test]
async fn tokens_die_between_two_requests() {
    let wire = Wire::sample().await;
    wire.fake.fault(Fault::expire_access_tokens().nth(2));
    assert_eq!(
        (
            wire.get("contacts").await.status,
            wire.get("contacts").await.status
        ),
        (200, 401)
    );
    let wire = Wire::of(FakeClio::start().await);
    wire.fake.fault(Fault::revoke_tokens());
    assert_eq!(wire.get("contacts").await.status, 401);
    assert_eq!(wire.get("contacts").await.status, 401);
}

#[tokio::test]
async fn the_token_endpoint_has_bad_days_too() {
    let fake = FakeClio::start().await;
    fake.fault(Fault::status(503).on("/oauth/token"));
    let address = format!("{}/oauth/token", fake.origin());
    let statuses = (
        send("POST", &address, &[], "").await.unwrap().status,
        send("POST", &address, &[], "").await.unwrap().status,
    );
    assert_eq!(statuses, (503, 400));
}

#[tokio::test]
async fn a_slow_answer_is_the_real_one() {
    let wire = Wire::sample().await;
    let good = wire.get("contacts?limit=1&order=id(asc)").await;
    wire.fake.fault(Fault::slow(Duration::from_millis(1)));
    assert_eq!(
        wire.get("contacts?limit=1&order=id(asc)").await.body,
        good.body
    );
}

/// One GET over a line with this fault; `None` when no whole answer head came.
async fn over_a_bad_line(fault: Fault) -> Option<(u16, String, bool)> {
    let fake = FakeClio::builder().bad_line().start().await;
    let address = format!("{}/api/v4/contacts.json", fake.origin());
    fake.fault(fault);
    let answer = send("GET", &address, &[], "").await.ok()?;
    let is_secret = answer.headers.iter().any(|(name, _)| name == "x-fake-line");
    assert!(!is_secret, "the order to the line goes to the line only");
    let promised: usize = answer.header("content-length")?.parse().ok()?;
    let is_whole = promised == answer.body.len();
    Some((answer.status, answer.body, is_whole))
}

#[tokio::test]
async fn a_bad_line_breaks_stops_and_miscounts() {
    let (status, whole, is_whole) = over_a_bad_line(Fault::slow(Duration::ZERO)).await.unwrap();
    assert_eq!((status, is_whole), (401, true));
    for reset in [
        Fault::reset(),
        Fault::reset_after_effect(),
        Fault::reset_at(5),
    ] {
        let told = format!("{reset:?}");
        assert!(over_a_bad_line(reset).await.is_none(), "{told}");
    }
    for (fault, body) in [
        (Fault::end_at(5), &whole[..5]),
        (Fault::miscounted(1), &*whole),
        (Fault::miscounted(-1), &*whole),
    ] {
        let told = format!("{fault:?}");
        assert_eq!(
            over_a_bad_line(fault).await,
            Some((401, body.to_owned(), false)),
            "{told}"
        );
    }
    let dripped = over_a_bad_line(Fault::drip(Duration::from_micros(1))).await;
    assert_eq!(dripped, Some((401, whole, true)));
    let other = over_a_bad_line(Fault::bytes(
        "HTTP/1.1 299 Odd\r\ncontent-length: 0\r\n\r\n",
    ));
    assert_eq!(other.await, Some((299, String::new(), true)));
}
