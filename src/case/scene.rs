//! Everything a decision is made from, and whether rules let it be made.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::blind;
use super::event::{Actor, Event};
use super::facts::{facts, own_answers, resolve};
use super::panels::{self, Places};
use super::people::covering;
use super::refusal::{Refusal, Rejection};
use super::state::Case;
use super::timers::{fires_at, not_before};
use crate::clock::Instant;
use crate::workflow::definition::{Address, QuotaUse, Trigger};
use crate::workflow::facts::Facts;
use crate::workflow::form::Answers;
use crate::workflow::{Definition, Kind, State, Transition};

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
    /// The scene of an event, if the workflow still knows the case's kind and state.
    ///
    /// It takes effect at `now`, but never before what the history says already: a date that had passed when its condition
    /// came to hold, or a timer that was late while a person was not, happens then.
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
            now: now.max(case.latest_at),
        })
    }

    /// The first transition for the event whose trigger and guard hold.
    ///
    /// Where none does, the refusal of one the actor might have used tells more than that of one meant for others.
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
        let mut refusals = Vec::new();
        for transition in named {
            match self.permitted(transition) {
                Ok(()) => return Ok(transition),
                Err(refused) => refusals.push(refused),
            }
        }
        let telling = refusals.iter().position(|refused| refused.rule != "role").unwrap_or(0);
        Err(refusals.swap_remove(telling).into())
    }

    /// The transition's place among those of the state.
    pub fn position(&self, transition: &Transition) -> Option<usize> {
        self.state
            .transitions
            .iter()
            .position(|known| std::ptr::eq(known, transition))
    }

    /// The first transition set off by this news whose guard holds.
    pub fn upon(&self, news: &str) -> Option<&'a Transition> {
        self.state
            .transitions
            .iter()
            .filter(|transition| matches!(&transition.trigger, Trigger::Upon(name) if name == news))
            .find(|transition| self.in_time(transition).is_ok() && self.guarded(transition).is_ok())
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
                let due = fires_at(self.definition, self.case, timing);
                let due = due.map(|due| not_before(self.case, &transition.event, due));
                if self.event.actor != Actor::Engine || due.is_none_or(|due| due > self.now) {
                    return Err(Refusal::new("role").with("event", &transition.event).with("roles", ""));
                }
            }
            Trigger::Upon(_) => return Err(Refusal::new("role").with("event", &transition.event).with("roles", "")),
        }
        self.ballot(transition)?;
        self.in_time(transition)?;
        self.guarded(transition)?;
        self.place_left(transition)
    }

    /// Refuses what would tell the actor how others have voted, and a ballot beyond the size of the body.
    fn ballot(&self, transition: &Transition) -> Result<(), Refusal> {
        if self.event.actor == Actor::Engine {
            return Ok(());
        }
        let asks = |one: &Transition| matches!(&one.trigger, Trigger::By(by) if self.role(by).is_some());
        let seen_by = (self.definition, self.case, &self.event.actor);
        if let Some(panel) = blind::depends(seen_by, (self.state, &transition.event), asks) {
            return Err(Refusal::new("blind")
                .with("event", &transition.event)
                .with("panel", panel));
        }
        let panel = transition.casts.as_ref().and_then(|name| self.kind.panel(name));
        match panel {
            Some(panel) if panels::is_full(self.case, panel, &self.event.actor) => Err(Refusal::new("panel-full")
                .with("event", &transition.event)
                .with("panel", &panel.name)),
            _ => Ok(()),
        }
    }

    /// Refuses what comes before a transition's time or after it. What it counts from may not be known yet: then it is
    /// too early, and never too late.
    fn in_time(&self, transition: &Transition) -> Result<(), Refusal> {
        let refusal = |rule: &str, at: Option<Instant>| {
            let refusal = Refusal::new(rule).with("event", &transition.event);
            let Some(at) = at else {
                return refusal.with("time", "none");
            };
            refusal
                .with("at", &at.rfc3339(&self.definition.zone))
                .with("time", &moment(at, &self.definition.zone))
        };
        if let Some(from) = &transition.from {
            let from = resolve(self.definition, self.case, from);
            if from.is_none_or(|from| self.now < from) {
                return Err(refusal("too-early", from));
            }
        }
        let until = transition.until.as_ref();
        let until = until.and_then(|until| resolve(self.definition, self.case, until));
        match until {
            Some(until) if self.now >= until => Err(refusal("too-late", Some(until))),
            _ => Ok(()),
        }
    }

    fn guarded(&self, transition: &Transition) -> Result<(), Refusal> {
        let Some(guard) = &transition.when else { return Ok(()) };
        let answers = self.answers();
        let facts = Facts {
            ranks: self.ranks(),
            call_quota: self.places().map(|places| places.count),
            ..facts(self.definition, &self.with_attachments(), &answers, self.now)
        };
        match guard.holds(&facts) {
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

    fn ranks(&self) -> BTreeMap<String, u32> {
        let scored = self.kind.panels.iter().filter(|panel| !panel.votes());
        scored
            .filter_map(|panel| {
                let place = panels::place(self.case, panel, &self.event.around)?;
                Some((panel.name.clone(), place))
            })
            .collect()
    }

    fn places(&self) -> Option<Places> {
        panels::places(self.definition, self.case, &self.event.around)
    }

    fn place_left(&self, transition: &Transition) -> Result<(), Refusal> {
        let wanted = transition.place_in_quota == QuotaUse::Takes && !self.case.holds_place;
        let taken = self.event.places_taken;
        match self.places().filter(|places| wanted && taken >= places.count) {
            Some(places) => Err(no_place(places, taken)),
            None => Ok(()),
        }
    }

    /// The case's own answers as the event sees them: what came with it, else what is recorded.
    pub fn answers(&self) -> Answers {
        if !self.event.answers.is_empty() {
            return self.event.answers.clone();
        }
        own_answers(self.definition, self.case).cloned().unwrap_or_default()
    }

    /// The case with the files the event brings.
    pub fn with_attachments(&self) -> Case {
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
}

/// The refusal of somebody for whom no place is left.
pub fn no_place(places: Places, taken: u32) -> Refusal {
    let quota = places.count.to_string();
    match places.part {
        None => Refusal::new("quota").with("quota", &quota),
        Some((share, scored)) => Refusal::new("quota-share")
            .with("quota", &quota)
            .with("share", &share.to_string())
            .with("scored", &scored.to_string())
            .with("taken", &taken.to_string()),
    }
}

/// An instant as people of the workflow's zone write it: a day and an hour.
fn moment(at: Instant, zone: &TimeZone) -> String {
    at.civil(zone).strftime("%Y-%m-%d %H:%M").to_string()
}
