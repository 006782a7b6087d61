//! A node that serves says so, and takes up nothing while its clock is too far from the database's.
//!
//! Owns the node's row, the comparison of the two clocks and the bound. What the bound is good for is told in
//! `docs/design/why-clocks-are-bounded.md`.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant as Tick;

use super::{Worker, WorkerError};
use crate::clock::Instant;
use crate::engine::HouseClock;
use crate::store::nodes::{self, Node, NodeState};
use crate::store::{Tx, due, last_known};

/// How often a node describes itself: one short transaction, so that an idle node stays idle, and soon enough for somebody
/// who looks.
pub(super) const EVERY: Duration = Duration::from_secs(10);

/// How long a node that ends waits for the database to note that: nothing depends on it.
pub(super) const GOODBYE: Duration = Duration::from_secs(5);

/// By how many seconds a node's clock may differ from the database's. Two nodes' clocks then differ by at most twice as
/// much, and every lease is longer than that by far; a clock kept by NTP is right to less than a tenth of a second.
const BOUND_SECONDS: i64 = 5;

/// By how many seconds two working nodes' clocks may differ: another may see a lease end so much earlier.
pub(super) const APART_SECONDS: i64 = 2 * BOUND_SECONDS;

/// What is known of this node's clock beside the database's.
#[derive(Debug)]
pub(super) struct Comparison(Mutex<Known>);

#[derive(Clone, Copy, Debug)]
enum Known {
    /// There is nothing to compare: the clock is moved by hand, or the database lives on this machine.
    Nothing,
    /// It will be compared.
    NotYet,
    /// So many microseconds ahead at an instant.
    Ahead { micros: i64, at: Now },
}

/// An instant on the node's clock, and on the one that only counts on.
type Now = (Instant, Tick);

impl Comparison {
    /// Nothing is known yet, or ever will be.
    pub fn of(clock: &HouseClock) -> Self {
        Self(Mutex::new(match clock {
            HouseClock::System(_) => Known::NotYet,
            HouseClock::Manual(_) => Known::Nothing,
        }))
    }

    fn put(&self, known: Known) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = known;
    }

    fn get(&self) -> Known {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// By how many microseconds the clock is ahead now: as measured, and by what it has jumped since.
    fn ahead(&self, (now, tick): Now) -> Option<i64> {
        let Known::Ahead { micros, at } = self.get() else {
            return None;
        };
        let passed = i64::try_from(tick.duration_since(at.1).as_micros()).unwrap_or(i64::MAX);
        Some(micros + (now.micros() - at.0.micros()) - passed)
    }

    /// Why this node takes up nothing, if so.
    pub fn trouble(&self, now: Instant) -> Option<String> {
        self.trouble_at((now, Tick::now()))
    }

    fn trouble_at(&self, now: Now) -> Option<String> {
        if matches!(self.get(), Known::NotYet) {
            return Some("the clock has not been compared with the database's yet".to_owned());
        }
        let ahead = self.ahead(now)?;
        if ahead.abs() <= BOUND_SECONDS * 1_000_000 {
            return None;
        }
        let way = if ahead > 0 { "ahead of" } else { "behind" };
        let tenths = ahead.abs() / 100_000;
        let (whole, rest) = (tenths / 10, tenths % 10);
        Some(format!("the clock is {whole}.{rest} s {way} the database's"))
    }
}

impl Worker {
    /// Compares the clocks and describes this node in the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn appear(&self) -> Result<(), WorkerError> {
        let engine = &self.0.engine;
        let mut tx = engine.store.begin().await?;
        let before = self.0.comparison.trouble(engine.now());
        self.compare(&mut tx).await?;
        let node = self.describe();
        nodes::seen(&mut tx, &node).await?;
        let listed = nodes::list(&mut tx).await?;
        tx.commit().await?;
        let now = node.seen();
        let other = |other: &&Node| other.id != node.id && other.is_up(now);
        engine.bell.note_others(listed.iter().filter(other).count());
        self.say_change(before);
        Ok(())
    }

    async fn compare(&self, tx: &mut Tx) -> Result<(), WorkerError> {
        let engine = &self.0.engine;
        if let Known::Nothing = self.0.comparison.get() {
            return Ok(());
        }
        let before = engine.now();
        let theirs = nodes::database_clock(tx).await?;
        let at = (engine.now(), Tick::now());
        self.0.comparison.put(match theirs {
            None => Known::Nothing,
            Some(theirs) => Known::Ahead {
                micros: surely_ahead(before, theirs, at.0),
                at,
            },
        });
        Ok(())
    }

    fn describe(&self) -> Node {
        let now = self.0.engine.now();
        let state = match self.0.comparison.trouble(now) {
            _ if self.is_stopping() => NodeState::Stopping,
            Some(_) => NodeState::Waiting,
            None => NodeState::Working,
        };
        Node {
            id: self.0.node.clone(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            knows: last_known(),
            state,
            ahead: self.0.comparison.ahead((now, Tick::now())),
            started_at: self.0.started_at,
            seen_at: now,
        }
    }

    /// Says once that the clock has left its bound or is back, and lets the loops begin.
    fn say_change(&self, before: Option<String>) {
        let after = self.0.comparison.trouble(self.0.engine.now());
        let said = &mut *self.0.said.lock().unwrap_or_else(PoisonError::into_inner);
        match &after {
            Some(why) if !*said => {
                tracing::error!(node.id = %self.0.node, "{why}: this node takes up nothing until it is right again");
                *said = true;
            }
            None if *said => {
                tracing::info!(node.id = %self.0.node, "the clock is right again: this node takes up what is due");
                *said = false;
            }
            _ => {}
        }
        if before.is_some() && after.is_none() {
            self.0.engine.bell.ring();
        }
    }

    /// Gives up what this node holds and takes it off the list: the last thing it does. If that cannot be done soon, the
    /// others find out by its silence.
    pub async fn leave(&self) {
        let left = tokio::time::timeout(GOODBYE, self.take_off()).await;
        if !matches!(left, Ok(Ok(()))) {
            tracing::warn!(node.id = %self.0.node, "this node stays on the list of nodes");
        }
    }

    async fn take_off(&self) -> Result<(), WorkerError> {
        let mut tx = self.0.engine.store.begin().await?;
        due::free(&mut tx, &self.0.node, self.0.engine.now()).await?;
        nodes::gone(&mut tx, &self.0.node, self.0.started_at).await?;
        Ok(tx.commit().await?)
    }
}

/// By how much a clock is ahead that stood at `before` and `after` when it was asked and answered; of what is possible the
/// least, so that a slow answer accuses no clock that is right.
fn surely_ahead(before: Instant, theirs: Instant, after: Instant) -> i64 {
    let (one, other) = (before.micros() - theirs.micros(), after.micros() - theirs.micros());
    0.clamp(one.min(other), one.max(other))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::Duration;

    use tokio::time::Instant as Tick;

    use super::{Comparison, Known, surely_ahead};
    use crate::clock::Instant;

    #[test]
    fn a_slow_answer_accuses_nobody() {
        for (before, theirs, after, ahead) in [
            (100, 100, 100, 0),
            (100, 150, 200, 0),
            (100, 40, 200, 60),
            (100, 240, 200, -40),
            (100, 240, 100, -140),
            (200, 100, 90, 0),
        ] {
            let at = Instant::from_micros;
            assert_eq!(
                surely_ahead(at(before), at(theirs), at(after)),
                ahead,
                "{before} {theirs} {after}"
            );
        }
    }

    /// Between two comparisons the tick tells how much of the way the clock went was a jump.
    #[test]
    fn a_clock_that_jumps_is_noticed_before_it_is_compared_again() {
        let (wall, tick) = (Instant::from_micros(0), Tick::now());
        let known = Known::Ahead {
            micros: 1_000_000,
            at: (wall, tick),
        };
        let comparison = Comparison(Mutex::new(known));
        for (clock, passed, trouble) in [
            (9, 9, None),
            (13, 9, None),
            (14, 9, Some("the clock is 6.0 s ahead of the database's")),
            (9, 16, Some("the clock is 6.0 s behind the database's")),
        ] {
            let now = (wall.plus_seconds(clock), tick + Duration::from_secs(passed));
            assert_eq!(comparison.trouble_at(now).as_deref(), trouble, "{clock} {passed}");
        }
    }
}
