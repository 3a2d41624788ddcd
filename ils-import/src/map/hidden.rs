//! Characters that cannot be seen, wherever they are in a record.

use super::text::{has_hidden_characters, is_unclean};
use crate::client::{CustomContent, RelatedPerson};
use crate::finding::{Finding, FindingCode};

/// For each kind of text in which something cannot be seen, one finding.
pub(super) fn findings(related: &RelatedPerson) -> impl Iterator<Item = Finding> {
    kinds(related).into_iter().map(|what| Finding {
        what: Some(what.to_owned()),
        ..Finding::new(FindingCode::ControlCharacters, "Type it anew in Clio.")
    })
}

fn kinds(related: &RelatedPerson) -> Vec<&'static str> {
    let person = &related.person;
    let name = &person.name;
    let names = [
        &name.prefix,
        &name.first,
        &name.middle,
        &name.last,
        &name.suffix,
        &name.preferred,
    ];
    let names = names
        .into_iter()
        .flatten()
        .chain(&name.also_known_as)
        .chain([&name.full]);
    let places = person.addresses.iter().flat_map(|address| {
        let parts = [
            &address.city,
            &address.county,
            &address.state,
            &address.postal_code,
            &address.country,
        ];
        parts.into_iter().flatten()
    });
    let mut streets = person
        .addresses
        .iter()
        .filter_map(|address| address.street.as_ref());
    let jobs = person
        .employer
        .iter()
        .flat_map(|employer| [&employer.name, &employer.job_title]);
    let mut customs = person
        .custom
        .iter()
        .filter_map(|custom| match &custom.value {
            CustomContent::Text(text) => Some(text),
            CustomContent::Flag(_) => None,
        });
    let mut custom_names = person
        .custom
        .iter()
        .flat_map(|custom| [&custom.name, &custom.kind]);
    let mut from = person.provenance.values().map(|from| &from.text);

    let mut kinds = Vec::new();
    let mut tell = |is: bool, what| {
        if is && !kinds.contains(&what) {
            kinds.push(what);
        }
    };
    let unclean = |text: &String| is_unclean(text);
    tell(names.into_iter().any(unclean), "name");
    tell(
        places.into_iter().any(unclean) || streets.any(|text| has_hidden_characters(text)),
        "address",
    );
    tell(
        person.phones.iter().map(|phone| &phone.number).any(unclean),
        "phone number",
    );
    tell(
        person
            .emails
            .iter()
            .map(|email| &email.address)
            .any(unclean),
        "email address",
    );
    tell(
        person
            .web_sites
            .iter()
            .map(|site| &site.address)
            .any(unclean),
        "web site",
    );
    tell(jobs.into_iter().flatten().any(unclean), "employer");
    tell(
        customs.any(|text| has_hidden_characters(text)) || custom_names.any(unclean),
        "custom field",
    );
    let labels = related.labels.iter().chain(&related.role_hints);
    tell(labels.into_iter().any(unclean), "relationship");
    // What was rewritten is in the record too, as Clio had it.
    let is_unseen = |text: &String| has_hidden_characters(text) && !related.labels.contains(text);
    tell(from.any(is_unseen), "a value that was rewritten");
    kinds
}
