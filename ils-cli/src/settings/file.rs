//! A settings file: `key = value`, and in the machine's file a table `[lock]` of keys that nobody else sets.

use toml_edit::{DocumentMut, Item, TableLike, value};

use super::Key;

/// What a file says.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) values: Vec<(Key, String)>,
    pub(crate) locked: Vec<(Key, String)>,
}

/// Reads the text of a file; the error says what is wrong with it, without a value.
pub(crate) fn parse(text: &str, may_lock: bool) -> Result<Said, String> {
    let document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| format!("it is no TOML: {}", error.message()))?;
    let mut said = Said::default();
    for (name, item) in document.iter() {
        match item.as_table_like() {
            Some(table) if may_lock && name == "lock" => said.locked = locked(table)?,
            _ => said.values.push(entry(name, item)?),
        }
    }
    Ok(said)
}

/// The text with one setting changed, or taken away; everything else stays as it was written.
pub(crate) fn changed(text: &str, key: Key, to: Option<&str>) -> Result<String, String> {
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| format!("it is no TOML: {}", error.message()))?;
    match to {
        None => {
            document.remove(key.name());
        }
        Some(text) => document[key.name()] = written(key, text),
    }
    Ok(document.to_string())
}

fn written(key: Key, text: &str) -> Item {
    match key {
        Key::Plain | Key::NoInput => value(text == "true"),
        Key::Timeout | Key::LoopbackPort => text.parse::<i64>().map_or_else(|_| value(text), value),
        _ => value(text),
    }
}

fn locked(table: &dyn TableLike) -> Result<Vec<(Key, String)>, String> {
    table.iter().map(|(name, item)| entry(name, item)).collect()
}

fn entry(name: &str, item: &Item) -> Result<(Key, String), String> {
    let key = Key::of_name(name).ok_or_else(|| format!("it has no setting called {name}"))?;
    let text = match item.as_value() {
        Some(toml_edit::Value::String(text)) => text.value().clone(),
        Some(toml_edit::Value::Integer(number)) => number.value().to_string(),
        Some(toml_edit::Value::Boolean(is_on)) => is_on.value().to_string(),
        _ => return Err(format!("{name} has to be a text, a number, true or false")),
    };
    match key.refuses(&text) {
        Some(why) => Err(format!("{name} {why}")),
        None => Ok((key, text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_what_is_wrong_is_named() {
        let said = parse("timeout = 5\nplain = true\n[lock]\nregion = \"us\"\n", true).unwrap();
        assert_eq!(
            said.values,
            [(Key::Timeout, "5".into()), (Key::Plain, "true".into())]
        );
        assert_eq!(said.locked, [(Key::Region, "us".into())]);
        for (text, wrong) in [
            ("timeout = 0", "timeout is no number"),
            ("region = \"ca\"", "region can only be us"),
            ("app_secret = \"canary\"", "no setting called app_secret"),
            ("profile = [1]", "profile has to be"),
            ("[lock]\nregion = \"us\"", "no setting called lock"),
            ("= canary", "it is no TOML"),
        ] {
            let error = parse(text, false).unwrap_err();
            assert!(error.contains(wrong), "{text}: {error}");
            assert!(!error.contains("canary"), "{error}");
        }
    }

    #[test]
    fn a_change_leaves_the_rest_as_it_was_written() {
        let text = "# ours\ntimeout = 5 # slow line\nprofile = \"x\"\n";
        let now = changed(text, Key::Profile, Some("a \"b\"\\")).unwrap();
        assert!(
            now.starts_with("# ours\ntimeout = 5 # slow line\n"),
            "{now}"
        );
        let said = parse(&now, false).unwrap();
        assert_eq!(said.values[1], (Key::Profile, "a \"b\"\\".to_owned()));
        assert_eq!(
            changed(text, Key::Timeout, None).unwrap(),
            "profile = \"x\"\n"
        );
        assert_eq!(
            parse(&changed("", Key::Timeout, Some("9")).unwrap(), false)
                .unwrap()
                .values,
            [(Key::Timeout, "9".into())]
        );
    }
}
