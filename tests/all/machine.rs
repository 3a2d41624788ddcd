//! The administrator's file and its locks, at its real place: no user can name another, so the tests put another folder there.

use std::fs;

use contract_tests::Answer;
use serde_json::Value;
use tempfile::TempDir;

use crate::namespace;
use crate::scene::{HOLLIS, Scene, skipped};

const FILE: &str = "/etc/ils/config.toml";

/// A user, and the `/etc` of a computer with an administrator.
struct Machine {
    scene: Scene,
    etc: TempDir,
    flag: &'static str,
}

impl Machine {
    /// `None` where nobody may have mounts of their own.
    async fn new(test: &str) -> Option<Self> {
        let Some(flag) = namespace::flag() else {
            skipped(test, "this computer lets nobody have an /etc of their own");
            return None;
        };
        let etc = TempDir::new().unwrap();
        fs::create_dir(etc.path().join("ils")).unwrap();
        Some(Self {
            scene: Scene::connected().await,
            etc,
            flag,
        })
    }

    fn says(&self, text: &str) {
        fs::write(self.etc.path().join("ils/config.toml"), text).unwrap();
    }

    fn run(&mut self, variables: &[(&str, &str)], arguments: &[&str]) -> Answer {
        let etc = self.etc.path().display();
        let script = format!("mount --bind '{etc}' /etc || exit 99; exec \"$@\"");
        let ils = self.scene.ils.command(arguments).unwrap();
        let mut command = namespace::within(self.flag, &script, &ils);
        command.envs(variables.iter().copied());
        command.output().unwrap().into()
    }

    #[track_caller]
    fn json(&mut self, exit: i32, variables: &[(&str, &str)], arguments: &[&str]) -> Value {
        let answer = self.run(variables, &[arguments, &["--json"]].concat());
        assert_eq!(answer.code, Some(exit), "{arguments:?}: {answer:?}");
        answer.json().unwrap()
    }

    fn setting(&mut self, variables: &[(&str, &str)], name: &str) -> (Value, Value, Value) {
        let mut data = self.json(0, variables, &["config", "get", name])["data"].take();
        (
            data["value"].take(),
            data["source"].take(),
            data["locked"].take(),
        )
    }
}

fn setting(value: &str, source: &str, is_locked: bool) -> (Value, Value, Value) {
    (value.into(), source.into(), is_locked.into())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_administrator_locks_nobody_sets_otherwise() {
    let Some(mut machine) =
        Machine::new("what_the_administrator_locks_nobody_sets_otherwise").await
    else {
        return;
    };
    let place = machine.scene.ils.home().join("of the firm.sqlite");
    let place = place.to_str().unwrap().to_owned();
    machine.says(&format!(
        "timeout = 31\nprogress = \"none\"\n[lock]\nprogress = \"lines\"\nstore = \"{place}\"\n"
    ));
    // What is not locked is a proposal.
    assert_eq!(
        machine.setting(&[], "timeout"),
        setting("31", "machine_file", false)
    );
    let mine = [("ILS_TIMEOUT", "9")];
    assert_eq!(
        machine.setting(&mine, "timeout"),
        setting("9", "environment", false)
    );
    // What is locked is so, and whoever wants it otherwise is told, whatever the command.
    let other = machine.scene.ils.home().join("mine.toml");
    fs::write(&other, "progress = \"bar\"\n").unwrap();
    let other = other.to_str().unwrap();
    for (variables, flags, by) in [
        (
            &[("ILS_PROGRESS", "bar")][..],
            &[][..],
            "in the environment",
        ),
        (&[("ILS_STORE", "mine.sqlite")], &[], "in the environment"),
        (&[], &["--progress", "bar"], "on the command line"),
        (&[], &["--store", "mine.sqlite"], "on the command line"),
        (&[], &["--config", other], "in your settings"),
        (&[("ILS_CONFIG", other)], &[], "in your settings"),
    ] {
        for command in [
            &["clients", "list"][..],
            &["import", HOLLIS, "--yes"],
            &["status"],
        ] {
            let error = machine.json(6, variables, &[command, flags].concat())["error"].take();
            assert_eq!(error["code"], "setting_locked", "{error}");
            let advice = error["advice"][0].as_str().unwrap();
            assert!(advice.contains(by), "{advice}");
        }
    }
    let shown = machine
        .run(&[], &["import", HOLLIS, "--yes", "--progress", "bar"])
        .stderr;
    assert!(
        shown.contains(FILE) && shown.contains("Nothing was changed."),
        "{shown}"
    );
    // Another home is another user's place, not another administrator.
    let elsewhere = TempDir::new().unwrap();
    let home = [
        ("ILS_HOME", elsewhere.path().to_str().unwrap()),
        ("HOME", elsewhere.path().to_str().unwrap()),
        ("XDG_CONFIG_DIRS", elsewhere.path().to_str().unwrap()),
        ("PROGRAMDATA", elsewhere.path().to_str().unwrap()),
    ];
    assert_eq!(
        machine.setting(&home, "progress"),
        setting("lines", "machine_file", true)
    );
    // Nor is it written into a file where it would do nothing.
    for change in [
        &["config", "set", "store", "mine.sqlite"][..],
        &["config", "set", "progress", ""],
    ] {
        let refused = machine.json(6, &[], change);
        assert_eq!(refused["error"]["code"], "setting_locked", "{refused}");
    }
    assert!(!machine.scene.ils.home().join("config/config.toml").exists());
    // Who wants the same is not against it; and it is done as locked.
    let same = [("ILS_PROGRESS", "lines")];
    machine.json(0, &same, &["import", HOLLIS, "--yes"]);
    assert!(fs::exists(&place).unwrap());
    assert!(
        !machine
            .scene
            .ils
            .home()
            .join("data/clients.sqlite")
            .exists()
    );
    let list = machine.json(0, &[], &["config", "list"])["data"].take();
    assert_eq!(list["machine_file"], FILE);
    let locked: Vec<&str> = list["settings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["locked"] == true)
        .map(|one| one["key"].as_str().unwrap())
        .collect();
    assert_eq!(locked, ["store", "progress"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrators_file_that_cannot_be_followed_stops_everything() {
    let Some(mut machine) =
        Machine::new("an_administrators_file_that_cannot_be_followed_stops_everything").await
    else {
        return;
    };
    for (text, wrong) in [
        ("[lock]\nregoin = \"us\"\n", "no setting called regoin"),
        ("[lock]\nregion = \"ca\"\n", "region can only be us"),
        ("[lock\n", "no TOML"),
    ] {
        machine.says(text);
        let error = machine.json(2, &[], &["clients", "list"])["error"].take();
        assert_eq!(error["code"], "settings_wrong", "{error}");
        let message = error["message"].as_str().unwrap();
        assert!(
            message.contains(FILE) && message.contains(wrong),
            "{message}"
        );
        // These help to mend it.
        machine.json(0, &[], &["config", "list"]);
        machine.json(1, &[], &["doctor", "--offline"]);
    }
}
