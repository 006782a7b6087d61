//! How people ask for things in a rehearsal, and how cases come into it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::world::{Running, World};
use crate::case::around::Around;
use crate::case::event::{News, Opening};
use crate::case::evolve::fold;
use crate::case::opening::{Existing, import, open};
use crate::case::people::seats_of;
use crate::case::{Actor, Case, Decision, Event, Plan, Rejection};
use crate::workflow::form::Answers;

impl World<'_> {
    /// An event asked by a person who holds seats for the case's organisation or the house.
    pub fn asked(&mut self, person: Uuid, organisation: Uuid, name: &str) -> Event {
        let seats = seats_of(&self.holders_for(organisation), person, self.now);
        self.event(name, Actor::Person { id: person, seats }, News::None)
    }

    /// A person asks something of a case, with its saved draft as answers unless the event brings its own.
    ///
    /// # Errors
    /// What the rules say against it.
    pub fn ask(&mut self, id: Uuid, mut event: Event) -> Result<(), Rejection> {
        let draft = self
            .cases
            .get(&id)
            .map(|running| running.draft.clone())
            .unwrap_or_default();
        if event.answers.is_empty() {
            event.answers = draft;
        }
        self.feed(id, &event, self.now)?;
        self.advance(self.now);
        Ok(())
    }

    /// Opens a case.
    ///
    /// # Errors
    /// What the rules say against it.
    pub fn open(&mut self, event: &Event, opening: &Opening) -> Result<Uuid, Rejection> {
        let existing = self.existing(opening);
        let mut event = event.clone();
        event.around.sitting = Around::sitting(&self.holders_for(opening.organisation), self.now);
        let decision = open(self.definition, opening, &existing, (&event, self.now))?;
        self.begin(opening, decision);
        Ok(opening.id)
    }

    /// Brings in a case that began before.
    ///
    /// # Errors
    /// What the rules say against it.
    pub fn import(&mut self, event: &Event, opening: &Opening, since: &Answers) -> Result<Uuid, Rejection> {
        let existing = self.existing(opening);
        let decision = import(self.definition, opening, (since, &existing), (event, self.now))?;
        self.begin(opening, decision);
        Ok(opening.id)
    }

    /// What the organisation already has of this kind.
    fn existing(&self, opening: &Opening) -> Vec<Existing> {
        let owned = self.cases_of(opening.organisation);
        let running = owned.iter().filter_map(|id| self.cases.get(id));
        running
            .map(|running| &running.case)
            .filter(|case| case.kind == opening.kind)
            .map(|case| Existing {
                id: case.id,
                call: case.call.as_ref().map(|call| call.id),
                state: case.state.clone(),
            })
            .collect()
    }

    /// Takes in a case as it stands; only what lies ahead will happen.
    pub fn resume(&mut self, case: Case) {
        let (id, now) = (case.id, self.now);
        self.own(case.organisation, &case);
        let running = Running {
            case,
            history: Vec::new(),
            plan: Plan::default(),
            draft: Answers::new(),
            waiting: BTreeMap::new(),
            sent: BTreeSet::new(),
            done: BTreeSet::new(),
        };
        self.cases.insert(id, running);
        self.replan(id, now, Vec::new());
    }

    pub(super) fn begin(&mut self, opening: &Opening, decision: Decision) {
        let Some(case) = fold([&decision.entry]) else { return };
        self.own(case.organisation, &case);
        let running = Running {
            case,
            history: Vec::new(),
            plan: Plan::default(),
            draft: opening.answers.clone(),
            waiting: BTreeMap::new(),
            sent: BTreeSet::new(),
            done: BTreeSet::new(),
        };
        self.cases.insert(opening.id, running);
        self.record(opening.id, decision);
    }
}
