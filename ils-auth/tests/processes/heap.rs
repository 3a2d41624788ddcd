//! After the last use, no token is left on the heap (T29).

use std::fs::File;
use std::os::unix::fs::FileExt;

use ils_auth::{AccountKey, TokenStore};
use tempfile::TempDir;

use crate::child::{Kind, Place};

/// What to look for, so that looking for it puts it nowhere.
const MASK: u8 = 0x55;
/// A thread's stack: the cipher leaves blocks of what it deciphered there until something else is called.
const STACK: u64 = 2 << 20;

/// In the child: loads, uses, drops, and searches its own memory.
pub(crate) async fn search(store: &dyn TokenStore, key: &AccountKey) {
    let masked: Vec<u8> = {
        let (tokens, _) = store.load(key).await.unwrap().unwrap();
        let here = count(&masked_of(tokens.access().expose()));
        assert!(here > 0, "the search finds a token while it is held");
        masked_of(tokens.access().expose())
    };
    crate::child::say(&count(&masked).to_string());
}

fn masked_of(text: &str) -> Vec<u8> {
    text.bytes().map(|byte| byte ^ MASK).collect()
}

fn count(masked: &[u8]) -> usize {
    let memory = File::open("/proc/self/mem").unwrap();
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let mut buffer = vec![0_u8; 1 << 20];
    let mut found = 0;
    for line in maps.lines().filter(|line| line.contains("rw-p")) {
        let range = line.split(' ').next().unwrap();
        let (start, end) = range.split_once('-').unwrap();
        let at = |text| u64::from_str_radix(text, 16).unwrap();
        let (mut at, end) = (at(start), at(end));
        if line.ends_with("[stack]") || end - at == STACK {
            continue;
        }
        while at < end {
            let length = usize::try_from((end - at).min(1 << 20)).unwrap();
            let Ok(read) = memory.read_at(&mut buffer[..length], at) else {
                break;
            };
            let mut rest = &buffer[..read];
            while rest.len() >= masked.len() {
                let hit = rest
                    .iter()
                    .zip(masked)
                    .all(|(byte, mask)| byte ^ MASK == *mask);
                found += usize::from(hit);
                rest = &rest[1..];
            }
            // What was read is not to be found again in the buffer itself.
            buffer.fill(0);
            at += length as u64;
        }
    }
    found
}

#[test]
fn t29_a_token_that_was_dropped_is_nowhere_on_the_heap() {
    let folder = TempDir::new().unwrap();
    let place = Place::new(Kind::File, folder.path(), "http://127.0.0.1:9");
    // Another process saves it, so that only what loading leaves is found.
    assert_eq!(place.start().ask("save one_and_only"), "saved 1");
    assert_eq!(place.start().ask("heap"), "0");
}
