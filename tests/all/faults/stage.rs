//! One cell being played: a user with a connection, a fault that waits for its moment, and the job it befalls.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Mutex;

use contract_tests::firm::sample;
use contract_tests::{FakeClio, Fault};

use super::launch::Launch;
use crate::scene::Scene;

/// What users do, in the order of the table's columns.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Job {
    /// `ils connect`, over a connection that is there.
    Connect,
    /// `ils matters search`.
    Search,
    /// `ils preview`.
    Preview,
    /// `ils import`.
    Import,
    /// Every contact of the firm through `clio-api`, with the same stored connection.
    Walk,
}

impl Job {
    pub(super) const ALL: [Self; 5] = [
        Self::Connect,
        Self::Search,
        Self::Preview,
        Self::Import,
        Self::Walk,
    ];

    /// The request in the middle of the job: what its path begins with, and which of those.
    fn victim(self) -> (&'static str, u32) {
        match self {
            Self::Connect => ("/oauth/token", 1),
            Self::Search => ("/api/v4/matters", 1),
            Self::Preview | Self::Import => ("/api/v4/contacts", 1),
            Self::Walk => ("/api/v4/contacts", 2),
        }
    }
}

/// Undoes a fault of the computer; an error when the job changed what it should have left alone.
type Mend = Box<dyn FnOnce(&Scene) -> Result<(), String> + Send>;

pub(super) struct Stage {
    pub(super) job: Job,
    pub(super) scene: Scene,
    pub(super) launch: Launch,
    /// Seconds one request may take; the usual ones, when nothing is said.
    pub(super) patience: Option<u64>,
    /// Clio ends the connection in this one: afterwards the user has to connect again.
    pub(super) ends_connection: bool,
    /// The fault waits for the request in the middle.
    is_scripted: bool,
    stranger: Option<TcpListener>,
    mends: Mutex<Vec<Mend>>,
}

impl Stage {
    /// A user who is connected, at a firm of three pages of contacts, on a line that can break.
    pub(super) async fn new(job: Job) -> Self {
        let mut firm = sample::demo();
        drop(firm.crowd(400));
        let clio = FakeClio::builder()
            .firm(firm)
            .rate_limit(100_000)
            .bad_line();
        let mut scene = Scene::with(clio.start().await);
        scene.ils.set("USER", "pat");
        scene.ils.connect(&scene.clio).await.expect("connects");
        scene.clio.reset_record();
        Self {
            job,
            scene,
            launch: Launch::Plain,
            patience: None,
            ends_connection: false,
            is_scripted: false,
            stranger: None,
            mends: Mutex::default(),
        }
    }

    /// The request in the middle of the job, once.
    pub(super) fn once(&mut self, fault: Fault) {
        self.times(1, fault);
    }

    /// The request in the middle of the job, and every one like it from then on.
    pub(super) fn always(&mut self, fault: Fault) {
        self.times(u32::MAX, fault);
    }

    pub(super) fn times(&mut self, times: u32, fault: Fault) {
        self.is_scripted = true;
        let (path, nth) = self.job.victim();
        self.scene.clio.fault(fault.on(path).nth(nth).times(times));
    }

    /// How many requests like the one in the middle came.
    pub(super) fn asked(&self) -> usize {
        self.scene.asked(self.job.victim().0).len()
    }

    /// Whether the request in the middle has come.
    pub(super) fn is_in_the_middle(&self) -> bool {
        let (path, nth) = self.job.victim();
        self.scene.asked(path).len() >= nth as usize
    }

    /// Whether the fault had its chance: a cell in which nothing happens proves nothing.
    pub(super) fn was_upset(&self) -> bool {
        let waits = self.is_scripted && matches!(self.launch, Launch::Plain);
        !waits || self.is_in_the_middle()
    }

    /// A server that is not Clio; nobody may ever call it.
    pub(super) fn stranger(&mut self) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        listener.set_nonblocking(true).expect("a socket");
        let address = listener.local_addr().expect("a socket");
        self.stranger = Some(listener);
        format!("http://{address}")
    }

    /// Whether somebody called it.
    pub(super) fn stranger_was_called(&self) -> bool {
        self.stranger
            .as_ref()
            .is_some_and(|stranger| stranger.accept().is_ok())
    }

    /// What makes the computer whole again.
    pub(super) fn mend_with(
        &mut self,
        mend: impl FnOnce(&Scene) -> Result<(), String> + Send + 'static,
    ) {
        self.mends.get_mut().unwrap().push(Box::new(mend));
    }

    /// The fault is over. Says what the job changed that it should not have.
    pub(super) fn mend(&mut self) -> Vec<String> {
        self.scene.clio.clear_faults();
        self.launch = Launch::Plain;
        let scene = &self.scene;
        let mends = self.mends.get_mut().unwrap().drain(..).rev();
        mends.filter_map(|mend| mend(scene).err()).collect()
    }
}
