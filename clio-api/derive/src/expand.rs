//! From the struct to the `impl`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Error, Path, Result};

use crate::attributes::resource;
use crate::check::{Ask, ask, nested_bound};
use crate::fields::{Field, fields};
use crate::message::{no_record, written};
use crate::table::{REDACTED, Record};

/// What the derive becomes: the `impl`, or errors.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let resource = match resource(input) {
        Ok(resource) => resource,
        Err(error) => return error.to_compile_error(),
    };
    let errors = match projection(input, &resource) {
        Ok(projection) => return projection,
        Err(errors) => errors.to_compile_error(),
    };
    if record(&resource).is_err() || !input.generics.params.is_empty() {
        return errors;
    }
    // With it, the uses of the struct do not become errors as well.
    let name = &input.ident;
    quote! {
        #errors
        impl ::clio_api::Projection<#resource> for #name {
            const FIELDS: &'static str = "";
        }
    }
}

fn projection(input: &DeriveInput, resource: &Path) -> Result<TokenStream> {
    let owner = record(resource)?;
    let fields = fields(input)?;
    if fields.iter().all(|field| field.wire == REDACTED) {
        return Err(Error::new_spanned(
            &input.ident,
            "the struct asks for nothing: name a field, `id` for one",
        ));
    }
    let mut query = Query::default();
    let mut errors: Option<Error> = None;
    let mut seen = BTreeSet::new();
    for field in &fields {
        let asked = ask(field, owner, &input.ident).and_then(|ask| {
            if seen.insert(&field.wire) {
                Ok(ask)
            } else {
                let wire = &field.wire;
                Err(Error::new(field.span, format!("`{wire}` is named twice")))
            }
        });
        match (asked, &mut errors) {
            (Ok(ask), _) => query.add(field, &ask, input),
            (Err(error), Some(errors)) => errors.combine(error),
            (Err(error), none) => *none = Some(error),
        }
    }
    errors.map_or_else(|| Ok(query.finish(input, resource)), Err)
}

fn record(resource: &Path) -> Result<Record> {
    let name = resource
        .segments
        .last()
        .map(|segment| segment.ident.to_string())
        .unwrap_or_default();
    Record::named(&name).ok_or_else(|| Error::new_spanned(resource, no_record(&name)))
}

/// The query, while it is put together.
#[derive(Default)]
struct Query {
    /// What stands before `text`: literals, and what nested structs ask for.
    parts: Vec<TokenStream>,
    /// The literal that is being written.
    text: String,
    /// What the compiler has to prove.
    proofs: Vec<TokenStream>,
    asked: bool,
    nested: bool,
}

impl Query {
    fn add(&mut self, field: &Field<'_>, ask: &Ask<'_>, input: &DeriveInput) {
        if field.wire != REDACTED {
            if self.asked {
                self.text.push(',');
            }
            self.asked = true;
            self.text.push_str(&field.wire);
        }
        match ask {
            Ask::Bare { bound: None, .. } => {}
            Ask::Bare {
                holder,
                bound: Some(bound),
            } => self
                .proofs
                .push(quote_spanned!(holder.span()=> <#holder as #bound>::PROOF)),
            Ask::Nested { inner, record } => {
                self.nested = true;
                self.text.push('{');
                let before = std::mem::take(&mut self.text);
                let bound = nested_bound(record);
                let message = format!(
                    "`{}` of `{}`: `{}` asks for nested records itself, and Clio gives one nested level. Use a struct \
                     without nested records; `Reference<…>` in it stands for an id",
                    field.wire,
                    input.ident,
                    written(inner)
                );
                self.parts.push(quote!(#before));
                self.parts.push(quote_spanned! {inner.span()=> {
                    ::core::assert!(!<#inner as #bound>::NESTED, #message);
                    <#inner as #bound>::FIELDS
                }});
                self.text.push('}');
            }
        }
    }

    fn finish(self, input: &DeriveInput, resource: &Path) -> TokenStream {
        let Self {
            parts,
            text,
            proofs,
            nested,
            ..
        } = self;
        let name = &input.ident;
        let value = if nested {
            quote! {
                const PARTS: &[&str] = &[#(#parts,)* #text];
                const JOINED: [u8; ::clio_api::projection::__private::length(PARTS)] =
                    ::clio_api::projection::__private::join(PARTS);
                #(let () = #proofs;)*
                ::clio_api::projection::__private::text(&JOINED)
            }
        } else {
            quote! {
                #(let () = #proofs;)*
                #text
            }
        };
        quote! {
            #[automatically_derived]
            impl ::clio_api::Projection<#resource> for #name {
                const FIELDS: &'static str = { #value };
                const NESTED: bool = #nested;
            }
        }
    }
}
