//! The names a condition speaks of, and the refusal of those it may not.

use std::collections::BTreeSet;

use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, SelectExpr};

use super::SHAPE;
use super::scan::Problem;
use crate::workflow::reader::nearest;

/// The names a condition speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Marks, from `marked('x')`.
    pub marks: BTreeSet<String>,
    /// Seats, from `signed('x')`.
    pub seats: BTreeSet<String>,
    /// Purposes, from `attached('x')`.
    pub attachments: BTreeSet<String>,
    /// Kinds of children, from `owed('x')` and `late('x')`.
    pub children: BTreeSet<String>,
    /// Kinds of children and their states, from `children('x', 'y')`.
    pub counted: BTreeSet<(String, String)>,
    /// Fields, from `answers.x`.
    pub answers: BTreeSet<String>,
    /// Forms and fields, from `forms.x.y`.
    pub forms: BTreeSet<(String, String)>,
    /// Whether it asks for `call.open`.
    pub call: bool,
    /// Panels with the function that asks for them, from `carried('x')` and its sisters.
    pub panels: BTreeSet<(String, String)>,
    /// Whether it asks for `call.quota`.
    pub quota: bool,
    /// Whether it asks for `standing`.
    pub standing: bool,
    /// Texts it compares with, to find a standing that does not exist.
    pub texts: BTreeSet<String>,
}

/// What can be asked of a vote.
pub const OF_VOTES: [&str; 4] = ["quorate", "carried", "tied", "voted"];
/// What can be asked of points.
pub const OF_SCORES: [&str; 4] = ["scored", "score", "passed", "rank"];

const FUNCTIONS: [&str; 22] = [
    "quorate",
    "carried",
    "tied",
    "voted",
    "scored",
    "score",
    "passed",
    "rank",
    "marked",
    "signed",
    "attached",
    "owed",
    "late",
    "children",
    "size",
    "contains",
    "startsWith",
    "endsWith",
    "has",
    "all",
    "exists",
    "string",
];
const VARIABLES: [&str; 4] = ["answers", "call", "forms", "standing"];

impl Names {
    /// The panels it asks for, by name.
    pub fn panels(&self) -> impl Iterator<Item = &str> {
        self.panels.iter().map(|(_, panel)| panel.as_str())
    }

    /// Whether it asks what this panel has come to.
    pub fn asks_panel(&self, panel: &str) -> bool {
        self.panels().any(|name| name == panel)
    }

    /// Gathers the names of an expression.
    pub(super) fn of(expression: &IdedExpr) -> Result<Self, Problem> {
        let mut walk = Walk {
            names: Self::default(),
            bound: Vec::new(),
        };
        walk.expr(&expression.expr)?;
        Ok(walk.names)
    }
}

/// A text as it stands in a condition.
fn text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_string()),
        _ => None,
    }
}

struct Walk {
    names: Names,
    bound: Vec<String>,
}

impl Walk {
    fn expr(&mut self, expr: &Expr) -> Result<(), Problem> {
        match expr {
            Expr::Unspecified | Expr::Map(_) | Expr::Struct(_) => {
                Err(Problem::new("guard-syntax", "not a condition", SHAPE))
            }
            Expr::Literal(literal) => {
                if let LiteralValue::String(text) = literal {
                    self.names.texts.insert(text.inner().to_string());
                }
                Ok(())
            }
            Expr::Ident(name) => self.ident(name),
            Expr::Select(select) => self.select(select),
            Expr::List(list) => list.elements.iter().try_for_each(|item| self.expr(&item.expr)),
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
        }
    }

    fn ident(&mut self, name: &str) -> Result<(), Problem> {
        if name == "standing" {
            self.names.standing = true;
            return Ok(());
        }
        if name.starts_with('@') || self.bound.iter().any(|bound| bound == name) {
            return Ok(());
        }
        let hint = match nearest(name, VARIABLES) {
            Some("call") | None => {
                "a condition knows `call.open`, `standing`, `answers.FIELD` and `forms.FORM.FIELD`".to_owned()
            }
            Some(near) if near == name => format!("write which one: `{name}.FIELD`"),
            Some(near) => format!("did you mean `{near}`?"),
        };
        Err(Problem::new(
            "guard-unknown-name",
            format!("`{name}` is not something a condition knows"),
            hint,
        ))
    }

    fn select(&mut self, select: &SelectExpr) -> Result<(), Problem> {
        match &select.operand.expr {
            Expr::Ident(name) if self.bound.contains(name) => Ok(()),
            Expr::Ident(name) if name == "call" => match select.field.as_str() {
                "open" => {
                    self.names.call = true;
                    Ok(())
                }
                "quota" => {
                    self.names.quota = true;
                    Ok(())
                }
                field => {
                    let reason = format!("`call.{field}` is not something a condition knows");
                    Err(Problem::new(
                        "guard-unknown-name",
                        reason,
                        "write `call.open` or `call.quota`",
                    ))
                }
            },
            Expr::Ident(name) if name == "answers" => {
                self.names.answers.insert(select.field.clone());
                Ok(())
            }
            Expr::Select(inner) if matches!(&inner.operand.expr, Expr::Ident(name) if name == "forms") => {
                self.names.forms.insert((inner.field.clone(), select.field.clone()));
                Ok(())
            }
            other => self.expr(other),
        }
    }

    fn call(&mut self, call: &CallExpr) -> Result<(), Problem> {
        let name = call.func_name.as_str();
        let operator = !name.starts_with(|c: char| c.is_ascii_alphabetic());
        if !operator && !FUNCTIONS.contains(&name) {
            let hint = match nearest(name, FUNCTIONS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "a condition can ask `marked('…')`, `signed('…')` and `attached('…')`".to_owned(),
            };
            return Err(Problem::new(
                "guard-unknown-name",
                format!("`{name}` is not a function"),
                hint,
            ));
        }
        if OF_VOTES.contains(&name)
            || OF_SCORES.contains(&name)
            || matches!(name, "marked" | "signed" | "attached" | "owed" | "late")
        {
            return self.asked(call);
        }
        if name == "children" {
            return self.counted(call);
        }
        let target = call.target.iter().map(|target| &target.expr);
        let parts: Vec<&Expr> = target.chain(call.args.iter().map(|item| &item.expr)).collect();
        parts.into_iter().try_for_each(|part| self.expr(part))
    }

    /// `marked('x')` and its sisters, whose argument is one text.
    fn asked(&mut self, call: &CallExpr) -> Result<(), Problem> {
        let literal = match call.args.as_slice() {
            [item] if call.target.is_none() => text(&item.expr),
            _ => None,
        };
        let name = call.func_name.as_str();
        let Some(word) = literal else {
            let reason = format!("`{name}` takes one name in quotation marks");
            return Err(Problem::new("guard-syntax", reason, format!("write `{name}('…')`")));
        };
        if OF_VOTES.contains(&name) || OF_SCORES.contains(&name) {
            self.names.panels.insert((name.to_owned(), word));
            return Ok(());
        }
        let set = match name {
            "marked" => &mut self.names.marks,
            "signed" => &mut self.names.seats,
            "owed" | "late" => &mut self.names.children,
            _ => &mut self.names.attachments,
        };
        set.insert(word);
        Ok(())
    }

    /// `children('kind', 'state')`, whose arguments are two texts.
    fn counted(&mut self, call: &CallExpr) -> Result<(), Problem> {
        let texts: Vec<Option<String>> = call.args.iter().map(|item| text(&item.expr)).collect();
        let [Some(kind), Some(state)] = texts.as_slice() else {
            let reason = "`children` takes a kind and a state in quotation marks";
            return Err(Problem::new(
                "guard-syntax",
                reason,
                "write `children('KIND', 'STATE') > 0`",
            ));
        };
        self.names.counted.insert((kind.clone(), state.clone()));
        Ok(())
    }

    fn comprehension(&mut self, comprehension: &ComprehensionExpr) -> Result<(), Problem> {
        if !self.bound.is_empty() {
            let reason = "a search within a search can take for ever";
            return Err(Problem::new("guard-too-deep", reason, "search one list at a time"));
        }
        self.expr(&comprehension.iter_range.expr)?;
        self.bound = vec![comprehension.iter_var.clone(), comprehension.accu_var.clone()];
        self.bound.extend(comprehension.iter_var2.clone());
        let parts = [
            &comprehension.accu_init,
            &comprehension.loop_cond,
            &comprehension.loop_step,
            &comprehension.result,
        ];
        parts.into_iter().try_for_each(|part| self.expr(&part.expr))?;
        self.bound.clear();
        Ok(())
    }
}
