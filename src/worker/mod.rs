//! Loops that do what has come due: timers, reminders, the outbox, housekeeping.
//!
//! Owns the rhythm: finding work by "due and not done", holding it by a lease, waiting in between, stopping gently. Holds no
//! SQL and no rules: what a timer or a reminder does is the engine's, what is sent is the outbox's. No transaction is open
//! while a mail server is talked to, and there is no leader: any number of nodes do the same.

mod advance;
mod due;
mod housekeeping;
mod outbox;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant as Tick;
use tokio_util::sync::CancellationToken;

use crate::clock::Instant;
use crate::engine::{Engine, EngineError, HouseClock};
use crate::mail::{Party, Transport};
use crate::store::{StoreError, due as next_due};

/// How long a loop waits for the bell at most: other nodes and the command line ring none here.
const LOOK: Duration = Duration::from_secs(5);

/// How long a loop waits when the database failed or somebody else holds what is due.
const BREATHER: Duration = Duration::from_secs(1);

/// Loops that have not turned for so long have stopped.
const STOPPED: Duration = Duration::from_secs(120);

/// Why the worker could not do what was due.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The wall clock cannot be moved.
    #[error("this house follows the wall clock")]
    NotManual,
    /// A clock does not go back.
    #[error("the clock stands at {now} and does not go back")]
    Backwards {
        /// Where it stands.
        now: Instant,
    },
    /// Something due cannot be done.
    #[error("something due at {due_at} cannot be done; the log says why")]
    Stuck {
        /// When it was due.
        due_at: Instant,
    },
}

impl From<StoreError> for WorkerError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

/// Does what has come due. Clones are the same worker.
#[derive(Clone)]
pub struct Worker(Arc<Inner>);

struct Inner {
    engine: Engine,
    transport: Option<Transport>,
    node: String,
    from: Party,
    /// On a manual clock one turn at a time, so that everything due by an instant is done before the next one.
    turn: tokio::sync::Mutex<()>,
    pulse: Mutex<Tick>,
}

/// Whether a turn of a loop found anything to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Work,
    Nothing,
}

impl Found {
    fn or(self, other: Self) -> Self {
        if self == Self::Work { self } else { other }
    }
}

/// What a loop does each time it turns.
#[derive(Clone, Copy, Debug)]
enum Loop {
    Due,
    Outbox,
    Housekeeping,
    /// Everything, in order: a manual clock stands still meanwhile.
    All,
}

impl Worker {
    /// Makes the worker of a node; without a transport mail stays in the outbox.
    ///
    /// The node's name must be its own as long as it lives and the same when it comes back.
    pub fn new(engine: Engine, transport: Option<Transport>, node: impl Into<String>) -> Self {
        let from = Party::parse(&engine.house.mail_from).unwrap_or_else(|_| Party::new("", &engine.house.mail_from));
        Self(Arc::new(Inner {
            engine,
            transport,
            node: node.into(),
            from,
            turn: tokio::sync::Mutex::new(()),
            pulse: Mutex::new(Tick::now()),
        }))
    }

    /// Gives up what this node held when it died; call it before [`Worker::run`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn free(&self) -> Result<(), WorkerError> {
        let mut tx = self.0.engine.store.begin().await?;
        next_due::free(&mut tx, &self.0.node).await?;
        Ok(tx.commit().await?)
    }

    /// Turns until `stop`, then finishes what it has in hand. Failures are logged and tried again.
    pub async fn run(&self, stop: CancellationToken) {
        if let HouseClock::Manual(_) = self.0.engine.clock {
            tokio::join!(self.attend(Loop::All, &stop), self.attend(Loop::Housekeeping, &stop));
            return;
        }
        tokio::join!(
            self.attend(Loop::Due, &stop),
            self.attend(Loop::Outbox, &stop),
            self.attend(Loop::Housekeeping, &stop),
        );
    }

    /// Whether the loops have turned lately.
    pub fn is_ticking(&self) -> bool {
        let last = *self.0.pulse.lock().unwrap_or_else(PoisonError::into_inner);
        last.elapsed() < STOPPED
    }

    fn beat(&self) {
        *self.0.pulse.lock().unwrap_or_else(PoisonError::into_inner) = Tick::now();
    }

    /// One loop: works while there is work, then waits for the bell, for the next instant or for [`LOOK`] to pass.
    async fn attend(&self, what: Loop, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            let rung = self.0.engine.bell.notified();
            let pause = match self.turn(what).await {
                Ok(Found::Work) => continue,
                Ok(Found::Nothing) => self.pause(what).await,
                Err(error) => {
                    tracing::error!(worker.does = ?what, error = &error as &dyn std::error::Error, "a loop failed and goes on");
                    BREATHER
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = rung, if !matches!(what, Loop::Housekeeping) => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    async fn turn(&self, what: Loop) -> Result<Found, WorkerError> {
        self.beat();
        if matches!(what, Loop::Due | Loop::All) {
            self.0.engine.refresh_workflows().await?;
        }
        match what {
            Loop::Due => self.due_turn().await,
            Loop::Outbox => self.send_due().await,
            Loop::Housekeeping => self.tidy().await,
            Loop::All => self.drain().await.map(|()| Found::Nothing),
        }
    }

    /// How long to wait if nobody rings: until the next instant at which anything is due, and never longer than a look.
    async fn pause(&self, what: Loop) -> Duration {
        let next = match what {
            Loop::Housekeeping => return housekeeping::EVERY,
            Loop::All => return LOOK,
            Loop::Due | Loop::Outbox => self.next().await,
        };
        let Ok(Some(at)) = next else { return LOOK };
        let wait = at.micros() - self.0.engine.now().micros();
        match u64::try_from(wait) {
            Ok(wait) if wait > 0 => Duration::from_micros(wait).min(LOOK),
            _ => BREATHER,
        }
    }

    /// The earliest instant at which anything waits that this node could do.
    async fn next(&self) -> Result<Option<Instant>, WorkerError> {
        let mut tx = self.0.engine.store.read().await?;
        let mut next = next_due::next(&mut tx).await?;
        if self.0.transport.is_none() {
            next.message = None;
        }
        Ok(next.earliest())
    }
}
