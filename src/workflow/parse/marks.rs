//! `[mark.NAME]`: marks that had other names in earlier versions.

use crate::workflow::definition::RenamedMark;
use crate::workflow::reader::Table;

use super::words;

pub fn renamed(table: &Table<'_>) -> Vec<RenamedMark> {
    let Some(marks) = table.table("mark") else {
        return Vec::new();
    };
    let found = marks.rest().into_iter();
    found
        .filter_map(|(name, place, item)| {
            words::check_name(name, &item);
            let inner = item.table(&marks.under(name), place)?;
            inner.need("was", "say what the mark was called before: `was = \"returned\"`");
            let mark = RenamedMark {
                name: name.to_owned(),
                was: words::was(&inner),
                place: inner.place.clone(),
            };
            inner.finish();
            Some(mark)
        })
        .collect()
}
