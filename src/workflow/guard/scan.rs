//! Measures a condition before the CEL parser sees it: that parser and its evaluator call themselves once for each
//! operator and bracket, and have no budget.

use super::{SHAPE, finding, one_line};
use crate::workflow::finding::Finding;
use crate::workflow::reader::Quoted;

/// Most characters of a condition.
pub const MOST_CHARACTERS: usize = 1_000;
/// Most operators, dots, commas and brackets: each may cost a level of the evaluator's stack.
pub const MOST_STEPS: usize = 120;
/// Deepest brackets.
pub const DEEPEST: usize = 8;
/// Most sums, products and the like: the evaluator takes some 60 kB of stack for each.
pub const MOST_SUMS: usize = 8;

/// What is wrong with a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub rule: &'static str,
    pub reason: String,
    pub hint: String,
    /// Which character, from 0, if it is one.
    pub column: Option<usize>,
}

impl Problem {
    pub fn new(rule: &'static str, reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            rule,
            reason: reason.into(),
            hint: hint.into(),
            column: None,
        }
    }

    pub fn at(mut self, column: usize) -> Self {
        self.column = Some(column);
        self
    }

    pub fn finding(self, text: &str, quoted: &Quoted) -> Finding {
        let whole = one_line(text);
        let mut shown: String = whole.chars().take(80).collect();
        if shown.len() < whole.len() {
            shown.push('…');
        }
        let at = self.column.map(|column| quoted.character(column));
        let place = at.as_ref().unwrap_or(quoted.place());
        finding(place, self.rule, format!("`{shown}`: {}", self.reason), &self.hint)
    }
}

/// Walks over a condition once, refusing what is too long, too deep or not of this language.
pub fn scan(text: &str) -> Result<(), Problem> {
    if text.chars().count() > MOST_CHARACTERS {
        let reason = format!("longer than {MOST_CHARACTERS} characters");
        return Err(Problem::new(
            "guard-too-long",
            reason,
            "split it into two transitions tried in order",
        ));
    }
    if text.trim().is_empty() {
        return Err(Problem::new(
            "guard-syntax",
            "an empty condition",
            "leave `when` out if there is none",
        ));
    }
    let mut walk = Walk::default();
    let mut chars = text.chars().enumerate().peekable();
    while let Some((column, c)) = chars.next() {
        match c {
            '\'' | '"' => quoted(&mut chars, c).map_err(|problem| problem.at(column))?,
            _ => walk.step(c, column)?,
        }
    }
    walk.close()
}

type Chars<'a> = std::iter::Peekable<std::iter::Enumerate<std::str::Chars<'a>>>;

/// Passes over a text in quotation marks.
fn quoted(chars: &mut Chars<'_>, mark: char) -> Result<(), Problem> {
    for (_, c) in chars.by_ref() {
        match c {
            c if c == mark => return Ok(()),
            '\\' | '\n' | '\r' => break,
            _ => {}
        }
    }
    let hint = "close it on the same line with the same mark, without backslashes";
    Err(Problem::new(
        "guard-syntax",
        "a text in quotation marks does not end",
        hint,
    ))
}

#[derive(Default)]
struct Walk {
    open: Vec<char>,
    steps: usize,
    sums: usize,
}

impl Walk {
    fn step(&mut self, c: char, column: usize) -> Result<(), Problem> {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | ' ' | '\t' | '\n' | '\r' => return Ok(()),
            '(' | '[' => self.open.push(c),
            ')' | ']' => self.shut(c, column)?,
            '.' | ',' | '!' | '=' | '<' | '>' | '&' | '|' | '+' | '-' | '*' | '/' | '%' | '?' | ':' => {}
            _ => {
                let reason = format!("`{}` has no meaning here", c.escape_debug());
                return Err(Problem::new("guard-syntax", reason, SHAPE).at(column));
            }
        }
        self.steps += 1;
        self.sums += usize::from("+-*/%".contains(c));
        if self.open.len() > DEEPEST || self.steps > MOST_STEPS || self.sums > MOST_SUMS {
            let reason = format!(
                "too deep or too long: at most {DEEPEST} brackets within each other, {MOST_SUMS} sums and {MOST_STEPS} operators"
            );
            return Err(
                Problem::new("guard-too-deep", reason, "split it into two transitions tried in order").at(column),
            );
        }
        Ok(())
    }

    fn shut(&mut self, c: char, column: usize) -> Result<(), Problem> {
        let wanted = if c == ')' { '(' } else { '[' };
        match self.open.pop() {
            Some(open) if open == wanted => Ok(()),
            _ => Err(Problem::new("guard-syntax", format!("`{c}` closes nothing"), "check the brackets").at(column)),
        }
    }

    fn close(self) -> Result<(), Problem> {
        match self.open.last() {
            Some(open) => Err(Problem::new(
                "guard-syntax",
                format!("`{open}` is never closed"),
                "check the brackets",
            )),
            None => Ok(()),
        }
    }
}
