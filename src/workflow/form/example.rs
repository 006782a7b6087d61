//! Answers that pass: the author's own examples, or made-up ones.

use serde_json::{Value, json};

use super::{Answers, Field, FieldKind, Form};

impl Form {
    /// Answers that pass the complete check: every field's example, or one made up from its type.
    pub fn example(&self) -> Answers {
        self.fields()
            .map(|field| {
                (
                    field.name.clone(),
                    field.example.clone().unwrap_or_else(|| made_up(field)),
                )
            })
            .collect()
    }
}

fn made_up(field: &Field) -> Value {
    match &field.kind {
        FieldKind::Line { max_characters } => {
            json!("Example".chars().take(*max_characters as usize).collect::<String>())
        }
        FieldKind::Prose { max_words } => {
            let words = ["An", "example", "of", "an", "answer."];
            json!(words[..words.len().min(*max_words as usize)].join(" "))
        }
        FieldKind::Email => json!("person@example.org"),
        FieldKind::Link => json!("https://example.org/"),
        FieldKind::Phone => json!("+371 20000000"),
        FieldKind::Integer { min, max } => json!(1.clamp(*min, (*max).max(*min))),
        FieldKind::Decimal { min, max } => json!(1.5_f64.clamp(*min, max.max(*min))),
        FieldKind::Date { .. } => json!("2027-03-31"),
        FieldKind::Choice { options } => json!(options.first().map_or("", |(name, _)| name)),
        FieldKind::Choices { options } => json!(options.first().map(|(name, _)| name).into_iter().collect::<Vec<_>>()),
        FieldKind::Rating { .. } => json!(3),
        FieldKind::YesNo | FieldKind::Consent => json!(true),
        FieldKind::Figure { .. } => json!({"value": 100, "year": 2026}),
        FieldKind::MonthDay => json!("12-31"),
        FieldKind::Counts { groups } => {
            let counted: serde_json::Map<String, Value> =
                groups.iter().map(|(name, _)| (name.clone(), json!(10))).collect();
            json!({"total": 10 * counted.len(), "groups": counted})
        }
    }
}
