//! `ils help`: topics that are no command, and the help of each command.

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli;
use crate::exit::Exit;
use crate::message::Problem;
use crate::output::Answer;
use crate::output::document::Document;

/// A name, and what it says.
const TOPICS: [(&str, &str); 9] = [
    ("start", include_str!("help/start.txt")),
    ("words", include_str!("help/words.txt")),
    ("rules", include_str!("help/rules.txt")),
    ("store", include_str!("help/store.txt")),
    ("exit-codes", include_str!("help/exit-codes.txt")),
    ("json", include_str!("help/json.txt")),
    ("environment", include_str!("help/environment.txt")),
    ("privacy", include_str!("help/privacy.txt")),
    ("screen-readers", include_str!("help/screen-readers.txt")),
];

/// Help on one thing.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Topic {
    /// What it is about: a topic, a command, or `ils`.
    about: String,
    /// As a person reads it.
    text: String,
    /// Every topic there is.
    topics: Vec<&'static str>,
}

impl Document for Topic {
    const NAME: &'static str = "ils.help_topic/1";
}

/// A topic goes before a command of that name; `ils COMMAND --help` has the other.
pub(super) fn run(words: &[String]) -> Result<Answer, Problem> {
    let topics = TOPICS.map(|(name, _)| name);
    let asked = words.join(" ");
    let topic = TOPICS.iter().find(|(name, _)| *name == asked);
    let text = match topic {
        Some((_, text)) => (*text).to_owned(),
        None => of_command(words).ok_or_else(|| unknown(&asked, &topics))?,
    };
    let text = if words.is_empty() {
        format!("{text}\nTopics:  ils help TOPIC\n  {}\n", topics.join("  "))
    } else {
        text
    };
    let data = Topic {
        about: if asked.is_empty() {
            "ils".to_owned()
        } else {
            asked
        },
        text: text.trim_end().to_owned(),
        topics: topics.to_vec(),
    };
    Ok(Answer::new(&data, text))
}

fn of_command(words: &[String]) -> Option<String> {
    let mut command = cli::definition();
    command.build();
    let found = words.iter().try_fold(&mut command, |command, word| {
        command.find_subcommand_mut(word)
    });
    found.map(|command| command.render_long_help().to_string())
}

fn unknown(asked: &str, topics: &[&str]) -> Problem {
    let topics = topics.join(", ");
    Problem::new(
        "topic_not_found",
        Exit::NotFound,
        &format!("There is no help on \"{asked}\"."),
    )
    .why(format!("Topics: {topics}; and every command."))
    .advice(["ils help".to_owned()])
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::settings::Key;

    #[test]
    fn topics_fit_the_screen_and_can_be_read_anywhere() {
        for (name, text) in TOPICS {
            assert!(text.is_ascii() && text.ends_with('\n'), "{name}");
            for line in text.lines() {
                assert!(line.width() < 80, "{name}: {line}");
            }
        }
    }

    #[test]
    fn the_rules_can_be_copied_and_every_target_is_told() {
        let (_, text) = TOPICS.into_iter().find(|topic| topic.0 == "rules").unwrap();
        let start = text.find("  [[fields]]").unwrap();
        let (example, _) = text[start..].split_once("\n\nA field").unwrap();
        let rules = ils_import::Rules::from_toml(example).unwrap();
        assert_eq!(rules.fields.len(), 2);

        let schema = serde_json::to_value(schemars::schema_for!(ils_import::Rules)).unwrap();
        let (_, targets) = text.split_once("Targets: ").unwrap();
        for target in schema["$defs"]["Target"]["oneOf"].as_array().unwrap() {
            let word = target["const"].as_str().unwrap();
            let mut told = targets.split(|c: char| !(c.is_ascii_lowercase() || c == '_'));
            assert!(told.any(|told| told == word), "{word}");
        }
    }

    #[test]
    fn every_setting_and_every_exit_code_is_told() {
        let of = |name: &str| {
            TOPICS
                .iter()
                .find(|topic| topic.0 == name)
                .map(|topic| topic.1)
        };
        let environment = of("environment").unwrap_or_default();
        for variable in Key::ALL.into_iter().filter_map(Key::variable) {
            assert!(environment.contains(&format!("  {variable}")), "{variable}");
        }
        let codes = of("exit-codes").unwrap_or_default();
        let told: Vec<u8> = codes
            .lines()
            .filter_map(|line| line.split_whitespace().next()?.parse::<u8>().ok())
            .filter(|code| codes.contains(&format!("\n{code:>5}  ")))
            .collect();
        assert_eq!(told, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 130]);
    }
}
