//! What one account's place holds: its generation, and the tokens or the mark that they were removed.

use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::{Generation, StoreError};
use crate::Tokens;

const REMOVED: u8 = 0;
const TOKENS: u8 = 1;

/// A place that was never used has the default.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) generation: Generation,
    pub(super) tokens: Option<Tokens>,
}

impl Record {
    /// The record that replaces this one by a save, if `expected` is what is stored (see [`super::TokenStore::save`]).
    pub(super) fn saved(&self, tokens: &Tokens, expected: Generation) -> Result<Self, StoreError> {
        let stored = match self.tokens {
            Some(_) => self.generation,
            None => Generation::default(),
        };
        if stored != expected {
            return Err(StoreError::Changed);
        }
        Ok(Self {
            generation: self.generation.next(),
            tokens: Some(tokens.clone()),
        })
    }

    /// The record that a removal leaves.
    pub(super) fn removed(generation: Generation) -> Self {
        Self {
            generation: generation.next(),
            tokens: None,
        }
    }

    /// As [`super::TokenStore::load`] gives it.
    pub(super) fn into_stored(self) -> Option<(Tokens, Generation)> {
        Some((self.tokens?, self.generation))
    }

    /// Without the generation, which the place keeps where it can be read first.
    pub(super) fn body(&self) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let mut out = Zeroizing::new(vec![REMOVED]);
        if let Some(tokens) = &self.tokens {
            let bytes = tokens.to_bytes()?;
            let mut whole = Zeroizing::new(Vec::with_capacity(1 + bytes.expose_secret().len()));
            whole.push(TOKENS);
            whole.extend_from_slice(bytes.expose_secret());
            out = whole;
        }
        Ok(out)
    }

    pub(super) fn from_body(generation: Generation, body: &[u8]) -> Result<Self, StoreError> {
        let tokens = match body.split_first() {
            Some((&REMOVED, [])) => None,
            Some((&TOKENS, bytes)) => Some(Tokens::from_bytes(bytes)?),
            _ => return Err(StoreError::Damaged),
        };
        Ok(Self { generation, tokens })
    }
}
