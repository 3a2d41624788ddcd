//! One thread that talks to the keyring, and callers that wait for it no longer than a deadline.
//!
//! Not the runtime's blocking threads: a call that hangs there would keep the program from ending.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use keyring_core::{CredentialStore, Entry, Error as KeyringError};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use super::platform::{self, Keyring};
use crate::StoreError;

/// Makes the store object; again when the old one has lost its daemon.
pub(super) type Opener =
    Box<dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + 'static>;

const SERVICE: &str = "ils-auth";
/// More waiting calls than this mean that the keyring hangs.
const QUEUE: usize = 64;
/// A call that took longer has used up most of the caller's deadline.
const RETRY_WITHIN: Duration = Duration::from_secs(1);

type Secret = Zeroizing<Vec<u8>>;
type Answer = Result<Option<Secret>, StoreError>;

enum Action {
    Get,
    Set(Secret),
}

struct Job {
    user: String,
    action: Action,
    reply: oneshot::Sender<Answer>,
}

enum State {
    Idle(Opener),
    Running(SyncSender<Job>),
    /// The system gave no thread.
    Failed,
}

pub(super) struct Worker {
    state: Mutex<State>,
    deadline: Duration,
}

impl Worker {
    pub(super) fn new(open: Opener, deadline: Duration) -> Self {
        Self {
            state: Mutex::new(State::Idle(open)),
            deadline,
        }
    }

    pub(super) fn set_deadline(&mut self, deadline: Duration) {
        self.deadline = deadline;
    }

    pub(super) async fn get(&self, user: String) -> Answer {
        self.call(user, Action::Get).await
    }

    pub(super) async fn set(&self, user: String, secret: Secret) -> Result<(), StoreError> {
        self.call(user, Action::Set(secret)).await.map(drop)
    }

    async fn call(&self, user: String, action: Action) -> Answer {
        let (reply, answer) = oneshot::channel();
        let job = Job {
            user,
            action,
            reply,
        };
        // Full: a hanging keyring has as many callers as it will get.
        self.jobs()?.try_send(job).map_err(|_| silent())?;
        match tokio::time::timeout(self.deadline, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => Err(silent()),
        }
    }

    fn jobs(&self) -> Result<SyncSender<Job>, StoreError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Running(jobs) = &*state {
            return Ok(jobs.clone());
        }
        let State::Idle(open) = std::mem::replace(&mut *state, State::Failed) else {
            return Err(unavailable("this program could not start a thread for it"));
        };
        let (sender, receiver) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new().name("ils-auth keyring".to_owned());
        match thread.spawn(move || serve(&open, &receiver)) {
            Ok(_ends_with_its_channel) => {
                *state = State::Running(sender.clone());
                Ok(sender)
            }
            Err(_) => Err(unavailable("this program could not start a thread for it")),
        }
    }
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker")
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// The thread's life: until the `KeyringStore` is dropped.
fn serve(open: &Opener, jobs: &Receiver<Job>) {
    let mut store: Option<Arc<CredentialStore>> = None;
    while let Ok(job) = jobs.recv() {
        // The caller has gone and was told that nothing happened.
        if job.reply.is_closed() {
            continue;
        }
        let answer = perform(open, &mut store, &job.user, &job.action);
        // A caller that has gone meanwhile finds out at its next load.
        drop(job.reply.send(answer));
    }
}

fn perform(
    open: &Opener,
    store: &mut Option<Arc<CredentialStore>>,
    user: &str,
    action: &Action,
) -> Answer {
    let started = Instant::now();
    let reused = store.is_some();
    match attempt(open, store, user, action) {
        // A restarted daemon does not know the old session. Reading and setting can be done twice.
        Err(KeyringError::PlatformFailure(_)) if reused && started.elapsed() < RETRY_WITHIN => {
            *store = None;
            found(
                attempt(open, store, user, action),
                open,
                store,
                user,
                action,
            )
        }
        result => found(result, open, store, user, action),
    }
}

/// Tells "not there" from "not to be seen".
fn found(
    result: keyring_core::Result<Option<Secret>>,
    open: &Opener,
    store: &mut Option<Arc<CredentialStore>>,
    user: &str,
    action: &Action,
) -> Answer {
    let (Err(KeyringError::NoEntry), Action::Get, Some(opened)) = (&result, action, &*store) else {
        return settle(result, store);
    };
    match platform::look(&**opened) {
        Keyring::Open => Ok(None),
        Keyring::Unlocked => match attempt(open, store, user, action) {
            Err(KeyringError::NoEntry) => Ok(None),
            result => settle(result, store),
        },
        Keyring::Locked => Err(locked()),
        Keyring::Missing => Err(unavailable("no keyring has been set up for this user")),
    }
}

fn attempt(
    open: &Opener,
    store: &mut Option<Arc<CredentialStore>>,
    user: &str,
    action: &Action,
) -> keyring_core::Result<Option<Secret>> {
    let store = match store {
        Some(store) => store,
        None => store.insert(open()?),
    };
    let modifiers: HashMap<_, _> = platform::MODIFIERS.iter().copied().collect();
    let modifiers = (!modifiers.is_empty()).then_some(&modifiers);
    let entry: Entry = store.build(SERVICE, user, modifiers)?;
    match action {
        Action::Get => entry
            .get_secret()
            .map(|secret| Some(Zeroizing::new(secret))),
        Action::Set(secret) => entry.set_secret(secret).map(|()| None),
    }
}

/// Our words for it. A keyring error never leaves this function: two kinds hold the secret, and all print what they hold.
fn settle(
    result: keyring_core::Result<Option<Secret>>,
    store: &mut Option<Arc<CredentialStore>>,
) -> Answer {
    let error = match result {
        Ok(answer) => return Ok(answer),
        Err(error) => error,
    };
    match error {
        KeyringError::NoStorageAccess(_) => Err(locked()),
        KeyringError::PlatformFailure(_) => {
            *store = None;
            Err(unavailable("no keyring service could be reached"))
        }
        KeyringError::NoDefaultStore | KeyringError::NotSupportedByStore(_) => {
            Err(unavailable("this system has none that is supported"))
        }
        KeyringError::TooLong(..) => Err(StoreError::TooLarge),
        KeyringError::Ambiguous(_) => Err(unavailable("another program's entry has our name")),
        KeyringError::BadEncoding(bytes) | KeyringError::BadDataFormat(bytes, _) => {
            drop(Zeroizing::new(bytes));
            Err(StoreError::Damaged)
        }
        _ => Err(unavailable("it refused the entry")),
    }
}

fn locked() -> StoreError {
    unavailable("it is locked, or access was refused")
}

fn silent() -> StoreError {
    unavailable("it does not answer; it may be waiting for you to unlock it")
}

fn unavailable(reason: &str) -> StoreError {
    StoreError::Unavailable {
        reason: format!("{}: {reason}", platform::NAME),
    }
}
