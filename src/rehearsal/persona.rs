//! Invented members who are always late, never report, report on time or leave midway, and a house that does its work.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;

use super::transcript::Line;
use super::world::World;
use crate::case::call;
use crate::case::event::{News, Opening, builtin};
use crate::case::state::CallDates;
use crate::case::{Actor, Case, Event, Holder};
use crate::clock::Instant;
use crate::workflow::definition::{Address, Reason, Trigger};
use crate::workflow::form::{Answers, Field, FieldKind, Form};
use crate::workflow::{Definition, Kind, Transition};

const DAY: i64 = 24 * 3600;

/// How an invented member behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persona {
    /// Does what is owed ten days before it is due.
    OnTime,
    /// Does it twenty days after it was due.
    Late,
    /// Applies, and then never answers again.
    Never,
    /// Leaves after its first report came due.
    Leaves,
}

impl Persona {
    const ALL: [(Self, &'static str); 4] = [
        (Self::OnTime, "on time"),
        (Self::Late, "always late"),
        (Self::Never, "never"),
        (Self::Leaves, "leaves midway"),
    ];
}

/// Plays the workflow from one instant to another with `members` invented members besides one applicant a persona.
///
/// The same arguments give the same transcript.
pub fn rehearse(definition: &Definition, (from, until): (Instant, Instant), members: usize) -> Vec<Line> {
    let mut stage = Stage {
        world: World::new(definition, from),
        acts: BTreeSet::new(),
        personas: Vec::new(),
    };
    stage.fill_house();
    stage.bring_members(members);
    stage.plan_calls(until);
    stage.play(until);
    stage.world.transcript
}

struct Stage<'a> {
    world: World<'a>,
    acts: BTreeSet<(Instant, Act)>,
    personas: Vec<(Uuid, Persona)>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    /// A call opens: its name and closing.
    Call(String, Instant),
    /// Somebody does what is owed on a case, if it still stands at this revision.
    Move(Uuid, u32),
}

impl<'a> Stage<'a> {
    fn fill_house(&mut self) {
        let definition = self.world.definition;
        for role in definition.roles.iter().filter(|role| role.seats.is_empty()) {
            let language = definition.languages.first().cloned().unwrap_or_default();
            self.sit(None, (&role.name, None), (&role.name, &language));
        }
        for (persona, name) in Persona::ALL {
            self.organisation(&format!("Applicant {name}"), persona);
        }
    }

    fn organisation(&mut self, name: &str, persona: Persona) -> Uuid {
        let definition = self.world.definition;
        let id = self.world.fresh();
        self.world.organisations.insert(id, name.to_owned());
        self.personas.push((id, persona));
        let language = &definition.languages[self.personas.len() % definition.languages.len().max(1)];
        for role in &definition.roles {
            for seat in &role.seats {
                self.sit(
                    Some(id),
                    (&role.name, Some(&seat.name)),
                    (&format!("{name}, {}", seat.name), language),
                );
            }
        }
        id
    }

    fn sit(&mut self, of: Option<Uuid>, (role, seat): (&str, Option<&str>), (name, language): (&str, &str)) {
        let person = self.world.fresh();
        self.world.people.insert(person, (name.to_owned(), language.to_owned()));
        let holder = Holder {
            person,
            role: role.to_owned(),
            seat: seat.map(str::to_owned),
            from: None,
            until: None,
        };
        self.world.holders.push((of, holder));
    }

    /// Imports members whose anchors are spread over the two years before the beginning.
    fn bring_members(&mut self, members: usize) {
        let definition = self.world.definition;
        let Some(kind) = definition.kinds.iter().find(|kind| kind.import.is_some()) else {
            return;
        };
        let Some(import) = &kind.import else { return };
        for number in 0..members {
            let (persona, name) = Persona::ALL[number % Persona::ALL.len()];
            let organisation = self.organisation(&format!("Member {} {name}", number + 1), persona);
            let days = i64::try_from(number * 7 % 730).unwrap_or(0) + 1;
            let since = self.world.now.plus_seconds(-days * DAY).civil(&definition.zone).date();
            let answers = Answers::from([(import.since.1.clone(), Value::from(since.to_string()))]);
            let opening = self.opening(kind, organisation, None);
            let event = self.engine(builtin::IMPORT);
            if self.world.import(&event, &opening, &answers).is_ok() {
                self.schedule(opening.id);
            }
        }
    }

    fn opening(&mut self, kind: &Kind, organisation: Uuid, call: Option<CallDates>) -> Opening {
        let id = self.world.fresh();
        let kind = kind.name.clone();
        Opening {
            id,
            kind,
            organisation,
            call,
            parent: None,
            due: None,
            rounds: Vec::new(),
            answers: Answers::new(),
        }
    }

    fn engine(&mut self, name: &str) -> Event {
        Event {
            actor: Actor::Engine,
            news: News::None,
            ..self.world.asked(Uuid::nil(), Uuid::nil(), name)
        }
    }

    fn plan_calls(&mut self, until: Instant) {
        let definition = self.world.definition;
        let mut after = self.world.now;
        while let Some((opens, closes)) = call::by_rule(definition, after).filter(|(opens, _)| *opens < until) {
            let name = opens.civil(&definition.zone).year().to_string();
            self.acts.insert((opens, Act::Call(name, closes)));
            after = opens;
        }
    }

    fn play(&mut self, until: Instant) {
        loop {
            let act = self.acts.first().map(|(at, _)| *at);
            match self
                .world
                .next_at()
                .into_iter()
                .chain(act)
                .min()
                .filter(|at| *at <= until)
            {
                Some(at) => self.world.advance(at),
                None => break,
            }
            for case in self.world.take_changed() {
                self.schedule(case);
            }
            while let Some((_, act)) = self.acts.first().filter(|(at, _)| *at <= self.world.now).cloned() {
                self.acts.pop_first();
                self.perform(act);
            }
        }
        self.world.advance(until);
    }

    /// Plans when somebody moves the case on: around the first duty's due date, or two months on where nothing is owed.
    fn schedule(&mut self, id: Uuid) {
        let Some(running) = self.world.cases.get(&id) else {
            return;
        };
        let persona = self.persona(running.case.organisation);
        let owner = self
            .world
            .definition
            .kind(&running.case.kind)
            .map(|kind| kind.owner.as_str());
        let duty = running.plan.duties.iter().find(|duty| !duty.stopped);
        let answers = persona != Persona::Never || running.case.parent.is_none();
        let at = match duty {
            Some(duty) if Some(duty.of.role.as_str()) == owner && !answers => return,
            Some(duty) if Some(duty.of.role.as_str()) == owner && persona == Persona::Late => {
                duty.due_at.plus_seconds(20 * DAY)
            }
            Some(duty) => duty.due_at.plus_seconds(-10 * DAY),
            None => self.world.now.plus_seconds(60 * DAY),
        };
        let late_for_call = running
            .case
            .call
            .as_ref()
            .filter(|call| at >= call.closes_at && self.world.now < call.closes_at);
        let at = late_for_call
            .map_or(at, |call| call.closes_at.plus_seconds(-DAY))
            .max(self.world.now.plus_seconds(3600));
        let act = Act::Move(id, running.case.revision);
        self.acts.insert((at, act));
    }

    fn persona(&self, organisation: Uuid) -> Persona {
        self.personas
            .iter()
            .find(|(id, _)| *id == organisation)
            .map_or(Persona::OnTime, |(_, persona)| *persona)
    }

    fn perform(&mut self, act: Act) {
        match act {
            Act::Call(name, closes) => self.open_call(name, closes),
            Act::Move(id, revision) => self.move_on(id, revision),
        }
    }

    fn open_call(&mut self, name: String, closes_at: Instant) {
        let definition = self.world.definition;
        let id = self.world.fresh();
        let quota = definition.call.as_ref().and_then(|rule| rule.number());
        let dates = std::collections::BTreeMap::new();
        let mut call = CallDates {
            id,
            name,
            opens_at: self.world.now,
            closes_at,
            quota,
            dates,
        };
        call::fill_dates(definition, &mut call);
        self.world.calls.insert(id, (call.clone(), 0));
        let applicants: Vec<Uuid> = self
            .personas
            .iter()
            .take(Persona::ALL.len())
            .map(|(id, _)| *id)
            .collect();
        for kind in definition.kinds.iter().filter(|kind| kind.in_call) {
            for organisation in &applicants {
                let opening = self.opening(kind, *organisation, Some(call.clone()));
                let event = self.asked_as(*organisation, &kind.open_by, builtin::OPEN);
                let opened = event.is_some_and(|event| self.world.open(&event, &opening).is_ok());
                if opened {
                    self.schedule(opening.id);
                }
            }
        }
    }

    fn asked_as(&mut self, organisation: Uuid, by: &[Address], name: &str) -> Option<Event> {
        let holders = self.world.holders_for(organisation);
        let person = by
            .iter()
            .find_map(|address| {
                holders
                    .iter()
                    .find(|holder| address.covers(&holder.role, holder.seat.as_deref()))
            })?
            .person;
        Some(self.world.asked(person, organisation, name))
    }

    /// Takes the first step forward that the rules allow: in the order of the file, without those that ask for a reason.
    fn move_on(&mut self, id: Uuid, revision: u32) {
        let definition = self.world.definition;
        let Some(case) = self.world.cases.get(&id).map(|running| running.case.clone()) else {
            return;
        };
        if case.revision != revision {
            return;
        }
        let leaving =
            self.persona(case.organisation) == Persona::Leaves && case.children.iter().any(|child| !child.closed);
        let steps = steps(definition, &case, leaving);
        for transition in steps {
            if self.take(&case, transition) {
                return;
            }
        }
    }

    fn take(&mut self, case: &Case, transition: &Transition) -> bool {
        let definition = self.world.definition;
        let Trigger::By(by) = &transition.trigger else {
            return false;
        };
        let Some(mut event) = self.asked_as(case.organisation, by, &transition.event) else {
            return false;
        };
        let form = definition.kind(&case.kind).and_then(|kind| kind.form.as_ref());
        event.answers = form
            .and_then(|form| definition.forms.get(form))
            .map(|form| form.example())
            .unwrap_or_default();
        let extra = transition.form.as_ref().and_then(|form| definition.forms.get(form));
        event.extra = extra.map(example_of_today).unwrap_or_default();
        let before = self.world.transcript.len();
        let done = self.world.ask(case.id, event).is_ok();
        if !done {
            self.world.transcript.truncate(before);
        }
        done
    }
}

/// The form's example without the days that default to the day of the event.
fn example_of_today(form: &Form) -> Answers {
    let today = |field: &Field| matches!(field.kind, FieldKind::Date { default_today: true });
    let mut answers = form.example();
    answers.retain(|name, _| !form.field(name).is_some_and(today));
    answers
}

/// Transitions a persona would take: forward ones, or the way out for one who leaves.
fn steps<'a>(definition: &'a Definition, case: &Case, leaving: bool) -> Vec<&'a Transition> {
    let Some(kind) = definition.kind(&case.kind) else {
        return Vec::new();
    };
    let Some(state) = kind.state(&case.state) else {
        return Vec::new();
    };
    let owner = |transition: &&Transition| matches!(&transition.trigger, Trigger::By(by) if by.iter().any(|address| address.role == kind.owner));
    let ends = |transition: &&Transition| {
        transition
            .to
            .as_ref()
            .and_then(|to| kind.state(to))
            .is_some_and(|state| state.is_final)
    };
    let moves = |transition: &&Transition| transition.to.as_ref().is_some_and(|to| *to != state.name);
    let unsigned = |transition: &&Transition| transition.signs && case.signatures.is_empty();
    state
        .transitions
        .iter()
        .filter(|transition| transition.reason != Reason::Required && transition.attach.is_none())
        .filter(|transition| moves(transition) || unsigned(transition))
        .filter(|transition| {
            if leaving {
                owner(transition) && ends(transition)
            } else {
                !(owner(transition) && ends(transition))
            }
        })
        .collect()
}
