//! Tables, lists, dates and numbers of people, as words.

use comfy_table::{ContentArrangement, Table, presets};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use unicode_width::UnicodeWidthStr;

use crate::clean::{clean, fit};
use crate::output::Form;

/// A screen has 80 columns; the last stays free, so that no terminal breaks a full line.
const SCREEN: usize = 79;

/// Columns of a table: heading and widest cell.
pub(crate) type Columns<'a> = &'a [(&'a str, usize)];

/// Rows under headings; in the plain form one fact a line, each row told apart by its number.
pub(crate) fn table(form: Form, what: &str, columns: Columns<'_>, rows: &[Vec<String>]) -> String {
    if form == Form::Plain {
        return rows
            .iter()
            .zip(1..)
            .map(|(row, number)| spoken(what, number, rows.len(), columns, row))
            .collect();
    }
    let widths = widths(columns, rows);
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(columns.iter().map(|(heading, _)| *heading));
    for row in rows {
        table.add_row(
            row.iter()
                .zip(&widths)
                .map(|(cell, width)| fit(cell, *width)),
        );
    }
    table
        .lines()
        .map(|line| format!(" {}\n", line.trim_end()))
        .collect()
}

/// How wide each column may be: what its cells need, up to its own limit. When the table would be wider than the screen, the widest
/// columns give way.
fn widths(columns: Columns<'_>, rows: &[Vec<String>]) -> Vec<usize> {
    let mut widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, (heading, limit))| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            let needed = cells.map(|cell| clean(cell).width()).max();
            needed.unwrap_or_default().min(*limit).max(heading.width())
        })
        .collect();
    // A blank on either side of a cell, and one before the line; those at its end are cut.
    let frame = 2 * columns.len();
    while widths.iter().sum::<usize>() + frame > SCREEN {
        match widths.iter_mut().rev().max() {
            Some(widest) if *widest > 1 => *widest -= 1,
            _ => break,
        }
    }
    widths
}

/// `Person 2 of 7. Saved as: Spouse. Name: Robert Kay.`
fn spoken(what: &str, number: usize, of: usize, columns: Columns<'_>, row: &[String]) -> String {
    let facts = row.iter().zip(columns).filter(|(cell, _)| !cell.is_empty());
    let facts: String = facts
        .map(|(cell, (heading, _))| format!(" {heading}: {}.", clean(cell)))
        .collect();
    format!("{what} {number} of {of}.{facts}\n")
}

/// A numbered list.
pub(crate) fn numbered(form: Form, lines: impl IntoIterator<Item = String>) -> String {
    let lead = |number: usize| match form {
        Form::Plain => format!("{number}. "),
        _ => format!("{number:>3}. "),
    };
    let lines = lines.into_iter().zip(1..);
    lines
        .map(|(line, number)| paragraph(form, &line, &lead(number), "     "))
        .collect()
}

/// A cleaned text after a lead; broken at spaces before the edge of the screen, but in the plain form one line.
pub(crate) fn paragraph(form: Form, text: &str, lead: &str, indent: &str) -> String {
    let text = clean(text);
    if form == Form::Plain {
        return format!("{lead}{text}\n");
    }
    let mut broken = String::new();
    let mut line = lead.to_owned();
    let mut is_empty = true;
    for word in text.split(' ') {
        if !is_empty && line.width() + 1 + word.width() > SCREEN {
            broken.push_str(&line);
            broken.push('\n');
            indent.clone_into(&mut line);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    broken + &line + "\n"
}

/// Short facts after a lead: on one line where they fit, else one below the other.
pub(crate) fn facts(form: Form, lead: &str, facts: &[String]) -> String {
    let label = lead.trim_end();
    if form == Form::Plain && !label.is_empty() {
        return format!("{label}: {}.\n", clean(&facts.join(". ")));
    }
    let line = format!("{lead}{}", clean(&facts.join("   ")));
    if form == Form::Plain || line.width() <= SCREEN {
        return line + "\n";
    }
    let indent = " ".repeat(lead.width());
    let lines = facts.iter().enumerate().map(|(at, fact)| {
        let lead = if at == 0 { lead } else { &indent };
        paragraph(form, fact, lead, &indent)
    });
    lines.collect()
}

/// A fact beside its label, in a column of its own below others; in the plain form as it is spoken.
pub(crate) fn labelled(form: Form, indent: &str, label: &str, text: &str) -> String {
    if form == Form::Plain {
        return paragraph(form, text, &format!("{label}: "), "");
    }
    let lead = format!("{indent}{label:<9}");
    paragraph(form, text, &lead, &" ".repeat(lead.width()))
}

/// One of the things that will happen, below a question.
pub(crate) fn point(form: Form, text: &str) -> String {
    let lead = if form == Form::Plain { "" } else { "  - " };
    paragraph(form, text, lead, "    ")
}

/// What can be answered: a letter and what it does, below a question.
pub(crate) fn choices(form: Form, choices: &[(&str, &str)]) -> String {
    let (between, after, end) = match form {
        Form::Plain => (": ", ". ", "."),
        _ => ("  ", "     ", ""),
    };
    let lead = if form == Form::Plain { "" } else { "  " };
    let told: Vec<String> = choices
        .iter()
        .map(|(letter, does)| format!("{letter}{between}{does}"))
        .collect();
    format!("{lead}{}{end}", told.join(after))
}

/// `9 March 1951`: no doubt about day and month.
pub(crate) fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// `9 Mar 1951`, for tables, and in full where no column is narrow; what is no date stays as it is.
pub(crate) fn short_date(form: Form, text: &str) -> String {
    let Ok(day) = text.parse() else {
        return text.to_owned();
    };
    match form {
        Form::Plain => date(day),
        _ => day.strftime("%-d %b %Y").to_string(),
    }
}

/// `24 November 2026, 2:02 pm`, by the computer's own clock and time zone.
pub(crate) fn moment(at: Timestamp) -> String {
    at.to_zoned_datetime(TimeZone::system())
        .strftime("%-d %B %Y, %-I:%M %P")
        .to_string()
}

/// `Open`, for `open`.
pub(crate) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}

/// `1 spouse`, `2 children`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_that_do_not_fit_stand_below_each_other() {
        let facts = |opened: &str| {
            ["00412-Hollis", "Estate plan for Dana Hollis", opened].map(str::to_owned)
        };
        let fits = facts("Open, opened 3 May 2026");
        let line =
            "Matter   00412-Hollis   Estate plan for Dana Hollis   Open, opened 3 May 2026\n";
        assert_eq!(super::facts(Form::Text, "Matter   ", &fits), line);
        let long = facts("Open, opened 3 February 2026");
        assert_eq!(
            super::facts(Form::Text, "Matter   ", &long),
            "Matter   00412-Hollis\n         Estate plan for Dana Hollis\n         Open, opened 3 February 2026\n"
        );
        let plain = super::facts(Form::Plain, "Matter   ", &long);
        assert_eq!(
            plain,
            "Matter: 00412-Hollis. Estate plan for Dana Hollis. Open, opened 3 February 2026.\n"
        );
        assert_eq!(
            labelled(Form::Text, "  ", "Firm", "Hollis"),
            "  Firm     Hollis\n"
        );
        assert_eq!(
            labelled(Form::Plain, "  ", "Firm", "Hollis"),
            "Firm: Hollis\n"
        );
    }

    const COLUMNS: Columns<'_> = &[("Saved as", 10), ("Name", 20), ("Born", 11)];

    fn rows() -> Vec<Vec<String>> {
        [
            ["Spouse", "Robert Kay", "30 Nov 1949"],
            ["Child", "山田太郎", ""],
            [
                "Party",
                "An extraordinarily long name that goes on",
                "x\u{1b}[31m",
            ],
        ]
        .map(|row| row.map(ToOwned::to_owned).to_vec())
        .to_vec()
    }

    #[test]
    fn a_table_is_aligned_and_fits() {
        let shown = table(Form::Text, "Person", COLUMNS, &rows());
        assert!(shown.lines().all(|line| line.width() <= 79), "{shown}");
        assert!(
            shown.contains("Robert Kay") && shown.contains("An extraordinarily …"),
            "{shown}"
        );
        let column = |line: &str, text: &str| line[..line.find(text).unwrap()].width();
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(column(lines[0], "Name"), column(lines[1], "Robert"));
        assert_eq!(column(lines[0], "Name"), column(lines[2], "山田"));
        assert!(!shown.contains('\u{1b}'));
    }

    #[test]
    fn a_wide_table_gives_way_where_it_is_widest() {
        const WIDE: Columns<'_> = &[
            ("Saved as", 10),
            ("Name", 24),
            ("Clio says", 15),
            ("Born", 11),
            ("Contact", 18),
        ];
        let row = |name: &str| {
            [
                "Grandchild",
                name,
                "granddaughter",
                "30 Nov 1949",
                "3 phones, 2 emails",
            ]
            .map(ToOwned::to_owned)
            .to_vec()
        };
        let shown = table(
            Form::Text,
            "Person",
            WIDE,
            &[
                row("Þórdís Ann O’Brien-Ñandú"),
                row("\u{1b}\u{1b}\u{1b}\u{1b}\u{1b}"),
                row("山田太郎山田太郎山田太郎"),
            ],
        );
        assert!(shown.lines().all(|line| line.width() <= 79), "{shown}");
        for whole in [
            "Grandchild",
            "granddaughter",
            "30 Nov 1949",
            "3 phones, 2 emails",
        ] {
            assert_eq!(shown.matches(whole).count(), 3, "{shown}");
        }
        assert!(shown.contains("Þórdís Ann O’"), "{shown}");
        let narrow = table(
            Form::Text,
            "Person",
            WIDE,
            &[vec![
                "Party".to_owned(),
                "Þórdís Ann O’Brien-Ñandú".to_owned(),
            ]],
        );
        assert!(narrow.contains("Þórdís Ann O’Brien-Ñandú"), "{narrow}");
    }

    #[test]
    fn the_plain_form_is_read_in_order() {
        let shown = table(Form::Plain, "Person", COLUMNS, &rows());
        assert_eq!(
            shown.lines().next(),
            Some("Person 1 of 3. Saved as: Spouse. Name: Robert Kay. Born: 30 Nov 1949.")
        );
        assert_eq!(
            shown.lines().nth(1),
            Some("Person 2 of 3. Saved as: Child. Name: 山田太郎.")
        );
    }

    #[test]
    fn choices_are_spaced_or_spoken() {
        let yes_or_no = [("Y", "take back"), ("N", "keep")];
        let shown = |form| choices(form, &yes_or_no);
        assert_eq!(shown(Form::Text), "  Y  take back     N  keep");
        assert_eq!(shown(Form::Plain), "Y: take back. N: keep.");
    }

    #[test]
    fn long_lines_are_wrapped() {
        let shown = numbered(
            Form::Text,
            ["word ".repeat(40).trim().to_owned(), "x".repeat(200)],
        );
        assert!(
            shown.lines().take(3).all(|line| line.width() <= 79),
            "{shown}"
        );
        assert!(shown.starts_with("  1. word"));
    }

    #[test]
    fn dates_leave_no_doubt() {
        assert_eq!(date("1951-03-09".parse().unwrap()), "9 March 1951");
        assert_eq!(short_date(Form::Text, "1951-03-09"), "9 Mar 1951");
        assert_eq!(short_date(Form::Plain, "1951-03-09"), "9 March 1951");
        assert_eq!(short_date(Form::Plain, "someday"), "someday");
    }
}
