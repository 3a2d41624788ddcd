//! One thing that was looked at.

use schemars::JsonSchema;
use serde::Serialize;

use crate::message::Problem;
use crate::output::{Form, screen};

/// How it is.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// As it should be.
    Ok,
    /// It may matter.
    Warning,
    /// It has to be mended.
    Problem,
    /// It was not looked at.
    Skipped,
}

/// One thing that was looked at.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct Check {
    /// A word for programs; more may come.
    pub(super) id: &'static str,
    /// How it is.
    pub(super) state: State,
    /// What it is about, for people.
    title: &'static str,
    /// What was seen, for people.
    message: String,
    /// What to do about it, for people.
    what_to_do: Vec<String>,
    /// The same for a report that others read: without names.
    #[serde(skip)]
    pub(super) for_support: Option<String>,
}

impl State {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Problem => "PROBLEM",
            Self::Skipped => "SKIPPED",
        }
    }
}

impl Check {
    pub(super) fn new(
        id: &'static str,
        title: &'static str,
        state: State,
        message: impl Into<String>,
    ) -> Self {
        Self {
            id,
            state,
            title,
            message: message.into(),
            what_to_do: Vec::new(),
            for_support: None,
        }
    }

    pub(super) fn ok(id: &'static str, title: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, title, State::Ok, message)
    }

    /// What another command would stop with.
    pub(super) fn of_problem(id: &'static str, title: &'static str, problem: &Problem) -> Self {
        let reported = problem.reported();
        let told = [reported.message].into_iter();
        let told: Vec<&str> = told
            .chain(reported.why.iter().map(String::as_str))
            .collect();
        Self {
            what_to_do: reported.advice.to_vec(),
            for_support: Some(format!("Reference: {}", reported.code)),
            ..Self::new(id, title, State::Problem, told.join(" "))
        }
    }

    pub(super) fn advice(mut self, step: impl Into<String>) -> Self {
        self.what_to_do.push(step.into());
        self
    }

    /// What a report says instead, because the message holds a name.
    pub(super) fn for_support(mut self, text: impl Into<String>) -> Self {
        self.for_support = Some(text.into());
        self
    }

    pub(super) fn shown(&self, form: Form) -> String {
        let state = self.state.word();
        let (lead, indent, step_lead) = if form == Form::Plain {
            (format!("{}: {state}. ", self.title), "", "What to do: ")
        } else {
            let lead = format!("{state:<9}{:<16}", self.title);
            (lead, "                         ", "         What to do: ")
        };
        let mut shown = screen::paragraph(form, &self.message, &lead, indent);
        for step in &self.what_to_do {
            shown += &screen::paragraph(form, step, step_lead, "         ");
        }
        shown
    }

    /// One line of a report.
    pub(super) fn reported(&self) -> String {
        let text = self.for_support.as_ref().unwrap_or(&self.message);
        format!("{:<9}{:<16}{text}\n", self.state.word(), self.title)
    }
}
