//! Placeholders that tell what a panel has come to: whether it has, where the letter is sent.

use std::collections::BTreeSet;

use crate::workflow::definition::{Kind, Transition};
use crate::workflow::finding::Level;
use crate::workflow::panel::Panel;
use crate::workflow::panel::letter::{ENDED, name, sort};

/// The placeholders that, asked for in a letter, say that another one has a value.
pub fn guards(placeholder: &str) -> Vec<String> {
    let mut found = vec![placeholder.to_owned()];
    if let Some((panel, word)) = panel_and_word(placeholder) {
        let sure: &[&str] = match word {
            "score" => &["passed"],
            _ => &[ENDED, "quorate", "tied", "carried", "passed"],
        };
        found.extend(sure.iter().map(|word| format!("{panel}.{word}")));
    }
    found
}

/// `vote.board` and `carried` of `vote.board.carried`.
fn panel_and_word(placeholder: &str) -> Option<(&str, &str)> {
    let of_panels = placeholder.starts_with("vote.") || placeholder.starts_with("score.");
    placeholder
        .rsplit_once('.')
        .filter(|(panel, _)| of_panels && panel.contains('.'))
}

/// Why a placeholder about a panel has no value in a letter about a case of `kind`, always or sometimes.
///
/// `states` are those it can stand in by then, by their place in the kind.
pub fn value(
    kind: &Kind,
    (placeholder, event): (&str, Option<&Transition>),
    states: &BTreeSet<usize>,
) -> Option<(Level, String)> {
    let (path, word) = panel_and_word(placeholder)?;
    let panel = kind
        .panels
        .iter()
        .find(|panel| format!("{}.{}", sort(panel), name(panel)) == path);
    let Some(panel) = panel else {
        return Some((Level::Error, format!("a `{}` has no such panel", kind.name)));
    };
    let open = |state: &&usize| kind.states[**state].casts(&panel.name);
    let asked = event.is_some_and(|event| {
        event
            .when
            .as_ref()
            .is_some_and(|guard| guard.names().asks_panel(&panel.name))
    });
    match states.iter().filter(open).count() {
        _ if word == ENDED => None,
        open if open > 0 && open == states.len() => {
            Some((Level::Error, "nothing is told of a ballot that is open".to_owned()))
        }
        open if open > 0 => Some((Level::Warning, "its ballot may still be open".to_owned())),
        _ if !ends(kind, panel, event) && states.iter().any(|state| without(kind, panel).contains(state)) => {
            Some((Level::Warning, "its ballot may never have begun".to_owned()))
        }
        _ if word == "score" && !asked => Some((Level::Warning, "there may be too few reviews".to_owned())),
        _ => None,
    }
}

/// Whether an event happens where ballots are cast, so that it ends the ballot.
fn ends(kind: &Kind, panel: &Panel, event: Option<&Transition>) -> bool {
    let here = |event: &Transition| {
        let mut states = kind.states.iter();
        states.find(|state| state.transitions.iter().any(|one| one.place == event.place))
    };
    event.and_then(here).is_some_and(|state| state.casts(&panel.name))
}

/// The states a case can come to on a way on which no ballot of the panel is cast, whatever the conditions say.
fn without(kind: &Kind, panel: &Panel) -> BTreeSet<usize> {
    let place = |name: &String| kind.states.iter().position(|state| state.name == *name);
    let imported = kind.import.as_ref().and_then(|import| place(&import.state));
    let mut open: Vec<usize> = [0].into_iter().chain(imported).collect();
    let mut found = BTreeSet::new();
    while let Some(state) = open.pop() {
        let casts = kind.states.get(state).is_none_or(|state| state.casts(&panel.name));
        if !casts && found.insert(state) {
            let transitions = kind.states[state].transitions.iter();
            open.extend(transitions.filter_map(|one| one.to.as_ref().and_then(place)));
        }
    }
    found
}
