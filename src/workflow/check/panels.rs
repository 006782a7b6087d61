//! Panels: those who vote are there, their form fits, the numbers can be met, and nothing tells before its time how a
//! ballot stands.

use super::names::{check_address, indexed};
use super::{Proof, strs};
use crate::workflow::definition::{Address, Kind, State, Transition, Trigger};
use crate::workflow::form::{Field, FieldKind, Form};
use crate::workflow::panel::{Panel, PanelRule, ScoreRule, Share, Tie, VOTE, VOTES, VoteRule};

pub fn check(proof: &mut Proof<'_>) {
    let definition = proof.definition;
    for kind in &definition.kinds {
        for panel in &kind.panels {
            check_panel(proof, kind, panel);
        }
    }
    for (kind, state, transition) in proof.transitions().collect::<Vec<_>>() {
        casting(proof, (kind, state), transition);
    }
}

fn check_panel(proof: &mut Proof<'_>, kind: &Kind, panel: &Panel) {
    voters(proof, kind, panel);
    let Some(form) = proof.definition.forms.get(&panel.form) else {
        let known = strs(proof.definition.forms.keys());
        let place = proof.spots.of(&panel.place, "form");
        proof.unknown(place, ("unknown-form", "form"), &panel.form, &known);
        return;
    };
    match &panel.rule {
        PanelRule::Vote(rule) => vote(proof, panel, (rule, form)),
        PanelRule::Score(rule) => score(proof, panel, (rule, form)),
    }
    let cast = kind.states.iter().any(|state| state.casts(&panel.name));
    if !cast && proof.grammar_is_good {
        let message = format!("nobody casts a ballot of `{}`", panel.name);
        let hint = format!("add `casts = \"{}\"` to an event of `{}`", panel.name, panel.of);
        proof.warning(panel.place.clone(), "unused-panel", message, hint);
    }
    let asked = kind.states.iter().flat_map(|state| &state.transitions);
    let mut asked = asked.filter_map(|one| one.when.as_ref());
    if !asked.any(|guard| guard.names().asks_panel(&panel.name)) && proof.grammar_is_good {
        let message = format!("nothing depends on what `{}` decides", panel.name);
        let function = if panel.votes() { "carried" } else { "passed" };
        let hint = format!("ask for it: `when = \"{function}('{}')\"`", panel.name);
        proof.warning(panel.place.clone(), "unused-panel", message, hint);
    }
}

fn voters(proof: &mut Proof<'_>, kind: &Kind, panel: &Panel) {
    let place = proof.spots.of(&panel.place, "of");
    if !check_address(proof, place.clone(), &panel.of) {
        return;
    }
    if panel.of.role == kind.owner {
        let message = format!("`{}` would decide on its own case", kind.owner);
        proof.error(place, "bad-panel", message, "let a body of the house decide");
    }
    if let Some(chair) = panel.chair() {
        let address = Address {
            role: chair.to_owned(),
            seat: None,
        };
        let place = proof.spots.of(&panel.place, "chair");
        check_address(proof, place, &address);
    }
}

fn vote(proof: &mut Proof<'_>, panel: &Panel, (rule, form): (&VoteRule, &Form)) {
    ballot(proof, panel, form);
    if let Some(members) = rule.members {
        for (key, share) in [("quorum", rule.quorum), ("majority", Some(rule.majority))] {
            let Some(Share::Number(number)) = share else { continue };
            if number > members {
                let place = proof.spots.of(&panel.place, key);
                let message = format!("`{key}` asks for `{number}`, and there are `{members}` members");
                proof.error(place, "quorum-too-large", message, format!("write at most {members}"));
            }
        }
    }
    if rule.tie != Tie::Refused && !rule.majority.is_half() {
        let place = proof.spots.of(&panel.place, "tie");
        let message = format!(
            "as many for as against is never enough where the majority is `{}`",
            rule.majority
        );
        let hint = "take `tie` out, or let the majority be `\"more than 1/2\"`";
        proof.error(place, "bad-tie", message, hint);
    }
}

/// The field that says what is voted: a choice among the words known here.
fn ballot(proof: &mut Proof<'_>, panel: &Panel, form: &Form) {
    let hint = "give it `vote` with `type = \"choice\"`, `required = true` and the options `for`, `against` and, if wanted, `abstain` and `recused`";
    let place = proof.spots.of(&panel.place, "form");
    let Some(field) = form.field(VOTE) else {
        let message = format!("the form `{}` has no field `{VOTE}`", form.name);
        proof.error(place, "bad-ballot", message, hint);
        return;
    };
    let FieldKind::Choice { options } = &field.kind else {
        let message = format!("the field `{VOTE}` of `{}` is not a choice", form.name);
        proof.error(field.place.clone(), "bad-ballot", message, hint);
        return;
    };
    let has = |word: &str| options.iter().any(|(name, _)| name == word);
    let stranger = options.iter().find(|(name, _)| !VOTES.contains(&name.as_str()));
    if let Some((name, _)) = stranger {
        proof.unknown(field.place.clone(), ("bad-ballot", "vote"), name, &VOTES);
    } else if !has("for") || !has("against") || !field.required || field.when.is_some() {
        let message = format!(
            "the field `{VOTE}` of `{}` can be left without a vote for or against",
            form.name
        );
        proof.error(field.place.clone(), "bad-ballot", message, hint);
    }
}

fn score(proof: &mut Proof<'_>, panel: &Panel, (rule, form): (&ScoreRule, &Form)) {
    let mut best = Some(0.0);
    for (name, weight) in &rule.points {
        let place = proof.spots.of(&panel.place, &format!("points.{name}"));
        let most =
            number(proof, (panel, form), ("points", name)).map(|(least, most)| (least * weight).max(most * weight));
        best = best.zip(most).map(|(sum, most)| sum + most);
        if *weight == 0.0 {
            let message = format!("`{name}` weighs nothing");
            proof.error(place, "bad-weight", message, "give it a weight, or take it out");
        }
    }
    for (name, least) in &rule.minima {
        let place = proof.spots.of(&panel.place, &format!("minima.{name}"));
        if let Some((_, most)) = number(proof, (panel, form), ("minima", name)).filter(|(_, most)| most < least) {
            let message = format!("`{name}` cannot reach `{least}`: the form lets it be `{most}` at most");
            proof.error(place, "cannot-pass", message, format!("write at most {most}"));
        }
    }
    for (index, name) in rule.gates.iter().enumerate() {
        let place = indexed(proof, &panel.place, "gates", index);
        yes_no(proof, form, (place, name));
    }
    if let Some(name) = &rule.recused {
        let place = proof.spots.of(&panel.place, "recused");
        yes_no(proof, form, (place, name));
    }
    if let (Some(pass), Some(best)) = (
        rule.pass,
        best.filter(|best| rule.pass.is_some_and(|pass| pass > *best)),
    ) {
        let place = proof.spots.of(&panel.place, "pass");
        let message = format!("nobody can pass with `{pass}`: the most there is to get is `{best}`");
        proof.error(place, "cannot-pass", message, format!("write at most {best}"));
    }
}

/// The least and greatest answer of a field that is counted; a finding if it is no number.
fn number(proof: &mut Proof<'_>, (panel, form): (&Panel, &Form), (key, name): (&str, &str)) -> Option<(f64, f64)> {
    let place = proof.spots.of(&panel.place, &format!("{key}.{name}"));
    let field = known(proof, form, (place.clone(), name))?;
    if !field.required {
        let message = format!("`{name}` is counted and may be left out, which counts as nothing");
        proof.warning(
            place.clone(),
            "optional-points",
            message,
            "add `required = true` to the field",
        );
    }
    match field.kind {
        FieldKind::Integer { min, max } => Some((min as f64, max as f64)),
        FieldKind::Decimal { min, max } => Some((min, max)),
        FieldKind::Rating { .. } => Some((1.0, 5.0)),
        _ => {
            let message = format!("`{name}` is not a number");
            proof.error(
                place,
                "wrong-field",
                message,
                "count fields of type `integer`, `decimal` or `rating`",
            );
            None
        }
    }
}

fn yes_no(proof: &mut Proof<'_>, form: &Form, (place, name): (crate::workflow::Place, &str)) {
    let Some(field) = known(proof, form, (place.clone(), name)) else {
        return;
    };
    if !matches!(field.kind, FieldKind::YesNo | FieldKind::Consent) {
        let message = format!("`{name}` is not answered by yes or no");
        proof.error(place, "wrong-field", message, "name a field of type `yes-no`");
    }
}

fn known<'a>(
    proof: &mut Proof<'_>,
    form: &'a Form,
    (place, name): (crate::workflow::Place, &str),
) -> Option<&'a Field> {
    let field = form.field(name);
    if field.is_none() {
        let fields: Vec<&str> = form.fields().map(|field| field.name.as_str()).collect();
        proof.unknown(place, ("unknown-field", "field"), name, &fields);
    }
    field
}

/// An event by which a ballot is cast, and what would give a ballot away.
fn casting(proof: &mut Proof<'_>, (kind, state): (&Kind, &State), transition: &Transition) {
    hidden(proof, (kind, state), transition);
    let Some(name) = &transition.casts else { return };
    let place = proof.spots.of(&transition.place, "casts");
    let Some(panel) = kind.panel(name) else {
        let known: Vec<&str> = kind.panels.iter().map(|panel| panel.name.as_str()).collect();
        proof.unknown(place, ("unknown-panel", "panel"), name, &known);
        return;
    };
    let by: &[Address] = match &transition.trigger {
        Trigger::By(by) => by,
        _ => &[],
    };
    if by.is_empty() || by.iter().any(|address| *address != panel.of) {
        let message = format!(
            "`{}` casts a ballot of `{name}` and is not done by its voters alone",
            transition.event
        );
        proof.error(
            place.clone(),
            "bad-cast",
            message,
            format!("write `by = \"{}\"`", panel.of),
        );
    }
    let open = [
        ("tell", !transition.tell.is_empty()),
        ("attach", transition.attach.is_some()),
        ("complete", transition.complete),
        ("signs", transition.signs),
        ("marks", !transition.marks.is_empty()),
    ];
    for (key, _) in open.into_iter().filter(|(_, said)| *said) {
        let place = proof.spots.of(&transition.place, key);
        let message = format!(
            "`{}` casts a ballot, and `{key}` would show it to others",
            transition.event
        );
        let hint = format!("take `{key}` out; put what follows from all ballots into the event that ends the vote");
        proof.error(place, "open-ballot", message, hint);
    }
    if transition.to.as_ref().is_some_and(|to| *to != state.name) {
        let place = proof.spots.of(&transition.place, "to");
        let message = format!("the first ballot of `{name}` ends the vote, so that nobody else can cast");
        proof.error(
            place,
            "bad-cast",
            message,
            "take `to` out, and let another event end the vote",
        );
    }
}

/// Conditions on a ballot that is still open, where its owner would read from them how it stands.
fn hidden(proof: &mut Proof<'_>, (kind, state): (&Kind, &State), transition: &Transition) {
    let Some(guard) = &transition.when else { return };
    let open = guard.names().panels().find(|name| state.casts(name));
    let Trigger::By(by) = &transition.trigger else { return };
    if let Some(name) = open.filter(|_| by.iter().any(|address| address.role == kind.owner)) {
        let message = format!(
            "`{}` would tell `{}` how the open ballot of `{name}` stands",
            transition.event, kind.owner
        );
        let hint = "let the vote end first, by an event that leaves the state";
        proof.error(guard.place.clone(), "open-ballot", message, hint);
    }
}
