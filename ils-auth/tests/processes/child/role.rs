//! The orders a child understands, one a line.

use std::sync::Arc;

use async_trait::async_trait;
use clio_api::{AccessToken, Demand, TokenSource};
use ils_auth::store::{FileStore, KeySource, KeyringStore};
use ils_auth::{
    AccountKey, App, Connection, Endpoint, Generation, Lease, Site, StoreError, SystemClock,
    TokenStore, Tokens,
};
use jiff::Timestamp;

use super::{Kind, Place, say};

const MONTH: i64 = 30 * 24 * 3600;

pub(super) fn act(place: &Place) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let worker = Worker::new(place);
    for order in std::io::stdin().lines() {
        let order = order.unwrap();
        runtime.block_on(worker.follow(order.split(' ').collect()));
    }
}

pub(crate) fn account(origin: &str) -> AccountKey {
    AccountKey::new(&app(origin), "default")
}

pub(crate) fn app(origin: &str) -> App {
    App::new(
        Site::parse(origin).unwrap(),
        "key-1",
        "CANARY_client_secret".into(),
    )
}

pub(crate) fn tokens(name: &str, left: i64) -> Tokens {
    let now = Timestamp::now().as_second();
    Tokens::new(
        AccessToken::new(format!("CANARY_access_{name}")),
        Some(format!("CANARY_refresh_{name}").into()),
        Timestamp::from_second(now + left - MONTH).unwrap(),
        Some(Timestamp::from_second(now + left).unwrap()),
    )
}

pub(crate) fn name_of(access: &AccessToken) -> String {
    access
        .expose()
        .trim_start_matches("CANARY_access_")
        .to_owned()
}

pub(crate) fn file_store(place: &Place) -> FileStore {
    let key = KeySource::KeyFile(place.folder.join("keys/key"));
    FileStore::new(place.folder.join("tokens"), key)
}

struct Worker {
    store: Arc<dyn TokenStore>,
    key: AccountKey,
    app: App,
    lease: tokio::sync::Mutex<Option<Lease>>,
}

impl Worker {
    fn new(place: &Place) -> Self {
        let keyring = || KeyringStore::new(place.folder.join("locks"));
        let store: Arc<dyn TokenStore> = match place.kind {
            Kind::File => Arc::new(file_store(place)),
            Kind::Keyring => Arc::new(keyring()),
            Kind::Unlocked => Arc::new(Unlocked(file_store(place))),
        };
        Self {
            store,
            key: account(&place.origin),
            app: app(&place.origin),
            lease: tokio::sync::Mutex::default(),
        }
    }

    async fn follow(&self, order: Vec<&str>) {
        match order.as_slice() {
            ["ask", tasks] => self.ask(tasks.parse().unwrap()).await,
            ["expire", name] => self.put(name, -5).await,
            ["save", name] => self.put(name, MONTH).await,
            ["saves"] => self.save_on_and_on().await,
            ["load"] => say(&shown(&self.store.load(&self.key).await)),
            ["load", user] => {
                let key = self.key.clone().for_user(*user);
                say(&shown(&self.store.load(&key).await));
            }
            ["loads", count] => self.loads(count.parse().unwrap()).await,
            ["remove"] => say(&format!("{:?}", self.store.remove(&self.key).await.is_ok())),
            ["hold"] => match self.store.lock(&self.key).await {
                Ok(lease) => {
                    *self.lease.lock().await = Some(lease);
                    say("held");
                }
                Err(error) => say(&format!("error {error}")),
            },
            ["threads"] => {
                let threads = std::fs::read_dir("/proc/self/task").unwrap();
                say(&threads.count().to_string());
            }
            ["starve"] => self.save_without_descriptors().await,
            ["heap"] => crate::heap::search(&*self.store, &self.key).await,
            ["everything"] => crate::leaks::everything(&self.app, &self.store).await,
            other => panic!("no such order: {other:?}"),
        }
    }

    /// Many tasks of a program that has just started, one connection.
    async fn ask(&self, tasks: usize) {
        let connection = Connection::new(
            Endpoint::new(self.app.clone()),
            self.key.clone(),
            Arc::clone(&self.store),
            Arc::new(SystemClock),
        );
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..tasks {
            let connection = connection.clone();
            asking.spawn(async move { connection.token(Demand::Any).await });
        }
        let mut answers = std::collections::BTreeMap::<String, usize>::new();
        while let Some(answer) = asking.join_next().await {
            let answer = match answer.unwrap() {
                Ok(token) => name_of(&token),
                Err(error) => format!("{:?}", error.kind()),
            };
            *answers.entry(answer).or_default() += 1;
        }
        let answers: Vec<_> = answers
            .iter()
            .map(|(what, n)| format!("{what}*{n}"))
            .collect();
        say(&answers.join(" "));
    }

    async fn put(&self, name: &str, left: i64) {
        let saved = match self.store.load(&self.key).await {
            Ok(found) => {
                let expected = found.map_or(Generation(0), |(_, generation)| generation);
                self.store
                    .save(&self.key, &tokens(name, left), expected)
                    .await
            }
            Err(error) => Err(error),
        };
        match saved {
            Ok(generation) => say(&format!("saved {}", generation.0)),
            Err(error) => say(&format!("error {error}: {:?}", kind(&error))),
        }
    }

    /// Until it is killed.
    async fn save_on_and_on(&self) {
        let found = self.store.load(&self.key).await;
        say(&shown(&found));
        let mut generation = found
            .unwrap()
            .map_or(Generation(0), |(_, generation)| generation);
        loop {
            let name = generation.next().0.to_string();
            let saved = self
                .store
                .save(&self.key, &tokens(&name, MONTH), generation)
                .await;
            match saved {
                Ok(saved) => generation = saved,
                Err(error) => {
                    say(&format!("error {error}"));
                    return;
                }
            }
            say(&format!("saved {}", generation.0));
        }
    }

    async fn loads(&self, count: usize) {
        let mut loading = tokio::task::JoinSet::new();
        for _ in 0..count {
            let (store, key) = (Arc::clone(&self.store), self.key.clone());
            loading.spawn(async move { store.load(&key).await });
        }
        let mut answers = std::collections::BTreeMap::<String, usize>::new();
        while let Some(answer) = loading.join_next().await {
            *answers.entry(shown(&answer.unwrap())).or_default() += 1;
        }
        let answers: Vec<_> = answers
            .iter()
            .map(|(what, n)| format!("{what} * {n}"))
            .collect();
        say(&answers.join(" | "));
    }

    async fn save_without_descriptors(&self) {
        let mut open = Vec::new();
        while let Ok(file) = std::fs::File::open("/dev/null") {
            open.push(file);
        }
        self.put("starved", MONTH).await;
        drop(open);
    }
}

fn shown(found: &Result<Option<(Tokens, Generation)>, StoreError>) -> String {
    match found {
        Ok(Some((tokens, generation))) => {
            format!("found {} {}", generation.0, name_of(tokens.access()))
        }
        Ok(None) => "nothing".to_owned(),
        Err(error) => format!("error {error}"),
    }
}

fn kind(error: &StoreError) -> Option<std::io::ErrorKind> {
    match error {
        StoreError::Io(error) => Some(error.kind()),
        _ => None,
    }
}

#[derive(Debug)]
struct Unlocked(FileStore);

#[async_trait]
impl TokenStore for Unlocked {
    async fn load(&self, key: &AccountKey) -> Result<Option<(Tokens, Generation)>, StoreError> {
        self.0.load(key).await
    }
    async fn save(
        &self,
        key: &AccountKey,
        tokens: &Tokens,
        expected: Generation,
    ) -> Result<Generation, StoreError> {
        self.0.save(key, tokens, expected).await
    }
    async fn remove(&self, key: &AccountKey) -> Result<(), StoreError> {
        self.0.remove(key).await
    }
    async fn lock(&self, _: &AccountKey) -> Result<Lease, StoreError> {
        Ok(Lease::new(()))
    }
    fn place(&self) -> String {
        self.0.place()
    }
}
