//! A condition as a formula of yes and no: what can be told of it before anything else is known.
//!
//! Owns whether conditions can hold together, given the marks and the standing of a case. What else a condition speaks
//! of (answers, signatures, time) may be so or not: it stands as an atom that is tried both ways.

use std::collections::BTreeMap;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue};

use super::Guard;
use super::print::shown;

/// Most atoms that are tried both ways; beyond that anything is held possible.
const MOST_ATOMS: usize = 6;

/// A condition as a formula.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Formula {
    /// Known from the start.
    Const(bool),
    /// The mark is set.
    Mark(String),
    /// The standing is this word; empty before there is one.
    Standing(String),
    /// The case's call is open.
    CallOpen,
    /// Something that may be so or not, as written; one that can also be unanswered makes the whole condition false then.
    Atom {
        /// As written.
        text: String,
        /// Whether the condition fails where it has not been answered.
        answered: bool,
    },
    /// Not this.
    Not(Box<Formula>),
    /// Both.
    And(Box<Formula>, Box<Formula>),
    /// One or both.
    Or(Box<Formula>, Box<Formula>),
}

/// What is known of a case when a condition is asked.
pub trait Standpoint {
    /// Whether the mark is set.
    fn marked(&self, mark: &str) -> bool;
    /// The standing's word, or the empty text.
    fn standing(&self) -> &str;
    /// Whether the case belongs to a call.
    fn called(&self) -> bool;
    /// Whether so many more steps may be spent on this workflow.
    fn spend(&self, steps: usize) -> bool;
}

impl Guard {
    /// The condition as a formula.
    pub fn formula(&self) -> Formula {
        formula(self.program.expression())
    }
}

impl Formula {
    /// Both of them.
    pub fn and(self, other: Self) -> Self {
        Self::And(Box::new(self), Box::new(other))
    }

    /// Whether it can be taken for false without more: an unanswered question makes a whole condition false.
    pub fn may_fail(&self) -> bool {
        match self {
            Self::Atom { answered, .. } => *answered,
            Self::Not(inner) => inner.may_fail(),
            Self::And(a, b) | Self::Or(a, b) => a.may_fail() || b.may_fail(),
            _ => false,
        }
    }

    /// What the condition's not holding means: anything, where it may fail for want of an answer.
    pub fn refused(self) -> Self {
        if self.may_fail() {
            Self::Const(true)
        } else {
            Self::Not(Box::new(self))
        }
    }

    /// Whether it can hold; also where it would take too long to tell.
    pub fn possible(&self, at: &dyn Standpoint) -> bool {
        let mut atoms = BTreeMap::new();
        self.atoms(at, &mut atoms);
        if atoms.len() > MOST_ATOMS || !at.spend(self.size() << atoms.len()) {
            return true;
        }
        (0..1_usize << atoms.len()).any(|choice| self.holds(at, &atoms, choice))
    }

    /// Whether it holds whatever else is so.
    pub fn certain(&self, at: &dyn Standpoint) -> bool {
        !self.may_fail() && !Self::Not(Box::new(self.clone())).possible(at)
    }

    fn size(&self) -> usize {
        match self {
            Self::Not(inner) => 1 + inner.size(),
            Self::And(a, b) | Self::Or(a, b) => 1 + a.size() + b.size(),
            _ => 1,
        }
    }

    fn atoms<'a>(&'a self, at: &dyn Standpoint, found: &mut BTreeMap<&'a str, usize>) {
        let next = found.len();
        match self {
            Self::Atom { text, .. } => drop(found.entry(text).or_insert(next)),
            Self::CallOpen if at.called() => drop(found.entry("call.open").or_insert(next)),
            Self::Not(inner) => inner.atoms(at, found),
            Self::And(a, b) | Self::Or(a, b) => {
                a.atoms(at, found);
                b.atoms(at, found);
            }
            _ => {}
        }
    }

    fn holds(&self, at: &dyn Standpoint, atoms: &BTreeMap<&str, usize>, choice: usize) -> bool {
        let chosen = |text: &str| atoms.get(text).is_some_and(|index| choice >> index & 1 == 1);
        match self {
            Self::Const(value) => *value,
            Self::Mark(mark) => at.marked(mark),
            Self::Standing(word) => at.standing() == word,
            Self::CallOpen => at.called() && chosen("call.open"),
            Self::Atom { text, .. } => chosen(text),
            Self::Not(inner) => !inner.holds(at, atoms, choice),
            Self::And(a, b) => a.holds(at, atoms, choice) && b.holds(at, atoms, choice),
            Self::Or(a, b) => a.holds(at, atoms, choice) || b.holds(at, atoms, choice),
        }
    }
}

fn formula(expression: &IdedExpr) -> Formula {
    match &expression.expr {
        Expr::Literal(LiteralValue::Boolean(value)) => Formula::Const(*value.inner()),
        Expr::Select(select) if select.field == "open" && is_ident(&select.operand, "call") => Formula::CallOpen,
        Expr::Call(call) => self::call(call).unwrap_or_else(|| atom(expression)),
        _ => atom(expression),
    }
}

fn call(call: &CallExpr) -> Option<Formula> {
    let both = |a: &IdedExpr, b: &IdedExpr| (Box::new(formula(a)), Box::new(formula(b)));
    match (call.func_name.as_str(), call.args.as_slice()) {
        ("_&&_", [a, b]) => {
            let (a, b) = both(a, b);
            Some(Formula::And(a, b))
        }
        ("_||_", [a, b]) => {
            let (a, b) = both(a, b);
            Some(Formula::Or(a, b))
        }
        ("!_", [a]) => Some(Formula::Not(Box::new(formula(a)))),
        ("_?_:_", [condition, yes, no]) => {
            let (condition, other) = (formula(condition), Formula::Not(Box::new(formula(condition))));
            let (yes, no) = (condition.and(formula(yes)), other.and(formula(no)));
            Some(Formula::Or(Box::new(yes), Box::new(no)))
        }
        ("_==_", [a, b]) if is_ident(a, "standing") => literal(b).map(Formula::Standing),
        ("_==_", [a, b]) if is_ident(b, "standing") => literal(a).map(Formula::Standing),
        ("_!=_", [a, b]) if is_ident(a, "standing") => Some(Formula::Not(Box::new(Formula::Standing(literal(b)?)))),
        ("_!=_", [a, b]) if is_ident(b, "standing") => Some(Formula::Not(Box::new(Formula::Standing(literal(a)?)))),
        ("@in" | "_in_", [item, list]) if is_ident(item, "standing") => one_of(list),
        ("marked", [mark]) => literal(mark).map(Formula::Mark),
        ("signed" | "attached" | "owed" | "late", _) => None,
        _ => None,
    }
}

/// `standing in ['good', 'due']`.
fn one_of(list: &IdedExpr) -> Option<Formula> {
    let Expr::List(list) = &list.expr else { return None };
    let words: Option<Vec<String>> = list.elements.iter().map(literal).collect();
    let words = words?.into_iter().map(Formula::Standing);
    words.reduce(|a, b| Formula::Or(Box::new(a), Box::new(b)))
}

/// Functions that always have an answer.
const ALWAYS_ANSWERED: [&str; 4] = ["signed", "attached", "owed", "late"];

fn atom(expression: &IdedExpr) -> Formula {
    let always = matches!(&expression.expr, Expr::Call(call) if ALWAYS_ANSWERED.contains(&call.func_name.as_str()));
    match shown(expression) {
        Some(text) => Formula::Atom {
            text,
            answered: !always,
        },
        None => Formula::Atom {
            text: format!("part {}", expression.id),
            answered: true,
        },
    }
}

fn is_ident(expression: &IdedExpr, name: &str) -> bool {
    matches!(&expression.expr, Expr::Ident(found) if found == name)
}

fn literal(expression: &IdedExpr) -> Option<String> {
    match &expression.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_string()),
        _ => None,
    }
}
