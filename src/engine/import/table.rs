//! Lines of a table, read and looked at: everything that can be wrong without asking the database.

use std::collections::BTreeMap;

use csv::StringRecord;
use jiff::civil::Date;

use super::Columns;
use crate::locale::Locale;

/// Table programs begin UTF-8 files with this.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What is wrong with a line; the word is also the message id suffix in `locales`: `import-wrong-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wrong {
    /// The file is not UTF-8.
    Utf8,
    /// There is no line below the column names.
    Empty,
    /// A column is missing.
    MissingColumn,
    /// There is no such column.
    UnknownColumn,
    /// The line has more or fewer values than there are columns.
    Length,
    /// A value is missing.
    Required,
    /// It is not a day.
    Date,
    /// The day is yet to come.
    Future,
    /// It is not a mail address.
    Email,
    /// The workflow does not speak this language.
    Language,
    /// The organisation stands in the file twice.
    Twice,
    /// The organisation is a member already.
    Member,
    /// The value cannot be used.
    Value,
}

impl Wrong {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Utf8 => "utf8",
            Self::Empty => "empty",
            Self::MissingColumn => "missing-column",
            Self::UnknownColumn => "unknown-column",
            Self::Length => "length",
            Self::Required => "required",
            Self::Date => "date",
            Self::Future => "future",
            Self::Email => "email",
            Self::Language => "language",
            Self::Twice => "twice",
            Self::Member => "member",
            Self::Value => "value",
        }
    }
}

/// A line that cannot come in, and why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct BadLine {
    /// Its number in the file, from 1; the column names are line 1.
    pub line: u64,
    /// The column.
    pub column: String,
    /// What is wrong.
    pub wrong: Wrong,
    /// What was found, or what may stand there.
    pub value: String,
}

/// A line that may come in.
pub(super) struct Line {
    pub number: u64,
    pub organisation: String,
    pub since: Date,
    /// Seat, name and address.
    pub people: Vec<(String, String, String)>,
    pub language: String,
}

impl Line {
    pub fn wrong(&self, column: &str, wrong: Wrong, value: &str) -> BadLine {
        bad(self.number, column, wrong, value)
    }
}

impl BadLine {
    /// What is wrong and what to do, in a sentence.
    pub fn say(&self, locale: Locale) -> String {
        let message = format!("import-wrong-{}", self.wrong.word());
        locale.text_with(&message, &[("column", &self.column), ("value", &self.value)])
    }
}

fn bad(line: u64, column: &str, wrong: Wrong, value: &str) -> BadLine {
    BadLine {
        line,
        column: column.to_owned(),
        wrong,
        value: value.to_owned(),
    }
}

/// Reads every line, or names every bad one.
pub(super) fn read(columns: &Columns, table: &[u8], today: Date) -> Result<Vec<Line>, Vec<BadLine>> {
    let text = std::str::from_utf8(table.strip_prefix(MARK).unwrap_or(table)).map_err(|error| {
        let line = table[..error.valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count() as u64
            + 1;
        vec![bad(line, "", Wrong::Utf8, "")]
    })?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let mut found = header_faults(columns, &header);
    if !found.is_empty() {
        return Err(found);
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for record in reader.records().filter_map(Result::ok) {
        let mut reading = Reading::of(columns, &header, &record);
        let line = reading.line(today);
        let key = line.organisation.to_lowercase();
        if let Some(first) = seen.get(&key).filter(|_| !key.is_empty()) {
            reading
                .found
                .push(line.wrong("organisation", Wrong::Twice, &first.to_string()));
        }
        seen.entry(key).or_insert(line.number);
        found.append(&mut reading.found);
        lines.push(line);
    }
    if lines.is_empty() {
        found.push(bad(1, "", Wrong::Empty, ""));
    }
    if found.is_empty() { Ok(lines) } else { Err(found) }
}

fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    if first.matches(';').count() > first.matches(',').count() {
        b';'
    } else {
        b','
    }
}

fn header_faults(columns: &Columns, header: &StringRecord) -> Vec<BadLine> {
    let names = columns.names();
    let missing = names
        .iter()
        .filter(|name| !header.iter().any(|found| found == *name) && needed(columns, name));
    let unknown = header.iter().filter(|found| !names.iter().any(|name| name == found));
    let missing = missing.map(|name| bad(1, name, Wrong::MissingColumn, &names.join(", ")));
    missing
        .chain(unknown.map(|name| bad(1, name, Wrong::UnknownColumn, &names.join(", "))))
        .collect()
}

/// Whether a column must be there: the seats after the first may be left out altogether.
fn needed(columns: &Columns, name: &str) -> bool {
    let later = columns.seats.iter().skip(1);
    !later
        .into_iter()
        .any(|seat| name == format!("{seat}_name") || name == format!("{seat}_email"))
}

/// A line being read.
struct Reading<'a> {
    columns: &'a Columns,
    number: u64,
    values: BTreeMap<&'a str, &'a str>,
    found: Vec<BadLine>,
}

impl<'a> Reading<'a> {
    fn of(columns: &'a Columns, header: &'a StringRecord, record: &'a StringRecord) -> Self {
        let number = record.position().map_or(0, csv::Position::line);
        let mut found = Vec::new();
        if record.len() != header.len() {
            let lengths = format!("{}/{}", record.len(), header.len());
            found.push(bad(number, "", Wrong::Length, &lengths));
        }
        Self {
            columns,
            number,
            values: header.iter().zip(record.iter()).collect(),
            found,
        }
    }

    fn value(&self, column: &str) -> &'a str {
        self.values.get(column).copied().unwrap_or_default()
    }

    fn wrong(&mut self, column: &str, wrong: Wrong, value: &str) {
        self.found.push(bad(self.number, column, wrong, value));
    }

    fn required(&mut self, column: &str) -> String {
        let value = self.value(column);
        if value.is_empty() {
            self.wrong(column, Wrong::Required, "");
        }
        value.to_owned()
    }

    fn line(&mut self, today: Date) -> Line {
        let organisation = self.required("organisation");
        let since = self.since(today);
        let seats = self.columns.seats.clone();
        let people = seats.iter().filter_map(|seat| self.person(seat)).collect();
        Line {
            number: self.number,
            organisation,
            since,
            people,
            language: self.language(),
        }
    }

    fn since(&mut self, today: Date) -> Date {
        let column = self.columns.since.clone();
        let text = self.required(&column);
        match text.parse::<Date>() {
            Ok(day) if day > today => self.wrong(&column, Wrong::Future, &text),
            Ok(day) => return day,
            Err(_) if text.is_empty() => {}
            Err(_) => self.wrong(&column, Wrong::Date, &text),
        }
        today
    }

    fn language(&mut self) -> String {
        let language = self.required("language");
        if !language.is_empty() && !self.columns.languages.contains(&language) {
            let known = self.columns.languages.join(", ");
            self.wrong("language", Wrong::Language, &known);
        }
        language
    }

    /// Who sits in a seat; nobody need sit in those after the first, but a name needs an address and the other way round.
    fn person(&mut self, seat: &str) -> Option<(String, String, String)> {
        let (name, email) = (format!("{seat}_name"), format!("{seat}_email"));
        let first = self.columns.seats.first().is_some_and(|first| first == seat);
        if !first && self.value(&name).is_empty() && self.value(&email).is_empty() {
            return None;
        }
        let (named, address) = (self.required(&name), self.required(&email));
        if !address.is_empty() && crate::mail::address::sendable(&address).is_err() {
            self.wrong(&email, Wrong::Email, &address);
        }
        Some((seat.to_owned(), named, address))
    }
}
