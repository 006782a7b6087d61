//! One duty of one case put off by somebody who runs the programme.
//!
//! Owns the event `extend`. Where the duty is due on a date of the case itself (`due`, `call.closes`) that date moves for
//! the case, with everything counted from it; else the duty alone does. Dates that move for everybody are the business of
//! calls and rounds; what is put off here is never brought forward by them.

use jiff::civil;
use serde_json::Value;

use super::builtin_events::{settled, tell_relatives};
use super::event::{Actor, Change, Decision, builtin};
use super::people::may_run;
use super::plan::duties;
use super::refusal::{Refusal, Rejection};
use super::scene::Scene;
use super::state::{CallDates, Case, Due};
use crate::clock::Instant;
use crate::workflow::Definition;
use crate::workflow::definition::{Address, DutyRule};
use crate::workflow::form::FieldError;
use crate::workflow::timing::Base;

/// Answer that names the duty.
pub const DUTY: &str = "duty";
/// Answer that says when it is due instead: a last day, or an instant.
pub const DUE_AT: &str = "due_at";

/// Puts a duty off.
pub(super) fn extend(scene: &Scene) -> Result<Decision, Rejection> {
    let role = runs(scene)?;
    let (rule, present) = owed(scene)?;
    let due_at = wanted(scene)?;
    let mut wrong = Vec::new();
    if due_at <= present.max(scene.now) {
        wrong.push(FieldError::of(DUE_AT, "order"));
    }
    if scene
        .event
        .reason
        .as_deref()
        .is_none_or(|reason| reason.trim().is_empty())
    {
        wrong.push(FieldError::of("reason", "required"));
    }
    if !wrong.is_empty() {
        return Err(Rejection::Invalid(wrong));
    }
    let own = own_date(scene.case, rule, due_at);
    let moved = Change::DutyMoved {
        duty: rule.name.clone(),
        due_at,
        date: own.is_some().then(|| rule.due.base.to_string()),
    };
    let changes = own.into_iter().chain([moved]).collect();
    let mut decision = settled(scene, changes, builtin::DUTY_MOVED);
    decision.entry.role = Some(role);
    tell_relatives(scene, &mut decision);
    Ok(decision)
}

/// The seat through which the actor runs the programme.
fn runs(scene: &Scene) -> Result<Address, Refusal> {
    runner(scene.definition, &scene.event.actor).ok_or_else(|| {
        let roles = scene.definition.roles.iter().filter(|role| role.runs);
        let roles: Vec<&str> = roles.map(|role| role.name.as_str()).collect();
        Refusal::new("role")
            .with("event", builtin::EXTEND)
            .with("roles", &roles.join(", "))
    })
}

/// The seat through which somebody may put a duty of the case off; none where nothing is owed or they may not.
pub fn may_extend(definition: &Definition, case: &Case, actor: &Actor) -> Option<Address> {
    let owed = duties(definition, case).iter().any(|duty| !duty.stopped);
    runner(definition, actor).filter(|_| owed)
}

fn runner(definition: &Definition, actor: &Actor) -> Option<Address> {
    let Actor::Person { seats, .. } = actor else {
        return None;
    };
    let held = seats
        .iter()
        .find(|held| may_run(definition, std::slice::from_ref(held)))?;
    Some(Address {
        role: held.role.clone(),
        seat: held.seat.clone(),
    })
}

/// The duty that is meant, among those owed now, and when it is due as things stand.
fn owed<'a>(scene: &Scene<'a>) -> Result<(&'a DutyRule, Instant), Rejection> {
    let name = scene.event.extra.get(DUTY).and_then(Value::as_str).unwrap_or_default();
    let owed = duties(scene.definition, scene.case);
    let due = owed.iter().find(|duty| duty.name == name).map(|duty| duty.due_at);
    let rule = scene.state.duties.iter().find(|rule| rule.name == name);
    let rule_of_error = if name.is_empty() { "required" } else { "option" };
    rule.zip(due)
        .ok_or_else(|| Rejection::Invalid(vec![FieldError::of(DUTY, rule_of_error)]))
}

fn wanted(scene: &Scene) -> Result<Instant, Rejection> {
    let text = scene
        .event
        .extra
        .get(DUE_AT)
        .and_then(Value::as_str)
        .unwrap_or_default();
    let rule = if text.is_empty() { "required" } else { "date" };
    deadline(scene, text.trim()).ok_or_else(|| Rejection::Invalid(vec![FieldError::of(DUE_AT, rule)]))
}

/// A day stands for its end; an hour of a day is the instant itself.
fn deadline(scene: &Scene, text: &str) -> Option<Instant> {
    let zone = &scene.definition.zone;
    if let Ok(day) = text.parse::<civil::Date>()
        && text.len() == 10
    {
        let next = day.tomorrow().ok()?;
        return Some(Instant::from_civil(next.to_datetime(civil::Time::midnight()), zone));
    }
    let instant = text.parse::<Instant>().ok();
    instant.or_else(|| Some(Instant::from_civil(text.parse::<civil::DateTime>().ok()?, zone)))
}

/// The change to the date of the case itself that the duty is due on, if it is.
fn own_date(case: &Case, rule: &DutyRule, due_at: Instant) -> Option<Change> {
    if rule.due.to_string() != rule.due.base.to_string() {
        return None;
    }
    match &rule.due.base {
        Base::Due => case.due.clone().map(|due| Change::Due(Due { at: due_at, ..due })),
        Base::Call(name) => {
            let mut call = case.call.clone()?;
            *date_of(&mut call, name)? = due_at;
            Some(Change::Call(call))
        }
        _ => None,
    }
}

fn date_of<'a>(call: &'a mut CallDates, name: &str) -> Option<&'a mut Instant> {
    match name {
        "opens" => Some(&mut call.opens_at),
        "closes" => Some(&mut call.closes_at),
        other => call.dates.get_mut(other),
    }
}

/// The call's new dates as this case has them: what was put off for it stays put off.
pub(super) fn kept(case: &Case, call: &CallDates) -> CallDates {
    let mut call = call.clone();
    for later in case.put_off.values() {
        let name = later.date.as_deref().and_then(|date| date.strip_prefix("call."));
        if let Some(at) = name.and_then(|name| date_of(&mut call, name)) {
            *at = later.due_at.max(*at);
        }
    }
    call
}

/// The new due date as this case has it: what was put off for it stays put off.
pub(super) fn kept_due(case: &Case, due: &Due) -> Due {
    let later = case
        .put_off
        .values()
        .filter(|later| later.date.as_deref() == Some("due"));
    let latest = later.map(|later| later.due_at).max();
    Due {
        at: latest.map_or(due.at, |latest| latest.max(due.at)),
        ..due.clone()
    }
}
