//! A condition taken apart, so that it can be said in words.

use cel::common::ast::{CallExpr, Expr, IdedExpr, ListExpr, LiteralValue, SelectExpr};

use super::limits::asked;
use super::print::shown;
use super::types::Asked;

/// A condition taken apart as far as it has words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outline {
    /// All of these.
    All(Vec<Outline>),
    /// At least one of these.
    Any(Vec<Outline>),
    /// Not this.
    Not(Box<Outline>),
    /// `marked('x')`.
    Marked(String),
    /// `signed('x')`.
    Signed(String),
    /// `attached('x')`.
    Attached(String),
    /// `owed('x')`.
    Owed(String),
    /// `late('x')`.
    Late(String),
    /// `call.open`.
    CallOpen,
    /// `standing == 'x'`.
    Standing(String),
    /// `carried('x')` and its sisters that yield true or false: function and panel.
    Panel(String, String),
    /// A comparison.
    Compared(Term, &'static str, Term),
    /// `'x' in answers.field`: the item and the list.
    Within(Term, Term),
    /// `has(answers.field)`.
    Answered(Term),
    /// Anything else, as a formula.
    Formula(String),
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// `score('x')` and its sisters that yield a number: function and panel.
    Panel(String, String),
    /// `call.quota`.
    Places,
    /// A number.
    Number(String),
    /// A word in quotation marks.
    Word(String),
    /// `true` or `false`.
    Flag(bool),
    /// `answers.field`, or `forms.form.field` with its form, and the names within the answer: `year`.
    Answer(Option<String>, String, Vec<String>),
    /// `children('kind', 'state')`.
    Children(String, String),
    /// `size(answers.field)`.
    Size(Box<Term>),
    /// Two, with the sign between them.
    Joined(Box<Term>, &'static str, Box<Term>),
}

/// Takes an expression apart; `text` stands for what has no words.
pub(super) fn outline(expression: &IdedExpr, text: &str) -> Outline {
    let known = match &expression.expr {
        Expr::Select(select) if select.test => answer(select).map(Outline::Answered),
        Expr::Select(select) if select.field == "open" && is_ident(&select.operand.expr, "call") => {
            Some(Outline::CallOpen)
        }
        Expr::Select(select) => answer(select).map(|asked| Outline::Compared(asked, "=", Term::Flag(true))),
        Expr::Call(call) => self::call(call, text),
        _ => None,
    };
    known.unwrap_or_else(|| Outline::Formula(shown(expression).unwrap_or_else(|| text.to_owned())))
}

fn call(call: &CallExpr, text: &str) -> Option<Outline> {
    let word = |index: usize| literal(&call.args.get(index)?.expr);
    let not = |part: Outline| Outline::Not(Box::new(part));
    match (call.func_name.as_str(), call.args.as_slice()) {
        ("_&&_", _) => Some(Outline::All(parts(call, text))),
        ("_||_", _) => Some(Outline::Any(parts(call, text))),
        ("!_", [part]) => Some(not(outline(part, text))),
        ("_?_:_", [asked, yes, no]) => {
            let asked = outline(asked, text);
            let either = [
                Outline::All(vec![asked.clone(), outline(yes, text)]),
                Outline::All(vec![not(asked), outline(no, text)]),
            ];
            Some(Outline::Any(either.into()))
        }
        ("_==_", [a, _]) if is_ident(&a.expr, "standing") => word(1).map(Outline::Standing),
        ("_!=_", [a, _]) if is_ident(&a.expr, "standing") => word(1).map(|word| not(Outline::Standing(word))),
        ("@in" | "_in_", [item, list]) => within(item, list),
        (name @ ("quorate" | "carried" | "tied" | "passed"), _) => {
            word(0).map(|panel| Outline::Panel(name.to_owned(), panel))
        }
        ("marked", _) => word(0).map(Outline::Marked),
        ("signed", _) => word(0).map(Outline::Signed),
        ("attached", _) => word(0).map(Outline::Attached),
        ("owed", _) => word(0).map(Outline::Owed),
        ("late", _) => word(0).map(Outline::Late),
        (operator, [a, b]) => {
            let (_, sign) = SIGNS.iter().find(|(known, _)| *known == operator)?;
            Some(Outline::Compared(term(&a.expr)?, sign, term(&b.expr)?))
        }
        _ => None,
    }
}

const SIGNS: [(&str, &str); 6] = [
    ("_==_", "="),
    ("_!=_", "≠"),
    ("_<_", "<"),
    ("_<=_", "≤"),
    ("_>_", ">"),
    ("_>=_", "≥"),
];

const SUMS: [(&str, &str); 4] = [("_+_", "+"), ("_-_", "−"), ("_*_", "×"), ("_/_", "÷")];

/// The sign that says the opposite.
pub fn opposite(sign: &str) -> &'static str {
    match sign {
        "=" => "≠",
        "≠" => "=",
        "<" => "≥",
        "≤" => ">",
        ">" => "≤",
        _ => "<",
    }
}

/// `standing in ['good', 'due']`, `answers.field in ['a', 'b']` and `'a' in answers.list`.
fn within(item: &IdedExpr, list: &IdedExpr) -> Option<Outline> {
    let Expr::List(ListExpr { elements, .. }) = &list.expr else {
        return Some(Outline::Within(term(&item.expr)?, term(&list.expr)?));
    };
    let each: Option<Vec<Outline>> = elements.iter().map(|one| equal(&item.expr, &one.expr)).collect();
    each.filter(|each| !each.is_empty()).map(Outline::Any)
}

fn equal(item: &Expr, one: &Expr) -> Option<Outline> {
    if is_ident(item, "standing") {
        return literal(one).map(Outline::Standing);
    }
    Some(Outline::Compared(term(item)?, "=", term(one)?))
}

fn term(expr: &Expr) -> Option<Term> {
    match expr {
        Expr::Select(select) => answer(select),
        Expr::Literal(LiteralValue::Int(number)) => Some(Term::Number(number.to_string())),
        Expr::Literal(LiteralValue::Double(number)) => Some(Term::Number(number.to_string())),
        Expr::Literal(LiteralValue::Boolean(flag)) => Some(Term::Flag(flag.into_inner())),
        Expr::Literal(LiteralValue::String(word)) => Some(Term::Word(word.inner().to_string())),
        Expr::Call(call) => counted(call),
        _ => None,
    }
}

fn counted(call: &CallExpr) -> Option<Term> {
    let word = |index: usize| literal(&call.args.get(index)?.expr);
    match (call.func_name.as_str(), call.args.as_slice()) {
        ("voted" | "scored" | "score" | "rank", _) => Some(Term::Panel(call.func_name.clone(), word(0)?)),
        ("children", _) => Some(Term::Children(word(0)?, word(1)?)),
        ("size", args) => {
            let of = call.target.as_deref().or(args.first())?;
            Some(Term::Size(Box::new(term(&of.expr)?)))
        }
        (operator, [a, b]) => {
            let (_, sign) = SUMS.iter().find(|(known, _)| *known == operator)?;
            let (a, b) = (Box::new(term(&a.expr)?), Box::new(term(&b.expr)?));
            Some(Term::Joined(a, sign, b))
        }
        _ => None,
    }
}

/// `call.quota`, `answers.field` or `forms.form.field`, and parts of answers.
fn answer(select: &SelectExpr) -> Option<Term> {
    Some(match asked(select)? {
        Asked::Quota => Term::Places,
        Asked::Answer { form, field, part } => {
            let part = part.into_iter().map(str::to_owned).collect();
            Term::Answer(form.map(str::to_owned), field.to_owned(), part)
        }
    })
}

/// Parts of a chain of one operator, flat.
fn parts(call: &CallExpr, text: &str) -> Vec<Outline> {
    let mut found = Vec::new();
    for item in &call.args {
        match &item.expr {
            Expr::Call(inner) if inner.func_name == call.func_name => found.extend(parts(inner, text)),
            _ => found.push(outline(item, text)),
        }
    }
    found
}

fn is_ident(expr: &Expr, name: &str) -> bool {
    matches!(expr, Expr::Ident(found) if found == name)
}

fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_string()),
        _ => None,
    }
}
