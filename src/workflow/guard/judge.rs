//! Says which parts of a condition are so or not so whatever anybody answers, and which can never be worked out.

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue};

use super::Guard;
use super::limits::{Limits, limits};
use super::print::shown;
use super::types::{Clash, Known, Type};
use crate::workflow::finding::Level;

impl Guard {
    /// The parts of the condition that always or never hold, and divisions by zero; empty where its parts clash.
    pub fn verdicts(&self, known: &dyn Known) -> Vec<Clash> {
        if !self.clashes(known).is_empty() {
            return Vec::new();
        }
        let root = self.program.expression();
        let mut judge = Judge {
            guard: self,
            known,
            decided: Vec::new(),
            found: Vec::new(),
        };
        judge.zeros(root);
        let whole = judge.decide(root);
        judge.say(root, whole);
        judge.found
    }
}

/// Goes through a condition and gathers what is decided.
struct Judge<'a> {
    guard: &'a Guard,
    known: &'a dyn Known,
    decided: Vec<(&'a IdedExpr, bool, Option<String>)>,
    found: Vec<Clash>,
}

impl<'a> Judge<'a> {
    /// Whether a part always (true) or never (false) holds; the smallest parts that decide it are noted.
    ///
    /// What holds of every answer does not hold while there is none: a condition that asks for it is not met then. So it
    /// is noted, and decides nothing beyond itself.
    fn decide(&mut self, part: &'a IdedExpr) -> Option<bool> {
        match &part.expr {
            Expr::Literal(LiteralValue::Boolean(value)) => {
                self.decided.push((part, *value.inner(), None));
                Some(*value.inner())
            }
            Expr::Call(call) => self.call(part, call),
            _ => None,
        }
    }

    fn call(&mut self, whole: &'a IdedExpr, call: &'a CallExpr) -> Option<bool> {
        match (call.func_name.as_str(), call.args.as_slice()) {
            ("_&&_", [a, b]) => match (self.decide(a), self.decide(b)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            ("_||_", [a, b]) => match (self.decide(a), self.decide(b)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            ("!_", [a]) => match (self.decide(a), asks(a)) {
                (Some(false), true) => None,
                (decided, _) => decided.map(|value| !value),
            },
            ("_?_:_", [condition, yes, no]) => {
                let (asked, yes, no) = (self.decide(condition), self.branch(yes), self.branch(no));
                match asked {
                    Some(true) => yes,
                    Some(false) => no,
                    None => yes.filter(|_| yes == no),
                }
            }
            (sign, [a, b]) => {
                let (value, why) = self.compared(sign, a, b)?;
                self.decided.push((whole, value, why));
                Some(value).filter(|value| !(*value && asks(whole)))
            }
            _ => None,
        }
    }

    /// `true` and `false` are what the branches of a choice are for.
    fn branch(&mut self, part: &'a IdedExpr) -> Option<bool> {
        match &part.expr {
            Expr::Literal(LiteralValue::Boolean(value)) => Some(*value.inner()),
            _ => self.decide(part),
        }
    }

    /// Whether a comparison always or never holds, and what shows it.
    fn compared(&self, sign: &str, a: &IdedExpr, b: &IdedExpr) -> Option<(bool, Option<String>)> {
        if matches!(sign, "@in" | "_in_") {
            return self.within(a, b);
        }
        if let (Expr::Literal(_), Expr::Literal(_), "_==_" | "_!=_") = (&a.expr, &b.expr, sign)
            && let (Some(left), Some(right)) = (shown(a), shown(b))
            && !matches!(self.sides(a, b), (left, right) if left.known() && right.known())
        {
            return Some(((left == right) == (sign == "_==_"), None));
        }
        let (left, right) = self.sides(a, b);
        let value = match sign {
            "_<_" => before(left, right),
            "_>_" => before(right, left),
            "_<=_" => before(right, left).map(|value| !value),
            "_>=_" => before(left, right).map(|value| !value),
            "_==_" => equal(left, right),
            "_!=_" => equal(left, right).map(|value| !value),
            _ => None,
        }?;
        let why: Vec<String> = [(a, left), (b, right)]
            .iter()
            .filter(|(part, limits)| !matches!(part.expr, Expr::Literal(_)) && limits.known())
            .filter_map(|(part, limits)| Some(format!("`{}` is {}", shown(part)?, limits.said())))
            .collect();
        Some((value, (!why.is_empty()).then(|| why.join(", and "))))
    }

    fn sides(&self, a: &IdedExpr, b: &IdedExpr) -> (Limits, Limits) {
        (limits(self.known, a), limits(self.known, b))
    }

    /// `answers.field in ['a', 'b']` where there are no others, or none are listed.
    fn within(&self, item: &IdedExpr, list: &IdedExpr) -> Option<(bool, Option<String>)> {
        let Expr::List(list) = &list.expr else { return None };
        if list.elements.is_empty() {
            return Some((false, Some("the list is empty".to_owned())));
        }
        let Expr::Select(select) = &item.expr else { return None };
        let Type::Word(_, words) = self.known.asked(&super::limits::asked(select)?) else {
            return None;
        };
        let listed: Option<Vec<String>> = list.elements.iter().map(literal).collect();
        let listed = listed?;
        let all = !words.is_empty() && words.iter().all(|word| listed.contains(word));
        all.then(|| (true, Some("these are all options".to_owned())))
    }

    /// Notes every division by what can only be zero.
    fn zeros(&mut self, part: &'a IdedExpr) {
        match &part.expr {
            Expr::Call(call) => {
                if let ("_/_" | "_%_", [_, by]) = (call.func_name.as_str(), call.args.as_slice())
                    && limits(self.known, by).only() == Some(0.0)
                {
                    let message = format!("{} divides by zero, and can never be worked out", self.named(part));
                    self.note(
                        by,
                        (Level::Error, "divides-by-zero"),
                        message,
                        "divide by something else",
                    );
                }
                call.target.iter().for_each(|target| self.zeros(target));
                call.args.iter().for_each(|one| self.zeros(one));
            }
            Expr::Select(select) => self.zeros(&select.operand),
            Expr::List(list) => list.elements.iter().for_each(|one| self.zeros(one)),
            Expr::Comprehension(search) => {
                self.zeros(&search.iter_range);
                self.zeros(&search.loop_step);
            }
            _ => {}
        }
    }

    /// Makes a finding of each decided part, and says what it does to the whole.
    fn say(&mut self, root: &IdedExpr, whole: Option<bool>) {
        for (part, value, why) in std::mem::take(&mut self.decided) {
            let (rule, verb, hint) = match value {
                true if asks(part) => (
                    "always-holds",
                    "always holds once it is answered",
                    "ask `has(…)` if that is meant, or for something that can be otherwise",
                ),
                true => (
                    "always-holds",
                    "always holds",
                    "take it out, or ask for something that can be otherwise",
                ),
                false => (
                    "never-holds",
                    "can never hold",
                    "ask for something that can be so, or take it out",
                ),
            };
            let why = why.map_or_else(String::new, |why| format!(": {why}"));
            let whole = match whole {
                Some(true) if part.id != root.id => ", and so the whole condition always holds",
                Some(false) if part.id != root.id => ", and so the whole condition can never hold",
                _ => "",
            };
            let message = format!("{} {verb}{why}{whole}", self.named(part));
            self.note(part, (Level::Warning, rule), message, hint);
        }
    }

    fn named(&self, part: &IdedExpr) -> String {
        let text = shown(part).unwrap_or_else(|| self.guard.text.clone());
        format!("`{text}`")
    }

    fn note(&mut self, at: &IdedExpr, (level, rule): (Level, &'static str), message: String, hint: &str) {
        self.found.push(Clash {
            level,
            rule,
            message,
            hint: hint.to_owned(),
            character: self.guard.character(at),
        });
    }
}

/// Whether a part asks for an answer, which there may be none of.
fn asks(part: &IdedExpr) -> bool {
    match &part.expr {
        Expr::Select(_) => true,
        Expr::Call(call) => call.target.iter().any(|target| asks(target)) || call.args.iter().any(asks),
        Expr::List(list) => list.elements.iter().any(asks),
        Expr::Comprehension(search) => asks(&search.iter_range),
        _ => false,
    }
}

/// Whether one number is always (true) or never (false) less than the other.
fn before(a: Limits, b: Limits) -> Option<bool> {
    if a.most < b.least {
        Some(true)
    } else if a.least >= b.most {
        Some(false)
    } else {
        None
    }
}

/// Whether two numbers are always (true) or never (false) the same.
fn equal(a: Limits, b: Limits) -> Option<bool> {
    let broken = |number: Option<f64>| number.is_some_and(|number| number.fract() != 0.0);
    let apart = a.most < b.least || b.most < a.least;
    if apart || (a.whole && broken(b.only())) || (b.whole && broken(a.only())) {
        return Some(false);
    }
    (a.only().is_some() && a.only() == b.only()).then_some(true)
}

fn literal(expression: &IdedExpr) -> Option<String> {
    match &expression.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_string()),
        _ => None,
    }
}
