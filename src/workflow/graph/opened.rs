//! What opens cases of another kind: transitions that open a child, and cycles.

use super::View;
use crate::workflow::definition::{Definition, Kind, State};

/// A way from a state to a case of another kind.
pub struct Opened<'a> {
    /// The kind that is opened.
    pub kind: &'a Kind,
    /// What opens it, in words.
    pub said: String,
}

/// Everything that opens a case while one of `kind` stands in a state, each once.
pub fn opened<'a>(definition: &'a Definition, state: &State, view: &View<'_>) -> Vec<Opened<'a>> {
    let word = |id: &str| (view.messages)(id, &[]);
    let opens = word("explain-graph-opens");
    let by_event = state.transitions.iter().filter_map(|one| {
        let name = view.named(&one.title, &one.event);
        Some((one.opens.as_ref()?.kind.as_str(), format!("{name} ({opens})")))
    });
    let again = word("explain-graph-cycle");
    let by_cycle = state.cycles.iter();
    let by_cycle = by_cycle.map(|cycle| (cycle.opens.as_str(), format!("{again} ({opens})")));
    let mut found: Vec<Opened<'a>> = Vec::new();
    for (kind, said) in by_event.chain(by_cycle) {
        let known = |one: &Opened<'_>| one.kind.name == kind && one.said == said;
        if let Some(kind) = definition.kind(kind).filter(|_| !found.iter().any(known)) {
            found.push(Opened { kind, said });
        }
    }
    found
}
