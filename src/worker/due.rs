//! Timers and reminders that have come due: held, handed to the engine, timers first.

use super::{Found, Worker, WorkerError};
use crate::engine::EngineError;
use crate::store::notices::{self, StoredNotice};
use crate::store::timers::{self, StoredTimer};
use crate::store::{Lease, due};

/// For how many seconds timers and reminders are held: much longer than the engine needs for one.
const HELD_SECONDS: i64 = 60;

/// How many reminders are held at once.
const REMINDERS: u32 = 16;

impl Worker {
    /// Feeds the earliest timer that is due or, if there is none, writes the reminders that are due.
    ///
    /// Timers are taken one at a time: what one does may bring another one forward or take it away.
    pub(super) async fn due_turn(&self) -> Result<Found, WorkerError> {
        if !self.anything_due().await? {
            return Ok(Found::Nothing);
        }
        if let Some(timer) = self.claim_timer().await? {
            self.0.engine.fire(&timer).await?;
            return Ok(Found::Work);
        }
        let reminders = self.claim_reminders().await?;
        for reminder in &reminders {
            self.remind(reminder).await?;
        }
        Ok(if reminders.is_empty() {
            Found::Nothing
        } else {
            Found::Work
        })
    }

    /// Looks before it takes, since taking is a write.
    async fn anything_due(&self) -> Result<bool, WorkerError> {
        let now = self.0.engine.now();
        let mut tx = self.0.engine.store.read().await?;
        let next = due::next(&mut tx).await?;
        Ok([next.timer, next.notice].into_iter().flatten().any(|at| at <= now))
    }

    async fn remind(&self, reminder: &StoredNotice) -> Result<(), WorkerError> {
        match self.0.engine.remind(reminder).await {
            Err(error @ EngineError::Letter { .. }) => {
                tracing::error!(notice.id = %reminder.id, case.id = %reminder.case_id, error = &error as &dyn std::error::Error, "a reminder cannot be written");
                Ok(self.0.engine.fail_notice(reminder.id, &error.to_string()).await?)
            }
            done => Ok(done?),
        }
    }

    async fn claim_timer(&self) -> Result<Option<StoredTimer>, WorkerError> {
        let mut tx = self.0.engine.store.begin().await?;
        let claimed = timers::claim(&mut tx, self.lease(HELD_SECONDS, 1)).await?;
        tx.commit().await?;
        Ok(claimed.into_iter().next())
    }

    async fn claim_reminders(&self) -> Result<Vec<StoredNotice>, WorkerError> {
        let mut tx = self.0.engine.store.begin().await?;
        let claimed = notices::claim(&mut tx, self.lease(HELD_SECONDS, REMINDERS)).await?;
        tx.commit().await?;
        Ok(claimed)
    }

    pub(super) fn lease(&self, seconds: i64, limit: u32) -> Lease<'_> {
        let now = self.0.engine.now();
        Lease {
            now,
            until: now.plus_seconds(seconds),
            node: &self.0.node,
            limit,
        }
    }
}
