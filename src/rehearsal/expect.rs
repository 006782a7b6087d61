//! What a scenario expects, compared with what happened.

use super::scenario::{Does, LetterWanted};
use super::script::Script;
use super::transcript::{Line, What};
use crate::workflow::definition::Standing;

/// Checks an expectation against the world as it stands.
///
/// # Errors
/// A sentence with what was expected and what is.
pub(super) fn check(script: &mut Script, does: &Does) -> Result<(), String> {
    match does {
        Does::State(name, kind, state) => in_state(script, (name, kind), state),
        Does::Standing(name, standing) => in_standing(script, name, standing),
        Does::Letter(wanted) => left(script, wanted),
        Does::NoLetter(wanted) => match find(script, &script.world.transcript, wanted) {
            Some(at) => Err(format!(
                "letter `{}` left on {}",
                wanted.letter,
                day(script, &script.world.transcript[at])
            )),
            None => Ok(()),
        },
        other => Err(format!("{other:?} is not an expectation")),
    }
}

fn in_state(script: &Script, (name, kind): (&str, &str), state: &str) -> Result<(), String> {
    let organisation = script.find(name)?;
    let newest = script
        .cases_of(organisation)
        .filter(|case| case.kind == kind)
        .max_by_key(|case| (case.opened_at, case.id));
    match newest {
        None if state == "none" => Ok(()),
        None => Err(format!("`{name}` has no `{kind}`; state `{state}` was expected")),
        Some(case) if case.state == state => Ok(()),
        Some(case) => Err(format!(
            "`{kind}` of `{name}` is in state `{}`; `{state}` was expected",
            case.state
        )),
    }
}

fn in_standing(script: &Script, name: &str, wanted: &str) -> Result<(), String> {
    let organisation = script.find(name)?;
    let found = script
        .cases_of(organisation)
        .filter_map(|case| case.standing)
        .last()
        .map(Standing::as_str);
    if found == Some(wanted) {
        return Ok(());
    }
    Err(format!(
        "standing of `{name}` is `{}`; `{wanted}` was expected",
        found.unwrap_or("none")
    ))
}

/// A letter must have left after the one the last such line found.
fn left(script: &mut Script, wanted: &LetterWanted) -> Result<(), String> {
    let rest = &script.world.transcript[script.checked..];
    match find(script, rest, wanted) {
        Some(offset) => {
            script.checked += offset + 1;
            Ok(())
        }
        None => {
            let seen = rest
                .iter()
                .filter(|line| line.organisation == wanted.organisation)
                .filter_map(|line| match &line.what {
                    What::Letter { letter, to, .. } => Some(format!("{letter} to {to} on {}", day(script, line))),
                    _ => None,
                });
            let seen: Vec<String> = seen.collect();
            Err(format!(
                "letter `{}` did not leave; since the last one found: {}",
                wanted.letter,
                seen.join("; ")
            ))
        }
    }
}

fn find(script: &Script, lines: &[Line], wanted: &LetterWanted) -> Option<usize> {
    lines.iter().position(|line| {
        let What::Letter { letter, to, .. } = &line.what else {
            return false;
        };
        let seat = wanted
            .seat
            .as_deref()
            .is_none_or(|seat| to == seat || to.ends_with(&format!(".{seat}")));
        *letter == wanted.letter
            && line.organisation == wanted.organisation
            && seat
            && wanted.day.as_deref().is_none_or(|wanted| day(script, line) == wanted)
    })
}

fn day(script: &Script, line: &Line) -> String {
    line.at.civil(&script.world.definition.zone).date().to_string()
}
