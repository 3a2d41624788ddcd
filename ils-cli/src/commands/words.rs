//! `ils words`: what Clio's relationship words mean to ILS.

use ils_import::words::GUIDE_WORDS;
use ils_import::{Profile, SavedAs, classify};
use schemars::JsonSchema;
use serde::Serialize;

use crate::clean::clean;
use crate::cli::Words;
use crate::output::document::{Document, List};
use crate::output::{Answer, Output, screen};

/// The sixteen words.
#[derive(JsonSchema, Serialize)]
pub(crate) struct WordList {
    /// Each word with its class.
    words: Vec<Word>,
    /// What every other text, blank too, is saved as.
    otherwise: SavedAs,
}

#[derive(JsonSchema, Serialize)]
struct Word {
    /// The word.
    word: &'static str,
    /// What a person with it is saved as.
    saved_as: SavedAs,
}

/// What became of one text.
#[derive(JsonSchema, Serialize)]
pub(crate) struct WordTest<'a> {
    /// The text.
    text: &'a str,
    /// What a person with it is saved as.
    saved_as: SavedAs,
    /// The rule that decided it.
    rule: &'static str,
    /// The word to write in Clio instead; `null` when there is none.
    did_you_mean: Option<&'static str>,
}

impl Document for WordList {
    const NAME: &'static str = "ils.words/1";
    const LIST: Option<List> = Some(List {
        items: "words",
        columns: &["word", "saved_as"],
    });
}

impl Document for WordTest<'_> {
    const NAME: &'static str = "ils.words_test/1";
}

pub(super) fn run(output: &Output, what: &Words) -> Answer {
    match what {
        Words::List => list(output),
        Words::Test { text } => test(text),
    }
}

/// How a class is called on the screen.
pub(super) fn class(saved_as: SavedAs) -> &'static str {
    match saved_as {
        SavedAs::Client => "Client",
        SavedAs::Spouse => "Spouse",
        SavedAs::Child => "Child",
        SavedAs::Grandchild => "Grandchild",
        SavedAs::Party => "Party",
    }
}

fn list(output: &Output) -> Answer {
    let words = GUIDE_WORDS.map(|(word, saved_as)| Word { word, saved_as });
    let rows: Vec<Vec<String>> = GUIDE_WORDS
        .iter()
        .map(|(word, saved_as)| vec![(*word).to_owned(), class(*saved_as).to_owned()])
        .collect();
    let mut shown = screen::table(
        output.form,
        "Word",
        &[("Clio says", 20), ("Saved as", 10)],
        &rows,
    );
    shown.push_str(
        "\nEverything else, blank too, is saved as a Party.\nSource: ILS Import Client Guide.\n",
    );
    let list = WordList {
        words: words.into(),
        otherwise: SavedAs::Party,
    };
    Answer::new(&list, shown)
}

fn test(text: &str) -> Answer {
    let classified = classify(text, Profile::Guide);
    let mut shown = format!(
        "\"{}\" is saved as: {}\n",
        clean(text),
        class(classified.saved_as)
    );
    if let Some(word) = classified.did_you_mean {
        shown.push_str(&format!("Did you mean \"{word}\"? Correct it in Clio.\n"));
    }
    let tested = WordTest {
        text,
        saved_as: classified.saved_as,
        rule: classified.rule,
        did_you_mean: classified.did_you_mean,
    };
    Answer::new(&tested, shown)
}
