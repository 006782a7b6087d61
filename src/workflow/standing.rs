//! Where a member stands: the six words of the public register.

/// A member's standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Nothing is owed.
    Good,
    /// A report is open.
    Due,
    /// A report is past its date.
    Overdue,
    /// The commission has suspended the membership.
    Suspended,
    /// Membership ended by the commission.
    Lapsed,
    /// The member left.
    Left,
}

impl Standing {
    /// Every standing with its word.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Good, "good"),
        (Self::Due, "due"),
        (Self::Overdue, "overdue"),
        (Self::Suspended, "suspended"),
        (Self::Lapsed, "lapsed"),
        (Self::Left, "left"),
    ];

    /// The word in files, tables and JSON.
    pub fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Reads the word back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, name)| *name == word)
            .map(|(standing, _)| *standing)
    }
}
