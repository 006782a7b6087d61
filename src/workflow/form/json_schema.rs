//! A form as JSON Schema 2020-12, for programs that fill it.

use serde_json::{Map, Value, json};

use super::check::{FIGURE_YEARS, LONGEST, LONGEST_ADDRESS};
use super::counts::MOST;
use super::{Field, FieldKind, Form};
use crate::workflow::text::Text;

const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";
const EMAIL: &str = r#"^[^\s\u0000-\u001f\u007f-\u009f@<>,;:"()\[\]\\]+@[^\s\u0000-\u001f\u007f-\u009f@<>,;:"()\[\]\\.]+\.[^\s\u0000-\u001f\u007f-\u009f@<>,;:"()\[\]\\]+$"#;
const LINK: &str = r#"^https?://[^\s\u0000-\u001f\u007f-\u009f<>"\\/?#][^\s\u0000-\u001f\u007f-\u009f<>"\\]*$"#;
const PHONE: &str = r"^\+([ \-.()]*[0-9]){7,15}[ \-.()]*$";
const MONTH_DAY: &str =
    r"^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))$";
const PROSE: &str = r"\S";

impl Form {
    /// The form as JSON Schema 2020-12 with titles in one language.
    ///
    /// It describes complete answers. Two rules it cannot say: word limits are given as `x-max-words`, and a field that is
    /// asked on a condition is never required.
    pub fn json_schema(&self, lang: &str) -> Value {
        let properties: Map<String, Value> = self
            .fields()
            .map(|field| (field.name.clone(), property(field, lang)))
            .collect();
        let required: Vec<&str> = self
            .fields()
            .filter(|field| field.required && field.when.is_none())
            .map(|field| field.name.as_str())
            .collect();
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.title.in_lang(lang),
            "type": "object",
            "additionalProperties": false,
            "properties": properties,
            "required": required,
        })
    }
}

fn property(field: &Field, lang: &str) -> Value {
    let mut schema = kind(&field.kind, lang);
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("title".to_owned(), json!(field.label.in_lang(lang)));
        if !field.hint.is_empty() {
            fields.insert("description".to_owned(), json!(field.hint.in_lang(lang)));
        }
        if let Some(example) = &field.example {
            fields.insert("examples".to_owned(), json!([example]));
        }
    }
    schema
}

fn kind(kind: &FieldKind, lang: &str) -> Value {
    match kind {
        FieldKind::Line { max_characters } => json!({"type": "string", "maxLength": max_characters, "pattern": LINE}),
        FieldKind::Prose { max_words } => {
            json!({"type": "string", "maxLength": LONGEST, "pattern": PROSE, "x-max-words": max_words})
        }
        FieldKind::Email => {
            json!({"type": "string", "maxLength": LONGEST_ADDRESS, "pattern": EMAIL})
        }
        FieldKind::Link => json!({"type": "string", "maxLength": LONGEST_ADDRESS, "pattern": LINK}),
        FieldKind::Phone => json!({"type": "string", "maxLength": LONGEST_ADDRESS, "pattern": PHONE}),
        FieldKind::Integer { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
        FieldKind::Decimal { min, max } => json!({"type": "number", "minimum": min, "maximum": max}),
        FieldKind::Date { .. } => {
            json!({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
        }
        FieldKind::Choice { options } => json!({"type": "string", "oneOf": constants(options, lang)}),
        FieldKind::Choices { options } => json!({
            "type": "array",
            "minItems": 1,
            "uniqueItems": true,
            "items": {"type": "string", "oneOf": constants(options, lang)},
        }),
        FieldKind::Rating { lowest, highest } => {
            let ends = format!("1: {}; 5: {}", lowest.in_lang(lang), highest.in_lang(lang));
            json!({"type": "integer", "minimum": 1, "maximum": 5, "$comment": ends})
        }
        FieldKind::YesNo => json!({"type": "boolean"}),
        FieldKind::Consent => json!({"type": "boolean", "const": true}),
        FieldKind::Figure { unit } => json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["value", "year"],
            "properties": {
                "value": {"type": "number", "title": unit.in_lang(lang)},
                "year": {"type": "integer", "minimum": FIGURE_YEARS.start(), "maximum": FIGURE_YEARS.end()},
            },
        }),
        FieldKind::MonthDay => json!({"type": "string", "pattern": MONTH_DAY}),
        FieldKind::Counts { groups } => counts(groups, lang),
    }
}

/// That the total lies between the largest group and the sum is more than a schema can say.
fn counts(groups: &[(String, Text)], lang: &str) -> Value {
    let count = |title: Option<&str>| {
        let mut count = json!({"type": "integer", "minimum": 0, "maximum": MOST});
        if let Some(title) = title {
            count["title"] = json!(title);
        }
        count
    };
    let groups: Map<String, Value> = groups
        .iter()
        .map(|(name, text)| (name.clone(), count(Some(text.in_lang(lang)))))
        .collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["total", "groups"],
        "$comment": "total: persons counted once, between the largest group and the sum of all",
        "properties": {
            "total": count(None),
            "groups": {"type": "object", "additionalProperties": false, "properties": groups},
        },
    })
}

fn constants(options: &[(String, Text)], lang: &str) -> Vec<Value> {
    options
        .iter()
        .map(|(name, text)| json!({"const": name, "title": text.in_lang(lang)}))
        .collect()
}
