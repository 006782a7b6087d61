//! A finding as programs read it: flat, with where it ends and what could stand there instead.
//!
//! Owns the shape that `kalends check --format json` writes and editors rely on. Does not find anything.

use serde::Serialize;

use super::Source;
use super::finding::{Finding, Level};

/// A finding as programs read it. Keys are only ever added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The workflow's name.
    pub workflow: String,
    /// Path inside its folder.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Where what it speaks of ends, if that is on the same line and can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<End>,
    /// `error` or `warning`.
    pub level: Level,
    /// The rule's name, which never changes.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub hint: String,
    /// What could stand from the place to the end instead, if one thing is likely to have been meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

/// The place after the last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct End {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Report {
    /// The report of a finding in these files.
    pub fn of(source: &Source, finding: &Finding) -> Self {
        let place = &finding.place;
        let written = source.files.get(&*place.file).and_then(|text| {
            let line = text.lines().nth(usize::try_from(place.line).ok()?.checked_sub(1)?)?;
            let from = usize::try_from(place.column).ok()?.checked_sub(1)?;
            token(line.char_indices().nth(from).map(|(at, _)| &line[at..])?)
        });
        let length = written.and_then(|written| u32::try_from(written.chars().count()).ok());
        Self {
            workflow: source.name.clone(),
            file: place.file.to_string(),
            line: place.line,
            column: place.column,
            end: length.map(|length| End {
                line: place.line,
                column: place.column + length,
            }),
            level: finding.level,
            rule: finding.rule,
            message: finding.message.clone(),
            hint: finding.hint.clone(),
            fix: written.and_then(|written| fix(finding, written)),
        }
    }
}

/// The text, name or number a line begins with.
fn token(rest: &str) -> Option<&str> {
    let first = rest.chars().next()?;
    let end = match first {
        '"' | '\'' => {
            let inner = &rest[1..];
            let close = inner
                .char_indices()
                .find(|(at, c)| *c == first && !inner[..*at].ends_with('\\'));
            close.map(|(at, _)| at + 2)?
        }
        c if named(c) => rest.find(|c: char| !named(c)).unwrap_or(rest.len()),
        _ => return None,
    };
    Some(&rest[..end]).filter(|token| token.len() > 1 || named(first))
}

fn named(c: char) -> bool {
    c.is_alphanumeric() || "_-.".contains(c)
}

/// What was probably meant: the hint says it, for people and for programs alike.
fn fix(finding: &Finding, written: &str) -> Option<String> {
    let (_, near) = finding.hint.split_once("did you mean `")?;
    let (near, _) = near.split_once("`?")?;
    let near = near.trim_matches(|c: char| "{} ".contains(c));
    let quoted: Vec<&str> = finding.message.split('`').skip(1).step_by(2).collect();
    let wrong = quoted
        .into_iter()
        .rev()
        .find(|wrong| !wrong.is_empty() && written.contains(wrong));
    match wrong {
        Some(wrong) => Some(written.replacen(wrong, near, 1)),
        None if written.chars().all(named) => Some(near.to_owned()),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::workflow::finding::Place;

    fn report(line: &str, column: u32, message: &str, hint: &str) -> Report {
        let files = BTreeMap::from([("workflow.toml".to_owned(), format!("\n{line}\n"))]);
        let source = Source {
            name: "w".to_owned(),
            files,
        };
        let finding = Finding {
            place: Place {
                file: "workflow.toml".into(),
                line: 2,
                column,
            },
            level: Level::Error,
            rule: "rule",
            message: message.to_owned(),
            hint: hint.to_owned(),
        };
        Report::of(&source, &finding)
    }

    #[test]
    fn the_end_is_after_the_last_character_and_the_fix_fits_between() {
        let found = report(
            r#"to = "reviw", by = "ā""#,
            6,
            "unknown state `reviw`",
            "did you mean `review`?",
        );
        assert_eq!(found.end.map(|end| (end.line, end.column)), Some((2, 13)));
        assert_eq!(found.fix.as_deref(), Some("\"review\""));
        let found = report("hours = 3", 1, "unknown key `a.hours`", "did you mean `hour`?");
        assert_eq!(
            (found.end.map(|end| end.column), found.fix.as_deref()),
            (Some(6), Some("hour"))
        );
        let found = report(
            r#"when = "!marked('retruned')""#,
            8,
            "unknown mark `retruned`",
            "did you mean `returned`?",
        );
        assert_eq!(found.fix.as_deref(), Some("\"!marked('returned')\""));
    }

    #[test]
    fn where_it_cannot_be_told_nothing_is_said() {
        let found = report("[a", 1, "`[` is never closed", "close it");
        assert_eq!((found.end, found.fix), (None, None));
        assert_eq!(report("a = 1", 90, "`a`", "none").end, None);
        assert_eq!(report("a = \"b", 5, "`b`", "did you mean `c`?").end, None);
    }
}
