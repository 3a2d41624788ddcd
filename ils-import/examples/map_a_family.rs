//! One family from a file becomes an ILS client: who is what, what to check, what is not saved. No network and no store.
//!
//! ```sh
//! cargo run -p ils-import --example map_a_family [FAMILY.json]
//! ```

use std::error::Error;

use ils_import::{Draft, Family, Finding, Rules, Suggestion, map};

const FAMILY: &str = include_str!("data/family.json");

/// The draft as a page for a person.
fn page(draft: &Draft) -> String {
    let people = draft.people.iter().map(|line| {
        let says = line.clio_says.as_deref().unwrap_or("the matter's client");
        format!("{:?}: {} ({says})", line.saved_as, line.name)
    });
    let titled = |title: &str, lines: Vec<String>| {
        let lines = lines
            .into_iter()
            .map(|line| format!("\n  {}", clean(&line)));
        format!("{title}{}\n", lines.collect::<String>())
    };
    let check = draft.check().map(Finding::sentence).collect();
    let not_saved = draft.not_saved().map(Finding::sentence).collect();
    let suggestions = draft.suggestions.iter().map(Suggestion::sentence).collect();
    [
        titled("People", people.collect()),
        titled("Please check", check),
        titled("Not saved, and why", not_saved),
        titled("Worth knowing", suggestions),
    ]
    .join("\n")
}

/// Clio's texts are a stranger's: a terminal must not obey them.
fn clean(text: &str) -> String {
    text.replace(char::is_control, "\u{FFFD}")
}

#[expect(clippy::print_stdout, reason = "an example tells what it did")]
fn main() -> Result<(), Box<dyn Error>> {
    let text = match std::env::args_os().nth(1) {
        Some(path) => std::fs::read_to_string(path)?,
        None => FAMILY.to_owned(),
    };
    let family: Family = serde_json::from_str(&text)?;
    print!("{}", page(&map(family, &Rules::default())));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_tells_of_everybody() {
        let family: Family = serde_json::from_str(FAMILY).unwrap();
        let page = page(&map(family, &Rules::default()));
        for line in [
            "Client: Owen Marlow (the matter's client)",
            "Spouse: Iris Marlow (Wife)",
            "Child: June Marlow (Daughter)",
            "Party: Felix Ward (stepson)",
            "Party: Harbor Trust Co. (Trustee)",
            "Did you mean \"step-son\"?",
            "One contact on this matter (Son) is hidden from you in Clio.",
            "Social Security Number: ILS has no place for it.",
            "custom field \"Known as\": no rule for this field.",
        ] {
            assert!(page.contains(line), "{line}\n{page}");
        }
        assert!(!page.contains("000-00-0000"));
        assert_eq!(clean("Bo\u{1b}[31m"), "Bo\u{FFFD}[31m");
    }
}
