//! What time brings: timers that fire, reminders that leave, reminders that are late.

use futures_util::future::join_all;
use uuid::Uuid;

use super::batch::Ask;
use super::handle::{Asker, Command, Feed, Step, Stop};
use super::work::Work;
use super::{Engine, EngineError};
use crate::case::catch_up::{catch_up, is_late};
use crate::case::event::{News, builtin};
use crate::case::{Actor, Notice, Timer};
use crate::clock::Instant;
use crate::store::notices::{NoticeState, StoredNotice};
use crate::store::timers::{StoredTimer, TimerState};
use crate::workflow::form::Answers;

impl Engine {
    /// Feeds the event of a timer that is due, as of the instant it was due. Twice is once.
    ///
    /// # Errors
    /// When the database fails; a rule that says no ends the timer.
    pub async fn fire(&self, timer: &StoredTimer) -> Result<(), EngineError> {
        match self.ask(Ask::Timer(Box::new(timer.clone()))).await {
            Ok(_) | Err(EngineError::Busy | EngineError::Done) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Feeds the events of timers that are due together, in one transaction where that is possible.
    ///
    /// # Errors
    /// As [`Engine::fire`].
    pub async fn fire_all(&self, timers: &[StoredTimer]) -> Result<(), EngineError> {
        let fired = join_all(timers.iter().map(|timer| self.fire(timer))).await;
        fired.into_iter().collect()
    }

    pub(super) async fn fire_in(&self, work: &mut Work, timer: &StoredTimer) -> Result<(), Stop> {
        if is_late(timer.due_at, self.now()) {
            self.catch_up(work, (timer.case_id, timer.due_at)).await?;
        }
        self.hold(work, [timer.case_id]).await?;
        let planned = Timer {
            due_at: timer.due_at,
            event: timer.event.clone(),
        };
        let held = work.held(timer.case_id).ok_or(EngineError::NotFound("case"))?;
        if !held.waiting().contains(&planned) {
            return Err(EngineError::Done.into());
        }
        let ended = (TimerState::Done, self.now());
        work.held_mut(timer.case_id).map(|held| held.end_timer(&planned, ended));
        let command = Command {
            case: timer.case_id,
            event: timer.event.clone(),
            asker: Asker::Timer(timer.due_at),
            answers: Answers::new(),
            reason: None,
            attachments: Vec::new(),
            revision: None,
        };
        let before = work.changes;
        match self.handle_in(work, &command).await {
            Err(Stop::Error(EngineError::Refused(_) | EngineError::Invalid(_))) if work.changes == before => {
                tracing::warn!(case.id = %timer.case_id, timer.event, "a timer's event was refused");
                Ok(())
            }
            done => done.map(drop),
        }
    }

    /// Writes the message of a reminder that is due; if it is late, the workflow's rule for outages comes first.
    ///
    /// # Errors
    /// When the database fails or the letter cannot be written.
    pub async fn remind(&self, due: &StoredNotice) -> Result<(), EngineError> {
        self.ask(Ask::Reminder(Box::new(due.clone()))).await.map(drop)
    }

    pub(super) async fn remind_in(&self, work: &mut Work, due: &StoredNotice) -> Result<(), Stop> {
        if is_late(due.planned_at, self.now()) {
            self.catch_up(work, (due.case_id, self.now())).await?;
        }
        self.hold(work, [due.case_id]).await?;
        let waits = |row: &StoredNotice| {
            row.state == NoticeState::Planned && row.message_id.is_none() && row.planned_at <= self.now()
        };
        let held = work.held(due.case_id).ok_or(EngineError::NotFound("case"))?;
        let place = held
            .notices
            .iter()
            .position(|row| row.now.id == due.id && waits(&row.now));
        match place {
            Some(place) => self.write_reminder(work, (due.case_id, place)).await,
            None => Ok(()),
        }
    }

    /// Decides what becomes of every late reminder of the case and says so in its history as of `at`.
    async fn catch_up(&self, work: &mut Work, (case, at): (Uuid, Instant)) -> Result<(), Stop> {
        self.hold(work, [case]).await?;
        let held = work.held(case).ok_or(EngineError::NotFound("case"))?;
        let rows = held.notices.iter().map(|row| &row.now);
        let waiting: Vec<Notice> = rows
            .filter(|row| waits_or_just_told(row, self.now()))
            .map(StoredNotice::notice)
            .collect();
        let verdicts = catch_up(&held.loaded.definition, &held.loaded.stored.case, &waiting, self.now());
        if verdicts.is_empty() {
            return Ok(());
        }
        let event = self.bare_event(builtin::CATCH_UP, Actor::Engine, News::CaughtUp(verdicts));
        let feed = Feed {
            case,
            event,
            at,
            first: true,
        };
        self.run(work, vec![Step::Feed(Box::new(feed))]).await
    }
}

/// Whether catching up must know of a notice: a reminder that waits, or a letter about an event that leaves just now.
fn waits_or_just_told(row: &StoredNotice, now: Instant) -> bool {
    if row.duty.is_empty() {
        return !is_late(row.created_at, now);
    }
    row.state == NoticeState::Planned && row.message_id.is_none()
}
