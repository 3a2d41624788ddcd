//! A problem, and how it reads: what happened, what was and was not changed, what to do, and a word to read out on the telephone.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::clean::clean;
use crate::exit::Exit;
use crate::output::Form;
use crate::output::screen::paragraph;

/// Everything that is told about a failure, on the screen and in JSON alike.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) code: &'static str,
    pub(crate) exit: Exit,
    told: Box<Told>,
}

#[derive(Debug)]
struct Told {
    /// One sentence: what happened.
    message: String,
    /// Why, if known.
    why: Vec<String>,
    /// What was and was not changed.
    changed: String,
    /// Whole commands, or places to click.
    advice: Vec<String>,
    details: Map<String, Value>,
    /// For IT, with -v only.
    technical: Option<String>,
}

/// What happened, for programs.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Reported<'a> {
    /// A word for programs; more may come.
    pub(crate) code: &'a str,
    /// The exit code.
    exit: u8,
    /// Whether the same command may work later without anything being changed.
    retryable: bool,
    /// What happened, for people: not for parsing.
    pub(crate) message: &'a str,
    /// Why, if known, for people: a sentence each.
    pub(crate) why: &'a [String],
    /// What was and was not changed, for people.
    changed: &'a str,
    /// What to do, for people: whole commands, or places to click.
    pub(crate) advice: &'a [String],
    /// Ids and values of this code.
    details: &'a Map<String, Value>,
}

impl Problem {
    pub(crate) fn new(code: &'static str, exit: Exit, message: &str) -> Self {
        Self {
            code,
            exit,
            told: Box::new(Told {
                message: message.to_owned(),
                why: Vec::new(),
                changed: "Nothing was changed.".to_owned(),
                advice: Vec::new(),
                details: Map::new(),
                technical: None,
            }),
        }
    }

    pub(crate) fn why(mut self, line: impl Into<String>) -> Self {
        self.told.why.push(line.into());
        self
    }

    pub(crate) fn changed(mut self, sentence: &str) -> Self {
        sentence.clone_into(&mut self.told.changed);
        self
    }

    pub(crate) fn advice(mut self, steps: impl IntoIterator<Item = String>) -> Self {
        self.told.advice.extend(steps);
        self
    }

    pub(crate) fn detail(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.told.details.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn technical(mut self, text: impl Into<String>) -> Self {
        self.told.technical = Some(text.into());
        self
    }

    /// As a person reads it. Everything in it is cleaned: names come from Clio.
    pub(crate) fn screen(&self, form: Form, verbose: bool) -> String {
        let told = &self.told;
        let facts = told.why.iter().chain([&told.changed]);
        let facts: String = facts.map(|line| paragraph(form, line, "", "")).collect();
        let advice: String = match told.advice.as_slice() {
            [] => String::new(),
            [only] => format!(
                "\n{}",
                paragraph(form, only, "What to do:  ", "             ")
            ),
            steps => {
                let steps = steps.iter().zip(1..).map(|(step, number)| {
                    let lead = if form == Form::Plain { "" } else { "  " };
                    paragraph(form, step, &format!("{lead}{number}. "), "     ")
                });
                format!("\nWhat to do:\n{}", steps.collect::<String>())
            }
        };
        let technical = told.technical.as_ref().filter(|_| verbose);
        let technical = technical.map(|text| format!("\nFor IT: {}\n", clean(text)));
        format!(
            "{}\n{facts}{advice}\nReference: {}\n{}",
            paragraph(form, &told.message, "Problem: ", ""),
            self.code,
            technical.unwrap_or_default()
        )
    }

    /// What happened, in one sentence.
    pub(crate) fn message(&self) -> &str {
        &self.told.message
    }

    /// The `error` of the JSON document.
    pub(crate) fn reported(&self) -> Reported<'_> {
        Reported {
            code: self.code,
            exit: self.exit as u8,
            retryable: self.exit.is_retryable(),
            message: &self.told.message,
            why: &self.told.why,
            changed: &self.told.changed,
            advice: &self.told.advice,
            details: &self.told.details,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_in_order() {
        let problem = Problem::new(
            "client_exists",
            Exit::Refused,
            "Dana\u{1b}[31m Hollis is already a client in ILS.",
        )
        .why("Saved on 24 November 2026.")
        .advice([
            "ils clients show 37".to_owned(),
            "ils clients list".to_owned(),
        ])
        .technical("status 200");
        assert_eq!(
            problem.screen(Form::Text, false),
            "Problem: Dana⟨U+001B⟩[31m Hollis is already a client in ILS.\n\n\
             Saved on 24 November 2026.\nNothing was changed.\n\n\
             What to do:\n  1. ils clients show 37\n  2. ils clients list\n\n\
             Reference: client_exists\n"
        );
        assert!(
            problem
                .screen(Form::Plain, true)
                .contains("\n1. ils clients show 37\n")
        );
        assert!(
            problem
                .screen(Form::Plain, true)
                .ends_with("For IT: status 200\n")
        );
        assert_eq!(problem.reported().exit, 6);
        assert!(!problem.reported().retryable);
    }
}
