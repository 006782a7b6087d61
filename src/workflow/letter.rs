//! Letters: a subject and a Markdown body in each language, with placeholders.

use std::collections::BTreeMap;

use super::finding::Place;
use super::text::Lang;

/// A letter in every language it has been written in.
#[derive(Clone, Debug)]
pub struct Letter {
    /// File name without language and extension.
    pub name: String,
    /// The text in each language.
    pub versions: BTreeMap<Lang, Version>,
}

/// A letter in one language: `letters/<letter>.<lang>.md`, whose first line is `# Subject`.
#[derive(Clone, Debug)]
pub struct Version {
    /// Subject line, with placeholders.
    pub subject: String,
    /// Markdown body, with placeholders.
    pub body: String,
    /// Where the file begins.
    pub place: Place,
}

impl Version {
    /// Reads a letter's file: the first line is `# Subject`, the rest is the body.
    ///
    /// # Errors
    /// A finding if the file does not begin with a subject.
    pub fn parse(file: &str, text: &str) -> Result<Self, super::Finding> {
        let place = Place {
            file: file.into(),
            line: 1,
            column: 1,
        };
        let (first, body) = text.split_once('\n').unwrap_or((text, ""));
        match first
            .trim_end()
            .strip_prefix("# ")
            .filter(|subject| !subject.trim().is_empty())
        {
            Some(subject) => Ok(Self {
                subject: subject.trim().to_owned(),
                body: body.trim_start().to_owned(),
                place,
            }),
            None => Err(super::Finding {
                place,
                level: super::Level::Error,
                rule: "letter-subject",
                message: format!("`{}` is not a subject", first.chars().take(60).collect::<String>()),
                hint: "begin the letter with `# ` and its subject".to_owned(),
            }),
        }
    }
}
