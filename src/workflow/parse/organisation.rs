//! `[organisation.EVENT]`: what can happen to an organisation.

use crate::workflow::definition::OrganisationEvent;
use crate::workflow::finding::Place;
use crate::workflow::reader::Table;

use super::words;

pub fn events(table: Table<'_>) -> Vec<OrganisationEvent> {
    let found = table.rest().into_iter();
    found
        .filter_map(|(name, place, item)| {
            words::check_name(name, &item);
            Some(event(name, place.clone(), item.table(&table.under(name), place)?))
        })
        .collect()
}

fn event(name: &str, place: Place, table: Table<'_>) -> OrganisationEvent {
    let title = table.need_text("title");
    table.need("by", "say who may record it: `by = \"secretary\"`");
    let by = words::addresses(&table, "by");
    table.finish();
    OrganisationEvent {
        name: name.to_owned(),
        title,
        by,
        place,
    }
}
