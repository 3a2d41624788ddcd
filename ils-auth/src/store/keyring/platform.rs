//! The keyring of this operating system.

use std::sync::Arc;

use keyring_core::CredentialStore;

/// For people.
#[cfg(target_os = "windows")]
pub(super) const NAME: &str = "Windows Credential Manager";
#[cfg(target_os = "macos")]
pub(super) const NAME: &str = "the macOS Keychain";
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
pub(super) const NAME: &str = "the system keyring";

/// What an entry is made with, beside service and user.
#[cfg(target_os = "windows")]
pub(super) const MODIFIERS: &[(&str, &str)] = &[("persistence", "Local")];
#[cfg(target_os = "linux")]
pub(super) const MODIFIERS: &[(&str, &str)] =
    &[("label", "InterActive LegalSuite: connection to Clio")];
#[cfg(not(any(target_os = "windows", target_os = "linux")))]
pub(super) const MODIFIERS: &[(&str, &str)] = &[];

#[cfg(target_os = "linux")]
pub(super) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(dbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
pub(super) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(target_os = "windows")]
pub(super) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
pub(super) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Err(keyring_core::Error::NoDefaultStore)
}

/// What "no such entry" means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    not(target_os = "linux"),
    expect(
        dead_code,
        reason = "the other keyrings are unlocked when somebody signs in"
    )
)]
pub(super) enum Keyring {
    /// That.
    Open,
    /// It was locked, and the person has unlocked it now: ask again.
    Unlocked,
    /// Nobody can tell: what is locked may not be searched.
    Locked,
    /// A Secret Service without a keyring says it too, and would refuse every save.
    Missing,
}

/// Waits for a person when it is locked; the caller's deadline bounds what that costs.
#[cfg(target_os = "linux")]
pub(super) fn look(store: &CredentialStore) -> Keyring {
    use dbus_secret_service::{EncryptionType, SecretService};
    if !store
        .as_any()
        .is::<dbus_secret_service_keyring_store::Store>()
    {
        return Keyring::Open;
    }
    let Ok(service) = SecretService::connect(EncryptionType::Plain) else {
        return Keyring::Missing;
    };
    let Ok(collection) = service.get_default_collection() else {
        return Keyring::Missing;
    };
    match collection.is_locked() {
        Ok(false) => Keyring::Open,
        Ok(true) if collection.unlock().is_ok() => Keyring::Unlocked,
        _ => Keyring::Locked,
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn look(_: &CredentialStore) -> Keyring {
    Keyring::Open
}
