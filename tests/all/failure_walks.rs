//! The five walks on which other clients of Clio lose records. Each has to end with every contact, once.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use clio_api::{AccessToken, Clio, Contact, Demand, Origin, TokenError, TokenSource};
use contract_tests::firm::{CustomField, FieldType, Firm};
use contract_tests::{FakeClio, Fault};
use futures_util::TryStreamExt as _;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use crate::lockstep::Lockstep;

struct Walk {
    what_goes_wrong: &'static str,
    contacts: usize,
    /// Clio's limit: so many requests in so many seconds.
    limit: (u32, u32),
    upset: fn(&FakeClio),
    /// How often each status was answered.
    answers: &'static [(u16, usize)],
}

const WALKS: [Walk; 5] = [
    Walk {
        what_goes_wrong: "wild data on every page",
        contacts: 3_000,
        limit: (1_000, 60),
        upset: |fake| fake.fault(Fault::edit(run_wild).times(15)),
        answers: &[(200, 15)],
    },
    Walk {
        what_goes_wrong: "six requests in five seconds",
        contacts: 3_000,
        limit: (6, 5),
        upset: |_| {},
        answers: &[(200, 15)],
    },
    Walk {
        what_goes_wrong: "one 503, on page 3",
        contacts: 3_000,
        limit: (1_000, 60),
        upset: |fake| fake.fault(Fault::status(503).nth(3)),
        answers: &[(200, 15), (503, 1)],
    },
    Walk {
        what_goes_wrong: "the token is refused after five requests",
        contacts: 3_000,
        limit: (1_000, 60),
        upset: |fake| fake.fault(Fault::expire_access_tokens().nth(6)),
        answers: &[(200, 15), (401, 1)],
    },
    Walk {
        what_goes_wrong: "more than 10,000 records, and the caller says no order",
        contacts: 12_000,
        limit: (1_000, 60),
        upset: |_| {},
        answers: &[(200, 60)],
    },
];

#[tokio::test(start_paused = true)]
async fn each_of_the_five_walks_ends_with_every_contact_once() {
    for walk in WALKS {
        let (requests, seconds) = walk.limit;
        let fake = FakeClio::builder()
            .firm(crowd(walk.contacts))
            .rate_limit(requests)
            .rate_window(seconds)
            .start()
            .await;
        let expected: BTreeSet<i64> = fake.read(|firm| firm.contacts.keys().copied().collect());
        (walk.upset)(&fake);
        let fake = Arc::new(fake);
        let lockstep = Lockstep::with(fake.clock());
        let clio = Clio::builder()
            .origin(Origin::parse(&fake.origin()).unwrap())
            .token_source(Grants::of(&fake))
            .on_wait(lockstep.observer())
            .build()
            .unwrap();

        let contacts: Vec<Contact> = match clio.contacts().list().items().try_collect().await {
            Ok(contacts) => contacts,
            Err(error) => panic!("{}: {error}", walk.what_goes_wrong),
        };

        let told = walk.what_goes_wrong;
        let found: Vec<i64> = contacts
            .iter()
            .filter_map(|c| Some(c.id?.number()))
            .collect();
        assert_eq!(found.len(), expected.len(), "{told}");
        assert_eq!(
            found.into_iter().collect::<BTreeSet<_>>(),
            expected,
            "{told}"
        );
        let answered: Vec<u16> = fake
            .api_requests()
            .iter()
            .map(|asked| asked.status)
            .collect();
        for (status, times) in walk.answers {
            let counted = answered.iter().filter(|answer| *answer == status).count();
            assert_eq!(counted, *times, "{told}: {status} in {answered:?}");
        }
        let all: usize = walk.answers.iter().map(|(_, times)| times).sum();
        assert_eq!(answered.len(), all, "{told}: {answered:?}");
    }
}

/// Plain people; some with a company this user may not see, an emptied date of birth, and custom values of every JSON kind.
fn crowd(people: usize) -> Firm {
    Firm::builder()
        .with(|firm| {
            let field = firm.custom_field("Wealth", FieldType::Numeric, |_: &mut CustomField| {});
            let people = firm.crowd(people);
            let hidden = people[0];
            for (n, id) in people.into_iter().enumerate() {
                let Some(person) = firm.contact_mut(id) else {
                    continue;
                };
                match n % 5 {
                    1 => person.company = Some(hidden),
                    2 => person.date_of_birth = Some(String::new()),
                    3 => _ = person.set(field, wild_value(n)),
                    4 => {
                        let person = person.phone("Satellite", "503-555-0100");
                        person.email("", "x@example.test");
                    }
                    _ => {}
                }
            }
        })
        .build()
}

fn wild_value(n: usize) -> Value {
    [
        json!(true),
        json!(12.5),
        json!("12.50"),
        json!(""),
        Value::Null,
        json!({"odd": [1]}),
    ][n % 6]
        .clone()
}

/// What accounts were seen to hold, and what Clio may add at any time (its versioning policy).
fn run_wild(page: &mut Value) {
    let rows = page["data"].as_array_mut().into_iter().flatten();
    let hologram = json!([null, {"id": 1, "name": "Hologram", "number": null, "new": 1}]);
    for (n, row) in rows.enumerate() {
        row["added_next_year"] = json!({"deep": [1, null, "x"]});
        match n % 8 {
            0 => row["type"] = json!("Trust"),
            1 => row["phone_numbers"] = hologram.clone(),
            2 => row["addresses"] = Value::Null,
            3 => row["client_connect_user_id"] = json!("77"),
            4 => row["company"] = json!({"id": null, "redacted": true}),
            5 => row["date_of_birth"] = json!(""),
            6 => row["created_at"] = json!("2026-10-02T10:00:00.123456-07:00"),
            _ => row["first_name"] = Value::Null,
        }
        row["is_client"] = Value::Null;
        row["id"] = if n % 2 == 0 {
            row["id"].take()
        } else {
            json!(row["id"].to_string())
        };
    }
    page["meta"]["records"] = json!("unknown");
}

/// A token source that has a newer token whenever the one at hand is refused.
#[derive(Debug)]
struct Grants {
    fake: Arc<FakeClio>,
    held: Mutex<AccessToken>,
}

impl Grants {
    fn of(fake: &Arc<FakeClio>) -> Self {
        Self {
            held: Mutex::new(granted(fake)),
            fake: Arc::clone(fake),
        }
    }
}

#[async_trait]
impl TokenSource for Grants {
    async fn token(&self, demand: Demand<'_>) -> Result<AccessToken, TokenError> {
        let mut held = self.held.lock().unwrap();
        if let Demand::NewerThan(refused) = demand
            && refused == &*held
        {
            *held = granted(&self.fake);
        }
        Ok(held.clone())
    }
}

fn granted(fake: &FakeClio) -> AccessToken {
    AccessToken::new(fake.grant().access_token.expose_secret())
}
