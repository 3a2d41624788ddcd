//! A command in a namespace of mounts of its own: other disks and folders than the rest of the computer sees, gone when it ends.

use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The flag of `unshare` with which this computer lets such a namespace be entered: as root, or as root of a user namespace.
pub(crate) fn flag() -> Option<&'static str> {
    static HOW: OnceLock<Option<&str>> = OnceLock::new();
    *HOW.get_or_init(|| {
        ["-m", "-rm"].into_iter().find(|how| {
            let tried = Command::new("unshare")
                .args([how, "sh", "-c", "mount -t tmpfs tmpfs /mnt"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            tried.is_ok_and(|status| status.success())
        })
    })
}

/// The command in a namespace, after a shell has run `script` there, which ends in `exec "$@"` or runs it otherwise.
pub(crate) fn within(flag: &str, script: &str, command: &Command) -> Command {
    let mut unshare = Command::new("unshare");
    unshare.args([flag, "/bin/sh"]);
    below_shell(unshare, script, command)
}

/// The same command and settings, below a shell.
pub(crate) fn below_shell(mut shell: Command, script: &str, command: &Command) -> Command {
    shell.args(["-c", script, "sh"]).arg(command.get_program());
    shell.args(command.get_args()).env_clear();
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            shell.env(name, value);
        }
    }
    shell
}
