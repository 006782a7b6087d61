//! `[KIND.STATE.cycle.NAME]`.

use crate::workflow::dates::{Dates, Source};
use crate::workflow::definition::{Anchor, Cycle, Every};
use crate::workflow::reader::{Item, Table};
use crate::workflow::span::{Span, Unit};

use super::{dates, words};

pub fn cycles(table: Table<'_>) -> Vec<Cycle> {
    let found = table.rest().into_iter();
    found
        .filter_map(|(name, place, item)| {
            words::check_name(name, &item);
            cycle(name, item.table(&table.under(name), place)?)
        })
        .collect()
}

fn cycle(name: &str, table: Table<'_>) -> Option<Cycle> {
    let opens = table.need(
        "opens",
        "say which kind of case it opens: `opens = \"progress-report\"`",
    );
    let was = words::was(&table);
    let (due, every) = rhythm(&table);
    let after = table.need(
        "after",
        "say what date it is counted from: `after = \"admission.admitted_on\"` or `after = \"mark.awarded\"`",
    );
    let open_before = table.need("open_before", "say how early it opens: `open_before = \"120 days\"`");
    let (opens, after) = (
        opens.and_then(|item| item.string()),
        after.as_ref().and_then(words::form_field).map(anchor),
    );
    let open_before = open_before.as_ref().and_then(words::span);
    let times = table.get("times").and_then(|item| times(&item));
    let until = table.get("until").as_ref().and_then(words::timing);
    let when = words::guard(&table);
    let place = table.place.clone();
    table.finish();
    Some(Cycle {
        name: name.to_owned(),
        was,
        opens: opens?.to_owned(),
        due,
        every,
        after: after?,
        open_before: open_before.unwrap_or(Span {
            count: 1,
            unit: Unit::Days,
        }),
        times,
        until,
        when,
        place,
    })
}

fn anchor((form, field): (String, String)) -> Anchor {
    if form == "mark" {
        Anchor::Mark(field)
    } else {
        Anchor::Form(form, field)
    }
}

/// `due` and `every`, which must go together.
fn rhythm(table: &Table<'_>) -> (Dates, Every) {
    let given = table.has("due");
    let due = dates::of_cycle(table, "due");
    let every = table.get("every");
    let read = every.as_ref().and_then(every_item);
    let source = due.as_ref().map(|due| &due.source);
    match (source, read) {
        _ if given && due.is_none() || every.is_some() && read.is_none() => {}
        (None | Some(Source::Anchor), Some(Every::Span(_))) => {}
        (None | Some(Source::Anchor), _) => {
            let message = format!("`{}` has no `due`, and no `every` that does without", table.path);
            let hint = "write `due = { cron = \"0 0 0 1 4 *\" }` and `every = 2`, or `every = \"6 months\"` alone";
            table.ledger.error(table.place.clone(), "missing-key", message, hint);
        }
        (Some(Source::Cron(_)), None) => {
            table.need("every", "say every how many years: `every = 2`");
        }
        (Some(_), Some(Every::Span(span))) => {
            let message = format!("every `{span}` does not choose among the dates of `due`");
            let hint = "write a number of years, or leave `due` out: then each is so long after the anchor";
            table.ledger.error(
                every.as_ref().map_or_else(|| table.place.clone(), Item::place),
                "bad-cycle",
                message,
                hint,
            );
        }
        (Some(_), _) => {}
    }
    let read = read.unwrap_or(match source {
        Some(Source::Each(..)) => Every::Years(1),
        Some(Source::Days(_) | Source::Calendar(_)) => Every::Date,
        _ => Every::Years(1),
    });
    let missing = || match read {
        Every::Span(_) => Dates::of(Source::Anchor),
        _ => dates::never(),
    };
    (due.unwrap_or_else(missing), read)
}

/// `2` or `"6 months"`.
fn every_item(item: &Item<'_>) -> Option<Every> {
    if item.is_string() {
        let span = words::span(item)?;
        if matches!(span.unit, Unit::Hours | Unit::WorkingDays) {
            let message = format!("every `{span}` is not a cycle");
            item.error("bad-cycle", message, "count in days, weeks, months or years");
            return None;
        }
        return Some(Every::Span(span));
    }
    let number = item.integer()?;
    let every = u32::try_from(number).ok().filter(|every| (1..=100).contains(every));
    if every.is_none() {
        let message = format!("every `{number}` years is not a cycle");
        item.error("bad-cycle", message, "write a number from 1 to 100");
    }
    every.map(Every::Years)
}

fn times(item: &Item<'_>) -> Option<u32> {
    let number = item.integer()?;
    let times = u32::try_from(number).ok().filter(|times| (1..=1_000).contains(times));
    if times.is_none() {
        let message = format!("`{number}` times is not a number of times");
        item.error(
            "bad-cycle",
            message,
            "write a number from 1 to 1000, or take `times` out",
        );
    }
    times
}
