//! Letters: a subject and a Markdown body in each language, with placeholders.
//!
//! Owns reading a letter's file, the sandbox its placeholders are filled in, and its plain text. Does not own which
//! placeholders exist (the proof-reader knows), the frame round a letter or its way into the post (that is mail's).
//!
//! Staff write letters and people's words are put into them, so neither is trusted: a template runs on a budget and
//! without functions, and a value is escaped so that it stays words, whatever it contains.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Serialize;

use super::finding::{Finding, Level, Place};
use super::text::Lang;

pub mod escape;
pub mod plain;

/// How much work one letter may cause: a thousand times what a long one needs, and a few milliseconds.
const FUEL: u64 = 100_000;

/// What the two parts of a letter are called among its templates.
const SUBJECT: &str = "subject";
const BODY: &str = "body";

/// How long a filled body may grow, in bytes.
const LONGEST: usize = 200_000;

/// A letter in every language it has been written in.
#[derive(Clone, Debug)]
pub struct Letter {
    /// File name without language and extension.
    pub name: String,
    /// The text in each language.
    pub versions: BTreeMap<Lang, Version>,
}

impl Letter {
    /// The version in `lang`, else in English, else in any language; none only if it has none.
    pub fn in_lang(&self, lang: &str) -> Option<&Version> {
        let versions = &self.versions;
        versions
            .get(lang)
            .or_else(|| versions.get("en"))
            .or_else(|| versions.values().next())
    }
}

/// A letter in one language: `letters/<letter>.<lang>.md`, whose first line is `# Subject`.
#[derive(Clone, Debug)]
pub struct Version {
    /// Subject line, with placeholders.
    pub subject: String,
    /// Markdown body, with placeholders: all that follows the first line, so that its line 1 is the file's line 2.
    pub body: String,
    /// Where the file begins.
    pub place: Place,
    /// The placeholders it uses, dotted (`case.title`), so that the proof-reader can name the unknown ones.
    pub placeholders: BTreeSet<String>,
    /// Subject and body, read once.
    templates: Arc<Environment<'static>>,
}

/// A letter whose placeholders have been filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The subject: one line of plain words.
    pub subject: String,
    /// The body in Markdown, the values in it escaped.
    pub body: String,
}

impl Filled {
    /// The body as plain text, with the addresses of links spelled out.
    pub fn text(&self) -> String {
        plain::text(&self.body)
    }
}

/// Why a letter cannot be read or filled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct LetterError {
    /// Where, in the letter's file.
    pub place: Place,
    /// Lower-case fragment with the value found in backquotes.
    pub message: String,
    /// The way out.
    pub hint: &'static str,
}

impl LetterError {
    /// The error as a finding of the proof-reader.
    pub fn finding(&self) -> Finding {
        Finding {
            place: self.place.clone(),
            level: Level::Error,
            rule: "letter",
            message: self.message.clone(),
            hint: self.hint.to_owned(),
        }
    }
}

/// Splits `letters/<letter>.<lang>.md` into letter and language; none when the path is not of that shape.
pub fn name_and_lang(path: &str) -> Option<(&str, &str)> {
    let file = path.strip_prefix("letters/").unwrap_or(path);
    let (name, lang) = file.strip_suffix(".md")?.rsplit_once('.')?;
    let plain = !name.is_empty() && !lang.is_empty() && !file.contains('/');
    plain.then_some((name, lang))
}

/// Reads the text of `file`: the subject from the first line, the body from the rest; both must be sound templates.
pub fn parse(file: &str, text: &str) -> Result<Version, LetterError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let (first, body) = text.split_once('\n').unwrap_or((&text, ""));
    let place = Place {
        file: Arc::from(file),
        line: 1,
        column: 1,
    };
    let subject = first
        .strip_prefix("# ")
        .map(str::trim)
        .filter(|subject| !subject.is_empty());
    let Some(subject) = subject else {
        return Err(LetterError {
            place,
            message: format!("the first line `{}` is not a subject", escape::one_line(first)),
            hint: "begin the letter with its subject: `# Your report is due`",
        });
    };
    Version::read(subject, body, place)
}

impl Version {
    fn read(subject: &str, body: &str, place: Place) -> Result<Self, LetterError> {
        let mut version = Self {
            subject: subject.to_owned(),
            body: body.to_owned(),
            place,
            placeholders: BTreeSet::new(),
            templates: Arc::default(),
        };
        let mut templates = sandbox();
        for (name, text, line) in [(SUBJECT, subject, 1), (BODY, body, 2)] {
            let added = templates.add_template_owned(name, text.to_owned());
            added.map_err(|error| version.error(&error, line))?;
            let template = templates.get_template(name);
            let template = template.map_err(|error| version.error(&error, line))?;
            version.placeholders.extend(template.undeclared_variables(true));
        }
        version.templates = Arc::new(templates);
        Ok(version)
    }

    /// The language, from the file's name.
    pub fn lang(&self) -> &str {
        name_and_lang(&self.place.file).map_or("en", |(_, lang)| lang)
    }

    /// The first words of its placeholders, each once: `case` for `case.title` and `case.url`.
    pub fn mentions(&self) -> BTreeSet<&str> {
        self.placeholders
            .iter()
            .map(|name| name.split_once('.').map_or(name.as_str(), |(first, _)| first))
            .collect()
    }

    /// Fills the placeholders from `context`; one that has no value is an error, never an empty space.
    pub fn render<C: Serialize>(&self, context: &C) -> Result<Filled, LetterError> {
        let values = Value::from(Serde(context));
        let subject = self
            .fill(SUBJECT, values.clone())
            .map_err(|error| self.error(&error, 1))?;
        let body = self.fill(BODY, values).map_err(|error| self.error(&error, 2))?;
        if subject.len() + body.len() > LONGEST {
            return Err(self.at(1, format!("the letter grows to `{}` bytes", body.len())));
        }
        Ok(Filled {
            subject: escape::one_line(&subject),
            body,
        })
    }

    fn fill(&self, name: &str, values: Value) -> Result<String, minijinja::Error> {
        self.templates.get_template(name)?.render(values)
    }

    /// Turns an error in a template that begins on the file's line `first` into one in the file.
    fn error(&self, error: &minijinja::Error, first: usize) -> LetterError {
        let line = error.line().unwrap_or(1) + first - 1;
        let words = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        let text = if line == 1 {
            self.subject.as_str()
        } else {
            self.body.lines().nth(line - 2).unwrap_or_default()
        };
        let shown: String = escape::one_line(text).chars().take(60).collect();
        self.at(line, format!("{words} in `{shown}`"))
    }

    fn at(&self, line: usize, message: String) -> LetterError {
        LetterError {
            place: Place {
                file: self.place.file.clone(),
                line: u32::try_from(line).unwrap_or(u32::MAX),
                column: 1,
            },
            message,
            hint: "a placeholder is written `{{ case.title }}`; `kalends check` lists those a letter may use",
        }
    }
}

/// An environment in which templates can do nothing but place values, each escaped for the part it stands in.
fn sandbox() -> Environment<'static> {
    let mut sandbox = Environment::new();
    sandbox.set_undefined_behavior(UndefinedBehavior::Strict);
    sandbox.set_fuel(Some(FUEL));
    for global in ["range", "dict", "namespace", "debug"] {
        sandbox.remove_global(global);
    }
    sandbox.set_formatter(|out, state, value| {
        let words = if value.is_none() || value.is_undefined() {
            String::new()
        } else {
            value.to_string()
        };
        let escape = if state.name() == BODY {
            escape::markdown
        } else {
            escape::one_line
        };
        out.write_str(&escape(&words)).map_err(minijinja::Error::from)
    });
    sandbox
}

#[cfg(test)]
mod tests;
