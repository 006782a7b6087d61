//! `[KIND.STATE.on]`: what can happen.

use crate::workflow::definition::{Address, Opens, QuotaUse, Reason, Transition, Trigger};
use crate::workflow::reader::{Item, Table};

use super::{optional_text, words};

pub fn transitions(table: Table<'_>) -> Vec<Transition> {
    let mut found = Vec::new();
    for (event, place, item) in table.rest() {
        words::check_name(event, &item);
        let path = table.under(event);
        if item.is_list() {
            let tables = item.list().into_iter().filter_map(|one| one.table(&path, one.place()));
            found.extend(tables.filter_map(|inner| transition(event, inner)));
        } else if let Some(inner) = item.table(&path, place) {
            found.extend(transition(event, inner));
        }
    }
    found
}

fn transition(event: &str, table: Table<'_>) -> Option<Transition> {
    let trigger = trigger(&table);
    let title = if matches!(trigger, Some(Trigger::By(_))) {
        table.need_text("title")
    } else {
        optional_text(&table, "title")
    };
    let read = Transition {
        event: event.to_owned(),
        title,
        trigger: Trigger::By(Vec::new()),
        from: table.get("from").as_ref().and_then(words::timing),
        until: table.get("until").as_ref().and_then(words::timing),
        opens: opens(&table),
        to: table.string("to").map(str::to_owned),
        when: words::guard(&table),
        refusal: optional_text(&table, "refusal"),
        reason: reason(&table),
        attach: table.string("attach").map(str::to_owned),
        form: table.string("form").map(str::to_owned),
        casts: table.string("casts").map(str::to_owned),
        complete: table.flag("complete"),
        signs: table.flag("signs"),
        marks: table.strings("marks"),
        clears: table.strings("clears"),
        stops: table.strings("stops"),
        place_in_quota: quota(&table),
        standing: words::standing(&table),
        tell: tell(&table),
        place: table.place.clone(),
    };
    table.finish();
    Some(Transition {
        trigger: trigger?,
        ..read
    })
}

/// `opens = "objection"` or `opens = { kind = "objection", due = "entered + 14 days" }`.
fn opens(table: &Table<'_>) -> Option<Opens> {
    let item = table.get("opens")?;
    let place = item.place();
    if !item.is_table() {
        let kind = item.string()?.to_owned();
        return Some(Opens { kind, due: None, place });
    }
    let inner = item.table(&table.under("opens"), place.clone())?;
    let kind = inner.need("kind", "say which kind of case it opens: `kind = \"objection\"`");
    let due = inner.get("due").as_ref().and_then(words::timing);
    inner.finish();
    Some(Opens {
        kind: kind?.string()?.to_owned(),
        due,
        place,
    })
}

fn trigger(table: &Table<'_>) -> Option<Trigger> {
    let (by, at, upon) = (table.has("by"), table.has("at"), table.has("upon"));
    if u8::from(by) + u8::from(at) + u8::from(upon) != 1 {
        for key in ["by", "at", "upon"] {
            table.get(key);
        }
        let message = format!("`{}` has not exactly one of `by`, `at` and `upon`", table.path);
        let hint = "say what sets it off: `by = \"commission\"`, `at = \"call.closes\"` or `upon = \"call.moved\"`";
        table.ledger.error(table.place.clone(), "bad-trigger", message, hint);
        return None;
    }
    if by {
        return Some(Trigger::By(words::addresses(table, "by")));
    }
    if at {
        return words::timing(&table.get("at")?).map(Trigger::At);
    }
    table.get("upon")?.string().map(|event| Trigger::Upon(event.to_owned()))
}

fn reason(table: &Table<'_>) -> Reason {
    let words = [
        (Reason::None, "none"),
        (Reason::Optional, "optional"),
        (Reason::Required, "required"),
    ];
    let item = table.get("reason");
    item.and_then(|item| words::word(&item, &words, "unknown-word"))
        .unwrap_or(Reason::None)
}

fn quota(table: &Table<'_>) -> QuotaUse {
    let read = |key: &str, value: QuotaUse| {
        let item = table.get(key)?;
        words::word(&item, &[(value, "place")], "unknown-word")
    };
    let (takes, frees) = (read("takes", QuotaUse::Takes), read("frees", QuotaUse::Frees));
    takes.or(frees).unwrap_or(QuotaUse::Untouched)
}

fn tell(table: &Table<'_>) -> Vec<(Address, String)> {
    let Some(list) = table.get("tell") else {
        return Vec::new();
    };
    list.one_or_more().iter().filter_map(letter_to).collect()
}

/// `applicant: received`.
fn letter_to(item: &Item<'_>) -> Option<(Address, String)> {
    let text = item.string()?;
    match text.split_once(':') {
        Some((to, letter)) if !to.trim().is_empty() && !letter.trim().is_empty() => {
            Some((words::address(to), letter.trim().to_owned()))
        }
        _ => {
            let cut: String = text.chars().take(60).collect();
            item.error(
                "bad-tell",
                format!("`{cut}` does not say whom and which letter"),
                "write `\"applicant: received\"`",
            );
            None
        }
    }
}
