//! How cases begin: calls by the workflow's rule, and once a year what belongs to no call.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Act, DAY, Persona, Stage};
use crate::case::event::{Opening, builtin};
use crate::case::state::CallDates;
use crate::case::{Event, call};
use crate::clock::Instant;
use crate::workflow::Kind;
use crate::workflow::definition::Address;
use crate::workflow::form::Answers;

impl Stage<'_> {
    /// Plans the calls, and when each year cases begin that belong to no call.
    pub(super) fn plan_openings(&mut self) {
        let definition = self.world.definition;
        let (from, until) = self.span;
        let mut after = self.world.now;
        while let Some((opens, closes)) = call::by_rule(definition, after).filter(|(opens, _)| *opens < until) {
            let name = opens.civil(&definition.zone).year().to_string();
            self.acts.insert((opens, Act::Call(name, closes)));
            after = opens;
        }
        let free = definition
            .kinds
            .iter()
            .filter(|kind| !kind.in_call && !kind.open_by.is_empty());
        for kind in free {
            let mut at = from.plus_seconds(30 * DAY);
            while at < until {
                self.acts.insert((at, Act::Begin(kind.name.clone())));
                at = at.plus_seconds(365 * DAY);
            }
        }
    }

    pub(super) fn open_call(&mut self, name: String, closes_at: Instant) {
        let definition = self.world.definition;
        let mut call = CallDates {
            id: self.world.fresh(),
            name,
            opens_at: self.world.now,
            closes_at,
            quota: definition.call.as_ref().and_then(|rule| rule.number()),
            dates: BTreeMap::new(),
        };
        call::fill_dates(definition, &mut call);
        self.world.calls.insert(call.id, (call.clone(), 0));
        for kind in definition.kinds.iter().filter(|kind| kind.in_call) {
            self.begin(kind, Some(&call));
        }
    }

    pub(super) fn begin_cases(&mut self, kind: &str) {
        if let Some(kind) = self.world.definition.kind(kind) {
            self.begin(kind, None);
        }
    }

    /// Everybody begins a case, but for those whom the kind has taken in, those who have one running, and those who
    /// never answer.
    fn begin(&mut self, kind: &Kind, call: Option<&CallDates>) {
        for organisation in self.company.clone() {
            let member = self.members.contains(&organisation);
            let silent = member && self.persona(organisation) == Persona::Never;
            let has = call.is_none() && self.has_running(organisation, &kind.name);
            if (member && kind.import.is_some()) || silent || has {
                continue;
            }
            let opening = self.opening(kind, organisation, call.cloned());
            if let Some(event) = self.asked_as(organisation, &kind.open_by, builtin::OPEN) {
                let _ = self.world.open(&event, &opening);
            }
        }
    }

    fn has_running(&self, organisation: Uuid, kind: &str) -> bool {
        let cases = self.world.cases_of(organisation);
        let mut cases = cases.iter().filter_map(|id| self.world.cases.get(id));
        cases.any(|running| running.case.kind == kind && !self.closed(&running.case))
    }

    pub(super) fn opening(&mut self, kind: &Kind, organisation: Uuid, call: Option<CallDates>) -> Opening {
        Opening {
            id: self.world.fresh(),
            kind: kind.name.clone(),
            organisation,
            call,
            parent: None,
            due: None,
            rounds: Vec::new(),
            answers: Answers::new(),
            several: false,
        }
    }

    /// The event as the first of these asks it, if anybody sits there.
    pub(super) fn asked_as(&mut self, organisation: Uuid, by: &[Address], name: &str) -> Option<Event> {
        let person = self.sitting(organisation, by).into_iter().next()?;
        Some(self.world.asked(person, organisation, name))
    }

    /// The people who sit in one of these seats, each once, in the order of the seats.
    pub(super) fn sitting(&self, organisation: Uuid, by: &[Address]) -> Vec<Uuid> {
        let holders = self.world.holders_for(organisation);
        let mut found: Vec<Uuid> = Vec::new();
        for address in by {
            for holder in holders.iter().filter(|holder| holder.holds_at(self.world.now)) {
                if address.covers(&holder.role, holder.seat.as_deref()) && !found.contains(&holder.person) {
                    found.push(holder.person);
                }
            }
        }
        found
    }
}
