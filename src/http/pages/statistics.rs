//! What the answers to a form say together, on a plain page.

use askama::Template;

use super::frame::{Frame, Link};

/// The answers to one form, counted.
#[derive(Template, Debug)]
#[template(path = "statistics.html")]
pub struct StatisticsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The form.
    pub title: String,
    /// How many cases are counted.
    pub cases: usize,
    /// The same as a table.
    pub table: Link,
    /// Field by field.
    pub fields: Vec<FieldCounts>,
}

/// The answers to one field, counted.
#[derive(Clone, Debug)]
pub struct FieldCounts {
    /// The question.
    pub label: String,
    /// How many answered.
    pub answered: usize,
    /// What the numbers are together: id of the words, and the number.
    pub numbers: Vec<(&'static str, String)>,
    /// How often each option was chosen, or how many persons are in each group.
    pub counts: Vec<(String, i64)>,
}
