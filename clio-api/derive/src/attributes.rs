//! What the attributes say: our own, and serde's as far as it changes names.

use proc_macro2::{Span, TokenStream};
use syn::spanned::Spanned;
use syn::{Attribute, DeriveInput, Error, Expr, Ident, LitStr, Path, Result, Token};
use syn::{meta::ParseNestedMeta, parenthesized, token};

/// The path in `#[projection(resource = Contact)]`.
pub(crate) fn resource(input: &DeriveInput) -> Result<Path> {
    let mut resource = None;
    for attribute in &input.attrs {
        if attribute.path().is_ident("projection") {
            attribute.parse_nested_meta(|meta| {
                if !meta.path.is_ident("resource") {
                    return Err(meta.error("`projection` takes `resource = …` and nothing else"));
                }
                resource = Some(meta.value()?.parse()?);
                Ok(())
            })?;
        }
    }
    resource.ok_or_else(|| {
        Error::new_spanned(
            &input.ident,
            "which record of Clio's is this a part of? Add `#[projection(resource = Contact)]`, or another record",
        )
    })
}

/// One word of a `#[serde(…)]`, as it applies to reading.
pub(crate) struct Word {
    pub(crate) name: String,
    pub(crate) value: Option<LitStr>,
    pub(crate) span: Span,
}

/// All words of the `#[serde(…)]` attributes.
pub(crate) fn serde_words(attributes: &[Attribute]) -> Result<Vec<Word>> {
    let mut words = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("serde") {
            attribute.parse_nested_meta(|meta| {
                words.extend(word(&meta)?);
                Ok(())
            })?;
        }
    }
    Ok(words)
}

/// `rename = "x"` and `rename(deserialize = "x")` are the same to us; `rename(serialize = "x")` is nothing.
fn word(meta: &ParseNestedMeta<'_>) -> Result<Option<Word>> {
    let name = meta
        .path
        .get_ident()
        .map(Ident::to_string)
        .unwrap_or_default();
    let span = meta.path.span();
    let mut value = None;
    if meta.input.peek(token::Paren) {
        if !name.starts_with("rename") {
            let content;
            parenthesized!(content in meta.input);
            content.parse::<TokenStream>()?;
            return Ok(None);
        }
        meta.parse_nested_meta(|inner| {
            let text = inner.value()?.parse()?;
            if inner.path.is_ident("deserialize") {
                value = Some(text);
            }
            Ok(())
        })?;
        return Ok(value.map(|text| Word {
            name,
            value: Some(text),
            span,
        }));
    }
    if meta.input.peek(Token![=]) {
        let input = meta.value()?;
        if input.peek(LitStr) {
            value = Some(input.parse()?);
        } else {
            input.parse::<Expr>()?;
        }
    }
    Ok(Some(Word { name, value, span }))
}

/// A field's name under serde's `rename_all`. Rules serde does not know are serde's to refuse.
pub(crate) fn rename(rule: Option<&str>, field: &str) -> String {
    let pascal = || -> String {
        field
            .split('_')
            .map(|word| {
                let mut letters = word.chars();
                letters.next().map_or_else(String::new, |first| {
                    format!("{}{}", first.to_ascii_uppercase(), letters.as_str())
                })
            })
            .collect()
    };
    match rule {
        Some("UPPERCASE" | "SCREAMING_SNAKE_CASE") => field.to_ascii_uppercase(),
        Some("PascalCase") => pascal(),
        Some("camelCase") => {
            let name = pascal();
            let mut letters = name.chars();
            letters.next().map_or_else(String::new, |first| {
                format!("{}{}", first.to_ascii_lowercase(), letters.as_str())
            })
        }
        Some("kebab-case") => field.replace('_', "-"),
        Some("SCREAMING-KEBAB-CASE") => field.to_ascii_uppercase().replace('_', "-"),
        _ => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn names_as_serde_makes_them() {
        for (rule, expected) in [
            (None, "first_name"),
            (Some("lowercase"), "first_name"),
            (Some("snake_case"), "first_name"),
            (Some("UPPERCASE"), "FIRST_NAME"),
            (Some("PascalCase"), "FirstName"),
            (Some("camelCase"), "firstName"),
            (Some("SCREAMING_SNAKE_CASE"), "FIRST_NAME"),
            (Some("kebab-case"), "first-name"),
            (Some("SCREAMING-KEBAB-CASE"), "FIRST-NAME"),
        ] {
            assert_eq!(rename(rule, "first_name"), expected, "{rule:?}");
        }
    }

    #[test]
    fn words_of_every_form() {
        let attributes: Vec<Attribute> = vec![
            parse_quote!(#[serde(default, rename = "type", bound(deserialize = "T: Copy"))]),
            parse_quote!(#[serde(rename(serialize = "a", deserialize = "b"), alias = "c")]),
            parse_quote!(#[serde(rename(serialize = "d"), skip)]),
            parse_quote!(#[doc = "no word of serde's"]),
        ];
        let words: Vec<(String, Option<String>)> = serde_words(&attributes)
            .unwrap()
            .into_iter()
            .map(|word| (word.name, word.value.map(|text| text.value())))
            .collect();
        let expected = [
            ("default", None),
            ("rename", Some("type")),
            ("rename", Some("b")),
            ("alias", Some("c")),
            ("skip", None),
        ]
        .map(|(name, value)| (name.to_owned(), value.map(str::to_owned)));
        assert_eq!(words, expected);
    }
}
