//! `ils-auth` against the strict fake: one refresh, whatever the provider does with refresh tokens.

use std::collections::HashSet;
use std::sync::Arc;

use clio_api::{Clio, ErrorKind};
use contract_tests::{FakeClio, Fault, Firm};
use futures_util::TryStreamExt as _;
use futures_util::future::join_all;
use ils_auth::store::MemoryStore;
use ils_auth::{
    AccountKey, App, Attempt, Connection, Endpoint, Pasted, Site, SystemClock, identify,
};

/// A connection of Pat Rivera's, just made.
async fn connect(fake: &FakeClio) -> Connection {
    let site = Site::parse(&fake.origin()).unwrap();
    let endpoint = Endpoint::new(App::new(
        site.clone(),
        fake.client_id(),
        fake.client_secret().to_owned().into(),
    ));
    let attempt = Attempt::begin(endpoint.app(), &SystemClock).unwrap();
    let approval = fake.press_allow(attempt.address()).await.unwrap();
    let Pasted::Code(code) = attempt.read(&approval.title).unwrap() else {
        panic!("ALLOW gives a code");
    };
    let tokens = attempt
        .exchange(&endpoint, &SystemClock, code)
        .await
        .unwrap();
    let identity = identify(&site, tokens.access()).await.unwrap();
    let key = AccountKey::new(endpoint.app(), "default");
    let connection = Connection::new(
        endpoint,
        key,
        Arc::new(MemoryStore::default()),
        Arc::new(SystemClock),
    );
    connection
        .adopt(tokens.with_identity(identity))
        .await
        .unwrap();
    fake.reset_record();
    connection
}

fn clio(fake: &FakeClio, connection: &Connection) -> Clio {
    let site = Site::parse(&fake.origin()).unwrap();
    Clio::builder()
        .origin(site.origin().clone())
        .token_source(connection.clone())
        .build()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_calls_with_an_expired_token_refresh_once() {
    for rotating in [false, true] {
        let fake = FakeClio::builder()
            .rate_limit(10_000)
            .switches(|switches| switches.rotate_refresh_tokens = rotating)
            .start()
            .await;
        let connection = connect(&fake).await;
        for round in 1..=3 {
            fake.expire_access_tokens();
            let clio = clio(&fake, &connection);
            let calls = join_all((0..50).map(|_| clio.who_am_i().send())).await;
            assert!(
                calls.iter().all(Result::is_ok),
                "rotating {rotating}, round {round}: {:?}",
                calls.iter().find(|call| call.is_err())
            );
            assert_eq!(fake.token_requests().len(), round, "rotating {rotating}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_outlives_its_token_with_one_refresh() {
    for rotating in [false, true] {
        let fake = FakeClio::builder()
            .firm(Firm::builder().crowd(3_000).build())
            .switches(|switches| switches.rotate_refresh_tokens = rotating)
            .start()
            .await;
        let connection = connect(&fake).await;
        fake.fault(Fault::expire_access_tokens().nth(6));
        let contacts = clio(&fake, &connection).contacts().list().items();
        let ids: Vec<_> = contacts
            .map_ok(|contact| contact.id)
            .try_collect()
            .await
            .unwrap();
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 3_000);
        assert_eq!(ids.len(), 3_000, "rotating {rotating}");
        assert_eq!(fake.token_requests().len(), 1, "rotating {rotating}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_access_asks_for_a_person_and_keeps_what_is_stored() {
    let fake = FakeClio::start().await;
    let connection = connect(&fake).await;
    fake.revoke_all();
    let error = clio(&fake, &connection)
        .who_am_i()
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(
        connection.stored().await.unwrap().is_some(),
        "nothing is wiped"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_it_needs_no_permission() {
    let fake = FakeClio::builder()
        .permissions(|permissions| permissions.users = false)
        .start()
        .await;
    let connection = connect(&fake).await;
    assert!(
        connection
            .stored()
            .await
            .unwrap()
            .unwrap()
            .identity()
            .is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_ends_the_access_at_both_ends() {
    let fake = FakeClio::start().await;
    let connection = connect(&fake).await;
    let token = connection.stored().await.unwrap().unwrap().access().clone();
    let done = connection.disconnect().await.unwrap();
    assert!(done.was_connected && done.ended_at_clio.is_ok());
    assert!(connection.stored().await.unwrap().is_none());
    let site = Site::parse(&fake.origin()).unwrap();
    assert_eq!(
        identify(&site, &token).await.unwrap_err().kind(),
        ErrorKind::Unauthorized
    );
}
