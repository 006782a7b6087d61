//! What a scenario expects, compared with what happened.

use super::scenario::{Does, LetterWanted};
use super::script::Script;
use super::transcript::{Line, What};
use crate::workflow::definition::Standing;
use crate::workflow::reader::nearest;

/// Checks an expectation against the world as it stands.
///
/// # Errors
/// A sentence with what was expected and what is.
pub(super) fn check(script: &mut Script, does: &Does) -> Result<(), String> {
    match does {
        Does::State(name, kind, state) => in_state(script, (name, kind), state),
        Does::Standing(name, standing) => in_standing(script, name, standing),
        Does::Letter(wanted) => known(script, wanted).and_then(|()| left(script, wanted)),
        Does::NoLetter(wanted) => known(script, wanted).and_then(|()| has_not_left(script, wanted)),
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

fn has_not_left(script: &Script, wanted: &LetterWanted) -> Result<(), String> {
    let mut lines = script.world.transcript.iter();
    match lines.find(|line| is_wanted(script, line, wanted)) {
        Some(line) => Err(format!("letter `{}` left on {}", wanted.letter, day(script, line))),
        None => Ok(()),
    }
}

/// The names an expectation is about must be there: of a letter nobody knows it is no wonder that none left.
fn known(script: &Script, wanted: &LetterWanted) -> Result<(), String> {
    let definition = script.world.definition;
    script.find(&wanted.organisation)?;
    let letters: Vec<&str> = definition.letters.keys().map(String::as_str).collect();
    among("letter", &wanted.letter, &letters)?;
    let Some(seat) = &wanted.seat else { return Ok(()) };
    let mut chairs: Vec<String> = Vec::new();
    for role in &definition.roles {
        chairs.push(role.name.clone());
        let seats = role.seats.iter();
        chairs.extend(seats.flat_map(|seat| [seat.name.clone(), format!("{}.{}", role.name, seat.name)]));
    }
    let chairs: Vec<&str> = chairs.iter().map(String::as_str).collect();
    among("role or seat", seat, &chairs)
}

fn among(what: &str, wanted: &str, known: &[&str]) -> Result<(), String> {
    if known.contains(&wanted) {
        return Ok(());
    }
    let near = nearest(wanted, known.iter().copied());
    let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Err(format!("there is no {what} `{wanted}`{near}"))
}

/// A letter must have left, not earlier than the one the last such line found and not that one again.
fn left(script: &mut Script, wanted: &LetterWanted) -> Result<(), String> {
    let lines = &script.world.transcript;
    let fresh = |at: usize| lines[at].at >= script.since && !script.found.contains(&at);
    let at = (0..lines.len()).find(|at| fresh(*at) && is_wanted(script, &lines[*at], wanted));
    let at = at.ok_or_else(|| {
        format!(
            "letter `{}` did not leave; since the last one found: {}",
            wanted.letter,
            seen(script, wanted)
        )
    })?;
    script.since = lines[at].at;
    script.found.insert(at);
    Ok(())
}

/// The letters about the organisation from the last one found on.
fn seen(script: &Script, wanted: &LetterWanted) -> String {
    let lines = script.world.transcript.iter().filter(|line| line.at >= script.since);
    let letters = lines
        .filter(|line| line.organisation == wanted.organisation)
        .filter_map(|line| match &line.what {
            What::Letter { letter, to, .. } => Some(format!("{letter} to {to} on {}", day(script, line))),
            _ => None,
        });
    letters.collect::<Vec<_>>().join("; ")
}

fn is_wanted(script: &Script, line: &Line, wanted: &LetterWanted) -> bool {
    let What::Letter { letter, to, .. } = &line.what else {
        return false;
    };
    let seat = wanted
        .seat
        .as_deref()
        .is_none_or(|seat| to == seat || to.ends_with(&format!(".{seat}")));
    let on_day = wanted.day.as_deref().is_none_or(|wanted| day(script, line) == wanted);
    *letter == wanted.letter && line.organisation == wanted.organisation && seat && on_day
}

fn day(script: &Script, line: &Line) -> String {
    line.at.civil(&script.world.definition.zone).date().to_string()
}
