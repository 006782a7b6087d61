//! Where each character of a text stands that is written in quotation marks, on one line or over several.
//!
//! Owns the way back from a character to its line and column, past escapes and line breaks that the text does not have.
//! Does not read the text itself: that is TOML's.

use super::File;
use crate::workflow::finding::Place;

/// A text's place, and those of its characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    start: Place,
    /// Line and column of each character and of the end; empty where all follow on one line.
    characters: Vec<(u32, u32)>,
}

impl From<Place> for Quoted {
    /// A text on one line without escapes, whose opening quotation mark stands there.
    fn from(start: Place) -> Self {
        Self {
            start,
            characters: Vec::new(),
        }
    }
}

impl Quoted {
    /// The text whose opening quotation mark stands at this byte of the file.
    pub fn new(file: &File<'_>, at: usize, text: &str) -> Self {
        let start = file.place(at);
        let raw = file.text().get(at..).unwrap_or_default();
        let mark = raw.get(..1).unwrap_or_default();
        if raw.get(1..).is_some_and(|rest| rest.starts_with(text)) && !text.contains('\n') && !text.is_empty() {
            return Self::from(start);
        }
        let long = mark.repeat(3);
        let opening = if raw.starts_with(&long) { long.len() } else { mark.len() };
        let mut walk = Walk {
            raw,
            at: opening,
            escapes: mark == "\"",
        };
        if opening > 1 {
            walk.line_break();
        }
        let (mut characters, mut place, mut placed) = (Vec::new(), (start.line, start.column), 0);
        for wanted in text.chars().map(Some).chain([None]) {
            walk.joined_lines();
            place = further(place, raw.get(placed..walk.at).unwrap_or_default());
            placed = walk.at;
            characters.push(place);
            if let Some(wanted) = wanted {
                walk.pass(wanted);
            }
        }
        Self { start, characters }
    }

    /// Where the opening quotation mark stands.
    pub fn place(&self) -> &Place {
        &self.start
    }

    /// Where a character stands, counted from 0; beyond the end it is the end.
    pub fn character(&self, index: usize) -> Place {
        let file = self.start.file.clone();
        match self.characters.get(index).or(self.characters.last()) {
            Some((line, column)) => Place {
                file,
                line: *line,
                column: *column,
            },
            None => Place {
                file,
                line: self.start.line,
                column: self.start.column.saturating_add(u32::try_from(index + 1).unwrap_or(0)),
            },
        }
    }
}

/// Line and column behind a stretch of the file that begins at these.
fn further((line, column): (u32, u32), passed: &str) -> (u32, u32) {
    passed.chars().fold((line, column), |(line, column), sign| match sign {
        '\n' => (line + 1, 1),
        _ => (line, column + 1),
    })
}

/// Goes over a text as it is written in a file.
struct Walk<'a> {
    raw: &'a str,
    at: usize,
    escapes: bool,
}

impl Walk<'_> {
    fn rest(&self) -> &str {
        self.raw.get(self.at..).unwrap_or_default()
    }

    fn line_break(&mut self) {
        let rest = self.rest();
        self.at += match (rest.starts_with("\r\n"), rest.starts_with('\n')) {
            (true, _) => 2,
            (_, true) => 1,
            _ => 0,
        };
    }

    /// A backslash at the end of a line takes the break and the indentation after it out of the text.
    fn joined_lines(&mut self) {
        while self.escapes && self.rest().starts_with('\\') {
            let after = &self.rest()[1..];
            let blank = after.len() - after.trim_start().len();
            if !after[..blank].contains('\n') {
                return;
            }
            self.at += 1 + blank;
        }
    }

    /// Passes over one character of the text.
    fn pass(&mut self, wanted: char) {
        let rest = self.rest();
        if self.escapes && rest.starts_with('\\') {
            let digits = match rest[1..].chars().next() {
                Some('x') => 2,
                Some('u') => 4,
                Some('U') => 8,
                _ => 0,
            };
            self.at += 2 + digits;
        } else if wanted == '\n' {
            self.line_break();
        } else {
            self.at += rest.chars().next().map_or(0, char::len_utf8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines and columns of the characters of `text`, written as `raw` after `a = `.
    fn places(raw: &str, text: &str) -> Vec<(u32, u32)> {
        let whole = format!("a = {raw}\n");
        let file = File::new("workflow.toml", &whole);
        let quoted = Quoted::new(&file, 4, text);
        let all = 0..text.chars().count();
        all.map(|index| quoted.character(index))
            .map(|place| (place.line, place.column))
            .collect()
    }

    #[test]
    fn one_line_is_counted_from_its_mark() {
        assert_eq!(places("\"abc\"", "abc"), [(1, 6), (1, 7), (1, 8)]);
        assert_eq!(places("'abc'", "abc"), [(1, 6), (1, 7), (1, 8)]);
        assert_eq!(places("\"\"\"ab\"\"\"", "ab"), [(1, 8), (1, 9)]);
    }

    #[test]
    fn escapes_are_wider_than_what_they_stand_for() {
        assert_eq!(places("\"\\\"a\\u0041b\"", "\"aAb"), [(1, 6), (1, 8), (1, 9), (1, 15)]);
        assert_eq!(places("'\\a'", "\\a"), [(1, 6), (1, 7)]);
    }

    #[test]
    fn several_lines_are_counted_one_by_one() {
        let wanted = [(2, 1), (2, 2), (3, 1), (3, 2)];
        assert_eq!(places("\"\"\"\na\n b\"\"\"", "a\n b"), wanted);
        assert_eq!(places("'''\r\na\r\n b'''", "a\n b"), wanted);
        assert_eq!(places("\"\"\"\na\r\n b\"\"\"", "a\r\n b")[3..], [(3, 1), (3, 2)]);
        assert_eq!(places("\"\"\"a \\\n   b\"\"\"", "a b"), [(1, 8), (1, 9), (2, 4)]);
    }
}
