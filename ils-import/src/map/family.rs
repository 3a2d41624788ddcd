//! Who is what: every relationship row is accounted for exactly once.

use std::collections::{BTreeMap, BTreeSet};

use super::relate::{Related, Rows, joined, label, relate};
use super::{Draft, Facts, PersonLine, duplicate, fields, hidden, living, person, suggest, text};
use crate::client::{ImportedClient, Kind, Person, RelatedPerson, SCHEMA, Source};
use crate::family::{ClioContact, RelationshipRow};
use crate::finding::{Finding, FindingCode};
use crate::{Family, Rules, SavedAs};

pub(super) fn draft(family: &Family, rules: &Rules) -> Draft {
    let mut facts = Facts {
        rules,
        labels: &family.picklist_labels,
        read_on: family.read_on,
        names: fields::Names::of(family),
        children: BTreeSet::new(),
    };
    let (own_rows, contacts) = by_contact(family);
    let others = contacts.len();
    let mut people = Vec::new();
    let mut missing = Vec::new();
    for (id, rows) in contacts {
        match id.and_then(|id| Some((id, family.people.get(&id)?))) {
            Some((id, contact)) if rules.leave_out(id) => {
                missing.extend(left_out(&person::person(id, contact, &facts).person, &rows));
            }
            Some((id, contact)) => {
                let related = relate(person::person(id, contact, &facts), &rows, rules);
                if related.saved_as == SavedAs::Child {
                    facts.children.insert(id);
                }
                people.push(related);
            }
            None => missing.push(hidden_contact(id, &rows)),
        }
    }
    for related in &mut people {
        finish(related, &facts);
    }
    let mut client = client(family, &facts);
    let about_client = about_the_client(&client.person.person, &own_rows, others);
    client.findings.extend(about_client);
    living::marital_status(&mut client, &people, rules);
    told(&mut client);
    gather(family, client, people, missing)
}

/// The client, as a person related to nobody.
fn client(family: &Family, facts: &Facts<'_>) -> Related {
    let empty = ClioContact::default();
    let contact = family.people.get(&family.client_id).unwrap_or(&empty);
    let read = person::person(family.client_id, contact, facts);
    let mut client = Related {
        person: RelatedPerson {
            person: read.person,
            ..RelatedPerson::default()
        },
        saved_as: SavedAs::Client,
        rule: "client".to_owned(),
        marital_status: None,
        fields: read.fields,
        findings: read.findings,
    };
    finish(&mut client, facts);
    let number = family.matter.number.as_deref().unwrap_or_default();
    if text::is_unclean(number) {
        client.findings.push(Finding {
            what: Some("matter number".to_owned()),
            ..Finding::new(FindingCode::ControlCharacters, "Type it anew in Clio.")
        });
    }
    client
}

/// Gives the firm's fields their places, and looks at what came of it.
fn finish(related: &mut Related, facts: &Facts<'_>) {
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
fn told(related: &mut Related) {
    let person = &related.person.person;
    for finding in &mut related.findings {
        finding.clio_contact_id = Some(person.clio_contact_id.clone());
        finding.name = Some(person.name.full.clone());
        finding.saved_as = Some(related.saved_as);
    }
}

fn gather(family: &Family, client: Related, people: Vec<Related>, missing: Vec<Finding>) -> Draft {
    // Whoever is missing comes first: that is more than a missing value.
    let mut findings = missing;
    let mut lines = vec![line(&client)];
    findings.extend(client.findings);
    let client = client.person.person;
    let mut classes: BTreeMap<SavedAs, Vec<(RelatedPerson, PersonLine)>> = BTreeMap::new();
    for mut related in people {
        findings.append(&mut related.findings);
        let line = line(&related);
        let class = classes.entry(related.saved_as).or_default();
        class.push((related.person, line));
    }
    let spouses = classes.get(&SavedAs::Spouse).map(Vec::as_slice);
    findings.extend(several_spouses(spouses.unwrap_or_default()));

    let mut class = |saved_as| {
        let (persons, of_class): (Vec<_>, Vec<_>) = classes
            .remove(&saved_as)
            .unwrap_or_default()
            .into_iter()
            .unzip();
        lines.extend(of_class);
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
    let same = duplicate::in_family(&record).into_iter().map(|found| {
        let is_it =
            |line: &&PersonLine| Some(&line.clio_contact_id) == found.clio_contact_id.as_ref();
        let saved_as = lines.iter().find(is_it).map(|line| line.saved_as);
        Finding { saved_as, ..found }
    });
    findings.extend(same);
    let suggestions = suggest::suggestions(&record, family);
    findings.extend(hidden::in_what_is_told(&findings, &suggestions));
    Draft {
        suggestions,
        client: record,
        people: lines,
        findings,
    }
}

/// The client's own rows, and the rows of each other contact, in the order of their first row. A row that names no contact stands alone.
fn by_contact(family: &Family) -> (Rows<'_>, Vec<(Option<i64>, Rows<'_>)>) {
    let mut own_rows: Vec<&RelationshipRow> = Vec::new();
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

fn about_the_client(client: &Person, own_rows: &Rows<'_>, others: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    if client.kind == Kind::Company && others > 0 {
        findings.push(Finding::new(
            FindingCode::ClientIsCompany,
            "A company has no spouse and no children.",
        ));
    }
    if !own_rows.is_empty() {
        findings.push(Finding {
            clio_says: joined(own_rows.iter().filter_map(|row| label(row))),
            ..Finding::new(
                FindingCode::SelfRelated,
                "Check that this is the right client.",
            )
        });
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

/// Somebody who is not saved because the rules say so.
fn left_out(person: &Person, rows: &Rows<'_>) -> Vec<Finding> {
    let about = |code, what_to_do: &str| Finding {
        clio_contact_id: Some(person.clio_contact_id.clone()),
        name: Some(person.name.full.clone()),
        ..Finding::new(code, what_to_do)
    };
    let mut findings = vec![Finding {
        clio_says: joined(rows.iter().filter_map(|row| label(row))),
        ..about(
            FindingCode::LeftOut,
            "Add this person in ILS if that was a mistake.",
        )
    }];
    if text::is_unclean(&person.name.full) {
        findings.push(Finding {
            what: Some("name".to_owned()),
            ..about(FindingCode::ControlCharacters, "Type it anew in Clio.")
        });
    }
    findings
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

fn line(related: &Related) -> PersonLine {
    let person = &related.person.person;
    PersonLine {
        clio_contact_id: person.clio_contact_id.clone(),
        name: person.name.full.clone(),
        kind: person.kind,
        saved_as: related.saved_as,
        clio_says: related.person.relationship.clone(),
        rule: related.rule.clone(),
        born_on: person.birth_date.clone(),
        phones: person.phones.len(),
        emails: person.emails.len(),
    }
}
