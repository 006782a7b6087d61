//! Whether each loop turns.
//!
//! Owns when each loop was last seen turning, and for how long it may be silent. A loop that ended without being told to
//! (a failure in the program, a task that was dropped) is noticed at once, one that hangs when its time is over.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant as Tick;

use super::Loop;

/// The loops that were begun.
#[derive(Debug, Default)]
pub(super) struct Pulses(Mutex<BTreeMap<Loop, Pulse>>);

#[derive(Clone, Copy, Debug)]
struct Pulse {
    /// When it last turned; nothing when it ended by itself.
    last: Option<Tick>,
    patience: Duration,
}

/// A loop that turns. Dropped without [`Life::end`], it has died.
pub(super) struct Life<'a> {
    pulses: &'a Pulses,
    of: Loop,
}

impl Pulses {
    /// A loop begins that is never silent for longer than `patience`.
    pub fn begin(&self, of: Loop, patience: Duration) -> Life<'_> {
        let last = Some(Tick::now());
        self.lock().insert(of, Pulse { last, patience });
        Life { pulses: self, of }
    }

    /// A loop turns; one that was not begun is not minded.
    pub fn beat(&self, of: Loop) {
        if let Some(pulse) = self.lock().get_mut(&of) {
            pulse.last = Some(Tick::now());
        }
    }

    /// The first loop that does not turn; `None` in the answer when none has begun.
    pub fn silent(&self) -> Option<Option<Loop>> {
        let pulses = self.lock();
        if pulses.is_empty() {
            return Some(None);
        }
        let silent = |pulse: &Pulse| pulse.last.is_none_or(|last| last.elapsed() >= pulse.patience);
        let found = pulses.iter().find(|(_, pulse)| silent(pulse));
        found.map(|(of, _)| Some(*of))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Loop, Pulse>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Life<'_> {
    /// It was told to end, and does.
    pub fn end(self) {
        self.pulses.lock().remove(&self.of);
        std::mem::forget(self);
    }
}

impl Drop for Life<'_> {
    fn drop(&mut self) {
        if let Some(pulse) = self.pulses.lock().get_mut(&self.of) {
            pulse.last = None;
        }
    }
}
