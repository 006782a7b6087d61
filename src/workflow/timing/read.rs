//! How a point in time is read: `BASE {(+|-) LENGTH} [, month end] [, next working day] [, HH:MM]`.

use super::{Among, Base, Next, Timing, TimingError};
use crate::workflow::adjust::{Adjust, Shift};
use crate::workflow::span::Span;
use crate::workflow::workdays::Toward;

const LONGEST: usize = 300;
const DEEPEST: usize = 4;

impl Timing {
    /// Reads `call.closes + 1 month`.
    ///
    /// # Errors
    /// Says which part could not be read.
    pub fn parse(text: &str) -> Result<Self, TimingError> {
        if text.len() > LONGEST {
            return Err(TimingError::TooLong);
        }
        timing(text.trim(), 0)
    }
}

fn timing(text: &str, depth: usize) -> Result<Timing, TimingError> {
    if depth > DEEPEST {
        return Err(TimingError::TooLong);
    }
    let (base, rest) = split_base(text, depth)?;
    let mut pieces = rest.split(',');
    let shifts = shifts(pieces.next().unwrap_or_default())?;
    let adjust = adjust(pieces)?;
    Ok(Timing { base, shifts, adjust })
}

/// The base at the beginning and what follows it.
fn split_base(text: &str, depth: usize) -> Result<(Base, &str), TimingError> {
    let wrong = || TimingError::Base(cut(text));
    let Some(rest) = text.strip_prefix("next ") else {
        let (base, rest) = word(text);
        return Ok((plain(base)?, rest));
    };
    let (name, rest) = word(rest.trim_start());
    let after = rest.trim_start().strip_prefix("after ").ok_or_else(wrong)?.trim_start();
    let (after, rest) = match after.strip_prefix('(') {
        Some(inner) => {
            let end = closing(inner).ok_or_else(wrong)?;
            (timing(inner[..end].trim(), depth + 1)?, &inner[end + 1..])
        }
        None => {
            let (base, rest) = split_base(after, depth + 1)?;
            (Timing::of(base), rest)
        }
    };
    let among = among(name).ok_or_else(wrong)?;
    Ok((Base::Next(Box::new(Next { among, after })), rest))
}

/// Where the bracket opened before this text closes.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return Some(at),
            ')' => open -= 1,
            _ => {}
        }
        None
    })
}

fn word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(text.len());
    text.split_at(end)
}

fn named(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) && !name.is_empty()
}

fn among(text: &str) -> Option<Among> {
    match text.split_once('.') {
        None => named(text).then(|| Among::Calendar(text.to_owned())),
        Some((form, field)) => (named(form) && named(field)).then(|| Among::Each(form.to_owned(), field.to_owned())),
    }
}

fn plain(text: &str) -> Result<Base, TimingError> {
    match text.split_once('.') {
        None if text == "entered" => Ok(Base::Entered),
        None if text == "opened" => Ok(Base::Opened),
        None if text == "due" => Ok(Base::Due),
        Some(("call", name)) if named(name) => Ok(Base::Call(name.to_owned())),
        Some(("mark", name)) if named(name) => Ok(Base::Mark(name.to_owned())),
        Some((form, field)) if named(form) && named(field) => Ok(Base::Form(form.to_owned(), field.to_owned())),
        _ => Err(TimingError::Base(cut(text))),
    }
}

fn shifts(text: &str) -> Result<Vec<Shift>, TimingError> {
    let mut found = Vec::new();
    let mut rest = text.trim_end();
    while !rest.is_empty() {
        let (make, after): (fn(Span) -> Shift, &str) = if let Some(after) = rest.strip_prefix(" + ") {
            (Shift::later, after)
        } else if let Some(after) = rest.strip_prefix(" - ") {
            (Shift::earlier, after)
        } else {
            return Err(TimingError::Base(cut(text)));
        };
        let end = [" + ", " - "].iter().filter_map(|sign| after.find(sign)).min();
        let (span, left) = after.split_at(end.unwrap_or(after.len()));
        found.push(make(Span::parse(span)?));
        rest = left;
    }
    Ok(found)
}

fn adjust<'a>(pieces: impl Iterator<Item = &'a str>) -> Result<Adjust, TimingError> {
    let mut found = Adjust::default();
    for piece in pieces {
        let words = piece.split_whitespace().collect::<Vec<_>>().join(" ");
        let toward = Toward::ALL.iter().find(|(_, known)| *known == words);
        let wrong = || TimingError::Adjust(cut(piece.trim()));
        if words == "month end" && !found.month_end {
            found.month_end = true;
        } else if let Some((toward, _)) = toward.filter(|_| found.working.is_none()) {
            found.working = Some(*toward);
        } else {
            let at = hour(&words).filter(|_| found.at.is_none()).ok_or_else(wrong)?;
            found.at = Some(at);
        }
    }
    Ok(found)
}

/// Reads `18:00`; midnight is not an hour of a day but its beginning or its end.
pub fn hour(text: &str) -> Option<jiff::civil::Time> {
    let shaped = text.len() == 5 && text.as_bytes().get(2) == Some(&b':');
    let time = text.parse().ok().filter(|_| shaped);
    time.filter(|time| *time != jiff::civil::Time::midnight())
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_back() {
        for text in [
            "call.closes",
            "call.decided + 12 months",
            "entered + 14 days",
            "due",
            "due - 90 days",
            "opened",
            "mark.returned + 14 days",
            "admission.admitted_on",
            "mark.awarded + 2 years - 6 months",
            "entered + 5 working days, 18:00",
            "call.closes + 1 month, month end, next working day, 23:00",
            "due, previous working day",
            "next board after mark.submitted",
            "next board after (mark.submitted + 20 days) - 10 days",
            "next grant.year_end after (entered, month end) + 90 days, next working day",
            "next board after next grant.year_end after entered",
        ] {
            assert_eq!(Timing::parse(text).expect(text).to_string(), text);
        }
    }

    #[test]
    fn refuses_what_counts_from_nothing() {
        for text in [
            "",
            "tomorrow",
            "call.",
            "call.closes +1 month",
            "call.closes + soon",
            ".x",
            "a.b.c",
            "entered + 1 month and a day",
            "entered, tomorrow",
            "entered, month end, month end",
            "entered, 25:00",
            "entered, 00:00",
            "entered,",
            "next after entered",
            "next board",
            "next board after (entered",
            "next board after (entered))",
            "next a.b.c after entered",
            "next board after tomorrow",
        ] {
            assert!(Timing::parse(text).is_err(), "{text}");
        }
        let deep = format!("{}entered{}", "next a after (".repeat(9), ")".repeat(9));
        assert!(Timing::parse(&deep).is_err());
    }
}
