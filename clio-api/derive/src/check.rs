//! Whether a field's type holds what Clio sends, and how the field is asked for.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Error, Ident, Result, Type};

use crate::fields::Field;
use crate::message::{holder, is, no_field, written};
use crate::shape::{Known, Shape, last_name, shape};
use crate::table::{Kind, Record};

/// How a field is asked for.
pub(crate) enum Ask<'a> {
    /// By its name alone. The compiler is left to prove that the type implements this trait.
    Bare {
        holder: &'a Type,
        bound: Option<TokenStream>,
    },
    /// By its name, and in braces what this struct asks for.
    Nested {
        inner: &'a Type,
        record: &'static str,
    },
}

/// `projection` is the name of the struct, `owner` the record it is a part of.
pub(crate) fn ask<'a>(field: &Field<'a>, owner: Record, projection: &Ident) -> Result<Ask<'a>> {
    let kind = owner
        .kind(&field.wire)
        .ok_or_else(|| Error::new(field.span, no_field(&field.wire, owner)))?;
    let shape = shape(field.ty);
    let bare = |bound| {
        Ok(Ask::Bare {
            holder: shape.whole,
            bound,
        })
    };
    let refuse = |because: &str| {
        Err(Error::new_spanned(
            field.ty,
            format!("{}; {because}", is(&field.wire, owner, kind)),
        ))
    };
    let (Kind::One(record) | Kind::Many(record)) = kind else {
        if field.own_decoding {
            return bare(None);
        }
        return match refused(&shape, kind) {
            Some(because) => refuse(&because),
            None => bare(Some(marker(kind))),
        };
    };
    let many = matches!(kind, Kind::Many(_));
    if field.own_decoding && !many && shape.known.is_some() {
        return bare(None);
    }
    if let Some(because) = refused_nested(&shape, kind, record, field.own_decoding) {
        return refuse(&because);
    }
    match shape.known {
        Some(Known::Reference(_)) => bare(Some(nested_bound(record))),
        Some(Known::Any) => bare(Some(marker(Kind::Json))),
        _ if last_name(shape.leaf).is_some_and(|name| name == "Self" || projection == &name) => {
            refuse("a projection cannot hold itself, because Clio gives one nested level")
        }
        _ => Ok(Ask::Nested {
            inner: shape.leaf,
            record,
        }),
    }
}

/// Why a type does not hold a plain value, as far as its name says.
fn refused(shape: &Shape<'_>, kind: Kind) -> Option<String> {
    let elements = usize::from(matches!(kind, Kind::Texts | Kind::Wholes));
    let fits = match (shape.known, shape.made_for()) {
        (_, Some(made_for)) => {
            made_for == kind
                || made_for == Kind::Text
                    && matches!(
                        kind,
                        Kind::Day | Kind::Moment | Kind::Choice(_) | Kind::TextKey
                    )
        }
        (Some(Known::Id(None)), None) => matches!(kind, Kind::Key(_)) && shape.lists == 0,
        (None | Some(Known::Any), None) => shape.lists == 0 || shape.lists == elements,
        (Some(_), None) => false,
    };
    if fits {
        return None;
    }
    let other = matches!((shape.made_for(), kind), (Some(Kind::Key(_)), Kind::Key(_)));
    Some(unfit(shape, kind, other))
}

/// Why a type does not hold nested records.
fn refused_nested(shape: &Shape<'_>, kind: Kind, record: &str, own: bool) -> Option<String> {
    let many = matches!(kind, Kind::Many(_));
    match shape.known {
        Some(Known::Reference(_) | Known::Any) if many => {
            Some(format!("a bare list holds only ids, use {}", holder(kind)))
        }
        Some(Known::Reference(Some(other))) if other != record && shape.lists == 0 => {
            Some(format!(
                "`{}` refers to another resource, use `Reference<{record}>`",
                written(shape.whole)
            ))
        }
        Some(Known::Reference(_) | Known::Any) | None
            if shape.lists == usize::from(many) || own =>
        {
            None
        }
        None if many && shape.lists == 0 => Some(format!(
            "`{0}` cannot hold it, use `Vec<{0}>`",
            written(shape.leaf)
        )),
        None | Some(Known::Reference(_)) if !many => Some(format!(
            "`{}` cannot hold it, use `Option<{}>`",
            written(shape.whole),
            written(shape.leaf)
        )),
        _ => Some(unfit(shape, kind, false)),
    }
}

fn unfit(shape: &Shape<'_>, kind: Kind, other_resource: bool) -> String {
    let why = if other_resource {
        "is the id of another resource"
    } else {
        "cannot hold it"
    };
    format!("`{}` {why}, use {}", written(shape.whole), holder(kind))
}

/// The trait that a type which holds this implements.
fn marker(kind: Kind) -> TokenStream {
    let name = match kind {
        Kind::Text => "Text",
        Kind::Flag => "Flag",
        Kind::Whole => "Whole",
        Kind::Decimal => "Decimal",
        Kind::Day => "Day",
        Kind::Moment => "Moment",
        Kind::Json => "Json",
        Kind::TextKey => "TextKey",
        Kind::Choice(_) => "Choice",
        Kind::Texts => "Texts",
        Kind::Wholes => "Wholes",
        Kind::Key(record) => {
            let record = ident(record);
            return quote!(::clio_api::projection::Holds<::clio_api::projection::kind::Key<::clio_api::#record>>);
        }
        Kind::One(record) | Kind::Many(record) => return nested_bound(record),
    };
    let name = ident(name);
    quote!(::clio_api::projection::Holds<::clio_api::projection::kind::#name>)
}

/// The trait that a struct nested in another one implements.
pub(crate) fn nested_bound(record: &str) -> TokenStream {
    let record = ident(record);
    quote!(::clio_api::projection::__private::Nested<::clio_api::#record>)
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
