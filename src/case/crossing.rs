//! Whether and how a case moves to another version of its workflow.
//!
//! Pure, as every decision: the versions, the case, the answers being written and the choices made are all it knows.

use uuid::Uuid;

use super::around::Around;
use super::builtin_events::tell_relatives;
use super::cycle;
use super::event::{Actor, Change, Decision, Entry, Event, News, builtin};
use super::evolve::evolve;
use super::needs::{Choice, Choices, Need, OTHERS, needs};
use super::panels;
use super::people::Holder;
use super::plan::{Timer, plan};
use super::recount::Recount;
use super::renames::Passage;
use super::scene::Scene;
use super::state::Case;
use super::version::{NewVersion, changed};
use crate::clock::Instant;
use crate::workflow::State;
use crate::workflow::definition::{Address, Cycle};
use crate::workflow::form::Answers;

/// A case before the versions it could obey.
#[derive(Clone, Copy, Debug)]
pub struct Crossing<'a> {
    /// The way between the versions.
    pub passage: &'a Passage<'a>,
    /// Numbers of the versions at both ends.
    pub numbers: (u32, u32),
    /// The case.
    pub case: &'a Case,
    /// Answers being written.
    pub draft: Option<&'a Answers>,
    /// Everybody who sits: a ballot that the move opens is of a body of that size.
    pub people: &'a [Holder],
}

/// Who moves it, and when.
#[derive(Clone, Debug)]
pub struct Mover {
    /// The person; `None` is whoever works at the command line.
    pub person: Option<Uuid>,
    /// The role and seat that person uses.
    pub role: Option<Address>,
    /// When.
    pub at: Instant,
}

/// What becomes of a case.
#[derive(Clone, Debug)]
pub enum Crossed {
    /// It stays on its version.
    Stays,
    /// It moves.
    Moves(Box<Move>),
}

/// How a case moves.
#[derive(Clone, Debug)]
pub struct Move {
    /// What to record, and what follows from it.
    pub decision: Decision,
    /// The answers being written, under the new names.
    pub draft: Option<Answers>,
}

/// Why a case cannot be moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmoved {
    /// These have not been decided.
    Undecided(Vec<Need>),
    /// This choice is none of those there are in this group.
    NotOffered(String, Choice),
}

/// What the choices make of a case.
#[derive(Default)]
struct Settled {
    target: Option<String>,
    dropped: Vec<Need>,
}

impl Crossing<'_> {
    /// What the version at the end has no place for, where the case would stand as chosen.
    pub fn needs(&self, choices: &Choices) -> Vec<Need> {
        needs(self.passage, self.case, self.draft, choices)
    }

    /// Moves the case as chosen.
    ///
    /// # Errors
    /// Every need about which nothing, or nothing possible, was chosen.
    pub fn cross(&self, choices: &Choices, mover: &Mover) -> Result<Crossed, Unmoved> {
        let needs = self.needs(choices);
        let Some(settled) = self.settle(needs, choices)? else {
            return Ok(Crossed::Stays);
        };
        let mover = Mover {
            at: mover.at.max(self.case.latest_at),
            ..mover.clone()
        };
        Ok(Crossed::Moves(Box::new(self.moved(&settled, &mover))))
    }

    /// What was chosen; `None` if the case stays.
    fn settle(&self, needs: Vec<Need>, choices: &Choices) -> Result<Option<Settled>, Unmoved> {
        if needs.is_empty() {
            return match choices.get(OTHERS) {
                Some(Choice::Stay) => Ok(None),
                None | Some(Choice::Move) => Ok(Some(Settled::default())),
                Some(other) => Err(Unmoved::NotOffered(OTHERS.to_owned(), other.clone())),
            };
        }
        let undecided: Vec<Need> = needs
            .iter()
            .filter(|need| !choices.contains_key(&need.group()))
            .cloned()
            .collect();
        if !undecided.is_empty() {
            return Err(Unmoved::Undecided(undecided));
        }
        let mut settled = Settled::default();
        let mut stays = false;
        for need in needs {
            let group = need.group();
            let Some(choice) = choices.get(&group) else { continue };
            match choice {
                choice if !need.takes(choice) => return Err(Unmoved::NotOffered(group, choice.clone())),
                Choice::Stay => stays = true,
                Choice::MoveTo(state) if !self.has_state(state) => {
                    return Err(Unmoved::NotOffered(group, choice.clone()));
                }
                Choice::MoveTo(state) => settled.target = Some(state.clone()),
                Choice::Drop => settled.dropped.push(need),
                Choice::Move | Choice::Keep => {}
            }
        }
        Ok((!stays).then_some(settled))
    }

    fn has_state(&self, state: &str) -> bool {
        let kind = self.passage.kind(&self.case.kind);
        let kind = kind.and_then(|kind| self.passage.to().kind(&kind));
        kind.is_some_and(|kind| kind.state(state).is_some())
    }

    fn moved(&self, settled: &Settled, mover: &Mover) -> Move {
        let mut new = self.names(settled);
        let draft = self.draft.map(|draft| match self.own_form() {
            Some(form) => new.answers(form, draft),
            None => draft.clone(),
        });
        let mut entry = self.entry(vec![Change::Version(Box::new(new.clone()))], mover);
        let arrived = self.arrivals(settled, &evolve(self.case.clone(), &entry), mover.at);
        entry.changes.extend(arrived);
        let after = evolve(self.case.clone(), &entry);
        new.results = self.recount(settled).kept(&after, &new);
        entry.changes[0] = Change::Version(Box::new(new.clone()));
        new.passed = self.passed(&evolve(self.case.clone(), &entry), &new, mover.at);
        entry.changes[0] = Change::Version(Box::new(new));
        let after = evolve(self.case.clone(), &entry);
        entry.to.clone_from(&after.state);
        let mut decision = Decision {
            entry,
            effects: Vec::new(),
            followed: None,
        };
        if settled.target.is_some() {
            self.tell(&after, &mut decision, mover);
        }
        Move { decision, draft }
    }

    fn recount<'b>(&'b self, settled: &'b Settled) -> Recount<'b> {
        Recount {
            passage: self.passage,
            case: self.case,
            target: settled.target.as_deref(),
        }
    }

    fn own_form(&self) -> Option<&String> {
        self.passage.from().kind(&self.case.kind)?.form.as_ref()
    }

    fn entry(&self, changes: Vec<Change>, mover: &Mover) -> Entry {
        Entry {
            seq: self.case.revision + 1,
            at: mover.at,
            event: builtin::VERSION.to_owned(),
            actor: mover.person,
            role: mover.role.clone(),
            from: Some(self.case.state.clone()),
            to: self.case.state.clone(),
            reason: None,
            changes,
            tell: Vec::new(),
        }
    }

    /// Every name of the case that changes, and what is dropped.
    fn names(&self, settled: &Settled) -> NewVersion {
        let (passage, case) = (self.passage, self.case);
        let kind = &case.kind;
        let dropped = |group: String| settled.dropped.iter().any(|need| need.group() == group);
        let mut new = NewVersion {
            from: self.numbers.0,
            to: self.numbers.1,
            digest: passage.to().digest.clone(),
            kind: passage.kind(kind).unwrap_or_else(|| kind.clone()),
            state: passage.state(kind, &case.state).unwrap_or_else(|| case.state.clone()),
            duties: changed(self.duties(), |duty| passage.duty(kind, duty)),
            cycles: changed(self.cycles(), |cycle| passage.cycle(kind, cycle)),
            roles: changed(case.told.iter().cloned(), |role| passage.role(role)),
            marks: changed(case.marks.keys().cloned(), |mark| passage.mark(kind, mark)),
            child_kinds: changed(self.child_kinds(), |kind| passage.kind(kind)),
            ..NewVersion::default()
        };
        for mark in case.marks.keys().filter(|mark| dropped(format!("mark:{kind}.{mark}"))) {
            new.marks.insert(mark.clone(), None);
        }
        let owner = passage.from().kind(kind).map_or("", |kind| &kind.owner);
        new.seats = changed(case.signatures.keys().cloned(), |seat| passage.seat(owner, seat));
        for seat in case
            .signatures
            .keys()
            .filter(|seat| dropped(format!("seat:{owner}.{seat}")))
        {
            new.seats.insert(seat.clone(), None);
        }
        self.answered(&mut new, dropped);
        self.recount(settled).rename(&mut new, dropped);
        for child in &case.children {
            let state = changed([child.state.clone()], |state| passage.state(&child.kind, state));
            if !state.is_empty() {
                new.child_states.entry(child.kind.clone()).or_default().extend(state);
            }
        }
        new
    }

    /// Names of forms and fields with answers, recorded or being written.
    fn answered(&self, new: &mut NewVersion, dropped: impl Fn(String) -> bool) {
        let draft = self.own_form().zip(self.draft);
        let all = self.case.answers.iter().chain(draft);
        for (form, answers) in all {
            new.forms
                .extend(changed([form.clone()], |form| self.passage.form(form)));
            if dropped(format!("form:{form}")) {
                new.forms.insert(form.clone(), None);
            }
            let mut fields = changed(answers.keys().cloned(), |field| self.passage.field(form, field));
            for field in answers.keys().filter(|field| dropped(format!("field:{form}.{field}"))) {
                fields.insert(field.clone(), None);
            }
            if !fields.is_empty() {
                new.fields.entry(form.clone()).or_default().extend(fields);
            }
        }
    }

    /// The states of the case's kind in the version it leaves.
    fn old_states(&self) -> impl Iterator<Item = &State> {
        let kind = self.passage.from().kind(&self.case.kind);
        kind.into_iter().flat_map(|kind| &kind.states)
    }

    fn duties(&self) -> impl Iterator<Item = String> {
        let rules = self
            .old_states()
            .flat_map(|state| &state.duties)
            .map(|rule| rule.name.clone());
        rules.chain(self.case.stops.keys().cloned())
    }

    fn cycles(&self) -> impl Iterator<Item = String> {
        let rules = self
            .old_states()
            .flat_map(|state| &state.cycles)
            .map(|rule| rule.name.clone());
        rules.chain(self.case.cycles.keys().cloned())
    }

    fn child_kinds(&self) -> impl Iterator<Item = String> {
        let children = self.case.children.iter().map(|child| child.kind.clone());
        children.chain(self.case.rounds.iter().map(|round| round.kind.clone()))
    }

    /// The state it is put into, ballots that open there, and due days of cycles that lie behind it.
    fn arrivals(&self, settled: &Settled, named: &Case, now: Instant) -> Vec<Change> {
        let definition = self.passage.to();
        let Some(kind) = definition.kind(&named.kind) else {
            return Vec::new();
        };
        let mut changes = Vec::new();
        if let Some(state) = settled.target.as_ref().and_then(|target| kind.state(target)) {
            changes.push(Change::Entered(state.name.clone()));
            changes.extend(state.standing.map(Change::Standing));
            let around = Around {
                sitting: Around::sitting(self.people, now),
                ..Around::default()
            };
            let opens = |change: &Change| matches!(change, Change::Panel { panel, members } if *members > 0 && !named.panels.contains_key(panel));
            changes.extend(panels::opened(kind, None, state, &around).into_iter().filter(opens));
        }
        let stands_in = settled.target.as_ref().unwrap_or(&named.state);
        let cycles = kind.state(stands_in).map_or(&[][..], |state| &state.cycles);
        changes.extend(cycles.iter().filter_map(|rule| behind(self.passage, named, rule, now)));
        changes
    }

    /// Events of the engine that the new version has for a time before now, and the old one did not have then.
    fn passed(&self, after: &Case, new: &NewVersion, now: Instant) -> Vec<String> {
        let before: Vec<Timer> = plan(self.passage.from(), self.case, &[]).timers;
        let known = |timer: &Timer| {
            before.iter().any(|old| {
                let cycle = old.event.strip_prefix(builtin::CYCLE);
                let name = cycle.and_then(|cycle| new.cycles.get(cycle).cloned().flatten());
                let event = name.map_or_else(|| old.event.clone(), |name| format!("{}{name}", builtin::CYCLE));
                (old.due_at, event) == (timer.due_at, timer.event.clone())
            })
        };
        let timers = plan(self.passage.to(), after, &[]).timers.into_iter();
        let mut late: Vec<String> = timers
            .filter(|timer| timer.due_at < now && !known(timer))
            .map(|timer| timer.event)
            .collect();
        late.dedup();
        late
    }

    /// Tells the parent, and children that wait for it, where the case stands now.
    fn tell(&self, after: &Case, decision: &mut Decision, mover: &Mover) {
        let event = Event {
            name: builtin::VERSION.to_owned(),
            actor: Actor::Engine,
            answers: Answers::new(),
            extra: Answers::new(),
            reason: None,
            attachments: Vec::new(),
            fresh: Uuid::nil(),
            places_taken: 0,
            around: Around::default(),
            news: News::None,
        };
        if let Ok(scene) = Scene::of(self.passage.to(), after, &event, mover.at) {
            tell_relatives(&scene, decision);
        }
    }
}

/// Nothing is opened for a due day that lies behind: a new cycle, or one that comes more often, begins today.
fn behind(passage: &Passage<'_>, named: &Case, rule: &Cycle, now: Instant) -> Option<Change> {
    let yesterday = now.civil(&passage.to().zone).date().yesterday().ok()?;
    let next = cycle::next(passage.to(), named, rule)?;
    (next.due.at <= now).then(|| Change::CycleDone {
        cycle: rule.name.clone(),
        through: yesterday.max(next.due.regular),
    })
}
