//! Invented members who are always late, never report, report on time, leave midway or are taken over by another
//! organisation, and a house that does its work.
//!
//! Owns how such people behave in any workflow. Does not own what they may do: each step is asked of [`crate::case`], and
//! what is refused is left.

mod choose;
mod company;
mod opening;
mod when;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use uuid::Uuid;

use super::coverage::Reached;
use super::dues::Due;
use super::transcript::Line;
use super::world::World;
use crate::clock::Instant;
use crate::workflow::Definition;

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
    /// Leaves when it owes its first report.
    Leaves,
    /// Is taken over by another organisation midway, which goes on in time.
    Merges,
}

impl Persona {
    /// Every persona with its name; invented members take turns.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::OnTime, "on time"),
        (Self::Late, "always late"),
        (Self::Never, "never"),
        (Self::Leaves, "leaves midway"),
        (Self::Merges, "merges"),
    ];
}

/// What came of a workflow played ahead.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    /// First and last instant.
    pub span: (Instant, Instant),
    /// Where it was broken off, since too much happened.
    pub broken_off_at: Option<Instant>,
    /// What happened, in order.
    pub transcript: Vec<Line>,
    /// The due dates that came up, by time.
    pub dues: Vec<Due>,
    /// Where cases stood because nobody could do what was owed.
    pub stuck: Vec<Stuck>,
    /// States entered and transitions followed.
    pub reached: Reached,
}

/// A place where invented people could not do what was owed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stuck {
    /// The kind of case.
    pub kind: String,
    /// The state.
    pub state: String,
    /// The event that was refused last; empty where there was none to ask for.
    pub event: String,
    /// The rule that refused it.
    pub rule: String,
    /// How many cases.
    pub cases: usize,
}

/// Plays the workflow from one instant to another with `members` invented members besides one applicant a persona.
///
/// The same arguments give the same rehearsal.
pub fn rehearse(definition: &Definition, (from, until): (Instant, Instant), members: usize) -> Rehearsal {
    let mut stage = Stage::new(World::new(definition, from), (from, until));
    stage.fill_house();
    stage.bring_members(members);
    stage.plan_openings();
    stage.plan_mergers();
    stage.play(until);
    let mut counts: BTreeMap<(String, String, String, String), usize> = BTreeMap::new();
    for place in stage.stuck.into_values() {
        *counts.entry(place).or_default() += 1;
    }
    let stuck = counts.into_iter().map(|((kind, state, event, rule), cases)| Stuck {
        kind,
        state,
        event,
        rule,
        cases,
    });
    Rehearsal {
        span: (from, until),
        broken_off_at: stage.world.is_full().then_some(stage.world.now),
        stuck: stuck.collect(),
        dues: stage.world.dues(),
        transcript: stage.world.transcript,
        reached: stage.world.reached,
    }
}

struct Stage<'a> {
    world: World<'a>,
    span: (Instant, Instant),
    acts: BTreeSet<(Instant, Act)>,
    /// Everybody, in the order of coming.
    company: Vec<Uuid>,
    personas: BTreeMap<Uuid, Persona>,
    /// Organisations that were members before the beginning.
    members: BTreeSet<Uuid>,
    /// What somebody has prepared on a visit of a case to a state: case, since when, event, person.
    prepared: BTreeSet<(Uuid, Instant, String, Uuid)>,
    /// How often a case in vain looked for a step, at which revision.
    tries: BTreeMap<Uuid, (u32, u32)>,
    stuck: BTreeMap<Uuid, (String, String, String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    /// A call opens: its name and closing.
    Call(String, Instant),
    /// Organisations begin cases of a kind that belongs to no call.
    Begin(String),
    /// An organisation is taken over by another.
    Merge(Uuid),
    /// Somebody does what is owed on a case, if it still stands at this revision; the duty, if it is one.
    Move(Uuid, u32, Option<String>),
}

impl<'a> Stage<'a> {
    fn new(world: World<'a>, span: (Instant, Instant)) -> Self {
        Self {
            world,
            span,
            acts: BTreeSet::new(),
            company: Vec::new(),
            personas: BTreeMap::new(),
            members: BTreeSet::new(),
            prepared: BTreeSet::new(),
            tries: BTreeMap::new(),
            stuck: BTreeMap::new(),
        }
    }

    fn play(&mut self, until: Instant) {
        loop {
            let act = self.acts.first().map(|(at, _)| *at);
            let next = self.world.next_at().into_iter().chain(act).min();
            if self.world.is_full() {
                return;
            }
            match next.filter(|at| *at <= until) {
                Some(at) => self.world.advance(at),
                None => break,
            }
            self.look_round();
            while let Some((_, act)) = self.acts.first().filter(|(at, _)| *at <= self.world.now).cloned() {
                self.acts.pop_first();
                self.perform(act);
                self.look_round();
            }
        }
        self.world.advance(until);
    }

    /// Plans the next step of every case that has changed.
    fn look_round(&mut self) {
        for case in self.world.take_changed() {
            self.schedule(case);
        }
    }

    fn perform(&mut self, act: Act) {
        match act {
            Act::Call(name, closes) => self.open_call(name, closes),
            Act::Begin(kind) => self.begin_cases(&kind),
            Act::Merge(organisation) => self.merge(organisation),
            Act::Move(id, revision, duty) => self.move_on(id, (revision, duty)),
        }
    }

    fn persona(&self, organisation: Uuid) -> Persona {
        self.personas.get(&organisation).copied().unwrap_or(Persona::OnTime)
    }
}
