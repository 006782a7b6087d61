//! Where a case can stand: every state together with the marks, the standing and the call a case can have there.
//!
//! Owns the fixed point over the definition. Dates are not asked: whatever has a date may come first. A condition counts
//! with what is known (marks, standing, whether there is a call); all else in it may be so or not.

mod rules;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::Proof;
use crate::workflow::definition::{Definition, Kind, Standing, State, Transition, Trigger};
use crate::workflow::guard::Guard;
use crate::workflow::guard::formula::{Formula, Standpoint};
use crate::workflow::timing::{Base, Timing};
use rules::Rule;

/// Most stands that are looked at in all; beyond that nothing is said about ways, save that there are too many.
const MOST_STANDS: usize = 1_500;
/// How often the events that wait for each other are gone through before all of them are held possible.
const MOST_ROUNDS: usize = 12;
/// Most steps that conditions may take in all; beyond that they are held possible.
const MOST_STEPS: usize = 10_000_000;

/// A state with what is known of a case there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stand {
    /// The state, by its place in the kind.
    pub state: usize,
    /// The marks that are set, one bit each.
    pub marks: u64,
    /// The standing, by its place in [`Standing::ALL`] from 1; 0 before there is one.
    pub standing: usize,
    /// Whether the case belongs to a call.
    pub called: bool,
}

/// Where a kind's cases can stand.
pub struct Ways<'a> {
    /// The kind.
    pub kind: &'a Kind,
    /// Every mark a transition sets.
    pub marks: Vec<&'a str>,
    /// From where which transition leads where.
    pub steps: BTreeMap<Stand, Vec<(usize, Stand)>>,
    /// Forms that may have been filled, by state.
    pub filled: Vec<BTreeSet<&'a str>>,
    rules: Vec<Vec<Rule>>,
    left: Rc<Cell<usize>>,
}

/// Where the cases of a workflow can stand.
pub struct Flow<'a> {
    /// By kind.
    pub kinds: BTreeMap<&'a str, Ways<'a>>,
    /// Events that can happen, as `KIND.EVENT`.
    pub events: BTreeSet<String>,
    left: Rc<Cell<usize>>,
}

/// A stand of a kind, as conditions ask for it.
pub struct At<'w, 'a> {
    ways: &'w Ways<'a>,
    stand: Stand,
}

impl Standpoint for At<'_, '_> {
    fn marked(&self, mark: &str) -> bool {
        let bit = self.ways.marks.iter().position(|known| *known == mark);
        bit.is_some_and(|bit| self.stand.marks >> bit & 1 == 1)
    }

    fn standing(&self) -> &str {
        let index = self.stand.standing.checked_sub(1);
        index.map_or("", |index| Standing::ALL[index].1)
    }

    fn called(&self) -> bool {
        self.stand.called
    }

    fn spend(&self, steps: usize) -> bool {
        self.ways.spend(steps)
    }
}

impl<'a> Flow<'a> {
    /// Goes every way of every kind; none if there are too many to be gone.
    pub fn of(definition: &'a Definition) -> Option<Self> {
        let mut flow = Self {
            kinds: BTreeMap::new(),
            events: BTreeSet::new(),
            left: Rc::new(Cell::new(MOST_STEPS)),
        };
        for kind in &definition.kinds {
            flow.kinds
                .insert(&kind.name, Ways::new(definition, kind, flow.left.clone())?);
        }
        for round in 0..=MOST_ROUNDS {
            if round == MOST_ROUNDS {
                flow.events = all_events(definition);
            }
            if !flow.round(definition)? {
                return Some(flow);
            }
        }
        Some(flow)
    }

    /// Whether everything could be looked at.
    pub fn is_whole(&self) -> bool {
        self.left.get() > 0
    }

    /// Goes all ways once more with the events known to happen; whether anything new came of it.
    fn round(&mut self, definition: &'a Definition) -> Option<bool> {
        let events = std::mem::take(&mut self.events);
        let (mut happen, mut stands, mut more) = (events.clone(), 0, false);
        for ways in self.kinds.values_mut() {
            let before = ways.filled.iter().map(BTreeSet::len).sum::<usize>();
            ways.go(definition, &events)?;
            ways.fill();
            more |= ways.filled.iter().map(BTreeSet::len).sum::<usize>() != before;
            stands += ways.steps.len();
            happen.extend(ways.happening());
        }
        if stands > MOST_STANDS {
            return None;
        }
        more |= happen.len() != events.len();
        self.events = happen;
        Some(more)
    }
}

fn all_events(definition: &Definition) -> BTreeSet<String> {
    let kinds = definition.kinds.iter();
    let all = kinds.flat_map(|kind| {
        let named = kind.states.iter().flat_map(|state| &state.transitions);
        named.map(|one| format!("{}.{}", kind.name, one.event))
    });
    all.collect()
}

impl<'a> Ways<'a> {
    fn new(definition: &'a Definition, kind: &'a Kind, left: Rc<Cell<usize>>) -> Option<Self> {
        let transitions = kind.states.iter().flat_map(|state| &state.transitions);
        let marks: BTreeSet<&str> = transitions.flat_map(|one| &one.marks).map(String::as_str).collect();
        if marks.len() > 64 {
            return None;
        }
        let rules = kind.states.iter().map(|state| rules::of(definition, state)).collect();
        Some(Self {
            kind,
            marks: marks.into_iter().collect(),
            steps: BTreeMap::new(),
            filled: vec![BTreeSet::new(); kind.states.len()],
            rules,
            left,
        })
    }

    /// Takes so many steps from those that are left; whether there were as many.
    pub fn spend(&self, steps: usize) -> bool {
        let left = self.left.get().checked_sub(steps);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Where new cases and imported ones begin.
    fn beginnings(&self) -> Vec<Stand> {
        let begin = |state: usize, called: bool| Stand {
            state,
            marks: 0,
            standing: word(self.kind.states[state].standing),
            called,
        };
        let mut found = Vec::new();
        if !self.kind.states.is_empty() {
            found.push(begin(0, self.kind.in_call));
        }
        let import = self.kind.import.as_ref();
        found.extend(
            import
                .and_then(|import| self.place(&import.state))
                .map(|state| begin(state, false)),
        );
        found
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.kind.states.iter().position(|state| state.name == name)
    }

    fn go(&mut self, definition: &Definition, events: &BTreeSet<String>) -> Option<()> {
        let mut open = self.beginnings();
        let mut steps = BTreeMap::new();
        let mut tried = BTreeMap::new();
        while let Some(stand) = open.pop() {
            if steps.contains_key(&stand) {
                continue;
            }
            if steps.len() > MOST_STANDS {
                return None;
            }
            let mut next = Vec::new();
            for (index, transition) in self.kind.states[stand.state].transitions.iter().enumerate() {
                let set_off = self.set_off(definition, events, (stand, transition));
                if set_off && self.rules[stand.state][index].possible(self, stand, &mut tried) {
                    next.push((index, self.after(stand, transition)));
                }
            }
            open.extend(next.iter().map(|(_, stand)| *stand));
            steps.insert(stand, next);
        }
        self.steps = steps;
        Some(())
    }

    /// Whether what sets a transition off can come while a case stands there.
    fn set_off(&self, definition: &Definition, events: &BTreeSet<String>, (stand, one): (Stand, &Transition)) -> bool {
        match &one.trigger {
            Trigger::By(_) => true,
            Trigger::At(timing) => self.known(stand, timing),
            Trigger::Upon(event) => match event.split_once('.') {
                Some((kind, name)) if definition.kind(kind).is_some() && name != "open" => events.contains(event),
                _ => true,
            },
        }
    }

    /// Whether a case that stands there can know what a point in time counts from.
    pub fn known(&self, stand: Stand, timing: &Timing) -> bool {
        match timing.root() {
            Base::Mark(mark) => self.at(stand).marked(mark),
            Base::Call(_) => stand.called,
            Base::Form(form, _) => self.may_be_filled(stand.state, form),
            _ => true,
        }
    }

    /// Whether a form may have been filled by the time a case stands there.
    pub fn may_be_filled(&self, state: usize, form: &str) -> bool {
        self.kind.form.as_deref() == Some(form) || self.filled[state].contains(form)
    }

    /// Where a case stands after a transition.
    pub fn after(&self, stand: Stand, transition: &Transition) -> Stand {
        let bit = |mark: &String| self.marks.iter().position(|known| known == mark);
        let bits = |marks: &[String]| marks.iter().filter_map(bit).fold(0, |bits, bit| bits | 1_u64 << bit);
        let state = transition.to.as_ref().and_then(|name| self.place(name));
        let given = transition
            .standing
            .or(state.and_then(|state| self.kind.states[state].standing));
        Stand {
            state: state.unwrap_or(stand.state),
            marks: (stand.marks & !bits(&transition.clears)) | bits(&transition.marks),
            standing: given.map_or(stand.standing, |standing| word(Some(standing))),
            called: stand.called,
        }
    }

    /// Carries filled forms along the ways.
    fn fill(&mut self) {
        if let Some(import) = &self.kind.import
            && let Some(state) = self.place(&import.state)
        {
            self.filled[state].insert(&import.since.0);
        }
        let ways: BTreeSet<(usize, usize, usize)> = self
            .steps
            .iter()
            .flat_map(|(from, steps)| steps.iter().map(|(index, to)| (from.state, *index, to.state)))
            .collect();
        let kind = self.kind;
        loop {
            let before: usize = self.filled.iter().map(BTreeSet::len).sum();
            for (from, index, to) in &ways {
                let mut carried = self.filled[*from].clone();
                let transition = &kind.states[*from].transitions[*index];
                carried.extend(transition.form.as_deref().filter(|_| transition.casts.is_none()));
                self.filled[*to].extend(carried);
            }
            if self.filled.iter().map(BTreeSet::len).sum::<usize>() == before {
                return;
            }
        }
    }

    /// Events that can happen, as others wait for them.
    fn happening(&self) -> impl Iterator<Item = String> {
        let taken = self
            .steps
            .iter()
            .flat_map(|(stand, steps)| steps.iter().map(|(index, _)| (stand.state, *index)));
        let taken: BTreeSet<(usize, usize)> = taken.collect();
        taken.into_iter().map(|(state, index)| {
            format!(
                "{}.{}",
                self.kind.name, self.kind.states[state].transitions[index].event
            )
        })
    }

    /// A stand as conditions ask for it.
    pub fn at<'w>(&'w self, stand: Stand) -> At<'w, 'a> {
        At { ways: self, stand }
    }

    /// The ways in which a case can stand in a state.
    pub fn stands(&self, state: &State) -> impl Iterator<Item = Stand> {
        let place = self.place(&state.name);
        self.steps
            .keys()
            .copied()
            .filter(move |stand| Some(stand.state) == place)
    }

    /// Where cases can stand right after a transition of a state.
    pub fn behind(&self, state: &State, transition: &Transition) -> Vec<Stand> {
        let index = state.transitions.iter().position(|one| std::ptr::eq(one, transition));
        let steps = self.stands(state).flat_map(|stand| &self.steps[&stand]);
        let after: BTreeSet<Stand> = steps
            .filter(|(taken, _)| Some(*taken) == index)
            .map(|(_, to)| *to)
            .collect();
        after.into_iter().collect()
    }

    /// Whether somebody in a role certainly owes something while a case stands there.
    pub fn surely_owes(&self, stand: Stand, role: &str) -> bool {
        let mut owed = self.kind.states[stand.state]
            .duties
            .iter()
            .filter(|duty| duty.of.role == role);
        owed.any(|duty| {
            let holds = |guard: &Guard| guard.formula().certain(&self.at(stand));
            !matches!(duty.due.base, Base::Form(..))
                && self.known(stand, &duty.due)
                && duty.when.as_ref().is_none_or(holds)
        })
    }

    /// Whether a transition of a state is ever taken.
    pub fn taken(&self, state: &State, transition: usize) -> bool {
        self.stands(state)
            .any(|stand| self.steps[&stand].iter().any(|(index, _)| *index == transition))
    }

    /// What must hold for a transition to be taken: its condition, and that no earlier one takes its place.
    pub fn formula(&self, state: &State, transition: usize) -> Option<&Formula> {
        Some(&self.rules.get(self.place(&state.name)?)?.get(transition)?.formula)
    }

    /// The marks set in a stand, for messages.
    pub fn marks_of(&self, stand: Stand) -> Vec<&'a str> {
        let set = self
            .marks
            .iter()
            .enumerate()
            .filter(|(bit, _)| stand.marks >> bit & 1 == 1);
        set.map(|(_, mark)| *mark).collect()
    }
}

fn word(standing: Option<Standing>) -> usize {
    let place = |standing| Standing::ALL.iter().position(|(known, _)| *known == standing);
    standing.and_then(place).map_or(0, |index| index + 1)
}

/// Says that there are too many ways to be gone.
pub fn too_many(proof: &mut Proof<'_>) {
    let first = proof.definition.kinds.first();
    let place = first.map(|kind| kind.place.clone()).unwrap_or_default();
    let message = format!("marks, standings and states go together in more than `{MOST_STANDS}` ways");
    let hint = "use fewer marks, or clear them when they have done their work; ways through it were not all checked";
    proof.warning(place, "too-tangled", message, hint);
}
