//! The schema of votes, points and parts of a whole.

use serde_json::{Value, json};

use super::{object, reference, was};

pub fn share() -> Value {
    json!({
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 10_000},
            {"type": "string", "pattern": "^(more than )?[0-9]+ *(/ *[0-9]+|%)$"},
        ],
        "description": "A part of a whole; a fraction means at least",
        "examples": [3, "2/3", "50 %", "more than 1/2"],
    })
}

pub fn vote() -> Value {
    let properties = json!({
        "title": said(reference("text"), "Its name for people"),
        "was": was(),
        "of": said(text(), "Who votes: a role without seats"),
        "form": said(text(), "The form each gives: it has a choice `vote` among `for`, `against`, `abstain`, `recused`"),
        "members": said(persons(), "Size of the body by its statutes; left out: those who hold the role when the vote begins"),
        "quorum": said(reference("share"), "How many must take part, of the members who are not recused"),
        "majority": said(reference("share"), "How many must be for it; `more than 1/2` if left out"),
        "base": said(
            json!({"enum": ["cast", "present", "total"]}),
            "What the majority is of: votes for and against, all votes with abstentions (if left out), all members",
        ),
        "tie": said(json!({"enum": ["refused", "carried", "chair"]}), "What as many for as against means; `refused` if left out"),
        "chair": said(text(), "The role whose holder's own vote decides a tie"),
    });
    object(properties, &["title", "of", "form"])
}

pub fn score() -> Value {
    let numbers = || json!({"type": "object", "minProperties": 1, "additionalProperties": {"type": "number"}});
    let properties = json!({
        "title": said(reference("text"), "Its name for people"),
        "was": was(),
        "of": said(text(), "Who gives points: a role without seats"),
        "form": said(text(), "The form each gives"),
        "reviewers": said(persons(), "Fewest reviews that count; 1 if left out"),
        "take": said(json!({"enum": ["mean", "median", "lowest"]}), "How the values of several reviews become one; `mean` if left out"),
        "points": said(numbers(), "Fields that are counted, each with its weight"),
        "minima": said(numbers(), "Least value taken of a field"),
        "gates": said(reference("one_or_more"), "Yes/no fields that every reviewer must answer yes"),
        "pass": said(json!({"type": "number"}), "Least score"),
        "recused": said(text(), "The yes/no field of a reviewer who must not judge: such a review does not count"),
    });
    object(properties, &["title", "of", "form", "points"])
}

fn text() -> Value {
    json!({"type": "string"})
}

fn persons() -> Value {
    json!({"type": "integer", "minimum": 1, "maximum": 10_000})
}

fn said(mut value: Value, words: &str) -> Value {
    value["description"] = Value::from(words);
    value
}
