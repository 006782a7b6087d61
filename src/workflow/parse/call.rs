//! `[call]`: the default rule of a call.

use crate::workflow::definition::CallRule;
use crate::workflow::reader::Table;
use crate::workflow::timing::Timing;

use super::{dates as rules, words};

pub fn call(table: Table<'_>) -> CallRule {
    let opens = rules::needed(&table, "opens").unwrap_or_else(rules::never);
    let closes = rules::needed(&table, "closes").unwrap_or_else(rules::never);
    let quota = table.get("quota").and_then(|item| {
        let number = item.integer()?;
        let quota = u32::try_from(number).ok().filter(|quota| *quota > 0);
        if quota.is_none() {
            let hint = "write how many may be put forward, or take `quota` out if there is no limit";
            item.error("bad-quota", format!("a quota of `{number}` lets nobody through"), hint);
        }
        quota
    });
    let dates = table
        .table("dates")
        .map(|inner| dates(&table, inner))
        .unwrap_or_default();
    let place = table.place.clone();
    table.finish();
    CallRule {
        opens,
        closes,
        quota,
        dates,
        place,
    }
}

fn dates(call: &Table<'_>, table: Table<'_>) -> Vec<(String, Timing)> {
    let mut found = Vec::new();
    for (name, _, item) in table.rest() {
        words::check_name(name, &item);
        call.ledger.spot(&call.place, format!("dates.{name}"), item.place());
        if matches!(name, "opens" | "closes" | "open" | "name") {
            item.error(
                "said-twice",
                format!("`{name}` is a call's own word"),
                "give the date another name",
            );
        } else if let Some(timing) = words::timing(&item) {
            found.push((name.to_owned(), timing));
        }
    }
    found
}
