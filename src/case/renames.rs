//! How the names of one version of a workflow go on in another.
//!
//! Owns what `was = …` means. Does not move a case (that is [`super::version`]).

use std::collections::BTreeSet;

use super::people::Holder;
use crate::workflow::definition::{DutyRule, Trigger};
use crate::workflow::timing::{Base, Timing};
use crate::workflow::{Definition, Kind};

/// The way from one version of a workflow to another, with every version between them.
#[derive(Clone, Debug)]
pub struct Passage<'a> {
    /// The versions in the order in which they are passed; at least one.
    steps: Vec<&'a Definition>,
}

/// A name in its scope: a state in its kind, a field in its form, a seat in its role.
type Scoped = (String, String);

/// A name with those it had before.
type Named<'a> = (&'a str, &'a [String]);

impl<'a> Passage<'a> {
    /// The way from `from` to `to` through the versions `between`, in that order.
    pub fn new(from: &'a Definition, between: &[&'a Definition], to: &'a Definition) -> Self {
        let mut steps = vec![from];
        steps.extend(between);
        steps.push(to);
        Self { steps }
    }

    /// The version it begins with.
    pub fn from(&self) -> &'a Definition {
        self.steps.first().expect("a passage has two ends")
    }

    /// The version it ends with.
    pub fn to(&self) -> &'a Definition {
        self.steps.last().expect("a passage has two ends")
    }

    /// What a kind of case is called at the end; `None` if it is gone.
    pub fn kind(&self, name: &str) -> Option<String> {
        self.follow((String::new(), name.to_owned()), |old, new, (_, name)| {
            let found = step(name, &kinds(old), &kinds(new))?;
            Some((String::new(), found))
        })
    }

    /// What a state is called at the end.
    pub fn state(&self, kind: &str, name: &str) -> Option<String> {
        self.in_kind(kind, name, |kind| {
            let states = kind.states.iter();
            states.map(|state| (&*state.name, &*state.was)).collect()
        })
    }

    /// What a duty is called at the end.
    pub fn duty(&self, kind: &str, name: &str) -> Option<String> {
        self.in_kind(kind, name, |kind| {
            duties(kind).map(|duty| (&*duty.name, &*duty.was)).collect()
        })
    }

    /// What a cycle is called at the end.
    pub fn cycle(&self, kind: &str, name: &str) -> Option<String> {
        self.in_kind(kind, name, |kind| {
            let cycles = kind.states.iter().flat_map(|state| &state.cycles);
            cycles.map(|cycle| (&*cycle.name, &*cycle.was)).collect()
        })
    }

    /// What a panel is called at the end.
    pub fn panel(&self, kind: &str, name: &str) -> Option<String> {
        self.in_kind(kind, name, |kind| {
            let panels = kind.panels.iter();
            panels.map(|panel| (&*panel.name, &*panel.was)).collect()
        })
    }

    /// What a mark is called at the end; `None` if nothing there speaks of it.
    pub fn mark(&self, kind: &str, name: &str) -> Option<String> {
        self.follow((kind.to_owned(), name.to_owned()), |old, new, (scope, name)| {
            let after = Passage::new(old, &[], new).kind(scope)?;
            let (before, now) = (marks(old, old.kind(scope)?), marks(new, new.kind(&after)?));
            let found = step(name, &renamed(old, &before), &renamed(new, &now))?;
            Some((after, found))
        })
    }

    /// What a role is called at the end.
    pub fn role(&self, name: &str) -> Option<String> {
        self.follow((String::new(), name.to_owned()), |old, new, (_, name)| {
            let found = step(name, &roles(old), &roles(new))?;
            Some((String::new(), found))
        })
    }

    /// What a seat of a role is called at the end.
    pub fn seat(&self, role: &str, name: &str) -> Option<String> {
        self.follow((role.to_owned(), name.to_owned()), |old, new, (role, name)| {
            let after = step(role, &roles(old), &roles(new))?;
            let found = step(name, &seats(old, role), &seats(new, &after))?;
            Some((after, found))
        })
    }

    /// What a form is called at the end.
    pub fn form(&self, name: &str) -> Option<String> {
        self.follow((String::new(), name.to_owned()), |old, new, (_, name)| {
            let found = step(name, &forms(old), &forms(new))?;
            Some((String::new(), found))
        })
    }

    /// What a field of a form is called at the end.
    pub fn field(&self, form: &str, name: &str) -> Option<String> {
        self.follow((form.to_owned(), name.to_owned()), |old, new, (form, name)| {
            let after = step(form, &forms(old), &forms(new))?;
            let found = step(name, &fields(old, form), &fields(new, &after))?;
            Some((after, found))
        })
    }

    fn in_kind(&self, kind: &str, name: &str, list: impl Fn(&Kind) -> Vec<Named<'_>>) -> Option<String> {
        self.follow((kind.to_owned(), name.to_owned()), |old, new, (scope, name)| {
            let after = step(scope, &kinds(old), &kinds(new))?;
            let found = step(name, &list(old.kind(scope)?), &list(new.kind(&after)?))?;
            Some((after, found))
        })
    }

    /// Straight from one end to the other; where that does not lead on, from version to version.
    fn follow(
        &self,
        name: Scoped,
        hop: impl Fn(&Definition, &Definition, (&str, &str)) -> Option<Scoped>,
    ) -> Option<String> {
        let straight = hop(self.from(), self.to(), (&name.0, &name.1));
        let found = straight.or_else(|| {
            let mut pairs = self.steps.windows(2);
            pairs.try_fold(name, |(scope, name), pair| hop(pair[0], pair[1], (&scope, &name)))
        });
        found.map(|(_, name)| name)
    }
}

/// What a thing is called in the next version: the same, what says that it was called so, or, on the way back, what it
/// was called before.
fn step(name: &str, old: &[Named<'_>], new: &[Named<'_>]) -> Option<String> {
    let there = |wanted: &str| new.iter().any(|(known, _)| *known == wanted);
    if there(name) {
        return Some(name.to_owned());
    }
    let onward = new.iter().find(|(_, was)| was.iter().any(|one| one == name));
    if let Some((found, _)) = onward {
        return Some((*found).to_owned());
    }
    let (_, was) = old.iter().find(|(known, _)| *known == name)?;
    was.iter().find(|before| there(before)).cloned()
}

fn kinds(definition: &Definition) -> Vec<Named<'_>> {
    definition.kinds.iter().map(|kind| (&*kind.name, &*kind.was)).collect()
}

fn roles(definition: &Definition) -> Vec<Named<'_>> {
    definition.roles.iter().map(|role| (&*role.name, &*role.was)).collect()
}

fn seats<'a>(definition: &'a Definition, role: &str) -> Vec<Named<'a>> {
    let seats = definition.role(role).map_or(&[][..], |role| &role.seats);
    seats.iter().map(|seat| (&*seat.name, &*seat.was)).collect()
}

fn forms(definition: &Definition) -> Vec<Named<'_>> {
    definition
        .forms
        .values()
        .map(|form| (&*form.name, &*form.was))
        .collect()
}

fn fields<'a>(definition: &'a Definition, form: &str) -> Vec<Named<'a>> {
    let form = definition.forms.get(form).into_iter();
    form.flat_map(|form| form.fields())
        .map(|field| (&*field.name, &*field.was))
        .collect()
}

fn duties(kind: &Kind) -> impl Iterator<Item = &DutyRule> {
    kind.states.iter().flat_map(|state| &state.duties)
}

fn renamed<'a>(definition: &'a Definition, names: &'a BTreeSet<String>) -> Vec<Named<'a>> {
    let was = |name: &str| {
        let marks = &definition.marks;
        marks
            .iter()
            .find(|mark| mark.name == name)
            .map_or(&[][..], |mark| &mark.was)
    };
    names.iter().map(|name| (name.as_str(), was(name))).collect()
}

/// Every mark a kind sets, clears, asks for or counts from.
fn marks(definition: &Definition, kind: &Kind) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut timing = |timing: &Timing| {
        if let Base::Mark(name) = &timing.base {
            found.insert(name.clone());
        }
    };
    for state in &kind.states {
        state.duties.iter().for_each(|duty| timing(&duty.due));
        for transition in &state.transitions {
            if let Trigger::At(at) = &transition.trigger {
                timing(at);
            }
        }
    }
    for transition in kind.states.iter().flat_map(|state| &state.transitions) {
        found.extend(transition.marks.iter().chain(&transition.clears).cloned());
        found.extend(transition.when.iter().flat_map(|guard| guard.names().marks.clone()));
    }
    for duty in duties(kind) {
        found.extend(duty.when.iter().flat_map(|guard| guard.names().marks.clone()));
    }
    let declared = definition.marks.iter().map(|mark| mark.name.clone());
    found.extend(declared);
    found
}

/// The holders of seats under every name that any of these versions has for their chairs, so that each version finds its
/// own among them, whichever version's names they were entered under.
pub fn under_every_name(versions: &[&Definition], people: Vec<Holder>) -> Vec<Holder> {
    let renames = |definition: &&Definition| {
        let mut roles = definition.roles.iter();
        roles.any(|role| !role.was.is_empty() || role.seats.iter().any(|seat| !seat.was.is_empty()))
    };
    if versions.len() < 2 || !versions.iter().any(renames) {
        return people;
    }
    let mut all = people;
    let mut next = 0;
    while let Some(holder) = all.get(next).cloned() {
        for one in versions {
            let others = versions.iter().filter_map(|other| chair(one, other, &holder));
            let new: Vec<Holder> = others.filter(|other| !all.contains(other)).collect();
            all.extend(new);
        }
        next += 1;
    }
    all
}

/// The same holder under another version's names for the chair.
fn chair(one: &Definition, other: &Definition, holder: &Holder) -> Option<Holder> {
    one.role(&holder.role)?;
    let passage = Passage::new(one, &[], other);
    let seat = match &holder.seat {
        Some(seat) => Some(passage.seat(&holder.role, seat)?),
        None => None,
    };
    Some(Holder {
        role: passage.role(&holder.role)?,
        seat,
        ..holder.clone()
    })
}
