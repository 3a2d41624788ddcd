//! What goes over the wire, and what never does.

#![expect(clippy::unwrap_used, reason = "a failed set-up is a failed test")]

mod bounds;
mod bytes;
mod conditional;
mod faults;
mod ids;
mod network;
mod observing;
mod partitions;
mod query;
mod raw;
mod resume;
mod tokens;
mod walks;
mod webhooks;
mod writes;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use clio_api::{
    AccessToken, Clio, Contact, ContactFilter, Demand, Error, ErrorKind, Id, Matter, MatterFilter,
    Origin, Projection, Region, Relationship, RelationshipFilter, TokenError, TokenErrorKind,
    TokenSource, WaitReason,
};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use wiremock::matchers::{any, header, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

const TOKEN: &str = "CANARY_access_0123456789abcdef";

#[derive(Debug, serde::Deserialize)]
struct Person {
    id: Id<Contact>,
}

impl Projection<Contact> for Person {
    const FIELDS: &'static str = "id,addresses{id,street}";
}

fn clio(server: &MockServer) -> Clio {
    clio_with(server, AccessToken::new(TOKEN))
}

fn clio_with(server: &MockServer, tokens: impl TokenSource) -> Clio {
    Clio::builder()
        .origin(Origin::parse(&server.uri()).unwrap())
        .token_source(tokens)
        .build()
        .unwrap()
}

fn page(ids: &[i64], next: Option<String>) -> ResponseTemplate {
    let data: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    let paging = next.map_or_else(|| json!({}), |next| json!({ "next": next }));
    ResponseTemplate::new(200).set_body_json(json!({"data": data, "meta": {"paging": paging}}))
}

async fn people(clio: &Clio) -> Result<Vec<Person>, Error> {
    clio.contacts()
        .list()
        .select::<Person>()
        .items()
        .try_collect()
        .await
}

async fn addresses(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap();
    requests
        .iter()
        .map(|request| request.url.to_string())
        .collect()
}
