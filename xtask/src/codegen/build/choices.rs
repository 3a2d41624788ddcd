//! Enumerations: the words of answers, filters and bodies together, since Clio's document has other ones in each.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};

use super::super::api::Choice;
use super::super::overlay::{Overlay, Side};

pub(super) struct Choices<'a> {
    overlay: &'a Overlay,
    known: BTreeMap<String, Choice>,
    /// Words that requests write: theirs is the spelling that is sent.
    written: BTreeSet<(String, String)>,
}

impl<'a> Choices<'a> {
    pub(super) fn new(overlay: &'a Overlay) -> Self {
        Self {
            overlay,
            known: BTreeMap::new(),
            written: BTreeSet::new(),
        }
    }

    pub(super) fn add(&mut self, name: &str, words: &[String], side: Side) -> Result<()> {
        let choice = self.known.entry(name.to_owned()).or_default();
        for word in words {
            let word = self.overlay.value(name, word);
            let known = choice
                .values
                .iter_mut()
                .find(|known| known.eq_ignore_ascii_case(word));
            let key = (name.to_owned(), word.to_ascii_lowercase());
            match known {
                None => choice.values.push(word.to_owned()),
                Some(known) if side == Side::Request => {
                    ensure!(
                        known == word || !self.written.contains(&key),
                        "{name} is written `{known}` and `{word}`: the overlay has to choose"
                    );
                    word.clone_into(known);
                }
                Some(_) => {}
            }
            if side == Side::Request {
                self.written.insert(key);
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> BTreeMap<String, Choice> {
        self.known
    }
}
