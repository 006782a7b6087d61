//! A house for tests: the real engine and worker on either database, a manual clock, seeded ids, mail kept in memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use kalends::cli::practice::{Played, Player};
use kalends::clock::{Ids, Instant};
use kalends::engine::set_clock::{WantedClock, open_clock};
use kalends::engine::{Engine, House as Names, Tray, Workflows};
use kalends::mail::transport::Memory;
use kalends::mail::{Outgoing, Transport};
use kalends::rehearsal::scenario;
use kalends::store::Store;
use kalends::store::cases::StoredCase;
use kalends::store::notices::{self, StoredNotice};
use kalends::worker::Worker;
use kalends::workflow::Source;

use super::database::Database;

/// The workflow that tests play unless they bring their own.
pub const WORKFLOW: &str = "learning-cities";

/// An open house.
pub struct House {
    /// The engine.
    pub engine: Engine,
    /// The worker; its loops do not run, tests call `drain` and `advance`.
    pub worker: Worker,
    /// What was mailed, unless another transport was given.
    pub mailbox: Memory,
    /// Plays lines of scenarios, and knows who is who.
    pub player: Player,
}

/// How a house is opened.
pub struct Opening {
    /// The workflow's files.
    pub source: Source,
    /// Where the clock stands, if it does not stand later already.
    pub now: Instant,
    /// How mail leaves; into memory if left out.
    pub transport: Option<Transport>,
    /// What ids are drawn from; a house opened again on the same database needs another one.
    pub seed: u64,
}

impl Default for Opening {
    fn default() -> Self {
        Self {
            source: shipped(WORKFLOW),
            now: Instant::default(),
            transport: None,
            seed: 1,
        }
    }
}

impl House {
    /// Opens the house on a fresh database.
    pub async fn open(database: &Database) -> Self {
        Self::opening(&database.url, Opening::default()).await
    }

    /// Opens a house in another way.
    pub async fn opening(url: &str, opening: Opening) -> Self {
        let store = Store::open(url).await.unwrap();
        let clock = open_clock(&store, WantedClock::Manual(opening.now)).await.unwrap();
        let engine = Engine {
            tray: Tray::new(&store),
            store,
            clock,
            ids: Ids::seeded(opening.seed),
            workflows: Workflows::default(),
            house: Arc::new(Names {
                base_url: "http://house.test".to_owned(),
                mail_from: "Kalends <house@kalends.test>".to_owned(),
            }),
            bell: Arc::default(),
        };
        engine.load_workflows().await.unwrap();
        engine.publish(&opening.source).await.unwrap();
        let mailbox = Memory::default();
        let transport = opening.transport.unwrap_or_else(|| Transport::Memory(mailbox.clone()));
        let worker = Worker::new(engine.clone(), Some(transport), "test");
        worker.free().await.unwrap();
        let player = Player::new(engine.clone(), worker.clone(), &opening.source.name).unwrap();
        Self {
            engine,
            worker,
            mailbox,
            player,
        }
    }

    /// Plays lines of a scenario that must all go well; expectations are checked.
    pub async fn play(&mut self, lines: &str) {
        for step in scenario::parse("lines", lines).unwrap().steps {
            match self.player.play(&step.does).await {
                Ok(Played::Done) => {}
                Ok(Played::Expectation) => super::expect::check(self, &step.does).await,
                Err(error) => panic!("line {}, {:?}: {error:?}", step.line, step.does),
            }
        }
    }

    /// Closes the house and opens it again, later and on the same database.
    pub async fn again(self, database: &Database, opening: Opening) -> Self {
        let (people, organisations) = (self.player.people, self.player.organisations);
        self.engine.store.close().await;
        let mut again = Self::opening(&database.url, opening).await;
        (again.player.people, again.player.organisations) = (people, organisations);
        again
    }

    /// An organisation's newest case of a kind.
    pub async fn case(&self, organisation: &str, kind: &str) -> StoredCase {
        self.player
            .newest(organisation, |stored| stored.case.kind == kind)
            .await
            .unwrap()
    }

    /// The notices about a case.
    pub async fn notices(&self, case: &StoredCase) -> Vec<StoredNotice> {
        let mut tx = self.engine.store.read().await.unwrap();
        notices::of_case(&mut tx, case.case.id).await.unwrap()
    }

    /// Fails unless every notice is accounted for and every letter was mailed once.
    pub async fn verify(&self) {
        let report = self.engine.verify().await.unwrap();
        assert_eq!(report.differences, [], "{} of {}", report.accounted, report.notices);
        assert_eq!(report.accounted, report.notices);
        assert!(report.notices > 0, "a test in which nothing is told proves nothing");
        let mut times: BTreeMap<String, u32> = BTreeMap::new();
        for Outgoing { message_id, .. } in self.mailbox.messages() {
            *times.entry(message_id).or_default() += 1;
        }
        times.retain(|_, count| *count > 1);
        assert!(times.is_empty(), "mailed more than once: {times:?}");
    }
}

/// A workflow's files from the repository.
pub fn shipped(name: &str) -> Source {
    folder("workflows", name)
}

/// A workflow's files from a folder of the repository.
pub fn folder(under: &str, name: &str) -> Source {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(under).join(name);
    let mut files = BTreeMap::new();
    collect(&root, &root, &mut files);
    Source {
        name: name.to_owned(),
        files,
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}
