//! How a case begins: in a call, by a cycle of its parent, or imported from before Kalends.

pub mod offers;

use uuid::Uuid;

use super::decide::in_future;
use super::event::{Actor, Change, Decision, Entry, Event, Opening, builtin};
use super::panels;
use super::people::covering;
use super::refusal::{Refusal, Rejection};
use super::state::CallDates;
use crate::clock::Instant;
use crate::workflow::form::{Answers, Stage};
use crate::workflow::{Definition, Kind, State};

/// A case the organisation already has of the same kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    /// Its id.
    pub id: Uuid,
    /// Its call.
    pub call: Option<Uuid>,
    /// Its state.
    pub state: String,
}

/// Decides whether a case may begin, and how its history begins.
///
/// # Errors
/// Refused when the call is not open, when the organisation has such a case already, or when the actor may not.
pub fn open(
    definition: &Definition,
    opening: &Opening,
    existing: &[Existing],
    (event, now): (&Event, Instant),
) -> Result<Decision, Rejection> {
    let kind = kind(definition, opening)?;
    let state = kind
        .initial()
        .ok_or_else(|| Refusal::new("kind").with("value", &opening.kind))?;
    if opening.parent.is_none() {
        permitted(kind, &event.actor)?;
        in_open_call(definition, kind, opening.call.as_ref(), now)?;
        not_twice(kind, opening.call.as_ref().map(|call| call.id), existing)?;
    }
    let form = kind.form.as_ref().and_then(|name| definition.forms.get(name));
    let wrong = form
        .map(|form| form.check(&opening.answers, Stage::Draft))
        .unwrap_or_default();
    if !wrong.is_empty() {
        return Err(Rejection::Invalid(wrong));
    }
    Ok(begin(kind, state, opening, (builtin::OPEN, event, now), None))
}

/// Begins the history of a case that began before Kalends, in the state its kind names for imports.
///
/// # Errors
/// Refused when the organisation has such a case already, so that a list may be imported twice; invalid when the day
/// since when it stands there is missing or not a date.
pub fn import(
    definition: &Definition,
    opening: &Opening,
    (since, existing): (&Answers, &[Existing]),
    (event, now): (&Event, Instant),
) -> Result<Decision, Rejection> {
    let kind = kind(definition, opening)?;
    let import = kind
        .import
        .as_ref()
        .ok_or_else(|| Refusal::new("import").with("value", &kind.name))?;
    let state = kind
        .state(&import.state)
        .ok_or_else(|| Refusal::new("state-gone").with("value", &import.state))?;
    not_twice(kind, opening.call.as_ref().map(|call| call.id), existing)?;
    let form = definition.forms.get(&import.since.0);
    let today = now.civil(&definition.zone).date();
    let wrong = form.map(|form| [form.check(since, Stage::Complete), in_future(form, since, today)].concat());
    let wrong = wrong.unwrap_or_default();
    if !wrong.is_empty() {
        return Err(Rejection::Invalid(wrong));
    }
    let answered = Change::Answered {
        form: import.since.0.clone(),
        answers: since.clone(),
    };
    Ok(begin(
        kind,
        state,
        opening,
        (builtin::IMPORT, event, now),
        Some(answered),
    ))
}

/// What makes a case the only one of its sort: the same text twice is a duplicate. `None` if there may be any number.
pub fn single_key(definition: &Definition, opening: &Opening) -> Option<String> {
    let kind = definition.kind(&opening.kind)?;
    match (&opening.parent, &opening.due, &opening.call) {
        (Some(_), _, _) if opening.several => None,
        (Some(parent), Some(due), _) => Some(format!("{parent}/{}/{}", kind.name, due.regular)),
        (None, _, None) if kind.in_call => Some(format!("{}/{}/member", opening.organisation, kind.name)),
        (None, _, Some(call)) if kind.in_call => Some(format!("{}/{}/{}", opening.organisation, kind.name, call.id)),
        _ => None,
    }
}

fn kind<'a>(definition: &'a Definition, opening: &Opening) -> Result<&'a Kind, Refusal> {
    definition
        .kind(&opening.kind)
        .ok_or_else(|| Refusal::new("kind").with("value", &opening.kind))
}

fn permitted(kind: &Kind, actor: &Actor) -> Result<(), Refusal> {
    let may = kind.open_by.iter().any(|address| covering(actor, address).is_some());
    let roles: Vec<String> = kind.open_by.iter().map(ToString::to_string).collect();
    if may {
        Ok(())
    } else {
        Err(Refusal::new("role")
            .with("event", builtin::OPEN)
            .with("roles", &roles.join(", ")))
    }
}

fn in_open_call(definition: &Definition, kind: &Kind, call: Option<&CallDates>, now: Instant) -> Result<(), Refusal> {
    let Some(call) = call else {
        return if kind.in_call {
            Err(Refusal::new("call-missing"))
        } else {
            Ok(())
        };
    };
    let refusal = |rule: &str, at: Instant| {
        Refusal::new(rule)
            .with("call", &call.name)
            .with("at", &at.rfc3339(&definition.zone))
    };
    if now < call.opens_at {
        return Err(refusal("call-not-open", call.opens_at));
    }
    if now >= call.closes_at {
        return Err(refusal("call-closed", call.closes_at));
    }
    Ok(())
}

/// Refuses a second case in the same call, and one by an organisation that is listed already.
fn not_twice(kind: &Kind, call: Option<Uuid>, existing: &[Existing]) -> Result<(), Refusal> {
    for case in existing {
        let Some(state) = kind.state(&case.state) else { continue };
        if case.call == call && call.is_some() && !state.again {
            return Err(Refusal::new("duplicate")
                .with("case", &case.id.to_string())
                .with("state", &case.state));
        }
        if state.listed && !state.is_final {
            return Err(Refusal::new("already-member")
                .with("case", &case.id.to_string())
                .with("state", &case.state));
        }
    }
    Ok(())
}

fn begin(
    kind: &Kind,
    state: &State,
    opening: &Opening,
    (name, event, now): (&str, &Event, Instant),
    answered: Option<Change>,
) -> Decision {
    let mut changes = vec![Change::Opened(Box::new(opening.clone()))];
    changes.extend(answered);
    changes.push(Change::Entered(state.name.clone()));
    changes.extend(panels::opened(kind, None, state, &event.around));
    changes.extend(state.standing.map(Change::Standing));
    let (actor, role) = match &event.actor {
        Actor::Person { id, .. } => (
            Some(*id),
            kind.open_by
                .iter()
                .find(|address| covering(&event.actor, address).is_some())
                .cloned(),
        ),
        Actor::Engine => (None, None),
    };
    let entry = Entry {
        seq: 1,
        at: now,
        event: name.to_owned(),
        actor,
        role,
        from: None,
        to: state.name.clone(),
        reason: None,
        changes,
        tell: Vec::new(),
    };
    Decision {
        entry,
        effects: Vec::new(),
        followed: None,
    }
}
