//! Runs a scenario in a world of its own.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;

use super::coverage::Reached;
use super::expect;
use super::scenario::{Act, Does, Scenario};
use super::transcript::Line;
use super::world::World;
use crate::case::event::{HeldSeat, News, Opening, builtin};
use crate::case::plan::duties;
use crate::case::put_off::DUTY;
use crate::case::state::{Attachment, CallDates};
use crate::case::{Case, Rejection};
use crate::clock::Instant;
use crate::workflow::definition::Role;
use crate::workflow::form::Answers;
use crate::workflow::{Definition, Place};

/// How a scenario ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What happened.
    pub transcript: Vec<Line>,
    /// What did not go as the scenario says: place and sentence.
    pub failures: Vec<(Place, String)>,
    /// States entered and transitions followed.
    pub reached: Reached,
}

/// Runs the scenario; steps after a failed one still run, so that all failures are seen.
pub fn run(definition: &Definition, scenario: &Scenario) -> Outcome {
    let mut script = Script {
        world: World::new(definition, Instant::default()),
        found: BTreeSet::new(),
        since: Instant::default(),
    };
    let mut failures = Vec::new();
    for step in &scenario.steps {
        if let Err(message) = script.step(&step.does) {
            let place = Place {
                file: scenario.name.as_str().into(),
                line: step.line,
                column: 1,
            };
            failures.push((place, message));
        }
    }
    Outcome {
        transcript: script.world.transcript,
        reached: script.world.reached,
        failures,
    }
}

/// A world and how far its transcript has been looked at by `letter` lines.
pub(super) struct Script<'a> {
    pub world: World<'a>,
    /// Lines of the transcript that a `letter` line has found already.
    pub found: BTreeSet<usize>,
    /// When the last found letter left: later `letter` lines look from there on.
    pub since: Instant,
}

/// Whether the service runs while time passes.
#[derive(Clone, Copy, Debug)]
enum Pass {
    On,
    Off,
}

impl Script<'_> {
    fn step(&mut self, does: &Does) -> Result<(), String> {
        match does {
            Does::Clock(text) => self.later(text).and_then(|at| self.pass(at, Pass::On)),
            Does::Off(text) => self.later(text).and_then(|at| self.pass(at, Pass::Off)),
            Does::House(sittings) => self.house(sittings),
            Does::Organisation(name, sittings) => self.organisation(name, sittings).map(|_| ()),
            Does::Succeeds(old, new, sittings) => self
                .succeed(old, new, sittings)
                .map(|()| self.world.advance(self.world.now)),
            Does::Splits(old, parts) => self.split(old, parts).map(|()| self.world.advance(self.world.now)),
            Does::Renamed(old, new) => self.rename(old, new),
            Does::Call(name, parts) => self.call(name, parts),
            Does::Extend(name, parts) => self.extend(name, parts).map(|()| self.world.advance(self.world.now)),
            Does::Round(name, parts) => self.round(name, parts).map(|()| self.world.advance(self.world.now)),
            Does::Open(name, kind, call) => self.open(name, kind, call.as_deref()),
            Does::Import(name, kind, since) => self.import(name, kind, since),
            Does::Fill(name, changes) => self.fill(name, changes),
            Does::Act(act) => self.act(act).map_err(|rejection| refused(&rejection)),
            Does::Refused(rule, act) => self.must_refuse(rule, act),
            expectation => expect::check(self, expectation),
        }
    }

    fn pass(&mut self, until: Instant, service: Pass) -> Result<(), String> {
        match service {
            Pass::On => self.world.advance(until),
            Pass::Off => self.world.sleep(until),
        }
        match self.world.is_full() {
            true => Err(format!(
                "more than {} things happen: timers go in a circle",
                self.world.most_lines
            )),
            false => Ok(()),
        }
    }

    fn opening(&mut self, name: &str, kind: &str, call: Option<CallDates>) -> Result<Opening, String> {
        Ok(Opening {
            id: self.world.fresh(),
            kind: kind.to_owned(),
            organisation: self.find(name)?,
            call,
            parent: None,
            due: None,
            rounds: self.world.rounds.clone(),
            answers: Answers::new(),
            several: false,
        })
    }

    fn open(&mut self, name: &str, kind: &str, call: Option<&str>) -> Result<(), String> {
        let call = match call {
            Some(wanted) => {
                let known = self.world.calls.values().find(|(call, _)| call.name == wanted);
                Some(
                    known
                        .map(|(call, _)| call.clone())
                        .ok_or_else(|| format!("there is no call `{wanted}`"))?,
                )
            }
            None => None,
        };
        let opening = self.opening(name, kind, call)?;
        let owner = self
            .world
            .definition
            .kind(kind)
            .map(|kind| kind.owner.clone())
            .unwrap_or_default();
        let person = self.person(Some(opening.organisation), &owner, None)?;
        let event = self.world.asked(person, opening.organisation, builtin::OPEN);
        self.world
            .open(&event, &opening)
            .map(|_| ())
            .map_err(|rejection| refused(&rejection))
    }

    fn import(&mut self, name: &str, kind: &str, since: &str) -> Result<(), String> {
        let opening = self.opening(name, kind, None)?;
        let rule = self.world.definition.kind(kind).and_then(|kind| kind.import.clone());
        let (_, field) = rule
            .ok_or_else(|| format!("cases of kind `{kind}` cannot be imported"))?
            .since;
        let answers = Answers::from([(field, Value::from(since))]);
        let event = self.engine(builtin::IMPORT, News::None);
        self.world
            .import(&event, &opening, &answers)
            .map(|_| ())
            .map_err(|rejection| refused(&rejection))
    }

    /// Saves the form's example with these changes as the draft of the organisation's newest case that can be edited.
    fn fill(&mut self, name: &str, changes: &[(String, String)]) -> Result<(), String> {
        let id = self.newest(name, |case| self.is_edited(case));
        let id = id.or_else(|_| self.newest(name, |_| true))?;
        let definition = self.world.definition;
        let running = self.world.cases.get_mut(&id).ok_or("the case is gone")?;
        let form = definition.kind(&running.case.kind).and_then(|kind| kind.form.as_ref());
        let form = form
            .and_then(|form| definition.forms.get(form))
            .ok_or("the kind has no form")?;
        let mut answers = form.example();
        answers.extend(changes.iter().map(|(field, value)| (field.clone(), json(value))));
        running.draft = answers;
        Ok(())
    }

    fn act(&mut self, act: &Act) -> Result<(), Rejection> {
        if act.event.starts_with(builtin::ORGANISATION) {
            return self.happens(act);
        }
        let id = self.newest(&act.organisation, |case| self.is_for(case, act));
        let id = id.or_else(|_| self.newest(&act.organisation, |_| true)).map_err(said)?;
        let organisation = self
            .world
            .cases
            .get(&id)
            .map(|running| running.case.organisation)
            .unwrap_or_default();
        let person = self.actor(act, organisation).map_err(said)?;
        let mut event = self.world.asked(person, organisation, &act.event);
        event.reason.clone_from(&act.reason);
        event.extra = act
            .with
            .iter()
            .map(|(field, value)| (field.clone(), json(value)))
            .collect();
        if let Some(purpose) = &act.attaching {
            event.attachments.push(self.attachment(purpose));
        }
        self.world.ask(id, event)
    }

    /// The person who acts: of the house, of the case's organisation, or of the one that is named.
    pub(super) fn actor(&self, act: &Act, organisation: Uuid) -> Result<Uuid, String> {
        let definition = self.world.definition;
        let of_house = |role: &str| definition.role(role).is_some_and(Role::of_house);
        if let Some((role, name)) = act.person.as_ref().filter(|(role, _)| of_house(role)) {
            return self.one_of(role, name);
        }
        let organisation = match &act.from {
            Some(name) => self.find(name)?,
            None => organisation,
        };
        let seat_role = definition
            .roles
            .iter()
            .find(|role| role.seats.iter().any(|seat| seat.name == act.seat));
        match (of_house(&act.seat), seat_role) {
            (true, _) => self.person(None, &act.seat, None),
            (false, Some(role)) => self.person(Some(organisation), &role.name, Some(&act.seat)),
            (false, None) => self.person(Some(organisation), &act.seat, None),
        }
    }

    fn attachment(&mut self, purpose: &str) -> Attachment {
        let id = self.world.fresh();
        Attachment {
            id,
            purpose: purpose.to_owned(),
            name: format!("{purpose}.pdf"),
            sha256: String::new(),
        }
    }

    fn must_refuse(&mut self, rule: &str, act: &Act) -> Result<(), String> {
        match self.act(act) {
            Ok(()) => Err(format!(
                "`{}` was accepted, refusal by `{rule}` was expected",
                act.event
            )),
            Err(Rejection::Refused(refusal)) if refusal.rule == rule => Ok(()),
            Err(Rejection::Invalid(errors)) if errors.iter().any(|error| error.rule == rule) => Ok(()),
            Err(rejection) => Err(format!("refused otherwise: {}", refused(&rejection))),
        }
    }

    fn person(&self, organisation: Option<Uuid>, role: &str, seat: Option<&str>) -> Result<Uuid, String> {
        let sits = |held: &HeldSeat| held.role == role && (seat.is_none() || held.seat.as_deref() == seat);
        self.world
            .holders
            .iter()
            .filter(|(of, holder)| *of == organisation && holder.holds_at(self.world.now))
            .find(|(_, holder)| {
                sits(&HeldSeat {
                    role: holder.role.clone(),
                    seat: holder.seat.clone(),
                    peer: None,
                })
            })
            .map(|(_, holder)| holder.person)
            .ok_or_else(|| {
                format!(
                    "nobody sits as `{role}`{}",
                    seat.map(|seat| format!(", `{seat}`")).unwrap_or_default()
                )
            })
    }

    /// A person in a role of the house: the one of that name, or the first.
    fn one_of(&self, role: &str, name: &str) -> Result<Uuid, String> {
        let holders = self
            .world
            .holders
            .iter()
            .filter(|(of, holder)| of.is_none() && holder.role == role);
        let mut persons = holders
            .filter(|(_, holder)| holder.holds_at(self.world.now))
            .map(|(_, holder)| holder.person);
        let is_meant = |person: &Uuid| self.world.people.get(person).is_some_and(|known| named(&known.0, name));
        persons
            .find(is_meant)
            .ok_or_else(|| format!("no `{name}` sits as `{role}`"))
    }

    pub(super) fn find(&self, name: &str) -> Result<Uuid, String> {
        let found = self.world.organisations.iter().find(|(_, known)| *known == name);
        found
            .map(|(id, _)| *id)
            .ok_or_else(|| format!("there is no organisation `{name}`"))
    }

    pub(super) fn all_cases(&self) -> impl Iterator<Item = &Case> {
        self.world.cases.values().map(|running| &running.case)
    }

    pub(super) fn cases_of(&self, organisation: Uuid) -> impl Iterator<Item = &Case> {
        self.all_cases().filter(move |case| case.organisation == organisation)
    }

    pub(super) fn newest(&self, name: &str, wanted: impl Fn(&Case) -> bool) -> Result<Uuid, String> {
        let organisation = self.find(name)?;
        let open = self
            .cases_of(organisation)
            .filter(|case| wanted(case))
            .max_by_key(|case| (case.opened_at, case.id));
        open.map(|case| case.id)
            .ok_or_else(|| format!("`{name}` has no such case"))
    }

    fn is_edited(&self, case: &Case) -> bool {
        let kind = self.world.definition.kind(&case.kind);
        let state = kind.and_then(|kind| kind.state(&case.state));
        state.is_some_and(|state| state.edits.is_some())
    }

    /// Whether the act can be meant for the case: its state knows the event, or owes the duty that is put off.
    fn is_for(&self, case: &Case, act: &Act) -> bool {
        let duty = act.with.iter().find(|(field, _)| field == DUTY);
        match duty.filter(|_| act.event == builtin::EXTEND) {
            Some((_, duty)) => duties(self.world.definition, case)
                .iter()
                .any(|owed| owed.name == *duty),
            None => self.world_waits_for(case, &act.event),
        }
    }

    fn world_waits_for(&self, case: &Case, event: &str) -> bool {
        let state = self
            .world
            .definition
            .kind(&case.kind)
            .and_then(|kind| kind.state(&case.state));
        state.is_some_and(|state| state.transitions.iter().any(|transition| transition.event == event))
    }
}

/// Whether a name, or its beginning up to a space, is this.
fn named(whole: &str, name: &str) -> bool {
    whole
        .strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

pub(super) fn said(message: String) -> Rejection {
    crate::case::Refusal::new("scenario").with("message", &message).into()
}

pub(super) fn refused(rejection: &Rejection) -> String {
    match rejection {
        Rejection::Refused(refusal) => format!("refused by `{}`: {:?}", refusal.rule, refusal.values),
        Rejection::Invalid(errors) => {
            let fields: Vec<String> = errors
                .iter()
                .map(|error| format!("{}: {}", error.field, error.rule))
                .collect();
            format!("answers not good yet: {}", fields.join(", "))
        }
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.trim_matches('"')))
}
