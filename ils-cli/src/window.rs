//! The window that Windows opens for a program that is started by a double click. It closes with the program, last words and all.

use std::io::{self, IsTerminal};

use crate::output::{Form, Output};
use crate::prompt;
use crate::settings::{self, Key};

/// Waits for Enter when nobody could read the last words otherwise. With `--no-input` it asks nothing.
pub(crate) fn hold() {
    let closes = is_started_by_explorer(&processes(), std::process::id())
        && io::stdin().is_terminal()
        && io::stderr().is_terminal()
        && !settings::is_on(Key::NoInput);
    if closes {
        wait_for_enter(&Output::new(Form::Text));
    }
}

/// Ctrl+C, or a keyboard that is gone, ends it too.
fn wait_for_enter(output: &Output) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let Ok(runtime) = runtime.enable_all().build() else {
        return;
    };
    runtime.block_on(async {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = prompt::ask(output, "\nPress Enter to close this window: ") => {}
        }
    });
    runtime.shutdown_background();
}

/// A process as the system lists it.
#[derive(Debug)]
struct Process {
    id: u32,
    parent: u32,
    program: String,
}

/// Explorer starts what is double-clicked, in a folder, on the desktop or in the Start menu; a shell's window stays, and nobody sits at
/// a scheduled task's.
fn is_started_by_explorer(processes: &[Process], this: u32) -> bool {
    let of = |id: u32| processes.iter().find(|process| process.id == id);
    let parent = of(this).and_then(|process| of(process.parent));
    parent.is_some_and(|parent| parent.program.eq_ignore_ascii_case("explorer.exe"))
}

/// None where the system does not say.
#[cfg(windows)]
fn processes() -> Vec<Process> {
    use winsafe::HPROCESSLIST;
    use winsafe::co::TH32CS;

    let Ok(mut list) = HPROCESSLIST::CreateToolhelp32Snapshot(TH32CS::SNAPPROCESS, None) else {
        return Vec::new();
    };
    list.iter_processes()
        .map_while(Result::ok)
        .map(|process| Process {
            id: process.th32ProcessID,
            parent: process.th32ParentProcessID,
            program: process.szExeFile(),
        })
        .collect()
}

/// Elsewhere a terminal stays when its program has ended: nobody needs to be asked.
#[cfg(not(windows))]
fn processes() -> Vec<Process> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_explorer_starts_has_a_window_of_its_own() {
        for (parent, expected) in [
            ("explorer.exe", true),
            ("EXPLORER.EXE", true),
            ("cmd.exe", false),
            ("powershell.exe", false),
            ("pwsh.exe", false),
            ("WindowsTerminal.exe", false),
            ("svchost.exe", false),
            ("explorer.exe.exe", false),
            ("", false),
        ] {
            let process = |id, parent, program: &str| Process {
                id,
                parent,
                program: program.to_owned(),
            };
            // Explorer is always there, and further up in every one's line.
            let processes = [
                process(4, 0, "System"),
                process(700, 4, "explorer.exe"),
                process(800, 700, parent),
                process(900, 800, "ils.exe"),
            ];
            assert_eq!(
                is_started_by_explorer(&processes, 900),
                expected,
                "{parent}"
            );
            assert!(!is_started_by_explorer(&processes, 901), "not in the list");
            assert!(
                !is_started_by_explorer(&processes[3..], 900),
                "its parent has ended"
            );
        }
    }
}
