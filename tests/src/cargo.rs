//! The cargo that builds what is tested.

use std::env;
use std::path::Path;
use std::process::Command;

/// The cargo that runs this, else the one on the `PATH`, in the workspace's folder.
pub fn cargo() -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    command.current_dir(here.parent().unwrap_or(here));
    forget_package(&mut command);
    command
}

/// Keeps from a command that runs cargo what cargo told this program about its package: build scripts that look at it (ring's) would be
/// run again, and all that is built on them, each time another package asks.
pub fn forget_package(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*name);
        }
    }
}
