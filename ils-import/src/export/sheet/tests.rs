//! The document's text; how it looks is for a browser (`tests/programs`).

use super::*;
use crate::client::{CustomContent, CustomValue, Kinship, Living, SocialSecurityNumber};
use crate::finding::FindingCode;

fn written(client: &ImportedClient, findings: &[Finding], sensitive: Sensitive) -> String {
    let mut bytes = Vec::new();
    let made_at: jiff::Timestamp = "2026-11-24T22:02:00Z".parse().unwrap();
    let made_at = made_at.to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let mut sheets = Sheets::new(&mut bytes).unwrap();
    let review = Review {
        client,
        findings,
        matter_description: Some("Estate plan"),
        made_by: Some("Pat Rivera"),
        made_at: Some(&made_at),
        sensitive,
    };
    sheets.add(&review).unwrap();
    sheets.finish().unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn strangers_texts_stay_texts() {
    let mut client = ImportedClient::default();
    client.client.name.full = "<script>alert('x')</script> & \u{202E}ann\u{1b}".to_owned();
    client.client.birth_date = Some("<b>".to_owned());
    client.source.matter_number = Some("\"><img src=x>".to_owned());
    let mut child = RelatedPerson {
        labels: vec!["<i>son</i>".to_owned()],
        ..RelatedPerson::default()
    };
    child.person.custom.push(CustomValue {
        name: "<u>".to_owned(),
        value: CustomContent::Text("</td>".to_owned()),
        ..CustomValue::default()
    });
    client.children.push(child);
    let mut finding = Finding::new(FindingCode::NameMissing, "<em>");
    finding.name = Some("</li>".into());
    let html = written(&client, &[finding], Sensitive::LeftOut);
    for tag in [
        "<script", "<img", "<i>", "<u>", "<em>", "<b>", "\u{202E}", "\u{1b}",
    ] {
        assert!(!html.contains(tag), "{tag}");
    }
    assert_eq!(html.matches("<h1>").count(), 1);
    assert!(
        html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; ⟨U+202E⟩ann⟨U+001B⟩")
    );
    for none in ["http:", "https:", "javascript", " href", " style=", " on"] {
        assert!(
            !html.replace(" on ", " ").contains(none) || none == " on",
            "{none}"
        );
    }
    assert!(html.contains("default-src 'none'"));
}

#[test]
fn a_sheet_says_what_there_is_to_check() {
    let mut client = ImportedClient {
        id: "37".to_owned(),
        ..ImportedClient::default()
    };
    client.client.name.full = "Dana Hollis".to_owned();
    client.client.birth_date = Some("1951-03-09".to_owned());
    client.client.custom.push(CustomValue {
        name: "SSN".to_owned(),
        value: CustomContent::Text("123-45-6789".to_owned()),
        ..CustomValue::default()
    });
    client.source.matter_number = Some("00412-Hollis".to_owned());
    client.source.imported_at = Some(jiff::Timestamp::constant(1_795_546_960, 0));
    let mut secret = Finding::new(FindingCode::CustomFieldType, "Look at it.");
    secret.what = Some("SSN".into());
    secret.clio_says = Some("123-45-678".to_owned());
    let mut hidden = Finding::new(FindingCode::HiddenContact, "Ask.");
    hidden.clio_says = Some("son".to_owned());
    let html = written(&client, &[secret.clone(), hidden], Sensitive::LeftOut);
    for part in [
        "<h1>Dana Hollis</h1>",
        "00412-Hollis, Estate plan",
        "as client 37, 24 November 2026",
        "by Pat Rivera",
        "People: 1 person",
        "9 March 1951",
        "SSN: (left out of this sheet)",
        "Please check: 1",
        "Not saved, and why: 1",
        "Reviewed by",
        "Date",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("123-45"), "{html}");
    assert!(written(&client, &[secret], Sensitive::Written).contains("123-45-6789"));
    let nothing = written(&ImportedClient::default(), &[], Sensitive::LeftOut);
    for part in [
        "not yet: this is a preview",
        "Nothing to check.",
        "Nothing was left out.",
        "(no name)",
    ] {
        assert!(nothing.contains(part), "{part}");
    }
}

#[test]
fn what_is_known_of_somebody_is_a_line() {
    let lines = |kinship, living, died: Option<&str>| {
        let mut related = RelatedPerson {
            kinship,
            ..RelatedPerson::default()
        };
        related.person.living = living;
        related.person.death_date = died.map(ToOwned::to_owned);
        person::facts(&related.person, Some(&related), Sensitive::LeftOut)
    };
    for (kinship, line) in [
        (Kinship::Unknown, None),
        (Kinship::Step, Some("Step")),
        (Kinship::Adopted, Some("Adopted")),
        (Kinship::Foster, Some("Foster")),
        (Kinship::Biological, Some("Biological")),
    ] {
        let said = lines(kinship, Living::Unknown, None);
        assert!(
            said.iter().map(String::as_str).eq(line),
            "{kinship:?}: {said:?}"
        );
    }
    for (living, died, line) in [
        (Living::Unknown, None, None),
        (Living::Living, None, None),
        (Living::Deceased, None, Some("Deceased")),
        (Living::Incapacitated, None, Some("Incapacitated")),
        (
            Living::Deceased,
            Some("2019-03-09"),
            Some("Died 9 March 2019"),
        ),
        (Living::Unknown, Some("in spring"), Some("Died in spring")),
    ] {
        let said = lines(Kinship::Unknown, living, died);
        assert!(
            said.iter().map(String::as_str).eq(line),
            "{living:?}: {said:?}"
        );
    }
}

#[test]
fn what_clio_says_is_every_label_or_the_word_that_decided() {
    for (labels, relationship, says) in [
        (&[][..], None, "(blank)"),
        (&["", " "], None, "(blank)"),
        (&[], Some("son"), "son"),
        (&["son", " ", "executor"], Some("son"), "son; executor"),
    ] {
        let related = RelatedPerson {
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            relationship: relationship.map(ToOwned::to_owned),
            ..RelatedPerson::default()
        };
        assert_eq!(person::says(&related), says, "{labels:?}");
    }
}

#[test]
fn a_number_that_is_left_out_is_said_to_be() {
    for number in [
        SocialSecurityNumber::Clear("123-45-6789".into()),
        SocialSecurityNumber::Hidden,
    ] {
        let mut client = ImportedClient::default();
        client.client.social_security_number = Some(number);
        let html = written(&client, &[], Sensitive::LeftOut);
        assert!(html.contains("Social Security number: (left out of this sheet)"));
        assert!(!html.contains("123-45"), "{html}");
    }
}
