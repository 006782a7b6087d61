//! Events every workflow has: files, moved dates, rounds, cycles, relatives, catching up.

use super::cycle;
use super::event::{Actor, Change, Decision, Effect, Entry, News, Opening, builtin};
use super::facts::SIGNED_FORM;
use super::people::{may_see, owns};
use super::plan::duties;
use super::refusal::{Refusal, Rejection};
use super::scene::Scene;
use super::state::{Case, Child, Round};
use crate::clock::Instant;
use crate::workflow::Transition;
use crate::workflow::definition::{Cycle, Trigger};
use crate::workflow::form::Answers;

/// Decides on an event that every workflow has; `None` if it is not one.
pub(super) fn decide(scene: &Scene) -> Result<Option<Decision>, Rejection> {
    if scene.event.name == builtin::ATTACH {
        return attach(scene).map(Some);
    }
    if scene.event.actor != Actor::Engine {
        return Ok(None);
    }
    let decision = match &scene.event.news {
        News::Call(call) => moved(scene, Change::Call(call.clone())),
        News::Due(due) => moved(scene, Change::Due(due.clone())),
        News::Round(round) => set_round(scene, round),
        News::CaughtUp(verdicts) => bare(scene, vec![Change::CaughtUp(verdicts.clone())]),
        News::Organisation(organisation) => bare(scene, vec![Change::Owner(*organisation)]),
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
    let after = evolved(scene, change.clone());
    let scene_after = Scene { case: &after, ..*scene };
    let mut decision = match scene_after.upon(&scene.event.name) {
        Some(transition) => follow(&scene_after, transition, change),
        None => bare(scene, vec![change]),
    };
    tell_relatives(scene, &mut decision);
    decision
}

fn evolved(scene: &Scene, change: Change) -> Case {
    let entry = Entry {
        seq: scene.case.revision,
        ..scene.bare_entry(&scene.event.name, vec![change])
    };
    super::evolve::evolve(scene.case.clone(), &entry)
}

fn follow(scene: &Scene, transition: &Transition, change: Change) -> Decision {
    let mut changes = vec![change];
    changes.extend(scene.moves(transition));
    Decision {
        entry: scene.entry(transition, changes),
        effects: Vec::new(),
        followed: scene.position(transition),
    }
}

/// An event of the parent that a transition of this case waits for; `None` if none does.
fn upon_parent(scene: &Scene) -> Option<Decision> {
    let transition = scene.upon(&scene.event.name)?;
    let mut decision = Decision {
        entry: scene.entry(transition, scene.moves(transition)),
        effects: Vec::new(),
        followed: scene.position(transition),
    };
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
            if rule.opens != round.kind || !cycle::covers(round, child.due.regular, anchor) {
                continue;
            }
            let due = super::state::Due {
                regular: child.due.regular,
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
        due: next.due.clone(),
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
    };
    let mut changes = vec![
        Change::CycleDone {
            cycle: rule.name.clone(),
            through: next.through,
        },
        Change::ChildOpened(child),
    ];
    let effects = vec![Effect::Open(Box::new(opening))];
    let child = changes.last().cloned();
    let after = child.map_or_else(|| scene.case.clone(), |change| evolved(scene, change));
    let waiting = Scene { case: &after, ..*scene }.upon(&format!("{}.{}", rule.opens, builtin::OPEN));
    let entry = match waiting {
        Some(transition) => {
            changes.extend(scene.moves(transition));
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
