//! The document's text; how it looks is for a browser (`tests/programs`).

use super::*;
use crate::client::{CustomContent, CustomValue};
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
