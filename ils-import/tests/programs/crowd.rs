//! Four programs import a hundred families at once, and only twenty of them are different.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use futures_util::future::join_all;
use ils_import::store::{HistoryFilter, SqliteStore};
use ils_import::{ClientFilter, ClientStore, StoreError};

use crate::program::{import, this_test_again, told};

const PROGRAMS: u32 = 4;
const DIFFERENT: u32 = 20;
const EACH: u32 = 25;
const STORE: &str = "ILS_TEST_STORE";

#[tokio::test]
async fn a_hundred_imports_at_once_save_each_client_once_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clients.sqlite");
    let mut programs: Vec<_> = (0..PROGRAMS)
        .map(|_| {
            this_test_again(&[], "crowd::one_of_the_programs", STORE, &path)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    // All of them are there before any begins.
    let mut answers: Vec<_> = programs
        .iter_mut()
        .map(|program| BufReader::new(program.stdout.take().unwrap()).lines())
        .collect();
    for answer in &mut answers {
        assert!(answer.any(|line| line.unwrap().ends_with("ready")));
    }
    for program in &mut programs {
        program.stdin.take().unwrap().write_all(b"go\n").unwrap();
    }
    let words: Vec<String> = answers.into_iter().flatten().map(Result::unwrap).collect();
    for mut program in programs {
        assert!(program.wait().unwrap().success());
    }
    let count = |word: &str| words.iter().filter(|line| *line == word).count();
    assert_eq!((count("saved"), count("refused")), (20, 80), "{words:?}");

    let store = SqliteStore::new(&path);
    let listed = store.list(&ClientFilter::default()).await.unwrap();
    assert_eq!(listed.len(), 20);
    for line in listed {
        let record = store.show(&line.id).await.unwrap().unwrap();
        let contact = record.client.clio_contact_id.parse().unwrap();
        let whole = import(contact).record(&line.id);
        assert!(record == whole, "client {} is whole", line.id);
    }
    let entries = store.history(&HistoryFilter::default()).await.unwrap();
    assert_eq!(entries.len(), 20, "one entry a client");
}

/// Imports every client of the twenty once, and five of them twice.
#[tokio::test(flavor = "multi_thread")]
async fn one_of_the_programs() {
    // A store a task: each opens the file for itself, as another program would.
    // Only the programs that the test above starts are told of one.
    let Some(path) = told(STORE) else { return };
    let news: Vec<_> = (0..EACH).map(|at| import(1 + at % DIFFERENT)).collect();
    say("ready");
    std::io::stdin()
        .lock()
        .read_line(&mut String::new())
        .unwrap();
    let saves = news.into_iter().map(|new| {
        let store = SqliteStore::new(&path);
        tokio::spawn(async move { store.insert_new(&new).await })
    });
    for save in join_all(saves).await {
        match save.unwrap() {
            Ok(_) => say("saved"),
            Err(StoreError::Exists(_)) => say("refused"),
            Err(error) => panic!("neither saved nor refused: {error:?}"),
        }
    }
}

#[expect(clippy::explicit_write, reason = "each task's line is whole")]
fn say(word: &str) {
    writeln!(std::io::stdout(), "{word}").unwrap();
}
