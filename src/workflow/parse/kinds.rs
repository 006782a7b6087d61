//! `kinds = […]` and a table for each.

use crate::workflow::definition::{Address, CatchUp, Import, Kind};
use crate::workflow::reader::{Item, Table};

use super::{listed, panels, states, unlisted, words};

pub fn kinds(table: &Table<'_>, catch_up: CatchUp) -> Vec<Kind> {
    let hint = "list the kinds of case: `kinds = [\"membership\"]`";
    let names: Vec<Item<'_>> = table.need("kinds", hint).map(|item| item.list()).unwrap_or_default();
    let kinds: Vec<Kind> = listed(table, &names, "kind")
        .into_iter()
        .map(|(name, inner)| kind(name, inner, catch_up))
        .collect();
    let mut known: Vec<String> = [
        "title",
        "about",
        "zone",
        "hour",
        "languages",
        "catch_up",
        "kinds",
        "role",
        "call",
        "workdays",
        "calendar",
        "mark",
        "organisation",
    ]
    .map(str::to_owned)
    .into();
    known.extend(kinds.iter().map(|kind| kind.name.clone()));
    unlisted(table, &known, ("kinds", "kind of case"));
    kinds
}

fn kind(name: String, table: Table<'_>, catch_up: CatchUp) -> Kind {
    let title = table.need_text("title");
    let was = words::was(&table);
    let owner = table.need("owner", "say whose organisation owns the case: `owner = \"applicant\"`");
    let owner = owner.and_then(|item| item.string()).unwrap_or_default().to_owned();
    let form = table.string("form").map(str::to_owned);
    let in_call = table.flag("in_call");
    let open_by = table.get("open_by").map(|item| item.one_or_more()).unwrap_or_default();
    let mut open_by: Vec<Address> = open_by.iter().filter_map(Item::string).map(words::address).collect();
    if open_by.is_empty() && in_call {
        open_by.push(words::address(&owner));
    }
    let import = table.table("import").and_then(import);
    let hint = "list the states, the initial one first: `states = [\"draft\", …]`";
    let names: Vec<Item<'_>> = table.need("states", hint).map(|item| item.list()).unwrap_or_default();
    let panels = panels::panels(&table, &names);
    let mut states: Vec<_> = listed(&table, &names, "state")
        .into_iter()
        .map(|(name, inner)| states::state(name, inner, catch_up))
        .collect();
    panels::forms(&panels, &mut states, &table);
    let mut known: Vec<String> = [
        "title", "was", "owner", "form", "in_call", "open_by", "states", "import", "vote", "score",
    ]
    .map(str::to_owned)
    .into();
    known.extend(states.iter().map(|state| state.name.clone()));
    unlisted(&table, &known, ("states", "state"));
    Kind {
        name,
        was,
        title,
        owner,
        form,
        in_call,
        open_by,
        import,
        panels,
        states,
        place: table.place,
    }
}

fn import(table: Table<'_>) -> Option<Import> {
    let state = table.need("state", "say which state existing cases stand in: `state = \"member\"`");
    let since = table.need(
        "since",
        "say which date tells since when: `since = \"admission.admitted_on\"`",
    );
    let state = state.and_then(|item| item.string()).map(str::to_owned);
    let since = since.as_ref().and_then(words::form_field);
    table.finish();
    Some(Import {
        state: state?,
        since: since?,
    })
}
