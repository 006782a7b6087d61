//! Ballots in a case: when they open, who may cast, what they amount to, and who may see that.
//!
//! A ballot opens when the case comes into a state that casts it from one that does not, and begins empty. While it is
//! open the owner sees nothing of it, and a voter nothing before having voted. Does not count: that is
//! [`crate::workflow::panel`].

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::around::Around;
use super::event::{Actor, Change, HeldSeat};
use super::people::{covering, may_run, owns};
use super::state::Case;
use crate::clock::Instant;
use crate::workflow::definition::{Quota, Sees, Trigger};
use crate::workflow::form::Answers;
use crate::workflow::panel::count::{count, rank};
use crate::workflow::panel::{Ballot, Panel, Share, Tally};
use crate::workflow::{Definition, Kind, State};

/// A ballot: a person's, or what a person has cast for one member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cast {
    /// The answers to the panel's form.
    pub answers: Answers,
    /// When.
    pub at: Instant,
    /// Whether the person held the role that decides a tie.
    #[serde(default)]
    pub chair: bool,
    /// Who has cast it for a member, where members vote and not persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Uuid>,
}

/// Ballots by whose they are: persons, or members where members vote.
pub type Casts = BTreeMap<Uuid, Cast>;

/// Everybody who has cast, with the ballot; twice who has cast for two members.
pub fn voters(casts: &Casts) -> impl Iterator<Item = (Uuid, &Cast)> {
    casts.iter().map(|(whose, cast)| (cast.person.unwrap_or(*whose), cast))
}

/// Puts a person's ballot in place of earlier ones: one for each member it speaks for, else the person's own.
pub(super) fn put(casts: &mut Casts, (person, voices): (Uuid, &[Uuid]), cast: &Cast) {
    give_up(casts, person, voices);
    for member in voices {
        let cast = Cast {
            person: Some(person),
            ..cast.clone()
        };
        casts.insert(*member, cast);
    }
    if voices.is_empty() {
        casts.insert(person, cast.clone());
    }
}

/// Takes out what another ballot of the person, for these members, takes the place of.
fn give_up(casts: &mut Casts, person: Uuid, voices: &[Uuid]) {
    let own = |cast: &Cast| voices.is_empty() && cast.person == Some(person);
    casts.retain(|whose, cast| *whose != person && !voices.contains(whose) && !own(cast));
}

/// How much of a ballot somebody may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// That there is one.
    Nothing,
    /// What it has come to.
    Tally,
    /// Who has cast what.
    Ballots,
}

/// What a panel's ballots have come to: a result that was kept when the rules changed stays as it is.
pub fn tally(case: &Case, panel: &Panel) -> Tally {
    if let Some(kept) = case.results.get(&panel.name) {
        return kept.clone();
    }
    let members = case.panels.get(&panel.name).copied().or(panel.statutory()).unwrap_or(0);
    let ballots = case.ballots.get(&panel.name).into_iter().flatten();
    let ballots = ballots.map(|(_, cast)| Ballot {
        answers: &cast.answers,
        chair: cast.chair,
    });
    count(panel, ballots, members)
}

/// What a panel has come to, once its ballot has begun and ended: what everybody who sees the case may know.
pub fn ended(definition: &Definition, case: &Case, panel: &Panel) -> Option<Tally> {
    let ended = case.panels.contains_key(&panel.name) && !is_open(definition, case, &panel.name);
    ended.then(|| tally(case, panel))
}

/// The answers to a form on the case's ballots that have ended, for somebody who may see who has cast what.
pub fn answers_cast<'a>(
    definition: &'a Definition,
    case: &'a Case,
    (actor, form): (&'a Actor, &'a str),
) -> impl Iterator<Item = &'a Answers> {
    let panels = definition.kind(&case.kind).map_or(&[][..], |kind| &kind.panels);
    panels
        .iter()
        .filter(move |panel| panel.form == form)
        .filter(|panel| !is_open(definition, case, &panel.name))
        .filter(move |panel| sight(definition, case, panel, actor) == Sight::Ballots)
        .filter_map(|panel| case.ballots.get(&panel.name))
        .flat_map(BTreeMap::values)
        .map(|cast| &cast.answers)
}

/// What every panel of the case has come to.
pub fn tallies(definition: &Definition, case: &Case) -> BTreeMap<String, Tally> {
    let panels = definition.kind(&case.kind).map_or(&[][..], |kind| &kind.panels);
    panels
        .iter()
        .map(|panel| (panel.name.clone(), tally(case, panel)))
        .collect()
}

/// Ballots that open when the case comes from `from` into `to`.
pub(super) fn opened(kind: &Kind, from: Option<&State>, to: &State, around: &Around) -> Vec<Change> {
    let opens = |panel: &&Panel| to.casts(&panel.name) && !from.is_some_and(|from| from.casts(&panel.name));
    kind.panels
        .iter()
        .filter(opens)
        .map(|panel| opening(panel, around))
        .collect()
}

fn opening(panel: &Panel, around: &Around) -> Change {
    let sitting = around.sitting.get(&panel.of.role).copied();
    Change::Panel {
        panel: panel.name.clone(),
        members: panel.statutory().or(sitting).unwrap_or(0),
    }
}

/// The ballot of an actor, after the opening of a panel that was not there when the case came here.
pub(super) fn cast(case: &Case, panel: &Panel, (actor, around): (&Actor, &Around), answers: Answers) -> Vec<Change> {
    let chair = panel
        .chair()
        .is_some_and(|role| held(actor).iter().any(|held| held.role == role));
    let unopened = !case.panels.contains_key(&panel.name);
    let mut changes: Vec<Change> = unopened.then(|| opening(panel, around)).into_iter().collect();
    changes.push(Change::Cast {
        panel: panel.name.clone(),
        answers,
        chair,
        voices: voices(panel, actor),
    });
    changes
}

fn held(actor: &Actor) -> &[HeldSeat] {
    match actor {
        Actor::Person { seats, .. } => seats,
        Actor::Engine => &[],
    }
}

/// The members for which the actor votes in a panel of peers; who gives points does so for nobody else.
fn voices(panel: &Panel, actor: &Actor) -> Vec<Uuid> {
    let votes = |held: &&HeldSeat| panel.votes() && panel.of.covers(&held.role, held.seat.as_deref());
    let members: BTreeSet<Uuid> = held(actor).iter().filter(votes).filter_map(|held| held.peer).collect();
    members.into_iter().collect()
}

/// Whether the actor's ballot would give the body more votes than it has members: a seat has changed hands, or a member
/// has come since the ballot began.
pub(super) fn is_full(case: &Case, panel: &Panel, actor: &Actor) -> bool {
    let Actor::Person { id, .. } = actor else { return false };
    let members = case.panels.get(&panel.name).copied().unwrap_or(0) as usize;
    let mut others = case.ballots.get(&panel.name).cloned().unwrap_or_default();
    let voices = voices(panel, actor);
    give_up(&mut others, *id, &voices);
    panel.votes() && members > 0 && others.len() + voices.len().max(1) > members
}

/// Whether ballots of the panel can be cast where the case stands.
pub fn is_open(definition: &Definition, case: &Case, panel: &str) -> bool {
    let state = definition.kind(&case.kind).and_then(|kind| kind.state(&case.state));
    state.is_some_and(|state| state.casts(panel))
}

/// How much of a panel's ballots an actor may see.
pub fn sight(definition: &Definition, case: &Case, panel: &Panel, actor: &Actor) -> Sight {
    let Actor::Person { id, seats } = actor else {
        return Sight::Ballots;
    };
    let open = is_open(definition, case, &panel.name);
    let owner = owns(definition, case, actor);
    let votes = covering(actor, &panel.of).is_some();
    let given = case
        .ballots
        .get(&panel.name)
        .is_some_and(|known| voters(known).any(|(person, _)| person == *id));
    let sees_all = may_run(definition, seats)
        || seats
            .iter()
            .any(|held| definition.role(&held.role).is_some_and(|role| role.sees == Sees::All));
    match (open, votes) {
        (true, _) if owner => Sight::Nothing,
        (true, true) if !given => Sight::Nothing,
        (_, true) => Sight::Ballots,
        (true, false) if sees_all => Sight::Ballots,
        (true, false) if acts_on(definition, case, panel, actor) => Sight::Tally,
        (true, false) => Sight::Nothing,
        (false, false) if sees_all && !owner => Sight::Ballots,
        (false, false) => Sight::Tally,
    }
}

/// Whether the workflow lets the actor do something here that depends on what the panel has come to.
fn acts_on(definition: &Definition, case: &Case, panel: &Panel, actor: &Actor) -> bool {
    let state = definition.kind(&case.kind).and_then(|kind| kind.state(&case.state));
    let transitions = state.map_or(&[][..], |state| &state.transitions);
    transitions.iter().any(|one| {
        let asks = one
            .when
            .as_ref()
            .is_some_and(|guard| guard.names().asks_panel(&panel.name));
        let by = matches!(&one.trigger, Trigger::By(by) if by.iter().any(|address| covering(actor, address).is_some()));
        asks && by
    })
}

/// The place of the case's score among those in the running of its call; `None` while it has no score that passes.
pub fn place(case: &Case, panel: &Panel, around: &Around) -> Option<u32> {
    let counting = |tally: &Tally| tally.score.filter(|_| tally.passed);
    let others = around.rivals.iter().filter(|rival| rival.running);
    let others = others.filter_map(|rival| rival.panels.get(&panel.name).and_then(counting));
    rank(counting(&tally(case, panel)), others)
}

/// How many places the case's call has, and how that came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// How many.
    pub count: u32,
    /// The part, and of how many scored cases; `None` where a number was said.
    pub part: Option<(Share, u32)>,
}

/// How many places the case's call has; `None` is any number. A call's own number wins over the workflow's rule.
pub fn places(definition: &Definition, case: &Case, around: &Around) -> Option<Places> {
    let call = case.call.as_ref()?;
    if let Some(count) = call.quota {
        return Some(Places { count, part: None });
    }
    let quota = definition.call.as_ref()?.quota.as_ref()?;
    match quota.share {
        Share::Number(_) => None,
        share => {
            let scored = scored(definition, case, quota, around);
            Some(Places {
                count: share.of(scored),
                part: Some((share, scored)),
            })
        }
    }
}

/// How many cases of the call have a score, this one included.
fn scored(definition: &Definition, case: &Case, quota: &Quota, around: &Around) -> u32 {
    let panel = definition.kind(&case.kind).and_then(|kind| kind.quota_panel(quota));
    let Some(panel) = panel else { return 0 };
    let has = |tally: Option<&Tally>| tally.is_some_and(|tally| tally.score.is_some());
    let others = around
        .rivals
        .iter()
        .filter(|rival| has(rival.panels.get(&panel.name)))
        .count();
    let own = usize::from(has(Some(&tally(case, panel))));
    u32::try_from(others + own).unwrap_or(u32::MAX)
}
