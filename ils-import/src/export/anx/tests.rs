//! Answer files, byte for byte, and maps that are refused.

use super::*;
use crate::client::{Address, CustomContent, CustomValue, Gender, Phone, RelatedPerson};

#[expect(
    clippy::unnecessary_wraps,
    reason = "members of the record are options"
)]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn hollis() -> ImportedClient {
    let mut record = ImportedClient::default();
    let client = &mut record.client;
    client.name.full = "Dana <Hollis> & \"Co\"".to_owned();
    client.birth_date = text("1951-03-09");
    client.gender = Gender::Female;
    client.addresses.push(Address {
        kind: "home".into(),
        street: text("1 Elm Street\nUnit 2"),
        city: text("Salem"),
        primary: true,
        ..Address::default()
    });
    client.custom.push(CustomValue {
        field_id: "7".to_owned(),
        name: "Golf club".to_owned(),
        value: CustomContent::Flag(true),
        ..CustomValue::default()
    });
    client.custom.push(CustomValue {
        field_id: "8".to_owned(),
        name: "SSN".to_owned(),
        value: CustomContent::Text("123-45-6789".to_owned()),
        ..CustomValue::default()
    });
    for (name, born, phones) in [
        ("Ann\u{202E}", Some("1978-06-02"), 1),
        ("Lee\u{1b}", None, 0),
    ] {
        let mut child = RelatedPerson::default();
        child.person.name.full = name.to_owned();
        child.person.birth_date = born.map(ToOwned::to_owned);
        child.person.phones = vec![
            Phone {
                kind: "mobile".into(),
                number: "503".to_owned(),
                ..Phone::default()
            };
            phones
        ];
        record.children.push(child);
    }
    record
}

fn written(map: &str) -> String {
    let mut bytes = Vec::new();
    write(
        &mut bytes,
        &hollis(),
        &AnswerMap::from_toml(map).unwrap(),
        Sensitive::LeftOut,
    )
    .unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn each_kind_of_answer_is_as_hotdocs_writes_it() {
    for (target, answer) in [
        (
            "client.name.full\" = \"X",
            "<TextValue>Dana &lt;Hollis&gt; &amp; &quot;Co&quot;</TextValue>",
        ),
        (
            "client.birth_date\" = \"X",
            "<DateValue>9/3/1951</DateValue>",
        ),
        ("client.death_date\" = \"X", "<DateValue unans=\"true\"/>"),
        ("client.name.middle\" = \"X", "<TextValue unans=\"true\"/>"),
        (
            "client.residence.street\" = \"X",
            "<TextValue>1 Elm Street\r\nUnit 2</TextValue>",
        ),
        (
            "client.addresses[home].primary\" = \"X",
            "<TFValue>true</TFValue>",
        ),
        (
            "client.addresses[0].city\" = \"X",
            "<TextValue>Salem</TextValue>",
        ),
        (
            "client.addresses[work].city\" = \"X",
            "<TextValue unans=\"true\"/>",
        ),
        (
            "client.custom[golf  Club].value\" = \"X",
            "<TextValue>true</TextValue>",
        ),
        (
            "client.custom[#7].name\" = \"X",
            "<TextValue>Golf club</TextValue>",
        ),
        (
            "client.custom[SSN].value\" = \"X",
            "<TextValue unans=\"true\"/>",
        ),
        (
            "client.employer.name\" = \"X",
            "<TextValue unans=\"true\"/>",
        ),
        (
            "children[].name.full\" = \"X",
            "<RptValue><TextValue>Ann&#x202E;</TextValue><TextValue>Lee⟨U+001B⟩</TextValue></RptValue>",
        ),
        (
            "children[].birth_date\" = \"X",
            "<RptValue><DateValue>2/6/1978</DateValue><DateValue unans=\"true\"/></RptValue>",
        ),
        (
            "children[].phones[].number\" = \"X",
            "<RptValue><RptValue><TextValue>503</TextValue></RptValue><RptValue></RptValue></RptValue>",
        ),
        (
            "children[1].name.full\" = \"X",
            "<TextValue>Lee⟨U+001B⟩</TextValue>",
        ),
        (
            "children[2].name.full\" = \"X",
            "<TextValue unans=\"true\"/>",
        ),
        ("spouses[].name.full\" = \"X", "<RptValue></RptValue>"),
        (
            "client.gender\" = { name = \"X\", type = \"choice\", words = { female = \"F\\\\emale\" } } #",
            "<MCValue><SelValue>F\\5cemale</SelValue></MCValue>",
        ),
        (
            "client.custom[#7].value\" = { name = \"X\", type = \"yes_no\" } #",
            "<TFValue>true</TFValue>",
        ),
        (
            "children[].phones[mobile].number\" = { name = \"X\", type = \"number\" } #",
            "<RptValue><NumValue>503</NumValue><NumValue unans=\"true\"/></RptValue>",
        ),
    ] {
        let file = written(&format!("\"{target}\""));
        assert!(
            file.contains(&format!("<Answer name=\"X\">{answer}</Answer>\r\n")),
            "{target}: {file}"
        );
        assert!(file.starts_with(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<AnswerSet title="
        ));
        assert!(file.ends_with("</AnswerSet>\r\n"));
    }
}

#[test]
fn a_map_that_cannot_be_followed_is_refused() {
    let path = |path: &str| AnswerMap::from_toml(&format!("\"{path}\" = \"X\"")).err();
    for unknown in [
        "client.nick",
        "client..name",
        "",
        "client.name.full.more",
        "client[0].name.full",
        "children[].labels[x]",
        "children[",
        "matter.id",
        "client.name.full]",
        "children[0]name.full",
    ] {
        assert_eq!(
            path(unknown),
            Some(MapError::UnknownPath(unknown.to_owned())),
            "{unknown}"
        );
    }
    for group in [
        "client",
        "client.name",
        "children",
        "children[]",
        "client.residence",
        "client.provenance",
    ] {
        assert_eq!(
            path(group),
            Some(MapError::NotOneValue(group.to_owned())),
            "{group}"
        );
    }
    for (text, error) in [
        ("nothing", MapError::NotAMap),
        ("\"id\" = 3", MapError::NotAMap),
        (
            "\"id\" = { name = \"X\", kind = \"text\" }",
            MapError::NotAMap,
        ),
        ("\"id\" = \"\"", MapError::BadName(String::new())),
        ("\"id\" = \"(X)\"", MapError::BadName("(X)".to_owned())),
        (
            "\"id\" = \"X\"\n\"schema\" = \"X\"",
            MapError::Twice("X".to_owned()),
        ),
    ] {
        assert_eq!(AnswerMap::from_toml(text).err(), Some(error), "{text}");
    }
    assert!(
        AnswerMap::from_json(
            "{\"children[].name.full\": \"X\", \"id\": {\"name\": \"Y\", \"type\": \"number\"}}"
        )
        .is_ok()
    );
    assert_eq!(AnswerMap::from_json("[]").err(), Some(MapError::NotAMap));
}
