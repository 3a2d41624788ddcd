//! An answer that stops at each of its bytes in turn, and a large one at some.

use clio_api::{AccessToken, Clio, Contact, ErrorKind, Origin, RetryPolicy};
use contract_tests::firm::Firm;
use contract_tests::{FakeClio, Fault};
use futures_util::TryStreamExt as _;
use secrecy::ExposeSecret as _;

async fn small(clio: &Clio) -> Result<Option<String>, clio_api::Error> {
    Ok(clio.who_am_i().send().await?.name)
}

async fn large(clio: &Clio) -> Result<Vec<Contact>, clio_api::Error> {
    clio.contacts().list().items().try_collect().await
}

async fn scene() -> (FakeClio, Clio) {
    let firm = Firm::builder().crowd(200).build();
    let fake = FakeClio::builder()
        .firm(firm)
        .rate_limit(1_000_000)
        .bad_line();
    let fake = fake.start().await;
    let token = fake.grant().access_token;
    let clio = Clio::builder()
        .origin(Origin::parse(&fake.origin()).unwrap())
        .token_source(AccessToken::new(token.expose_secret()))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    (fake, clio)
}

#[tokio::test]
async fn a_small_answer_is_whole_or_an_error_wherever_it_stops() {
    let (fake, clio) = scene().await;
    let name = small(&clio).await.unwrap();
    let mut cuts = 0;
    for bytes in 0.. {
        // With a length that fits, and with one that promised more.
        fake.fault(Fault::cut(bytes));
        let told = small(&clio).await;
        fake.fault(Fault::end_at(bytes));
        let broken = small(&clio).await;
        if let Ok(found) = &told {
            assert_eq!(found, &name, "at {bytes}");
            assert!(broken.is_ok(), "whole at {bytes}");
            break;
        }
        assert_eq!(told.unwrap_err().kind(), ErrorKind::Decode, "at {bytes}");
        assert_eq!(
            broken.unwrap_err().kind(),
            ErrorKind::Transport,
            "at {bytes}"
        );
        cuts += 1;
    }
    assert!(cuts > 50, "{cuts} cuts");
}

#[tokio::test]
async fn a_page_is_whole_or_an_error_wherever_it_stops() {
    let (fake, clio) = scene().await;
    let all = large(&clio).await.unwrap().len();
    for bytes in (0..).step_by(9_973) {
        fake.fault(Fault::cut(bytes));
        match large(&clio).await {
            Ok(found) => {
                assert_eq!(found.len(), all, "at {bytes}");
                assert!(bytes > 10_000, "the page is large");
                break;
            }
            Err(error) => assert_eq!(error.kind(), ErrorKind::Decode, "at {bytes}"),
        }
        fake.fault(Fault::reset_at(bytes));
        if let Err(error) = large(&clio).await {
            assert_eq!(error.kind(), ErrorKind::Transport, "at {bytes}");
        }
    }
}
