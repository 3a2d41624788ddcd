//! What a field's type looks like. A macro sees names, not types: what it cannot judge is left to the compiler.

use syn::{GenericArgument, PathArguments, Type};

use crate::table::{self, Kind};

/// A type, seen through `Option`, `Box`, `Vec` and `[…]`.
#[derive(Clone, Copy)]
pub(crate) struct Shape<'a> {
    /// Without the `Option` and `Box` around it.
    pub(crate) whole: &'a Type,
    /// Without the lists as well.
    pub(crate) leaf: &'a Type,
    /// How many lists there are around the leaf.
    pub(crate) lists: usize,
    pub(crate) known: Option<Known>,
}

/// A type whose name says what it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Known {
    /// What it is made for.
    Holds(Kind),
    /// `Id<…>` of this record; `None` when the macro does not know the name.
    Id(Option<&'static str>),
    /// `Reference<…>` to this record.
    Reference(Option<&'static str>),
    /// A JSON value as it comes.
    Any,
    /// `&…`: answers are decoded into values that own their texts.
    Borrowed,
}

impl Shape<'_> {
    /// What the whole type is made for, when its name says so.
    pub(crate) fn made_for(&self) -> Option<Kind> {
        match (self.known?, self.lists) {
            (Known::Holds(kind), 0) => Some(kind),
            (Known::Holds(Kind::Text), 1) => Some(Kind::Texts),
            (Known::Holds(Kind::Whole), 1) => Some(Kind::Wholes),
            (Known::Id(Some(record)), 0) => Some(Kind::Key(record)),
            _ => None,
        }
    }
}

pub(crate) fn shape(ty: &Type) -> Shape<'_> {
    let whole = within(ty);
    let mut leaf = whole;
    let mut lists = 0;
    while let Some(element) = element(leaf) {
        lists += 1;
        leaf = within(element);
    }
    Shape {
        whole,
        leaf,
        lists,
        known: known(leaf),
    }
}

/// The last name of a type's path.
pub(crate) fn last_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// Takes `Option<…>`, `Box<…>` and parentheses off.
fn within(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            _ => match argument(ty, &["Option", "Box"]) {
                Some(inner) => inner,
                None => return ty,
            },
        };
    }
}

fn element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Slice(slice) => Some(&slice.elem),
        _ => argument(ty, &["Vec"]),
    }
}

/// The `T` of `Name<T>`, when it is one of these names.
fn argument<'a>(ty: &'a Type, names: &[&str]) -> Option<&'a Type> {
    let Type::Path(path) = ty else {
        return None;
    };
    let segment = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) if names.iter().any(|name| segment.ident == name) => {
            Some(inner)
        }
        _ => None,
    }
}

fn known(leaf: &Type) -> Option<Known> {
    if matches!(leaf, Type::Reference(_)) {
        return Some(Known::Borrowed);
    }
    let record = |name| {
        let inner = last_name(argument(leaf, &[name])?)?;
        table::Record::named(&inner).map(|record| record.name)
    };
    let name = last_name(leaf)?;
    let kind = match name.as_str() {
        "String" | "str" => Kind::Text,
        "bool" => Kind::Flag,
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32" | "u64" | "u128"
        | "usize" => Kind::Whole,
        "f32" | "f64" => Kind::Decimal,
        "Date" => Kind::Day,
        "Timestamp" => Kind::Moment,
        "FieldValue" => Kind::Json,
        "Value" | "RawValue" => return Some(Known::Any),
        "Id" => return Some(Known::Id(record("Id"))),
        "Reference" => return Some(Known::Reference(record("Reference"))),
        _ => Kind::Choice(table::choice(&name)?),
    };
    Some(Known::Holds(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_seen_through() {
        let text = Some(Known::Holds(Kind::Text));
        for (written, lists, expected) in [
            ("String", 0, text),
            ("std::option::Option<std::string::String>", 0, text),
            ("Option<Box<str>>", 0, text),
            ("Option<Vec<Option<String>>>", 1, text),
            ("Box<[String]>", 1, text),
            ("Vec<Vec<String>>", 2, text),
            ("Option<(i64)>", 0, Some(Known::Holds(Kind::Whole))),
            ("&'static str", 0, Some(Known::Borrowed)),
            ("Id<clio_api::Contact>", 0, Some(Known::Id(Some("Contact")))),
            ("Id<Self>", 0, Some(Known::Id(None))),
            (
                "Option<Reference<Matter>>",
                0,
                Some(Known::Reference(Some("Matter"))),
            ),
            (
                "ContactType",
                0,
                Some(Known::Holds(Kind::Choice("ContactType"))),
            ),
            ("Home", 0, None),
            ("Maybe<String>", 0, None),
            ("(String, String)", 0, None),
        ] {
            let ty: Type = syn::parse_str(written).unwrap();
            let shape = shape(&ty);
            assert_eq!((shape.lists, shape.known), (lists, expected), "{written}");
        }
    }
}
