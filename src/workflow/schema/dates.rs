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
        "at": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"},
    });
    keys.as_object().cloned().unwrap_or_default()
}

fn source(name: &str) -> Value {
    match name {
        "cron" => json!({"type": "string"}),
        "dates" => json!({"type": "array", "minItems": 1, "maxItems": 500, "items": reference("day")}),
        "calendar" => json!({"type": "string"}),
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
    let sources = ["cron", "dates", "calendar", "each"];
    let mut schema = schedule(&sources);
    let any: Value = sources.iter().map(|name| json!({"required": [name]})).collect();
    if let Some(ways) = schema["oneOf"].as_array_mut() {
        ways.push(json!({"not": {"anyOf": any}}));
    }
    schema
}

/// Which days are working days.
pub fn workdays() -> Value {
    let days = json!({"type": "array", "maxItems": 500, "items": reference("day")});
    object(
        json!({"country": {"enum": ["LV", "GE"]}, "holidays": days, "works": days}),
        &[],
    )
}

/// A named list of days.
pub fn calendar() -> Value {
    let mut schema = with(&["cron", "dates"], json!({"title": reference("text")}));
    schema["required"] = json!(["title"]);
    schema
}
