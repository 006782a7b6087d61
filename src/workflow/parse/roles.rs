//! `[role.NAME]`.

use crate::workflow::definition::{Role, Seat, Sees};
use crate::workflow::finding::Place;
use crate::workflow::reader::Table;

pub fn roles(table: &Table<'_>) -> Vec<Role> {
    let Some(roles) = table
        .need("role", "say who may act: `[role.applicant]`")
        .and_then(|item| item.table("role", table.key_place("role")))
    else {
        return Vec::new();
    };
    let found = roles.rest().into_iter();
    found
        .filter_map(|(name, place, item)| {
            super::words::check_name(name, &item);
            Some(role(name, place.clone(), item.table(&roles.under(name), place)?))
        })
        .collect()
}

fn role(name: &str, place: Place, table: Table<'_>) -> Role {
    let title = table.need_text("title");
    let was = super::words::was(&table);
    let seats = table.table("seats").map(seats).unwrap_or_default();
    let sees = sees(&table);
    let runs = table.flag("runs");
    let peers_of = table.string("peers_of").map(str::to_owned);
    table.finish();
    Role {
        name: name.to_owned(),
        was,
        title,
        seats,
        sees,
        runs,
        peers_of,
        place,
    }
}

fn sees(table: &Table<'_>) -> Sees {
    let Some(item) = table.get("sees") else {
        return Sees::Told;
    };
    match item.string() {
        Some("all") => Sees::All,
        Some("told") | None => Sees::Told,
        Some(other) => {
            let message = format!("`{other}` does not say which cases the role sees");
            item.error("bad-word", message, "write `all` or `told`");
            Sees::Told
        }
    }
}

fn seats(table: Table<'_>) -> Vec<Seat> {
    let found = table.rest().into_iter();
    found
        .filter_map(|(name, place, item)| {
            super::words::check_name(name, &item);
            let inner = item.table(&table.under(name), place)?;
            let was = super::words::was(&inner);
            let title = inner.languages(&["was"]);
            Some(Seat {
                name: name.to_owned(),
                was,
                title,
            })
        })
        .collect()
}
