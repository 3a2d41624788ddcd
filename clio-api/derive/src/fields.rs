//! The fields of the struct, as serde reads them.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Error, Fields, Result, Type};

use crate::attributes::{Word, rename, serde_words};

/// A field that is read from Clio's answer.
pub(crate) struct Field<'a> {
    /// Its name on the wire.
    pub(crate) wire: String,
    /// Where that name is written.
    pub(crate) span: Span,
    pub(crate) ty: &'a Type,
    /// Whether a function of the struct's author decodes it.
    pub(crate) own_decoding: bool,
}

/// All of them, in the order of their declaration.
pub(crate) fn fields(input: &DeriveInput) -> Result<Vec<Field<'_>>> {
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(
            &input.generics,
            "a projection has no generic parameters: what is asked for must be known before anything is sent",
        ));
    }
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(
            &input.ident,
            "a projection is a struct: each of its fields is a field of one record",
        ));
    };
    let Fields::Named(named) = &data.fields else {
        return Err(Error::new_spanned(
            &input.ident,
            "a projection is a struct with named fields: their names are what is asked for",
        ));
    };
    let rule = rename_rule(input)?;
    let mut fields = Vec::new();
    for field in &named.named {
        let Some(ident) = &field.ident else {
            continue;
        };
        if let Some(attribute) = field
            .attrs
            .iter()
            .find(|attribute| attribute.path().is_ident("projection"))
        {
            return Err(Error::new_spanned(
                attribute,
                "`projection` belongs on the struct",
            ));
        }
        let words = serde_words(&field.attrs)?;
        if let Some(word) = find(&words, &["flatten"]) {
            return Err(Error::new(
                word.span,
                "`flatten` hides what is asked for: name the fields here, or make a nested record a field of its own",
            ));
        }
        if find(&words, &["skip", "skip_deserializing"]).is_some() {
            continue;
        }
        let renamed = find(&words, &["rename"]).and_then(|word| word.value.as_ref());
        fields.push(Field {
            wire: renamed.map_or_else(
                || rename(rule.as_deref(), &ident.unraw().to_string()),
                syn::LitStr::value,
            ),
            span: renamed.map_or_else(|| ident.span(), syn::LitStr::span),
            ty: &field.ty,
            own_decoding: find(&words, &["with", "deserialize_with"]).is_some(),
        });
    }
    Ok(fields)
}

/// The struct's `rename_all`. What makes serde read something else than these fields is refused.
fn rename_rule(input: &DeriveInput) -> Result<Option<String>> {
    let words = serde_words(&input.attrs)?;
    if let Some(word) = find(&words, &["transparent", "from", "try_from"]) {
        return Err(Error::new(
            word.span,
            format!(
                "with `{}` the struct is not read by its fields, so they are not what to ask for",
                word.name
            ),
        ));
    }
    if let Some(word) = find(&words, &["deny_unknown_fields"]) {
        return Err(Error::new(
            word.span,
            "Clio adds fields unasked, `redacted` for one: with `deny_unknown_fields` such a record could not be read",
        ));
    }
    Ok(find(&words, &["rename_all"])
        .and_then(|word| word.value.as_ref())
        .map(syn::LitStr::value))
}

fn find<'a>(words: &'a [Word], names: &[&str]) -> Option<&'a Word> {
    words
        .iter()
        .find(|word| names.contains(&word.name.as_str()))
}
