//! What a transaction has decided, written at once: on PostgreSQL in one statement, on SQLite table by table.
//!
//! Owns no table: the texts are put together from those of the tables. A round trip to a server costs as much as the work
//! of several statements; SQLite has no server and knows no statement that writes two tables.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::case_sets::{Moved, set_of_moved, update};
use super::dialect::{execute, row, rows, statements};
use super::entries::{self, Written, append};
use super::messages::{self, Message, queue_all};
use super::notices::{self, NoticeState, StoredNotice};
use super::sets::{each, id, number, text};
use super::timers::{self, StoredTimer, TimerState};
use super::value::Json;
use super::{Outcome, StoreError, Tx};
use crate::clock::Instant;

statements! {
    ENTRIES_SQLITE = append!(sqlite, "$1");
    CASES_SQLITE = update!(sqlite, "$1", "", "");
    REFILED_SQLITE = update!(sqlite, "$1");
    MESSAGES_SQLITE = queue_all!(sqlite, "$1");
    NOTICES_SQLITE = notices::put!(sqlite, "$1", "message");
    TIMERS_SQLITE = timers::put!(sqlite, "$1");
    ALL_POSTGRES = concat!(
        "with entries as (", append!(postgres, "$1"), " returning 1),
        changed as (", update!(postgres, "$2"), " returning 1),
        queued as (", queue_all!(postgres, "$3"), "),
        told as (", notices::put!(postgres, "$4", "queued"), " returning 1),
        waiting as (", timers::put!(postgres, "$5"), " returning 1)
        select (select count(*) from entries) as entries, (select count(*) from changed) as cases, (select count(*) from told) as notices,
            (select count(*) from waiting) as timers,
            (select cast(coalesce(json_object_agg(header_id, id), '{}') as text) from queued) as queued"
    );
}

/// What is to be written; each part may be empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decided<'a> {
    /// Entries for their cases' histories.
    pub entries: &'a [Written],
    /// Cases that have moved on.
    pub cases: &'a [Moved<'a>],
    /// Messages for the outbox.
    pub messages: &'a [Message],
    /// Notices as they stand now, new ones and known ones.
    pub notices: &'a [&'a StoredNotice],
    /// Timers as they stand now, new ones and known ones.
    pub timers: &'a [&'a StoredTimer],
}

impl Decided<'_> {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
            && self.cases.is_empty()
            && self.messages.is_empty()
            && self.notices.is_empty()
            && self.timers.is_empty()
    }

    /// When the first of it is due.
    pub fn due(&self) -> Option<Instant> {
        let planned = |row: &&&StoredNotice| row.state == NoticeState::Planned && row.message_id.is_none();
        let notices = self.notices.iter().filter(planned).map(|row| row.planned_at);
        let waiting = self.timers.iter().filter(|row| row.state == TimerState::Waiting);
        let messages = self.messages.iter().map(|message| message.next_attempt_at);
        notices.chain(waiting.map(|row| row.due_at)).chain(messages).min()
    }
}

/// The ids under which messages stand in the outbox, by Message-ID. One that had been taken back keeps its own.
pub type Queued = BTreeMap<String, Uuid>;

#[derive(sqlx::FromRow)]
struct Counts {
    entries: i64,
    cases: i64,
    notices: i64,
    timers: i64,
    queued: Json<Queued>,
}

/// Writes it all.
///
/// Lost, and to be undone, when a history has an entry with that number, a case has moved on, a notice has a message or
/// has left, or a timer is done already.
pub async fn write(tx: &mut Tx, decided: &Decided<'_>) -> Result<(Outcome, Queued), StoreError> {
    match tx {
        Tx::Sqlite(_) => one_by_one(tx, decided).await,
        Tx::Postgres(_) => at_once(tx, decided).await,
    }
}

async fn at_once(tx: &mut Tx, decided: &Decided<'_>) -> Result<(Outcome, Queued), StoreError> {
    let found = row!(
        tx,
        Counts,
        ALL_POSTGRES,
        entries::set_of(decided.entries),
        set_of_moved(decided.cases.iter()),
        messages::set_of_new(decided.messages),
        notices::set_of_changed(decided.notices, decided.messages),
        timers::set_of_changed(decided.timers)
    )?;
    Ok(match found {
        Some(counts) if counts.are_all_of(decided) => (Outcome::Done, counts.queued.0),
        _ => (Outcome::Lost, Queued::new()),
    })
}

impl Counts {
    fn are_all_of(&self, decided: &Decided<'_>) -> bool {
        let pairs = [
            (self.entries, decided.entries.len()),
            (self.cases, decided.cases.len()),
            (self.notices, decided.notices.len()),
            (self.timers, decided.timers.len()),
        ];
        let are_all = |(found, wanted): &(i64, usize)| usize::try_from(*found) == Ok(*wanted);
        pairs.iter().all(are_all)
    }
}

/// Messages go before the notices that name them.
async fn one_by_one(tx: &mut Tx, decided: &Decided<'_>) -> Result<(Outcome, Queued), StoreError> {
    let mut queued = Queued::new();
    if !decided.messages.is_empty() {
        let new = messages::set_of_new(decided.messages);
        let stand = rows!(tx, (String, Uuid), MESSAGES_SQLITE, new)?;
        queued.extend(stand);
    }
    let entries = entries::set_of(decided.entries);
    let (refiled, stayed): (Vec<&Moved>, Vec<&Moved>) = decided.cases.iter().partition(|moved| moved.refiled);
    let notices = notices::set_of_changed(decided.notices, decided.messages);
    let timers = timers::set_of_changed(decided.timers);
    for (sql, set, wanted) in [
        (ENTRIES_SQLITE, entries, decided.entries.len()),
        (CASES_SQLITE, set_of_moved(stayed.iter().copied()), stayed.len()),
        (REFILED_SQLITE, set_of_moved(refiled.iter().copied()), refiled.len()),
        (NOTICES_SQLITE, notices, decided.notices.len()),
        (TIMERS_SQLITE, timers, decided.timers.len()),
    ] {
        if wanted > 0 && !Outcome::all(execute!(tx, sql, set)?, wanted).is_done() {
            return Ok((Outcome::Lost, queued));
        }
    }
    Ok((Outcome::Done, queued))
}
