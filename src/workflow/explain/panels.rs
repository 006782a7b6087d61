//! Sentences about votes and points.

use super::words::{address, field, form, named, role};
use super::{Phrase, Sentence, Value, phrase, sentence};
use crate::workflow::definition::{Definition, Kind};
use crate::workflow::panel::{Panel, PanelRule, ScoreRule, Share, Tie, VoteRule};

/// Who decides together, and how their forms make a decision.
pub fn panel(definition: &Definition, kind: &Kind, panel: &Panel) -> Sentence {
    let (id, clauses) = match &panel.rule {
        PanelRule::Vote(rule) => ("panel-vote", vote(definition, rule)),
        PanelRule::Score(rule) => ("panel-score", score(definition, panel, rule)),
    };
    let values = vec![
        ("panel", named(&panel.title, &panel.name)),
        ("kind", named(&kind.title, &kind.name)),
        ("form", form(definition, &panel.form)),
        ("who", address(definition, &panel.of)),
        ("more", Value::Clauses(clauses)),
    ];
    sentence(id, values, &panel.place)
}

fn vote(definition: &Definition, rule: &VoteRule) -> Vec<Phrase> {
    let mut clauses = vec![match rule.members {
        Some(count) => phrase("panel-members", vec![("count", Value::Number(count.into()))]),
        None => phrase("panel-sitting", Vec::new()),
    }];
    let quorum = rule
        .quorum
        .map(|quorum| phrase("panel-quorum", vec![("share", share(quorum))]));
    clauses.extend(quorum);
    let majority = format!("panel-majority-{}", rule.base.as_str());
    clauses.push(phrase(&majority, vec![("share", share(rule.majority))]));
    clauses.push(match &rule.tie {
        Tie::Refused => phrase("panel-tie-refused", Vec::new()),
        Tie::Carried => phrase("panel-tie-carried", Vec::new()),
        Tie::Chair(name) => phrase("panel-tie-chair", vec![("who", role(definition, name))]),
    });
    clauses
}

fn share(share: Share) -> Value {
    let (id, part) = match share {
        Share::MoreThan(num, den) => ("share-more", Share::AtLeast(num, den)),
        other => ("share-least", other),
    };
    Value::Phrase(phrase(id, vec![("part", Value::Word(part.to_string()))]))
}

fn score(definition: &Definition, panel: &Panel, rule: &ScoreRule) -> Vec<Phrase> {
    let label = |name: &str| field(definition, &panel.form, name);
    let number = |number: f64| Value::Word(number.to_string());
    let pairs = |id: &str, key: &'static str, pairs: &[(String, f64)]| {
        let each = pairs
            .iter()
            .map(|(name, value)| Value::Phrase(phrase(id, vec![("field", label(name)), (key, number(*value))])));
        Value::List(each.collect())
    };
    let mut clauses = vec![
        phrase("panel-reviewers", vec![("count", Value::Number(rule.reviewers.into()))]),
        phrase(&format!("panel-take-{}", rule.take.as_str()), Vec::new()),
        phrase(
            "panel-points",
            vec![("fields", pairs("panel-weighted", "weight", &rule.points))],
        ),
    ];
    if !rule.minima.is_empty() {
        clauses.push(phrase(
            "panel-minima",
            vec![("fields", pairs("panel-least", "least", &rule.minima))],
        ));
    }
    if !rule.gates.is_empty() {
        let gates = rule
            .gates
            .iter()
            .map(|name| Value::Phrase(phrase("panel-gate", vec![("field", label(name))])));
        clauses.push(phrase("panel-gates", vec![("fields", Value::List(gates.collect()))]));
    }
    clauses.extend(
        rule.pass
            .map(|pass| phrase("panel-pass", vec![("least", number(pass))])),
    );
    let recused = rule.recused.as_ref();
    clauses.extend(recused.map(|name| phrase("panel-recused", vec![("field", label(name))])));
    clauses
}
