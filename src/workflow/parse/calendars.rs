//! `[workdays]` and `[calendar.NAME]`.

use std::collections::BTreeSet;

use crate::workflow::dates::{Calendar, Source};
use crate::workflow::holidays::Country;
use crate::workflow::reader::Table;
use crate::workflow::workdays::Workdays;

use super::{dates, words};

pub fn workdays(table: Table<'_>) -> Workdays {
    let words = Country::ALL;
    let country = table
        .get("country")
        .and_then(|item| words::word(&item, &words, "unknown-country"));
    let listed = |key: &str| -> BTreeSet<_> {
        let item = table.get(key);
        item.map(|item| dates::days(&item))
            .unwrap_or_default()
            .into_iter()
            .collect()
    };
    let (holidays, works) = (listed("holidays"), listed("works"));
    let place = Some(table.place.clone());
    table.finish();
    Workdays {
        country,
        holidays,
        works,
        place,
    }
}

pub fn calendars(table: Table<'_>) -> Vec<Calendar> {
    let found = table.rest().into_iter();
    found
        .filter_map(|(name, place, item)| {
            words::check_name(name, &item);
            calendar(name, item.table(&table.under(name), place)?)
        })
        .collect()
}

fn calendar(name: &str, table: Table<'_>) -> Option<Calendar> {
    let title = table.need_text("title");
    let days = dates::rule(&table, &["cron", "dates"]);
    let place = table.place.clone();
    table.finish();
    let days = days?;
    let known = matches!(days.source, Source::Cron(_) | Source::Days(_));
    known.then(|| Calendar {
        name: name.to_owned(),
        title,
        days,
        place,
    })
}
