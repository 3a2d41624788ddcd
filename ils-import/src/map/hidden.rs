//! Characters that cannot be seen, wherever they are in a record.

use std::collections::BTreeSet;
use std::sync::Arc;

use secrecy::ExposeSecret;

use super::text::{has_hidden_characters, is_unclean};
use crate::client::{CustomContent, RelatedPerson, SocialSecurityNumber};
use crate::finding::{Finding, FindingCode, Suggestion};

const ANEW: &str = "Type it anew in Clio.";

/// For each kind of text in which something cannot be seen, one finding.
pub(super) fn findings(related: &RelatedPerson) -> impl Iterator<Item = Finding> {
    kinds(related).into_iter().map(|what| Finding {
        what: Some(what.into()),
        ..Finding::new(FindingCode::ControlCharacters, ANEW)
    })
}

/// What is told can hold what the record does not: a date that was refused, the relationship of somebody whom Clio hides. One more
/// finding for each contact who has none of the kind yet.
pub(super) fn in_what_is_told(findings: &[Finding], suggestions: &[Suggestion]) -> Vec<Finding> {
    let of_findings = findings.iter().filter(|found| {
        [
            found.clio_says.as_deref(),
            found.against.as_deref(),
            found.what.as_deref(),
        ]
        .into_iter()
        .flatten()
        .any(has_hidden_characters)
    });
    let of_suggestions = suggestions
        .iter()
        .filter(|found| has_hidden_characters(&found.clio_says));
    let about = of_findings
        .map(|found| {
            (
                found.clio_contact_id.clone(),
                found.name.clone(),
                found.saved_as,
            )
        })
        .chain(of_suggestions.map(|found| {
            let id = Some(found.clio_contact_id.as_str().into());
            (id, Some(found.name.as_str().into()), None)
        }));
    let mut told: BTreeSet<Option<Arc<str>>> = findings
        .iter()
        .filter(|found| found.code == FindingCode::ControlCharacters)
        .map(|found| found.clio_contact_id.clone())
        .collect();
    about
        .filter(|(id, _, _)| told.insert(id.clone()))
        .map(|(clio_contact_id, name, saved_as)| Finding {
            clio_contact_id,
            name,
            saved_as,
            what: Some("what Clio says".into()),
            ..Finding::new(FindingCode::ControlCharacters, ANEW)
        })
        .collect()
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
    // It is never shown: nobody else would notice.
    let number = match &person.social_security_number {
        Some(SocialSecurityNumber::Clear(number)) => is_unclean(number.expose_secret()),
        _ => false,
    };
    tell(number, "Social Security number");
    let labels = related.labels.iter().chain(&related.role_hints);
    tell(labels.into_iter().any(unclean), "relationship");
    // What was rewritten is in the record too, as Clio had it.
    let is_unseen = |text: &String| has_hidden_characters(text) && !related.labels.contains(text);
    tell(from.any(is_unseen), "a value that was rewritten");
    kinds
}
