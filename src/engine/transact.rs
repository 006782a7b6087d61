//! One transaction from beginning to commit, tried again when a race is lost.

use super::handle::Stop;
use super::work::Work;
use super::{Engine, EngineError};

/// How often a lost race is tried again before the caller is told that the database is busy.
pub(super) const TRIES: u32 = 20;

/// Does work in a transaction and commits it; a lost race undoes everything and does it again from the beginning.
///
/// `transact!(engine, work => done)`: `done` is a future that gives a `Result<_, Stop>` and borrows `work`.
macro_rules! transact {
    ($engine:expr, $work:ident => $done:expr) => {{
        let mut tries = 0;
        loop {
            let mut owned = $engine.work().await?;
            let $work = &mut owned;
            let done = $done.await;
            if let Some(concluded) = $engine.conclude(owned, done, &mut tries).await {
                break concluded;
            }
        }
    }};
}

pub(super) use transact;

impl Engine {
    /// Commits what was done, or undoes it; `None` when the race was lost and it may be tried again.
    pub(super) async fn conclude<T>(
        &self,
        work: Work,
        done: Result<T, Stop>,
        tries: &mut u32,
    ) -> Option<Result<T, EngineError>> {
        *tries += 1;
        match self.end(work, done).await {
            Ok(done) => Some(Ok(done)),
            Err(Stop::Lost) if *tries < TRIES => None,
            Err(stop) => Some(Err(stop.into_error())),
        }
    }

    /// Commits what was done and rings, or undoes it.
    pub(super) async fn end<T>(&self, work: Work, done: Result<T, Stop>) -> Result<T, Stop> {
        match done {
            Ok(done) => {
                work.commit(self.bell.told_before(self.now())).await?;
                self.bell.ring();
                Ok(done)
            }
            Err(stop) => {
                work.undo().await;
                Err(stop)
            }
        }
    }
}
