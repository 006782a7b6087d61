//! `[KIND.STATE.cycle.NAME]`.

use crate::workflow::definition::Cycle;
use crate::workflow::reader::Table;
use crate::workflow::span::{Span, Unit};

use super::{call, words};

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
    let due = words::schedule(&table, "due").unwrap_or_else(call::never);
    let every = every(&table);
    let after = table.need(
        "after",
        "say what date it is counted from: `after = \"admission.admitted_on\"`",
    );
    let open_before = table.need("open_before", "say how early it opens: `open_before = \"120 days\"`");
    let (opens, after) = (
        opens.and_then(|item| item.string()),
        after.as_ref().and_then(words::form_field),
    );
    let open_before = open_before.as_ref().and_then(words::span);
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
        place,
    })
}

fn every(table: &Table<'_>) -> u32 {
    let hint = "say every how many years: `every = 2`";
    let Some(item) = table.need("every", hint) else {
        return 1;
    };
    let Some(number) = item.integer() else { return 1 };
    match u32::try_from(number).ok().filter(|every| (1..=100).contains(every)) {
        Some(every) => every,
        None => {
            item.error(
                "bad-cycle",
                format!("every `{number}` years is not a cycle"),
                "write a number from 1 to 100",
            );
            1
        }
    }
}
