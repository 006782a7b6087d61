//! `[mark.NAME]`: what people call a mark, and the names it had in earlier versions.

use crate::workflow::definition::MarkRule;
use crate::workflow::reader::Table;

use super::{optional_text, words};

pub fn marks(table: &Table<'_>) -> Vec<MarkRule> {
    let Some(marks) = table.table("mark") else {
        return Vec::new();
    };
    let found = marks.rest().into_iter();
    found
        .filter_map(|(name, place, item)| {
            words::check_name(name, &item);
            let inner = item.table(&marks.under(name), place)?;
            if !inner.has("title") {
                let hint =
                    "say what people call the mark (`title`), or what it was called before: `was = \"returned\"`";
                inner.need("was", hint);
            }
            let mark = MarkRule {
                name: name.to_owned(),
                title: optional_text(&inner, "title"),
                was: words::was(&inner),
                place: inner.place.clone(),
            };
            inner.finish();
            Some(mark)
        })
        .collect()
}
