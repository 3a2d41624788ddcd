//! Clocks that are wrong, jump or stop (T36).

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::connection::held::Held;
use crate::stand_in::{MONTH, NOW};

const DAY: i64 = 24 * 3600;

fn second(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_second()
}

#[tokio::test]
async fn t36_whatever_the_wall_clock_says_next_there_is_no_storm() {
    let rig = Rig::new(GOOD).await;
    token_answer(&rig.server, granted("new", true)).await;
    rig.token().await.unwrap();
    let steps = [
        NOW - DAY,
        NOW,
        NOW + 10 * 365 * DAY,
        second("2038-01-19T03:14:08Z"),
        NOW,
        second("2106-02-07T06:28:16Z"),
        second("9999-12-30T00:00:00Z"),
        NOW - 40 * 365 * DAY,
        NOW,
    ];
    for (n, wall) in steps.iter().enumerate() {
        let before = rig.posts().await;
        rig.clock.set_wall(*wall);
        for _ in 0..20 {
            rig.token().await.unwrap();
        }
        rig.connection.settle().await.unwrap();
        assert!(rig.posts().await <= before + 1, "step {n}");
    }
}

#[tokio::test]
async fn t36_a_clock_that_runs_backwards_does_not_keep_a_token_past_its_life() {
    let rig = Rig::new(MONTH).await;
    token_answer(&rig.server, granted("new", true)).await;
    rig.token().await.unwrap();
    // 29 days pass, on a wall clock that is set back a day every day.
    for _ in 0..29 {
        rig.clock.pass(DAY.unsigned_abs());
        rig.clock.step_wall(-DAY);
        assert_eq!(rig.token().await.unwrap(), access("old"));
    }
    rig.clock.pass(DAY.unsigned_abs());
    rig.clock.step_wall(-DAY);
    assert_eq!(rig.token().await.unwrap(), access("new"));
    assert_eq!(rig.posts().await, 1);
}

/// T36: the program began with a clock from before the token was given.
#[tokio::test]
async fn t36_a_clock_that_is_a_year_late_does_not_lend_a_token_a_year() {
    let rig = Rig::new(MONTH).await;
    token_answer(&rig.server, granted("new", true)).await;
    rig.clock.step_wall(-365 * DAY);
    assert_eq!(rig.token().await.unwrap(), access("old"));
    rig.clock.pass(MONTH.unsigned_abs() + 1);
    assert_eq!(rig.token().await.unwrap(), access("new"));
    assert_eq!(rig.posts().await, 1);
}

#[tokio::test]
async fn t36_a_failing_clio_is_asked_ever_more_rarely() {
    let rig = Rig::new(-5).await;
    token_answer(&rig.server, ResponseTemplate::new(503)).await;
    for _ in 0..600 {
        assert!(rig.token().await.is_err());
        rig.clock.pass(1);
    }
    // 5, 10, 20, 40 and then 60 seconds, each a little longer.
    let posts = rig.posts().await;
    assert!((9..=14).contains(&posts), "{posts} in ten minutes");
}

#[tokio::test]
async fn t36_the_shortest_life_is_renewed_when_it_is_over_and_not_at_every_use() {
    let rig = Rig::new(-5).await;
    let body = serde_json::json!({"token_type": "bearer", "access_token": "CANARY_access_new", "expires_in": 60});
    token_answer(&rig.server, ResponseTemplate::new(200).set_body_json(body)).await;
    for _ in 0..50 {
        rig.token().await.unwrap();
    }
    assert_eq!(rig.posts().await, 1);
}

proptest! {
    #[test]
    fn t36_no_pair_of_clocks_panics_or_keeps_what_either_says_is_over(
        issued in -377_705_000_000_i64..253_400_000_000,
        life in proptest::option::of(-5_i64..400 * DAY),
        loaded_at in -377_705_000_000_i64..253_400_000_000,
        asked_at in -377_705_000_000_i64..253_400_000_000,
        passed in 0_u64..4_000_000_000,
    ) {
        let at = |second| Timestamp::from_second(second).unwrap();
        let end = life.and_then(|life| Timestamp::from_second(issued.saturating_add(life)).ok());
        let made = Tokens::new(AccessToken::new("CANARY_access"), None, at(issued), end);
        let clock = ManualClock::at(loaded_at);
        let held = Held::new(made, Generation(1), &clock);
        clock.step_monotonic(passed);
        clock.set_wall(asked_at);
        let works = held.still_works(None, &clock);
        prop_assert!(works || !held.is_good(None, &clock));
        prop_assert!(!held.is_good(Some(held.tokens.access()), &clock));
        let _ageing = held.is_ageing(&clock);
        match end {
            None => prop_assert!(works),
            Some(end) => {
                let by_wall = end.as_second() > asked_at;
                let lived = i64::try_from(passed).unwrap();
                let left_at_most = end.as_second().saturating_sub(loaded_at).min(life.unwrap());
                prop_assert_eq!(works, by_wall && left_at_most > lived);
            }
        }
    }
}
