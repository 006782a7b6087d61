//! Votes and points on the page of a case, in words.

/// Several persons who decide together.
#[derive(Clone, Debug, Default)]
pub struct PanelView {
    /// What they decide on.
    pub title: String,
    /// Whether ballots can be given now.
    pub open: bool,
    /// What it has come to, a sentence each; nothing while the reader may not know.
    pub tally: Vec<String>,
    /// What the reader has given.
    pub own: Option<String>,
    /// Who has given what.
    pub ballots: Vec<(String, String)>,
}
