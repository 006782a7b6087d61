//! How much a workflow may hold: beyond that nobody reads it, and proof-reading would take too long.

use super::Proof;
use crate::workflow::finding::Place;

/// Most of each, in one workflow: far more than any programme needs.
const MOST_ROLES: usize = 100;
const MOST_KINDS: usize = 50;
const MOST_STATES: usize = 100;
const MOST_TRANSITIONS: usize = 150;
const MOST_DUTIES: usize = 50;
const MOST_REMINDERS: usize = 30;
const MOST_TOLD: usize = 30;
const MOST_FIELDS: usize = 500;
const MOST_LETTERS: usize = 300;
const MOST_BYTES: usize = 32 * 1024;
/// Most events, duties, reminders, letters sent and fields of a workflow together.
const MOST_RULES: usize = 5_000;

/// Says what there is too much of; whether all is within limits.
pub fn check(proof: &mut Proof<'_>) -> bool {
    let definition = proof.definition;
    let start = Place {
        file: "workflow.toml".into(),
        line: 1,
        column: 1,
    };
    let mut counts = vec![
        (definition.roles.len(), MOST_ROLES, "roles", &start),
        (definition.kinds.len(), MOST_KINDS, "kinds", &start),
        (definition.letters.len(), MOST_LETTERS, "letters", &start),
    ];
    let mut rules = 0;
    for kind in &definition.kinds {
        counts.push((kind.states.len(), MOST_STATES, "states", &kind.place));
        for state in &kind.states {
            counts.push((state.transitions.len(), MOST_TRANSITIONS, "transitions", &state.place));
            counts.push((state.duties.len(), MOST_DUTIES, "duties", &state.place));
            rules += state.transitions.iter().map(|one| 1 + one.tell.len()).sum::<usize>();
            rules += state.duties.iter().map(|duty| 1 + duty.reminders.len()).sum::<usize>();
            let told = state
                .transitions
                .iter()
                .map(|one| (one.tell.len(), MOST_TOLD, "letters", &one.place));
            counts.extend(told);
            let reminders = state
                .duties
                .iter()
                .map(|duty| (duty.reminders.len(), MOST_REMINDERS, "reminders", &duty.place));
            counts.extend(reminders);
        }
    }
    for form in definition.forms.values() {
        let fields = form.fields().count();
        counts.push((fields, MOST_FIELDS, "fields", &form.place));
        rules += fields;
    }
    for version in definition.letters.values().flat_map(|letter| letter.versions.values()) {
        counts.push((version.body.len(), MOST_BYTES, "bytes", &version.place));
    }
    counts.push((rules, MOST_RULES, "events, duties, reminders and fields", &start));
    let over: Vec<_> = counts.into_iter().filter(|(found, most, ..)| found > most).collect();
    for (found, most, what, place) in &over {
        let message = format!("there are `{found}` {what} here");
        proof.error(
            (*place).clone(),
            "too-many",
            message,
            format!("keep to {most}, or make two workflows of it"),
        );
    }
    over.is_empty()
}
