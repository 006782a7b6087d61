//! What another version of the rules makes of a case's ballots: no result changes without somebody saying so.
//!
//! Owns which panels go on under which name, what about them needs a decision, and which results are kept. Does not move
//! a case: that is [`super::crossing`]'s to say.

use std::collections::{BTreeMap, BTreeSet};

use super::needs::Need;
use super::panels::{is_open, tally};
use super::renames::Passage;
use super::state::Case;
use super::version::{NewVersion, changed};
use crate::workflow::Kind;
use crate::workflow::definition::Address;
use crate::workflow::form::Answers;
use crate::workflow::panel::{Panel, Tally};

/// A case with its ballots before another version.
#[derive(Clone, Copy)]
pub(super) struct Recount<'a> {
    /// The way between the versions.
    pub passage: &'a Passage<'a>,
    /// The case.
    pub case: &'a Case,
    /// The state it is put into, if one was chosen.
    pub target: Option<&'a str>,
}

/// What becomes of a panel.
enum Fate {
    /// It goes on under this name.
    GoesOn(String),
    /// So it does, but its open ballot would be counted by other rules, or is another body's.
    Ruled(String),
    /// Its ballot, which has ended, would begin anew.
    Reopened,
    /// It is gone, or gathers something else.
    Gone,
}

impl<'a> Recount<'a> {
    /// What has to be decided about panels in which ballots were given.
    pub fn needs(&self) -> Vec<Need> {
        let kind = self.case.kind.clone();
        let need = |panel: &String| {
            let (kind, panel) = (kind.clone(), panel.clone());
            match self.fate(&panel) {
                Fate::GoesOn(_) => None,
                Fate::Ruled(_) => Some(Need::PanelRuled { kind, panel }),
                Fate::Reopened => Some(Need::PanelReopened { kind, panel }),
                Fate::Gone => Some(Need::PanelGone { kind, panel }),
            }
        };
        self.case.ballots.keys().filter_map(need).collect()
    }

    /// The answers on ballots of panels that go on, with the form's name so far.
    pub fn answers(&self) -> impl Iterator<Item = (&'a str, &'a Answers)> {
        let goes_on = |panel: &String| matches!(self.fate(panel), Fate::GoesOn(_) | Fate::Ruled(_));
        let ballots = self.case.ballots.iter().filter(move |(panel, _)| goes_on(panel));
        let found: Vec<_> = ballots
            .filter_map(|(panel, casts)| Some((self.panel(panel)?.form.as_str(), casts)))
            .flat_map(|(form, casts)| casts.values().map(move |cast| (form, &cast.answers)))
            .collect();
        found.into_iter()
    }

    /// Every name of panels and of fields on ballots that changes, and what is dropped.
    pub fn rename(&self, new: &mut NewVersion, dropped: impl Fn(String) -> bool) {
        let kind = &self.case.kind;
        for panel in self.begun() {
            let now = match self.fate(panel) {
                Fate::GoesOn(now) | Fate::Ruled(now) => Some(now).filter(|_| !dropped(format!("panel:{kind}.{panel}"))),
                Fate::Reopened | Fate::Gone => None,
            };
            if now.as_ref() != Some(panel) {
                new.panels.insert(panel.clone(), now);
            }
            let Some(form) = self.panel(panel).map(|panel| &panel.form) else {
                continue;
            };
            let casts = self.case.ballots.get(panel).into_iter().flat_map(BTreeMap::values);
            let answered: BTreeSet<&String> = casts.flat_map(|cast| cast.answers.keys()).collect();
            let mut fields = changed(answered.iter().copied().cloned(), |field| {
                self.passage.field(form, field)
            });
            for field in answered {
                if dropped(format!("field:{form}.{field}")) {
                    fields.insert(field.clone(), None);
                }
            }
            if !fields.is_empty() {
                new.ballots.insert(panel.clone(), fields);
            }
        }
    }

    /// Results that ended ballots keep, by the panel's new name: the other version would count them otherwise.
    pub fn kept(&self, after: &Case, new: &NewVersion) -> BTreeMap<String, Tally> {
        let to = self.passage.to();
        let then = to.kind(&after.kind);
        let one = |panel: &String| {
            let (old, name) = (self.panel(panel)?, new.panel(panel)?);
            let now = then.and_then(|kind| kind.panel(&name))?;
            let counted = new.tally(panel, tally(self.case, old));
            let keeps = !is_open(to, after, &name) && tally(after, now) != counted;
            keeps.then_some((name, counted))
        };
        self.case.ballots.keys().filter_map(one).collect()
    }

    /// The panels whose ballots have begun.
    fn begun(&self) -> BTreeSet<&'a String> {
        self.case.panels.keys().chain(self.case.ballots.keys()).collect()
    }

    fn kind(&self) -> Option<&'a Kind> {
        self.passage.from().kind(&self.case.kind)
    }

    fn panel(&self, name: &str) -> Option<&'a Panel> {
        self.kind()?.panel(name)
    }

    fn fate(&self, name: &str) -> Fate {
        let pair = self.panel(name).and_then(|old| Some((old, self.successor(old)?)));
        let Some((old, new)) = pair else { return Fate::Gone };
        let open = is_open(self.passage.from(), self.case, name);
        match (open, self.opens(&new.name).unwrap_or(open)) {
            (false, true) => Fate::Reopened,
            (true, true) if !self.counts_alike(old, new) => Fate::Ruled(new.name.clone()),
            _ => Fate::GoesOn(new.name.clone()),
        }
    }

    /// The panel that goes on with the ballots of another: of the same sort, with the same form, and of no third one.
    fn successor(&self, old: &Panel) -> Option<&'a Panel> {
        let name = self.passage.panel(&self.case.kind, &old.name)?;
        let leads_here = |other: &String| self.passage.panel(&self.case.kind, other).as_ref() == Some(&name);
        let mut others = self.begun().into_iter().filter(|other| **other != old.name);
        if name != old.name && others.any(leads_here) {
            return None;
        }
        let new = self.kind_then()?.panel(&name)?;
        let form = self.passage.form(&old.form)?;
        (new.votes() == old.votes() && new.form == form).then_some(new)
    }

    fn kind_then(&self) -> Option<&'a Kind> {
        self.passage.to().kind(&self.passage.kind(&self.case.kind)?)
    }

    /// Whether ballots can be cast where the case would stand; `None` while that is to be chosen.
    fn opens(&self, panel: &str) -> Option<bool> {
        let followed = || self.passage.state(&self.case.kind, &self.case.state);
        let state = self.target.map(str::to_owned).or_else(followed)?;
        Some(self.kind_then()?.state(&state)?.casts(panel))
    }

    /// Whether two panels are one body that counts by one rule.
    fn counts_alike(&self, old: &Panel, new: &Panel) -> bool {
        let same = |name: &str| name.to_owned();
        let role = |name: &str| self.passage.role(name).unwrap_or_else(|| same(name));
        let field = |name: &str| self.passage.field(&old.form, name).unwrap_or_else(|| same(name));
        let seat = |seat: &String| self.passage.seat(&old.of.role, seat).unwrap_or_else(|| same(seat));
        let of = Address {
            role: role(&old.of.role),
            seat: old.of.seat.as_ref().map(seat),
        };
        new.of == of && new.rule.under(same, same) == old.rule.under(field, role)
    }
}
