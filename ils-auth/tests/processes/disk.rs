//! A disk that takes nothing more loses nothing (T23).

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::child::{Kind, Place};
use crate::skipped;

fn place_with_tokens(folder: &Path) -> Place {
    let place = Place::new(Kind::File, folder, "http://127.0.0.1:9");
    assert_eq!(place.start().ask("save one"), "saved 1");
    place
}

/// The old tokens are there, and no half of the new ones.
fn assert_untouched(place: &Place) {
    assert_eq!(place.start().ask("load"), "found 1 one");
    let names: Vec<_> = fs::read_dir(place.folder.join("tokens"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(!names.iter().any(|name| name.contains(".new")), "{names:?}");
}

#[test]
fn t23_a_file_that_may_not_grow_keeps_the_old_tokens() {
    let folder = TempDir::new().unwrap();
    let place = place_with_tokens(folder.path());
    // RLIMIT_FSIZE of nothing at all, and without the signal that would end the program.
    let limit = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"";
    let heard = place.start_under(&["sh", "-c", limit]).ask("save two");
    assert!(
        heard.starts_with("error") && heard.contains("FileTooLarge"),
        "{heard}"
    );
    assert_untouched(&place);
    assert_eq!(place.start().ask("save two"), "saved 2");
}

#[test]
fn t23_without_descriptors_the_old_tokens_are_kept() {
    let folder = TempDir::new().unwrap();
    let place = place_with_tokens(folder.path());
    let limit = "ulimit -n 40; exec \"$0\" \"$@\"";
    let mut child = place.start_under(&["sh", "-c", limit]);
    let heard = child.ask("starve");
    assert!(heard.starts_with("error"), "{heard}");
    assert_untouched(&place);
    assert_eq!(child.ask("save two"), "saved 2", "the same program goes on");
}

/// A tiny file system in memory, gone when this is dropped.
struct Tiny<'a>(&'a Path);

impl<'a> Tiny<'a> {
    fn mount(at: &'a Path) -> Option<Self> {
        let options = ["-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs"];
        let done = Command::new("mount").args(options).arg(at).output();
        done.is_ok_and(|done| done.status.success())
            .then_some(Self(at))
    }

    fn remount_read_only(&self) -> bool {
        let mut mount = Command::new("mount");
        let done = mount.args(["-o", "remount,ro"]).arg(self.0).status();
        done.is_ok_and(|status| status.success())
    }
}

impl Drop for Tiny<'_> {
    fn drop(&mut self) {
        drop(Command::new("umount").args(["--lazy"]).arg(self.0).status());
    }
}

#[test]
fn t23_a_full_disk_and_a_read_only_one_keep_the_old_tokens() {
    let folder = TempDir::new().unwrap();
    let Some(disk) = Tiny::mount(folder.path()) else {
        skipped(
            "t23_a_full_disk_and_a_read_only_one_keep_the_old_tokens",
            "only root can mount a disk of its own",
        );
        return;
    };
    let place = place_with_tokens(folder.path());
    let filler = folder.path().join("filler");
    let mut file = fs::File::create(&filler).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    while file.write_all(&[0]).is_ok() {}
    drop(file);
    let heard = place.start().ask("save two");
    assert!(
        heard.starts_with("error") && heard.contains("StorageFull"),
        "{heard}"
    );
    assert_untouched(&place);
    fs::remove_file(filler).unwrap();

    assert!(disk.remount_read_only());
    let heard = place.start().ask("save two");
    assert!(
        heard.starts_with("error") && heard.contains("ReadOnly"),
        "{heard}"
    );
    assert_untouched(&place);
    // Its lock cannot be had either: an error, never "no lock" (T33).
    let heard = place.start().ask("hold");
    assert!(heard.starts_with("error"), "{heard}");
}
