//! Gates at which everything that runs waits until the scheduler lets it go on.
//!
//! Owns who waits where, and the knowledge that nothing moves: no step towards the database is under way and every task has
//! come to a gate or to its end. A transaction that has begun is not held up: on SQLite one that writes shuts out every
//! other, so whole transactions are all that can come between each other.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kalends::mail::{Outcome, Outgoing};
use kalends::store::line::Step;
use tokio::sync::{Notify, oneshot};

/// How often every task is let run without one of them moving before all count as standing still.
const ROUNDS: u32 = 12;

/// Where somebody waits.
#[derive(Clone, Debug)]
pub enum At {
    /// Before a step towards the database.
    Before(Step),
    /// After a commit, before its answer is told.
    Committed,
    /// With a letter before the mail server.
    Post(Box<Outgoing>),
}

/// What somebody who waits is told.
#[derive(Debug)]
pub enum Go {
    /// To go on.
    On,
    /// What became of the letter.
    Mail(Outcome),
}

/// Somebody who waits.
#[derive(Debug)]
pub struct Waiting {
    /// Of which node.
    pub node: usize,
    /// Where.
    pub at: At,
    /// Since which round.
    round: u64,
    /// The gate.
    pub open: oneshot::Sender<Go>,
}

impl Waiting {
    fn rank(&self) -> (u64, usize, u8, String) {
        let (kind, letter) = match &self.at {
            At::Before(Step::Read) => (0, ""),
            At::Before(_) => (1, ""),
            At::Committed => (2, ""),
            At::Post(letter) => (3, letter.message_id.as_str()),
        };
        (self.round, self.node, kind, letter.to_owned())
    }
}

/// All gates of a run; clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Gates(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    state: Mutex<State>,
    idle: Notify,
}

#[derive(Debug, Default)]
struct State {
    under_way: usize,
    stirred: u64,
    round: u64,
    waiting: Vec<Waiting>,
    /// Nobody is held up any more.
    open: bool,
}

impl Gates {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something has moved.
    pub fn stir(&self) {
        self.state().stirred += 1;
    }

    /// A step towards the database is under way.
    pub fn enter(&self) {
        let mut state = self.state();
        state.stirred += 1;
        state.under_way += 1;
    }

    /// It is over.
    pub fn leave(&self) {
        let mut state = self.state();
        state.stirred += 1;
        state.under_way -= 1;
        if state.under_way == 0 {
            self.0.idle.notify_one();
        }
    }

    /// Waits; `None` when the node has died meanwhile.
    pub async fn wait(&self, node: usize, at: At) -> Option<Go> {
        let opened = {
            let mut state = self.state();
            state.stirred += 1;
            if state.open && !matches!(at, At::Post(_)) {
                return Some(Go::On);
            }
            let (open, opened) = oneshot::channel();
            let round = state.round;
            state.waiting.push(Waiting { node, at, round, open });
            opened
        };
        let go = opened.await;
        self.stir();
        go.ok()
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.state().waiting.len()
    }

    /// Takes one out who waits, to be told to go on.
    pub fn take(&self, at: usize) -> Waiting {
        self.state().waiting.remove(at)
    }

    /// Takes everybody out who waits for a node.
    pub fn take_all_of(&self, node: usize) -> Vec<Waiting> {
        self.state().waiting.extract_if(.., |one| one.node == node).collect()
    }

    /// The letters that wait before the mail server: of which node, and their Message-ID.
    pub fn letters(&self) -> Vec<(usize, String)> {
        let state = self.state();
        let letter = |one: &Waiting| match &one.at {
            At::Post(letter) => Some((one.node, letter.message_id.clone())),
            _ => None,
        };
        state.waiting.iter().filter_map(letter).collect()
    }

    /// Holds nobody up any more.
    pub fn stay_open(&self) {
        self.state().open = true;
    }

    /// Waits until nothing moves. Those who have come to a gate meanwhile stand in an order of their own: which of two
    /// tasks runs first depends on how soon the database answered.
    pub async fn settle(&self) {
        self.quiet().await;
        let mut state = self.state();
        state.waiting.sort_by_cached_key(Waiting::rank);
        state.round += 1;
    }

    async fn quiet(&self) {
        let (mut quiet, mut seen) = (0, 0);
        while quiet < ROUNDS {
            let (under_way, stirred) = {
                let state = self.state();
                (state.under_way, state.stirred)
            };
            quiet = if stirred == seen && under_way == 0 {
                quiet + 1
            } else {
                0
            };
            seen = stirred;
            if under_way > 0 {
                self.0.idle.notified().await;
            } else {
                tokio::task::yield_now().await;
            }
        }
    }
}
