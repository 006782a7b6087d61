//! `[KIND.STATE.duty.NAME]` and its reminders.

use std::collections::BTreeMap;

use crate::workflow::definition::{Address, CatchUp, DutyRule, Offset, Reminder};
use crate::workflow::reader::{Item, Table};

use super::words;

pub fn duties(table: Table<'_>, catch_up: CatchUp) -> Vec<DutyRule> {
    let found = table.rest().into_iter();
    found
        .filter_map(|(name, place, item)| {
            words::check_name(name, &item);
            duty(name, item.table(&table.under(name), place)?, catch_up)
        })
        .collect()
}

fn duty(name: &str, table: Table<'_>, catch_up: CatchUp) -> Option<DutyRule> {
    let title = table.need_text("title");
    let was = words::was(&table);
    let of = table
        .need("of", "say who owes it: `of = \"applicant\"`")
        .and_then(|item| item.string());
    let due = table.need("due", "say when it is due: `due = \"call.closes\"`");
    let due = due.as_ref().and_then(words::timing);
    let when = words::guard(&table);
    let of = of.map(words::address);
    let reminders = reminders(&table, of.as_ref(), catch_up);
    let place = table.place.clone();
    table.finish();
    Some(DutyRule {
        name: name.to_owned(),
        was,
        title,
        of: of?,
        due: due?,
        when,
        reminders,
        place,
    })
}

fn reminders(table: &Table<'_>, of: Option<&Address>, catch_up: CatchUp) -> Vec<Reminder> {
    let Some(list) = table.get("remind") else {
        return Vec::new();
    };
    let items = list.list();
    let mut found: Vec<Reminder> = items
        .iter()
        .filter_map(|item| reminder(table, item, of, catch_up))
        .collect();
    distinguish(&mut found);
    found
}

fn reminder(duty: &Table<'_>, item: &Item<'_>, of: Option<&Address>, catch_up: CatchUp) -> Option<Reminder> {
    let table = item.table(&duty.under("remind"), item.place())?;
    let offset = offset(&table);
    let letter = table
        .need("letter", "say which letter goes: `letter = \"report-due\"`")
        .and_then(|item| item.string());
    let mut to = words::addresses(&table, "to");
    if to.is_empty() {
        to.extend(of.cloned());
    }
    let catch_up = words::catch_up(&table).unwrap_or(catch_up);
    let place = table.place.clone();
    table.finish();
    let offset = offset?;
    Some(Reminder {
        step: step(&offset),
        offset,
        letter: letter?.to_owned(),
        to,
        catch_up,
        place,
    })
}

fn offset(table: &Table<'_>) -> Option<Offset> {
    let hint = "write one of `before = \"14 days\"`, `on = \"due\"`, `after = \"1 day\"`";
    let (before, on, after) = (table.get("before"), table.get("on"), table.get("after"));
    if [&before, &on, &after].iter().filter(|key| key.is_some()).count() != 1 {
        let message = "a reminder has exactly one of `before`, `on` and `after`".to_owned();
        table.ledger.error(table.place.clone(), "bad-reminder", message, hint);
        return None;
    }
    if let Some(item) = before {
        return words::span(&item).map(Offset::Before);
    }
    if let Some(item) = after {
        return words::span(&item).map(Offset::After);
    }
    let item = on?;
    let word = item.string()?;
    if word == "due" {
        return Some(Offset::On);
    }
    item.error(
        "bad-reminder",
        format!("`{word}` is not a day a reminder can go on"),
        "write `on = \"due\"`",
    );
    None
}

/// The name of a reminder's step: `before-14-days`, `on-the-day`, `after-1-day`.
fn step(offset: &Offset) -> String {
    match offset {
        Offset::Before(span) => format!("before-{span}").replace(' ', "-"),
        Offset::On => "on-the-day".to_owned(),
        Offset::After(span) => format!("after-{span}").replace(' ', "-"),
    }
}

/// Steps at one distance are told apart by their letter, then by number.
fn distinguish(reminders: &mut [Reminder]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for reminder in reminders.iter() {
        *seen.entry(reminder.step.clone()).or_default() += 1;
    }
    for reminder in reminders
        .iter_mut()
        .filter(|reminder| seen.get(&reminder.step).is_some_and(|count| *count > 1))
    {
        reminder.step = format!("{}-{}", reminder.step, reminder.letter);
    }
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for reminder in reminders {
        let count = used.entry(reminder.step.clone()).or_default();
        *count += 1;
        if *count > 1 {
            reminder.step = format!("{}-{count}", reminder.step);
        }
    }
}
