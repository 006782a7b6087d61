//! What surrounds every page: header, languages, navigation, what just happened, the practice house's bar.

use jiff::tz::TimeZone;

use super::practice::Practice;
use crate::clock::Instant;
use crate::locale::Locale;

/// What surrounds a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The person's language.
    pub t: Locale,
    /// Zone in which dates are shown: the programme's.
    pub zone: TimeZone,
    /// The present instant, by the service's clock.
    pub now: Instant,
    /// Title of the page.
    pub title: String,
    /// The programme's name, or the service's.
    pub brand: Link,
    /// Path of this page, for the language switch.
    pub path: String,
    /// The signed-in person's name.
    pub person: Option<String>,
    /// Links to the person's places.
    pub nav: Vec<NavLink>,
    /// What has just been done, in one sentence.
    pub done: Option<String>,
    /// The practice house's bar.
    pub practice: Option<Practice>,
}

/// A link with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: String,
}

/// A link of the navigation.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// Where it leads.
    pub href: String,
    /// Message id of its words.
    pub id: &'static str,
    /// How many things wait there.
    pub count: u32,
}

/// One line of an error summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorLine {
    /// The field to go to, such as `#field-population`.
    pub href: String,
    /// What is wrong and what to do.
    pub text: String,
}

impl Frame {
    /// A frame for somebody who is not signed in.
    pub fn new(t: Locale, zone: TimeZone, now: Instant) -> Self {
        let brand = Link {
            href: "/".to_owned(),
            label: t.text("service-name"),
        };
        Self {
            t,
            zone,
            now,
            title: brand.label.clone(),
            brand,
            path: "/".to_owned(),
            person: None,
            nav: Vec::new(),
            done: None,
            practice: None,
        }
    }

    /// Every language there is, for the switch.
    pub fn languages(&self) -> Vec<Locale> {
        Locale::all().collect()
    }

    /// Address of this page in another language.
    pub fn in_language(&self, other: &Locale) -> String {
        let join = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{join}lang={}", self.path, other.tag())
    }

    /// Whether a link of the navigation leads to this page.
    pub fn is_here(&self, href: &str) -> bool {
        self.path.split('?').next() == Some(href)
    }

    /// How far a deadline is, in words.
    pub fn until(&self, due: &Instant) -> String {
        self.t.until(*due, self.now, &self.zone)
    }

    /// Colour word of a deadline: late, near (a week), or calm.
    pub fn urgency(&self, due: &Instant) -> &'static str {
        match *due {
            due if due <= self.now => "late",
            due if due <= self.now.plus_seconds(7 * 86_400) => "near",
            _ => "calm",
        }
    }
}
