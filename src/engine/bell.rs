//! The bell: something new may be due, so that loops need not wait for their next look.
//!
//! Owns who is told of it: the loops of this node always, other nodes when there are any and when they would otherwise
//! sleep past it. Does not know what is due.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use super::Engine;
use crate::clock::Instant;
use crate::store::{StoreError, Tx, wake};

/// How long a loop waits for the bell at most: a word from another node may be lost.
pub const LOOK: Duration = Duration::from_secs(5);

/// Rings in this process, and knows whether others are to be told.
#[derive(Debug, Default)]
pub struct Bell {
    here: Notify,
    alone: AtomicBool,
}

impl Bell {
    /// Wakes every loop of this node that waits.
    pub fn ring(&self) {
        self.here.notify_waiters();
    }

    /// Waits for the next ring, counted from this call on.
    pub fn heard(&self) -> Notified<'_> {
        self.here.notified()
    }

    /// Notes how many other nodes are up. A node that has not looked yet, or a command that never does, tells others.
    pub fn note_others(&self, up: usize) {
        self.alone.store(up == 0, Ordering::Relaxed);
    }

    /// Work that is due before this is told to other nodes: they look at later work by themselves in time. Nothing is told
    /// where there is nobody: commits that carry a word wait for each other on the server.
    pub fn told_before(&self, now: Instant) -> Option<Instant> {
        let look = i64::try_from(LOOK.as_secs()).unwrap_or(0);
        (!self.alone.load(Ordering::Relaxed)).then(|| now.plus_seconds(look))
    }
}

impl Engine {
    /// Commits something that is due now, and rings here and for the others.
    pub(super) async fn commit_and_ring(&self, mut tx: Tx) -> Result<(), StoreError> {
        if self.bell.told_before(self.now()).is_some() {
            wake::others(&mut tx).await?;
        }
        tx.commit().await?;
        self.bell.ring();
        Ok(())
    }
}
