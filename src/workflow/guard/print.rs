//! A part of a condition as somebody would write it, for messages and for what has no words.

use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue};

/// Operators with two sides, how they are written and how strongly they bind.
const BINARY: [(&str, &str, u8); 14] = [
    ("_||_", "||", 2),
    ("_&&_", "&&", 3),
    ("_==_", "==", 4),
    ("_!=_", "!=", 4),
    ("_<_", "<", 4),
    ("_<=_", "<=", 4),
    ("_>_", ">", 4),
    ("_>=_", ">=", 4),
    ("@in", "in", 4),
    ("_+_", "+", 5),
    ("_-_", "-", 5),
    ("_*_", "*", 6),
    ("_/_", "/", 6),
    ("_%_", "%", 6),
];

/// The expression on one line; none for what the language of conditions does not have.
pub(super) fn shown(expression: &IdedExpr) -> Option<String> {
    at(expression, 0)
}

/// The expression within an operator that binds so strongly.
fn at(expression: &IdedExpr, outer: u8) -> Option<String> {
    Some(match &expression.expr {
        Expr::Ident(name) => name.clone(),
        Expr::Literal(literal) => written(literal)?,
        Expr::Select(select) if select.test => format!("has({}.{})", at(&select.operand, 9)?, select.field),
        Expr::Select(select) => format!("{}.{}", at(&select.operand, 9)?, select.field),
        Expr::List(list) => format!("[{}]", all(&list.elements)?),
        Expr::Call(call) => self::call(call, outer)?,
        Expr::Comprehension(search) => self::search(search)?,
        _ => return None,
    })
}

fn all(parts: &[IdedExpr]) -> Option<String> {
    let parts: Option<Vec<String>> = parts.iter().map(shown).collect();
    Some(parts?.join(", "))
}

fn call(call: &CallExpr, outer: u8) -> Option<String> {
    let bracketed = |text: String, own: u8| if own < outer { format!("({text})") } else { text };
    let name = call.func_name.as_str();
    let binary = BINARY.iter().find(|(known, ..)| *known == name);
    Some(match (call.args.as_slice(), binary) {
        ([a, b], Some((_, sign, own))) => bracketed(format!("{} {sign} {}", at(a, *own)?, at(b, own + 1)?), *own),
        ([c, yes, no], _) if name == "_?_:_" => {
            bracketed(format!("{} ? {} : {}", at(c, 2)?, at(yes, 2)?, at(no, 1)?), 1)
        }
        ([one], _) if name == "!_" => format!("!{}", at(one, 8)?),
        ([one], _) if name == "-_" => format!("-{}", at(one, 8)?),
        ([list, index], _) if name == "_[_]" => format!("{}[{}]", at(list, 9)?, shown(index)?),
        (args, _) if name.starts_with(|c: char| c.is_ascii_alphabetic()) => match &call.target {
            Some(target) => format!("{}.{name}({})", at(target, 9)?, all(args)?),
            None => format!("{name}({})", all(args)?),
        },
        _ => return None,
    })
}

/// `answers.fields.exists(f, f == 'b')` and its sister `all`.
fn search(search: &ComprehensionExpr) -> Option<String> {
    let Expr::Call(step) = &search.loop_step.expr else {
        return None;
    };
    let name = match step.func_name.as_str() {
        "_||_" => "exists",
        "_&&_" => "all",
        _ => return None,
    };
    let (list, asked) = (at(&search.iter_range, 9)?, shown(step.args.get(1)?)?);
    Some(format!("{list}.{name}({}, {asked})", search.iter_var))
}

fn written(literal: &LiteralValue) -> Option<String> {
    Some(match literal {
        LiteralValue::String(text) if text.inner().contains('\'') => format!("\"{}\"", text.inner()),
        LiteralValue::String(text) => format!("'{}'", text.inner()),
        LiteralValue::Boolean(value) => value.inner().to_string(),
        LiteralValue::Int(number) => number.inner().to_string(),
        LiteralValue::UInt(number) => format!("{}u", number.inner()),
        LiteralValue::Double(number) => format!("{:?}", number.inner()),
        LiteralValue::Null => "null".to_owned(),
        LiteralValue::Bytes(_) => return None,
    })
}
