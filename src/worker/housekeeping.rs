//! Forgetting what nobody needs any more: ended sessions, spent links, answers kept for repeated requests,
//! nodes that are long gone.

use std::time::Duration;

use super::{Found, Worker, WorkerError};
use crate::store::{idempotency, nodes, sessions, sign_ins};

/// How long the loop waits between two rounds.
pub(super) const EVERY: Duration = Duration::from_secs(3600);

/// For how many seconds the answer to a request is kept for its repetition.
const ANSWERS_KEPT_SECONDS: i64 = 7 * 24 * 3600;

/// For how many seconds a node that died stays on the list: long enough to be seen the next morning.
const DEAD_LISTED_SECONDS: i64 = 24 * 3600;

impl Worker {
    /// One round.
    pub(super) async fn tidy(&self) -> Result<Found, WorkerError> {
        let now = self.0.engine.now();
        let mut tx = self.0.engine.store.begin().await?;
        sessions::forget(&mut tx, now).await?;
        sign_ins::forget(&mut tx, now).await?;
        idempotency::forget(&mut tx, now.plus_seconds(-ANSWERS_KEPT_SECONDS)).await?;
        nodes::forget(&mut tx, now.plus_seconds(-DEAD_LISTED_SECONDS)).await?;
        tx.commit().await?;
        Ok(Found::Nothing)
    }
}
