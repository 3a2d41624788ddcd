//! The rate limit: so many requests a minute for one access token.
//!
//! Clio says 50 in 60 seconds at peak hours, per access token, with three headers on answers, and 429 with `Retry-After`
//! beyond it. The window here opens with the first request, which is harder on a client than one aligned to the clock. Its length
//! can be changed: some of Clio's endpoints have limits of their own, and nobody tells which.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::reply::Reply;

/// Seconds in a window.
pub(crate) const WINDOW: u32 = 60;

#[derive(Debug)]
pub(crate) struct Limits {
    pub(crate) limit: u32,
    seconds: i64,
    windows: HashMap<String, Window>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    ends: i64,
    used: u32,
}

/// Where a token stands after one more request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    limit: u32,
    remaining: u32,
    resets_at: i64,
    over: Option<i64>,
}

impl Limits {
    pub(crate) fn new(limit: u32, seconds: u32) -> Self {
        Self {
            limit,
            seconds: seconds.into(),
            windows: HashMap::new(),
        }
    }

    /// Counts a request of a token.
    pub(crate) fn count(&mut self, token: &str, now: Timestamp) -> Standing {
        let now = now.as_second();
        let fresh = Window {
            ends: now + self.seconds,
            used: 0,
        };
        let window = self.windows.entry(token.to_owned()).or_insert(fresh);
        if now >= window.ends {
            *window = fresh;
        }
        let over = (window.used >= self.limit).then_some(window.ends - now);
        if over.is_none() {
            window.used += 1;
        }
        let remaining = self.limit.saturating_sub(window.used);
        Standing {
            limit: self.limit,
            remaining,
            resets_at: window.ends,
            over,
        }
    }
}

impl Standing {
    /// 429, when the limit is passed.
    pub(crate) fn refusal(self) -> Option<Reply> {
        let wait = self.over?;
        let message = format!(
            "Rate limit of {} exceeded. Retry in {wait} seconds.",
            self.limit
        );
        Some(Reply::api_error(429, "RateLimited", &message).header("Retry-After", wait.to_string()))
    }

    /// Adds the three headers.
    pub(crate) fn onto(self, reply: Reply) -> Reply {
        reply
            .header("X-RateLimit-Limit", self.limit.to_string())
            .header("X-RateLimit-Remaining", self.remaining.to_string())
            .header("X-RateLimit-Reset", self.resets_at.to_string())
    }
}
