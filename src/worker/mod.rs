//! Loops that do what has come due: timers, reminders, the outbox, housekeeping.
//!
//! Owns the rhythm: finding work by "due and not done", holding it by a lease, waiting in between, stopping gently. Holds no
//! SQL and no rules: what a timer or a reminder does is the engine's, what is sent is the outbox's. No transaction is open
//! while a mail server is talked to, and there is no leader: any number of nodes do the same.

mod advance;
mod due;
mod housekeeping;
mod listening;
mod outbox;
mod presence;
mod pulse;

use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clock::Instant;
use crate::engine::bell::LOOK;
use crate::engine::{Engine, EngineError, HouseClock};
use crate::mail::{Party, Transport};
use crate::store::{StoreError, due as next_due};
use presence::Comparison;
use pulse::Pulses;

/// How long a loop waits when the database failed or somebody else holds what is due.
const BREATHER: Duration = Duration::from_secs(1);

/// A loop that has not turned for so long beyond what it may wait for has stopped, unless another patience is given.
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
    pulses: Pulses,
    comparison: Comparison,
    /// Whether somebody was told that the clock is not right.
    said: Mutex<bool>,
    patience: Duration,
    started_at: Instant,
    stop: OnceLock<CancellationToken>,
}

/// Whether a turn of a loop found anything to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// There was something, and it is done.
    Work,
    /// There was nothing.
    Nothing,
}

impl Found {
    fn or(self, other: Self) -> Self {
        if self == Self::Work { self } else { other }
    }
}

/// What a loop does each time it turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loop {
    /// Timers and reminders that have come due.
    Due,
    /// Messages that wait to be sent.
    Outbox,
    /// Forgetting what nobody needs any more.
    Housekeeping,
    /// Saying that this node is there.
    Presence,
    /// Everything, in order: a manual clock stands still meanwhile.
    All,
}

impl Loop {
    /// What it does, for people.
    fn name(self) -> &'static str {
        match self {
            Self::Due => "timers and reminders",
            Self::Outbox => "the outbox",
            Self::Housekeeping => "housekeeping",
            Self::Presence => "the list of nodes",
            Self::All => "everything due",
        }
    }
}

impl Worker {
    /// Makes the worker of a node; without a transport mail stays in the outbox.
    ///
    /// The node's name must be its own as long as it lives and the same when it comes back.
    pub fn new(engine: Engine, transport: Option<Transport>, node: impl Into<String>) -> Self {
        Self::with_patience(STOPPED, engine, transport, node)
    }

    /// A worker whose loops count as stopped after another patience.
    pub fn with_patience(
        patience: Duration,
        engine: Engine,
        transport: Option<Transport>,
        node: impl Into<String>,
    ) -> Self {
        let from = Party::parse(&engine.house.mail_from).unwrap_or_else(|_| Party::new("", &engine.house.mail_from));
        Self(Arc::new(Inner {
            transport,
            node: node.into(),
            from,
            turn: tokio::sync::Mutex::new(()),
            pulses: Pulses::default(),
            comparison: Comparison::of(&engine.clock),
            said: Mutex::new(false),
            patience,
            started_at: engine.now(),
            stop: OnceLock::new(),
            engine,
        }))
    }

    /// Gives up what this node held when it died; call it before [`Worker::run`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn free(&self) -> Result<(), WorkerError> {
        let mut tx = self.0.engine.store.begin().await?;
        next_due::free(&mut tx, &self.0.node, self.0.engine.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Turns until `stop`, then takes up nothing more and finishes what it has in hand. Failures are logged and tried
    /// again. A worker runs once.
    pub async fn run(&self, stop: CancellationToken) {
        let stop = self.0.stop.get_or_init(|| stop);
        let around = async {
            tokio::join!(
                self.attend(Loop::Housekeeping, stop),
                self.attend(Loop::Presence, stop),
                self.say_when_stopping(stop),
            )
        };
        if let HouseClock::Manual(_) = self.0.engine.clock {
            tokio::join!(self.attend(Loop::All, stop), around);
        } else {
            tokio::join!(
                self.attend(Loop::Due, stop),
                self.attend(Loop::Outbox, stop),
                self.listen(stop),
                around,
            );
        }
    }

    /// Why what is due is not done here: a loop that does not turn, or a clock that is not right.
    pub fn trouble(&self) -> Option<String> {
        match self.0.pulses.silent() {
            Some(Some(silent)) => Some(format!("the loop for {} has stopped", silent.name())),
            Some(None) => Some("the loops do not turn".to_owned()),
            None => self.0.comparison.trouble(self.0.engine.now()),
        }
    }

    fn is_stopping(&self) -> bool {
        self.0.stop.get().is_some_and(CancellationToken::is_cancelled)
    }

    /// How long a loop may be silent: as long as it may wait for one thing, and its patience.
    fn patience(&self, what: Loop) -> Duration {
        let longest = match what {
            Loop::Due => LOOK,
            Loop::Outbox | Loop::All => self.0.transport.as_ref().map_or(Duration::ZERO, Transport::longest) + LOOK,
            Loop::Housekeeping => housekeeping::EVERY,
            Loop::Presence => presence::EVERY,
        };
        self.0.patience + longest
    }

    /// One loop: works while there is work, then waits for the bell, for the next instant or for [`LOOK`] to pass.
    async fn attend(&self, what: Loop, stop: &CancellationToken) {
        let life = self.0.pulses.begin(what, self.patience(what));
        while !stop.is_cancelled() {
            let rung = self.0.engine.bell.heard();
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
                () = rung, if !matches!(what, Loop::Housekeeping | Loop::Presence) => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        life.end();
    }

    /// Tells whoever looks at the list of nodes that this one is about to end.
    async fn say_when_stopping(&self, stop: &CancellationToken) {
        stop.cancelled().await;
        let told = tokio::time::timeout(presence::GOODBYE, self.appear()).await;
        if !matches!(told, Ok(Ok(()))) {
            tracing::warn!("the list of nodes does not say that this one stops");
        }
    }

    /// One turn of a loop, for whoever sets the rhythm instead of [`Worker::run`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn turn(&self, what: Loop) -> Result<Found, WorkerError> {
        self.0.pulses.beat(what);
        if matches!(what, Loop::Due | Loop::All) {
            self.0.engine.refresh_workflows().await?;
        }
        let waits_for_its_clock = self.0.comparison.trouble(self.0.engine.now()).is_some();
        if waits_for_its_clock && matches!(what, Loop::Due | Loop::Outbox) {
            return Ok(Found::Nothing);
        }
        match what {
            Loop::Due => self.due_turn().await,
            Loop::Outbox => self.send_due().await,
            Loop::Housekeeping => self.tidy().await,
            Loop::Presence => self.appear().await.map(|()| Found::Nothing),
            Loop::All => self.drain().await.map(|()| Found::Nothing),
        }
    }

    /// How long to wait if nobody rings: until the next instant at which anything is due, and never longer than a look.
    async fn pause(&self, what: Loop) -> Duration {
        let next = match what {
            Loop::Housekeeping => return housekeeping::EVERY,
            Loop::Presence => return presence::EVERY,
            Loop::All => return LOOK,
            Loop::Due | Loop::Outbox => self.next(what).await,
        };
        let Ok(Some(at)) = next else { return LOOK };
        let wait = at.micros() - self.0.engine.now().micros();
        match u64::try_from(wait) {
            Ok(wait) if wait > 0 => Duration::from_micros(wait).min(LOOK),
            _ => BREATHER,
        }
    }

    /// The earliest instant at which anything waits that a loop could do: what waits for the other would only keep it from
    /// its own.
    async fn next(&self, what: Loop) -> Result<Option<Instant>, WorkerError> {
        let mut tx = self.0.engine.store.glance().await?;
        let mut next = next_due::next(&mut tx).await?;
        if what == Loop::Due || self.0.transport.is_none() {
            next.message = None;
        }
        if what == Loop::Outbox {
            (next.timer, next.notice) = (None, None);
        }
        Ok(next.earliest())
    }
}
