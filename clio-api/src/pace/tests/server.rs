//! A server with a window of 60 seconds; its clock is an hour ahead of the client's and starts anywhere in a second.

use std::collections::VecDeque;
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
    /// Any 60 seconds hold the limit; `Reset` is when the oldest request leaves them.
    Sliding,
    /// Room grows back evenly; `Reset` is when there is room for one more.
    Bucket,
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
    /// When each request of the last minute came.
    log: VecDeque<u64>,
    /// What the bucket holds, in limit-milliseconds, and since when.
    room: u64,
    since: u64,
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
                log: VecDeque::new(),
                room: 50 * MINUTE,
                since: minute + phase,
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
        let (over, ends) = state.take(self.kind, now);
        if over && !foreign {
            *state.refused.last_mut().unwrap() += 1;
        }
        let reset = match self.kind {
            Kind::FromFirstCut => ends / 1_000,
            _ => ends.div_ceil(1_000),
        };
        let date = Timestamp::from_second(i64::try_from(now / 1_000).unwrap()).unwrap();
        let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let left = state.limit.saturating_sub(state.used);
        let after = (ends - now).div_ceil(1_000);
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

impl State {
    /// Counts a request: whether it is too much, and when there is room again.
    fn take(&mut self, kind: Kind, now: u64) -> (bool, u64) {
        if now >= self.ends {
            self.refused.push(0);
            self.ends = match kind {
                Kind::Aligned => (now / MINUTE + 1) * MINUTE,
                _ => now + MINUTE,
            };
            self.used = 0;
        }
        match kind {
            Kind::Sliding => {
                self.log.retain(|came| now - came < MINUTE);
                let over = self.log.len() >= usize::try_from(self.limit).unwrap();
                if !over {
                    self.log.push_back(now);
                }
                self.used = u64::try_from(self.log.len()).unwrap();
                (over, self.log[0] + MINUTE)
            }
            Kind::Bucket => {
                let grown = self.room + (now - self.since) * self.limit;
                self.room = grown.min(self.limit * MINUTE);
                self.since = now;
                let over = self.room < MINUTE;
                if !over {
                    self.room -= MINUTE;
                }
                self.used = self.limit - self.room / MINUTE;
                let missing = MINUTE.saturating_sub(self.room);
                (over, now + missing.div_ceil(self.limit))
            }
            _ => {
                let over = self.used >= self.limit;
                if !over {
                    self.used += 1;
                }
                (over, self.ends)
            }
        }
    }
}
