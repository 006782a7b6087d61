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
    /// Anything else, as written.
    Other(String),
}

/// Takes an expression apart; `text` stands for what has no words.
pub(super) fn outline(expr: &Expr, text: &str) -> Outline {
    let other = || Outline::Other(text.to_owned());
    match expr {
        Expr::Select(select) if select.field == "open" && is_ident(&select.operand.expr, "call") => Outline::CallOpen,
        Expr::Call(call) => self::call(call, text).unwrap_or_else(other),
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
        "marked" => literal(part(0)?).map(Outline::Marked),
        "signed" => literal(part(0)?).map(Outline::Signed),
        "attached" => literal(part(0)?).map(Outline::Attached),
        "owed" => literal(part(0)?).map(Outline::Owed),
        "late" => literal(part(0)?).map(Outline::Late),
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
