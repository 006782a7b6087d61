//! Timers and reminders that have come due: held, handed to the engine, timers first.

use futures_util::future::join_all;

use super::{Found, Worker, WorkerError};
use crate::clock::Instant;
use crate::engine::EngineError;
use crate::store::notices::{self, StoredNotice};
use crate::store::timers::{self, StoredTimer};
use crate::store::{Lease, due};

/// For how many seconds timers and reminders are held: much longer than the engine needs for one.
const HELD_SECONDS: i64 = 60;

/// How many timers or reminders are held at once.
const AT_ONCE: u32 = 128;

impl Worker {
    /// Feeds the timers that are due first or, if there are none, writes the reminders that are due.
    ///
    /// Of timers only those of the earliest instant are taken together: what one does may bring a later one forward or take
    /// it away.
    pub(super) async fn due_turn(&self) -> Result<Found, WorkerError> {
        let next = self.next_due().await?;
        let now = self.0.engine.now();
        if let Some(at) = next.timer.filter(|at| *at <= now) {
            let timers = self.claim_timers(at).await?;
            if !timers.is_empty() {
                self.0.engine.fire_all(&timers).await?;
                return Ok(Found::Work);
            }
        }
        if next.notice.is_none_or(|at| at > now) {
            return Ok(Found::Nothing);
        }
        let reminders = self.claim_reminders().await?;
        let written = join_all(reminders.iter().map(|reminder| self.remind(reminder))).await;
        written.into_iter().collect::<Result<Vec<()>, _>>()?;
        Ok(if reminders.is_empty() {
            Found::Nothing
        } else {
            Found::Work
        })
    }

    /// Looks before it takes, since taking is a write.
    async fn next_due(&self) -> Result<due::Next, WorkerError> {
        let mut tx = self.0.engine.store.glance().await?;
        Ok(due::next(&mut tx).await?)
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

    /// The timers of the earliest instant; if somebody else holds them, the first one that is free.
    async fn claim_timers(&self, earliest: Instant) -> Result<Vec<StoredTimer>, WorkerError> {
        let mut tx = self.0.engine.store.begin().await?;
        let mut claimed = timers::claim(&mut tx, self.lease(HELD_SECONDS, AT_ONCE), earliest).await?;
        if claimed.is_empty() {
            claimed = timers::claim(&mut tx, self.lease(HELD_SECONDS, 1), self.0.engine.now()).await?;
        }
        tx.commit().await?;
        Ok(claimed)
    }

    async fn claim_reminders(&self) -> Result<Vec<StoredNotice>, WorkerError> {
        let mut tx = self.0.engine.store.begin().await?;
        let claimed = notices::claim(&mut tx, self.lease(HELD_SECONDS, AT_ONCE)).await?;
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
