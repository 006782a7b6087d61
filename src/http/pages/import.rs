//! Import of members that were there before Kalends.

use askama::Template;

use super::frame::Frame;

/// The import.
#[derive(Template, Debug)]
#[template(path = "import.html")]
pub struct ImportPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Where the file is posted, as `file`.
    pub action: String,
    /// Columns with what each holds, in words.
    pub columns: Vec<(String, String)>,
    /// A first line and an example line.
    pub example: String,
    /// What came of it.
    pub result: Option<ImportResult>,
}

/// What came of an import.
#[derive(Clone, Debug)]
pub enum ImportResult {
    /// All lines came in.
    Done(u32),
    /// Nothing came in: lines and what is wrong with each.
    Nothing(Vec<(u64, String)>),
}
