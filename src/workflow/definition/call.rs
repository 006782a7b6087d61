//! The default rule of a call: its dates and its places.
//!
//! Owns the nouns alone; the dates of one call belong to the case (`crate::case::state::CallDates`).

use super::{Dates, Place, Share, Timing};

/// The default rule of a call; each call's own dates win.
#[derive(Clone, Debug)]
pub struct CallRule {
    /// When it opens.
    pub opens: Dates,
    /// The instant after the last moment of submission.
    pub closes: Dates,
    /// How many cases may take a place.
    pub quota: Option<Quota>,
    /// Further dates by name, each from `closes` or `opens` unless the call says otherwise.
    pub dates: Vec<(String, Timing)>,
    /// Where it is written.
    pub place: Place,
}

impl CallRule {
    /// The number of places, if the rule names one.
    pub fn number(&self) -> Option<u32> {
        match self.quota.as_ref()?.share {
            Share::Number(number) => Some(number),
            _ => None,
        }
    }
}

/// How many cases of a call may take a place: a number, or a part of those that have a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The number or the part.
    pub share: Share,
    /// The panel whose scores are counted; the kind's only one if left out.
    pub of: Option<String>,
}
