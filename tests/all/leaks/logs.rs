//! What the libraries tell a log that keeps everything.

use std::sync::Arc;

use clio_api::{Clio, Contact, Id, Matter};
use contract_tests::{FakeClio, Fault};
use futures_util::TryStreamExt as _;
use ils_auth::store::MemoryStore;
use ils_auth::{AccountKey, App, Attempt, Connection, Endpoint, Pasted, Site, SystemClock};
use ils_import::{Family, Outline, ReadError, Rules};

use super::CANARY;
use super::screens::{Kind, firm};

#[path = "../../../ils-auth/src/stand_in/log.rs"]
mod kept;

async fn read(clio: &Clio, matter: Id<Matter>) -> Result<Family, ReadError> {
    let outline = Outline::read(clio, matter).await?;
    let now = jiff::Timestamp::now();
    outline.read_people(clio, &Rules::default(), now).await
}

#[tokio::test]
async fn no_log_line_of_any_level_holds_a_secret_or_a_person() {
    let log = kept::Log::listen();
    let fake = FakeClio::builder()
        .firm(firm())
        .rate_limit(100_000)
        .start()
        .await;
    let site = Site::parse(&fake.origin()).unwrap();
    let origin = site.origin().clone();
    let app = App::new(
        site,
        fake.client_id(),
        fake.client_secret().to_owned().into(),
    );
    let attempt = Attempt::begin(&app, &SystemClock).unwrap();
    let approval = fake.press_allow(attempt.address()).await.unwrap();
    let Pasted::Code(code) = attempt.read(&approval.title).unwrap() else {
        panic!("a code was pasted");
    };
    let endpoint = Endpoint::new(app.clone());
    let tokens = attempt
        .exchange(&endpoint, &SystemClock, code)
        .await
        .unwrap();
    let connection = Connection::new(
        endpoint,
        AccountKey::new(&app, "default"),
        Arc::new(MemoryStore::default()),
        Arc::new(SystemClock),
    );
    connection.adopt(tokens).await.unwrap();
    let clio = Clio::builder()
        .origin(origin)
        .token_source(connection.clone())
        .build()
        .unwrap();
    let matter = fake.read(|firm| *firm.matters.keys().next().unwrap());

    // All goes well; with faults; with a token that dies; with a connection that is ended.
    let mut said = String::new();
    for upset in [
        None,
        Some(Fault::status(503)),
        Some(Fault::garbage()),
        Some(Fault::html(404, "CANARY_page")),
        Some(Fault::expire_access_tokens()),
        Some(Fault::revoke_tokens()),
    ] {
        if let Some(fault) = upset {
            fake.fault(fault.on("/api/v4/contacts"));
        }
        let walked: Result<Vec<Contact>, _> = clio.contacts().list().items().try_collect().await;
        if let Err(error) = walked {
            said += &format!("{error} {error:?}");
        }
        match read(&clio, Id::new(matter)).await {
            Ok(family) => said += &format!("{:?}", ils_import::map(family, &Rules::default())),
            Err(error) => said += &format!("{error} {error:?}"),
        }
    }
    let disconnected = connection.disconnect().await;
    said += &format!("{disconnected:?}");

    let lines = log.lines();
    assert!(lines.contains("503") && lines.contains("renew"), "{lines}");
    for (what, text) in [("the log", &lines), ("an error", &said)] {
        assert!(!text.contains(CANARY), "{what}: {text}");
        for kind in [
            Kind::Name,
            Kind::Birth,
            Kind::Reach,
            Kind::Custom,
            Kind::Matter,
        ] {
            for canary in kind.texts() {
                assert!(!text.contains(canary), "{canary} in {what}: {text}");
            }
        }
    }
}
