//! `letters/<letter>.<lang>.md`.

use std::collections::BTreeMap;

use crate::workflow::Source;
use crate::workflow::finding::Place;
use crate::workflow::letter::{self, Letter};
use crate::workflow::reader::Ledger;

pub fn letters(source: &Source, ledger: &Ledger) -> BTreeMap<String, Letter> {
    let mut found: BTreeMap<String, Letter> = BTreeMap::new();
    for (path, text) in &source.files {
        let Some(stem) = path.strip_prefix("letters/").and_then(|rest| rest.strip_suffix(".md")) else {
            continue;
        };
        let Some((name, lang)) = letter::name_and_lang(path) else {
            if !stem.to_lowercase().starts_with("readme") {
                let message = format!("`{path}` does not say its language");
                ledger.error(
                    start(path),
                    "bad-letter-name",
                    message,
                    format!("call it `letters/{stem}.en.md`"),
                );
            }
            continue;
        };
        language(path, lang, ledger);
        match letter::parse(path, text) {
            Ok(version) => {
                let letter = found.entry(name.to_owned());
                let letter = letter.or_insert_with(|| Letter {
                    name: name.to_owned(),
                    versions: BTreeMap::new(),
                });
                letter.versions.insert(lang.to_owned(), version);
            }
            Err(error) => ledger.push(error.finding()),
        }
    }
    found
}

fn language(path: &str, lang: &str, ledger: &Ledger) {
    let languages = ledger.languages.borrow();
    if !languages.iter().any(|known| known == lang) {
        let message = format!("`{lang}` is not one of the workflow's languages");
        let hint = format!(
            "the languages are `{}`; add it to `languages` in workflow.toml",
            languages.join("`, `")
        );
        ledger.error(start(path), "unknown-language", message, hint);
    }
}

fn start(path: &str) -> Place {
    Place {
        file: path.into(),
        line: 1,
        column: 1,
    }
}
