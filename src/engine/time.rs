//! What time brings: timers that fire, reminders that leave, reminders that are late.

use uuid::Uuid;

use super::handle::{Asker, Command, Feed, Step, Stop};
use super::transact::transact;
use super::{Engine, EngineError};
use crate::case::catch_up::{catch_up, is_late};
use crate::case::event::{News, builtin};
use crate::case::{Actor, Notice, Timer};
use crate::clock::Instant;
use crate::store::Tx;
use crate::store::notices::{self, NoticeState, StoredNotice};
use crate::store::timers::{self, StoredTimer};
use crate::workflow::form::Answers;

impl Engine {
    /// Feeds the event of a timer that is due, as of the instant it was due. Twice is once.
    ///
    /// # Errors
    /// When the database fails; a rule that says no ends the timer.
    pub async fn fire(&self, timer: &StoredTimer) -> Result<(), EngineError> {
        if is_late(timer.due_at, self.now()) {
            self.settle_reminders(timer).await?;
        }
        let command = Command {
            case: timer.case_id,
            event: timer.event.clone(),
            asker: Asker::Timer(timer.due_at),
            answers: Answers::new(),
            reason: None,
            attachments: Vec::new(),
            revision: None,
        };
        match self.handle(&command).await {
            Err(EngineError::Refused(_) | EngineError::Invalid(_)) => {
                tracing::warn!(case.id = %timer.case_id, timer.event, "a timer's event was refused");
                let mut tx = self.store.begin().await?;
                let timer = (
                    timer.case_id,
                    Timer {
                        due_at: timer.due_at,
                        event: timer.event.clone(),
                    },
                );
                let _ = timers::finish(&mut tx, timer.0, &timer.1, self.now()).await?;
                Ok(tx.commit().await?)
            }
            Ok(_) | Err(EngineError::Busy | EngineError::Done) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Settles what is late about a case before a late timer acts on it: what rests on reminders waits for them.
    async fn settle_reminders(&self, timer: &StoredTimer) -> Result<(), EngineError> {
        transact!(self, tx => self.catch_up(tx, (timer.case_id, timer.due_at)))
    }

    /// Writes the message of a reminder that is due; if it is late, the workflow's rule for outages comes first.
    ///
    /// # Errors
    /// When the database fails or the letter cannot be written.
    pub async fn remind(&self, due: &StoredNotice) -> Result<(), EngineError> {
        transact!(self, tx => self.remind_in(tx, due))
    }

    async fn remind_in(&self, tx: &mut Tx, due: &StoredNotice) -> Result<(), Stop> {
        if is_late(due.planned_at, self.now()) {
            self.catch_up(tx, (due.case_id, self.now())).await?;
        }
        let Some(now) = notices::find(tx, due.id).await? else {
            return Ok(());
        };
        let waits = now.state == NoticeState::Planned && now.message_id.is_none() && now.planned_at <= self.now();
        if waits {
            let loaded = self.load(tx, due.case_id).await?;
            self.write(tx, &loaded, (now.id, &now.notice(), None)).await?;
        }
        Ok(())
    }

    /// Decides what becomes of every late reminder of the case and says so in its history as of `at`.
    async fn catch_up(&self, tx: &mut Tx, (case, at): (Uuid, Instant)) -> Result<(), Stop> {
        let loaded = self.load(tx, case).await?;
        let stored = notices::of_case(tx, case).await?;
        let waiting: Vec<Notice> = stored
            .iter()
            .filter(|row| waits_or_just_told(row, self.now()))
            .map(StoredNotice::notice)
            .collect();
        let verdicts = catch_up(&loaded.definition, &loaded.stored.case, &waiting, self.now());
        if verdicts.is_empty() {
            return Ok(());
        }
        let event = self.bare_event(builtin::CATCH_UP, Actor::Engine, News::CaughtUp(verdicts));
        self.run(
            tx,
            vec![Step::Feed(Box::new(Feed {
                case,
                event,
                at,
                first: true,
            }))],
        )
        .await
    }
}

/// Whether catching up must know of a notice: a reminder that waits, or a letter about an event that leaves just now.
fn waits_or_just_told(row: &StoredNotice, now: Instant) -> bool {
    if row.duty.is_empty() {
        return !is_late(row.created_at, now);
    }
    row.state == NoticeState::Planned && row.message_id.is_none()
}
