//! One transaction from beginning to commit, tried again when a race is lost.

use super::handle::Stop;
use super::{Engine, EngineError};
use crate::store::Tx;

/// How often a lost race is tried again before the caller is told that the database is busy.
const TRIES: u32 = 20;

/// Does work in a transaction and commits it; a lost race undoes everything and does it again from the beginning.
///
/// `transact!(engine, tx => work)`: `work` is a future that gives a `Result<_, Stop>` and borrows `tx`.
macro_rules! transact {
    ($engine:expr, $tx:ident => $work:expr) => {{
        let mut tries = 0;
        loop {
            let mut owned = $engine.store.begin().await?;
            let $tx = &mut owned;
            let done = $work.await;
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
        tx: Tx,
        done: Result<T, Stop>,
        tries: &mut u32,
    ) -> Option<Result<T, EngineError>> {
        *tries += 1;
        let done = match done {
            Ok(done) => match tx.commit().await {
                Ok(()) => Ok(done),
                Err(error) if error.undid() => Err(Stop::Lost),
                Err(error) => Err(Stop::Error(error.into())),
            },
            Err(stop) => {
                tx.rollback().await.unwrap_or(());
                Err(stop)
            }
        };
        match done {
            Ok(done) => {
                self.bell.notify_waiters();
                Some(Ok(done))
            }
            Err(Stop::Lost) if *tries < TRIES => None,
            Err(Stop::Lost) => Some(Err(EngineError::Busy)),
            Err(Stop::Error(error)) => Some(Err(error)),
        }
    }
}
