//! From `id,client{id,name}` to a [`Selection`].

use super::{Kind, Selected, Selection, Shape, shape};

/// The piece of a `fields` text that is not valid.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct InvalidField(pub(crate) String);

/// Reads `fields` for a kind of record.
pub(crate) fn parse(fields: &str, of: &'static Shape) -> Result<Selection, InvalidField> {
    let mut names = Vec::new();
    for piece in split(fields)? {
        names.push(top(piece, of)?);
    }
    Ok(Selection { names })
}

/// Splits at the commas outside braces.
fn split(fields: &str) -> Result<Vec<&str>, InvalidField> {
    let (mut pieces, mut start, mut depth) = (Vec::new(), 0, 0_u32);
    for (at, letter) in fields.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => {
                depth = depth
                    .checked_sub(1)
                    .ok_or_else(|| invalid(&fields[start..=at]))?;
            }
            ',' if depth == 0 => {
                pieces.push(&fields[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    if depth > 0 {
        return Err(invalid(&fields[start..]));
    }
    pieces.push(&fields[start..]);
    Ok(pieces)
}

fn top(piece: &str, of: &'static Shape) -> Result<Selected, InvalidField> {
    let Some((name, rest)) = piece.split_once('{') else {
        return bare(piece, of);
    };
    let inside = rest.strip_suffix('}').ok_or_else(|| invalid(piece))?;
    let (name, kind) = of.entry(name).ok_or_else(|| invalid(piece))?;
    let (Kind::One(nested) | Kind::Many(nested)) = kind else {
        return Err(invalid(piece));
    };
    // A second level of braces fails below: no name has braces in it.
    let names = inside.split(',').map(|inner| {
        bare(inner, shape(nested)).map_err(|_| invalid(&format!("{name}{{{inner}}}")))
    });
    let inner = Selection {
        names: names.collect::<Result<_, _>>()?,
    };
    Ok(Selected { name, kind, inner })
}

/// A name without braces: nested records give their defaults.
fn bare(name: &str, of: &'static Shape) -> Result<Selected, InvalidField> {
    let (name, kind) = of.entry(name).ok_or_else(|| invalid(name))?;
    let inner = match kind {
        Kind::Plain => Selection { names: Vec::new() },
        Kind::One(nested) | Kind::Many(nested) => Selection::defaults(shape(nested)),
    };
    Ok(Selected { name, kind, inner })
}

fn invalid(piece: &str) -> InvalidField {
    InvalidField(piece.to_owned())
}
