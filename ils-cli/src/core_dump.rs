//! No picture of this program's memory is left on a disk: it would hold the connection and a client's life.

/// Holds for the whole process. Programs that it starts begin without core dumps too, and may ask for them again.
#[cfg(unix)]
pub(crate) fn forbid() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let maximum = getrlimit(Resource::Core).maximum;
    let current = Some(0);
    // Lowering a limit of one's own is always allowed.
    _ = setrlimit(Resource::Core, Rlimit { current, maximum });
    // A core dump that is piped to a program asks no limit, and a debugger of the same user asks nobody.
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Windows keeps dumps only where its administrator has asked for them.
#[cfg(not(unix))]
pub(crate) fn forbid() {}
