//! What must be true of reminders, timers and letters, worked out from the histories and the programme's own words.
//!
//! Owns no dates: they are the oracle's of the made-up programmes, which knows nothing of plans.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use kalends::case::evolve::fold;
use kalends::case::{Entry, Holder};
use kalends::clock::Instant;
use kalends::store::Store;
use kalends::store::entries;
use uuid::Uuid;

use super::ledger::{APART, read};
use super::post::Book;
use super::stage::Stage;
use crate::case::random::oracle::{due, leaves, named, owed, readers};
use crate::case::random::programme::{Duty, Reminder};

const SEATS: &str = "select person_id, role, seat, organisation_id, from_at, until_at from seat order by id";

const NOTICES: &str = "select n.case_id, n.duty, n.step, n.occurrence, n.recipient_id, n.planned_at, n.state, n.reason,
    n.message_id is not null as written, m.created_at as written_at, m.header_id, c.organisation_id
    from notice n join cases c on c.id = n.case_id left join message m on m.id = n.message_id order by n.id";

const MESSAGES: &str = "select header_id, state, to_address, created_at from message order by id";

const UNDONE: &str = "select 'timer ' || event as what, due_at as at from timer where state = 'waiting'
    union all select 'notice ' || duty || '/' || step, planned_at from notice where state = 'planned' and message_id is null
    union all select 'message ' || header_id, next_attempt_at from message where state = 'queued'";

const EARLY: &str = "select event, due_at from timer where state = 'done' and done_at + $1 < due_at";

/// Timers are done once: no more entries than timers that were done.
const TWICE: &str = "select e.event, count(*) as entries from entry e
    where e.actor_id is null and e.event glob 't[0-9]'
    group by e.case_id, e.event
    having count(*) > (select count(*) from timer t
        where t.case_id = e.case_id and t.event = e.event and t.state = 'done')";

#[derive(sqlx::FromRow)]
struct SeatRow {
    person_id: Uuid,
    role: String,
    seat: Option<String>,
    organisation_id: Option<Uuid>,
    from_at: Option<i64>,
    until_at: Option<i64>,
}

#[derive(Debug, sqlx::FromRow)]
struct NoticeRow {
    case_id: Uuid,
    duty: String,
    step: String,
    occurrence: String,
    recipient_id: Uuid,
    planned_at: i64,
    state: String,
    reason: Option<String>,
    written: bool,
    written_at: Option<i64>,
    header_id: Option<String>,
    organisation_id: Uuid,
}

type Key = (Uuid, (String, String, String, Uuid));

impl NoticeRow {
    fn key(&self) -> Key {
        let (duty, step, occurrence) = (self.duty.clone(), self.step.clone(), self.occurrence.clone());
        (self.case_id, (duty, step, occurrence, self.recipient_id))
    }
}

/// Everything a judgement rests on.
pub struct Judge<'a> {
    /// The programme and the people.
    pub stage: &'a Stage,
    /// The database, with nobody at its line.
    pub store: &'a Store,
    /// What the mail server was handed.
    pub book: &'a Book,
    /// What the last clock shows.
    pub now: Instant,
}

impl Judge<'_> {
    /// What is wrong at the end, when nothing has failed for a while; and how many reminders were written.
    pub async fn judge(&self, cases: &[Uuid]) -> (Vec<String>, usize) {
        let seats: Vec<SeatRow> = read(self.store, SEATS).await;
        let notices: Vec<NoticeRow> = read(self.store, NOTICES).await;
        let mut wrong = self.undone().await;
        wrong.extend(self.timers().await);
        wrong.extend(self.letters(&notices, &seats).await);
        wrong.extend(self.reminders(cases, (&notices, &seats)).await);
        let written = notices.iter().filter(|row| !row.duty.is_empty() && row.written).count();
        (wrong, written)
    }

    /// Nothing waits that is due.
    async fn undone(&self) -> Vec<String> {
        let waiting: Vec<(String, i64)> = read(self.store, UNDONE).await;
        let due = waiting.iter().filter(|(_, at)| *at <= self.now.micros());
        due.map(|(what, at)| format!("{what} was due at {} and waits", Instant::from_micros(*at)))
            .collect()
    }

    async fn timers(&self) -> Vec<String> {
        let early: Vec<(String, i64)> = read(self.store, EARLY).await;
        let twice: Vec<(String, i64)> = read(self.store, TWICE).await;
        let early = early
            .iter()
            .map(|(event, _)| format!("timer {event} was done before it was due"));
        early
            .chain(twice.iter().map(|(event, _)| format!("timer {event} was done twice")))
            .collect()
    }

    /// Each letter is the outbox's, as it stands there, was taken where it counts as sent, and came once.
    async fn letters(&self, notices: &[NoticeRow], seats: &[SeatRow]) -> Vec<String> {
        let mut wrong = self.book.doubled();
        let messages: Vec<(String, String, String, i64)> = read(self.store, MESSAGES).await;
        for (id, state, address, created_at) in &messages {
            let of_letter = || self.book.handed.iter().filter(move |handed| handed.id == *id);
            let taken = of_letter().any(|handed| handed.taken);
            if (state == "sent") && !taken {
                wrong.push(format!("letter {id} counts as sent and the server never took it"));
            }
            if of_letter().any(|handed| handed.at.plus_seconds(APART).micros() < *created_at) {
                wrong.push(format!("letter {id} left before it was written"));
            }
            if self
                .book
                .letters
                .get(id)
                .is_some_and(|letter| letter.to.address != *address)
            {
                wrong.push(format!("letter {id} went to another address"));
            }
        }
        let known: BTreeSet<&str> = messages.iter().map(|(id, ..)| id.as_str()).collect();
        let strange = self.book.letters.keys().filter(|id| !known.contains(id.as_str()));
        wrong.extend(strange.map(|id| format!("letter {id} left and is not in the outbox")));
        for row in notices.iter().filter(|row| row.written) {
            let written_at = row.written_at.unwrap_or(row.planned_at);
            let between = (row.planned_at.min(written_at) - APART * 1_000_000, written_at);
            if !seats.iter().any(|seat| seat.is_of(row) && seat.meets(between)) {
                wrong.push(format!("a letter to somebody who held no seat: {row:?}"));
            }
            let handed = self.book.handed.iter();
            let mut early = handed.filter(|handed| Some(&handed.id) == row.header_id.as_ref());
            if early.any(|handed| handed.at.plus_seconds(APART).micros() < row.planned_at) {
                wrong.push(format!("a letter left before its time: {row:?}"));
            }
        }
        wrong
    }

    /// Reminders that were written are those the programme asks for; those that are owed at the end have left or say why not.
    async fn reminders(&self, cases: &[Uuid], (notices, seats): (&[NoticeRow], &[SeatRow])) -> Vec<String> {
        let rows: BTreeMap<Key, &NoticeRow> = notices.iter().map(|row| (row.key(), row)).collect();
        let (mut explained, mut wrong) = (BTreeSet::new(), Vec::new());
        for case in cases {
            let mut tx = self.store.read().await.unwrap();
            let history = entries::of_case(&mut tx, *case).await.unwrap();
            drop(tx);
            let recorded: Vec<Instant> = history.iter().map(|one| one.sealed.link.recorded_at).collect();
            let history: Vec<Entry> = history.into_iter().filter_map(|one| Some(one.payload?.entry)).collect();
            for stretch in self.stretches(&history, &recorded) {
                let people = holders(seats, stretch.case.organisation);
                for (duty, reminder, due, at) in self.asked_for(&stretch) {
                    let late = |person| named(&stretch.case, duty, (reminder, due), person);
                    explained.extend(from_then_on(&people, (reminder, at), self.now).map(late));
                    for person in to_the_end(&people, (reminder, at), &stretch, self.now) {
                        let key = late(person);
                        wrong.extend(unaccounted(&key, rows.get(&key).copied(), &stretch));
                    }
                }
            }
        }
        let written = notices.iter().filter(|row| row.written && !row.duty.is_empty());
        let strange = written.filter(|row| !explained.contains(&row.key()));
        wrong.extend(strange.map(|row| format!("nothing asks for {row:?}")));
        wrong
    }

    fn stretches(&self, history: &[Entry], recorded: &[Instant]) -> Vec<Stretch> {
        let stretch = |index: usize| Stretch {
            case: fold(&history[..=index]).expect("begun"),
            from: history[index].at,
            until: history.get(index + 1).map(|next| next.at),
            known_until: recorded.get(index + 1).copied().unwrap_or(self.now),
        };
        (0..history.len()).map(stretch).collect()
    }

    /// The reminders whose time is in a stretch, as far as it was known then.
    fn asked_for<'s>(&'s self, stretch: &'s Stretch) -> Vec<(&'s Duty, &'s Reminder, Instant, Instant)> {
        let zone = TimeZone::get("Europe/Riga").expect("the zone");
        let here = |duty: &&Duty| duty.kind == stretch.case.kind && duty.state == stretch.case.state;
        let duties = self.stage.programme.duties.iter().filter(here);
        let mut found = Vec::new();
        for duty in duties.filter(|duty| owed(duty.when, &stretch.case)) {
            let Some(due) = due(&zone, duty, &stretch.case) else {
                continue;
            };
            for reminder in &duty.reminders {
                let at = leaves(&zone, due, reminder.days);
                if at >= stretch.from && at < stretch.known_until.plus_seconds(APART) {
                    found.push((duty, reminder, due, at));
                }
            }
        }
        found
    }
}

/// A case between two entries.
struct Stretch {
    case: kalends::case::Case,
    from: Instant,
    until: Option<Instant>,
    known_until: Instant,
}

impl SeatRow {
    fn is_of(&self, row: &NoticeRow) -> bool {
        self.person_id == row.recipient_id && self.organisation_id.is_none_or(|of| of == row.organisation_id)
    }

    fn meets(&self, (from, until): (i64, i64)) -> bool {
        self.from_at.is_none_or(|at| at <= until) && self.until_at.is_none_or(|at| from < at)
    }
}

fn holders(seats: &[SeatRow], organisation: Uuid) -> Vec<Holder> {
    let near = seats
        .iter()
        .filter(|row| row.organisation_id.is_none_or(|of| of == organisation));
    near.map(|row| Holder {
        person: row.person_id,
        role: row.role.clone(),
        seat: row.seat.clone(),
        peer: None,
        from: row.from_at.map(Instant::from_micros),
        until: row.until_at.map(Instant::from_micros),
    })
    .collect()
}

/// The instants from one on at which anybody took or left a seat, itself included.
fn changes(people: &[Holder], from: Instant, until: Instant) -> Vec<Instant> {
    let ends = people.iter().flat_map(|one| [one.from, one.until]).flatten();
    let mut found: Vec<Instant> = ends.filter(|at| *at > from && *at <= until).collect();
    found.push(from);
    found
}

/// Whoever reads a reminder at its time or at any time after it.
fn from_then_on(people: &[Holder], (reminder, at): (&Reminder, Instant), now: Instant) -> std::vec::IntoIter<Uuid> {
    let readers: BTreeSet<Uuid> = changes(people, at, now)
        .into_iter()
        .flat_map(|at| readers(people, reminder, at))
        .collect();
    readers.into_iter().collect::<Vec<_>>().into_iter()
}

/// Whoever reads it at its time and ever after, if nothing happened to the case since.
fn to_the_end(
    people: &[Holder],
    (reminder, at): (&Reminder, Instant),
    stretch: &Stretch,
    now: Instant,
) -> BTreeSet<Uuid> {
    if stretch.until.is_some() || at.plus_seconds(APART) > now {
        return BTreeSet::new();
    }
    let mut times = changes(people, at, now).into_iter();
    let first = times.next().map(|at| readers(people, reminder, at)).unwrap_or_default();
    times.fold(first, |left, at| &left & &readers(people, reminder, at))
}

/// What is wrong with a reminder that ought to have left.
fn unaccounted(key: &Key, row: Option<&NoticeRow>, stretch: &Stretch) -> Option<String> {
    let from = stretch.from;
    let Some(row) = row else {
        return Some(format!("{key:?} is owed since {from} and was never planned"));
    };
    let left_out = row.state == "suppressed" && row.reason.as_deref() == Some("catch-up");
    let given_up = row.state == "failed";
    let moved = row.state == "planned" && !row.written;
    let good = row.state == "sent" || left_out || given_up || moved;
    (!good).then(|| format!("{key:?} is owed since {from} and has not left: {row:?}"))
}
