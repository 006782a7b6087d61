//! `[call]`: the default rule of a call.

use crate::workflow::definition::{CallRule, Quota};
use crate::workflow::panel::Share;
use crate::workflow::reader::{Item, Table};
use crate::workflow::timing::Timing;

use super::{dates as rules, words};

pub fn call(table: Table<'_>) -> CallRule {
    let opens = rules::needed(&table, "opens").unwrap_or_else(rules::never);
    let closes = rules::needed(&table, "closes").unwrap_or_else(rules::never);
    let quota = table.get("quota").and_then(|item| quota(&table, &item));
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

/// `3`, `"25 %"`, or `{ share = "25 %", of = "panel" }`.
fn quota(call: &Table<'_>, item: &Item<'_>) -> Option<Quota> {
    if !item.is_table() {
        return share(item).map(|share| Quota { share, of: None });
    }
    let inner = item.table(&call.under("quota"), call.key_place("quota"))?;
    let written = inner.need("share", Share::SHAPE);
    let of = inner.string("of").map(str::to_owned);
    inner.finish();
    share(&written?).map(|share| Quota { share, of })
}

fn share(item: &Item<'_>) -> Option<Share> {
    let share = words::share(item)?;
    if share == Share::Number(0) || matches!(share, Share::MoreThan(..)) {
        let hint = "write how many may be put forward, or a part such as `\"25 %\"`; without a limit take `quota` out";
        item.error("bad-quota", format!("`{share}` is no quota"), hint);
        return None;
    }
    Some(share)
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
