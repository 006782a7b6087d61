//! Events every workflow has: files, moved dates, rounds, cycles, relatives, catching up.

use uuid::Uuid;

use super::cycle;
use super::event::{Actor, Change, Decision, Effect, Entry, News, Opening, builtin};
use super::facts::SIGNED_FORM;
use super::people::{may_see, owns};
use super::plan::duties;
use super::put_off;
use super::refusal::{Refusal, Rejection};
use super::scene::Scene;
use super::state::{Child, Round};
use crate::clock::Instant;
use crate::workflow::Transition;
use crate::workflow::definition::{Cycle, Trigger};
use crate::workflow::form::Answers;

/// Decides on an event that every workflow has; `None` if it is not one.
pub(super) fn decide(scene: &Scene) -> Result<Option<Decision>, Rejection> {
    if scene.event.name == builtin::ATTACH {
        return attach(scene).map(Some);
    }
    if scene.event.name == builtin::EXTEND && scene.event.actor != Actor::Engine {
        return put_off::extend(scene).map(Some);
    }
    if scene.event.actor != Actor::Engine {
        return Ok(None);
    }
    let decision = match &scene.event.news {
        News::Call(call) => moved(scene, Change::Call(put_off::kept(scene.case, call))),
        News::Due(due) => moved(scene, Change::Due(put_off::kept_due(scene.case, due))),
        News::Round(round) => set_round(scene, round),
        News::CaughtUp(verdicts) => bare(scene, vec![Change::CaughtUp(verdicts.clone())]),
        News::Organisation { id, why } => pass_on(scene, *id, why),
        News::Child {
            id,
            state,
            closed,
            owed_until,
        } => moved(
            scene,
            Change::ChildMoved {
                id: *id,
                state: state.clone(),
                closed: *closed,
                owed_until: *owed_until,
            },
        ),
        News::None => match scene.event.name.strip_prefix(builtin::CYCLE) {
            Some(name) => open_child(scene, name)?,
            None => return Ok(upon_parent(scene)),
        },
    };
    Ok(Some(decision))
}

fn bare(scene: &Scene, changes: Vec<Change>) -> Decision {
    Decision {
        entry: scene.bare_entry(&scene.event.name, changes),
        effects: Vec::new(),
        followed: None,
    }
}

fn attach(scene: &Scene) -> Result<Decision, Rejection> {
    if scene.state.is_final && !scene.state.listed {
        return Err(Refusal::new("final")
            .with("event", builtin::ATTACH)
            .with("state", &scene.state.name)
            .into());
    }
    if scene.event.attachments.is_empty() {
        return Err(Refusal::new("attachment").with("purpose", "").into());
    }
    let signed = scene.event.attachments.iter().any(|file| file.purpose == SIGNED_FORM);
    let being_written = scene.state.edits.is_some();
    let may = if signed || being_written { owns } else { may_see };
    if !may(scene.definition, scene.case, &scene.event.actor) {
        return Err(Refusal::new("role")
            .with("event", builtin::ATTACH)
            .with("roles", &scene.kind.owner)
            .into());
    }
    Ok(bare(
        scene,
        scene.event.attachments.iter().cloned().map(Change::Attached).collect(),
    ))
}

/// Records the change, then follows the transition that waits for this news, if its guard holds after the change.
fn moved(scene: &Scene, change: Change) -> Decision {
    let after = scene.after(std::slice::from_ref(&change));
    let scene_after = Scene { case: &after, ..*scene };
    let mut decision = match scene_after.upon(&scene.event.name) {
        Some(transition) => follow(&scene_after, transition, vec![change]),
        None => bare(scene, vec![change]),
    };
    tell_relatives(scene, &mut decision);
    decision
}

fn follow(scene: &Scene, transition: &Transition, known: Vec<Change>) -> Decision {
    let moves = scene.moves(transition);
    let (opened, effect) = scene.opened(transition, &moves, None).unzip();
    let mut changes = known;
    changes.extend(moves);
    changes.extend(opened);
    Decision {
        entry: scene.entry(transition, changes),
        effects: effect.into_iter().collect(),
        followed: scene.position(transition),
    }
}

/// Another organisation goes on with the case; a transition may wait for that.
fn pass_on(scene: &Scene, organisation: Uuid, why: &str) -> Decision {
    let change = Change::Owner(organisation);
    let mut decision = settled(scene, vec![change], why);
    tell_relatives(scene, &mut decision);
    decision
}

/// Records the changes under the event's own name, then follows the transition that waits for `news`.
pub(super) fn settled(scene: &Scene, changes: Vec<Change>, news: &str) -> Decision {
    let after = scene.after(&changes);
    let scene_after = Scene { case: &after, ..*scene };
    let Some(transition) = scene_after.upon(news) else {
        return bare(scene, changes);
    };
    let mut decision = follow(&scene_after, transition, changes);
    decision.entry.event.clone_from(&scene.event.name);
    decision
}

/// An event of the parent that a transition of this case waits for; `None` if none does.
fn upon_parent(scene: &Scene) -> Option<Decision> {
    let transition = scene.upon(&scene.event.name)?;
    let mut decision = follow(scene, transition, Vec::new());
    tell_relatives(scene, &mut decision);
    Some(decision)
}

fn set_round(scene: &Scene, round: &Round) -> Decision {
    let mut changes = vec![Change::Round(round.clone())];
    let mut effects = Vec::new();
    for rule in &scene.state.cycles {
        let Some(anchor) = cycle::anchor(scene.definition, scene.case, rule) else {
            continue;
        };
        for child in scene
            .case
            .children
            .iter()
            .filter(|child| child.cycle == rule.name && !child.closed)
        {
            let Some(regular) = child.due.as_ref().map(|due| due.regular) else {
                continue;
            };
            if rule.opens != round.kind || !cycle::covers(round, regular, anchor) {
                continue;
            }
            let due = super::state::Due {
                regular,
                at: round.due_at,
                period: round.period,
            };
            changes.push(Change::ChildDue {
                id: child.id,
                due: due.clone(),
            });
            changes.push(Change::CycleDone {
                cycle: rule.name.clone(),
                through: round.replaces.1.max(due.regular),
            });
            effects.push(Effect::Feed {
                case: child.id,
                event: builtin::DUE_MOVED.to_owned(),
                news: News::Due(due),
            });
        }
    }
    Decision {
        entry: scene.bare_entry(&scene.event.name, changes),
        effects,
        followed: None,
    }
}

/// Opens the next child of a cycle and follows the transition that waits for `<kind>.open`.
fn open_child(scene: &Scene, name: &str) -> Result<Decision, Rejection> {
    let gone = || {
        Refusal::new("state")
            .with("event", &scene.event.name)
            .with("state", &scene.state.name)
    };
    let rule = scene
        .state
        .cycles
        .iter()
        .find(|rule| rule.name == name)
        .ok_or_else(gone)?;
    let next = cycle::next(scene.definition, scene.case, rule)
        .filter(|next| next.opens_at <= scene.now)
        .ok_or_else(gone)?;
    let state = scene
        .definition
        .kind(&rule.opens)
        .and_then(|kind| kind.initial())
        .ok_or_else(gone)?;
    let child = Child {
        id: scene.event.fresh,
        kind: rule.opens.clone(),
        cycle: rule.name.clone(),
        due: Some(next.due.clone()),
        state: state.name.clone(),
        closed: false,
        owed_until: Some(next.due.at),
    };
    let opening = Opening {
        id: child.id,
        kind: rule.opens.clone(),
        organisation: scene.case.organisation,
        call: None,
        parent: Some(scene.case.id),
        due: Some(next.due),
        rounds: Vec::new(),
        answers: carried(scene, rule),
        several: false,
    };
    let mut changes = vec![
        Change::CycleDone {
            cycle: rule.name.clone(),
            through: next.through,
        },
        Change::ChildOpened(child),
    ];
    let mut effects = vec![Effect::Open(Box::new(opening))];
    let after = scene.after(&changes[1..]);
    let waiting = Scene { case: &after, ..*scene }.upon(&format!("{}.{}", rule.opens, builtin::OPEN));
    let entry = match waiting {
        Some(transition) => {
            let moves = scene.moves(transition);
            let (opened, effect) = scene.opened(transition, &moves, Some(scene.event.fresh)).unzip();
            changes.extend(moves);
            changes.extend(opened);
            effects.extend(effect);
            Entry {
                event: scene.event.name.clone(),
                ..scene.entry(transition, changes)
            }
        }
        None => scene.bare_entry(&scene.event.name, changes),
    };
    Ok(Decision {
        entry,
        effects,
        followed: waiting.and_then(|transition| scene.position(transition)),
    })
}

/// What the last child's answers give to the next.
fn carried(scene: &Scene, rule: &Cycle) -> Answers {
    let form = scene.definition.kind(&rule.opens).and_then(|kind| kind.form.as_ref());
    let form = form.and_then(|name| scene.definition.forms.get(name));
    form.map(|form| form.carried(&scene.event.answers)).unwrap_or_default()
}

/// The earliest due instant of what the owner owes in the state after an entry.
fn owed_until(scene: &Scene, entry: &Entry) -> Option<Instant> {
    let after = super::evolve::evolve(scene.case.clone(), entry);
    let duties = duties(scene.definition, &after);
    let owed = duties.iter().filter(|duty| duty.of.role == scene.kind.owner);
    owed.map(|duty| duty.due_at).min()
}

/// Tells the parent that its child moved, and open children what their parent did, where a transition waits for it.
pub(super) fn tell_relatives(scene: &Scene, decision: &mut Decision) {
    let entry = &decision.entry;
    if let Some(parent) = scene.case.parent {
        let news = News::Child {
            id: scene.case.id,
            state: entry.to.clone(),
            closed: scene.kind.state(&entry.to).is_some_and(|state| state.is_final),
            owed_until: owed_until(scene, entry),
        };
        let event = format!("{}.{}", scene.kind.name, entry.event);
        decision.effects.push(Effect::Feed {
            case: parent,
            event,
            news,
        });
    }
    let event = format!("{}.{}", scene.kind.name, decision.entry.event);
    for child in scene.case.children.iter().filter(|child| !child.closed) {
        if waits_for(scene, child, &event) {
            let event = event.clone();
            decision.effects.push(Effect::Feed {
                case: child.id,
                event,
                news: News::None,
            });
        }
    }
}

fn waits_for(scene: &Scene, child: &Child, event: &str) -> bool {
    let state = scene
        .definition
        .kind(&child.kind)
        .and_then(|kind| kind.state(&child.state));
    state.is_some_and(|state| {
        state
            .transitions
            .iter()
            .any(|transition| matches!(&transition.trigger, Trigger::Upon(name) if name == event))
    })
}
