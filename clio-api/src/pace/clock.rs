//! Clio's clock, learnt from the `Date` of answers; the local wall clock may be wrong by hours and is never read.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

const SECOND: i128 = 1_000_000_000;

/// How far Clio's clock is ahead of the time since `start`.
#[derive(Debug)]
pub(super) struct ServerClock {
    start: Instant,
    /// At least this much, as of the answer that said so best.
    least: Option<i128>,
    /// The shortest exchange: the server read its clock about half of it before the answer was here.
    shortest: i128,
}

impl ServerClock {
    pub(super) fn new() -> Self {
        Self {
            start: Instant::now(),
            least: None,
            shortest: i128::MAX,
        }
    }

    /// `Date` is cut to whole seconds and an answer takes its time, so each one says a little too little: the largest is the nearest.
    /// None can be above what the request's own start allows, so an absurd date does not outlive the next sane one.
    pub(super) fn learn(&mut self, date: Timestamp, sent: Instant, answered: Instant) {
        let date = i128::from(date.as_second()) * SECOND;
        let (sent, answered) = (self.since_start(sent), self.since_start(answered));
        let sample = date - answered;
        let possible = date + SECOND - sent;
        let best = self.least.map_or(sample, |least| least.max(sample));
        self.least = Some(best.min(possible));
        self.shortest = self.shortest.min(answered - sent);
    }

    /// How long from `now` until `late` after Clio's clock shows `second`; `None` before any date was seen.
    pub(super) fn until(&self, second: i64, late: Duration, now: Instant) -> Option<Duration> {
        // The middle of the shortest exchange. The middle of each would be early by half of what a slow way there adds.
        let ahead = self.least? + self.shortest / 2;
        let late = i128::try_from(late.as_nanos()).unwrap_or_default();
        let left = i128::from(second) * SECOND + late - ahead - self.since_start(now);
        let left = u64::try_from(left.max(0)).unwrap_or(u64::MAX);
        Some(Duration::from_nanos(left))
    }

    fn since_start(&self, instant: Instant) -> i128 {
        let nanos = instant.saturating_duration_since(self.start).as_nanos();
        i128::try_from(nanos).unwrap_or(i128::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn the_nearest_sample_wins_and_an_absurd_one_heals() {
        let mut clock = ServerClock::new();
        let start = clock.start;
        let after = |millis| start + Duration::from_millis(millis);
        assert_eq!(clock.until(1_000, Duration::ZERO, start), None);
        clock.learn(at(1_000), after(0), after(100));
        assert_eq!(
            clock.until(1_010, Duration::ZERO, after(100)),
            Some(Duration::from_millis(9_950))
        );
        // The same second, later: the date was cut by less the first time.
        clock.learn(at(1_000), after(500), after(600));
        assert_eq!(
            clock.until(1_010, Duration::ZERO, after(600)),
            Some(Duration::from_millis(9_450))
        );
        clock.learn(at(200_000_000_000), after(700), after(800));
        assert_eq!(
            clock.until(1_010, Duration::ZERO, after(800)),
            Some(Duration::ZERO)
        );
        clock.learn(at(1_001), after(900), after(1_000));
        assert_eq!(
            clock.until(1_010, Duration::ZERO, after(1_000)),
            Some(Duration::from_millis(7_850)),
            "at most what the request's start allows"
        );
    }
}
