//! A condition taken apart, so that it can be said in words.

use cel::common::ast::{CallExpr, Expr, LiteralValue};

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
    /// A comparison of what a panel has come to.
    Compared(Term, &'static str, Term),
    /// Anything else, as written.
    Other(String),
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
    /// `answers.field`, or `forms.form.field` with its form.
    Answer(Option<String>, String),
    /// `children('kind', 'state')`.
    Children(String, String),
    /// Several, added.
    Sum(Vec<Term>),
}

/// Takes an expression apart; `text` stands for what has no words.
pub(super) fn outline(expr: &Expr, text: &str) -> Outline {
    let other = || Outline::Other(text.to_owned());
    match expr {
        Expr::Select(select) if select.field == "open" && is_ident(&select.operand.expr, "call") => Outline::CallOpen,
        Expr::Call(call) => self::call(call, text).unwrap_or_else(other),
        Expr::Select(_) => answer(expr).map_or_else(other, |asked| Outline::Compared(asked, "=", Term::Flag(true))),
        _ => other(),
    }
}

fn call(call: &CallExpr, text: &str) -> Option<Outline> {
    let part = |index: usize| call.args.get(index).map(|item| &item.expr);
    let whole = |known: Outline| (!contains_other(&known)).then_some(known);
    match call.func_name.as_str() {
        "_&&_" => whole(Outline::All(parts(call, text))),
        "_||_" => whole(Outline::Any(parts(call, text))),
        "!_" => whole(Outline::Not(Box::new(outline(part(0)?, text)))),
        "_==_" if is_ident(part(0)?, "standing") => literal(part(1)?).map(Outline::Standing),
        "_!=_" if is_ident(part(0)?, "standing") => {
            literal(part(1)?).map(|word| Outline::Not(Box::new(Outline::Standing(word))))
        }
        name @ ("quorate" | "carried" | "tied" | "passed") => {
            literal(part(0)?).map(|panel| Outline::Panel(name.to_owned(), panel))
        }
        "marked" => literal(part(0)?).map(Outline::Marked),
        "signed" => literal(part(0)?).map(Outline::Signed),
        "attached" => literal(part(0)?).map(Outline::Attached),
        "owed" => literal(part(0)?).map(Outline::Owed),
        "late" => literal(part(0)?).map(Outline::Late),
        operator => {
            let (_, sign) = SIGNS.iter().find(|(known, _)| *known == operator)?;
            let (a, b) = (term(part(0)?)?, term(part(1)?)?);
            Some(Outline::Compared(a, sign, b))
        }
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

fn term(expr: &Expr) -> Option<Term> {
    match expr {
        Expr::Select(select) if select.field == "quota" && is_ident(&select.operand.expr, "call") => Some(Term::Places),
        Expr::Call(call) if matches!(call.func_name.as_str(), "voted" | "scored" | "score" | "rank") => {
            let panel = literal(&call.args.first()?.expr)?;
            Some(Term::Panel(call.func_name.clone(), panel))
        }
        Expr::Literal(LiteralValue::Int(number)) => Some(Term::Number(number.to_string())),
        Expr::Literal(LiteralValue::Double(number)) => Some(Term::Number(number.to_string())),
        Expr::Literal(LiteralValue::Boolean(flag)) => Some(Term::Flag(flag.into_inner())),
        Expr::Literal(LiteralValue::String(word)) => Some(Term::Word(word.inner().to_string())),
        Expr::Call(call) if call.func_name == "children" => {
            let [kind, state] = call.args.as_slice() else {
                return None;
            };
            Some(Term::Children(literal(&kind.expr)?, literal(&state.expr)?))
        }
        Expr::Call(call) if call.func_name == "_+_" => {
            let parts: Option<Vec<Term>> = call.args.iter().map(|part| term(&part.expr)).collect();
            parts.map(Term::Sum)
        }
        Expr::Select(_) => answer(expr),
        _ => None,
    }
}

/// `answers.field` or `forms.form.field`.
fn answer(expr: &Expr) -> Option<Term> {
    let Expr::Select(select) = expr else { return None };
    let field = select.field.clone();
    match &select.operand.expr {
        operand if is_ident(operand, "answers") && !select.test => Some(Term::Answer(None, field)),
        Expr::Select(form) if is_ident(&form.operand.expr, "forms") && !select.test => {
            Some(Term::Answer(Some(form.field.clone()), field))
        }
        _ => None,
    }
}

/// Parts of a chain of one operator, flat.
fn parts(call: &CallExpr, text: &str) -> Vec<Outline> {
    let mut found = Vec::new();
    for item in &call.args {
        match &item.expr {
            Expr::Call(inner) if inner.func_name == call.func_name => found.extend(parts(inner, text)),
            expr => found.push(outline(expr, text)),
        }
    }
    found
}

fn contains_other(outline: &Outline) -> bool {
    match outline {
        Outline::All(parts) | Outline::Any(parts) => parts.iter().any(contains_other),
        Outline::Not(part) => contains_other(part),
        Outline::Other(_) => true,
        _ => false,
    }
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
