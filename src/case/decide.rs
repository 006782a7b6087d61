//! What an event does to a case, or the rule that says no.

use jiff::civil;
use serde_json::Value;

use super::builtin_events;
use super::event::{Actor, Change, Decision, Effect, Entry, Event};
use super::panels;
use super::refusal::{Refusal, Rejection};
use super::scene::Scene;
use super::state::Case;
use crate::clock::Instant;
use crate::workflow::definition::{QuotaUse, Reason, Trigger};
use crate::workflow::form::{Answers, FieldError, FieldKind, Form, Stage, digest};
use crate::workflow::{Definition, Transition};

/// Decides on an event.
///
/// The answer depends on the arguments alone. `now` is the instant the event takes effect: for a timer the instant it was
/// due; but the entry is never earlier than the one before it. It takes the next place in the history; the caller stores it
/// or nothing.
///
/// # Errors
/// [`Rejection::Refused`] when a rule says no, [`Rejection::Invalid`] when answers are not good yet.
pub fn decide(definition: &Definition, case: &Case, event: &Event, now: Instant) -> Result<Decision, Rejection> {
    let scene = Scene::of(definition, case, event, now)?;
    if let Some(decision) = builtin_events::decide(&scene)? {
        return Ok(decision);
    }
    let transition = scene.transition(&event.name)?;
    let mut decision = scene.accept(transition)?;
    builtin_events::tell_relatives(&scene, &mut decision);
    Ok(decision)
}

impl<'a> Scene<'a> {
    fn accept(&self, transition: &Transition) -> Result<Decision, Rejection> {
        self.inputs(transition)?;
        let mut changes = self.recorded(transition)?;
        let mut effects = Vec::new();
        self.use_of_quota(transition, &mut changes, &mut effects);
        changes.extend(self.moves(transition));
        if let Some((opened, effect)) = self.opened(transition, &changes, None) {
            changes.push(opened);
            effects.push(effect);
        }
        Ok(Decision {
            entry: self.entry(transition, changes),
            effects,
            followed: self.position(transition),
        })
    }

    /// Refuses an event whose reason or attachment is missing.
    fn inputs(&self, transition: &Transition) -> Result<(), Rejection> {
        let given = self
            .event
            .reason
            .as_deref()
            .is_some_and(|reason| !reason.trim().is_empty());
        if transition.reason == Reason::Required && !given {
            return Err(Rejection::Invalid(vec![FieldError::of("reason", "required")]));
        }
        if let Some(purpose) = &transition.attach {
            let there = self
                .with_attachments()
                .attachments
                .iter()
                .any(|attachment| attachment.purpose == *purpose);
            if !there {
                return Err(Refusal::new("attachment").with("purpose", purpose).into());
            }
        }
        Ok(())
    }

    /// Answers, signature and attachments that the transition records.
    fn recorded(&self, transition: &Transition) -> Result<Vec<Change>, Rejection> {
        let mut changes: Vec<Change> = self.event.attachments.iter().cloned().map(Change::Attached).collect();
        let mut wrong = Vec::new();
        if transition.signs {
            changes.extend(self.signature(transition));
        }
        if transition.complete
            && let Some(form) = self.own_form()
        {
            let answers = self.answers();
            wrong.extend(form.check(&answers, Stage::Complete));
            changes.push(Change::Answered {
                form: form.name.clone(),
                answers,
            });
        }
        if let Some(form) = transition
            .form
            .as_ref()
            .and_then(|name| self.definition.forms.get(name))
        {
            let answers = with_today(
                form,
                &self.event.extra,
                &self.now.civil(&self.definition.zone).date().to_string(),
            );
            wrong.extend(form.check(&answers, Stage::Complete));
            wrong.extend(in_future(form, &answers, self.now.civil(&self.definition.zone).date()));
            changes.extend(self.given(transition, form, answers));
        }
        if wrong.is_empty() {
            Ok(changes)
        } else {
            Err(Rejection::Invalid(wrong))
        }
    }

    /// What a transition's form becomes: the actor's ballot, or answers of the case.
    fn given(&self, transition: &Transition, form: &Form, answers: Answers) -> Vec<Change> {
        let panel = transition.casts.as_ref().and_then(|name| self.kind.panel(name));
        match panel {
            Some(panel) => panels::cast(self.case, panel, (&self.event.actor, &self.event.around), answers),
            None => vec![Change::Answered {
                form: form.name.clone(),
                answers,
            }],
        }
    }

    fn own_form(&self) -> Option<&'a Form> {
        self.kind.form.as_ref().and_then(|name| self.definition.forms.get(name))
    }

    fn signature(&self, transition: &Transition) -> Option<Change> {
        let Trigger::By(by) = &transition.trigger else {
            return None;
        };
        let address = self.role(by)?;
        Some(Change::Signed {
            seat: address.seat.unwrap_or(address.role),
            digest: digest(&self.answers()),
        })
    }

    fn use_of_quota(&self, transition: &Transition, changes: &mut Vec<Change>, effects: &mut Vec<Effect>) {
        let Some(call) = &self.case.call else { return };
        match transition.place_in_quota {
            QuotaUse::Takes if !self.case.holds_place => {
                changes.push(Change::Place(true));
                let places = panels::places(self.definition, self.case, &self.event.around);
                effects.push(Effect::TakePlace {
                    call: call.id,
                    places: places.filter(|places| places.part.is_some()).map(|places| places.count),
                });
            }
            QuotaUse::Frees if self.case.holds_place => {
                changes.push(Change::Place(false));
                effects.push(Effect::FreePlace(call.id));
            }
            _ => {}
        }
    }

    /// Marks, standing, stopped clocks and the next state.
    pub fn moves(&self, transition: &Transition) -> Vec<Change> {
        let mut changes: Vec<Change> = transition.clears.iter().cloned().map(Change::Cleared).collect();
        changes.extend(transition.marks.iter().cloned().map(Change::Marked));
        changes.extend(transition.stops.iter().cloned().map(Change::Stopped));
        let target = transition.to.as_ref().and_then(|name| self.kind.state(name));
        if let Some(target) = target {
            let stopped = |name: &str| {
                self.case
                    .stops
                    .get(name)
                    .and_then(|s| s.last())
                    .is_some_and(|(_, end)| end.is_none())
            };
            let resumed = target.duties.iter().filter(|duty| stopped(&duty.name));
            changes.extend(resumed.map(|duty| Change::Resumed(duty.name.clone())));
            changes.push(Change::Entered(target.name.clone()));
            changes.extend(panels::opened(self.kind, Some(self.state), target, &self.event.around));
        }
        changes.extend(
            transition
                .standing
                .or(target.and_then(|state| state.standing))
                .map(Change::Standing),
        );
        changes
    }

    pub fn entry(&self, transition: &Transition, changes: Vec<Change>) -> Entry {
        let role = match &transition.trigger {
            Trigger::By(by) => self.role(by),
            _ => None,
        };
        Entry {
            to: transition.to.clone().unwrap_or_else(|| self.case.state.clone()),
            tell: transition.tell.clone(),
            role,
            ..self.bare_entry(&transition.event, changes)
        }
    }

    /// An entry that leaves the case in its state and tells nobody.
    pub fn bare_entry(&self, name: &str, changes: Vec<Change>) -> Entry {
        let actor = match &self.event.actor {
            Actor::Person { id, .. } => Some(*id),
            Actor::Engine => None,
        };
        Entry {
            seq: self.case.revision + 1,
            at: self.now,
            event: name.to_owned(),
            actor,
            role: None,
            from: (!self.case.state.is_empty()).then(|| self.case.state.clone()),
            to: self.case.state.clone(),
            reason: self.event.reason.clone().filter(|reason| !reason.trim().is_empty()),
            changes,
            tell: Vec::new(),
        }
    }
}

/// The answers with today's date where the form says so and nothing was answered.
pub(super) fn with_today(form: &Form, answers: &Answers, today: &str) -> Answers {
    let mut answers = answers.clone();
    for field in form.fields() {
        if matches!(field.kind, FieldKind::Date { default_today: true }) {
            answers.entry(field.name.clone()).or_insert_with(|| today.into());
        }
    }
    answers
}

/// Days that default to the day of the event and lie after it: what has not happened yet cannot be recorded.
pub(super) fn in_future(form: &Form, answers: &Answers, today: civil::Date) -> Vec<FieldError> {
    let recorded = form
        .fields()
        .filter(|field| matches!(field.kind, FieldKind::Date { default_today: true }));
    let later = recorded.filter(|field| {
        let day = answers
            .get(&field.name)
            .and_then(Value::as_str)
            .and_then(|day| day.parse::<civil::Date>().ok());
        day.is_some_and(|day| day > today)
    });
    later.map(|field| FieldError::of(&field.name, "future")).collect()
}
