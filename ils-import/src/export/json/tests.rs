//! The documents.

use super::*;

fn exported(mut exporter: Box<dyn Exporter + '_>, clients: &[ImportedClient]) {
    for client in clients {
        exporter.add(client).unwrap();
    }
    exporter.finish().unwrap();
}

#[test]
fn records_come_back() {
    let mut first = ImportedClient::default();
    first.client.name.full = "Ann\u{202E}\u{1b}\u{7f}\u{e0041}山田 \"x\" \\".to_owned();
    let both = [first, ImportedClient::default()];
    for clients in [&both[..], &both[..1], &[]] {
        let mut array = Vec::new();
        exported(
            Box::new(Json::new(&mut array, Sensitive::LeftOut).unwrap()),
            clients,
        );
        let array = String::from_utf8(array).unwrap();
        assert!(
            !array.chars().any(|letter| letter != '\n' && acts(letter)),
            "{array}"
        );
        let back: Vec<ImportedClient> = serde_json::from_str(&array).unwrap();
        assert_eq!(back, clients);

        let mut lines = Vec::new();
        exported(
            Box::new(Ndjson::new(&mut lines, Sensitive::LeftOut)),
            clients,
        );
        let lines = String::from_utf8(lines).unwrap();
        let back: Vec<ImportedClient> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(back, clients);
    }
}
