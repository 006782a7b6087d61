//! Rules that yield dates: cron on civil time, and what is built on it.

/// A rule that yields civil times.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The cron text as written: six fields, second first.
    pub cron: String,
    /// The parsed expression, run on civil time only.
    pub parsed: cron::Schedule,
}
