//! Who is what: every relationship row is accounted for exactly once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use clio_api::ContactType;

use super::relate::{Labels, Related, joined, label, relate};
use super::{Draft, Facts, PersonLine, duplicate, fields, hidden, living, person, suggest, text};
use crate::client::{ImportedClient, Kind, Person, RelatedPerson, SCHEMA, Source};
use crate::family::ClioContact;
use crate::finding::{Finding, FindingCode};
use crate::{Family, Rules, SavedAs};

pub(super) fn draft(mut family: Family, rules: &Rules) -> Draft {
    let names = fields::Names::of(&family, rules);
    let labels = std::mem::take(&mut family.picklist_labels);
    let mut facts = Facts {
        rules,
        labels: &labels,
        read_on: family.read_on,
        names: &names,
        children: BTreeSet::new(),
    };
    let mut unknown_kinds = BTreeMap::new();
    let mut taken = |id: i64, family: &mut Family| {
        // Everybody is taken once, and an emptied map costs more than a map of empty places.
        let contact = std::mem::take(family.people.get_mut(&id)?);
        match &contact.kind {
            None | Some(ContactType::Person | ContactType::Company) => {}
            Some(other) => {
                unknown_kinds.insert(id.to_string(), other.as_str().to_owned());
            }
        }
        Some(contact)
    };
    let contact = taken(family.client_id, &mut family);
    let mut client = client(&family, contact.unwrap_or_default(), &facts);
    let (own_labels, contacts) = by_contact(&mut family);
    let others = contacts.len();
    let mut people = Vec::with_capacity(others);
    let mut missing = Vec::new();
    for (id, labels) in contacts {
        match id.and_then(|id| Some((id, taken(id, &mut family)?))) {
            Some((id, contact)) if rules.leave_out(id) => {
                missing.extend(left_out(
                    &person::person(id, contact, &facts).person,
                    labels,
                ));
            }
            Some((id, contact)) => {
                let related = relate(person::person(id, contact, &facts), labels, rules);
                if related.saved_as == SavedAs::Child {
                    facts.children.insert(id);
                }
                people.push(related);
            }
            None => missing.push(hidden_contact(id, labels)),
        }
    }
    for related in &mut people {
        finish(related, &facts);
    }
    finish(&mut client, &facts);
    client.findings.extend(about_the_matter(&family));
    let about_client = about_the_client(&client.person.person, own_labels, others);
    client.findings.extend(about_client);
    living::marital_status(&mut client, &people, rules);
    told(&mut client);
    gather(family, client, people, missing, &unknown_kinds)
}

/// The client, as a person related to nobody.
fn client<'a>(family: &Family, contact: ClioContact, facts: &Facts<'a>) -> Related<'a> {
    let read = person::person(family.client_id, contact, facts);
    Related {
        id: read.person.clio_contact_id.as_str().into(),
        name: read.person.name.full.as_str().into(),
        person: RelatedPerson {
            person: read.person,
            ..RelatedPerson::default()
        },
        saved_as: SavedAs::Client,
        rule: "client",
        marital_status: None,
        fields: read.fields,
        findings: read.findings,
    }
}

fn about_the_matter(family: &Family) -> Option<Finding> {
    let number = family.matter.number.as_deref().unwrap_or_default();
    text::is_unclean(number).then(|| Finding {
        what: Some("matter number".into()),
        ..Finding::new(FindingCode::ControlCharacters, "Type it anew in Clio.")
    })
}

/// Gives the firm's fields their places, and looks at what came of it.
fn finish(related: &mut Related<'_>, facts: &Facts<'_>) {
    let read = std::mem::take(&mut related.fields);
    fields::place(
        &mut related.person,
        related.saved_as,
        read,
        facts,
        &mut related.findings,
    );
    related
        .findings
        .extend(living::of_dates(&mut related.person.person));
    related.findings.extend(hidden::findings(&related.person));
    told(related);
}

/// Every finding says about whom it is.
fn told(related: &mut Related<'_>) {
    for finding in &mut related.findings {
        finding.clio_contact_id = Some(Arc::clone(&related.id));
        finding.name = Some(Arc::clone(&related.name));
        finding.saved_as = Some(related.saved_as);
    }
}

fn gather(
    family: Family,
    client: Related<'_>,
    people: Vec<Related<'_>>,
    missing: Vec<Finding>,
    unknown_kinds: &BTreeMap<String, String>,
) -> Draft {
    // Whoever is missing comes first: that is more than a missing value.
    let mut findings = missing;
    let told = people.iter().map(|related| related.findings.len());
    findings.reserve(client.findings.len() + told.sum::<usize>());
    let mut lines = Vec::with_capacity(1 + people.len());
    lines.push(line(&client));
    findings.extend(client.findings);
    let client = client.person.person;
    let mut classes: BTreeMap<SavedAs, (Vec<RelatedPerson>, Vec<PersonLine>)> = BTreeMap::new();
    for mut related in people {
        findings.append(&mut related.findings);
        let line = line(&related);
        let (persons, lines) = classes.entry(related.saved_as).or_default();
        persons.push(related.person);
        lines.push(line);
    }
    let spouses = classes
        .get(&SavedAs::Spouse)
        .map(|(_, lines)| lines.as_slice());
    findings.extend(several_spouses(spouses.unwrap_or_default()));

    let mut class = |saved_as| {
        let (persons, of_class) = classes.remove(&saved_as).unwrap_or_default();
        lines.extend(of_class);
        persons
    };
    let record = ImportedClient {
        schema: SCHEMA.to_owned(),
        id: String::new(),
        source: Source {
            system: "clio".to_owned(),
            region: "us".to_owned(),
            matter_id: family.matter.id,
            matter_number: text::trimmed(family.matter.number),
            client_contact_id: client.clio_contact_id.clone(),
            imported_at: None,
        },
        client,
        spouses: class(SavedAs::Spouse),
        children: class(SavedAs::Child),
        grandchildren: class(SavedAs::Grandchild),
        parties: class(SavedAs::Party),
    };
    let same = duplicate::in_family(&record).into_iter().map(|found| {
        let is_it =
            |line: &&PersonLine| Some(&*line.clio_contact_id) == found.clio_contact_id.as_deref();
        let saved_as = lines.iter().find(is_it).map(|line| line.saved_as);
        Finding { saved_as, ..found }
    });
    findings.extend(same);
    let status = family.matter.status.as_deref();
    let suggestions = suggest::suggestions(&record, status, unknown_kinds, family.read_on);
    findings.extend(hidden::in_what_is_told(&findings, &suggestions));
    Draft {
        suggestions,
        client: record,
        people: lines,
        findings,
    }
}

/// The client's own texts, and those of each other contact, in the order of their first row. A row that names no contact stands alone.
fn by_contact(family: &mut Family) -> (Labels, Vec<(Option<i64>, Labels)>) {
    let rows = std::mem::take(&mut family.relationships);
    let mut own = Vec::new();
    let mut contacts: Vec<(Option<i64>, Labels)> = Vec::with_capacity(rows.len());
    let mut places: BTreeMap<i64, usize> = BTreeMap::new();
    for row in rows {
        let id = row.contact_id;
        let label = label(row);
        match id {
            Some(id) if id == family.client_id => own.push(label),
            Some(id) => {
                let place = *places.entry(id).or_insert(contacts.len());
                match contacts.get_mut(place) {
                    Some((_, labels)) => labels.push(label),
                    None => contacts.push((Some(id), vec![label])),
                }
            }
            None => contacts.push((None, vec![label])),
        }
    }
    (own, contacts)
}

fn about_the_client(client: &Person, own: Labels, others: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    if client.kind == Kind::Company && others > 0 {
        findings.push(Finding::new(
            FindingCode::ClientIsCompany,
            "A company has no spouse and no children.",
        ));
    }
    if !own.is_empty() {
        findings.push(Finding {
            clio_says: joined(own.into_iter().flatten()),
            ..Finding::new(
                FindingCode::SelfRelated,
                "Check that this is the right client.",
            )
        });
    }
    findings
}

fn several_spouses(spouses: &[PersonLine]) -> Option<Finding> {
    let second = spouses.get(1)?;
    let names = spouses.iter().map(|line| line.name.to_string());
    Some(Finding {
        clio_contact_id: Some(Arc::clone(&second.clio_contact_id)),
        name: Some(Arc::clone(&second.name)),
        saved_as: Some(SavedAs::Spouse),
        clio_says: joined(names.filter(|name| !name.is_empty())),
        ..Finding::new(
            FindingCode::SeveralSpouses,
            "If one of them is a former spouse, correct the relationship in Clio, then preview again.",
        )
    })
}

/// Somebody who is not saved because the rules say so.
fn left_out(person: &Person, labels: Labels) -> Vec<Finding> {
    let about = |code, what_to_do| Finding {
        clio_contact_id: Some(person.clio_contact_id.clone().into()),
        name: Some(person.name.full.clone().into()),
        ..Finding::new(code, what_to_do)
    };
    let mut findings = vec![Finding {
        clio_says: joined(labels.into_iter().flatten()),
        ..about(
            FindingCode::LeftOut,
            "Add this person in ILS if that was a mistake.",
        )
    }];
    if text::is_unclean(&person.name.full) {
        findings.push(Finding {
            what: Some("name".into()),
            ..about(FindingCode::ControlCharacters, "Type it anew in Clio.")
        });
    }
    findings
}

fn hidden_contact(id: Option<i64>, labels: Labels) -> Finding {
    Finding {
        clio_contact_id: id.map(|id| id.to_string().into()),
        clio_says: joined(labels.into_iter().flatten()),
        ..Finding::new(
            FindingCode::HiddenContact,
            "Ask your Clio administrator whether this person should be part of the family.",
        )
    }
}

fn line(related: &Related<'_>) -> PersonLine {
    let person = &related.person.person;
    PersonLine {
        clio_contact_id: Arc::clone(&related.id),
        name: Arc::clone(&related.name),
        kind: person.kind,
        saved_as: related.saved_as,
        clio_says: related.person.relationship.clone(),
        rule: related.rule.into(),
        born_on: person.birth_date.clone(),
        phones: person.phones.len(),
        emails: person.emails.len(),
    }
}
