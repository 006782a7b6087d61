//! The shape of rules for dates.

use serde_json::{Map, Value, json};

use super::{object, reference};

/// What may be done to the days of a rule.
fn adjustments() -> Map<String, Value> {
    let keys = json!({
        "plus": reference("span"),
        "minus": reference("span"),
        "to": {"const": "month end"},
        "shift": {"enum": ["next working day", "previous working day"]},
        "at": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$", "description": "Its hour on the last day"},
    });
    keys.as_object().cloned().unwrap_or_default()
}

fn source(name: &str) -> Value {
    match name {
        "cron" => json!({"type": "string", "description": "second minute hour day month weekday"}),
        "dates" => json!({"type": "array", "minItems": 1, "maxItems": 500, "description": "Days"}),
        "calendar" => json!({"type": "string", "description": "A calendar of the workflow"}),
        _ => reference("field"),
    }
}

/// A rule with exactly one of these sources, and `keys` beside them.
fn with(sources: &[&str], keys: Value) -> Value {
    let mut properties = adjustments();
    properties.extend(sources.iter().map(|name| ((*name).to_owned(), source(name))));
    properties.extend(keys.as_object().cloned().unwrap_or_default());
    let mut schema = object(Value::Object(properties), &[]);
    let each = sources.iter().map(|name| json!({"required": [name]}));
    schema["oneOf"] = each.collect();
    schema
}

/// A rule for dates.
pub fn schedule(sources: &[&str]) -> Value {
    with(sources, json!({}))
}

/// The rule of a cycle: it may follow a member's own day, or only say what is done to the days of the anchor.
pub fn cycle_due() -> Value {
    let own = object(Value::Object(adjustments()), &[]);
    json!({"anyOf": [schedule(&["cron", "dates", "calendar", "each"]), own]})
}

/// A named list of days.
pub fn calendar() -> Value {
    let mut schema = with(&["cron", "dates"], json!({"title": reference("text")}));
    schema["required"] = json!(["title"]);
    schema
}
