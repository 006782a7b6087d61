//! A node: an engine and a worker of its own over the one database, with its own clock, and the line on which it fails.
//!
//! Owns how a node comes up and dies, and what fails on its way to the database. Does not decide when.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kalends::clock::{Ids, Instant, ManualClock};
use kalends::engine::{Engine, House, HouseClock, Tray, Workflows};
use kalends::mail::transport::{Carried, Carrier};
use kalends::mail::{Outcome, Outgoing, Transport};
use kalends::store::Store;
use kalends::store::line::{Line, Said, Step};
use kalends::worker::Worker;
use kalends::workflow::Definition;

use super::gates::{At, Gates, Go};
use super::stage::WORKFLOW;

/// The longest a letter may take at the mail server.
pub const LONGEST: Duration = Duration::from_secs(30);

/// What is to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The step is not taken; the same again may succeed.
    Passing,
    /// The step is not taken.
    Lasting,
    /// The step is taken and its answer is lost.
    Unanswered,
    /// The process ends before the step.
    Death,
}

/// Who stands at a node's line during one life of it.
#[derive(Debug)]
pub struct Wire {
    gates: Gates,
    node: usize,
    life: Mutex<Life>,
}

#[derive(Debug, Default)]
struct Life {
    dead: bool,
    mailing: bool,
    /// The so many-th step from now fails.
    fault: Option<(usize, Failure)>,
    /// An answer that is to be lost.
    lost: bool,
    /// What has failed since it was asked last.
    failed: Vec<String>,
    reads: usize,
}

fn gone() -> sqlx::Error {
    sqlx::Error::PoolClosed
}

impl Wire {
    fn life(&self) -> MutexGuard<'_, Life> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the so many-th statement or commit from now fail.
    pub fn fail(&self, steps: usize, failure: Failure) {
        self.life().fault = Some((steps, failure));
    }

    /// Whether its outbox turns: what fails then fails for good, since the worker would wait by the wall clock.
    pub fn set_mailing(&self, mailing: bool) {
        self.life().mailing = mailing;
    }

    /// Ends the process: nothing reaches the database any more.
    pub fn die(&self) {
        self.life().dead = true;
    }

    /// Nothing more is to fail.
    pub fn mend(&self) {
        self.life().fault = None;
    }

    /// Whether the process has ended.
    pub fn is_dead(&self) -> bool {
        self.life().dead
    }

    /// What has failed since it was asked last.
    pub fn failed(&self) -> Vec<String> {
        std::mem::take(&mut self.life().failed)
    }

    /// Of so many who read one waits: what is read is mostly looked at again when it is written.
    fn is_held_up(&self) -> bool {
        let mut life = self.life();
        life.reads += 1;
        life.reads.is_multiple_of(3)
    }

    async fn pass(&self, at: At) -> Result<(), sqlx::Error> {
        if self.is_dead() || self.gates.wait(self.node, at).await.is_none() || self.is_dead() {
            return Err(gone());
        }
        Ok(())
    }

    /// Whether this step is the one that fails.
    fn strikes(&self, step: Step) -> Result<(), sqlx::Error> {
        let mut life = self.life();
        if life.dead {
            return Err(gone());
        }
        let Some((left, failure)) = life.fault.as_mut().filter(|_| step != Step::Rollback) else {
            return Ok(());
        };
        *left -= 1;
        if *left > 0 {
            return Ok(());
        }
        let failure = *failure;
        life.fault = None;
        let told = format!("n{} {step:?} {failure:?}", self.node);
        life.failed.push(told);
        match failure {
            Failure::Passing if !life.mailing => Err(std::io::Error::other("a fault of the simulation").into()),
            Failure::Passing | Failure::Lasting => Err(sqlx::Error::Protocol("a fault of the simulation".to_owned())),
            Failure::Unanswered => {
                life.lost = true;
                Ok(())
            }
            Failure::Death => {
                life.dead = true;
                Err(gone())
            }
        }
    }
}

impl Line for Wire {
    fn before(&self, step: Step) -> Said<'_> {
        Box::pin(async move {
            if step == Step::Begin || (step == Step::Read && self.is_held_up()) {
                self.pass(At::Before(step)).await?;
            }
            self.gates.stir();
            self.strikes(step)?;
            self.gates.enter();
            Ok(())
        })
    }

    fn after(&self, step: Step) -> Said<'_> {
        Box::pin(async move {
            self.gates.leave();
            if std::mem::take(&mut self.life().lost) {
                return Err(sqlx::Error::Protocol("an answer lost by the simulation".to_owned()));
            }
            match step {
                Step::Commit => self.pass(At::Committed).await,
                _ => Ok(()),
            }
        })
    }
}

/// The way to the mail server.
#[derive(Debug)]
struct Post {
    gates: Gates,
    node: usize,
    side_by_side: usize,
}

impl Carrier for Post {
    fn carry<'a>(&'a self, outgoing: &'a Outgoing) -> Carried<'a> {
        Box::pin(async move {
            match self.gates.wait(self.node, At::Post(Box::new(outgoing.clone()))).await {
                Some(Go::Mail(outcome)) => outcome,
                _ => Outcome::Unreachable {
                    what: "nobody is there".to_owned(),
                },
            }
        })
    }

    fn side_by_side(&self) -> usize {
        self.side_by_side
    }

    fn longest(&self) -> Duration {
        LONGEST
    }
}

/// A node during one life.
pub struct Node {
    /// Its engine.
    pub engine: Engine,
    /// Its worker; the scheduler turns its loops.
    pub worker: Worker,
    /// Its line.
    pub wire: Arc<Wire>,
    clock: Arc<ManualClock>,
}

/// With what a node comes up.
pub struct Start<'a> {
    /// The database.
    pub store: &'a Store,
    /// The first version of the programme, so that not each node needs to read it anew.
    pub first: &'a Arc<Definition>,
    /// The gates of the run.
    pub gates: &'a Gates,
    /// Which node.
    pub node: usize,
    /// What its ids are drawn from.
    pub seed: u64,
    /// What its clock shows.
    pub now: Instant,
    /// How many letters it has on their way at once.
    pub side_by_side: usize,
}

impl Node {
    /// A node comes up, under the name it had before.
    pub async fn start(start: Start<'_>) -> Self {
        let (gates, node) = (start.gates.clone(), start.node);
        let mut engine = engine(start.store, start.now, start.seed);
        engine.workflows.put(WORKFLOW.to_owned(), 1, start.first.clone());
        engine.refresh_workflows().await.unwrap();
        let HouseClock::Manual(clock) = engine.clock.clone() else {
            unreachable!("an engine of the simulation has a manual clock");
        };
        let wire = Arc::new(Wire {
            gates: gates.clone(),
            node,
            life: Mutex::default(),
        });
        engine.store = start.store.with_line(wire.clone());
        let post = Post {
            gates,
            node,
            side_by_side: start.side_by_side,
        };
        let transport = Transport::Carrier(Arc::new(post));
        Self {
            worker: Worker::new(engine.clone(), Some(transport), format!("n{node}")),
            engine,
            wire,
            clock,
        }
    }

    /// Time has come this far on its clock.
    pub fn stand_at(&self, now: Instant) {
        self.clock.advance(now);
    }
}

/// An engine whose clock stands there, with nobody at its line.
pub fn engine(store: &Store, now: Instant, seed: u64) -> Engine {
    Engine {
        tray: Tray::new(store),
        store: store.clone(),
        clock: HouseClock::Manual(Arc::new(ManualClock::at(now))),
        ids: Ids::seeded(seed),
        workflows: Workflows::default(),
        house: Arc::new(House {
            base_url: "http://house.test".to_owned(),
            mail_from: "Kalends <house@kalends.test>".to_owned(),
        }),
        bell: Arc::default(),
    }
}
