#![doc = include_str!("../TROUBLESHOOTING.md")]

#[cfg(test)]
mod tests {
    use crate::ErrorKind;

    const PAGE: &str = include_str!("../TROUBLESHOOTING.md");

    /// Every kind once, in the order of the enum. A new kind does not compile before it has a place here.
    fn kinds() -> Vec<ErrorKind> {
        let next = |kind: &ErrorKind| match kind {
            ErrorKind::Unauthorized => Some(ErrorKind::Forbidden),
            ErrorKind::Forbidden => Some(ErrorKind::NotFound),
            ErrorKind::NotFound => Some(ErrorKind::Conflict),
            ErrorKind::Conflict => Some(ErrorKind::Invalid),
            ErrorKind::Invalid => Some(ErrorKind::RateLimited),
            ErrorKind::RateLimited => Some(ErrorKind::Gone),
            ErrorKind::Gone => Some(ErrorKind::Server),
            ErrorKind::Server => Some(ErrorKind::Timeout),
            ErrorKind::Timeout => Some(ErrorKind::Transport),
            ErrorKind::Transport => Some(ErrorKind::Untrusted),
            ErrorKind::Untrusted => Some(ErrorKind::Decode),
            ErrorKind::Decode => Some(ErrorKind::Usage),
            ErrorKind::Usage => Some(ErrorKind::Limit),
            ErrorKind::Limit => Some(ErrorKind::Token),
            ErrorKind::Token => None,
        };
        std::iter::successors(Some(ErrorKind::Unauthorized), next).collect()
    }

    #[test]
    fn every_kind_has_its_section() {
        let expected: Vec<String> = kinds().iter().map(|kind| format!("{kind:?}")).collect();
        let mut found = Vec::new();
        for section in PAGE.split("\n## ").skip(1) {
            let Some((name, text)) = section
                .strip_prefix('`')
                .and_then(|rest| rest.split_once("`\n"))
            else {
                continue;
            };
            for part in ["**Means:** ", "\n**Likely", "\n**Do:** "] {
                assert!(text.contains(part), "`{name}` lacks {part}");
            }
            found.push(name.to_owned());
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn the_table_of_symptoms_names_kinds_that_there_are() {
        let table = PAGE
            .lines()
            .skip_while(|line| *line != "| symptom | kind |")
            .skip(2)
            .take_while(|line| line.starts_with('|'));
        let names: Vec<String> = kinds().iter().map(|kind| format!("`{kind:?}`")).collect();
        for row in table {
            let kind = row.rsplit('|').nth(1).unwrap_or_default().trim();
            let is_known = kind.starts_with("no error")
                || kind.starts_with("the kind of its status")
                || names.iter().any(|name| kind.starts_with(name.as_str()));
            assert!(is_known, "{row}");
        }
    }
}
