//! Small things that occur in many places: addresses, guards, lengths of time, words from a fixed list.

use crate::workflow::definition::{Address, CatchUp, Standing};
use crate::workflow::guard::Guard;
use crate::workflow::panel::Share;
use crate::workflow::reader::{Item, Table, nearest};
use crate::workflow::span::Span;
use crate::workflow::timing::Timing;

/// Reports a name that is not made of small letters, digits and hyphens.
pub fn check_name(name: &str, item: &Item<'_>) {
    let good = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 60
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !good {
        item.error(
            "bad-name",
            format!("`{name}` is not a name"),
            "use small letters, digits and hyphens: `progress-report`",
        );
    }
}

/// `was`: the names a thing had in earlier versions.
pub fn was(table: &Table<'_>) -> Vec<String> {
    let Some(item) = table.get("was") else {
        return Vec::new();
    };
    let hint = "write the name it had before: `was = \"draft\"`, or take `was` out";
    let names = item.one_or_more();
    if names.is_empty() && item.is_list() {
        item.error("empty-was", "`was` names nothing".to_owned(), hint);
    }
    let read = names.iter().filter_map(|name| Some((name, name.string()?)));
    let named = read.filter(|(name, text)| {
        if text.trim().is_empty() {
            name.error("empty-was", format!("`was` is empty: `{text}`"), hint);
        }
        !text.trim().is_empty()
    });
    named.map(|(_, text)| text.to_owned()).collect()
}

/// One word of a fixed list.
pub fn word<T: Copy>(item: &Item<'_>, words: &[(T, &str)], rule: &'static str) -> Option<T> {
    let text = item.string()?;
    if let Some((value, _)) = words.iter().find(|(_, word)| *word == text) {
        return Some(*value);
    }
    let names: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
    let hint = match nearest(text, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of `{}`", names.join("`, `")),
    };
    item.error(rule, format!("`{text}` is not one of the words known here"), hint);
    None
}

/// `catch_up`.
pub fn catch_up(table: &Table<'_>) -> Option<CatchUp> {
    let words = [
        (CatchUp::Now, "now"),
        (CatchUp::Latest, "latest"),
        (CatchUp::Skip, "skip"),
    ];
    word(&table.get("catch_up")?, &words, "unknown-word")
}

/// `standing`.
pub fn standing(table: &Table<'_>) -> Option<Standing> {
    word(&table.get("standing")?, &Standing::ALL, "unknown-standing")
}

/// `commission` or `applicant.mayor`.
pub fn address(text: &str) -> Address {
    match text.trim().split_once('.') {
        Some((role, seat)) => Address {
            role: role.to_owned(),
            seat: Some(seat.to_owned()),
        },
        None => Address {
            role: text.trim().to_owned(),
            seat: None,
        },
    }
}

/// One address, or several.
pub fn addresses(table: &Table<'_>, key: &str) -> Vec<Address> {
    table.strings(key).iter().map(|text| address(text)).collect()
}

/// A condition under `when`.
pub fn guard(table: &Table<'_>) -> Option<Guard> {
    let item = table.get("when")?;
    let (text, quoted) = item.quoted()?;
    match Guard::parse(text, quoted) {
        Ok(guard) => Some(guard),
        Err(finding) => {
            table.ledger.push(finding);
            None
        }
    }
}

/// A length of time.
pub fn span(item: &Item<'_>) -> Option<Span> {
    Span::parse(item.string()?)
        .map_err(|error| item.error("bad-span", error.to_string(), Span::SHAPE))
        .ok()
}

/// A point in time.
pub fn timing(item: &Item<'_>) -> Option<Timing> {
    Timing::parse(item.string()?)
        .map_err(|error| item.error("bad-timing", error.to_string(), Timing::SHAPE))
        .ok()
}

/// A part of a whole: `3`, `"2/3"`, `"50 %"`, `"more than 1/2"`.
pub fn share(item: &Item<'_>) -> Option<Share> {
    let text = match item.json() {
        serde_json::Value::Number(number) => number.to_string(),
        serde_json::Value::String(text) if text.trim().parse::<i64>().is_ok() => return item.integer().and(None),
        _ => item.string()?.to_owned(),
    };
    let share = Share::parse(&text);
    if share.is_none() {
        item.error(
            "bad-share",
            format!("`{}` is not a part of a whole", cut(&text)),
            Share::SHAPE,
        );
    }
    share
}

/// `admission.admitted_on`: a form and a field.
pub fn form_field(item: &Item<'_>) -> Option<(String, String)> {
    let text = item.string()?;
    match text.split_once('.') {
        Some((form, field)) if !form.is_empty() && !field.is_empty() => Some((form.to_owned(), field.to_owned())),
        _ => {
            let hint = "write the form and its field, such as `admission.admitted_on`";
            item.error("bad-field", format!("`{}` is not a field of a form", cut(text)), hint);
            None
        }
    }
}

/// The beginning of a text, for messages.
pub fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}
