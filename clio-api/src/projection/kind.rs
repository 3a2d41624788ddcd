//! What Clio's fields are on the wire: names for [`Holds`](super::Holds), never values.

use std::fmt;
use std::marker::PhantomData;

/// A text.
#[derive(Debug)]
#[non_exhaustive]
pub struct Text;

/// `true` or `false`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Flag;

/// A whole number.
#[derive(Debug)]
#[non_exhaustive]
pub struct Whole;

/// A number with a fraction.
#[derive(Debug)]
#[non_exhaustive]
pub struct Decimal;

/// A calendar date, `1951-03-09`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Day;

/// A point in time, `2026-11-24T19:02:40Z`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Moment;

/// A value whose JSON kind Clio does not fix: a custom field's.
#[derive(Debug)]
#[non_exhaustive]
pub struct Json;

/// The numeric id of an `R`.
pub struct Key<R>(PhantomData<fn() -> R>);

impl<R> fmt::Debug for Key<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// An id that is a text, like that of a custom field's value.
#[derive(Debug)]
#[non_exhaustive]
pub struct TextKey;

/// One of a list of words that Clio may extend.
#[derive(Debug)]
#[non_exhaustive]
pub struct Choice;

/// A list of texts.
#[derive(Debug)]
#[non_exhaustive]
pub struct Texts;

/// A list of whole numbers.
#[derive(Debug)]
#[non_exhaustive]
pub struct Wholes;
