//! Numbers with their limits: what a number in a condition can be before anybody has answered.

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, SelectExpr};

use super::types::{Asked, Known};

/// The least and the most a number can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// It is never less.
    pub least: f64,
    /// It is never more.
    pub most: f64,
    /// It is always a whole number.
    pub whole: bool,
}

/// From here on two different numbers can look the same.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Limits {
    /// Any number at all.
    pub const ANY: Self = Self {
        least: f64::NEG_INFINITY,
        most: f64::INFINITY,
        whole: false,
    };

    /// A whole number from one to the other.
    pub fn whole(least: f64, most: f64) -> Self {
        Self {
            least,
            most,
            whole: true,
        }
        .sound()
    }

    /// A number from one to the other.
    pub fn between(least: f64, most: f64) -> Self {
        Self {
            whole: false,
            ..Self::whole(least, most)
        }
    }

    /// The one number it can be.
    pub fn only(self) -> Option<f64> {
        (self.least >= self.most).then_some(self.least)
    }

    /// Whether anything is known of it.
    pub fn known(self) -> bool {
        self.least.is_finite() || self.most.is_finite()
    }

    /// The limits in words: `from 1 to 5`.
    pub fn said(self) -> String {
        match (self.only(), self.least.is_finite(), self.most.is_finite()) {
            (Some(number), ..) => format!("always {number}"),
            (None, true, true) => format!("from {} to {}", self.least, self.most),
            (None, true, false) => format!("at least {}", self.least),
            (None, false, _) => format!("at most {}", self.most),
        }
    }

    /// The same, or less known where the numbers are no longer exact.
    fn sound(self) -> Self {
        let least = match self.least {
            least if least > EXACT => EXACT,
            least if least >= -EXACT => least,
            _ => f64::NEG_INFINITY,
        };
        let most = match self.most {
            most if most < -EXACT => -EXACT,
            most if most <= EXACT => most,
            _ => f64::INFINITY,
        };
        Self { least, most, ..self }
    }

    /// What comes of an operator, given what comes of the four pairs of ends.
    fn joined(self, other: Self, of: impl Fn(f64, f64) -> f64) -> Self {
        let ends = [
            of(self.least, other.least),
            of(self.least, other.most),
            of(self.most, other.least),
            of(self.most, other.most),
        ];
        if ends.iter().any(|end| end.is_nan()) {
            return Self::ANY;
        }
        Self {
            least: ends.into_iter().fold(f64::INFINITY, f64::min),
            most: ends.into_iter().fold(f64::NEG_INFINITY, f64::max),
            whole: self.whole && other.whole,
        }
        .sound()
    }

    /// Whole numbers are divided without a rest; for others the limits are wide enough for both ways.
    fn divided(self, by: Self) -> Self {
        if by.least <= 0.0 && by.most >= 0.0 {
            return Self::ANY;
        }
        let quotient = self.joined(by, |a, b| a / b);
        let (low, high) = (quotient.least.trunc(), quotient.most.trunc());
        if quotient.whole {
            Self::whole(low, high)
        } else {
            Self::between(quotient.least.min(low), quotient.most.max(high))
        }
    }
}

/// What a number in a condition can be.
pub(super) fn limits(known: &dyn Known, expression: &IdedExpr) -> Limits {
    match &expression.expr {
        Expr::Literal(literal) => of_literal(literal),
        Expr::Select(select) => asked(select).map_or(Limits::ANY, |asked| known.limits(&asked)),
        Expr::Call(call) => of_call(known, call),
        _ => Limits::ANY,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "what is not exact any more is not held to be known"
)]
fn of_literal(literal: &LiteralValue) -> Limits {
    match literal {
        LiteralValue::Int(number) => Limits::whole(*number.inner() as f64, *number.inner() as f64),
        LiteralValue::UInt(number) => Limits::whole(*number.inner() as f64, *number.inner() as f64),
        LiteralValue::Double(number) => Limits::between(*number.inner(), *number.inner()),
        _ => Limits::ANY,
    }
}

fn of_call(known: &dyn Known, call: &CallExpr) -> Limits {
    let of = |part: &IdedExpr| limits(known, part);
    match (call.func_name.as_str(), call.args.as_slice()) {
        ("voted" | "scored" | "children", _) => Limits::whole(0.0, f64::INFINITY),
        ("rank", _) => Limits::whole(1.0, f64::INFINITY),
        ("size", [list]) => size(known, list),
        ("size", []) => call.target.as_ref().map_or(Limits::ANY, |list| size(known, list)),
        ("-_", [a]) => Limits::whole(0.0, 0.0).joined(of(a), |zero, a| zero - a),
        ("_+_", [a, b]) => of(a).joined(of(b), |a, b| a + b),
        ("_-_", [a, b]) => of(a).joined(of(b), |a, b| a - b),
        ("_*_", [a, b]) => of(a).joined(of(b), |a, b| a * b),
        ("_/_", [a, b]) => of(a).divided(of(b)),
        ("_?_:_", [_, yes, no]) => {
            let (yes, no) = (of(yes), of(no));
            Limits {
                least: yes.least.min(no.least),
                most: yes.most.max(no.most),
                whole: yes.whole && no.whole,
            }
        }
        _ => Limits::ANY,
    }
}

fn size(known: &dyn Known, list: &IdedExpr) -> Limits {
    match &list.expr {
        Expr::Select(select) => asked(select).map_or(Limits::ANY, |asked| known.size(&asked)),
        _ => Limits::ANY,
    }
}

/// The answer, or the part of one, that is asked for.
pub(super) fn asked(select: &SelectExpr) -> Option<Asked<'_>> {
    let mut names = vec![select.field.as_str()];
    let mut operand = &select.operand.expr;
    while let Expr::Select(inner) = operand {
        names.push(&inner.field);
        operand = &inner.operand.expr;
    }
    let Expr::Ident(root) = operand else { return None };
    names.reverse();
    match (root.as_str(), names.as_slice()) {
        ("call", ["quota"]) => Some(Asked::Quota),
        ("answers", [field, part @ ..]) => Some(Asked::Answer {
            form: None,
            field,
            part: part.to_vec(),
        }),
        ("forms", [form, field, part @ ..]) => Some(Asked::Answer {
            form: Some(form),
            field,
            part: part.to_vec(),
        }),
        _ => None,
    }
}
