//! `ils words`: what Clio's relationship words mean to ILS.

use ils_import::words::GUIDE_WORDS;
use ils_import::{Profile, SavedAs, classify};
use serde_json::json;

use crate::clean::clean;
use crate::cli::Words;
use crate::output::{Answer, Output, screen};

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
    let words: Vec<_> = GUIDE_WORDS
        .iter()
        .map(|(word, saved_as)| json!({"word": word, "saved_as": saved_as}))
        .collect();
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
    Answer::new(
        "ils.words/1",
        json!({"words": words, "otherwise": "party"}),
        shown,
    )
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
    let data = json!({"text": text, "saved_as": classified.saved_as, "rule": classified.rule, "did_you_mean": classified.did_you_mean});
    Answer::new("ils.words_test/1", data, shown)
}
