//! Signals that whoever started the tests ignores, under `nohup` say: a child would ignore them too.

use std::ffi::OsStr;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The signals by which tests end programs, with their numbers.
const ENDING: [(&str, u32); 4] = [("HUP", 1), ("INT", 2), ("QUIT", 3), ("TERM", 15)];

/// A command for `program` that heeds signals even where this process ignores them.
///
/// Only Linux tells what is ignored; where its `env` cannot undo that (coreutils before 8.31), the program ignores it too.
pub fn heeding_signals(program: impl AsRef<OsStr>) -> Command {
    static UNDO: OnceLock<Option<String>> = OnceLock::new();
    let undo = UNDO.get_or_init(|| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        undo(&status).filter(|flag| works(flag))
    });
    match undo {
        None => Command::new(program),
        Some(flag) => {
            let mut command = Command::new("/usr/bin/env");
            command.arg(flag).arg(program);
            command
        }
    }
}

/// The flag of `env` that undoes what this `/proc/PID/status` says is ignored.
fn undo(status: &str) -> Option<String> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))?;
    let ignored = u64::from_str_radix(line.trim(), 16).ok()?;
    let names: Vec<&str> = ENDING
        .into_iter()
        .filter(|(_, number)| ignored >> (number - 1) & 1 == 1)
        .map(|(name, _)| name)
        .collect();
    (!names.is_empty()).then(|| format!("--default-signal={}", names.join(",")))
}

fn works(flag: &str) -> bool {
    let tried = Command::new("/usr/bin/env")
        .args([flag, "true"])
        .stderr(Stdio::null())
        .status();
    tried.is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ignored_is_undone() {
        for (ignored, flag) in [
            ("0000000000000000", None),
            // SIGPIPE, which every Rust program ignores and no child of it.
            ("0000000000001000", None),
            ("0000000000001001", Some("--default-signal=HUP")),
            ("0000000000001006", Some("--default-signal=INT,QUIT")),
            (
                "ffffffffffffffff",
                Some("--default-signal=HUP,INT,QUIT,TERM"),
            ),
            ("soon", None),
        ] {
            let status = format!("Name:\tall\nSigBlk:\tffffffffffffffff\nSigIgn:\t{ignored}\n");
            assert_eq!(undo(&status).as_deref(), flag, "{ignored}");
        }
        assert_eq!(undo("Name:\tall\n"), None);
    }

    /// A program that was about to ignore a hang-up ends by it.
    #[cfg(target_os = "linux")]
    #[test]
    fn env_undoes_it() {
        use std::os::unix::process::ExitStatusExt as _;
        let flag = "--default-signal=HUP";
        if !works(flag) {
            use std::io::Write as _;
            return writeln!(
                std::io::stderr(),
                "\nSKIPPED env_undoes_it: this `env` has no {flag}"
            )
            .unwrap();
        }
        for (undo, signal) in [(&[][..], None), (&["/usr/bin/env", flag][..], Some(1))] {
            let status = Command::new("/bin/sh")
                .args(["-c", "trap '' HUP; exec \"$@\"", "sh"])
                .args(undo)
                .args(["/bin/sh", "-c", "kill -HUP $$"])
                .status()
                .unwrap();
            assert_eq!(status.signal(), signal, "{undo:?}");
        }
    }
}
