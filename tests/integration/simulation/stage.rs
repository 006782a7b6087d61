//! What a run begins with: a made-up programme in force, two organisations with a case each, people in their seats, a call.
//!
//! Owns the database as it is before the first step; the runs of a programme begin with a copy of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use kalends::clock::Instant;
use kalends::engine::Engine;
use kalends::engine::calls::NewCall;
use kalends::engine::directory::NewSeat;
use kalends::engine::open::NewCase;
use kalends::engine::set_clock::{WantedClock, open_clock};
use kalends::store::Store;
use kalends::workflow::check::check;
use kalends::workflow::definition::Trigger;
use kalends::workflow::finding::Level;
use kalends::workflow::{Definition, Source, Transition};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use super::dice::Dice;
use super::node::engine;
use crate::case::random::programme::Programme;

/// How many programmes there are.
pub const PROGRAMMES: u64 = 12;

/// The workflow of every run.
pub const WORKFLOW: &str = "made-up";

/// Languages and addresses of those who may be given a seat later.
const SPARE: usize = 3;

/// What a run begins with.
pub struct Stage {
    /// The programme as the oracle reads it.
    pub programme: Programme,
    /// Its files.
    pub source: Source,
    /// The same, read.
    pub first: Arc<Definition>,
    /// Events that people may ask for, by the state in which they may.
    pub events: BTreeMap<String, Vec<String>>,
    /// The organisations.
    pub organisations: Vec<Uuid>,
    /// Everybody: two members of each organisation, the office, and those who have no seat yet.
    pub people: Vec<Uuid>,
    /// Who runs the programme.
    pub office: Uuid,
    /// The call, if the programme has calls.
    pub call: Option<Uuid>,
    database: Vec<u8>,
}

/// When every run begins.
pub fn beginning() -> Instant {
    "2027-03-02T12:34:56Z".parse().expect("an instant")
}

static STAGES: Mutex<BTreeMap<u64, Arc<Stage>>> = Mutex::new(BTreeMap::new());

/// A database of a run, which vanishes with it.
pub struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let made = if memory.is_dir() {
            tempfile::tempdir_in(memory)
        } else {
            tempfile::tempdir()
        };
        Self(made.unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("kalends.db")
    }

    async fn open(&self) -> Store {
        Store::open(&format!("sqlite:{}", self.file().display())).await.unwrap()
    }
}

impl Stage {
    /// The stage of a seed.
    pub fn of(runtime: &tokio::runtime::Runtime, seed: u64) -> Arc<Self> {
        let number = seed % PROGRAMMES;
        let mut stages = STAGES.lock().unwrap_or_else(PoisonError::into_inner);
        let made = stages
            .entry(number)
            .or_insert_with(|| Arc::new(runtime.block_on(Self::set(number))));
        made.clone()
    }

    /// A copy of the database.
    pub async fn copy(&self) -> (Store, Place) {
        let place = Place::new();
        std::fs::write(place.file(), &self.database).unwrap();
        (place.open().await, place)
    }

    async fn set(number: u64) -> Self {
        let programme = programme(number);
        let source = programme.source();
        let place = Place::new();
        let store = place.open().await;
        store.migrate(beginning()).await.unwrap();
        open_clock(&store, WantedClock::Manual(beginning())).await.unwrap();
        let engine = engine(&store, beginning(), 1_000_000 + number);
        engine.publish(&source).await.unwrap();
        let (_, first) = engine.workflows.in_force(WORKFLOW).expect("it was published");
        let mut stage = Self {
            events: events(&first),
            first,
            programme,
            source,
            organisations: Vec::new(),
            people: Vec::new(),
            office: Uuid::nil(),
            call: None,
            database: Vec::new(),
        };
        stage.seat(&engine).await;
        if stage.programme.in_call {
            stage.call = Some(open_call(&engine, stage.office).await);
        }
        for of in 0..stage.organisations.len() {
            engine
                .open(stage.people[2 * of], &stage.case(of, of + 4))
                .await
                .unwrap();
        }
        store.close().await;
        stage.database = std::fs::read(place.file()).unwrap();
        stage
    }

    /// A new case of an organisation, of a size.
    pub fn case(&self, of: usize, size: usize) -> NewCase {
        NewCase {
            workflow: WORKFLOW.to_owned(),
            kind: "main".to_owned(),
            organisation: self.organisations[of],
            call: self.call,
            answers: [("size".to_owned(), json!(size))].into(),
            since: None,
        }
    }

    async fn seat(&mut self, engine: &Engine) {
        for name in ["One", "Two"] {
            let organisation = engine.add_organisation(name, "en").await.unwrap().id;
            self.organisations.push(organisation);
            for chair in ["contact", "head"] {
                let person = self.person(engine).await;
                engine
                    .add_seat(&seat(person, Some((chair, organisation))))
                    .await
                    .unwrap();
            }
        }
        self.office = self.person(engine).await;
        engine.add_seat(&seat(self.office, None)).await.unwrap();
        for _ in 0..SPARE {
            self.person(engine).await;
        }
    }

    async fn person(&mut self, engine: &Engine) -> Uuid {
        let name = format!("p{}", self.people.len());
        let person = engine.add_person(&name, &format!("{name}@people.test"), "en").await;
        self.people.push(person.unwrap().id);
        self.people[self.people.len() - 1]
    }
}

/// A seat of an organisation, or of the office.
pub fn seat(person: Uuid, chair: Option<(&str, Uuid)>) -> NewSeat {
    NewSeat {
        person,
        role: if chair.is_some() { "member" } else { "office" }.to_owned(),
        seat: chair.map(|(seat, _)| seat.to_owned()),
        organisation: chair.map(|(_, organisation)| organisation),
        workflow: None,
        from: None,
        until: None,
    }
}

async fn open_call(engine: &Engine, office: Uuid) -> Uuid {
    let new = NewCall {
        workflow: WORKFLOW.to_owned(),
        name: "2027".to_owned(),
        opens_at: "2027-02-28T22:00:00Z".parse().expect("an instant"),
        closes_at: "2027-04-30T21:00:00Z".parse().expect("an instant"),
        quota: None,
        dates: BTreeMap::new(),
    };
    engine.open_call(office, &new).await.unwrap().id
}

/// The events of each state that people may ask for; those that do not end a case twice.
fn events(definition: &Definition) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for state in definition.kinds.iter().flat_map(|kind| &kind.states) {
        let by = |one: &&Transition| matches!(one.trigger, Trigger::By(_));
        for transition in state.transitions.iter().filter(by) {
            let times = if transition.event == "leave" { 1 } else { 4 };
            let names = found.entry(state.name.clone()).or_default();
            names.extend(std::iter::repeat_n(transition.event.clone(), times));
        }
    }
    found
}

/// The programme of that number: the first from there on that contains no error.
fn programme(number: u64) -> Programme {
    for attempt in 0.. {
        let mut dice = Dice::new(number * 1_000 + attempt);
        let choices: Vec<u16> = (0..120)
            .map(|_| u16::try_from(dice.below(65_536)).expect("small"))
            .collect();
        let programme = Programme::from(&choices);
        let (definition, findings) = check(&programme.source());
        if definition.is_some() && findings.iter().all(|finding| finding.level != Level::Error) {
            return programme;
        }
    }
    unreachable!("there are good programmes")
}
