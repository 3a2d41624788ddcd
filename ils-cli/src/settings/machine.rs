//! Where the administrator of this computer keeps its settings: never where a variable of the environment says, since every user can set
//! those and so get round a lock.

use std::path::PathBuf;

use super::FILE;

/// The administrator's file, there or not.
#[cfg(not(windows))]
pub(crate) fn file() -> PathBuf {
    PathBuf::from("/etc/ils").join(FILE)
}

/// The administrator's file, there or not. `SHGetKnownFolderPath` is not asked: it follows variables of the process for the folders that
/// all users share.
#[cfg(windows)]
pub(crate) fn file() -> PathBuf {
    use winsafe::co::RRF;
    use winsafe::{GetSystemDirectory, HKEY, RegistryValue};

    const PROFILES: &str = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";
    let raw = RRF::RT_ANY | RRF::NOEXPAND;
    let kept = HKEY::LOCAL_MACHINE.RegGetValue(Some(PROFILES), Some("ProgramData"), raw);
    let kept = match kept {
        Ok(RegistryValue::Sz(place) | RegistryValue::ExpandSz(place)) => Some(place),
        _ => None,
    };
    let system = GetSystemDirectory().ok();
    PathBuf::from(program_data(kept.as_deref(), system.as_deref()))
        .join("ILS")
        .join(FILE)
}

/// What `%ProgramData%` stands for when nobody has set it otherwise: what the registry keeps of it, which only administrators write, on the
/// drive of the system's own folder. Where another variable would have to be followed, the usual place.
#[cfg(any(windows, test))]
fn program_data(kept: Option<&str>, system_directory: Option<&str>) -> String {
    const SYSTEM_DRIVE: &str = "%SystemDrive%";
    let drive = system_directory
        .and_then(|folder| folder.get(..2))
        .filter(|drive| drive.ends_with(':'))
        .unwrap_or("C:");
    let kept = kept.unwrap_or_default();
    let place = match kept.split_at_checked(SYSTEM_DRIVE.len()) {
        Some((start, rest)) if start.eq_ignore_ascii_case(SYSTEM_DRIVE) => format!("{drive}{rest}"),
        _ => kept.to_owned(),
    };
    if place.contains('%') || place.get(1..3) != Some(r":\") {
        return format!(r"{drive}\ProgramData");
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_the_administrators_file_is_the_systems() {
        let system = Some(r"E:\Windows\system32");
        for (kept, expected) in [
            (Some(r"%SystemDrive%\ProgramData"), r"E:\ProgramData"),
            (Some(r"%SYSTEMDRIVE%\Programs"), r"E:\Programs"),
            (Some(r"D:\Data of programs"), r"D:\Data of programs"),
            // These would be the user's to say.
            (Some(r"%USERPROFILE%\ProgramData"), r"E:\ProgramData"),
            (Some(r"%SystemDrive%\%X%"), r"E:\ProgramData"),
            (Some("ProgramData"), r"E:\ProgramData"),
            (Some(r"\ProgramData"), r"E:\ProgramData"),
            (Some(""), r"E:\ProgramData"),
            (None, r"E:\ProgramData"),
        ] {
            assert_eq!(program_data(kept, system), expected, "{kept:?}");
        }
        for system in [None, Some(""), Some("??")] {
            assert_eq!(program_data(None, system), r"C:\ProgramData");
        }
    }
}
