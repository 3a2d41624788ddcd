//! Putting constants together.

use super::Projection;

/// A projection inside another one. It is a trait of its own for its error message: the compiler lists all projections there are when
/// it misses that one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which fields of Clio's `{R}` it asks for",
    label = "not a projection of `{R}`",
    note = "derive `Projection` for it with `#[projection(resource = {R})]`; a bare list holds only ids"
)]
pub trait Nested<R> {
    /// What is asked for.
    const FIELDS: &'static str;
    /// Whether that has braces.
    const NESTED: bool;
    /// Naming it makes the compiler prove the rest.
    const PROOF: () = ();
}

#[diagnostic::do_not_recommend]
impl<R, P: Projection<R>> Nested<R> for P {
    const FIELDS: &'static str = P::FIELDS;
    const NESTED: bool = P::NESTED;
}

pub(super) const fn has_braces(fields: &str) -> bool {
    let bytes = fields.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'{' {
            return true;
        }
        at += 1;
    }
    false
}

/// How long the parts are together.
pub const fn length(parts: &[&str]) -> usize {
    let mut length = 0;
    let mut at = 0;
    while at < parts.len() {
        length += parts[at].len();
        at += 1;
    }
    length
}

/// The parts, one after the other. `N` is their [`length`].
pub const fn join<const N: usize>(parts: &[&str]) -> [u8; N] {
    let mut joined = [0; N];
    let mut end = 0;
    let mut at = 0;
    while at < parts.len() {
        let part = parts[at].as_bytes();
        let mut byte = 0;
        while byte < part.len() {
            joined[end] = part[byte];
            end += 1;
            byte += 1;
        }
        at += 1;
    }
    joined
}

/// What [`join`] made. Parts are whole texts, so together they are one.
pub const fn text(joined: &'static [u8]) -> &'static str {
    match str::from_utf8(joined) {
        Ok(text) => text,
        Err(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined() {
        const PARTS: &[&str] = &["id,company{", "näme", "", "}"];
        const JOINED: [u8; length(PARTS)] = join(PARTS);
        assert_eq!(text(&JOINED), "id,company{näme}");
        assert!(has_braces(text(&JOINED)));
        assert!(!has_braces("id,name"));
        assert!(!has_braces(""));
    }
}
