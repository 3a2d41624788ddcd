//! How far a command is: a bar on a terminal, else a line now and then.

use std::env;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::Form;

/// What is over sooner than this shows no bar.
const BEFORE_A_BAR: Duration = Duration::from_secs(1);
/// A line is told as often as this.
const BETWEEN_LINES: Duration = Duration::from_secs(10);
/// A bar is drawn as often as this a second.
const DRAWN: u8 = 4;

/// How progress is shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum Motion {
    /// A bar on a terminal, else a line every ten seconds
    #[default]
    Auto,
    /// A bar, where there is a terminal to draw it on
    Bar,
    /// A line every ten seconds
    Lines,
    /// Nothing
    None,
}

/// Where it is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Screen {
    is_terminal: bool,
    /// Its lines can be drawn again.
    can_redraw: bool,
}

/// What is being done, and how much of it is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Work {
    /// Clio's own word for the records: `contacts`.
    pub(crate) unit: &'static str,
    pub(crate) done: usize,
    /// How many there will be, where that is known.
    pub(crate) total: Option<usize>,
}

/// What is shown of the work.
#[derive(Debug)]
pub(crate) struct Progress {
    motion: Motion,
    bar: Option<ProgressBar>,
    begun: Instant,
    told: Instant,
}

impl Motion {
    /// The one of this name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }

    /// Never `Auto`.
    fn on(self, form: Form, quiet: bool, screen: Screen) -> Self {
        match self {
            _ if quiet => Self::None,
            Self::Auto | Self::Bar if form == Form::Plain => Self::Lines,
            Self::Auto | Self::Bar if screen.is_terminal && screen.can_redraw => Self::Bar,
            Self::Auto | Self::Bar => Self::Lines,
            chosen => chosen,
        }
    }
}

impl Screen {
    fn this() -> Self {
        Self {
            is_terminal: io::stderr().is_terminal(),
            can_redraw: env::var_os("TERM").is_none_or(|kind| kind != "dumb"),
        }
    }
}

impl Work {
    /// More of the same, or the first of something else.
    pub(crate) fn advance(&mut self, unit: &'static str, by: usize) {
        if self.unit != unit {
            *self = Self {
                unit,
                ..Self::default()
            };
        }
        self.done += by;
    }

    /// `200 of 451 contacts`
    fn words(&self) -> String {
        let unit = self.unit.replace('_', " ");
        match self.total {
            Some(total) => format!("{} of {total} {unit}", self.done),
            None => format!("{} {unit}", self.done),
        }
    }
}

impl Progress {
    pub(crate) fn new(motion: Motion, form: Form, quiet: bool) -> Self {
        let now = Instant::now();
        Self {
            motion: motion.on(form, quiet, Screen::this()),
            bar: None,
            begun: now,
            told: now,
        }
    }

    /// Draws the bar, or gives the line that is due.
    pub(crate) fn show(&mut self, work: &Work, now: Instant) -> Option<String> {
        match self.motion {
            Motion::Bar if now.saturating_duration_since(self.begun) >= BEFORE_A_BAR => {
                self.draw(work);
                None
            }
            Motion::Lines if now.saturating_duration_since(self.told) >= BETWEEN_LINES => {
                self.told = now;
                Some(format!("Still at it: {} so far.", work.words()))
            }
            _ => None,
        }
    }

    fn draw(&mut self, work: &Work) {
        let bar = self.bar.get_or_insert_with(|| {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(DRAWN))
        });
        let template = match work.total {
            Some(_) => "[{bar:20}] {msg}",
            None => "{msg} ...",
        };
        // A template that cannot be is a bar in the library's own style.
        let style = ProgressStyle::with_template(template);
        bar.set_style(
            style
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars("#--"),
        );
        bar.set_length(work.total.unwrap_or(work.done) as u64);
        bar.set_position(work.done as u64);
        bar.set_message(work.words());
    }

    /// Takes the bar off the screen: something else is said there.
    pub(crate) fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMINAL: Screen = Screen {
        is_terminal: true,
        can_redraw: true,
    };

    #[test]
    fn a_bar_is_for_terminals_that_can_redraw_and_eyes() {
        let dumb = Screen {
            can_redraw: false,
            ..TERMINAL
        };
        let file = Screen {
            is_terminal: false,
            ..TERMINAL
        };
        for asked in [Motion::Auto, Motion::Bar] {
            assert_eq!(asked.on(Form::Text, false, TERMINAL), Motion::Bar);
            assert_eq!(asked.on(Form::Json, false, TERMINAL), Motion::Bar);
            assert_eq!(asked.on(Form::Plain, false, TERMINAL), Motion::Lines);
            for screen in [dumb, file] {
                assert_eq!(asked.on(Form::Text, false, screen), Motion::Lines);
            }
        }
        for asked in [Motion::Lines, Motion::None] {
            assert_eq!(asked.on(Form::Text, false, TERMINAL), asked);
        }
        assert_eq!(Motion::Lines.on(Form::Text, true, TERMINAL), Motion::None);
    }

    #[test]
    fn the_same_work_goes_on_and_other_work_begins_anew() {
        let mut work = Work {
            unit: "contacts",
            done: 0,
            total: Some(451),
        };
        work.advance("contacts", 200);
        work.advance("contacts", 200);
        assert_eq!(work.words(), "400 of 451 contacts");
        work.advance("custom_fields", 3);
        assert_eq!(work.words(), "3 custom fields");
        assert_eq!(work.total, None);
    }

    #[test]
    fn a_line_comes_every_ten_seconds() {
        let mut progress = Progress::new(Motion::Lines, Form::Text, false);
        let begun = progress.begun;
        let work = Work {
            unit: "contacts",
            done: 5,
            total: None,
        };
        let lines: Vec<bool> = [0, 9, 10, 11, 19, 20, 45, 46]
            .map(|second| progress.show(&work, begun + Duration::from_secs(second)))
            .iter()
            .map(Option::is_some)
            .collect();
        assert_eq!(lines, [false, false, true, false, false, true, true, false]);
    }
}
