//! A manual clock: everything due up to an instant is done, each thing at its own instant, in order.

use super::{Found, Loop, Worker, WorkerError};
use crate::clock::Instant;
use crate::engine::HouseClock;

/// How often something that stays due is tried again before it counts as stuck.
const TRIES: u32 = 3;

impl Worker {
    /// Does everything that is due now. For a manual clock and for tests: it must be the only worker.
    ///
    /// # Errors
    /// When the database fails or something due cannot be done.
    pub async fn drain(&self) -> Result<(), WorkerError> {
        let _turn = self.0.turn.lock().await;
        self.do_all_due().await
    }

    /// Moves a manual clock to `to`, standing at every instant on the way at which something is due until it is done.
    ///
    /// A process killed on the way has lost nothing: it stands at the last of those instants when it starts again.
    ///
    /// # Errors
    /// Not on the wall clock, and not backwards; else as [`Worker::drain`].
    pub async fn advance(&self, to: Instant) -> Result<(), WorkerError> {
        if matches!(self.0.engine.clock, HouseClock::System(_)) {
            return Err(WorkerError::NotManual);
        }
        let _turn = self.0.turn.lock().await;
        let now = self.0.engine.now();
        if to < now {
            return Err(WorkerError::Backwards { now });
        }
        loop {
            self.do_all_due().await?;
            match self.next(Loop::All).await? {
                Some(at) if at <= to => self.0.engine.stand_at(at).await?,
                _ => break,
            }
        }
        Ok(self.0.engine.stand_at(to).await?)
    }

    async fn do_all_due(&self) -> Result<(), WorkerError> {
        let mut idle = 0;
        loop {
            self.0.pulses.beat(Loop::All);
            let mut found = Found::Nothing;
            while self.due_turn().await? == Found::Work {
                found = Found::Work;
            }
            found = found.or(self.send_due().await?);
            if found == Found::Work {
                idle = 0;
                continue;
            }
            match self.next(Loop::All).await? {
                Some(due_at) if due_at <= self.0.engine.now() => {
                    idle += 1;
                    if idle > TRIES {
                        return Err(WorkerError::Stuck { due_at });
                    }
                    self.free().await?;
                }
                _ => return Ok(()),
            }
        }
    }
}
