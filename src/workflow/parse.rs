//! From the files of a workflow folder to a [`Definition`], or to everything that is wrong with them.
//!
//! Owns the grammar: which keys there are and what they mean. Does not ask whether names agree with each other or whether
//! the workflow makes sense (that is [`super::check`]), and reads no files itself.

mod calendars;
mod call;
mod cycles;
mod dates;
mod duties;
mod forms;
mod kinds;
mod letters;
mod marks;
mod organisation;
mod panels;
mod roles;
mod states;
mod transitions;
mod words;

use std::collections::BTreeMap;

use jiff::civil;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use toml::de::DeTable;

use super::Source;
use super::definition::{CatchUp, Definition};
use super::finding::{Finding, Level, Place};
use super::form::Form;
use super::reader::{File, Item, Ledger, Spots, Table, nearest};
use super::text::Text;
use super::workdays::Workdays;

/// Largest file, in bytes.
pub const LARGEST_FILE: usize = 512 * 1024;
/// Most files in a folder.
pub const MOST_FILES: usize = 2_000;

/// What reading a folder gave: as much of a definition as there is, all findings, and where everything stands.
pub(super) struct Reading {
    /// What could be read; `None` when `workflow.toml` is not there or not TOML.
    pub definition: Option<Definition>,
    /// What is wrong with the grammar.
    pub findings: Vec<Finding>,
    /// Places of values.
    pub spots: Spots,
}

/// Reads a workflow's files.
///
/// # Errors
/// Every finding, errors and warnings, if at least one is an error.
pub fn parse(source: &Source) -> Result<Definition, Vec<Finding>> {
    let reading = read(source);
    let broken = reading.findings.iter().any(|finding| finding.level == Level::Error);
    match reading.definition {
        Some(definition) if !broken => Ok(definition),
        _ => Err(reading.findings),
    }
}

/// Reads as much as can be read.
pub(super) fn read(source: &Source) -> Reading {
    let ledger = Ledger::default();
    let definition = if within_limits(source, &ledger) {
        definition(source, &ledger)
    } else {
        None
    };
    let (mut findings, spots) = ledger.close();
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    Reading {
        definition,
        findings,
        spots,
    }
}

fn within_limits(source: &Source, ledger: &Ledger) -> bool {
    let start = |file: &str| Place {
        file: file.into(),
        line: 1,
        column: 1,
    };
    let mut good = true;
    if source.files.len() > MOST_FILES {
        let message = format!("the folder has `{}` files", source.files.len());
        ledger.error(
            start("workflow.toml"),
            "too-many-files",
            message,
            format!("keep to {MOST_FILES} files"),
        );
        good = false;
    }
    for (name, text) in source.files.iter().filter(|(_, text)| text.len() > LARGEST_FILE) {
        let message = format!("the file has `{}` bytes", text.len());
        ledger.error(
            start(name),
            "file-too-large",
            message,
            format!("keep to {LARGEST_FILE} bytes, or split the file"),
        );
        good = false;
    }
    good
}

fn definition(source: &Source, ledger: &Ledger) -> Option<Definition> {
    let Some(text) = source.files.get("workflow.toml") else {
        let place = Place {
            file: "workflow.toml".into(),
            line: 1,
            column: 1,
        };
        let message = format!("the folder `{}` has no `workflow.toml`", source.name);
        ledger.error(
            place,
            "missing-file",
            message,
            "every workflow folder has a file `workflow.toml`",
        );
        return None;
    };
    let file = File::new("workflow.toml", text);
    let entries = toml(&file, ledger)?;
    let table = Table::new(&file, ledger, &entries, (String::new(), file.place(0)));
    let mut definition = header(source, &table);
    definition.roles = roles::roles(&table);
    definition.workdays = table.table("workdays").map(calendars::workdays).unwrap_or_default();
    definition.calendars = table.table("calendar").map(calendars::calendars).unwrap_or_default();
    definition.call = table.table("call").map(call::call);
    definition.marks = marks::marks(&table);
    definition.organisation_events = table
        .table("organisation")
        .map(organisation::events)
        .unwrap_or_default();
    definition.kinds = kinds::kinds(&table, definition.catch_up);
    table.finish();
    definition.forms = forms(source, ledger);
    definition.letters = letters::letters(source, ledger);
    strangers(source, ledger);
    Some(definition)
}

/// Everything before the roles.
fn header(source: &Source, table: &Table<'_>) -> Definition {
    let languages = languages(table);
    table.ledger.languages.replace(languages.clone());
    Definition {
        name: source.name.clone(),
        digest: digest(source),
        title: table.need_text("title"),
        about: table.need_text("about"),
        zone: zone(table),
        hour: hour(table),
        languages,
        catch_up: words::catch_up(table).unwrap_or(CatchUp::Latest),
        roles: Vec::new(),
        workdays: Workdays::default(),
        calendars: Vec::new(),
        call: None,
        kinds: Vec::new(),
        marks: Vec::new(),
        organisation_events: Vec::new(),
        forms: BTreeMap::new(),
        letters: BTreeMap::new(),
    }
}

fn languages(table: &Table<'_>) -> Vec<String> {
    let hint = "write `languages = [\"lv\", \"en\"]`, the fallback first";
    let Some(list) = table.need("languages", hint) else {
        return vec!["en".to_owned()];
    };
    let mut found: Vec<String> = Vec::new();
    for item in list.list() {
        let Some(lang) = item.string() else { continue };
        let good = (2..=8).contains(&lang.len()) && lang.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if !good {
            item.error(
                "unknown-language",
                format!("`{lang}` is not a language tag"),
                "write it as `lv`, `en`, `ka`, `ru`",
            );
        } else if found.iter().any(|known| known == lang) {
            item.error(
                "said-twice",
                format!("the language `{lang}` is listed twice"),
                "list it once",
            );
        } else {
            found.push(lang.to_owned());
        }
    }
    if found.is_empty() {
        list.error("missing-language", "`languages` is empty".to_owned(), hint);
        found.push("en".to_owned());
    }
    found
}

fn zone(table: &Table<'_>) -> TimeZone {
    let hint = "write the name of a time zone, such as `Europe/Riga` or `Asia/Tbilisi`";
    let Some(item) = table.need("zone", hint) else {
        return TimeZone::UTC;
    };
    let Some(name) = item.string() else {
        return TimeZone::UTC;
    };
    TimeZone::get(name).unwrap_or_else(|_| {
        item.error("unknown-zone", format!("`{name}` is not a time zone"), hint);
        TimeZone::UTC
    })
}

fn hour(table: &Table<'_>) -> civil::Time {
    let nine = civil::time(9, 0, 0, 0);
    let Some(item) = table.get("hour") else { return nine };
    let Some(text) = item.string() else { return nine };
    let shaped = text.len() == 5 && text.as_bytes().get(2) == Some(&b':');
    match text.parse::<civil::Time>() {
        Ok(time) if shaped => time,
        _ => {
            item.error(
                "bad-hour",
                format!("`{text}` is not a time of day"),
                "write hours and minutes: `\"09:00\"`",
            );
            nine
        }
    }
}

/// Parses a file's TOML; syntax errors become findings, all of them.
fn toml<'a>(file: &File<'a>, ledger: &Ledger) -> Option<DeTable<'a>> {
    let (table, errors) = DeTable::parse_recoverable(file.text());
    for error in &errors {
        let place = file.place(error.span().map_or(0, |span| span.start));
        let words = error.message().lines().collect::<Vec<_>>().join(", ").replace('`', "'");
        let hint =
            "check quotation marks, brackets and `=` on this line and the one before it; a key may stand only once";
        ledger.error(place, "toml-syntax", format!("not valid TOML: {words}"), hint);
    }
    errors.is_empty().then(|| table.into_inner())
}

fn forms(source: &Source, ledger: &Ledger) -> BTreeMap<String, Form> {
    let mut found = BTreeMap::new();
    for (path, text) in &source.files {
        let name = path.strip_prefix("forms/").and_then(|rest| rest.strip_suffix(".toml"));
        let Some(name) = name.filter(|name| !name.contains('/')) else {
            continue;
        };
        let file = File::new(path, text);
        if let Some(entries) = toml(&file, ledger) {
            let table = Table::new(&file, ledger, &entries, (String::new(), file.place(0)));
            found.insert(name.to_owned(), forms::form(name, table));
        }
    }
    found
}

/// Files that nothing reads.
fn strangers(source: &Source, ledger: &Ledger) {
    let known = |path: &str| {
        path == "workflow.toml"
            || (path.ends_with(".md") && !path.contains('/'))
            || matches!(path.split('/').collect::<Vec<_>>()[..], ["forms", file] if file.ends_with(".toml"))
            || matches!(path.split('/').collect::<Vec<_>>()[..], ["letters", file] if file.ends_with(".md"))
            || matches!(path.split('/').collect::<Vec<_>>()[..], ["scenarios", ..])
    };
    for path in source.files.keys().filter(|path| !known(path)) {
        let place = Place {
            file: path.as_str().into(),
            line: 1,
            column: 1,
        };
        let hint = "a folder has `workflow.toml`, `forms/NAME.toml`, `letters/NAME.LANGUAGE.md` and `scenarios/`";
        ledger.warning(place, "unknown-file", format!("nothing reads the file `{path}`"), hint);
    }
}

/// SHA-256 over the names and texts of all files, each with its length so that no two folders look alike.
pub fn digest(source: &Source) -> String {
    let mut hash = Sha256::new();
    for part in source.files.iter().flat_map(|(name, text)| [name, text]) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex::encode(hash.finalize())
}

/// What a form is made of; nothing outside its file speaks of the name, so any will do.
const PART: &str = "part";

/// Tables under a key by the names they have there, in the order of `listed`; both ways round they must agree.
fn listed<'a>(table: &Table<'a>, listed: &[Item<'a>], what: &str) -> Vec<(String, Table<'a>)> {
    let mut found: Vec<(String, Table<'a>)> = Vec::new();
    for item in listed {
        let Some(name) = item.string() else { continue };
        if what != PART {
            words::check_name(name, item);
        }
        if found.iter().any(|(known, _)| known == name) {
            item.error(
                "said-twice",
                format!("the {what} `{name}` is listed twice"),
                "list it once",
            );
        } else if !table.has(name) {
            let hint = format!(
                "write `[{}]` and what it says, or take it out of the list",
                table.under(name)
            );
            item.error(
                "missing-table",
                format!("the {what} `{name}` is listed but not described"),
                hint,
            );
        } else if let Some(inner) = table.table(name) {
            found.push((name.to_owned(), inner));
        }
    }
    found
}

/// Reports tables that look like one of `what` but are not listed under `key`.
fn unlisted(table: &Table<'_>, listed: &[String], (key, what): (&str, &str)) {
    for (name, place, item) in table.rest() {
        let unlisted = item.is_table();
        let message = if unlisted {
            format!("`{name}` is described but not listed in `{key}`")
        } else {
            format!("unknown key `{}`", table.under(name))
        };
        let hint = match nearest(name, listed.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add it to `{key}` if it is a {what}, or take it out"),
        };
        table
            .ledger
            .error(place, if unlisted { "unlisted" } else { "unknown-key" }, message, hint);
    }
}

/// A text for people that may be left out when no button shows it.
fn optional_text(table: &Table<'_>, key: &str) -> Text {
    table.text(key)
}
