//! One planned thing to tell one recipient about one step of one duty.

use jiff::civil;
use uuid::Uuid;

use super::event::Entry;
use super::people::{Holder, recipients};
use super::plan::Duty;
use super::state::Case;
use crate::clock::Instant;
use crate::workflow::Definition;
use crate::workflow::definition::{Address, DutyRule, Offset, Reminder};
use crate::workflow::span::Unit;

/// A planned notice. Duty, step, recipient and occurrence are its natural key within the case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// When it leaves.
    pub planned_at: Instant,
    /// The duty, or empty when an event itself is told.
    pub duty: String,
    /// Step: `before-14-days`, or role and letter when an event is told.
    pub step: String,
    /// Which time: the duty's due instant, or the entry's number when an event is told.
    pub occurrence: String,
    /// The person it goes to.
    pub recipient: Uuid,
    /// The role and seat through which it reaches them.
    pub address: Address,
    /// The letter.
    pub letter: String,
}

/// What names a notice within its case.
pub type Key = (String, String, String, Uuid);

impl Notice {
    /// Its natural key within the case: duty, step, occurrence, recipient.
    pub fn key(&self) -> Key {
        (
            self.duty.clone(),
            self.step.clone(),
            self.occurrence.clone(),
            self.recipient,
        )
    }
}

/// The notices of the letters an entry sends at once, one for each recipient and letter.
pub fn told(definition: &Definition, entry: &Entry, people: &[Holder]) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    for (address, letter) in &entry.tell {
        for (recipient, address) in recipients(definition, people, address, entry.at) {
            let notice = Notice {
                planned_at: entry.at,
                duty: String::new(),
                step: letter.clone(),
                occurrence: entry.seq.to_string(),
                recipient,
                address,
                letter: letter.clone(),
            };
            if !notices.iter().any(|known| known.key() == notice.key()) {
                notices.push(notice);
            }
        }
    }
    notices
}

/// The reminders of a duty from the moment it began, one for each step and recipient.
pub fn due_notices(
    definition: &Definition,
    case: &Case,
    people: &[Holder],
    (rule, duty): (&DutyRule, &Duty),
) -> Vec<Notice> {
    let occurrence = duty.occurrence();
    let mut notices: Vec<Notice> = Vec::new();
    for reminder in &rule.reminders {
        let regular = leaves_at(definition, reminder, duty.due_at);
        if regular < duty.began_at {
            continue;
        }
        let step = (rule.name.as_str(), reminder.step.as_str(), occurrence.as_str());
        for address in &reminder.to {
            for (planned_at, recipient, address) in leaving(definition, case, people, (step, address, regular)) {
                let notice = Notice {
                    planned_at,
                    duty: rule.name.clone(),
                    step: reminder.step.clone(),
                    occurrence: occurrence.clone(),
                    recipient,
                    address,
                    letter: reminder.letter.clone(),
                };
                if !notices.iter().any(|known| known.key() == notice.key()) {
                    notices.push(notice);
                }
            }
        }
    }
    notices
}

/// When a reminder leaves: at the workflow's hour on a day counted from the duty's last day, or so many hours from its
/// due instant as a clock that is never changed counts them.
pub(super) fn leaves_at(definition: &Definition, reminder: &Reminder, due_at: Instant) -> Instant {
    let day = due_at.last_day(&definition.zone).to_datetime(definition.hour);
    let civil: civil::DateTime = match &reminder.offset {
        Offset::On => day,
        Offset::Before(span) if span.unit == Unit::Hours => return due_at.plus_seconds(-i64::from(span.count) * 3600),
        Offset::Before(span) => span.earlier(day, &definition.workdays),
        Offset::After(span) if span.unit == Unit::Hours => return due_at.plus_seconds(i64::from(span.count) * 3600),
        Offset::After(span) => span.later(day, &definition.workdays),
    };
    Instant::from_civil(civil, &definition.zone)
}

type Step<'a> = (&'a str, &'a str, &'a str);

/// Whom a step reaches and when, after what catching up decided for all of them or for one.
fn leaving(
    definition: &Definition,
    case: &Case,
    people: &[Holder],
    (step, address, regular): (Step<'_>, &Address, Instant),
) -> Vec<(Instant, Uuid, Address)> {
    let planned_at = match verdict(case, step, None) {
        None => regular,
        Some(None) => return Vec::new(),
        Some(Some(moved_to)) => moved_to,
    };
    recipients(definition, people, address, planned_at)
        .into_iter()
        .filter_map(|(person, address)| {
            let own = verdict(case, step, Some(person)).unwrap_or(Some(planned_at));
            own.map(|planned_at| (planned_at, person, address))
        })
        .collect()
}

/// What catching up decided last about a step for this recipient, or for all: never, or another time.
fn verdict(case: &Case, (duty, step, occurrence): Step<'_>, recipient: Option<Uuid>) -> Option<Option<Instant>> {
    let mut late = case.caught_up.iter().rev();
    let found = late.find(|late| {
        late.duty == duty && late.step == step && late.occurrence == occurrence && late.recipient == recipient
    });
    found.map(|late| late.moved_to)
}
