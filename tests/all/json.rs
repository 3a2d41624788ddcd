//! With `--json`, standard output is exactly one document, whatever happens.

use crate::scene::{HOLLIS, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn every_command_prints_one_document() {
    let scene = Scene::connected().await;
    let hollis = HOLLIS;
    for (exit, schema, arguments) in [
        (2, "ils.error/1", &[][..]),
        (2, "ils.error/1", &["setup"]),
        (0, "ils.config/1", &["config", "list"]),
        (0, "ils.setting/1", &["config", "get", "profile"]),
        (0, "ils.setting/1", &["config", "set", "timeout", "60"]),
        (2, "ils.error/1", &["config", "set", "timeout", "soon"]),
        (5, "ils.error/1", &["config", "get", "colour"]),
        (0, "ils.config_file/1", &["config", "path"]),
        (2, "ils.error/1", &["config", "edit"]),
        (0, "ils.status/1", &["status"]),
        (0, "ils.status/1", &["status", "--check"]),
        (0, "ils.matters/1", &["matters", "search", "hollis"]),
        (0, "ils.matters/1", &["matters", "search", "nobody at all"]),
        (0, "ils.matter/1", &["matters", "show", hollis]),
        (0, "ils.preview/1", &["preview", hollis]),
        (0, "ils.import/1", &["import", hollis, "--dry-run"]),
        (0, "ils.import/1", &["import", hollis, "--yes"]),
        (0, "ils.clients/1", &["clients", "list"]),
        (0, "ils.client/1", &["clients", "show", "1"]),
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
        (0, "ils.words_test/1", &["words", "test", "stepdaughter"]),
        (0, "ils.connect_started/1", &["connect", "--start"]),
        (6, "ils.error/1", &["import", hollis, "--yes"]),
        (5, "ils.error/1", &["preview", "00000-Nobody"]),
        (5, "ils.error/1", &["clients", "show", "99"]),
        (2, "ils.error/1", &["reconnect"]),
        (2, "ils.error/1", &["preview"]),
        (2, "ils.error/1", &["no-such-command"]),
        (2, "ils.error/1", &["import", "--no-such-flag"]),
        (2, "ils.error/1", &["disconnect"]),
        (0, "ils.disconnect/1", &["disconnect", "--yes"]),
        (4, "ils.error/1", &["preview", hollis]),
        (
            4,
            "ils.error/1",
            &["connect", "--finish", "--code-file", "/nonexistent/code"],
        ),
    ] {
        // A missing file is an unreadable input (5) or an attempt that cannot go on (4).
        let answer = scene.run(&[arguments, &["--json"]].concat());
        let document = answer
            .json()
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}"));
        if arguments.contains(&"/nonexistent/code") {
            assert!(
                matches!(answer.code, Some(2 | 4 | 5)),
                "{arguments:?} {document}"
            );
            continue;
        }
        assert_eq!(answer.code, Some(exit), "{arguments:?} {document}");
        assert_eq!(document["schema"], schema, "{arguments:?} {document}");
        assert_eq!(document["ok"], exit == 0, "{arguments:?} {document}");
        if exit == 0 {
            assert!(document["data"].is_object(), "{arguments:?} {document}");
            assert!(document["warnings"].is_array(), "{arguments:?} {document}");
        } else {
            let error = &document["error"];
            assert_eq!(error["exit"], exit, "{arguments:?} {document}");
            assert!(
                error["code"].is_string() && error["message"].is_string(),
                "{document}"
            );
            assert!(
                error["advice"].is_array() && error["retryable"].is_boolean(),
                "{document}"
            );
        }
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_speaks_of_tokens() {
    let scene = Scene::connected().await;
    let hollis = HOLLIS;
    let mut screens = Vec::new();
    for arguments in [
        &["--help"][..],
        &["connect", "--help"],
        &["import", "--help"],
        &["preview", "--help"],
        &["status"],
        &["status", "--check"],
        &["matters", "search", "hollis"],
        &["matters", "show", hollis],
        &["preview", hollis],
        &["import", hollis],
        &["import", hollis, "--yes"],
        &["import", hollis, "--yes"],
        &["clients", "list"],
        &["clients", "show", "1"],
        &["words", "test", "stepson"],
        &["preview", "00000-Nobody"],
        &["disconnect", "--yes"],
        &["preview", hollis],
        &["connect"],
    ] {
        let answer = scene.run(arguments);
        screens.push((
            format!("{arguments:?}"),
            format!("{}{}", answer.stdout, answer.stderr),
        ));
    }
    for (arguments, screen) in screens {
        for banned in ["OAuth", "token", "endpoint", "401", "null", "None", "Some("] {
            let shown = screen
                .lines()
                .find(|line| line.contains(banned) && !line.contains("ILS_"));
            assert!(shown.is_none(), "{arguments} says `{banned}`: {shown:?}");
        }
    }
}
