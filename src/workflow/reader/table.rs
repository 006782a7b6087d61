//! A table whose keys are taken one by one; what is left over is a finding.

use std::cell::RefCell;
use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::{File, Item, Ledger, nearest};
use crate::workflow::finding::Place;
use crate::workflow::text::Text;

/// A table of a file.
pub struct Table<'a> {
    /// The file it stands in.
    pub file: &'a File<'a>,
    /// Where findings go.
    pub ledger: &'a Ledger,
    /// Its dotted name, for messages.
    pub path: String,
    /// Where its name stands; the owner of its values' places.
    pub place: Place,
    entries: Vec<Entry<'a>>,
    asked: RefCell<BTreeSet<String>>,
}

struct Entry<'a> {
    key: &'a str,
    key_at: usize,
    item: Item<'a>,
}

impl<'a> Table<'a> {
    /// Orders a table's keys as they stand in the file.
    pub fn new(file: &'a File<'a>, ledger: &'a Ledger, entries: &'a DeTable<'a>, name: (String, Place)) -> Self {
        let mut entries: Vec<Entry<'a>> = entries
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().as_ref(),
                key_at: key.span().start,
                item: Item::new(file, ledger, value.get_ref() as &DeValue<'a>, &value.span()),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_at);
        let (path, place) = name;
        Self {
            file,
            ledger,
            path,
            place,
            entries,
            asked: RefCell::default(),
        }
    }

    /// The dotted name of a key of this table.
    pub fn under(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// Whether the table has the key, without taking it.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Takes a key's value if it is there.
    pub fn get(&self, key: &str) -> Option<Item<'a>> {
        self.asked.borrow_mut().insert(key.to_owned());
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        let item = entry.item;
        self.ledger.spot(&self.place, key.to_owned(), item.place());
        if item.is_list() {
            for (index, inner) in item.list().iter().enumerate() {
                self.ledger.spot(&self.place, format!("{key}[{index}]"), inner.place());
            }
        }
        Some(item)
    }

    /// Takes a key's value; a finding if it is not there.
    pub fn need(&self, key: &str, hint: &str) -> Option<Item<'a>> {
        let found = self.get(key);
        if found.is_none() {
            let message = format!("`{}` has no `{key}`", self.shown());
            self.ledger.error(self.place.clone(), "missing-key", message, hint);
        }
        found
    }

    fn shown(&self) -> &str {
        if self.path.is_empty() { "the file" } else { &self.path }
    }

    /// Takes a table under a key, if it is there.
    pub fn table(&self, key: &str) -> Option<Table<'a>> {
        let item = self.get(key)?;
        item.table(&self.under(key), self.key_place(key))
    }

    /// Takes a text value under a key, if it is there.
    pub fn string(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.string()
    }

    /// Takes `true` or `false` under a key; `false` if it is not there.
    pub fn flag(&self, key: &str) -> bool {
        self.get(key).and_then(|item| item.flag()).unwrap_or(false)
    }

    /// Takes a list of texts, or one text, under a key; empty if it is not there.
    pub fn strings(&self, key: &str) -> Vec<String> {
        let items = self.get(key).map(|item| item.one_or_more()).unwrap_or_default();
        items.iter().filter_map(Item::string).map(str::to_owned).collect()
    }

    /// Takes every key not asked for so far, in the order of the file, with the place of its name.
    pub fn rest(&self) -> Vec<(&'a str, Place, Item<'a>)> {
        let mut asked = self.asked.borrow_mut();
        let left = self.entries.iter().filter(|entry| !asked.contains(entry.key));
        let left: Vec<_> = left
            .map(|entry| (entry.key, self.file.place(entry.key_at), entry.item))
            .collect();
        asked.extend(left.iter().map(|(key, _, _)| (*key).to_owned()));
        left
    }

    /// Where a key's name stands, or the table's.
    pub fn key_place(&self, key: &str) -> Place {
        let entry = self.entries.iter().find(|entry| entry.key == key);
        entry.map_or_else(|| self.place.clone(), |entry| self.file.place(entry.key_at))
    }

    /// Takes a text in several languages; one that is missing or unknown is a finding.
    pub fn text(&self, key: &str) -> Text {
        let Some(table) = self.table(key) else {
            return Text::default();
        };
        table.languages(&[])
    }

    /// Takes a text in several languages that must be there.
    pub fn need_text(&self, key: &str) -> Text {
        if !self.has(key) {
            self.asked.borrow_mut().insert(key.to_owned());
            let first = self
                .ledger
                .languages
                .borrow()
                .first()
                .cloned()
                .unwrap_or_else(|| "en".to_owned());
            let message = format!("`{}` has no `{key}`", self.shown());
            let hint = format!("write `{key}.{first} = \"…\"`, and so for each language");
            self.ledger.error(self.place.clone(), "missing-text", message, hint);
            return Text::default();
        }
        self.text(key)
    }

    /// Reads this table as a text in several languages, besides `known` keys that mean something else.
    pub fn languages(&self, known: &[&str]) -> Text {
        let wanted = self.ledger.languages.borrow().clone();
        let mut text = Text::default();
        for entry in self.entries.iter().filter(|entry| !known.contains(&entry.key)) {
            if !wanted.iter().any(|lang| lang == entry.key) {
                self.unknown_language(entry, &wanted);
            }
            if let Some(words) = entry.item.string() {
                if words.trim().is_empty() {
                    entry.item.error(
                        "empty-text",
                        format!("`{}` is empty", self.under(entry.key)),
                        "write the text",
                    );
                }
                text.0.insert(entry.key.to_owned(), words.to_owned());
            }
        }
        for lang in wanted.iter().filter(|lang| !self.has(lang)) {
            let message = format!("`{}` is not written in `{lang}`", self.path);
            let hint = format!(
                "add `{}.{lang} = \"…\"`, or take `{lang}` out of `languages`",
                self.path
            );
            self.ledger.error(self.place.clone(), "missing-language", message, hint);
        }
        text
    }

    fn unknown_language(&self, entry: &Entry<'a>, wanted: &[String]) {
        let place = self.file.place(entry.key_at);
        let message = format!("`{}` is not one of the workflow's languages", entry.key);
        let hint = format!(
            "the languages are `{}`; add it to `languages` in workflow.toml",
            wanted.join("`, `")
        );
        self.ledger.error(place, "unknown-language", message, hint);
    }

    /// Reports every key nobody asked for.
    pub fn finish(self) {
        let known: Vec<String> = self.asked.borrow().iter().cloned().collect();
        for (key, place, _) in self.rest() {
            let message = format!("unknown key `{}`", self.under(key));
            let hint = match nearest(key, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: `{}`", known.join("`, `")),
            };
            self.ledger.error(place, "unknown-key", message, hint);
        }
    }
}
