//! Conditions in CEL, capped so that no file can hang or crash the service.

use super::finding::Place;

/// A checked condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// As written.
    pub text: String,
    /// Where it is written.
    pub place: Place,
}
