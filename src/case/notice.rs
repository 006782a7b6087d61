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
        let Some(planned_at) = after_catching_up(case, (&rule.name, &reminder.step, &occurrence), regular) else {
            continue;
        };
        if regular < duty.began_at {
            continue;
        }
        for address in &reminder.to {
            for (recipient, address) in recipients(definition, people, address, planned_at) {
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

/// When a reminder leaves: at the workflow's hour on a day counted from the duty's last day.
fn leaves_at(definition: &Definition, reminder: &Reminder, due_at: Instant) -> Instant {
    let day = due_at.last_day(&definition.zone).to_datetime(definition.hour);
    let civil: civil::DateTime = match &reminder.offset {
        Offset::On => day,
        Offset::Before(span) if span.unit == Unit::Hours => span.sub(due_at.civil(&definition.zone)),
        Offset::Before(span) => span.sub(day),
        Offset::After(span) if span.unit == Unit::Hours => span.add(due_at.civil(&definition.zone)),
        Offset::After(span) => span.add(day),
    };
    Instant::from_civil(civil, &definition.zone)
}

/// When a reminder leaves after what catching up decided: `None` if it was left out.
fn after_catching_up(case: &Case, (duty, step, occurrence): (&str, &str, &str), regular: Instant) -> Option<Instant> {
    let verdict = case
        .caught_up
        .iter()
        .rev()
        .find(|verdict| verdict.duty == duty && verdict.step == step && verdict.occurrence == occurrence);
    verdict.map_or(Some(regular), |verdict| verdict.moved_to)
}
