//! When somebody takes the next step on a case.

use uuid::Uuid;

use super::{Act, Persona, Stage};
use crate::case::{Case, Duty};
use crate::clock::Instant;
use crate::rehearsal::world::Running;
use crate::workflow::State;
use crate::workflow::definition::Trigger;

/// Most steps anybody takes on one case, so that a workflow that goes in circles comes to an end.
const MOST_STEPS: u32 = 2_000;

impl<'a> Stage<'a> {
    /// Plans the next step: around the due date of what is owed, or two months on where nothing is owed.
    pub(super) fn schedule(&mut self, id: Uuid) {
        let Some(running) = self.world.cases.get(&id) else {
            return;
        };
        let revision = running.case.revision;
        if self.closed(&running.case) || revision > MOST_STEPS {
            return;
        }
        let soon = self.world.now.plus_seconds(3600);
        if let Some((at, duty)) = self.next_step(running) {
            self.acts.insert((at.max(soon), Act::Move(id, revision, duty)));
        }
    }

    /// Whether nothing more can come of a case.
    pub(super) fn closed(&self, case: &Case) -> bool {
        self.state(case).is_none_or(|state| state.is_final)
    }

    pub(super) fn state(&self, case: &Case) -> Option<&'a State> {
        self.world.definition.kind(&case.kind)?.state(&case.state)
    }

    fn next_step(&self, running: &Running) -> Option<(Instant, Option<String>)> {
        let state = self.state(&running.case)?;
        let owed = running.plan.duties.iter().filter(|duty| !duty.stopped);
        let step = owed
            .filter_map(|duty| Some((self.acts_at(running, duty)?, Some(duty.name.clone()))))
            .min();
        let idle = || {
            let at = self.days_on(self.world.now, 60);
            let waits = rests(state) && self.persona(running.case.organisation) != Persona::Leaves;
            (!waits && running.plan.duties.iter().all(|duty| duty.stopped)).then_some((at, None))
        };
        step.or_else(idle)
    }

    /// When a duty is done: ten days before it is due; by those who are always late twenty days after. Never by those
    /// who do not answer.
    fn acts_at(&self, running: &Running, duty: &Duty) -> Option<Instant> {
        let case = &running.case;
        let early = self.days_on(duty.due_at, -10);
        if !self.owns(case, &duty.of.role) {
            return Some(early);
        }
        match self.persona(case.organisation) {
            Persona::Never if !self.applies(case) => None,
            Persona::Late if self.applies(case) => Some(self.days_on(self.last_moment(running, duty), -1)),
            Persona::Late => Some(self.days_on(duty.due_at, 20)),
            _ => Some(early),
        }
    }

    /// Ten in the morning so many days after the last day before an instant.
    pub(super) fn days_on(&self, at: Instant, days: i64) -> Instant {
        let zone = &self.world.definition.zone;
        let day = at.last_day(zone).saturating_add(jiff::Span::new().days(days));
        Instant::from_civil(day.at(10, 0, 0, 0), zone)
    }

    /// Whether a role is the one that owns the case.
    pub(super) fn owns(&self, case: &Case, role: &str) -> bool {
        let kind = self.world.definition.kind(&case.kind);
        kind.is_some_and(|kind| kind.owner == role)
    }

    /// Whether the case is an application on which its owner is still at work: in its first state, and nobody's child.
    pub(super) fn applies(&self, case: &Case) -> bool {
        let first = self.world.definition.kind(&case.kind).and_then(|kind| kind.initial());
        case.parent.is_none() && first.is_some_and(|first| first.name == case.state)
    }

    /// When it is over: with the due date, or sooner if the state is left by itself.
    fn last_moment(&self, running: &Running, duty: &Duty) -> Instant {
        let transitions = self.state(&running.case).map_or(&[][..], |state| &state.transitions);
        let leaves = |event: &str| {
            transitions
                .iter()
                .any(|one| one.event == event && one.to.is_some() && matches!(one.trigger, Trigger::At(_)))
        };
        let timers = running.plan.timers.iter().filter(|timer| leaves(&timer.event));
        timers
            .map(|timer| timer.due_at)
            .filter(|at| *at > self.world.now)
            .chain([duty.due_at])
            .min()
            .unwrap_or(duty.due_at)
    }
}

/// Whether a case may stand in a state for years: listed members, and whoever reports again and again.
pub(super) fn rests(state: &State) -> bool {
    !state.is_final && (state.listed || !state.cycles.is_empty())
}
