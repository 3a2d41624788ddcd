//! Asks the fake over raw HTTP, as no client of ours would: nothing is added, followed or retried.

use contract_tests::{FakeClio, RawAnswer, send};
use secrecy::ExposeSecret as _;
use serde_json::Value;

/// A fake and a token for it.
pub(crate) struct Wire {
    pub(crate) fake: FakeClio,
    pub(crate) token: String,
}

impl Wire {
    /// The sample firm, with a limit no test runs into.
    pub(crate) async fn sample() -> Self {
        Self::of(FakeClio::builder().rate_limit(10_000).start().await)
    }

    pub(crate) fn of(fake: FakeClio) -> Self {
        Self {
            token: Self::token_of(&fake),
            fake,
        }
    }

    /// One more access token.
    pub(crate) fn token_of(fake: &FakeClio) -> String {
        fake.grant().access_token.expose_secret().to_owned()
    }

    /// `GET /api/v4/{path}` with the token and the pinned version.
    pub(crate) async fn get(&self, path: &str) -> RawAnswer {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&self, path: &str, more: &[(&str, &str)]) -> RawAnswer {
        let address = format!("{}/api/v4/{path}", self.fake.origin());
        self.follow(&address, more).await
    }

    /// Any address with the token.
    pub(crate) async fn follow(&self, address: &str, more: &[(&str, &str)]) -> RawAnswer {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![
            ("Authorization", bearer.as_str()),
            ("X-API-VERSION", "4.0.13"),
        ];
        headers.extend_from_slice(more);
        send("GET", address, &headers, "").await.unwrap()
    }

    /// The `data` of a list or a record that must be there.
    pub(crate) async fn data(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json()["data"].clone()
    }

    /// The ids of a list.
    pub(crate) async fn ids(&self, path: &str) -> Vec<i64> {
        let data = self.data(path).await;
        data.as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_i64().unwrap())
            .collect()
    }
}

/// The message of a nested error of a type.
pub(crate) fn refused(answer: &RawAnswer, status: u16, kind: &str) -> String {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(
        answer.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    assert_eq!(answer.json()["error"]["type"], kind, "{}", answer.body);
    answer.json()["error"]["message"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Percent-encodes a query value.
pub(crate) fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
