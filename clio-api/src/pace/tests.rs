//! Simulated servers in virtual time: no socket, no real clock.

mod answers;
mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::task::JoinSet;
use tokio::time::sleep;

use self::server::{Kind, Server};
use super::*;

const LATENCY: Duration = Duration::from_millis(150);
const WAIT: Duration = Duration::from_secs(120);

/// Runs `requests` through one limiter, `at_once` in flight, and gives the time it took in seconds.
async fn run(server: &Arc<Server>, requests: u64, at_once: u32) -> f64 {
    let limiter = Limiter::new();
    let left = Arc::new(AtomicU64::new(requests));
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..at_once {
        let (limiter, left, server) = (limiter.clone(), Arc::clone(&left), Arc::clone(server));
        tasks.spawn(async move {
            let another =
                || left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
            while another().is_ok() {
                while let Some(asked) = request(&limiter, &server).await {
                    sleep(asked).await;
                }
            }
        });
    }
    tasks.join_all().await;
    start.elapsed().as_secs_f64()
}

async fn request(limiter: &Limiter, server: &Server) -> Option<Duration> {
    let permit = limiter.pace().enter(WAIT, |_| {}).await.unwrap();
    sleep(LATENCY / 2).await;
    let (status, headers) = server.answer();
    sleep(LATENCY / 2).await;
    permit.answered(status, &headers)
}

/// The earliest finish from a fresh window of 50 a minute.
fn bound(requests: u64, at_once: u32) -> f64 {
    let rounds = |requests: u64| {
        let rounds = u32::try_from(requests.div_ceil(at_once.into())).unwrap();
        (LATENCY * rounds).as_secs_f64()
    };
    let windows = (requests - 1) / 50;
    let rest = requests - 50 * windows;
    f64::from(u32::try_from(windows).unwrap()) * f64::max(60.0, rounds(50)) + rounds(rest)
}

#[tokio::test(start_paused = true)]
async fn the_limit_is_used_up_without_a_429() {
    println!("requests in flight  window             bound s  worst wall s  ratio  429");
    for requests in [40, 185, 500, 9_250] {
        for at_once in [1, 8] {
            for (name, kind, phases) in [
                (
                    "aligned",
                    Kind::Aligned,
                    &[0.1, 10.1, 20.6, 30.9, 40.4, 50.3][..],
                ),
                ("from first request", Kind::FromFirst, &[0.0, 0.4, 0.9][..]),
            ] {
                let (mut wall, mut refused) = (0.0, 0_u64);
                for phase in phases {
                    let server = Server::new(kind, *phase);
                    wall = f64::max(wall, run(&server, requests, at_once).await);
                    refused += server.refused();
                }
                let bound = bound(requests, at_once);
                let ratio = wall / bound;
                println!(
                    "{requests:8} {at_once:9}  {name:18} {bound:7.1} {wall:13.1}  {ratio:.3}  {refused:3}"
                );
                let most = if requests == 40 && at_once == 8 {
                    1.25
                } else {
                    1.02
                };
                assert!(ratio <= most, "{requests} {at_once} {name}: {ratio}");
                assert_eq!(refused, 0, "{requests} {at_once} {name}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn other_ways_to_count_are_met_too() {
    for (kind, bound, most) in [
        (Kind::Sliding, bound(500, 8), 1.05),
        (Kind::Bucket, 1.2 * 450.0 + LATENCY.as_secs_f64(), 1.01),
    ] {
        for at_once in [1, 8] {
            let server = Server::new(kind, 0.4);
            let wall = run(&server, 500, at_once).await;
            println!(
                "{kind:?}, {at_once} in flight: {wall:.1} s, {:.3}, 429s a window {:?}",
                wall / bound,
                server.refused_by_window()
            );
            assert!(wall / bound <= most, "{kind:?} {at_once}");
            assert!(
                server
                    .refused_by_window()
                    .iter()
                    .all(|refused| *refused <= 1)
            );
        }
    }
}

/// T42.
#[tokio::test(start_paused = true)]
async fn with_others_on_the_token_a_window_has_one_429_at_most() {
    for at_once in [1, 8] {
        for kind in [Kind::Aligned, Kind::FromFirst] {
            let server = Server::new(kind, 0.3);
            let others = tokio::spawn({
                let server = Arc::clone(&server);
                async move {
                    loop {
                        sleep(Duration::from_secs(3)).await;
                        let _answer = server.foreign();
                    }
                }
            });
            let wall = run(&server, 500, at_once).await;
            others.abort();
            println!(
                "{at_once} in flight, {kind:?}: {wall:.1} s, 429s a window {:?}",
                server.refused_by_window()
            );
            assert!(
                server
                    .refused_by_window()
                    .iter()
                    .all(|refused| *refused <= 1)
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn eight_processes_on_one_token_all_finish() {
    let server = Server::new(Kind::Aligned, 20.0);
    let mut processes = JoinSet::new();
    for _ in 0..8 {
        let server = Arc::clone(&server);
        processes.spawn(async move { run(&server, 50, 1).await });
    }
    let slowest = processes.join_all().await.into_iter().fold(0.0, f64::max);
    println!(
        "400 requests: {slowest:.1} s, 429s a window {:?}",
        server.refused_by_window()
    );
    assert!(slowest < 500.0, "{slowest}");
    // Each hears of the end for itself, once.
    assert!(
        server
            .refused_by_window()
            .iter()
            .all(|refused| *refused <= 8)
    );
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_changes_is_obeyed_within_one_answer() {
    let server = Server::new(Kind::Aligned, 10.0);
    let limiter = Limiter::new();
    for _ in 0..30 {
        assert_eq!(request(&limiter, &server).await, None);
    }
    server.set_limit(100);
    let start = Instant::now();
    for _ in 0..70 {
        assert_eq!(request(&limiter, &server).await, None);
    }
    assert!(
        start.elapsed() < Duration::from_secs(11),
        "the new room is used at once"
    );
    // The hundred are spent: the next window starts with the new limit.
    for _ in 0..10 {
        assert_eq!(request(&limiter, &server).await, None);
    }
    server.set_limit(20);
    for _ in 0..30 {
        assert_eq!(request(&limiter, &server).await, None);
    }
    assert_eq!(server.refused(), 0);
}

#[tokio::test(start_paused = true)]
async fn answers_that_overtake_each_other_do_not_lead_past_the_limit() {
    for kind in [Kind::Aligned, Kind::FromFirst] {
        for seed in 0..20 {
            let server = Server::new(kind, 0.4);
            let limiter = Limiter::new();
            let mut tasks = JoinSet::new();
            for task in 0..8 {
                let (limiter, server) = (limiter.clone(), Arc::clone(&server));
                let mut chance = fastrand::Rng::with_seed(seed * 8 + task);
                tasks.spawn(async move {
                    for _ in 0..40 {
                        let permit = limiter.pace().enter(WAIT, |_| {}).await.unwrap();
                        sleep(Duration::from_millis(chance.u64(10..300))).await;
                        let (status, headers) = server.answer();
                        sleep(Duration::from_millis(chance.u64(10..900))).await;
                        let _asked = permit.answered(status, &headers);
                    }
                });
            }
            tasks.join_all().await;
            assert_eq!(server.refused(), 0, "{kind:?} {seed}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_reset_that_is_cut_down_costs_one_429_in_all() {
    let server = Server::new(Kind::FromFirstCut, 0.9);
    let wall = run(&server, 500, 8).await;
    println!("{wall:.1} s, {} x 429", server.refused());
    assert!(server.refused() <= 1, "{}", server.refused());
}

#[tokio::test(start_paused = true)]
async fn one_pause_serves_everybody() {
    // The whole window is gone to others: eight ask, one hears it, and nobody else asks before the pause is over.
    let server = Server::new(Kind::Aligned, 30.0);
    for _ in 0..50 {
        let _answer = server.foreign();
    }
    let wall = run(&server, 8, 8).await;
    assert_eq!(server.refused(), 1);
    assert!((30.0..31.0).contains(&wall), "{wall}");
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_are_told_once_and_served_in_turn() {
    let server = Server::new(Kind::Aligned, 0.0);
    let limiter = Limiter::new();
    for _ in 0..50 {
        assert_eq!(request(&limiter, &server).await, None);
    }
    let order = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::new(AtomicU64::new(0));
    let mut tasks = JoinSet::new();
    for turn in 0..8 {
        let (limiter, order, told) = (limiter.clone(), Arc::clone(&order), Arc::clone(&told));
        tasks.spawn(async move {
            let count = |_| {
                told.fetch_add(1, Ordering::SeqCst);
            };
            let permit = limiter.pace().enter(WAIT, count).await.unwrap();
            order.lock().unwrap().push(turn);
            permit.failed();
        });
    }
    tasks.join_all().await;
    assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(told.load(Ordering::SeqCst), 8);
}

/// T42.
#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_allowed_is_refused_at_once() {
    let server = Server::new(Kind::Aligned, 10.0);
    let limiter = Limiter::new();
    for _ in 0..50 {
        assert_eq!(request(&limiter, &server).await, None);
    }
    let start = Instant::now();
    let refused = limiter
        .pace()
        .enter(Duration::from_secs(5), |_| panic!("nobody waits"))
        .await;
    assert!(refused.is_err_and(|TooLong(wait)| wait > Duration::from_secs(30)));
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn without_headers_nobody_waits_but_for_the_first() {
    let limiter = Limiter::new();
    let start = Instant::now();
    for status in [StatusCode::UNAUTHORIZED, StatusCode::OK] {
        for _ in 0..500 {
            let permit = limiter.pace().enter(WAIT, |_| {}).await.unwrap();
            assert_eq!(permit.answered(status, &HeaderMap::new()), None);
        }
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn one_that_never_comes_back_does_not_hold_up_the_rest() {
    let limiter = Limiter::new();
    let start = Instant::now();
    let hanging = limiter.pace().enter(WAIT, |_| {}).await.unwrap();
    let next = limiter.pace().enter(WAIT, |_| {}).await.unwrap();
    assert_eq!(start.elapsed(), Duration::from_secs(5));
    drop(next);
    let _third = limiter.pace().enter(WAIT, |_| {}).await.unwrap();
    drop(hanging);
    assert_eq!(
        start.elapsed(),
        Duration::from_secs(5),
        "a dropped one makes room"
    );
}

mod any_header {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = String> {
        prop_oneof![
            "[ -~]{0,24}",
            any::<i64>().prop_map(|number| number.to_string()),
            (0..3_000_000_000_i64).prop_map(|number| number.to_string()),
            Just("Tue, 24 Nov 2026 19:00:00 GMT".to_owned()),
            Just("Fri, 31 Dec 9999 23:59:59 GMT".to_owned()),
        ]
    }

    proptest! {
        #[test]
        fn ends_in_a_bounded_wait(
            answers in prop::collection::vec((value(), value(), value(), value(), value(), any::<bool>(), 0..100_000_u64), 1..12)
        ) {
            tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap().block_on(async {
                let limiter = Limiter::new();
                for (limit, left, reset, date, after, refused, later) in answers {
                    let start = Instant::now();
                    let permit = limiter.pace().enter(WAIT, |_| {}).await.unwrap();
                    assert!(start.elapsed() <= Duration::from_secs(121), "{:?}", start.elapsed());
                    let mut headers = HeaderMap::new();
                    for (name, value) in [("x-ratelimit-limit", limit), ("x-ratelimit-remaining", left), ("x-ratelimit-reset", reset), ("date", date), ("retry-after", after)] {
                        headers.insert(name, value.parse().unwrap());
                    }
                    let status = if refused { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::OK };
                    assert_eq!(permit.answered(status, &headers).is_some(), refused);
                    sleep(Duration::from_millis(later)).await;
                }
            });
        }
    }
}
