//! Words in several languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language tag such as `lv`.
pub type Lang = String;

/// One text in each language it has been written in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub BTreeMap<Lang, String>);

impl Text {
    /// The text in `lang`, else in English, else in any language it has; empty only if it has none.
    pub fn in_lang(&self, lang: &str) -> &str {
        self.0
            .get(lang)
            .or_else(|| self.0.get("en"))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// Whether nothing has been written in any language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
