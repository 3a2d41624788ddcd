//! Tests that are not built for every system are told where they are missing, as every skipped test is.

use std::fs;
use std::path::{Path, PathBuf};

use crate::scene::skipped;

/// What stands above a test, or above the module of a file, that only some systems can have.
struct Guard {
    line: &'static str,
    holds: bool,
    why: &'static str,
}

const GUARDS: [Guard; 2] = [
    Guard {
        line: "#[cfg(unix)]",
        holds: cfg!(unix),
        why: "it needs a pseudo-terminal, signals, modes or a shell, as Unix has them",
    },
    Guard {
        line: "#[cfg(target_os = \"linux\")]",
        holds: cfg!(target_os = "linux"),
        why: "it needs /proc, /dev/full, or the places and programs of Linux",
    },
];

#[test]
fn what_this_system_has_no_part_of_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("all");
    for file in sources(&folder) {
        let module = file.strip_prefix(&folder).unwrap().with_extension("");
        let module = module.display().to_string().replace(['/', '\\'], "::");
        for (guard, name) in guarded(&fs::read_to_string(&file).unwrap()) {
            if !guard.holds {
                skipped(&format!("{module}::{name}"), guard.why);
            }
        }
    }
}

#[test]
fn a_guard_is_seen_above_a_test_and_above_a_module() {
    let text = "\
        #[cfg(unix)]\nmod faults;\nmod free;\n\
        /// Words.\n#[cfg(unix)]\n#[tokio::test(flavor = \"multi_thread\")]\nasync fn guarded() {\n    #[cfg(unix)]\n    {\n    }\n}\n\
        #[test]\nfn free() {}\n\
        #[cfg(target_os = \"linux\")]\nuse std::fs;\n#[cfg(unix)]\nfn serves_others() {}\n#[cfg(target_os = \"linux\")]\n#[test]\nfn on_linux() {}\n";
    let seen = guarded(text);
    let told: Vec<_> = seen
        .iter()
        .map(|(guard, name)| (guard.line, &**name))
        .collect();
    let [unix, linux] = GUARDS.map(|guard| guard.line);
    assert_eq!(
        told,
        [
            (unix, "all of faults"),
            (unix, "guarded"),
            (linux, "on_linux")
        ]
    );
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The tests below a guard, and the modules of whole files.
fn guarded(text: &str) -> Vec<(&'static Guard, String)> {
    let (mut found, mut guard, mut is_test) = (Vec::new(), None, false);
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") {
            guard = GUARDS.iter().find(|guard| guard.line == line).or(guard);
            is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
            continue;
        }
        let item = line.trim_start_matches("async ");
        let function = item
            .strip_prefix("fn ")
            .filter(|_| is_test)
            .and_then(|rest| rest.split_once('('));
        let module = item
            .strip_prefix("mod ")
            .and_then(|rest| rest.strip_suffix(';'));
        let name = function
            .map(|(name, _)| name.to_owned())
            .or(module.map(|name| format!("all of {name}")));
        found.extend(guard.take().zip(name));
        is_test = false;
    }
    found
}
