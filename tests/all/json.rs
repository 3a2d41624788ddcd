//! With `--json`, standard output is exactly one document, whatever happens.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::scene::{HOLLIS, Scene};

/// Every command, one that succeeds and one that fails, in an order that makes sense: exit code, schema, arguments.
#[expect(clippy::too_many_lines, reason = "a table, one case a row")]
fn every_command<'a>(pages: &'a str, exported: &'a str, secret: &'a str) -> Vec<Case<'a>> {
    let hollis = HOLLIS;
    let cases: &[(i32, &'static str, &[&'a str])] = &[
        (2, "ils.error/1", &[][..]),
        (2, "ils.error/1", &["setup"]),
        (0, "ils.config/1", &["config", "list"]),
        (0, "ils.setting/1", &["config", "get", "profile"]),
        (0, "ils.setting/1", &["config", "set", "timeout", "60"]),
        (2, "ils.error/1", &["config", "set", "timeout", "soon"]),
        (5, "ils.error/1", &["config", "get", "colour"]),
        (0, "ils.config_file/1", &["config", "path"]),
        (2, "ils.error/1", &["config", "path", "x"]),
        (2, "ils.error/1", &["config", "list", "x"]),
        (2, "ils.error/1", &["config", "edit"]),
        (0, "ils.status/1", &["status"]),
        (0, "ils.status/1", &["status", "--check"]),
        (0, "ils.matters/1", &["matters", "search", "hollis"]),
        (0, "ils.matters/1", &["matters", "search", "nobody at all"]),
        (2, "ils.error/1", &["matters", "search"]),
        (0, "ils.matter/1", &["matters", "show", hollis]),
        (5, "ils.error/1", &["matters", "show", "00000-Nobody"]),
        (0, "ils.preview/1", &["preview", hollis]),
        (5, "ils.error/1", &["preview", "00000-Nobody"]),
        (2, "ils.error/1", &["preview"]),
        (0, "ils.import/1", &["import", hollis, "--dry-run"]),
        (0, "ils.import/1", &["import", hollis, "--yes"]),
        (6, "ils.error/1", &["import", hollis, "--yes"]),
        (2, "ils.error/1", &["import", "--no-such-flag"]),
        (0, "ils.clients/1", &["clients", "list"]),
        (2, "ils.error/1", &["clients", "list", "1"]),
        (0, "ils.client/1", &["clients", "show", "1"]),
        (
            0,
            "ils.export/1",
            &[
                "clients", "export", "1", "--format", "json", "--out", exported,
            ],
        ),
        (2, "ils.error/1", &["clients", "export"]),
        (2, "ils.error/1", &["clients", "remove", "1"]),
        (2, "ils.error/1", &["undo"]),
        (0, "ils.remove/1", &["clients", "remove", "1", "--yes"]),
        (6, "ils.error/1", &["undo", "--yes"]),
        (0, "ils.restore/1", &["clients", "restore", "1"]),
        (0, "ils.undo/1", &["undo", "--yes"]),
        (0, "ils.restore/1", &["clients", "restore", "1"]),
        (6, "ils.error/1", &["clients", "restore", "1"]),
        (5, "ils.error/1", &["clients", "remove", "99", "--yes"]),
        (0, "ils.history/1", &["history"]),
        (0, "ils.history/1", &["history", "show", "1"]),
        (5, "ils.error/1", &["history", "show", "99"]),
        (2, "ils.error/1", &["history", "--limit", "none"]),
        (5, "ils.error/1", &["clients", "show", "99"]),
        (0, "ils.words/1", &["words", "list"]),
        (2, "ils.error/1", &["words", "list", "son"]),
        (0, "ils.words_test/1", &["words", "test", "stepdaughter"]),
        (0, "ils.words_test/1", &["words", "test", "son"]),
        (2, "ils.error/1", &["words", "test"]),
        (0, "ils.help_topic/1", &["help"]),
        (0, "ils.help_topic/1", &["help", "store"]),
        (0, "ils.help_topic/1", &["help", "clients", "export"]),
        (5, "ils.error/1", &["help", "me"]),
        (0, "ils.doctor/1", &["doctor"]),
        (2, "ils.error/1", &["doctor", "--report"]),
        (0, "ils.schemas/1", &["schema"]),
        (0, "ils.schema/1", &["schema", "preview"]),
        (5, "ils.error/1", &["schema", "nothing"]),
        (0, "ils.completions/1", &["completions", "bash"]),
        (2, "ils.error/1", &["completions", "tcsh"]),
        (0, "ils.man/1", &["man", pages]),
        (1, "ils.error/1", &["man", "/dev/null/x"]),
        (0, "ils.help/1", &["--help"]),
        (0, "ils.connect_started/1", &["connect", "--start"]),
        (2, "ils.error/1", &["reconnect"]),
        (2, "ils.error/1", &["no-such-command"]),
        (2, "ils.error/1", &["disconnect"]),
        (0, "ils.disconnect/1", &["disconnect", "--yes"]),
        (0, "ils.status/1", &["status"]),
        (4, "ils.error/1", &["status", "--check"]),
        (4, "ils.error/1", &["preview", hollis]),
        (0, "ils.connect_started/1", &["reconnect", "--start"]),
        (
            0,
            "ils.setup/1",
            &[
                "setup",
                "--app-key",
                "key-2",
                "--secret-file",
                secret,
                "--no-connect",
            ],
        ),
        // Last: what was begun is used up.
        (
            4,
            "ils.error/1",
            &["connect", "--finish", "--code-file", "-"],
        ),
    ];
    let case = |(exit, schema, arguments): &(i32, &'static str, &[&'a str])| Case {
        exit: *exit,
        schema,
        arguments: arguments.to_vec(),
    };
    cases.iter().map(case).collect()
}

struct Case<'a> {
    exit: i32,
    schema: &'static str,
    arguments: Vec<&'a str>,
}

/// A folder with what the commands want to read and write there.
struct Desk {
    folder: tempfile::TempDir,
    exported: String,
    secret: String,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let (exported, secret) = (file("clients.json"), file("secret"));
        std::fs::write(&secret, "CANARY_other_secret").unwrap();
        Self {
            folder,
            exported,
            secret,
        }
    }

    fn cases(&self) -> Vec<Case<'_>> {
        let pages = self.folder.path().to_str().unwrap();
        every_command(pages, &self.exported, &self.secret)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_prints_one_document_of_its_schema() {
    let scene = Scene::connected().await;
    let desk = Desk::new();
    let mut walked = BTreeSet::new();
    for Case {
        exit,
        schema,
        arguments,
    } in desk.cases()
    {
        let arguments = arguments.as_slice();
        let answer = scene.run(&[arguments, &["--json"]].concat());
        let document = answer
            .json()
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}"));
        assert_eq!(answer.code, Some(exit), "{arguments:?} {document}");
        assert_eq!(document["schema"], schema, "{arguments:?} {document}");
        assert_eq!(document["ok"], exit == 0, "{arguments:?} {document}");
        assert_valid(&scene, arguments, &document);
        walked.extend((1..=arguments.len()).map(|words| (arguments[..words].join(" "), exit == 0)));
    }
    for command in scene.json(0, &["--help"])["data"]["commands"]
        .as_array()
        .unwrap()
    {
        let command = command.as_str().unwrap().to_owned();
        for good in [true, false] {
            // An editor needs a terminal, and who asks for JSON has none.
            let cannot = good && command == "config edit";
            assert!(
                cannot || walked.contains(&(command.clone(), good)),
                "no case of `{command}` that ends {}",
                if good { "well" } else { "in a failure" }
            );
        }
    }
}

#[track_caller]
fn assert_valid(scene: &Scene, arguments: &[&str], document: &Value) {
    let name = document["schema"].as_str().unwrap();
    let schema = scene.expect(0, &["schema", name]).stdout;
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{arguments:?} {wrong:#?}");
    // A schema that everything fits proves nothing.
    let mut other = document.clone();
    other["ok"] = "yes".into();
    assert!(!validator.is_valid(&other), "{name}");
}

#[tokio::test(flavor = "multi_thread")]
async fn help_and_version_are_documents_too() {
    let scene = Scene::new().await;
    for (schema, arguments) in [
        ("ils.help/1", &["--help"][..]),
        ("ils.help/1", &["import", "--help"]),
        ("ils.version/1", &["--version"]),
    ] {
        let document = scene.json(0, arguments);
        assert_eq!(document["schema"], schema, "{document}");
        let text = document["data"]["text"].as_str().unwrap();
        assert!(text.contains("ils"), "{document}");
        let shown = scene.expect(0, arguments).stdout;
        assert_eq!(shown.trim_end(), text, "the same as on the screen");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_usage_names_what_is_missing() {
    let scene = Scene::new().await;
    for (missing, arguments) in [
        ("<MATTER>", &["preview"][..]),
        ("<WORDS>", &["matters", "search"]),
        ("<CLIENT>", &["clients", "show"]),
        ("--code-file", &["connect", "--finish"]),
        ("--bogus", &["status", "--bogus"]),
    ] {
        let error = scene.json(2, arguments)["error"].clone();
        assert_eq!(error["code"], "usage", "{error}");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(missing), "{error}");
        assert!(!message.contains('\n'), "{error}");
    }
}

/// Every command of the walk above as a person runs it, and the help of each.
#[tokio::test(flavor = "multi_thread")]
async fn only_commands_of_the_help_are_proposed() {
    let scene = Scene::new().await;
    for (typed, proposed) in [
        ("sttus", Some("'status'")),
        ("bogus", None),
        ("logotu", None),
    ] {
        let told = scene.expect(2, &[typed]).stderr;
        assert_eq!(told.contains("similar"), proposed.is_some(), "{told}");
        assert!(told.contains(proposed.unwrap_or(typed)), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_speaks_of_tokens() {
    let scene = Scene::connected().await;
    let desk = Desk::new();
    let help = scene.json(0, &["--help"])["data"]["commands"].clone();
    let help = help.as_array().unwrap().iter().map(|command| {
        let words = command.as_str().unwrap().split(' ');
        words.chain(["--help"]).map(ToOwned::to_owned).collect()
    });
    let runs = desk.cases().into_iter().map(|case| case.arguments);
    let runs = runs.map(|words| words.into_iter().map(ToOwned::to_owned).collect());
    for arguments in runs.chain(help).collect::<Vec<Vec<String>>>() {
        // These two are for programs.
        if matches!(
            arguments.first().map(String::as_str),
            Some("schema" | "completions")
        ) {
            continue;
        }
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let answer = scene.run(&words);
        let screen = format!("{}{}", answer.stdout, answer.stderr);
        assert!(!screen.is_empty(), "{arguments:?} says nothing");
        for banned in BANNED {
            let shown = screen
                .lines()
                .find(|line| line.contains(banned) && !is_setting(line));
            assert!(shown.is_none(), "{arguments:?} says `{banned}`: {shown:?}");
        }
    }
}

const BANNED: [&str; 7] = ["OAuth", "token", "endpoint", "401", "null", "None", "Some("];

/// IT's own names of settings, and the file that the walk names.
fn is_setting(line: &str) -> bool {
    ["ILS_", "token_store", "token_key_file", "/dev/null"]
        .iter()
        .any(|name| line.contains(name))
}
