//! Any order of uses, answers, crashes, other programs and clock jumps: the twin of the fuzz target `refresh_fsm`.

use std::sync::atomic::AtomicU64;

use proptest::prelude::*;
use wiremock::{Request, Respond};

use super::faults::Faulty;
use super::*;
use crate::stand_in::{MONTH, NOW, form};

#[derive(Clone, Debug)]
enum Step {
    Ask,
    AskNewer,
    /// What Clio answers from now on.
    Clio(Answer),
    Tick(u32),
    Jump(i64),
    /// A new process with the same store.
    Crash,
    OtherSaves,
    OtherRemoves,
    StoreFails(bool),
}

#[derive(Clone, Copy, Debug)]
enum Answer {
    Grants,
    Rotates,
    RefusesTheGrant,
    Fails,
    IsUnreadable,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let answer = prop_oneof![
        Just(Answer::Grants),
        Just(Answer::Rotates),
        Just(Answer::RefusesTheGrant),
        Just(Answer::Fails),
        Just(Answer::IsUnreadable),
    ];
    let step = prop_oneof![
        4 => Just(Step::Ask),
        2 => Just(Step::AskNewer),
        2 => answer.prop_map(Step::Clio),
        2 => (0_u32..4_000_000).prop_map(Step::Tick),
        1 => (-400_000_000_i64..400_000_000).prop_map(Step::Jump),
        1 => Just(Step::Crash),
        1 => Just(Step::OtherSaves),
        1 => Just(Step::OtherRemoves),
        1 => any::<bool>().prop_map(Step::StoreFails),
    ];
    proptest::collection::vec(step, 1..24)
}

/// Clio, and what it saw.
struct Clio {
    answer: Mutex<Answer>,
    given: AtomicU64,
    refused: Mutex<Vec<String>>,
}

impl Respond for &'static Clio {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let n = self.given.fetch_add(1, Ordering::SeqCst);
        match *self.answer.lock().unwrap() {
            Answer::Grants => granted(&format!("given{n}"), false),
            Answer::Rotates => granted(&format!("given{n}"), true),
            Answer::Fails => ResponseTemplate::new(503),
            Answer::IsUnreadable => ResponseTemplate::new(200).set_body_string("CANARY"),
            Answer::RefusesTheGrant => {
                let sent = form(request)
                    .into_iter()
                    .find(|(name, _)| name == "refresh_token");
                self.refused.lock().unwrap().push(sent.unwrap().1);
                refused(400, "invalid_grant")
            }
        }
    }
}

struct World {
    rig: Rig,
    store: Arc<Faulty>,
    connection: Connection,
    clio: &'static Clio,
    last: Option<String>,
    generation: Generation,
    connected: bool,
}

impl World {
    async fn new() -> Self {
        let rig = Rig::empty().await;
        let clio: &'static Clio = Box::leak(Box::new(Clio {
            answer: Mutex::new(Answer::Grants),
            given: AtomicU64::new(0),
            refused: Mutex::default(),
        }));
        let mock = Mock::given(method("POST")).and(path("/oauth/token"));
        mock.respond_with(clio).mount(&rig.server).await;
        let (connection, store) = super::faults::over_faults(&rig, MONTH).await;
        Self {
            rig,
            store,
            connection,
            clio,
            last: None,
            generation: Generation(1),
            connected: true,
        }
    }

    fn connect(&self) -> Connection {
        Connection::new(
            endpoint(&self.rig.server),
            self.rig.key.clone(),
            Arc::clone(&self.store) as Arc<dyn TokenStore>,
            Arc::clone(&self.rig.clock) as Arc<dyn Clock>,
        )
    }

    async fn take(&mut self, step: &Step) {
        let before = self.rig.posts().await;
        match step {
            Step::Ask => self.ask(None).await,
            Step::AskNewer => self.ask(self.last.clone()).await,
            Step::Clio(answer) => *self.clio.answer.lock().unwrap() = *answer,
            Step::Tick(seconds) => self.rig.clock.pass(u64::from(*seconds)),
            Step::Jump(seconds) => {
                let to = self.rig.clock.now().as_second() + seconds;
                self.rig.clock.set_wall(to.clamp(NOW / 2, NOW * 4));
            }
            Step::Crash => self.connection = self.connect(),
            Step::OtherSaves => {
                let found = self.store.inner.load(&self.rig.key).await.unwrap();
                let expected = found.map_or(Generation(0), |(_, at)| at);
                let theirs = tokens(&format!("theirs{}", self.generation.0), MONTH);
                let saved = self
                    .store
                    .inner
                    .save(&self.rig.key, &theirs, expected)
                    .await;
                saved.unwrap();
                self.connected = true;
            }
            Step::OtherRemoves => {
                self.store.inner.remove(&self.rig.key).await.unwrap();
                self.connected = false;
            }
            Step::StoreFails(fails) => self.store.no_saves.store(*fails, Ordering::SeqCst),
        }
        // What was started for nobody in particular ends here, so that each step's requests are its own.
        drop(self.connection.settle().await);
        assert!(
            self.rig.posts().await <= before + 2,
            "a second only after another's save"
        );
        self.look().await;
    }

    async fn ask(&mut self, rejected: Option<String>) {
        let rejected = rejected.map(AccessToken::new);
        let demand = rejected.as_ref().map_or(Demand::Any, Demand::NewerThan);
        match token_of(&self.connection, demand).await {
            Ok(token) => self.last = Some(token),
            Err(Error::NeedsConnect) => {
                let refused = self.clio.refused.lock().unwrap();
                assert!(!refused.is_empty(), "nobody refused anything");
            }
            Err(Error::NotConnected) => assert!(!self.connected, "what is stored is found"),
            Err(_) => {}
        }
    }

    /// The count only grows, and only a removal removes.
    async fn look(&mut self) {
        let found = self.store.inner.load(&self.rig.key).await.unwrap();
        assert_eq!(found.is_some(), self.connected, "wiped or brought back");
        if let Some((_, generation)) = found {
            assert!(generation >= self.generation);
            self.generation = generation;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn no_order_of_events_loses_or_resurrects_a_connection(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for step in &steps {
                world.take(step).await;
            }
        });
    }
}
