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
