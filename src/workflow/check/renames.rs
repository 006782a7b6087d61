//! Names things had before: a thing that is still there was not renamed, and no two things can have been the same one.

use super::Proof;
use crate::workflow::finding::Place;

/// A thing with its name now, those it had before, and where it is written.
type Named<'a> = (&'a str, &'a [String], &'a Place);

pub fn check(proof: &mut Proof<'_>) {
    let definition = proof.definition;
    let kinds = definition.kinds.iter();
    siblings(proof, "kind", kinds.map(|kind| (&*kind.name, &*kind.was, &kind.place)));
    let roles = definition.roles.iter();
    siblings(proof, "role", roles.map(|role| (&*role.name, &*role.was, &role.place)));
    for role in &definition.roles {
        let seats = role.seats.iter();
        siblings(proof, "seat", seats.map(|seat| (&*seat.name, &*seat.was, &role.place)));
    }
    let forms = definition.forms.values();
    siblings(proof, "form", forms.map(|form| (&*form.name, &*form.was, &form.place)));
    for form in definition.forms.values() {
        let fields = form.fields();
        siblings(
            proof,
            "field",
            fields.map(|field| (&*field.name, &*field.was, &field.place)),
        );
    }
    for kind in &definition.kinds {
        let states = kind.states.iter();
        siblings(proof, "state", states.map(|one| (&*one.name, &*one.was, &one.place)));
        let duties = kind.states.iter().flat_map(|state| &state.duties);
        siblings(proof, "duty", duties.map(|one| (&*one.name, &*one.was, &one.place)));
        let panels = kind.panels.iter();
        siblings(proof, "panel", panels.map(|one| (&*one.name, &*one.was, &one.place)));
        let cycles = kind.states.iter().flat_map(|state| &state.cycles);
        siblings(proof, "cycle", cycles.map(|one| (&*one.name, &*one.was, &one.place)));
    }
    marks(proof);
}

fn siblings<'a>(proof: &mut Proof<'_>, what: &str, things: impl Iterator<Item = Named<'a>>) {
    let things: Vec<Named<'a>> = things.collect();
    let known: Vec<&str> = things.iter().map(|(name, ..)| *name).collect();
    still_there(proof, what, &things, &known);
}

fn still_there(proof: &mut Proof<'_>, what: &str, things: &[Named<'_>], known: &[&str]) {
    let mut claimed: Vec<(&str, &str)> = Vec::new();
    for (name, was, place) in things {
        for old in *was {
            let spot = proof.spots.of(place, "was");
            if known.contains(&old.as_str()) {
                let message = format!("the {what} `{name}` was `{old}`, but `{old}` is still there");
                let hint = "take `was` out, or give the other one a name that was never used";
                proof.error(spot, "was-still-there", message, hint);
            } else if let Some((other, _)) = claimed.iter().find(|(other, one)| one == old && other != name) {
                let message = format!("the {what} `{name}` was `{old}`, and so was `{other}`");
                proof.error(spot, "was-twice", message, "let one of them carry it on");
            } else {
                claimed.push((name, old));
            }
        }
    }
}

/// A mark has no table of its own: it is there as long as something sets it.
fn marks(proof: &mut Proof<'_>) {
    let definition = proof.definition;
    let mut set: Vec<&str> = proof
        .transitions()
        .flat_map(|(_, _, transition)| transition.marks.iter().map(String::as_str))
        .collect();
    set.sort_unstable();
    set.dedup();
    let things: Vec<Named<'_>> = definition
        .marks
        .iter()
        .map(|mark| (&*mark.name, &*mark.was, &mark.place))
        .collect();
    for (name, _, place) in things.iter().filter(|(name, ..)| !set.contains(name)) {
        proof.unknown((*place).clone(), ("unknown-mark", "mark"), name, &set);
    }
    still_there(proof, "mark", &things, &set);
}
