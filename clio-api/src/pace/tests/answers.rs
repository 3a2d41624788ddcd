//! Single answers, in orders that matter.

use super::*;

const RESET: i64 = 1_795_546_860;

fn answer(limit: i64, left: i64, reset: i64) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("x-ratelimit-limit", limit.to_string()),
        ("x-ratelimit-remaining", left.to_string()),
        ("x-ratelimit-reset", reset.to_string()),
        ("date", "Tue, 24 Nov 2026 19:00:00 GMT".to_owned()),
    ] {
        headers.insert(name, value.parse().unwrap());
    }
    headers
}

async fn enter(limiter: &Limiter) -> Permit<'_> {
    limiter.pace().enter(WAIT, |_| {}).await.unwrap()
}

/// A limiter with two requests under way in a known window.
async fn two(limiter: &Limiter) -> (Permit<'_>, Permit<'_>) {
    let first = enter(limiter).await;
    first.answered(StatusCode::OK, &answer(50, 40, RESET));
    (enter(limiter).await, enter(limiter).await)
}

#[tokio::test(start_paused = true)]
async fn a_late_429_does_not_lengthen_the_pause() {
    let limiter = Limiter::new();
    let (one, other) = two(&limiter).await;
    let start = Instant::now();
    let mut headers = answer(50, 0, RESET);
    headers.insert("retry-after", "10".parse().unwrap());
    one.answered(StatusCode::TOO_MANY_REQUESTS, &headers);
    sleep(Duration::from_secs(5)).await;
    let asked = other.answered(StatusCode::TOO_MANY_REQUESTS, &headers);
    assert_eq!(asked, Some(Duration::from_secs(10)), "its own call waits");
    let _next = enter(&limiter).await;
    assert_eq!(start.elapsed(), Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn an_answer_about_a_window_that_is_over_is_overtaken() {
    let limiter = Limiter::new();
    let (one, other) = two(&limiter).await;
    let start = Instant::now();
    other.answered(StatusCode::OK, &answer(50, 49, RESET + 60));
    one.answered(StatusCode::OK, &answer(50, 0, RESET));
    let _next = enter(&limiter).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_is_raised_in_a_spent_window_makes_room_at_once() {
    let limiter = Limiter::new();
    let (one, other) = two(&limiter).await;
    let start = Instant::now();
    one.answered(StatusCode::OK, &answer(50, 0, RESET));
    let waits = enter(&limiter);
    let raises = async {
        sleep(Duration::from_secs(1)).await;
        other.answered(StatusCode::OK, &answer(100, 49, RESET));
    };
    let (_permit, ()) = tokio::join!(waits, raises);
    assert_eq!(start.elapsed(), Duration::from_secs(1), "woken, not polled");
}

#[tokio::test(start_paused = true)]
async fn a_401_without_headers_is_not_a_zero() {
    let limiter = Limiter::new();
    let (one, other) = two(&limiter).await;
    let start = Instant::now();
    one.answered(StatusCode::UNAUTHORIZED, &HeaderMap::new());
    other.failed();
    for _ in 0..40 {
        enter(&limiter).await.failed();
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
}
