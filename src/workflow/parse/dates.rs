//! Rules for dates: `{ cron = "…" }`, `{ dates = […] }`, `{ calendar = "board" }`, `{ each = "form.field" }`, and what is
//! done to their days.

use jiff::civil::{Date, Time};

use crate::workflow::adjust::{Adjust, Shift};
use crate::workflow::dates::{Dates, Source};
use crate::workflow::reader::{Item, Table};
use crate::workflow::schedule::Schedule;
use crate::workflow::span::{Span, Unit};
use crate::workflow::timing::hour;
use crate::workflow::workdays::Toward;

use super::words::{self, cut, form_field};

const MOST_DAYS: usize = 500;

/// A rule under a key that must be there.
pub fn needed(table: &Table<'_>, key: &str) -> Option<Dates> {
    let hint = format!(
        "write `{key} = {{ cron = \"0 0 0 1 5 *\" }}` (through 30 April), `{{ dates = [2027-04-30] }}` or `{{ calendar = \"board\" }}`"
    );
    let item = table.need(key, &hint)?;
    let inner = item.table(&table.under(key), table.key_place(key))?;
    let found = rule(&inner, &["cron", "dates", "calendar", "each"]);
    inner.finish();
    found
}

/// A rule for a cycle: one of its own, or only what is done to the anchor's days.
pub fn of_cycle(table: &Table<'_>, key: &str) -> Option<Dates> {
    let item = table.get(key)?;
    let inner = item.table(&table.under(key), table.key_place(key))?;
    let found = if SOURCES.iter().any(|key| inner.has(key)) {
        rule(&inner, &SOURCES)
    } else {
        Some(adjusted(&inner, Source::Anchor))
    };
    inner.finish();
    found
}

const SOURCES: [&str; 4] = ["cron", "dates", "calendar", "each"];

/// The keys of a rule in a table that may have others.
pub fn rule(table: &Table<'_>, allowed: &[&str]) -> Option<Dates> {
    let given: Vec<&str> = allowed.iter().copied().filter(|key| table.has(key)).collect();
    let [key] = given[..] else {
        for key in &given {
            table.get(key);
        }
        let message = format!("`{}` has not exactly one of `{}`", table.path, allowed.join("`, `"));
        let hint = "say where its days come from, such as `cron = \"0 0 0 1 4 *\"` or `dates = [2027-02-11]`";
        table.ledger.error(table.place.clone(), "bad-dates", message, hint);
        adjusted(table, Source::Anchor);
        return None;
    };
    let source = source(&table.get(key)?, key);
    let found = adjusted(table, source.clone().unwrap_or(Source::Anchor));
    source.map(|_| found)
}

fn source(item: &Item<'_>, key: &str) -> Option<Source> {
    match key {
        "cron" => cron(item).map(|schedule| Source::Cron(Box::new(schedule))),
        "dates" => Some(days(item)).filter(|days| !days.is_empty()).map(Source::Days),
        "calendar" => item.string().map(|name| Source::Calendar(name.to_owned())),
        _ => form_field(item).map(|(form, field)| Source::Each(form, field)),
    }
}

fn adjusted(table: &Table<'_>, source: Source) -> Dates {
    let shift = |key: &str, make: fn(Span) -> Shift| {
        let item = table.get(key)?;
        let span = words::span(&item)?;
        if span.unit == Unit::Hours {
            let message = format!("`{span}` does not move a day by days");
            item.error(
                "bad-span",
                message,
                "count in days or more; the hour is `at = \"18:00\"`",
            );
        }
        Some(make(span))
    };
    let shifts = [shift("plus", Shift::later), shift("minus", Shift::earlier)];
    let month_end = table
        .get("to")
        .and_then(|item| words::word(&item, &[(true, "month end")], "unknown-word"));
    let working = table
        .get("shift")
        .and_then(|item| words::word(&item, &Toward::ALL, "unknown-word"));
    Dates {
        source,
        shifts: shifts.into_iter().flatten().collect(),
        adjust: Adjust {
            month_end: month_end.unwrap_or(false),
            working,
            at: table.get("at").and_then(|item| time(&item)),
        },
    }
}

fn time(item: &Item<'_>) -> Option<Time> {
    let text = item.string()?;
    let found = hour(text);
    if found.is_none() {
        let hint = "write hours and minutes: `\"18:00\"`; leave it out for the end of the day";
        item.error("bad-hour", format!("`{}` is not an hour of a day", cut(text)), hint);
    }
    found
}

fn cron(item: &Item<'_>) -> Option<Schedule> {
    let text = item.string()?;
    let hint = match text.split_whitespace().count() {
        5 => format!("put the second first: `0 {text}`"),
        _ => "six fields: second minute hour day month weekday (1 is Sunday), such as `0 0 0 1 4 *`".to_owned(),
    };
    Schedule::parse(text)
        .map_err(|reason| {
            item.error(
                "bad-cron",
                format!("`{}` is not a rule for dates: {reason}", cut(text)),
                hint,
            )
        })
        .ok()
}

/// A list of days, in order.
pub fn days(item: &Item<'_>) -> Vec<Date> {
    let items = item.list();
    let mut found: Vec<Date> = Vec::new();
    if items.is_empty() && item.is_list() {
        item.error(
            "no-dates",
            "the list `[]` has no days".to_owned(),
            "write days: `[2027-02-11, 2027-05-13]`",
        );
    }
    if items.len() > MOST_DAYS {
        let message = format!("the list has `{}` days", items.len());
        item.error(
            "too-many-dates",
            message,
            format!("keep to {MOST_DAYS} days, or write a rule"),
        );
    }
    for one in items.iter().take(MOST_DAYS) {
        let Some(day) = one.date() else { continue };
        if found.contains(&day) {
            one.error("said-twice", format!("the day `{day}` is listed twice"), "list it once");
        } else {
            found.push(day);
        }
    }
    found.sort();
    found
}

/// Stands in for a rule that could not be read, so that reading can go on.
pub fn never() -> Dates {
    Dates::cron(Schedule::parse("0 0 0 1 1 *").expect("a valid rule"))
}
