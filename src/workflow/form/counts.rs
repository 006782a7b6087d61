//! Answers that are more than one value: persons counted once and by group, and a day of every year.

use jiff::civil;
use serde_json::Value;

use super::check::{Problem, whole, wrong_type};
use crate::workflow::text::Text;

/// The most persons that can be counted.
pub const MOST: i64 = 1_000_000_000;

/// A day of every year, `12-31`, as month and day; 29 February is one.
pub fn month_day(text: &str) -> Option<(i8, i8)> {
    let shaped = text.len() == 5 && text.is_ascii() && text.as_bytes()[2] == b'-';
    let day = shaped
        .then(|| format!("2000-{text}").parse::<civil::Date>().ok())
        .flatten()?;
    Some((day.month(), day.day()))
}

/// Persons counted once, and how many of them belong to a group, in the order of the form; a group left out has none.
pub fn read(value: &Value, groups: &[(String, Text)]) -> Option<(i64, Vec<i64>)> {
    let total = value.get("total").and_then(whole)?;
    let counted = value.get("groups").and_then(Value::as_object)?;
    let of = |name: &str| counted.get(name).map_or(Some(0), whole);
    let counted: Option<Vec<i64>> = groups.iter().map(|(name, _)| of(name)).collect();
    Some((total, counted?))
}

/// What is wrong with such an answer. Somebody may belong to several groups and is counted once all the same, so that the
/// total lies between the largest group and the sum of all.
pub(super) fn problem(value: &Value, groups: &[(String, Text)]) -> Option<Problem> {
    let parts = value
        .as_object()
        .filter(|parts| parts.keys().all(|key| key == "total" || key == "groups"));
    let Some((total, counted)) = parts.and_then(|_| read(value, groups)) else {
        return Some(wrong_type("counts"));
    };
    let named = value.get("groups").and_then(Value::as_object);
    let strange = named.and_then(|named| {
        named
            .keys()
            .find(|name| !groups.iter().any(|(known, _)| known == *name))
    });
    if let Some(name) = strange {
        return Some(Problem::new("option").with("found", name.chars().take(60).collect::<String>()));
    }
    if counted.iter().chain([&total]).any(|count| !(0..=MOST).contains(count)) {
        return Some(wrong_type("counts"));
    }
    let (largest, sum) = (counted.iter().max().copied().unwrap_or(0), counted.iter().sum::<i64>());
    (!(largest..=sum).contains(&total)).then(|| {
        Problem::new("counts-total")
            .with("lowest", largest)
            .with("highest", sum)
            .with("found", total)
    })
}
