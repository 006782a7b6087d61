//! The scenario language: one step a line, so that a workflow is tested without any Rust.
//!
//! ```text
//! 2020-03-01                                                # the clock moves; everything due on the way happens
//! house: commission "Komisija" (lv), institute "Institute" (en)
//! organisation Cēsis: contact "Anna Paraugs" (lv), mayor "Juris Piemērs" (lv)
//! call "2020": opens 2020-03-01, closes 2020-04-30, quota 3 # closes: the last day
//! open Cēsis: membership in "2020"
//! fill Cēsis: population = { "value": 15000, "year": 2019 } # the form's example, with changes
//! Cēsis mayor: sign
//! Cēsis contact: submit
//! commission: endorse Cēsis
//! board Giorgi: cast Cēsis with vote = "for"                # one of several persons in a role of the house
//! refused quota: commission: endorse Limbaži
//! expect Cēsis: membership forwarded
//! letter received to Cēsis contact
//! ```

mod succession;

use self::succession::{division, renaming, succession};
use crate::workflow::Place;
use crate::workflow::finding::{Finding, Level};

/// A scenario file.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// File name.
    pub name: String,
    /// Steps in order.
    pub steps: Vec<Step>,
}

/// One line that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Line, from 1.
    pub line: u32,
    /// What it says.
    pub does: Does,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// The clock moves to this civil time.
    Clock(String),
    /// The service is off until this civil time.
    Off(String),
    /// Seats of the house are taken.
    House(Vec<Sitting>),
    /// An organisation and its seats.
    Organisation(String, Vec<Sitting>),
    /// An organisation is succeeded by another.
    Succeeds(String, String, Vec<Sitting>),
    /// An organisation is divided: each successor and the kinds of case that go there; the first takes the rest.
    Splits(String, Vec<(String, Vec<String>)>),
    /// An organisation has another name from now on.
    Renamed(String, String),
    /// A call with its parts.
    Call(String, Vec<(String, String)>),
    /// A call's dates move.
    Extend(String, Vec<(String, String)>),
    /// A round with its parts.
    Round(String, Vec<(String, String)>),
    /// A case is opened: organisation, kind, call.
    Open(String, String, Option<String>),
    /// A case from before: organisation, kind, since when.
    Import(String, String, String),
    /// Answers are saved: organisation, kind if named, changes to the example.
    Fill(String, Vec<(String, String)>),
    /// Somebody acts.
    Act(Act),
    /// A rule must refuse this.
    Refused(String, Act),
    /// An organisation's case of a kind stands in a state.
    State(String, String, String),
    /// An organisation's standing.
    Standing(String, String),
    /// A letter has left since the last such line or the beginning: letter, organisation, seat or role, day.
    Letter(LetterWanted),
    /// No such letter has left at all.
    NoLetter(LetterWanted),
}

/// Somebody in a seat: `contact "Anna Paraugs" (lv)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    /// Role of the house, or seat of the organisation.
    pub seat: String,
    /// The person's name.
    pub name: String,
    /// The person's language.
    pub language: String,
}

/// `who: event organisation [because "…"] [attaching purpose] [with field = value, …]`, and two that every workflow has:
/// `who: records EVENT for organisation` and `who: extend organisation DUTY to DAY`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Act {
    /// Role of the house, or seat of the organisation.
    pub seat: String,
    /// The same words read as a role of the house and which of its persons, by name or its beginning: `board Giorgi`.
    pub person: Option<(String, String)>,
    /// The organisation for which the person sits, if it is another one than the case's.
    pub from: Option<String>,
    /// The organisation whose case it is.
    pub organisation: String,
    /// The event.
    pub event: String,
    /// The reason.
    pub reason: Option<String>,
    /// Purpose of a file that comes with it.
    pub attaching: Option<String>,
    /// Answers to the event's form.
    pub with: Vec<(String, String)>,
}

/// A letter that must, or must not, have left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterWanted {
    /// The letter.
    pub letter: String,
    /// The organisation whose case it is about.
    pub organisation: String,
    /// Role or seat it went to; any if not said.
    pub seat: Option<String>,
    /// Local day on which it left; any if not said.
    pub day: Option<String>,
}

/// Reads a scenario.
///
/// # Errors
/// One finding for each line that says nothing this language knows.
pub fn parse(name: &str, text: &str) -> Result<Scenario, Vec<Finding>> {
    let mut steps = Vec::new();
    let mut findings = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, raw) in (1u32..).zip(text.lines()) {
        let line = without_comment(raw).trim();
        if line.is_empty() {
            continue;
        }
        match step(line) {
            Some(does) => steps.push(Step { line: number, does }),
            None => findings.push(unread(name, number, line)),
        }
    }
    if findings.is_empty() {
        Ok(Scenario {
            name: name.to_owned(),
            steps,
        })
    } else {
        Err(findings)
    }
}

fn unread(file: &str, line: u32, text: &str) -> Finding {
    Finding {
        place: Place {
            file: file.into(),
            line,
            column: 1,
        },
        level: Level::Error,
        rule: "scenario",
        message: format!("`{text}` is not a step of a scenario"),
        hint:
            "begin with a date, `house:`, `organisation NAME:`, `call \"NAME\":`, `open`, `fill`, `expect`, `letter`, \
               or `SEAT: EVENT ORGANISATION`; see the manual's page on scenarios"
                .to_owned(),
    }
}

/// The line up to a `#` that stands outside quotation marks.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    for (index, character) in line.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '#' if !quoted => return &line[..index],
            _ => {}
        }
    }
    line
}

fn step(line: &str) -> Option<Does> {
    if line.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(Does::Clock(line.to_owned()));
    }
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "off" => Some(Does::Off(rest.strip_prefix("until ")?.to_owned())),
        "house:" => Some(Does::House(sittings(rest)?)),
        "organisation" => head(rest).and_then(|(name, rest)| Some(Does::Organisation(name, sittings(rest)?))),
        "call" => head(rest).map(|(name, rest)| Does::Call(name, parts(rest))),
        "extend" => head(rest).map(|(name, rest)| Does::Extend(name, parts(rest))),
        "round" => head(rest).map(|(name, rest)| Does::Round(name, parts(rest))),
        "open" => open(rest),
        "import" => {
            let (name, rest) = head(rest)?;
            let (kind, since) = rest.split_once(" since ")?;
            Some(Does::Import(name, kind.trim().to_owned(), since.trim().to_owned()))
        }
        "fill" => {
            let (name, rest) = head(rest).unwrap_or_else(|| (unquoted(rest), ""));
            Some(Does::Fill(name, assignments(rest)))
        }
        "refused" => {
            let (rule, rest) = rest.split_once(": ")?;
            Some(Does::Refused(rule.trim().to_owned(), act(rest)?))
        }
        "expect" => expectation(rest),
        "letter" => Some(Does::Letter(letter(rest)?)),
        "no" => Some(Does::NoLetter(letter(rest.strip_prefix("letter ")?)?)),
        _ => succession(line)
            .or_else(|| division(line))
            .or_else(|| renaming(line))
            .or_else(|| act(line).map(Does::Act)),
    }
}

fn open(rest: &str) -> Option<Does> {
    let (name, rest) = head(rest)?;
    Some(match rest.split_once(" in ") {
        Some((kind, call)) => Does::Open(name, kind.trim().to_owned(), Some(unquoted(call))),
        None => Does::Open(name, rest.trim().to_owned(), None),
    })
}

/// `NAME: rest`, the name with or without quotation marks.
fn head(text: &str) -> Option<(String, &str)> {
    let (name, rest) = text.split_once(':')?;
    Some((unquoted(name), rest.trim()))
}

fn unquoted(text: &str) -> String {
    text.trim().trim_matches('"').to_owned()
}

fn sittings(text: &str) -> Option<Vec<Sitting>> {
    split_outside_quotes(text, ',')
        .map(|part| {
            let (seat, rest) = part.trim().split_once(' ')?;
            let (name, language) = rest.rsplit_once('(')?;
            Some(Sitting {
                seat: seat.to_owned(),
                name: unquoted(name),
                language: language.trim_end_matches(')').trim().to_owned(),
            })
        })
        .collect()
}

/// `opens 2020-03-01, closes 2020-04-30` as pairs.
fn parts(text: &str) -> Vec<(String, String)> {
    split_outside_quotes(text, ',')
        .filter_map(|part| {
            let (key, value) = part.trim().split_once(' ').unwrap_or((part.trim(), ""));
            (!key.is_empty()).then(|| (key.to_owned(), unquoted(value)))
        })
        .collect()
}

/// `field = value, field = value` as pairs; values are JSON, or bare text.
fn assignments(text: &str) -> Vec<(String, String)> {
    split_outside_quotes(text, ',')
        .filter_map(|part| part.split_once('='))
        .map(|(field, value)| (field.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

fn split_outside_quotes(text: &str, at: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut depth = 0i32;
    text.split(move |character: char| {
        match character {
            '"' => quoted = !quoted,
            '{' | '[' if !quoted => depth += 1,
            '}' | ']' if !quoted => depth -= 1,
            _ => {}
        }
        character == at && !quoted && depth == 0
    })
}

/// `commission: endorse Cēsis because "…"` or `Cēsis mayor: sign`.
fn act(line: &str) -> Option<Act> {
    let (who, what) = line.split_once(": ")?;
    let (what, with) = what
        .split_once(" with ")
        .map_or((what, ""), |(what, with)| (what, with));
    let (what, attaching) = what
        .split_once(" attaching ")
        .map_or((what, None), |(what, a)| (what, Some(unquoted(a))));
    let (what, reason) = what
        .split_once(" because ")
        .map_or((what, None), |(what, r)| (what, Some(unquoted(r))));
    let (event, organisation) = what
        .trim()
        .split_once(' ')
        .map_or((what.trim(), ""), |(event, of)| (event, of));
    let (event, organisation) = (event.trim(), organisation.trim());
    let (of, seat) = match who.trim().rsplit_once(' ') {
        Some((of, seat)) => (of, seat),
        None => ("", who.trim()),
    };
    if event == "records" {
        let (event, organisation) = organisation.split_once(" for ")?;
        return Some(Act {
            seat: seat.to_owned(),
            from: Some(unquoted(of)).filter(|of| !of.is_empty()),
            organisation: unquoted(organisation),
            event: format!("organisation.{}", event.trim()),
            reason,
            ..Act::default()
        });
    }
    if event == "extend" {
        let (what, until) = organisation.rsplit_once(" to ")?;
        let (organisation, duty) = what.trim().rsplit_once(' ')?;
        return Some(Act {
            seat: seat.to_owned(),
            organisation: unquoted(organisation),
            event: event.to_owned(),
            reason,
            with: vec![
                ("duty".to_owned(), duty.to_owned()),
                ("due_at".to_owned(), until.trim().to_owned()),
            ],
            ..Act::default()
        });
    }
    let from =
        Some(unquoted(of)).filter(|of| !of.is_empty() && !organisation.is_empty() && *of != unquoted(organisation));
    let organisation = if organisation.is_empty() { of } else { organisation };
    let known = !organisation.is_empty() && !event.is_empty();
    known.then(|| Act {
        seat: seat.to_owned(),
        from,
        person: who
            .trim()
            .split_once(' ')
            .map(|(role, name)| (role.to_owned(), unquoted(name))),
        organisation: unquoted(organisation),
        event: event.to_owned(),
        reason,
        attaching,
        with: assignments(with),
    })
}

fn expectation(text: &str) -> Option<Does> {
    let (name, rest) = head(text)?;
    let (kind, state) = rest.rsplit_once(' ')?;
    Some(match kind {
        "standing" => Does::Standing(name, state.to_owned()),
        kind => Does::State(name, kind.to_owned(), state.to_owned()),
    })
}

/// `received to Cēsis contact on 2020-03-05`.
fn letter(text: &str) -> Option<LetterWanted> {
    let (letter, rest) = text.split_once(" to ")?;
    let (who, day) = rest
        .split_once(" on ")
        .map_or((rest, None), |(who, day)| (who, Some(day.trim().to_owned())));
    let (organisation, seat) = match who.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => who.split_once(' ').unwrap_or((who, "")),
    };
    Some(LetterWanted {
        letter: letter.trim().to_owned(),
        organisation: organisation.trim().to_owned(),
        seat: Some(seat.trim().to_owned()).filter(|seat| !seat.is_empty()),
        day,
    })
}
