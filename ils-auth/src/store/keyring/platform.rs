//! The keyring of this operating system.

use std::sync::Arc;

use keyring_core::CredentialStore;

/// For people.
#[cfg(target_os = "windows")]
pub(super) const NAME: &str = "Windows Credential Manager, on this computer only";
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

/// Whether "no such entry" means that: a Secret Service without a keyring says it too, and would refuse every save.
#[cfg(target_os = "linux")]
pub(super) fn has_a_keyring(store: &CredentialStore) -> bool {
    use dbus_secret_service::{EncryptionType, SecretService};
    if !store
        .as_any()
        .is::<dbus_secret_service_keyring_store::Store>()
    {
        return true;
    }
    let service = SecretService::connect(EncryptionType::Plain);
    service.is_ok_and(|service| service.get_default_collection().is_ok())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn has_a_keyring(_: &CredentialStore) -> bool {
    true
}
