//! Things that come in pairs: a migration for each database, a message in each language.

use std::collections::{BTreeMap, BTreeSet};

use super::expect_none;
use super::scan::{files, root};

#[test]
fn migrations_come_in_pairs() {
    let [sqlite, postgres] = ["migrations/sqlite", "migrations/postgres"].map(names);
    let mut findings = unpaired(&sqlite, &postgres);
    if root().join("src/store").exists() && sqlite.is_empty() {
        findings.push("migrations/sqlite: a store without migrations".into());
    }
    expect_none(&findings);
}

#[test]
fn every_language_has_every_message() {
    let mut languages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files("locales", ".ftl") {
        let language = file.path.split('/').nth(1).unwrap_or_default().to_string();
        languages.entry(language).or_default().extend(messages(&file.text));
    }
    expect_none(&missing(&languages));
}

fn names(folder: &str) -> BTreeSet<String> {
    let name = |path: String| path.rsplit('/').next().unwrap_or_default().to_string();
    files(folder, ".sql").into_iter().map(|file| name(file.path)).collect()
}

// Names are `NNNN_name.sql`, the same in both folders, numbered 1, 2, 3 without a gap.
fn unpaired(sqlite: &BTreeSet<String>, postgres: &BTreeSet<String>) -> Vec<String> {
    let alone = sqlite
        .symmetric_difference(postgres)
        .map(|name| format!("migrations: `{name}` has no twin"));
    let misnumbered = sqlite
        .iter()
        .zip(1..)
        .filter(|(name, n)| !name.starts_with(&format!("{n:04}_")));
    alone
        .chain(misnumbered.map(|(name, n)| format!("migrations: `{name}` should be number {n:04}")))
        .collect()
}

/// Returns the ids in a Fluent file: `id`, `-term`, `id.attribute`.
fn messages(text: &str) -> BTreeSet<String> {
    let (mut found, mut owner) = (BTreeSet::new(), String::new());
    for line in text.lines() {
        let Some((id, _)) = line.split_once('=') else { continue };
        let id = id.trim_end();
        let attribute = id.trim_start();
        let is_name =
            |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        if is_name(id) {
            owner = id.to_string();
            found.insert(owner.clone());
        } else if let Some(name) = attribute
            .strip_prefix('.')
            .filter(|name| is_name(name) && attribute != id)
        {
            found.insert(format!("{owner}.{name}"));
        }
    }
    found
}

fn missing(languages: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let all: BTreeSet<&String> = languages.values().flatten().collect();
    let lacks = |(language, ids): (&String, &BTreeSet<String>)| -> Vec<String> {
        let absent = all.iter().filter(|id| !ids.contains(**id));
        absent
            .map(|id| format!("locales/{language}: `{id}` is missing"))
            .collect()
    };
    languages.iter().flat_map(lacks).collect()
}

#[test]
fn a_missing_twin_is_found() {
    let set = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert!(unpaired(&set(&["0001_a.sql"]), &set(&["0001_a.sql"])).is_empty());
    assert_eq!(unpaired(&set(&["0001_a.sql"]), &set(&["0001_b.sql"])).len(), 2);
    assert_eq!(
        unpaired(&set(&["0001_a.sql", "0003_b.sql"]), &set(&["0001_a.sql", "0003_b.sql"])).len(),
        1
    );
    let english =
        messages("# no = message\nhello = Hello { $name }\n    .title = A title\n    more = text\n-brand = Kalends\n");
    assert_eq!(english, set(&["-brand", "hello", "hello.title"]));
    let languages = BTreeMap::from([
        ("en".to_string(), english),
        ("lv".to_string(), set(&["hello", "hello.title"])),
    ]);
    assert_eq!(missing(&languages), ["locales/lv: `-brand` is missing"]);
}
