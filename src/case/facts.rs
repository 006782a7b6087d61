//! What a case knows of itself, put the way guards and timings ask for it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;
use serde_json::Value;

use super::panels::tallies;
use super::state::Case;
use crate::clock::Instant;
use crate::workflow::Definition;
use crate::workflow::dates::MonthDay;
use crate::workflow::facts::Facts;
use crate::workflow::form::{Answers, digest};
use crate::workflow::timing::{Base, Known, Timing};

/// Purpose of an attachment that stands for every signature: the signed form, scanned or as an e-signature container.
pub const SIGNED_FORM: &str = "signed-form";

/// What a guard may know of the case at `now`, with `answers` as its own form's answers.
pub fn facts(definition: &Definition, case: &Case, answers: &Answers, now: Instant) -> Facts {
    let kind = definition.kind(&case.kind);
    let seats = kind
        .and_then(|kind| definition.role(&kind.owner))
        .map_or(&[][..], |role| &role.seats);
    let attached = |purpose: &str| case.attachments.iter().any(|attachment| attachment.purpose == purpose);
    let digest = digest(answers);
    let signed = |seat: &str| {
        case.signatures
            .get(seat)
            .is_some_and(|signature| signature.digest == digest)
    };
    Facts {
        call_open: case
            .call
            .as_ref()
            .map(|call| call.opens_at <= now && now < call.closes_at),
        marks: case.marks.keys().cloned().collect(),
        signed: seats
            .iter()
            .filter(|seat| attached(SIGNED_FORM) || signed(&seat.name))
            .map(|seat| seat.name.clone())
            .chain(case.signatures.keys().filter(|name| signed(name)).cloned())
            .collect(),
        attached: case
            .attachments
            .iter()
            .map(|attachment| attachment.purpose.clone())
            .collect(),
        owed: kinds(case, |_| true),
        late: kinds(case, |due| due <= now),
        children: children(case),
        standing: case.standing,
        answers: answers.clone(),
        forms: case.answers.clone(),
        panels: tallies(definition, case),
        ranks: BTreeMap::new(),
        call_quota: case.call.as_ref().and_then(|call| call.quota),
    }
}

/// Kinds of children whose owner owes something until such an instant.
fn kinds(case: &Case, until: impl Fn(Instant) -> bool) -> BTreeSet<String> {
    let open = case.children.iter().filter(|child| !child.closed);
    open.filter(|child| child.owed_until.is_some_and(&until))
        .map(|child| child.kind.clone())
        .collect()
}

/// How many children of each kind stand in each state.
fn children(case: &Case) -> BTreeMap<(String, String), i64> {
    let mut found = BTreeMap::new();
    for child in &case.children {
        *found.entry((child.kind.clone(), child.state.clone())).or_default() += 1;
    }
    found
}

/// The answers recorded for the case's own form.
pub fn own_answers<'a>(definition: &Definition, case: &'a Case) -> Option<&'a Answers> {
    definition
        .kind(&case.kind)?
        .form
        .as_ref()
        .and_then(|form| case.answers.get(form))
}

/// The instant a timing means for this case; `None` while the case does not know what it counts from.
pub fn resolve(definition: &Definition, case: &Case, timing: &Timing) -> Option<Instant> {
    let known = Known {
        base: &|base| self::base(definition, case, base),
        month_day: &|form, field| form_month_day(case, form, field),
    };
    timing.resolve(&definition.zone, &definition.almanac(), &known)
}

/// The instant the base of a timing means for this case; what is sought after something, that of what it is sought after.
pub fn base(definition: &Definition, case: &Case, wanted: &Base) -> Option<Instant> {
    match wanted {
        Base::Call(name) => case.call.as_ref().and_then(|call| match name.as_str() {
            "opens" => Some(call.opens_at),
            "closes" => Some(call.closes_at),
            other => call.dates.get(other).copied(),
        }),
        Base::Entered => Some(case.entered_at),
        Base::Opened => Some(case.opened_at),
        Base::Due => case.due.as_ref().map(|due| due.at),
        Base::Mark(mark) => case.marks.get(mark).copied(),
        Base::Form(form, field) => form_date(case, form, field)
            .map(|day| Instant::from_civil(day.to_datetime(civil::Time::midnight()), &definition.zone)),
        Base::Next(next) => base(definition, case, next.after.root()),
    }
}

/// A day answered on a form.
pub fn form_date(case: &Case, form: &str, field: &str) -> Option<civil::Date> {
    case.answers.get(form)?.get(field).and_then(Value::as_str)?.parse().ok()
}

/// A day of the year answered on a form.
pub fn form_month_day(case: &Case, form: &str, field: &str) -> Option<MonthDay> {
    MonthDay::parse(case.answers.get(form)?.get(field)?.as_str()?)
}
