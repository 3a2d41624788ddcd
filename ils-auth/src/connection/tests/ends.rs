//! Disconnecting when Clio or the store does not take part (T30), and a refusal that all share (T18).

use secrecy::ExposeSecret;

use super::faults::{Faulty, any, over_faults};
use super::*;

#[tokio::test]
async fn t30_whatever_clio_answers_it_is_forgotten_here() {
    for (response, is_ended) in [
        (ResponseTemplate::new(200), true),
        // Clio no longer takes the access token; with the refresh token it says that all is over.
        (ResponseTemplate::new(401), true),
        (ResponseTemplate::new(404), false),
        (ResponseTemplate::new(429), false),
        (ResponseTemplate::new(503), false),
    ] {
        let rig = Rig::new(GOOD).await;
        token_answer(&rig.server, refused(400, "invalid_grant")).await;
        answer(&rig.server, "/oauth/deauthorize", response).await;
        let done = rig.connection.disconnect().await.unwrap();
        assert_eq!(done.ended_at_clio.is_ok(), is_ended, "{done:?}");
        assert_eq!(rig.stored().await, None);
    }
}

#[tokio::test]
async fn t30_an_unreachable_clio_does_not_keep_anybody_connected() {
    let rig = Rig::new(GOOD).await;
    let nobody = Endpoint::new(crate::stand_in::app_at("http://127.0.0.1:9"));
    let store = Arc::clone(&rig.store) as Arc<dyn TokenStore>;
    let clock = Arc::clone(&rig.clock) as Arc<dyn Clock>;
    let connection = Connection::new(nobody, rig.key.clone(), store, clock);
    let done = connection.disconnect().await.unwrap();
    assert_eq!(done.ended_at_clio, Err(EndpointError::Unreachable));
    assert_eq!(rig.stored().await, None);
}

#[tokio::test]
async fn t30_a_store_that_cannot_be_read_is_cleared_and_clio_could_not_be_told() {
    let rig = Rig::empty().await;
    let (connection, store) = over_faults(&rig, GOOD).await;
    store.no_loads.store(true, Ordering::SeqCst);
    let done = connection.disconnect().await.unwrap();
    assert!(done.was_connected);
    assert_eq!(done.ended_at_clio, Err(EndpointError::NothingToSend));
    store.no_loads.store(false, Ordering::SeqCst);
    assert!(store.load(&rig.key).await.unwrap().is_none());
}

#[tokio::test]
async fn t18_a_connection_that_ends_meanwhile_ends_for_all_with_one_request() {
    let rig = Rig::new(GOOD).await;
    assert_eq!(rig.token().await.unwrap(), access("old"));
    token_answer(&rig.server, slowly(refused(400, "invalid_grant"))).await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let connection = rig.connection.clone();
        tasks.spawn(async move {
            let old = AccessToken::new(access("old"));
            token_of(&connection, Demand::NewerThan(&old)).await
        });
    }
    while let Some(token) = tasks.join_next().await {
        assert!(matches!(token.unwrap(), Err(Error::NeedsConnect)));
    }
    assert_eq!(rig.posts().await, 1);
    assert_eq!(rig.stored().await.unwrap(), access("old"), "not wiped");
    // The person connects again, in another program: the same tasks go on.
    rig.put("again", GOOD, 1).await;
    assert_eq!(rig.newer_than("old").await.unwrap(), access("again"));
}

/// A connection that was renewed, over a store that saves nothing.
async fn unsaved() -> (Rig, Connection, Arc<Faulty>) {
    let rig = Rig::empty().await;
    let (connection, store) = over_faults(&rig, 30).await;
    token_answer(&rig.server, granted("new", true)).await;
    store.no_saves.store(true, Ordering::SeqCst);
    assert_eq!(any(&connection).await.unwrap(), access("new"));
    assert!(connection.settle().await.is_err());
    (rig, connection, store)
}

#[tokio::test]
async fn t24_what_was_never_saved_is_said_when_the_last_handle_goes() {
    let log = Log::listen();
    let (_rig, connection, _store) = unsaved().await;
    drop(connection);
    let lines = log.lines();
    assert!(lines.contains("was never saved"), "{lines}");
    assert_clean(&lines);
}

/// What was renewed and not saved is in memory alone: the older refresh token in the store may have been replaced, and is not sent.
#[tokio::test]
async fn t24_while_it_cannot_be_saved_nothing_older_is_sent() {
    let (rig, connection, store) = unsaved().await;
    for _ in 0..3 {
        rig.clock.pass(3_600);
        let refused = AccessToken::new(access("new"));
        let newer = token_of(&connection, Demand::NewerThan(&refused)).await;
        assert!(matches!(newer, Err(Error::Store(_))), "{newer:?}");
        let older = AccessToken::new(access("old"));
        let newer = token_of(&connection, Demand::NewerThan(&older)).await;
        assert_eq!(newer.unwrap(), access("new"), "it is newer than that one");
    }
    assert_eq!(rig.posts().await, 1);
    store.no_saves.store(false, Ordering::SeqCst);
    rig.clock.pass(3_600);
    connection.settle().await.unwrap();
    let (stored, _) = store.load(&rig.key).await.unwrap().unwrap();
    assert_eq!(stored.access().expose(), access("new"));
    assert_eq!(rig.posts().await, 1);
}

#[tokio::test]
async fn t16_a_refresh_token_is_kept_unless_a_new_one_comes() {
    for (given, kept) in [
        (None, "CANARY_refresh_old"),
        (Some(""), "CANARY_refresh_old"),
        (Some("CANARY_refresh_new"), "CANARY_refresh_new"),
    ] {
        let rig = Rig::new(-5).await;
        let mut body =
            serde_json::json!({"token_type": "bearer", "access_token": "CANARY_access_new"});
        if let Some(given) = given {
            body["refresh_token"] = given.into();
        }
        token_answer(&rig.server, ResponseTemplate::new(200).set_body_json(body)).await;
        rig.token().await.unwrap();
        let (stored, _) = rig.store.load(&rig.key).await.unwrap().unwrap();
        assert_eq!(stored.refresh().unwrap().expose_secret(), kept);
    }
}
