//! Conditions that ask what a panel has come to: the panel is there, the question fits it, and the answer is known where
//! it is asked.

use super::Proof;
use crate::workflow::definition::{Kind, State, Trigger};
use crate::workflow::guard::{Guard, OF_SCORES};
use crate::workflow::panel::Share;

/// Where a condition stands.
enum Where<'a> {
    /// At an event of people.
    Asked,
    /// At an event of the engine.
    Alone,
    /// At a duty of this state.
    Duty(&'a State),
}

pub fn check(proof: &mut Proof<'_>, kind: &Kind) {
    for state in &kind.states {
        for transition in &state.transitions {
            let place = match transition.trigger {
                Trigger::By(_) => Where::Asked,
                _ => Where::Alone,
            };
            if let Some(guard) = &transition.when {
                check_guard(proof, kind, (guard, &place));
            }
        }
        for duty in &state.duties {
            if let Some(guard) = &duty.when {
                check_guard(proof, kind, (guard, &Where::Duty(state)));
            }
        }
    }
}

fn check_guard(proof: &mut Proof<'_>, kind: &Kind, (guard, at): (&Guard, &Where<'_>)) {
    let place = || guard.place.clone();
    for (function, name) in &guard.names().panels {
        let Some(panel) = kind.panel(name) else {
            let known: Vec<&str> = kind.panels.iter().map(|panel| panel.name.as_str()).collect();
            proof.unknown(place(), ("unknown-panel", "panel"), name, &known);
            continue;
        };
        let of_scores = OF_SCORES.contains(&function.as_str());
        if of_scores == panel.votes() && function != "voted" {
            let message = match panel.votes() {
                true => format!("`{name}` is a vote, and `{function}` asks for points"),
                false => format!("`{name}` gives points, and `{function}` asks for votes"),
            };
            let hint = match panel.votes() {
                true => "ask `carried`, `quorate`, `tied` or `voted`",
                false => "ask `passed`, `score`, `scored` or `rank`",
            };
            proof.error(place(), "wrong-panel", message, hint);
        }
        if let Where::Duty(state) = at
            && state.casts(name)
        {
            let message = format!("a duty that depends on the open ballot of `{name}` tells how it stands");
            proof.error(place(), "open-ballot", message, "let it depend on something else");
        }
    }
    compared(proof, kind, (guard, at));
}

/// What is compared with other cases is known only when somebody asks.
fn compared(proof: &mut Proof<'_>, kind: &Kind, (guard, at): (&Guard, &Where<'_>)) {
    let names = guard.names();
    let ranks = names.panels.iter().any(|(function, _)| function == "rank");
    let rule = proof.definition.call.as_ref().and_then(|call| call.quota.as_ref());
    let part = names.quota && rule.is_some_and(|quota| !matches!(quota.share, Share::Number(_)));
    if (ranks || names.quota) && !kind.in_call {
        let message = format!(
            "`{}` compares the cases of a call, and `{}` has none",
            guard.text, kind.name
        );
        let hint = format!("add `in_call = true` to `[{}]`", kind.name);
        proof.error(guard.place.clone(), "no-call", message, hint);
    }
    if (ranks || part) && !matches!(at, Where::Asked) {
        let message = format!(
            "`{}` compares with other cases, whose points may still change",
            guard.text
        );
        proof.error(
            guard.place.clone(),
            "rank-by-hand",
            message,
            "let somebody decide once all points are in: `by = \"…\"`",
        );
    }
    if ranks && !kind.states.iter().flat_map(|state| &state.transitions).any(takes) {
        let message = format!(
            "nothing in `{}` takes a place, so that those who are best leave the running",
            kind.name
        );
        let hint = "add `takes = \"place\"` to the event that awards";
        proof.warning(guard.place.clone(), "rank-without-place", message, hint);
    }
}

fn takes(transition: &crate::workflow::Transition) -> bool {
    transition.place_in_quota == crate::workflow::definition::QuotaUse::Takes
}
