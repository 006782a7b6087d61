//! The types of what a condition compares, so that one that can never be worked out is found before anybody meets it.
//!
//! Owns what a value can be and what fits what; [`super::compare`] goes through a condition. Does not know any form: what
//! an answer is comes as [`Known`].

use cel::common::ast::{Expr, IdedExpr};

use super::Guard;
use super::compare::Reader;
use super::limits::Limits;
use crate::workflow::finding::Level;

/// What a value in a condition is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// It cannot be told, and is not asked further.
    Any,
    /// True or false.
    Flag,
    /// A number, whole or not.
    Number,
    /// A text.
    Text,
    /// A day, kept as the text `2027-03-31`.
    Day,
    /// A day of every year, kept as the text `12-31`.
    MonthDay,
    /// One of these words; what they are called together, for messages.
    Word(&'static str, Vec<String>),
    /// A list of such.
    List(Box<Type>),
    /// Parts by name.
    Parts(Vec<(String, Type)>),
}

/// What the answers a condition speaks of are.
pub trait Known {
    /// The type of an answer of the case's own form.
    fn answer(&self, field: &str) -> Type;
    /// The type of a recorded answer of any form.
    fn recorded(&self, form: &str, field: &str) -> Type;
    /// The words a standing may be.
    fn standings(&self) -> Vec<String>;
    /// What a number that is asked for can be.
    fn limits(&self, asked: &Asked<'_>) -> Limits {
        let _ = asked;
        Limits::ANY
    }
    /// How many items or characters an answer can have.
    fn size(&self, asked: &Asked<'_>) -> Limits {
        let _ = asked;
        Limits::ANY
    }
    /// The type of what is asked for.
    fn asked(&self, asked: &Asked<'_>) -> Type {
        match asked {
            Asked::Answer { field, form, part } if part.is_empty() => match form {
                None => self.answer(field),
                Some(form) => self.recorded(form, field),
            },
            _ => Type::Any,
        }
    }
}

/// Something a condition asks for that is known before anybody answers at least in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked<'a> {
    /// `call.quota`.
    Quota,
    /// An answer of the case's own form or of a recorded one, or a part of it: `["year"]`.
    Answer {
        /// The recorded form, if it is one.
        form: Option<&'a str>,
        /// The field.
        field: &'a str,
        /// Names within the answer.
        part: Vec<&'a str>,
    },
}

/// A part of a condition that does not fit another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// How bad it is.
    pub level: Level,
    /// The rule's name.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub hint: String,
    /// Where it begins in the condition, in characters from 0.
    pub character: usize,
}

impl Guard {
    /// Everything in the condition whose type does not fit.
    pub fn clashes(&self, known: &dyn Known) -> Vec<Clash> {
        let mut reader = Reader::new(self, known);
        let root = self.program.expression();
        let whole = reader.of(root);
        if !matches!(whole, Type::Flag | Type::Any) {
            let message = format!("`{}` is {}, and neither true nor false", self.text, whole.said());
            reader.clash(
                root,
                "guard-type",
                message,
                "compare it with something, such as `… == 3`",
            );
        }
        reader.found
    }

    /// Where an expression begins, in characters from 0.
    pub(super) fn character(&self, expression: &IdedExpr) -> usize {
        let source = &self.program.source_info().source;
        let before = source.get(..self.start(expression)).unwrap_or(source);
        before.chars().count()
    }

    /// Where an expression begins, in bytes.
    fn start(&self, expression: &IdedExpr) -> usize {
        let own = self.program.source_info().offset_for(expression.id);
        let start = own.map_or(0, |(start, _)| start as usize);
        if let Expr::Call(call) = &expression.expr
            && call.target.is_none()
            && let Some(before) = self.program.source_info().source.get(..start)
            && let Some(name) = before.trim_end().strip_suffix(call.func_name.as_str())
        {
            return name.len();
        }
        leftmost(expression).map_or(start, |inner| self.start(inner).min(start))
    }
}

/// The operand an expression begins with.
fn leftmost(expression: &IdedExpr) -> Option<&IdedExpr> {
    match &expression.expr {
        Expr::Select(select) => Some(&select.operand),
        Expr::Call(call) if call.target.is_some() => call.target.as_deref(),
        Expr::Call(call) if call.func_name.starts_with("_") || call.func_name == "@in" => call.args.first(),
        Expr::Comprehension(comprehension) => Some(&comprehension.iter_range),
        _ => None,
    }
}

impl Type {
    /// What it is called in a message.
    pub(super) fn said(&self) -> &'static str {
        match self {
            Self::Any => "something",
            Self::Flag => "a yes or no",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Day => "a day",
            Self::MonthDay => "a day of the year",
            Self::Word(what, _) => what,
            Self::List(_) => "a list",
            Self::Parts(_) => "made of parts",
        }
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Day | Self::MonthDay | Self::Word(..))
    }

    /// Whether one can be equal to the other at all.
    pub(super) fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::Day, Self::MonthDay) | (Self::MonthDay, Self::Day) => false,
            (Self::List(a), Self::List(b)) => a.meets(b),
            (Self::Parts(_), Self::Parts(_)) => true,
            (a, b) => a == b || (a.is_text() && b.is_text()),
        }
    }
}
