//! Faults × jobs: everything that goes wrong between a user, a computer and Clio, against everything a user does.
//!
//! [`table`] says how each cell has to end. After each cell the old connection still works, the store holds a whole client or
//! none, the same import succeeds, and no secret has been shown or kept. `cargo xtask faults` prints the matrix.

mod check;
mod cuts;
mod launch;
mod mount;
mod report;
mod stage;
mod table;
mod walk;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use contract_tests::Answer;
use tokio::sync::Semaphore;

use self::check::Checks;
use self::launch::{Launch, ils};
use self::report::{Cell, Harm, Outcome};
use self::stage::{Job, Stage};
use self::table::{Expected, Row};
use crate::connect::tokens;
use crate::scene::{HOLLIS, skipped};

/// Plays the rows with this in their name only.
const ONLY: &str = "ILS_FAULTS_ONLY";
/// Cells at a time: most of them wait.
const AT_A_TIME: usize = 8;
/// The longest wait of the product is 30 seconds, for somebody else's lock; the rest is for a busy computer that unpacks a gzip bomb.
const LONGEST_CELL: Duration = Duration::from_secs(300);

/// How a job ended: its exit code and the word for programs.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Said {
    exit: i32,
    word: String,
}

impl Said {
    fn new(exit: i32, word: &str) -> Self {
        Self {
            exit,
            word: word.to_owned(),
        }
    }

    fn of(answer: &Answer) -> Self {
        let document = answer.json().unwrap_or_default();
        let told = answer
            .stderr
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix("Reference: "));
        let word = document["error"]["code"]
            .as_str()
            .or(told)
            .unwrap_or_default();
        Self::new(answer.code.unwrap_or(-1), word)
    }
}

macro_rules! groups {
    ($($test:ident: $rows:ident,)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $test() {
            play(stringify!($test), table::$rows).await;
        }
    )*};
}

groups! {
    the_line: LINE,
    the_answers: ANSWERS,
    the_limits: LIMITS,
    the_lists: LISTS,
    the_tokens: TOKENS,
    the_disk: DISK,
    the_stores: STORES,
    the_process: PROCESS,
}

/// Plays every cell of some rows, and fails with all that went wrong.
async fn play(group: &str, rows: &'static [Row]) {
    let room = Arc::new(Semaphore::new(AT_A_TIME));
    let mut playing = Vec::new();
    let only = std::env::var(ONLY).unwrap_or_default();
    for row in rows.iter().filter(|row| row.fault.contains(&only)) {
        for (job, expected) in Job::ALL.into_iter().zip(row.cells) {
            let room = Arc::clone(&room);
            playing.push(tokio::spawn(async move {
                let _turn = room.acquire_owned().await;
                let outcome = match expected {
                    Expected::Skip(reason) => Outcome::Skipped(reason),
                    Expected::Ends(exit, word) => {
                        let expected = Said::new(exit, word);
                        let played = Box::pin(one(row, job, &expected));
                        let played = tokio::time::timeout(LONGEST_CELL, played).await;
                        played
                            .unwrap_or_else(|_| Outcome::Wrong(vec!["it hangs".to_owned().into()]))
                    }
                };
                Cell {
                    fault: row.fault,
                    job,
                    outcome,
                }
            }));
        }
    }
    let mut cells = Vec::new();
    for cell in playing {
        cells.push(cell.await.expect("a cell that does not panic"));
    }
    report::write(group, &cells);
    let wrong: Vec<String> = cells.iter().filter_map(Cell::complaint).collect();
    assert!(
        wrong.is_empty(),
        "{} wrong cells:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

async fn one(row: &Row, job: Job, expected: &Said) -> Outcome {
    let mut stage = Stage::new(job).await;
    let before = tokens(stage.scene.ils.home());
    (row.upset)(&mut stage);
    if let Launch::Impossible(reason) = stage.launch {
        skipped(&format!("faults: {} x {job:?}", row.fault), reason);
        return Outcome::Skipped(reason);
    }
    let mut checks = Checks(Vec::new());
    let said = match job {
        Job::Walk => {
            let (said, errors) = walk::walk(&stage.scene, stage.patience).await;
            checks.hidden(!errors.contains("CANARY"), || {
                format!("a secret in {errors}")
            });
            said
        }
        _ => match run(&stage).await {
            Ok(answer) => {
                let said = Said::of(&answer);
                checks.screen(&said, &answer);
                checks.that(said == *expected, || {
                    format!("{}{}", answer.stdout, answer.stderr)
                });
                said
            }
            Err(error) => return Outcome::Wrong(vec![error.to_string().into()]),
        },
    };
    checks.that(said == *expected, || {
        format!("expected {expected:?}, came {said:?}")
    });
    checks.callers(&stage);
    checks.home(stage.scene.ils.home());
    for not_left_alone in stage.mend() {
        checks.harm(Harm::Lost, not_left_alone);
    }
    checks.afterwards(&stage, &before).await;
    if checks.0.is_empty() {
        Outcome::AsExpected(said)
    } else {
        Outcome::Wrong(checks.0)
    }
}

/// Does the job, up to its first failure.
async fn run(stage: &Stage) -> io::Result<Answer> {
    match stage.job {
        Job::Connect => {
            let started = ils(stage, &["connect", "--start", "--json"], "").await?;
            let Some(address) = started.json().unwrap_or_default()["data"]["open_this_address"]
                .as_str()
                .map(ToOwned::to_owned)
            else {
                return Ok(started);
            };
            let approval = stage.scene.clio.press_allow(&address).await;
            let approval = approval.map_err(io::Error::other)?;
            let finish = ["connect", "--finish", "--code-file", "-", "--json"];
            ils(stage, &finish, &approval.title).await
        }
        Job::Search => ils(stage, &["matters", "search", "hollis", "--json"], "").await,
        Job::Preview => ils(stage, &["preview", HOLLIS, "--json"], "").await,
        Job::Import => ils(stage, &["import", HOLLIS, "--yes", "--json"], "").await,
        Job::Walk => unreachable!("the walk is no process"),
    }
}
