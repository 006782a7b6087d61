//! A small world in memory that does what the service does, with the same pure functions and a clock of its own.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::coverage::Reached;
use super::dues::{Due, remember};
use super::seating::Seating;
use super::transcript::{Line, What};
use crate::case::around::{Around, Rival, compares};
use crate::case::decide::decide;
use crate::case::event::{News, builtin};
use crate::case::evolve::evolve;
use crate::case::notice::{Key, told};
use crate::case::opening::open;
use crate::case::plan::plan;
use crate::case::state::{CallDates, Round};
use crate::case::{Actor, Case, Decision, Effect, Event, Holder, Notice, Plan, Refusal, Rejection};
use crate::clock::Instant;
use crate::workflow::Definition;
use crate::workflow::form::Answers;

/// Most lines of a transcript: a workflow that goes in circles comes to an end there.
pub const MOST_LINES: usize = 500_000;

/// A world in which one workflow is played.
#[derive(Clone, Debug)]
pub struct World<'a> {
    /// The workflow.
    pub definition: &'a Definition,
    /// The virtual clock.
    pub now: Instant,
    /// Organisations by id, as they are called now.
    pub organisations: BTreeMap<Uuid, String>,
    /// People: name and language.
    pub people: BTreeMap<Uuid, (String, String)>,
    /// Who holds what; without an organisation it is a seat of the house.
    pub holders: Vec<(Option<Uuid>, Holder)>,
    /// Calls with the number of places taken.
    pub calls: BTreeMap<Uuid, (CallDates, u32)>,
    /// Rounds set so far.
    pub rounds: Vec<Round>,
    /// Cases by id.
    pub cases: BTreeMap<Uuid, Running>,
    /// What has happened.
    pub transcript: Vec<Line>,
    /// How many lines it may come to; then time stands still.
    pub most_lines: usize,
    /// States entered and transitions followed so far.
    pub reached: Reached,
    pub(super) agenda: BTreeSet<(Instant, Item)>,
    pub(super) dues: BTreeMap<(Uuid, String), Vec<Due>>,
    changed: BTreeSet<Uuid>,
    counter: u64,
    seating: Seating,
    owned: BTreeMap<Uuid, BTreeSet<Uuid>>,
}

/// A case and what is planned for it.
#[derive(Clone, Debug)]
pub struct Running {
    /// The case.
    pub case: Case,
    /// Its history.
    pub history: Vec<crate::case::Entry>,
    /// Its plan.
    pub plan: Plan,
    /// Answers saved but not recorded.
    pub draft: Answers,
    pub(super) waiting: BTreeMap<Key, Notice>,
    pub(super) sent: BTreeSet<Key>,
    pub(super) done: BTreeSet<(Instant, String)>,
}

impl Running {
    /// Notices that have not left yet.
    pub fn waiting(&self) -> impl Iterator<Item = &Notice> {
        self.waiting.values()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    Timer(Uuid, String),
    Notice(Uuid, Key),
}

impl<'a> World<'a> {
    /// An empty world at `now`.
    pub fn new(definition: &'a Definition, now: Instant) -> Self {
        Self {
            definition,
            now,
            organisations: BTreeMap::new(),
            people: BTreeMap::new(),
            holders: Vec::new(),
            calls: BTreeMap::new(),
            rounds: Vec::new(),
            cases: BTreeMap::new(),
            transcript: Vec::new(),
            most_lines: MOST_LINES,
            reached: Reached::default(),
            agenda: BTreeSet::new(),
            dues: BTreeMap::new(),
            changed: BTreeSet::new(),
            counter: 0,
            seating: Seating::default(),
            owned: BTreeMap::new(),
        }
    }

    /// Whether so much has happened that nothing more will.
    pub fn is_full(&self) -> bool {
        self.transcript.len() >= self.most_lines
    }

    /// A new id: the same world makes the same ids.
    pub fn fresh(&mut self) -> Uuid {
        self.counter += 1;
        Uuid::from_u128(u128::from(self.counter))
    }

    /// The holders that matter to an organisation's cases.
    pub fn holders_for(&self, organisation: Uuid) -> Vec<Holder> {
        let near = self.seating.around(&self.holders, organisation);
        near.into_iter().chain(self.peers_of(organisation)).collect()
    }

    /// The cases an organisation owns.
    pub fn cases_of(&self, organisation: Uuid) -> Vec<Uuid> {
        let owned = self.owned.get(&organisation);
        owned.into_iter().flatten().copied().collect()
    }

    /// Notes whose a case is, and whose it was.
    pub(super) fn own(&mut self, before: Uuid, case: &Case) {
        if before != case.organisation
            && let Some(owned) = self.owned.get_mut(&before)
        {
            owned.remove(&case.id);
        }
        self.owned.entry(case.organisation).or_default().insert(case.id);
    }

    pub(super) fn note_letter(&mut self, id: Uuid, notice: &Notice) {
        let Some((recipient, language)) = self.people.get(&notice.recipient).cloned() else {
            return;
        };
        let what = What::Letter {
            letter: notice.letter.clone(),
            duty: notice.duty.clone(),
            step: notice.step.clone(),
            occurrence: notice.occurrence.clone(),
            to: notice.address.to_string(),
            recipient,
            language: self.definition.language_for(&language).to_owned(),
        };
        self.note(id, self.now.max(notice.planned_at), what);
    }

    pub(super) fn note(&mut self, id: Uuid, at: Instant, what: What) {
        let Some(running) = self.cases.get(&id) else { return };
        let organisation = self
            .organisations
            .get(&running.case.organisation)
            .cloned()
            .unwrap_or_default();
        self.transcript.push(Line {
            at,
            case: id,
            organisation,
            kind: running.case.kind.clone(),
            what,
        });
    }

    pub(super) fn event(&mut self, name: &str, actor: Actor, news: News) -> Event {
        Event {
            name: name.to_owned(),
            actor,
            answers: Answers::new(),
            extra: Answers::new(),
            reason: None,
            attachments: Vec::new(),
            fresh: self.fresh(),
            places_taken: 0,
            around: Around::default(),
            news,
        }
    }

    /// When the next thing is due.
    pub fn next_at(&self) -> Option<Instant> {
        self.agenda.first().map(|(at, _)| *at)
    }

    /// Cases that have had an entry since the last call.
    pub fn take_changed(&mut self) -> BTreeSet<Uuid> {
        std::mem::take(&mut self.changed)
    }

    /// What the rules say to an event, without anything coming of it.
    ///
    /// # Errors
    /// What they say against it.
    pub(super) fn decision(&self, id: Uuid, event: &Event, at: Instant) -> Result<Decision, Rejection> {
        let Some(running) = self.cases.get(&id) else {
            return Err(Refusal::new("unknown-case").into());
        };
        let call = running.case.call.as_ref().and_then(|call| self.calls.get(&call.id));
        let event = Event {
            places_taken: call.map_or(0, |(_, taken)| *taken),
            around: self.around(&running.case, at),
            ..event.clone()
        };
        decide(self.definition, &running.case, &event, at)
    }

    /// Feeds an event that takes effect at `at`.
    ///
    /// # Errors
    /// What the rules say against it.
    pub fn feed(&mut self, id: Uuid, event: &Event, at: Instant) -> Result<(), Rejection> {
        match self.decision(id, event, at) {
            Ok(decision) => {
                let Some(running) = self.cases.get(&id) else {
                    return Ok(());
                };
                let case = evolve(running.case.clone(), &decision.entry);
                self.own(running.case.organisation, &case);
                if let Some(running) = self.cases.get_mut(&id) {
                    running.case = case;
                }
                self.record(id, decision);
                Ok(())
            }
            Err(rejection) => {
                let rule = match &rejection {
                    Rejection::Refused(refusal) => refusal.rule.clone(),
                    Rejection::Invalid(_) => "invalid".to_owned(),
                };
                self.note(
                    id,
                    at,
                    What::Refused {
                        event: event.name.clone(),
                        rule,
                    },
                );
                Err(rejection)
            }
        }
    }

    pub(super) fn record(&mut self, id: Uuid, decision: Decision) {
        let Some(running) = self.cases.get_mut(&id) else { return };
        let entry = decision.entry;
        let what = What::Entry {
            event: entry.event.clone(),
            from: entry.from.clone(),
            to: entry.to.clone(),
            standing: running.case.standing.map(crate::workflow::definition::Standing::as_str),
            reason: entry.reason.clone(),
        };
        self.reached.enter(&running.case.kind, &entry.to);
        if let (Some(state), Some(place)) = (&entry.from, decision.followed) {
            self.reached.follow(&running.case.kind, state, place);
        }
        running.history.push(entry.clone());
        self.changed.insert(id);
        self.note(id, entry.at, what);
        let people = self.holders_for(
            self.cases
                .get(&id)
                .map(|running| running.case.organisation)
                .unwrap_or_default(),
        );
        self.replan(id, entry.at, told(self.definition, &entry, &people));
        self.peers_changed(id, &entry);
        for effect in decision.effects {
            self.follow(effect, entry.at);
        }
    }

    /// Plans the case anew: what is not planned any more is dropped, what lies before `from` is not added.
    pub(super) fn replan(&mut self, id: Uuid, from: Instant, told: Vec<Notice>) {
        let Some(organisation) = self.cases.get(&id).map(|running| running.case.organisation) else {
            return;
        };
        let people = self.holders_for(organisation);
        let Some(running) = self.cases.get_mut(&id) else { return };
        let plan = plan(self.definition, &running.case, &people);
        let planned: BTreeMap<Key, Notice> = plan
            .notices
            .iter()
            .map(|notice| (notice.key(), notice.clone()))
            .collect();
        running
            .waiting
            .retain(|key, notice| notice.duty.is_empty() || planned.contains_key(key));
        let (waiting, sent) = (&running.waiting, &running.sent);
        let ahead: Vec<Notice> = planned
            .into_iter()
            .filter(|(key, notice)| notice.planned_at >= from || waiting.contains_key(key))
            .filter(|(key, _)| !sent.contains(key))
            .map(|(_, notice)| notice)
            .chain(told)
            .collect();
        for timer in &plan.timers {
            if !running.done.contains(&(timer.due_at, timer.event.clone())) {
                self.agenda.insert((timer.due_at, Item::Timer(id, timer.event.clone())));
            }
        }
        let name = self.organisations.get(&organisation).map_or("", String::as_str);
        let whose = (id, name, running.case.kind.as_str());
        remember(&mut self.dues, whose, (&running.plan.duties, &plan.duties), from);
        running.plan = plan;
        for notice in ahead {
            self.agenda.insert((notice.planned_at, Item::Notice(id, notice.key())));
            running.waiting.insert(notice.key(), notice);
        }
    }

    fn follow(&mut self, effect: Effect, at: Instant) {
        match effect {
            Effect::TakePlace { call, .. } => self.count_places(call, 1),
            Effect::FreePlace(call) => self.count_places(call, -1),
            Effect::Open(opening) => {
                let mut event = self.event(builtin::OPEN, Actor::Engine, News::None);
                event.around.sitting = Around::sitting(&self.holders_for(opening.organisation), at);
                if let Ok(decision) = open(self.definition, &opening, &[], (&event, at)) {
                    self.begin(&opening, decision);
                }
            }
            Effect::Feed { case, event, news } => {
                let event = self.event(&event, Actor::Engine, news);
                let _ = self.feed(case, &event, at);
            }
        }
    }

    /// What is true around a case: who sits, and how the others of its call stand.
    fn around(&self, case: &Case, at: Instant) -> Around {
        let others = self.cases.values().map(|running| &running.case);
        let others = others.filter(|other| other.kind == case.kind && other.id != case.id);
        let here =
            others.filter(|other| other.call.as_ref().map(|call| call.id) == case.call.as_ref().map(|call| call.id));
        let rivals = match compares(self.definition, &case.kind) && case.call.is_some() {
            true => here.map(|other| Rival::of(self.definition, other)).collect(),
            false => Vec::new(),
        };
        let has_panels = self
            .definition
            .kind(&case.kind)
            .is_some_and(|kind| !kind.panels.is_empty());
        let sitting = match has_panels {
            true => Around::sitting(&self.holders_for(case.organisation), at),
            false => std::collections::BTreeMap::new(),
        };
        Around { sitting, rivals }
    }

    fn count_places(&mut self, call: Uuid, by: i32) {
        if let Some((_, taken)) = self.calls.get_mut(&call) {
            *taken = taken.saturating_add_signed(by);
        }
    }

    /// The answers the last child of a cycle recorded, for carrying over.
    pub(super) fn last_child_answers(&self, id: Uuid, event: &str) -> Answers {
        let Some(cycle) = event.strip_prefix(builtin::CYCLE) else {
            return Answers::new();
        };
        let children = self.cases.get(&id).map_or(&[][..], |running| &running.case.children);
        let last = children
            .iter()
            .rev()
            .filter(|child| child.cycle == cycle)
            .find_map(|child| {
                let case = &self.cases.get(&child.id)?.case;
                crate::case::facts::own_answers(self.definition, case).cloned()
            });
        last.unwrap_or_default()
    }

    /// Plans a case anew because people changed; only what lies ahead is added.
    pub fn people_changed(&mut self, id: Uuid) {
        self.replan(id, self.now, Vec::new());
    }
}
