//! Disks of one's own: the home folder on a full or read-only one, in a mount namespace that ends with the command.

use super::launch::Launch;
use crate::namespace;

/// The home on a small disk that is full to the last byte. What the command leaves there is copied back.
pub(super) fn full() -> Launch {
    by_mounting(
        "was=$(mktemp -d) && mount --bind \"$ILS_HOME\" \"$was\" && \
         mount -t tmpfs -o size=256k,mode=700 tmpfs \"$ILS_HOME\" && cp -a \"$was/.\" \"$ILS_HOME\" || exit 99; \
         cat /dev/zero >\"$ILS_HOME/filler\" 2>/dev/null; \"$@\"; ended=$?; rm \"$ILS_HOME/filler\"; \
         find \"$was\" -mindepth 1 -delete; cp -a \"$ILS_HOME/.\" \"$was\" || exit 99; \
         umount \"$was\"; rmdir \"$was\"; exit $ended",
    )
}

/// The home where nothing can be written, not even by root.
pub(super) fn read_only() -> Launch {
    by_mounting(
        "mount --bind \"$ILS_HOME\" \"$ILS_HOME\" && mount -o remount,ro,bind \"$ILS_HOME\" || exit 99; exec \"$@\"",
    )
}

fn by_mounting(script: &'static str) -> Launch {
    match namespace::flag() {
        Some(unshare) => Launch::Mounting(unshare, script),
        None => Launch::Impossible("this computer lets nobody mount a disk of one's own"),
    }
}
