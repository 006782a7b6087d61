//! Which language a request is answered in.

use fluent_langneg::{NegotiationStrategy, accepted_languages, convert_vec_str_to_langids_lossy, negotiate_languages};

use super::Locale;

/// What a request says about languages, from the strongest wish to the weakest.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes<'a> {
    /// `?lang=` in the address: asked just now.
    pub asked: Option<&'a str>,
    /// The signed-in person's language.
    pub person: Option<&'a str>,
    /// The cookie of an earlier choice.
    pub cookie: Option<&'a str>,
    /// The browser's `Accept-Language`.
    pub accept: Option<&'a str>,
}

impl Wishes<'_> {
    /// The first wish that can be met, else English.
    pub fn choose(self) -> Locale {
        [self.asked, self.person, self.cookie]
            .into_iter()
            .flatten()
            .find_map(Locale::of)
            .or_else(|| self.accept.and_then(negotiated))
            .unwrap_or_else(Locale::english)
    }
}

fn negotiated(header: &str) -> Option<Locale> {
    let tags: Vec<&str> = Locale::all().map(Locale::tag).collect();
    let available = convert_vec_str_to_langids_lossy(&tags);
    let requested = accepted_languages::parse(header);
    let chosen = negotiate_languages(&requested, &available, None, NegotiationStrategy::Lookup);
    Locale::of(&chosen.first()?.to_string())
}
