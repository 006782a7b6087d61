//! A case in hand: as it is by now, with its timers and notices, and what of that the database does not have yet.
//!
//! Owns what is kept in step with the tables of timers and notices: one timer an event and instant, one notice a key.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::save::Loaded;
use crate::case::{Notice, Timer};
use crate::clock::Instant;
use crate::store::case_sets::Moved;
use crate::store::chain;
use crate::store::notices::{NoticeState, StoredNotice};
use crate::store::timers::{StoredTimer, TimerState};

/// A case in hand.
pub(super) struct Held {
    /// The case with what decisions about it need.
    pub loaded: Loaded,
    /// Its timers.
    pub timers: Vec<Row<StoredTimer>>,
    /// Its notices, by time as they were read.
    pub notices: Vec<Row<StoredNotice>>,
    /// Hash of its last entry.
    pub(super) head: String,
    /// Its revision in the database.
    pub(super) was: u32,
    /// Whether the database has it otherwise.
    pub(super) moved: bool,
    /// Whether lists find it elsewhere than the database has it.
    pub(super) refiled: bool,
}

/// A row in hand.
#[derive(Clone, Debug)]
pub(super) struct Row<T> {
    /// As it is by now.
    pub now: T,
    /// Whether the database has it otherwise.
    changed: bool,
}

impl<T> Row<T> {
    /// Changes the row.
    pub fn change(&mut self) -> &mut T {
        self.changed = true;
        &mut self.now
    }
}

pub(super) fn changed<T>(rows: &[Row<T>]) -> impl Iterator<Item = &T> {
    rows.iter().filter(|row| row.changed).map(|row| &row.now)
}

impl Held {
    /// A case that was just entered.
    pub fn new(loaded: Loaded) -> Self {
        Self {
            timers: Vec::new(),
            notices: Vec::new(),
            head: chain::BEGINNING.to_owned(),
            was: loaded.stored.case.revision,
            moved: false,
            refiled: false,
            loaded,
        }
    }

    /// Puts the case in its place as it is by now.
    pub fn move_to(&mut self, loaded: Loaded) {
        self.refiled |= !loaded.stored.is_found_like(&self.loaded.stored);
        self.loaded = loaded;
        self.moved = true;
    }

    pub(super) fn moved(&self) -> Option<Moved<'_>> {
        self.moved.then_some(Moved {
            stored: &self.loaded.stored,
            was: self.was,
            refiled: self.refiled,
        })
    }

    pub(super) fn written(&mut self) {
        self.was = self.loaded.stored.case.revision;
        (self.moved, self.refiled) = (false, false);
        self.timers.iter_mut().for_each(|row| row.changed = false);
        self.notices.iter_mut().for_each(|row| row.changed = false);
    }

    /// The timers that wait.
    pub fn waiting(&self) -> BTreeSet<Timer> {
        let waiting = self.timers.iter().filter(|row| row.now.state == TimerState::Waiting);
        waiting
            .map(|row| Timer {
                due_at: row.now.due_at,
                event: row.now.event.clone(),
            })
            .collect()
    }

    /// Plans a timer; one that was withdrawn waits again, one that is done stays so.
    pub fn plan_timer(&mut self, timer: &Timer) {
        match self.timer(timer) {
            Some(row) if row.now.state == TimerState::Withdrawn => {
                let row = row.change();
                (row.state, row.done_at) = (TimerState::Waiting, None);
            }
            Some(_) => {}
            None => {
                let now = StoredTimer {
                    case_id: self.loaded.stored.case.id,
                    event: timer.event.clone(),
                    due_at: timer.due_at,
                    state: TimerState::Waiting,
                    done_at: None,
                };
                self.timers.push(Row { now, changed: true });
            }
        }
    }

    /// Ends a timer that waits; whether it did.
    pub fn end_timer(&mut self, timer: &Timer, (state, at): (TimerState, Instant)) -> bool {
        let waits = |row: &&mut Row<StoredTimer>| row.now.state == TimerState::Waiting;
        let Some(row) = self.timer(timer).filter(waits) else {
            return false;
        };
        let row = row.change();
        (row.state, row.done_at) = (state, Some(at));
        true
    }

    fn timer(&mut self, timer: &Timer) -> Option<&mut Row<StoredTimer>> {
        let same = |row: &&mut Row<StoredTimer>| row.now.due_at == timer.due_at && row.now.event == timer.event;
        self.timers.iter_mut().find(same)
    }

    /// Plans a notice under an id; its place among the notices, or none if its key has one already.
    pub fn plan_notice(&mut self, id: Uuid, notice: &Notice, now: Instant) -> Option<usize> {
        let key = notice.key();
        if self.notices.iter().any(|row| row.now.notice().key() == key) {
            return None;
        }
        let now = StoredNotice {
            id,
            case_id: self.loaded.stored.case.id,
            duty: notice.duty.clone(),
            step: notice.step.clone(),
            occurrence: notice.occurrence.clone(),
            recipient_id: notice.recipient,
            address: notice.address.clone(),
            letter: notice.letter.clone(),
            planned_at: notice.planned_at,
            state: NoticeState::Planned,
            reason: None,
            sent_at: None,
            message_id: None,
            created_at: now,
            changed_at: now,
        };
        self.notices.push(Row { now, changed: true });
        Some(self.notices.len() - 1)
    }
}

pub(super) fn as_read<T>(rows: Option<Vec<T>>) -> Vec<Row<T>> {
    let rows = rows.unwrap_or_default();
    rows.into_iter().map(|now| Row { now, changed: false }).collect()
}
