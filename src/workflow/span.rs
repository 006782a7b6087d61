//! Lengths of calendar time: `14 days`, `1 month`, `2 years`.

/// A length of calendar time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// How many.
    pub count: i32,
    /// Of what.
    pub unit: Unit,
}

/// A unit of calendar time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months; a month end stays one.
    Months,
    /// Years.
    Years,
}
