//! Who is what: every relationship row is accounted for exactly once.

use std::collections::BTreeMap;

use super::{Draft, PersonLine, person, text};
use crate::client::{
    Gender, ImportedClient, Kind, Kinship, Living, Person, Provenance, ProvenanceKind,
    RelatedPerson, SCHEMA, Source,
};
use crate::family::RelationshipRow;
use crate::finding::{Finding, FindingCode};
use crate::words::{Classified, Implied};
use crate::{Family, Rules, SavedAs, classify};

pub(super) fn draft(family: &Family, rules: &Rules) -> Draft {
    let empty = crate::family::ClioContact::default();
    let contact = family.people.get(&family.client_id).unwrap_or(&empty);
    let facts = person::Facts {
        labels: Some(&family.picklist_labels),
        read_on: family.read_on,
    };
    let (client, mut findings) = person::person(family.client_id, contact, &facts);
    mark(&mut findings, SavedAs::Client);

    let (own_rows, contacts) = by_contact(family);
    findings.extend(about_the_client(&client, &own_rows, contacts.len()));
    let mut people = vec![line(&client, SavedAs::Client, None, "client")];
    let mut classes: BTreeMap<SavedAs, Vec<(RelatedPerson, PersonLine)>> = BTreeMap::new();
    let mut hidden = Vec::new();
    for (id, rows) in contacts {
        let Some(contact) = id.and_then(|id| family.people.get(&id)) else {
            hidden.push(hidden_contact(id, &rows));
            continue;
        };
        let (person, found) = person::person(id.unwrap_or_default(), contact, &facts);
        let related = relate(person, found, &rows, rules);
        findings.extend(related.findings);
        let line = line(
            &related.person.person,
            related.saved_as,
            related.person.relationship.clone(),
            &related.rule,
        );
        classes
            .entry(related.saved_as)
            .or_default()
            .push((related.person, line));
    }
    findings.extend(several_spouses(
        classes
            .get(&SavedAs::Spouse)
            .map(Vec::as_slice)
            .unwrap_or_default(),
    ));
    findings.extend(hidden);

    let mut class = |saved_as| {
        let (persons, lines): (Vec<_>, Vec<_>) = classes
            .remove(&saved_as)
            .unwrap_or_default()
            .into_iter()
            .unzip();
        people.extend(lines);
        persons
    };
    let record = ImportedClient {
        schema: SCHEMA.to_owned(),
        id: String::new(),
        source: Source {
            system: "clio".to_owned(),
            region: "us".to_owned(),
            matter_id: family.matter.id.clone(),
            matter_number: text::trimmed(family.matter.number.as_deref()),
            client_contact_id: client.clio_contact_id.clone(),
            imported_at: None,
        },
        client,
        spouses: class(SavedAs::Spouse),
        children: class(SavedAs::Child),
        grandchildren: class(SavedAs::Grandchild),
        parties: class(SavedAs::Party),
    };
    Draft {
        client: record,
        people,
        findings,
    }
}

/// The rows of one contact, in Clio's order.
type Rows<'a> = Vec<&'a RelationshipRow>;

/// The client's own rows, and the rows of each other contact, in the order of their first row. A row that names no contact stands alone.
fn by_contact(family: &Family) -> (Rows<'_>, Vec<(Option<i64>, Rows<'_>)>) {
    let mut own_rows = Vec::new();
    let mut contacts: Vec<(Option<i64>, Rows<'_>)> = Vec::new();
    let mut places: BTreeMap<i64, usize> = BTreeMap::new();
    for row in &family.relationships {
        match row.contact_id {
            Some(id) if id == family.client_id => own_rows.push(row),
            Some(id) => {
                let place = *places.entry(id).or_insert(contacts.len());
                match contacts.get_mut(place) {
                    Some((_, rows)) => rows.push(row),
                    None => contacts.push((Some(id), vec![row])),
                }
            }
            None => contacts.push((None, vec![row])),
        }
    }
    (own_rows, contacts)
}

struct Related {
    person: RelatedPerson,
    saved_as: SavedAs,
    rule: String,
    findings: Vec<Finding>,
}

/// A relationship text, verbatim, and what it means.
type Read = (Option<String>, Classified);

/// Gives a person its class: the highest of its words, and never a family's for a company.
fn relate(person: Person, mut findings: Vec<Finding>, rows: &Rows<'_>, rules: &Rules) -> Related {
    let read: Vec<Read> = rows
        .iter()
        .map(|row| {
            let text = row.description.as_deref().unwrap_or_default();
            (label(row), classify(text, rules.profile))
        })
        .collect();
    // Among parties a text says more than a blank.
    let decisive = read
        .iter()
        .min_by_key(|(label, classified)| (classified.saved_as, label.is_none()));
    let (relationship, classified) = decisive
        .cloned()
        .unwrap_or_else(|| (None, classify("", rules.profile)));

    let is_misfit = person.kind == Kind::Company && classified.saved_as != SavedAs::Party;
    let (saved_as, rule) = if is_misfit {
        (SavedAs::Party, "company".to_owned())
    } else {
        (classified.saved_as, classified.rule)
    };
    let mut about = about_the_words(&person, &read, saved_as);
    if is_misfit {
        let advice = "If it is a person, correct the contact in Clio, then preview again.";
        about.insert(
            0,
            (
                FindingCode::CompanyAsFamily,
                advice,
                relationship.clone(),
                None,
            ),
        );
    }
    findings.extend(
        about
            .into_iter()
            .map(|(code, advice, clio_says, did_you_mean)| Finding {
                clio_says,
                did_you_mean: did_you_mean.map(ToOwned::to_owned),
                what: (code == FindingCode::ControlCharacters).then(|| "relationship".to_owned()),
                ..Finding::new(code, advice)
            }),
    );
    for finding in &mut findings {
        finding.clio_contact_id = Some(person.clio_contact_id.clone());
        finding.name = Some(person.name.full.clone());
    }
    mark(&mut findings, saved_as);

    let mut related = RelatedPerson {
        person,
        relationship,
        kinship: Kinship::Unknown,
        labels: read.into_iter().filter_map(|(label, _)| label).collect(),
    };
    if rules.implied_facts && !is_misfit {
        take_implied(&mut related, classified.implied);
    }
    Related {
        person: related,
        saved_as,
        rule,
        findings,
    }
}

/// What to look at in a person's relationship texts: code, advice, Clio's text, a better word.
type AboutWord = (
    FindingCode,
    &'static str,
    Option<String>,
    Option<&'static str>,
);

fn about_the_words(person: &Person, read: &[Read], saved_as: SavedAs) -> Vec<AboutWord> {
    let mut about = Vec::new();
    for (label, classified) in read {
        if saved_as == SavedAs::Spouse && classified.rule == "word:partner" {
            let advice = "If so, write \"business partner\" in Clio, then preview again.";
            about.push((FindingCode::PartnerWord, advice, label.clone(), None));
        }
        // A better word matters only for a person whom no other word has placed in the family.
        let better = classified
            .did_you_mean
            .filter(|_| saved_as == SavedAs::Party && person.kind == Kind::Person);
        if better.is_some() {
            about.push((
                FindingCode::NearMiss,
                "Correct it in Clio, then preview again.",
                label.clone(),
                better,
            ));
        }
        if label.as_deref().is_some_and(text::has_hidden_characters) {
            about.push((
                FindingCode::ControlCharacters,
                "Type it anew in Clio.",
                None,
                None,
            ));
        }
    }
    if read.len() > 1 {
        about.push((
            FindingCode::SameContactMerged,
            "Check that this is right.",
            joined(read.iter().filter_map(|(label, _)| label.clone())),
            None,
        ));
    }
    about
}

fn take_implied(related: &mut RelatedPerson, implied: Implied) {
    let person = &mut related.person;
    person.gender = implied.gender;
    person.living = implied.living;
    related.kinship = implied.kinship;
    let facts = [
        ("gender", implied.gender != Gender::Unknown),
        ("kinship", implied.kinship != Kinship::Unknown),
        ("living", implied.living != Living::Unknown),
    ];
    for (path, _) in facts.into_iter().filter(|(_, says)| *says) {
        person
            .provenance
            .insert(path.to_owned(), implied_by(related.relationship.as_deref()));
    }
}

fn implied_by(relationship: Option<&str>) -> Provenance {
    Provenance {
        kind: ProvenanceKind::Implied,
        from: "relationship".to_owned(),
        text: relationship.unwrap_or_default().to_owned(),
    }
}

/// The text, verbatim; `None` when there is none to read.
fn label(row: &RelationshipRow) -> Option<String> {
    row.description
        .clone()
        .filter(|text| !text.trim().is_empty())
}

/// Texts in one; `None` when there is none.
fn joined(labels: impl Iterator<Item = String>) -> Option<String> {
    Some(labels.collect::<Vec<_>>().join(", ")).filter(|labels| !labels.is_empty())
}

fn about_the_client(client: &Person, own_rows: &Rows<'_>, others: usize) -> Vec<Finding> {
    let about = |code, what_to_do: &str, clio_says: Option<String>| Finding {
        clio_contact_id: Some(client.clio_contact_id.clone()),
        name: Some(client.name.full.clone()),
        saved_as: Some(SavedAs::Client),
        clio_says,
        ..Finding::new(code, what_to_do)
    };
    let mut findings = Vec::new();
    if client.kind == Kind::Company && others > 0 {
        findings.push(about(
            FindingCode::ClientIsCompany,
            "A company has no spouse and no children.",
            None,
        ));
    }
    if !own_rows.is_empty() {
        findings.push(about(
            FindingCode::SelfRelated,
            "Check that this is the right client.",
            joined(own_rows.iter().filter_map(|row| label(row))),
        ));
    }
    findings
}

fn several_spouses(spouses: &[(RelatedPerson, PersonLine)]) -> Option<Finding> {
    let (second, _) = spouses.get(1)?;
    let names = spouses.iter().map(|(_, line)| line.name.clone());
    Some(Finding {
        clio_contact_id: Some(second.person.clio_contact_id.clone()),
        name: Some(second.person.name.full.clone()),
        saved_as: Some(SavedAs::Spouse),
        clio_says: joined(names.filter(|name| !name.is_empty())),
        ..Finding::new(
            FindingCode::SeveralSpouses,
            "If one of them is a former spouse, correct the relationship in Clio, then preview again.",
        )
    })
}

fn hidden_contact(id: Option<i64>, rows: &Rows<'_>) -> Finding {
    Finding {
        clio_contact_id: id.map(|id| id.to_string()),
        clio_says: joined(rows.iter().filter_map(|row| label(row))),
        ..Finding::new(
            FindingCode::HiddenContact,
            "Ask your Clio administrator whether this person should be part of the family.",
        )
    }
}

fn mark(findings: &mut [Finding], saved_as: SavedAs) {
    for finding in findings {
        finding.saved_as = Some(saved_as);
    }
}

fn line(person: &Person, saved_as: SavedAs, clio_says: Option<String>, rule: &str) -> PersonLine {
    PersonLine {
        clio_contact_id: person.clio_contact_id.clone(),
        name: person.name.full.clone(),
        kind: person.kind,
        saved_as,
        clio_says,
        rule: rule.to_owned(),
        born_on: person.birth_date.clone(),
        phones: person.phones.len(),
        emails: person.emails.len(),
    }
}
