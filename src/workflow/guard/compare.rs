//! Goes through a condition and says what each operator and function is given that it cannot take.

use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, SelectExpr};

use super::Guard;
use super::types::{Clash, Known, Type};
use crate::workflow::finding::Level;
use crate::workflow::reader::nearest;

/// What a function that asks about the case answers with.
fn answers_with(function: &str) -> Option<Type> {
    match function {
        "marked" | "signed" | "attached" | "owed" | "late" | "quorate" | "carried" | "tied" | "passed" => {
            Some(Type::Flag)
        }
        "voted" | "scored" | "score" | "rank" | "children" => Some(Type::Number),
        _ => None,
    }
}

/// Goes through a condition and notes what does not fit.
pub(super) struct Reader<'a> {
    guard: &'a Guard,
    known: &'a dyn Known,
    bound: Vec<(String, Type)>,
    /// What does not fit.
    pub(super) found: Vec<Clash>,
}

impl<'a> Reader<'a> {
    /// A reader that has found nothing yet.
    pub(super) fn new(guard: &'a Guard, known: &'a dyn Known) -> Self {
        Self {
            guard,
            known,
            bound: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Notes something that does not fit.
    pub(super) fn clash(&mut self, at: &IdedExpr, rule: &'static str, message: String, hint: impl Into<String>) {
        self.found.push(Clash {
            level: Level::Error,
            rule,
            message,
            hint: hint.into(),
            character: self.guard.character(at),
        });
    }

    /// The type of an expression; what does not fit in it is noted.
    pub(super) fn of(&mut self, expression: &IdedExpr) -> Type {
        match &expression.expr {
            Expr::Literal(literal) => literal_type(literal),
            Expr::Ident(name) if name == "standing" => Type::Word("a standing", self.known.standings()),
            Expr::Ident(name) => {
                let bound = self.bound.iter().find(|(bound, _)| bound == name);
                bound.map_or(Type::Any, |(_, kind)| kind.clone())
            }
            Expr::Select(select) => self.select(expression, select),
            Expr::List(list) => {
                let items: Vec<Type> = list.elements.iter().map(|item| self.of(item)).collect();
                Type::List(Box::new(items.into_iter().next().unwrap_or(Type::Any)))
            }
            Expr::Call(call) => self.call(expression, call),
            Expr::Comprehension(search) => self.search(search),
            _ => Type::Any,
        }
    }

    fn select(&mut self, whole: &IdedExpr, select: &SelectExpr) -> Type {
        if select.test {
            return Type::Flag;
        }
        match &select.operand.expr {
            Expr::Ident(name) if name == "answers" => self.known.answer(&select.field),
            Expr::Ident(name) if name == "call" && select.field == "open" => Type::Flag,
            Expr::Ident(name) if name == "call" => Type::Number,
            Expr::Select(inner) if matches!(&inner.operand.expr, Expr::Ident(name) if name == "forms") => {
                self.known.recorded(&inner.field, &select.field)
            }
            _ => {
                let owner = self.of(&select.operand);
                self.part(whole, &owner, &select.field)
            }
        }
    }

    /// A part of an answer, such as the year of a figure.
    fn part(&mut self, at: &IdedExpr, owner: &Type, name: &str) -> Type {
        match owner {
            Type::Any => Type::Any,
            Type::Parts(parts) => match parts.iter().find(|(part, _)| part == name) {
                Some((_, kind)) => kind.clone(),
                None => {
                    let names: Vec<&str> = parts.iter().map(|(part, _)| part.as_str()).collect();
                    let hint = meant(name, &names);
                    self.clash(at, "unknown-part", format!("the answer has no part `{name}`"), hint);
                    Type::Any
                }
            },
            other => {
                let message = format!("`{name}` is asked of {}, which has no parts", other.said());
                self.clash(at, "guard-type", message, format!("take `.{name}` out"));
                Type::Any
            }
        }
    }

    fn call(&mut self, whole: &IdedExpr, call: &CallExpr) -> Type {
        if let Some(answer) = answers_with(&call.func_name) {
            return answer;
        }
        match (call.func_name.as_str(), call.args.as_slice()) {
            ("_&&_" | "_||_" | "!_", parts) => {
                for part in parts {
                    self.wants(part, &Type::Flag);
                }
                Type::Flag
            }
            ("_?_:_", [condition, yes, no]) => {
                self.wants(condition, &Type::Flag);
                self.branches(yes, no)
            }
            ("_==_" | "_!=_", [left, right]) => self.compared((left, right), Order::Equal),
            ("_<_" | "_<=_" | "_>_" | "_>=_", [left, right]) => self.compared((left, right), Order::Before),
            ("@in" | "_in_", [item, list]) => self.within(item, list),
            ("_+_", [left, right]) => self.sum(whole, left, right),
            ("_-_" | "_*_" | "_/_" | "_%_" | "-_", parts) => {
                for part in parts {
                    self.wants(part, &Type::Number);
                }
                Type::Number
            }
            _ => self.function(call),
        }
    }

    fn function(&mut self, call: &CallExpr) -> Type {
        let target = call.target.as_deref();
        match (call.func_name.as_str(), target, call.args.as_slice()) {
            ("size", Some(of), _) | ("size", None, [of]) => {
                let kind = self.of(of);
                if !kind.is_text() && !matches!(kind, Type::List(_) | Type::Any) {
                    let message = format!("`size` is asked of {}", kind.said());
                    self.clash(of, "guard-type", message, "only texts and lists have a size");
                }
                Type::Number
            }
            ("contains" | "startsWith" | "endsWith", Some(of), [part]) => {
                self.wants(of, &Type::Text);
                self.wants(part, &Type::Text);
                Type::Flag
            }
            ("string", ..) => Type::Text,
            (_, target, args) => {
                for part in target.into_iter().chain(args) {
                    self.of(part);
                }
                Type::Any
            }
        }
    }

    /// Notes a part that is not what its operator takes.
    fn wants(&mut self, part: &IdedExpr, wanted: &Type) {
        let found = self.of(part);
        if !found.meets(wanted) {
            let message = format!("{} stands where {} is wanted", self.named(part, &found), wanted.said());
            let hint = match (wanted, &found) {
                (Type::Text, Type::List(_)) => "ask whether a list has an item: `'x' in answers.FIELD`".to_owned(),
                (Type::Number, Type::Day) => {
                    "days are compared as they are written: `answers.FIELD < '2030-01-01'`".to_owned()
                }
                (Type::Flag, _) => "compare it with something, such as `… == 3`".to_owned(),
                _ => "use an answer of the right type".to_owned(),
            };
            self.clash(part, "guard-type", message, hint);
        }
    }

    /// What an operand is, as it is written where that is short.
    fn named(&self, part: &IdedExpr, kind: &Type) -> String {
        match super::print::shown(part) {
            Some(written) => format!("`{written}`, {},", kind.said()),
            None => format!("{} in `{}`", kind.said(), self.guard.text),
        }
    }

    /// What a choice between two values is, which must be of one kind.
    fn branches(&mut self, yes: &IdedExpr, no: &IdedExpr) -> Type {
        let (a, b) = (self.of(yes), self.of(no));
        if !a.meets(&b) {
            let message = format!("{} stands where the other branch is {}", self.named(no, &b), a.said());
            let hint = "let both branches of `… ? … : …` be numbers, texts or conditions";
            self.clash(no, "guard-type", message, hint);
            return Type::Any;
        }
        match (a, b) {
            (Type::Any, other) | (other, Type::Any) => other,
            (a, b) if a == b => a,
            (a, b) if a.is_text() && b.is_text() => Type::Text,
            _ => Type::Any,
        }
    }

    fn sum(&mut self, whole: &IdedExpr, left: &IdedExpr, right: &IdedExpr) -> Type {
        let (a, b) = (self.of(left), self.of(right));
        let dated = [&a, &b]
            .into_iter()
            .any(|kind| matches!(kind, Type::Day | Type::MonthDay));
        if dated {
            let hint = "a point in time can be counted on where a date stands: `due = \"FORM.FIELD + 1 month\"`";
            self.clash(whole, "guard-type", "`+` is asked of a day".to_owned(), hint);
        } else if !a.meets(&b)
            || [&a, &b]
                .into_iter()
                .any(|kind| matches!(kind, Type::Flag | Type::Parts(_)))
        {
            let message = format!("`+` joins {} and {}", a.said(), b.said());
            self.clash(whole, "guard-type", message, "add numbers to numbers");
        }
        if matches!(a, Type::Any) { b } else { a }
    }

    fn within(&mut self, item: &IdedExpr, list: &IdedExpr) -> Type {
        let (kind, items) = (self.of(item), self.of(list));
        match &items {
            Type::List(inner) => {
                self.fits(item, (&kind, inner), Order::Equal);
                if let Expr::List(written) = &list.expr {
                    for one in &written.elements {
                        let of = self.of(one);
                        self.fits(one, (&of, &kind), Order::Equal);
                    }
                }
            }
            Type::Any => {}
            other => {
                let message = format!("`in` looks through {} which is no list", self.named(list, other));
                self.clash(list, "guard-type", message, "compare it: `… == 'x'`");
            }
        }
        Type::Flag
    }

    fn compared(&mut self, (left, right): (&IdedExpr, &IdedExpr), order: Order) -> Type {
        let (a, b) = (self.of(left), self.of(right));
        let null = |part: &IdedExpr| matches!(&part.expr, Expr::Literal(LiteralValue::Null));
        if null(left) || null(right) {
            return Type::Flag;
        }
        let literal = |part: &IdedExpr| matches!(&part.expr, Expr::Literal(_));
        if literal(left) && !literal(right) {
            self.fits(left, (&a, &b), order);
        } else {
            self.fits(right, (&b, &a), order);
        }
        if order == Order::Before {
            self.ordered((left, right), &a, &b);
        }
        Type::Flag
    }

    /// Notes what has no before and after.
    fn ordered(&mut self, (left, right): (&IdedExpr, &IdedExpr), a: &Type, b: &Type) {
        for kind in [a, b] {
            if matches!(kind, Type::Flag | Type::List(_) | Type::Parts(_)) {
                let part = if std::ptr::eq(kind, a) { left } else { right };
                let message = format!("{} has no before and after", self.named(part, kind));
                self.clash(
                    left,
                    "guard-type",
                    message,
                    "ask whether it is equal: `==`, or `in` for a list",
                );
                return;
            }
        }
        if let (Type::Word(..) | Type::Text, other) | (other, Type::Word(..)) = (a, b)
            && (other.is_text() && !matches!(other, Type::Day | Type::MonthDay))
        {
            let message = format!("{} is put in the order of the alphabet", self.named(left, a));
            self.clash(
                left,
                "guard-type",
                message,
                "compare numbers or days, or ask whether it is equal: `==`",
            );
        }
    }

    /// Notes a value that can never be equal to the other, or be compared with it.
    fn fits(&mut self, part: &IdedExpr, (kind, wanted): (&Type, &Type), order: Order) {
        let text = match &part.expr {
            Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_string()),
            _ => None,
        };
        match (wanted, text) {
            (Type::Word(what, words), Some(text)) if order == Order::Equal && !words.contains(&text) => {
                let rule = if *what == "a standing" {
                    "unknown-standing"
                } else {
                    "unknown-option"
                };
                let names: Vec<&str> = words
                    .iter()
                    .map(String::as_str)
                    .filter(|word| !word.is_empty())
                    .collect();
                let noun = what
                    .trim_start_matches("a ")
                    .trim_start_matches("one of the ")
                    .trim_end_matches('s');
                self.clash(part, rule, format!("unknown {noun} `{text}`"), meant(&text, &names));
            }
            (Type::Day, Some(text)) if !is_day(&text) => {
                let hint = "days are compared as texts: write year, month and day, `'2030-01-31'`";
                self.clash(
                    part,
                    "not-a-day",
                    format!("`{text}` is not a day, and is compared with one"),
                    hint,
                );
            }
            (Type::MonthDay, Some(text)) if !is_day(&format!("2000-{text}")) => {
                let hint = "days of the year are compared as texts: write month and day, `'12-31'`";
                self.clash(part, "not-a-day", format!("`{text}` is not a day of the year"), hint);
            }
            _ if !kind.meets(wanted) => {
                let message = format!("{} is compared with {}", self.named(part, kind), wanted.said());
                let hint = match wanted {
                    Type::Number => "write a number without quotation marks",
                    Type::Flag => "a yes or no needs no comparison: `answers.FIELD` or `!answers.FIELD`",
                    Type::List(_) => "ask whether the list has it: `'x' in answers.FIELD`",
                    Type::Parts(_) => "say which part: `.value` or `.year`",
                    _ => "write a text in quotation marks: `'…'`",
                };
                self.clash(part, "guard-type", message, hint);
            }
            _ => {}
        }
    }

    fn search(&mut self, search: &ComprehensionExpr) -> Type {
        let items = match self.of(&search.iter_range) {
            Type::List(item) => *item,
            Type::Any => Type::Any,
            other => {
                let message = format!(
                    "{} is no list to be looked through",
                    self.named(&search.iter_range, &other)
                );
                self.clash(&search.iter_range, "guard-type", message, "ask it directly");
                Type::Any
            }
        };
        self.bound = vec![(search.iter_var.clone(), items)];
        self.of(&search.loop_step);
        self.bound.clear();
        Type::Flag
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Equal,
    Before,
}

fn literal_type(literal: &LiteralValue) -> Type {
    match literal {
        LiteralValue::Boolean(_) => Type::Flag,
        LiteralValue::Double(_) | LiteralValue::Int(_) | LiteralValue::UInt(_) => Type::Number,
        LiteralValue::String(_) => Type::Text,
        LiteralValue::Bytes(_) | LiteralValue::Null => Type::Any,
    }
}

/// Whether a text is a day as answers keep it.
fn is_day(text: &str) -> bool {
    text.len() == 10 && text.is_ascii() && text.as_bytes()[4] == b'-' && text.parse::<jiff::civil::Date>().is_ok()
}

fn meant(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "there is none at all".to_owned(),
        None => format!("there are: `{}`", known[..known.len().min(12)].join("`, `")),
    }
}
