//! The schema of votes, points and parts of a whole.

use serde_json::{Value, json};

use super::{object, reference};

pub fn share() -> Value {
    json!({
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 10_000},
            {"type": "string", "pattern": "^(more than )?[0-9]+ *(/ *[0-9]+|%)$"},
        ],
        "examples": [3, "2/3", "50 %", "more than 1/2"],
    })
}

pub fn vote() -> Value {
    let properties = json!({
        "title": reference("text"),
        "of": {"type": "string", "description": "Who votes"},
        "form": {"type": "string", "description": "A form with a choice `vote`: for, against, abstain, recused"},
        "members": {"type": "integer", "minimum": 1, "maximum": 10_000, "description": "Size of the body; left out: those who sit when the vote begins"},
        "quorum": reference("share"),
        "majority": reference("share"),
        "base": {"enum": ["cast", "present", "total"], "description": "What the majority is of"},
        "tie": {"enum": ["refused", "carried", "chair"]},
        "chair": {"type": "string", "description": "The role whose holder's vote decides a tie"},
    });
    object(properties, &["title", "of", "form"])
}

pub fn score() -> Value {
    let numbers = json!({"type": "object", "minProperties": 1, "additionalProperties": {"type": "number"}});
    let properties = json!({
        "title": reference("text"),
        "of": {"type": "string", "description": "Who gives points"},
        "form": {"type": "string"},
        "reviewers": {"type": "integer", "minimum": 1, "maximum": 10_000, "description": "Fewest reviews"},
        "take": {"enum": ["mean", "median", "lowest"]},
        "points": numbers,
        "minima": numbers,
        "gates": reference("one_or_more"),
        "pass": {"type": "number"},
        "recused": {"type": "string", "description": "The yes/no field of a reviewer who must not judge"},
    });
    object(properties, &["title", "of", "form", "points"])
}
