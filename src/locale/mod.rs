//! The interface's own words, in each language it speaks.
//!
//! Owns the messages under `locales/<lang>/*.ftl`, the choice of a language for a request, and how dates are written
//! out. Does not own a programme's texts (they are [`Text`](crate::workflow::text::Text) in its files) nor any date's
//! value: what is shown here was computed in `case`.

pub mod choose;
mod dates;
mod sentences;

use std::fmt::Display;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "locales"]
struct Files;

/// A language of the interface: its messages and its way of writing dates.
#[derive(Clone, Copy)]
pub struct Locale(&'static Language);

struct Language {
    tag: String,
    bundle: FluentBundle<FluentResource>,
}

impl Locale {
    /// Every language there is a folder for, English first.
    pub fn all() -> impl Iterator<Item = Self> {
        languages().iter().map(Self)
    }

    /// The language of that tag.
    pub fn of(tag: &str) -> Option<Self> {
        Self::all().find(|locale| locale.tag() == tag)
    }

    /// English, which every text falls back to.
    pub fn english() -> Self {
        Self(languages().first().expect("English is embedded"))
    }

    /// Its tag, such as `lv`.
    pub fn tag(self) -> &'static str {
        &self.0.tag
    }

    /// Its name in itself, such as `Latviešu`.
    pub fn own_name(self) -> String {
        self.text("language-own-name")
    }

    /// The message of that id; the id itself, visibly, if nobody has written it.
    pub fn text(self, id: impl AsRef<str>) -> String {
        self.say(id.as_ref(), None)
    }

    /// The message of that id with values; numbers choose the plural.
    pub fn text_with(self, id: &str, values: &[(&str, &dyn Display)]) -> String {
        self.text_from(id, values.iter().map(|(name, value)| (*name, value.to_string())))
    }

    /// The message of that id with values from a map, such as a refusal's.
    pub fn text_from<K: AsRef<str>, V: AsRef<str>>(self, id: &str, values: impl IntoIterator<Item = (K, V)>) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(name.as_ref().to_owned(), spoken(value.as_ref()));
        }
        self.say(id, Some(&args))
    }

    /// Whether it has a message of that id.
    pub fn has(self, id: &str) -> bool {
        self.0.bundle.has_message(id)
    }

    fn say(self, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = &self.0.bundle;
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
            return if self.tag() == "en" {
                format!("[{id}]")
            } else {
                Self::english().say(id, args)
            };
        };
        let mut problems = Vec::new();
        let said = bundle.format_pattern(pattern, args, &mut problems).into_owned();
        if !problems.is_empty() {
            tracing::warn!(
                message.id = id,
                language = self.tag(),
                "a message could not be filled completely"
            );
        }
        said
    }
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Locale({})", self.tag())
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.tag() == other.tag()
    }
}

/// A value as Fluent takes it: a plain whole number can choose a plural, anything else stays as typed.
fn spoken(value: &str) -> FluentValue<'static> {
    let plain = value == "0" || (!value.starts_with('0') && value.len() <= 9);
    match value.parse::<u32>() {
        Ok(number) if plain && !value.starts_with('+') => FluentValue::from(number),
        _ => FluentValue::from(value.to_owned()),
    }
}

fn languages() -> &'static [Language] {
    static LANGUAGES: OnceLock<Vec<Language>> = OnceLock::new();
    LANGUAGES.get_or_init(|| {
        let mut tags: Vec<String> = Files::iter()
            .filter_map(|path| Some(path.split_once('/')?.0.to_owned()))
            .collect();
        tags.sort_by_key(|tag| (tag != "en", tag.clone()));
        tags.dedup();
        tags.into_iter().map(read).collect()
    })
}

fn read(tag: String) -> Language {
    let id = tag.parse().expect("a folder of `locales` is named by a language tag");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    for path in Files::iter().filter(|path| path.starts_with(&format!("{tag}/"))) {
        let file = Files::get(&path).expect("a listed file is embedded");
        let text = String::from_utf8_lossy(&file.data).into_owned();
        let resource = FluentResource::try_new(text).unwrap_or_else(|(_, problems)| {
            panic!("locales/{path}: {problems:?}");
        });
        bundle
            .add_resource(resource)
            .unwrap_or_else(|problems| panic!("locales/{path}: {problems:?}"));
    }
    Language { tag, bundle }
}
