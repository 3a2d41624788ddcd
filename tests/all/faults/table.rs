//! THE table: what may go wrong, and how each job has to end then.

mod access;
mod clio;
mod computer;

use super::stage::Stage;

pub(super) use access::{LIMITS, LISTS, TOKENS};
pub(super) use clio::{ANSWERS, LINE};
pub(super) use computer::{DISK, PROCESS, STORES};

/// One fault against the five jobs, in the order of [`Job::ALL`](super::stage::Job::ALL).
pub(super) struct Row {
    pub(super) fault: &'static str,
    pub(super) upset: fn(&mut Stage),
    pub(super) cells: [Expected; 5],
}

/// How a job has to end.
#[derive(Clone, Copy, Debug)]
pub(super) enum Expected {
    /// With this exit code and word: `error.code` of `ils`, the error's kind of the walk, which "exits" with 0 or 1.
    Ends(i32, &'static str),
    /// Not played, because…
    Skip(&'static str),
}

use Expected::{Ends, Skip};

const DONE: Expected = Ends(0, "");
const LATER: Expected = Ends(8, "try_later");
const ODD: Expected = Ends(1, "clio_answer");
const NO_LIST: Expected = Skip("connecting reads no list");
const ONE_PROCESS: Expected = Skip("the walk is no process of its own");
const NO_DISK: Expected = Skip("the walk writes nothing");

const fn row(fault: &'static str, upset: fn(&mut Stage), cells: [Expected; 5]) -> Row {
    Row {
        fault,
        upset,
        cells,
    }
}

/// The same end for connecting, for the three that read a matter, and for the walk.
const fn ends(connect: Expected, read: Expected, walk: &'static str) -> [Expected; 5] {
    let walk = if walk.is_empty() { DONE } else { Ends(1, walk) };
    [connect, read, read, read, walk]
}
