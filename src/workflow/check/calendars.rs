//! Calendars and working days: every calendar that is spoken of is there, and what is listed says something.

use super::timings::of_state;
use super::{Proof, strs};
use crate::workflow::dates::{Dates, Source};
use crate::workflow::definition::Definition;
use crate::workflow::finding::Place;
use crate::workflow::form::FieldKind;
use crate::workflow::span::{Span, Unit};
use crate::workflow::timing::{Among, Base, Timing};
use crate::workflow::workdays::DayOff;

pub fn check(proof: &mut Proof<'_>) {
    rules(proof);
    workdays(proof);
    unused(proof);
}

/// What rules for dates speak of.
fn rules(proof: &mut Proof<'_>) {
    let definition = proof.definition;
    if let Some(call) = &definition.call {
        for (key, dates) in [("opens", &call.opens), ("closes", &call.closes)] {
            let place = proof.spots.of(&call.place, key);
            if let Source::Each(form, field) = &dates.source {
                let message = format!("`{form}.{field}` is an answer of one member, and a call is for all");
                let hint = "write `cron`, `dates` or `calendar`";
                proof.error(place, "bad-dates", message, hint);
            } else {
                source(proof, place, &dates.source);
            }
        }
        for (name, timing) in &call.dates {
            if let Base::Next(next) = &timing.base {
                let place = proof.spots.of(&call.place, &format!("dates.{name}"));
                among(proof, place, &next.among);
            }
        }
    }
    for (_, state) in proof.states().collect::<Vec<_>>() {
        for cycle in &state.cycles {
            let place = proof.spots.of(&cycle.place, "due");
            source(proof, place, &cycle.due.source);
        }
    }
}

fn source(proof: &mut Proof<'_>, place: Place, source: &Source) {
    match source {
        Source::Calendar(name) => calendar(proof, place, name),
        Source::Each(form, field) => own_day(proof, place, (form, field)),
        Source::Cron(_) | Source::Days(_) | Source::Anchor => {}
    }
}

/// Reports days that nothing gives.
pub fn among(proof: &mut Proof<'_>, place: Place, among: &Among) {
    match among {
        Among::Calendar(name) => calendar(proof, place, name),
        Among::Each(form, field) => own_day(proof, place, (form, field)),
    }
}

fn calendar(proof: &mut Proof<'_>, place: Place, name: &str) {
    let definition = proof.definition;
    if definition.almanac().calendar(name).is_none() {
        let known = strs(definition.calendars.iter().map(|calendar| &calendar.name));
        proof.unknown(place, ("unknown-calendar", "calendar"), name, &known);
    }
}

/// Reports a form or field that is not there, or is not a day of the year.
fn own_day(proof: &mut Proof<'_>, place: Place, (form, field): (&String, &String)) {
    let definition = proof.definition;
    let Some(found) = definition.forms.get(form) else {
        let known = strs(definition.forms.keys());
        return proof.unknown(place, ("unknown-form", "form"), form, &known);
    };
    let days = found.fields().filter(|field| field.kind == FieldKind::MonthDay);
    let known = strs(days.map(|field| &field.name));
    match found.field(field) {
        Some(found) if found.kind == FieldKind::MonthDay => {}
        Some(_) => {
            let message = format!("`{form}.{field}` is not a day of the year");
            let hint = format!(
                "give it `type = \"month-day\"`; those of `{form}` are: `{}`",
                known.join("`, `")
            );
            proof.error(place, "not-a-month-day", message, hint);
        }
        None => proof.unknown(place, ("unknown-field", "month-day field"), field, &known),
    }
}

/// Days off that are none, and days worked that are worked anyway.
fn workdays(proof: &mut Proof<'_>) {
    let definition = proof.definition;
    let days = &definition.workdays;
    let Some(owner) = &days.place else {
        return nobody_says(proof);
    };
    let bare = crate::workflow::workdays::Workdays {
        country: days.country,
        ..Default::default()
    };
    for day in &days.holidays {
        let place = proof.spots.of(owner, "holidays");
        if days.works.contains(day) {
            let message = format!("`{day}` is a day off and a day worked");
            proof.error(place, "said-twice", message, "keep one of the two");
        } else if let Some(off) = bare.off(*day) {
            let why = if matches!(off, DayOff::Weekend) {
                "a weekend"
            } else {
                "a public holiday"
            };
            let message = format!("`{day}` is {why} already, so that listing it changes nothing");
            proof.warning(place, "no-change", message, "take it out of the list");
        }
    }
    for day in days.works.iter().filter(|day| bare.off(**day).is_none()) {
        let place = proof.spots.of(owner, "works");
        let message = format!("`{day}` is a working day already, so that listing it changes nothing");
        proof.warning(place, "no-change", message, "take it out of the list");
    }
}

/// Working days are counted, and nothing says which holidays there are.
fn nobody_says(proof: &mut Proof<'_>) {
    let definition = proof.definition;
    let call = definition.call.iter().find(|call| {
        let dates = call.dates.iter().any(|(_, timing)| timing.asks_working_days());
        asks(&call.opens) || asks(&call.closes) || dates
    });
    let call = call.map(|call| call.place.clone());
    let state = proof.states().find_map(|(_, state)| {
        let timing = of_state(state).any(Timing::asks_working_days);
        let cycle = state
            .cycles
            .iter()
            .any(|cycle| asks(&cycle.due) || counted(cycle.open_before));
        (timing || cycle).then(|| state.place.clone())
    });
    if let Some(place) = call.or(state) {
        let message = "working days are asked for, and no `[workdays]` says whose holidays are days off".to_owned();
        let hint = "write `[workdays]` with `country = \"LV\"` or `\"GE\"`; without a country only weekends are off";
        proof.warning(place, "no-workdays", message, hint);
    }
}

fn asks(dates: &Dates) -> bool {
    dates.adjust.working.is_some() || dates.shifts.iter().any(|shift| counted(shift.span))
}

fn counted(span: Span) -> bool {
    span.unit == Unit::WorkingDays
}

fn unused(proof: &mut Proof<'_>) {
    let definition = proof.definition;
    for calendar in &definition.calendars {
        if proof.grammar_is_good && !uses(definition, &calendar.name) {
            let message = format!("nothing speaks of the calendar `{}`", calendar.name);
            let hint = format!(
                "write `{{ calendar = \"{}\" }}` where a rule for dates stands, or take it out",
                calendar.name
            );
            proof.warning(calendar.place.clone(), "unused-calendar", message, hint);
        }
    }
}

fn uses(definition: &Definition, name: &str) -> bool {
    let of = |dates: &Dates| matches!(&dates.source, Source::Calendar(used) if used == name);
    let call = definition.call.iter().any(|call| {
        of(&call.opens) || of(&call.closes) || call.dates.iter().any(|(_, timing)| timing_uses(timing, name))
    });
    let mut states = definition.kinds.iter().flat_map(|kind| &kind.states);
    call || states.any(|state| {
        state.cycles.iter().any(|cycle| of(&cycle.due)) || of_state(state).any(|timing| timing_uses(timing, name))
    })
}

fn timing_uses(timing: &Timing, name: &str) -> bool {
    match &timing.base {
        Base::Next(next) => {
            matches!(&next.among, Among::Calendar(used) if used == name) || timing_uses(&next.after, name)
        }
        _ => false,
    }
}
