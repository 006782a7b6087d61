//! JSON Schema of workflow and form files, for editors that complete and check while one types.
//!
//! Owns the shape of the files as far as JSON Schema can say it. Does not replace the proof-reader, which knows names,
//! dates and conditions too; a test holds both to the shipped files.

mod dates;
mod panels;
pub mod reference;
mod words;

use serde_json::{Value, json};

use dates::{calendar, cycle_due, schedule, workdays};

/// The schema of `workflow.toml`.
pub fn workflow() -> Value {
    worded(bare_workflow(), words::WORKFLOW)
}

/// The schema of `forms/<name>.toml`.
pub fn form() -> Value {
    worded(bare_form(), words::FORM)
}

/// The schema with its words; every word has its key, which a test of the published files would notice otherwise.
fn worded(mut schema: Value, words: &[(&'static str, &str)]) -> Value {
    let unknown = words::describe(&mut schema, words);
    debug_assert!(unknown.is_empty(), "words for keys that do not exist: {unknown:?}");
    schema
}

fn bare_workflow() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Kalends workflow",
        "type": "object",
        "required": ["title", "about", "zone", "languages", "kinds", "role"],
        "properties": {
            "title": reference("text"),
            "about": reference("text"),
            "zone": {"type": "string", "description": "Time zone in which every date is meant, such as Europe/Riga"},
            "hour": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$", "description": "Local time at which reminders leave"},
            "languages": {"type": "array", "minItems": 1, "uniqueItems": true, "items": {"type": "string"}},
            "catch_up": reference("catch_up"),
            "kinds": reference("names"),
            "role": {"type": "object", "additionalProperties": reference("role")},
            "call": reference("call"),
            "workdays": reference("workdays"),
            "calendar": {"type": "object", "additionalProperties": reference("calendar")},
            "mark": {
                "type": "object",
                "description": "What people call a mark, and names it had in earlier versions",
                "additionalProperties": mark(),
            },
            "organisation": {"type": "object", "additionalProperties": reference("organisation_event")},
        },
        "additionalProperties": reference("kind"),
        "$defs": {
            "text": {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string", "minLength": 1}},
            "names": {"type": "array", "minItems": 1, "uniqueItems": true, "items": {"type": "string"}},
            "one_or_more": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            "catch_up": {"enum": ["now", "latest", "skip"], "description": "What happens to reminders late after an outage"},
            "standing": {"enum": ["good", "due", "overdue", "suspended", "lapsed", "left"]},
            "span": {"type": "string", "pattern": "^[0-9]+ +(hour|day|week|month|year|working day)s?$", "examples": ["14 days", "1 month", "5 working days"]},
            "timing": {"type": "string", "examples": ["call.closes", "call.closes + 1 month", "entered + 14 days", "due", "mark.awarded + 2 years - 6 months, month end", "next board after (mark.submitted + 20 days)"]},
            "field": {"type": "string", "pattern": "^[^.]+\\.[^.]+$", "examples": ["admission.admitted_on"]},
            "guard": {"type": "string", "maxLength": 1000, "description": "A condition in CEL"},
            "share": panels::share(),
            "vote": panels::vote(),
            "score": panels::score(),
            "schedule": schedule(&["cron", "dates", "calendar"]),
            "cycle_due": cycle_due(),
            "calendar": calendar(),
            "workdays": workdays(),
            "day": {"description": "A day, with or without quotation marks", "examples": ["2027-02-11"]},
            "role": role(),
            "call": call(),
            "kind": kind(),
            "state": state(),
            "duty": duty(),
            "reminder": reminder(),
            "transition": transition(),
            "cycle": cycle(),
            "organisation_event": object(json!({"title": reference("text"), "by": reference("one_or_more")}), &["title", "by"]),
        },
    })
}

fn bare_form() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A form of a Kalends workflow",
        "type": "object",
        "required": ["title", "sections"],
        "properties": {"title": reference("text"), "was": was(), "sections": reference("names")},
        "additionalProperties": reference("section"),
        "$defs": {
            "text": {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string", "minLength": 1}},
            "names": {"type": "array", "minItems": 1, "uniqueItems": true, "items": {"type": "string"}},
            "section": {
                "type": "object",
                "required": ["title", "fields"],
                "properties": {"title": reference("text"), "hint": reference("text"), "fields": reference("names")},
                "additionalProperties": reference("field"),
            },
            "field": field(),
        },
    })
}

/// Names a thing had in earlier versions.
fn was() -> Value {
    json!({
        "anyOf": [
            {"type": "string", "minLength": 1},
            {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
        ],
        "description": "The name, or names, it had in earlier versions: running cases carry it on under the new one",
    })
}

fn mark() -> Value {
    let mut mark = object(json!({"title": reference("text"), "was": was()}), &[]);
    mark["minProperties"] = json!(1);
    mark
}

/// A reference to a definition of the same schema.
fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

/// A table with exactly these keys.
fn object(properties: Value, required: &[&str]) -> Value {
    json!({"type": "object", "additionalProperties": false, "properties": properties, "required": required})
}

fn role() -> Value {
    let properties = json!({
        "title": reference("text"),
        "was": was(),
        "seats": {"type": "object", "additionalProperties": seat()},
        "sees": {"enum": ["all", "told"], "description": "Which cases it sees"},
        "runs": {"type": "boolean", "description": "It opens and moves calls, keeps the directory, imports members"},
        "peers_of": {"type": "string", "description": "Everybody in this role's seats for another organisation that is a member"},
    });
    object(properties, &["title"])
}

/// A seat's name in each language, and the names it had before.
fn seat() -> Value {
    json!({
        "type": "object",
        "minProperties": 1,
        "properties": {"was": was()},
        "additionalProperties": {"type": "string", "minLength": 1},
    })
}

fn call() -> Value {
    let properties = json!({
        "opens": reference("schedule"),
        "closes": reference("schedule"),
        "quota": {"anyOf": [reference("share"), object(json!({"share": reference("share"), "of": {"type": "string"}}), &["share"])]},
        "dates": {"type": "object", "additionalProperties": reference("timing")},
    });
    object(properties, &["opens", "closes"])
}

fn kind() -> Value {
    json!({
        "type": "object",
        "required": ["title", "owner", "states"],
        "properties": {
            "title": reference("text"),
            "was": was(),
            "owner": {"type": "string", "description": "The role whose organisation owns the case"},
            "form": {"type": "string"},
            "in_call": {"type": "boolean"},
            "open_by": reference("one_or_more"),
            "states": reference("names"),
            "vote": {"type": "object", "additionalProperties": reference("vote"), "description": "Votes by name"},
            "score": {"type": "object", "additionalProperties": reference("score"), "description": "Points by name"},
            "import": object(json!({"state": {"type": "string"}, "since": reference("field")}), &["state", "since"]),
        },
        "additionalProperties": reference("state"),
    })
}

fn state() -> Value {
    let one_or_more = json!({"anyOf": [reference("transition"), {"type": "array", "items": reference("transition")}]});
    let properties = json!({
        "title": reference("text"),
        "was": was(),
        "final": {"type": "boolean"},
        "edits": {"type": "string", "description": "Who may edit the form here"},
        "listed": {"type": "boolean", "description": "Listed in the public register"},
        "again": {"type": "boolean", "description": "The organisation may begin again in the same call"},
        "standing": reference("standing"),
        "duty": {"type": "object", "additionalProperties": reference("duty")},
        "on": {"type": "object", "additionalProperties": one_or_more},
        "cycle": {"type": "object", "additionalProperties": reference("cycle")},
    });
    object(properties, &["title"])
}

fn duty() -> Value {
    let properties = json!({
        "title": reference("text"),
        "was": was(),
        "of": {"type": "string", "description": "Who owes it"},
        "due": reference("timing"),
        "when": reference("guard"),
        "remind": {"type": "array", "items": reference("reminder")},
    });
    object(properties, &["title", "of", "due"])
}

fn reminder() -> Value {
    let properties = json!({
        "before": reference("span"),
        "on": {"const": "due"},
        "after": reference("span"),
        "letter": {"type": "string"},
        "to": reference("one_or_more"),
        "catch_up": reference("catch_up"),
    });
    let mut schema = object(properties, &["letter"]);
    schema["oneOf"] = json!([{"required": ["before"]}, {"required": ["on"]}, {"required": ["after"]}]);
    schema
}

fn transition() -> Value {
    let properties = json!({
        "by": reference("one_or_more"),
        "at": reference("timing"),
        "upon": {"type": "string", "description": "Another event: `call.moved`, `due.moved`, `duty.moved`, `KIND.EVENT`, `organisation.EVENT`"},
        "from": reference("timing"),
        "until": reference("timing"),
        "opens": {"anyOf": [{"type": "string"}, object(json!({"kind": {"type": "string"}, "due": reference("timing")}), &["kind"])]},
        "title": reference("text"),
        "to": {"type": "string"},
        "when": reference("guard"),
        "refusal": reference("text"),
        "reason": {"enum": ["none", "optional", "required"]},
        "attach": {"type": "string"},
        "form": {"type": "string"},
        "casts": {"type": "string", "description": "The panel whose ballot this is"},
        "complete": {"type": "boolean"},
        "signs": {"type": "boolean"},
        "marks": reference("one_or_more"),
        "clears": reference("one_or_more"),
        "stops": reference("one_or_more"),
        "takes": {"const": "place"},
        "frees": {"const": "place"},
        "standing": reference("standing"),
        "tell": reference("one_or_more"),
    });
    let mut schema = object(properties, &[]);
    schema["oneOf"] = json!([{"required": ["by", "title"]}, {"required": ["at"]}, {"required": ["upon"]}]);
    schema
}

fn cycle() -> Value {
    let years = json!({"type": "integer", "minimum": 1, "maximum": 100});
    let properties = json!({
        "was": was(),
        "opens": {"type": "string", "description": "The kind of case it opens"},
        "due": reference("cycle_due"),
        "every": {"anyOf": [years, reference("span")]},
        "after": {"type": "string", "pattern": "^[^.]+\\.[^.]+$", "examples": ["admission.admitted_on", "mark.awarded"]},
        "open_before": reference("span"),
        "times": {"type": "integer", "minimum": 1, "maximum": 1000},
        "until": reference("timing"),
        "when": reference("guard"),
    });
    let mut schema = object(properties, &["opens", "after", "open_before"]);
    schema["anyOf"] = json!([{"required": ["due"]}, {"required": ["every"]}]);
    schema
}

fn field() -> Value {
    let option = json!({
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string"}},
        "additionalProperties": {"type": "string"},
    });
    let types = [
        "line",
        "prose",
        "email",
        "link",
        "phone",
        "integer",
        "decimal",
        "date",
        "choice",
        "choices",
        "rating",
        "yes-no",
        "consent",
        "figure",
        "month-day",
        "counts",
    ];
    let properties = json!({
        "label": reference("text"),
        "was": was(),
        "hint": reference("text"),
        "type": {"enum": types},
        "required": {"type": "boolean"},
        "max_characters": {"type": "integer", "minimum": 1, "maximum": 100_000},
        "max_words": {"type": "integer", "minimum": 1, "maximum": 100_000},
        "min": {"type": "number"},
        "max": {"type": "number"},
        "options": {"type": "array", "minItems": 1, "items": option},
        "lowest": reference("text"),
        "highest": reference("text"),
        "unit": reference("text"),
        "default": {"const": "today"},
        "when": {"type": "string", "maxLength": 1000},
        "carry": {"enum": ["keep", "beside", "ask", "empty"]},
        "public": {"type": "boolean"},
        "note": {"type": "string"},
        "example": {},
    });
    object(properties, &["label", "type"])
}
