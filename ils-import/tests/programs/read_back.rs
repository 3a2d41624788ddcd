//! Python, which knows nothing of ILS, reads what was exported.

use std::path::Path;
use std::process::Command;

use ils_import::export::anx::{self, AnswerMap};
use ils_import::export::xlsx::{Xlsx, XlsxOptions};
use ils_import::export::{Csv, CsvOptions, Exporter, Sensitive};
use serde_json::{Value, json};

use crate::hollis::record;
use crate::program::{find, skipped};

const ANX: &str = r"
import json, sys, xml.etree.ElementTree as tree
def value(element):
    if element.get('unans') == 'true':
        return None
    if element.tag == 'RptValue':
        return [value(part) for part in element]
    if element.tag == 'MCValue':
        return [element.tag] + [part.text for part in element]
    return [element.tag, element.text]
root = tree.parse(sys.argv[1]).getroot()
assert root.tag == 'AnswerSet' and root.get('version') == '1.1', root.tag
json.dump({answer.get('name'): value(answer[0]) for answer in root}, sys.stdout)
";

const XLSX: &str = r"
import json, re, sys, xml.etree.ElementTree as tree, zipfile
book = zipfile.ZipFile(sys.argv[1])
assert book.testzip() is None
main = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
sheet = tree.fromstring(book.read('xl/worksheets/sheet1.xml'))
assert not list(sheet.iter(main + 'f')), 'a formula'
rows = []
for row in sheet.iter(main + 'row'):
    cells = {}
    for cell in row:
        assert cell.get('t') == 'inlineStr', cell.get('t')
        cells[re.match('[A-Z]+', cell.get('r')).group()] = ''.join(text.text or '' for text in cell.iter(main + 't'))
    rows.append(cells)
head = rows[0]
json.dump([{head[column]: text for column, text in row.items()} for row in rows[1:]], sys.stdout)
";

fn python(test: &str, script: &str, file: &Path) -> Option<Value> {
    let Some(python) = find("python3") else {
        skipped(test, "python3 is not here");
        return None;
    };
    let output = Command::new(python)
        .arg("-c")
        .arg(script)
        .arg(file)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn an_answer_file_is_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hollis.anx");
    let map = r#"
        "client.name.full" = "Client Name TE"
        "client.birth_date" = "Client DOB DA"
        "client.residence.street" = "Client Street TE"
        "client.residence.postal_code" = "Client ZIP TE"
        "client.phones[home].number" = "Client Home Phone TE"
        "client.custom[golf club].value" = "Golf Club TE"
        "client.custom[Social Security Number].value" = "SSN TE"
        "client.gender" = { name = "Client Gender MC", type = "choice", words = { female = "Female", male = "Male" } }
        "spouses[0].birth_date" = "Spouse DOB DA"
        "children[].name.full" = "Child Name TE"
        "children[].birth_date" = "Child DOB DA"
        "grandchildren[].name.full" = "Grandchild \"Name\" & <TE>"
        "parties[company].name.full" = "Trustee TE"
    "#;
    let map = AnswerMap::from_toml(map).unwrap();
    let out = std::fs::File::create(&file).unwrap();
    anx::write(out, &record(), &map, Sensitive::LeftOut).unwrap();
    let Some(read) = python("an_answer_file_is_the_record", ANX, &file) else {
        return;
    };
    let text = |text: &str| json!(["TextValue", text]);
    let expected = json!({
        "Client Name TE": text("Dana Hollis"),
        "Client DOB DA": ["DateValue", "9/3/1951"],
        "Client Street TE": text("1 Elm Street\nUnit 2"),
        "Client ZIP TE": text("01301"),
        "Client Home Phone TE": text("5035550101"),
        "Golf Club TE": text("Eastmoreland"),
        "SSN TE": null,
        "Client Gender MC": ["MCValue", "Female"],
        "Spouse DOB DA": ["DateValue", "30/11/1949"],
        "Child Name TE": [text("Ann Hollis"), text("=cmd|'/C calc'!A0 O'Neil"), text("山田 太郎")],
        "Child DOB DA": [["DateValue", "2/6/1978"], null, ["DateValue", "29/2/1980"]],
        "Grandchild \"Name\" & <TE>": [text("José Ñandú-Hollis\u{202E}")],
        "Trustee TE": text("First Trust Co. <Oregon>"),
    });
    assert_eq!(read, expected);
}

#[test]
fn a_workbook_is_the_list_of_people() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("people.xlsx");
    let mut list = Box::new(
        Xlsx::new(
            std::fs::File::create(&file).unwrap(),
            &XlsxOptions::default(),
        )
        .unwrap(),
    );
    list.add(&record()).unwrap();
    list.finish().unwrap();
    let Some(read) = python("a_workbook_is_the_list_of_people", XLSX, &file) else {
        return;
    };
    let rows = read.as_array().unwrap();
    let column = |name: &str| -> Vec<&str> {
        rows.iter()
            .map(|row| row[name].as_str().unwrap_or_default())
            .collect()
    };
    assert_eq!(
        column("Name"),
        [
            "Dana Hollis",
            "Robert Kay",
            "Ann Hollis",
            "=cmd|'/C calc'!A0 O'Neil",
            "山田 太郎",
            "José Ñandú-Hollis⟨U+202E⟩",
            "First Trust Co. <Oregon>"
        ]
    );
    assert_eq!(
        column("Saved as"),
        [
            "client",
            "spouse",
            "child",
            "child",
            "child",
            "grandchild",
            "party"
        ]
    );
    assert_eq!(
        column("Born"),
        [
            "1951-03-09",
            "1949-11-30",
            "1978-06-02",
            "",
            "1980-02-29",
            "2009-01-17",
            ""
        ]
    );
    assert_eq!(rows[0]["ZIP"], "01301");
    assert_eq!(rows[0]["Mobile phone"], "+1 503-555-0100");
    assert_eq!(rows[0]["Street"], "1 Elm Street, Unit 2");
    assert_eq!(rows[0]["Other fields"], "Golf club: Eastmoreland");
    assert_eq!(column("Matter"), ["00412-Hollis"; 7]);

    // The same list as comma-separated values, cell by cell.
    let mut bytes = Vec::new();
    let mut list = Box::new(Csv::new(&mut bytes, CsvOptions::excel()).unwrap());
    list.add(&record()).unwrap();
    list.finish().unwrap();
    let mut reader = csv::Reader::from_reader(&bytes[3..]);
    let headings = reader.headers().unwrap().clone();
    for (line, row) in reader.records().map(Result::unwrap).zip(rows) {
        for (heading, cell) in headings.iter().zip(&line) {
            let in_workbook = row[heading].as_str().unwrap_or_default();
            assert_eq!(
                cell.strip_prefix('\'').unwrap_or(cell),
                in_workbook,
                "{heading}"
            );
        }
    }
}
