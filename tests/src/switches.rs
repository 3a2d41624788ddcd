//! Where Clio is silent, or sources disagree, a switch decides. Defaults are the choice that is harder on a client.

use std::time::Duration;

use crate::fields::RedactedKeys;

/// How this Clio behaves where nobody can say how the real one does.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent open question about Clio"
)]
pub struct Switches {
    /// A code that was asked for with a PKCE challenge needs its verifier (default true; Clio's page is silent).
    pub enforce_pkce: bool,
    /// A refresh answers with a new refresh token and retires the old one (default false, Clio's FAQ).
    pub rotate_refresh_tokens: bool,
    /// With rotation: a retired refresh token that comes again ends the whole grant (default true, RFC 9700 section 4.14).
    pub reuse_ends_grant: bool,
    /// A code that comes twice ends the grant made from it (default true, RFC 6749 section 4.1.2).
    pub code_reuse_ends_grant: bool,
    /// `/oauth/deauthorize` ends the refresh token too (default true; unknown).
    pub deauthorize_ends_grant: bool,
    /// Life of an access token (default 30 days, Clio's FAQ).
    pub access_token_life: Duration,
    /// A hidden contact asked for by id (default not found; unknown).
    pub hidden_contact: HiddenContact,
    /// Lists of contacts show shells of hidden ones instead of leaving them out (default false; Clio's change log allows both).
    pub lists_show_shells: bool,
    /// What a shell says about the other keys (default nothing; unknown).
    pub redacted_keys: RedactedKeys,
    /// `meta.records` counts the page instead of the whole list (default false; sources disagree).
    pub records_count_page: bool,
    /// Matters answer `open` instead of `Open` (default false, API document; fixtures of both kinds exist).
    pub lower_case_status: bool,
    /// `id` of a related contact is the contact's id instead of the row's own (default false; unknown).
    pub related_id_is_contact: bool,
    /// API versions that are answered; others are retired or unknown. 4.0.12 stays for a year after 4.0.13 became the default (2026-01).
    pub versions: &'static [&'static str],
    /// Query parameters that the API document does not list are refused instead of ignored (default false).
    pub refuse_unknown_parameters: bool,
}

/// The answer to `GET /contacts/{id}` for a contact the user may not see.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum HiddenContact {
    /// 404.
    #[default]
    NotFound,
    /// 403.
    Forbidden,
    /// 200 and a shell.
    Redacted,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            enforce_pkce: true,
            rotate_refresh_tokens: false,
            reuse_ends_grant: true,
            code_reuse_ends_grant: true,
            deauthorize_ends_grant: true,
            access_token_life: Duration::from_secs(2_592_000),
            hidden_contact: HiddenContact::default(),
            lists_show_shells: false,
            redacted_keys: RedactedKeys::default(),
            records_count_page: false,
            lower_case_status: false,
            related_id_is_contact: false,
            versions: &["4.0.12", "4.0.13"],
            refuse_unknown_parameters: false,
        }
    }
}

/// What the firm's app may read (ticked at Clio's developer page). A grant keeps what it was given: a change reaches a
/// person only when they allow access again (Clio's page on permissions).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "they are ticks on a form")]
pub struct Permissions {
    /// Users: `who_am_i`.
    pub users: bool,
    /// Contacts.
    pub contacts: bool,
    /// Matters. Relationships and the people of a matter need this and Contacts.
    pub matters: bool,
    /// Custom fields.
    pub custom_fields: bool,
    /// Reading only, in all of them.
    pub read_only: bool,
}

impl Default for Permissions {
    fn default() -> Self {
        Self {
            users: true,
            contacts: true,
            matters: true,
            custom_fields: true,
            read_only: false,
        }
    }
}
