//! A server with a window of 60 seconds; its clock is an hour ahead of the client's and starts anywhere in a second.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use tokio::time::Instant;

const MINUTE: u64 = 60_000;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// Windows begin with the server's minutes.
    Aligned,
    /// A window begins with its first request; `Reset` is rounded up.
    FromFirst,
    /// The same, `Reset` cut down.
    FromFirstCut,
}

pub(super) struct Server {
    kind: Kind,
    start: Instant,
    /// Milliseconds since 1970 when the simulation starts.
    clock: u64,
    state: Mutex<State>,
}

struct State {
    limit: u64,
    used: u64,
    ends: u64,
    /// 429s to the client, by window.
    refused: Vec<u64>,
}

impl Server {
    /// `phase`: seconds into a minute of the server's clock.
    pub(super) fn new(kind: Kind, phase: f64) -> Arc<Self> {
        let minute = (1_795_546_800 + 3_600) / 60 * MINUTE;
        let phase = u64::try_from(Duration::from_secs_f64(phase).as_millis()).unwrap();
        Arc::new(Self {
            kind,
            start: Instant::now(),
            clock: minute + phase,
            state: Mutex::new(State {
                limit: 50,
                used: 0,
                ends: 0,
                refused: Vec::new(),
            }),
        })
    }

    pub(super) fn answer(&self) -> (StatusCode, HeaderMap) {
        self.count(false)
    }

    /// A request of somebody else with the same token.
    pub(super) fn foreign(&self) -> (StatusCode, HeaderMap) {
        self.count(true)
    }

    pub(super) fn set_limit(&self, limit: u64) {
        self.state.lock().unwrap().limit = limit;
    }

    pub(super) fn refused(&self) -> u64 {
        self.refused_by_window().iter().sum()
    }

    pub(super) fn refused_by_window(&self) -> Vec<u64> {
        self.state.lock().unwrap().refused.clone()
    }

    fn count(&self, foreign: bool) -> (StatusCode, HeaderMap) {
        let now = self.clock + u64::try_from(self.start.elapsed().as_millis()).unwrap();
        let mut state = self.state.lock().unwrap();
        if now >= state.ends {
            state.used = 0;
            state.refused.push(0);
            state.ends = match self.kind {
                Kind::Aligned => (now / MINUTE + 1) * MINUTE,
                Kind::FromFirst | Kind::FromFirstCut => now + MINUTE,
            };
        }
        let over = state.used >= state.limit;
        if over && !foreign {
            *state.refused.last_mut().unwrap() += 1;
        }
        if !over {
            state.used += 1;
        }
        let reset = match self.kind {
            Kind::FromFirstCut => state.ends / 1_000,
            Kind::Aligned | Kind::FromFirst => state.ends.div_ceil(1_000),
        };
        let date = Timestamp::from_second(i64::try_from(now / 1_000).unwrap()).unwrap();
        let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let left = state.limit.saturating_sub(state.used);
        let after = (state.ends - now).div_ceil(1_000);
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-ratelimit-limit", state.limit.to_string()),
            ("x-ratelimit-remaining", left.to_string()),
            ("x-ratelimit-reset", reset.to_string()),
            ("date", date),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        if over {
            headers.insert("retry-after", after.to_string().parse().unwrap());
        }
        let status = if over {
            StatusCode::TOO_MANY_REQUESTS
        } else {
            StatusCode::OK
        };
        (status, headers)
    }
}
