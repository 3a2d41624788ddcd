//! Every error of the libraries, as a problem a person can act on.

mod clients;
mod clio;
mod file;
mod setup;

use std::io::{self, ErrorKind as Io};

use ils_auth::{ConnectError, SiteError, StoreError as TokenStoreError, SuccessCodeError};
use ils_import::ReadError;
use ils_import::matters::{FindError, MatterLine};

use crate::exit::Exit;
use crate::message::Problem;
use crate::output::screen::capitalised;
use crate::{settings, shell};

pub(crate) use clients::{
    client_exists, client_store, not_saved_yet, plan, possible_duplicate, resembles,
};
pub(crate) use clio::{clio, endpoint, untrusted};
pub(crate) use file::{file, file_exists, no_room};
pub(crate) use setup::{app_not_set, app_secret_not_set, locked, rules, unreadable, without_rules};

const NOT_SAVED: &str = "Nothing was saved.";
/// For what nobody at the firm can mend.
const TELL: &str = "Try again. If it comes back, tell the people who look after ILS the word below; with  -v  ILS says more";

pub(crate) fn no_runtime() -> Problem {
    Problem::new(
        "no_resources",
        Exit::Failed,
        "This computer has no resources left for another program.",
    )
    .advice(["Close other programs and try again.".to_owned()])
}

pub(crate) fn unwritable(error: &io::Error) -> Problem {
    let (why, advice) = match error.kind() {
        Io::BrokenPipe => (
            "the program that was to read it ended before",
            "Write to a file instead:  --out FILE",
        ),
        kind => no_room(kind).unwrap_or(("this computer does not say why", TELL)),
    };
    Problem::new(
        "answer_not_written",
        Exit::Failed,
        "The answer could not be written.",
    )
    .why(format!("{}.", capitalised(why)))
    .changed("What was asked for was done.")
    .advice([advice.to_owned()])
    .technical(error.to_string())
}

pub(crate) fn interrupted(changed: &str, look: &str) -> Problem {
    Problem::new("interrupted", Exit::Interrupted, "Stopped with Ctrl+C.")
        .changed(changed)
        .advice([look.to_owned()])
}

pub(crate) fn stopped() -> Problem {
    stopped_with(NOT_SAVED, "Begin again with the same command")
}

/// A person said no.
pub(crate) fn stopped_with(changed: &str, advice: &str) -> Problem {
    Problem::new("stopped", Exit::Stopped, "Stopped.")
        .changed(changed)
        .advice([advice.to_owned()])
}

pub(crate) fn input_needed(what: &str, advice: impl IntoIterator<Item = String>) -> Problem {
    Problem::new("input_needed", Exit::Usage, what).advice(advice)
}

pub(crate) fn site(error: &SiteError) -> Problem {
    let code = match error {
        SiteError::OtherRegion(_) => "region_not_supported",
        _ => "address_not_allowed",
    };
    Problem::new(code, Exit::Usage, &format!("{error}."))
        .why("ILS's Clio guide names the United States only. An address on this computer is accepted too, for tests.")
        .changed("Nothing was sent and nothing was changed.")
        .advice([format!("Take the setting {} away, or set it to https://app.clio.com", settings::CLIO_URL)])
}

pub(crate) fn setting(name: &str, value_is: &str) -> Problem {
    Problem::new(
        "setting_not_supported",
        Exit::Usage,
        &format!("The setting {name} {value_is}."),
    )
    .advice([format!("Take the setting {name} away, or correct it")])
}

pub(crate) fn no_home() -> Problem {
    Problem::new(
        "no_home",
        Exit::Failed,
        "This computer has no folder for your settings.",
    )
    .advice(["Set ILS_HOME to a folder of your own".to_owned()])
}

pub(crate) fn not_connected() -> Problem {
    Problem::new(
        "not_connected",
        Exit::Connect,
        "ILS is not connected to Clio.",
    )
    .advice(["ils connect".to_owned()])
}

pub(crate) fn connection_ended() -> Problem {
    Problem::new(
        "connection_ended",
        Exit::Connect,
        "Clio has ended the connection.",
    )
    .why("Somebody may have removed ILS in Clio, or the firm's app was changed.")
    .changed("Nothing was changed; saved clients stay.")
    .advice(["ils reconnect".to_owned()])
}

/// Clio gave access for a code, and refuses it already.
pub(crate) fn access_ended_at_once() -> Problem {
    Problem::new(
        "connection_ended",
        Exit::Connect,
        "Clio took the Success Code, and ended the access at once.",
    )
    .why("Somebody may have removed ILS in Clio in that moment.")
    .advice(["ils connect  gives a new code".to_owned()])
}

pub(crate) fn denied() -> Problem {
    Problem::new("access_denied", Exit::Stopped, "Clio was told not to allow access.")
        .changed("Nothing was connected and nothing was changed.")
        .advice([
            "If DENY was clicked by mistake:  ils connect  and click ALLOW ACCESS".to_owned(),
            "If the page has no ALLOW button: your firm's Clio administrator may have to allow this app first".to_owned(),
        ])
}

pub(crate) fn pasted(error: &SuccessCodeError) -> Problem {
    let code = match error {
        SuccessCodeError::WrongState => "code_of_another_attempt",
        SuccessCodeError::Refused(_) => "clio_refused",
        _ => "code_not_readable",
    };
    let message = match error {
        SuccessCodeError::Empty => "No Success Code was given.".to_owned(),
        other => format!("{}.", capitalised(&other.to_string())),
    };
    Problem::new(code, Exit::Connect, &message)
        .changed("Nothing was sent and nothing was changed.")
        .advice([
            "Copy the whole Success Code from Clio's page".to_owned(),
            "Or begin again:  ils connect".to_owned(),
        ])
}

pub(crate) fn connect(error: &ConnectError) -> Problem {
    let again = "ils connect".to_owned();
    match error {
        ConnectError::CodeRejected => Problem::new(
            "code_rejected",
            Exit::Connect,
            "Clio did not accept the Success Code.",
        )
        .why("It may be used up, or older than 10 minutes, or missing a letter.")
        .changed("Nothing was connected and nothing was changed.")
        .advice([format!("{again}  gives a new code")]),
        ConnectError::AppRejected => {
            app_rejected().advice([format!("Then:  {again}  gives a new code")])
        }
        ConnectError::Expired => Problem::new(
            "attempt_expired",
            Exit::Connect,
            "Connecting took longer than 10 minutes.",
        )
        .advice([again]),
        ConnectError::NotOurs => Problem::new(
            "no_attempt",
            Exit::Connect,
            "There is no begun attempt to connect for this app and user.",
        )
        .advice(["ils connect --start".to_owned()]),
        ConnectError::Refused(_) => Problem::new(
            "clio_refused",
            Exit::Connect,
            &format!("{}.", capitalised(&error.to_string())),
        )
        .changed("Nothing was connected and nothing was changed.")
        .advice([again]),
        ConnectError::NotPrivate => Problem::new(
            "attempt_not_private",
            Exit::Connect,
            "Somebody else could have read or changed the begun attempt to connect.",
        )
        .changed("It was taken away. Nothing was connected.")
        .advice(["ils connect --start".to_owned()]),
        ConnectError::NotKept(kind) => not_kept(*kind).technical(error.to_string()),
        // Whether Clio saw the code is not known: it is not sent again.
        ConnectError::Endpoint(error) => endpoint(error)
            .why("The Success Code may be used up by now.")
            .changed("Nothing was connected and nothing was changed.")
            .advice([format!("Then:  {again}  gives a new code")]),
        other => Problem::new("connect_failed", Exit::Failed, "Connecting failed.")
            .advice([TELL.to_owned()])
            .technical(other.to_string()),
    }
}

fn not_kept(kind: Io) -> Problem {
    let problem = Problem::new(
        "attempt_not_kept",
        Exit::Store,
        "The attempt to connect could not be kept or read.",
    );
    match no_room(kind) {
        Some((why, advice)) => problem
            .why(format!("{}.", capitalised(why)))
            .advice([advice.to_owned()]),
        None => problem.advice([
            "Check the folder's permissions and free space, then:  ils connect --start".to_owned(),
        ]),
    }
}

fn app_rejected() -> Problem {
    Problem::new(
        "app_rejected",
        Exit::Connect,
        "Clio does not know your firm's app, or its secret is wrong.",
    )
    .why("An app that was registered in another region of Clio looks the same.")
    .advice(["Give the app's key and secret again:  ils setup".to_owned()])
}

pub(crate) fn connection(error: &ils_auth::Error) -> Problem {
    match error {
        ils_auth::Error::NotConnected => not_connected(),
        ils_auth::Error::NeedsConnect => connection_ended(),
        ils_auth::Error::Store(error) => token_store(error),
        ils_auth::Error::Endpoint(error) => endpoint(error),
        other => {
            clio::try_later("The connection could not be renewed.").technical(other.to_string())
        }
    }
}

pub(crate) fn token_store(error: &TokenStoreError) -> Problem {
    let at =
        |code, message: &str| Problem::new(code, Exit::Store, message).technical(error.to_string());
    match error {
        TokenStoreError::Unavailable { .. } => at(
            "token_store_unavailable",
            "The system's keyring cannot be used on this computer.",
        )
        .advice([
            "Unlock or install the system's keyring and try again".to_owned(),
            format!(
                "Or keep the connection in an encrypted file:  set {}=file",
                settings::TOKEN_STORE
            ),
        ]),
        TokenStoreError::Busy => at(
            "token_store_busy",
            "Another program is renewing the connection.",
        )
        .advice(["Try again in a minute".to_owned()]),
        TokenStoreError::Damaged => at(
            "token_store_damaged",
            "The stored connection is damaged.",
        )
        .changed("Nothing was changed; the file was left as it is.")
        .advice(["ils disconnect --yes, then ils connect".to_owned()]),
        TokenStoreError::WrongKey => at(
            "token_store_wrong_key",
            "The stored connection cannot be opened: its key is another one, or gone.",
        )
        .why("That happens when the key file, the keyring or the passphrase was changed, or the folder was copied from another computer.")
        .changed("Nothing was changed; the stored connection was left as it is.")
        .advice([
            "Put the old key back, if there is one".to_owned(),
            "Or begin anew:  ils disconnect --yes, then  ils connect".to_owned(),
        ]),
        TokenStoreError::Newer => at(
            "token_store_newer",
            "The connection was stored by a newer version of ILS.",
        )
        .changed("Nothing was changed; the stored connection was left as it is.")
        .advice([
            "Install the newer ILS".to_owned(),
            "Or begin anew with this one:  ils disconnect --yes, then  ils connect".to_owned(),
        ]),
        TokenStoreError::NotPrivate { path } => at(
            "token_store_not_private",
            &format!("{path} can be read or written by other users."),
        )
        .why("Somebody may have read the connection.")
        .advice(["Make it private (chmod 600), then:  ils reconnect".to_owned()]),
        other => {
            let room = match other {
                TokenStoreError::Io(cause) => no_room(cause.kind()),
                _ => None,
            };
            match room {
                Some((why, advice)) => at("token_store_full", "The connection could not be stored.")
                    .why(format!("{}.", capitalised(why)))
                    .advice([advice.to_owned()]),
                None => at(
                    "token_store_failed",
                    "The stored connection cannot be used.",
                )
                .advice([TELL.to_owned()]),
            }
        }
    }
}

pub(crate) fn read(error: &ReadError) -> Problem {
    let problem = match error {
        ReadError::NoClient => Problem::new(
            "no_client",
            Exit::Refused,
            "This matter has no client in Clio.",
        )
        .advice(["Give the matter a client in Clio, then try again".to_owned()]),
        ReadError::ClientHidden => Problem::new(
            "client_hidden",
            Exit::NotPermitted,
            "Clio does not show you the client of this matter.",
        )
        .advice(["Ask your Clio administrator to let you see this contact".to_owned()]),
        ReadError::OtherRegion => site(&SiteError::NotClio),
        ReadError::Clio(error) => clio(error, "Matters and Contacts: read"),
        other => Problem::new("read_failed", Exit::Failed, "The matter could not be read.")
            .advice([TELL.to_owned()])
            .technical(other.to_string()),
    };
    problem.changed(NOT_SAVED)
}

pub(crate) fn find(error: &FindError, matter: &str) -> Problem {
    match error {
        FindError::Read(error) => read(error),
        FindError::Ambiguous(matters) => {
            let one = |matter: &MatterLine| {
                format!(
                    "ils preview {}   {}",
                    matter.id,
                    matter.description.as_deref().unwrap_or_default()
                )
            };
            Problem::new(
                "matter_ambiguous",
                Exit::Usage,
                &format!("Several matters have the number {matter}."),
            )
            .changed(NOT_SAVED)
            .advice(matters.iter().map(one))
        }
        _ => Problem::new(
            "matter_not_found",
            Exit::NotFound,
            &format!("Clio has no matter {matter}, or does not show it to you."),
        )
        .changed(NOT_SAVED)
        .advice([format!(
            "ils matters search {} --all",
            shell::word(matter).as_deref().unwrap_or("WORDS")
        )]),
    }
}
