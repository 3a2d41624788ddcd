//! What takes other programs: many at once, and some to look at what was written. A test says so when its program is not there.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so and stops"
)]

mod crowd;
mod disk;
mod hollis;
mod paper;
mod program;
mod read_back;
