//! What an event does to a case, or the rule that says no.

use super::builtin_events;
use super::event::{Actor, Change, Decision, Effect, Entry, Event, News, builtin};
use super::facts::{facts, own_answers, resolve};
use super::people::{covering, may_see};
use super::refusal::{Refusal, Rejection};
use super::state::Case;
use crate::clock::Instant;
use crate::workflow::definition::{Address, QuotaUse, Reason, Trigger};
use crate::workflow::form::{Answers, FieldError, FieldKind, Form, Stage, digest};
use crate::workflow::{Definition, Kind, State, Transition};

/// Decides on an event.
///
/// The answer depends on the arguments alone. `now` is the instant the event takes effect: for a timer the instant it was
/// due. The decision's entry takes the next place in the history; the caller stores it or nothing.
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

/// Everything a decision is made from.
pub(super) struct Scene<'a> {
    pub definition: &'a Definition,
    pub kind: &'a Kind,
    pub state: &'a State,
    pub case: &'a Case,
    pub event: &'a Event,
    pub now: Instant,
}

impl<'a> Scene<'a> {
    pub fn of(definition: &'a Definition, case: &'a Case, event: &'a Event, now: Instant) -> Result<Self, Rejection> {
        let unknown = |rule, value: &str| Refusal::new(rule).with("value", value);
        let kind = definition.kind(&case.kind).ok_or_else(|| unknown("kind", &case.kind))?;
        let state = kind
            .state(&case.state)
            .ok_or_else(|| unknown("state-gone", &case.state))?;
        Ok(Self {
            definition,
            kind,
            state,
            case,
            event,
            now,
        })
    }

    /// The first transition for the event whose trigger and guard hold.
    pub fn transition(&self, name: &str) -> Result<&'a Transition, Rejection> {
        let mut named = self
            .state
            .transitions
            .iter()
            .filter(|transition| transition.event == name)
            .peekable();
        if named.peek().is_none() {
            return Err(self.not_here(name));
        }
        let mut refusal = None;
        for transition in named {
            match self.permitted(transition) {
                Ok(()) => return Ok(transition),
                Err(refused) => refusal = refusal.or(Some(refused)),
            }
        }
        Err(refusal.unwrap_or_else(|| Refusal::new("state")).into())
    }

    /// The first transition set off by this news whose guard holds.
    pub fn upon(&self, news: &str) -> Option<&'a Transition> {
        self.state
            .transitions
            .iter()
            .filter(|transition| matches!(&transition.trigger, Trigger::Upon(name) if name == news))
            .find(|transition| self.guarded(transition).is_ok())
    }

    fn not_here(&self, name: &str) -> Rejection {
        let known = self
            .kind
            .states
            .iter()
            .any(|state| state.transitions.iter().any(|t| t.event == name));
        let rule = match (known, self.state.is_final) {
            (false, _) => "unknown-event",
            (true, true) => "final",
            (true, false) => "state",
        };
        Refusal::new(rule)
            .with("event", name)
            .with("state", &self.state.name)
            .into()
    }

    /// Whether trigger, guard and quota let the transition happen.
    pub fn permitted(&self, transition: &Transition) -> Result<(), Refusal> {
        match &transition.trigger {
            Trigger::By(by) => {
                self.role(by).ok_or_else(|| {
                    let wanted: Vec<String> = by.iter().map(ToString::to_string).collect();
                    Refusal::new("role")
                        .with("event", &transition.event)
                        .with("roles", &wanted.join(", "))
                })?;
            }
            Trigger::At(timing) => {
                let due = resolve(self.definition, self.case, timing);
                if self.event.actor != Actor::Engine || due.is_none_or(|due| due > self.now) {
                    return Err(Refusal::new("role").with("event", &transition.event).with("roles", ""));
                }
            }
            Trigger::Upon(_) => return Err(Refusal::new("role").with("event", &transition.event).with("roles", "")),
        }
        self.guarded(transition)?;
        self.place_left(transition)
    }

    fn guarded(&self, transition: &Transition) -> Result<(), Refusal> {
        let Some(guard) = &transition.when else { return Ok(()) };
        let answers = self.answers();
        match guard.holds(&facts(self.definition, &self.with_attachments(), &answers, self.now)) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Refusal {
                said: transition.refusal.clone(),
                ..Refusal::new("guard")
                    .with("event", &transition.event)
                    .with("guard", &guard.text)
            }),
            Err(error) => Err(Refusal::new("guard")
                .with("event", &transition.event)
                .with("guard", &error.to_string())),
        }
    }

    fn place_left(&self, transition: &Transition) -> Result<(), Refusal> {
        let quota = self.case.call.as_ref().and_then(|call| call.quota);
        match (transition.place_in_quota, quota) {
            (QuotaUse::Takes, Some(quota)) if !self.case.holds_place && self.event.places_taken >= quota => {
                Err(Refusal::new("quota").with("quota", &quota.to_string()))
            }
            _ => Ok(()),
        }
    }

    /// The case's own answers as the event sees them: what came with it, else what is recorded.
    fn answers(&self) -> Answers {
        if !self.event.answers.is_empty() {
            return self.event.answers.clone();
        }
        own_answers(self.definition, self.case).cloned().unwrap_or_default()
    }

    fn with_attachments(&self) -> Case {
        let mut case = self.case.clone();
        case.attachments.extend(self.event.attachments.iter().cloned());
        case
    }

    /// The seat the actor uses for a transition, and the role it is recorded under.
    pub fn role(&self, by: &[Address]) -> Option<Address> {
        by.iter()
            .find_map(|address| covering(&self.event.actor, address))
            .map(|held| Address {
                role: held.role.clone(),
                seat: held.seat.clone(),
            })
    }

    fn accept(&self, transition: &Transition) -> Result<Decision, Rejection> {
        self.inputs(transition)?;
        let mut changes = self.recorded(transition)?;
        let mut effects = Vec::new();
        self.use_of_quota(transition, &mut changes, &mut effects);
        changes.extend(self.moves(transition));
        Ok(Decision {
            entry: self.entry(transition, changes),
            effects,
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
        if transition.complete
            && let Some(form) = self.own_form()
        {
            let answers = self.answers();
            wrong.extend(form.check(&answers, Stage::Complete));
            if transition.signs {
                changes.extend(self.signature(&answers));
            }
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
            changes.push(Change::Answered {
                form: form.name.clone(),
                answers,
            });
        }
        if wrong.is_empty() {
            Ok(changes)
        } else {
            Err(Rejection::Invalid(wrong))
        }
    }

    fn own_form(&self) -> Option<&'a Form> {
        self.kind.form.as_ref().and_then(|name| self.definition.forms.get(name))
    }

    fn signature(&self, answers: &Answers) -> Option<Change> {
        let Trigger::By(by) = &self.transition(&self.event.name).ok()?.trigger else {
            return None;
        };
        let seat = self.role(by)?.seat?;
        Some(Change::Signed {
            seat,
            digest: digest(answers),
        })
    }

    fn use_of_quota(&self, transition: &Transition, changes: &mut Vec<Change>, effects: &mut Vec<Effect>) {
        let Some(call) = &self.case.call else { return };
        match transition.place_in_quota {
            QuotaUse::Takes if !self.case.holds_place => {
                changes.push(Change::Place(true));
                effects.push(Effect::TakePlace(call.id));
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

/// One thing the actor could ask of the case now, and why not, if not.
#[derive(Clone, Debug)]
pub struct Possible<'a> {
    /// The transition.
    pub transition: &'a Transition,
    /// The role or seat the actor would use; where the actor may not, the first that may.
    pub role: Address,
    /// Why the event would be refused as things stand.
    pub refused_because: Option<Refusal>,
}

/// What people could ask of the case in its state, seen by this event's actor and with this event's answers.
pub fn possible<'a>(definition: &'a Definition, case: &'a Case, event: &'a Event, now: Instant) -> Vec<Possible<'a>> {
    let Ok(scene) = Scene::of(definition, case, event, now) else {
        return Vec::new();
    };
    if !may_see(definition, case, &event.actor) {
        return Vec::new();
    }
    scene
        .state
        .transitions
        .iter()
        .filter_map(|transition| {
            let Trigger::By(by) = &transition.trigger else {
                return None;
            };
            let role = scene.role(by).or_else(|| by.first().cloned())?;
            Some(Possible {
                transition,
                role,
                refused_because: scene.permitted(transition).err(),
            })
        })
        .collect()
}

/// Whether an event of this name is one every workflow has, fed by the engine alone.
pub fn is_builtin(name: &str) -> bool {
    name.starts_with(builtin::CYCLE)
        || [
            builtin::CALL_MOVED,
            builtin::ROUND,
            builtin::DUE_MOVED,
            builtin::CATCH_UP,
            builtin::SUCCEED,
        ]
        .contains(&name)
}

/// The news of an event about a child, if that is what it brings.
pub(super) fn child_news(news: &News) -> Option<Change> {
    match news {
        News::Child { id, state, closed } => Some(Change::ChildMoved {
            id: *id,
            state: state.clone(),
            closed: *closed,
        }),
        _ => None,
    }
}
