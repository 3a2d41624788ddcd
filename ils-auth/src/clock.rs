//! Wall and monotonic time, replaceable in tests.

use std::time::Instant;

/// Where this crate reads the time.
///
/// A lifetime counts as over as soon as *either* clock says so: the wall clock may be set back, the monotonic one may
/// stand still while a computer sleeps.
pub trait Clock: std::fmt::Debug + Send + Sync + 'static {
    /// The wall clock.
    fn now(&self) -> jiff::Timestamp;

    /// The monotonic clock. The default is the system's.
    fn instant(&self) -> Instant {
        Instant::now()
    }
}

/// The clocks of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }
}

/// A clock that tests move by hand.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct ManualClock(std::sync::Mutex<(jiff::Timestamp, Instant)>);

#[cfg(test)]
impl ManualClock {
    pub(crate) fn at(second: i64) -> Self {
        let start = jiff::Timestamp::from_second(second).unwrap();
        Self(std::sync::Mutex::new((start, Instant::now())))
    }

    /// Moves both clocks.
    pub(crate) fn pass(&self, seconds: u64) {
        self.step_wall(i64::try_from(seconds).unwrap());
        self.0.lock().unwrap().1 += std::time::Duration::from_secs(seconds);
    }

    /// Moves the wall clock only.
    pub(crate) fn step_wall(&self, seconds: i64) {
        let mut both = self.0.lock().unwrap();
        both.0 = jiff::Timestamp::from_second(both.0.as_second() + seconds).unwrap();
    }

    /// Sets the wall clock only.
    pub(crate) fn set_wall(&self, second: i64) {
        self.0.lock().unwrap().0 = jiff::Timestamp::from_second(second).unwrap();
    }

    /// Moves the monotonic clock only.
    pub(crate) fn step_monotonic(&self, seconds: u64) {
        self.0.lock().unwrap().1 += std::time::Duration::from_secs(seconds);
    }
}

#[cfg(test)]
impl Clock for ManualClock {
    fn now(&self) -> jiff::Timestamp {
        self.0.lock().unwrap().0
    }

    fn instant(&self) -> Instant {
        self.0.lock().unwrap().1
    }
}
