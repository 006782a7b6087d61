//! Panels: several persons decide together, by vote or by points.
//!
//! Owns what a file says of a panel and how ballots are counted ([`count`]). Does not know a case: who may cast, who may
//! see and when a ballot opens is [`crate::case::panels`].

pub mod count;
mod exact;
pub mod letter;
mod share;

use super::definition::Address;
use super::finding::Place;
use super::text::Text;

pub use count::{Ballot, Tally};
pub use share::Share;

/// The field of a vote's form that says what is voted.
pub const VOTE: &str = "vote";
/// What can be voted: for, against, abstained, recused.
pub const VOTES: [&str; 4] = ["for", "against", "abstain", "recused"];

/// Several persons who each give a form.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Name in the files, unique in the kind.
    pub name: String,
    /// Names it had in earlier versions.
    pub was: Vec<String>,
    /// Name for people.
    pub title: Text,
    /// Who casts.
    pub of: Address,
    /// The form each gives.
    pub form: String,
    /// How the forms make a decision.
    pub rule: PanelRule,
    /// Where it is written.
    pub place: Place,
}

/// How a panel decides.
#[derive(Clone, Debug, PartialEq)]
pub enum PanelRule {
    /// By votes.
    Vote(VoteRule),
    /// By points.
    Score(ScoreRule),
}

/// How votes are counted.
#[derive(Clone, Debug, PartialEq)]
pub struct VoteRule {
    /// Size of the body by its statutes; else those who hold the role when the ballot opens.
    pub members: Option<u32>,
    /// How many must take part, of the members who are not recused; `None` is any number.
    pub quorum: Option<Share>,
    /// How many of the base must be for it.
    pub majority: Share,
    /// What the majority is of.
    pub base: Base,
    /// What as many for as against means.
    pub tie: Tie,
}

/// What a majority is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// Votes for and against.
    Cast,
    /// Those and abstentions.
    Present,
    /// All members who are not recused.
    Total,
}

/// What as many for as against means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tie {
    /// Not carried.
    Refused,
    /// Carried.
    Carried,
    /// As the holder of this role has voted.
    Chair(String),
}

/// How points are counted.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRule {
    /// Fewest reviews that count.
    pub reviewers: u32,
    /// How the reviews' values of a field become one.
    pub take: Take,
    /// Fields with their weights.
    pub points: Vec<(String, f64)>,
    /// Fields with the least value taken.
    pub minima: Vec<(String, f64)>,
    /// Fields that every reviewer must answer yes.
    pub gates: Vec<String>,
    /// Least score.
    pub pass: Option<f64>,
    /// The yes/no field of a reviewer who must not judge.
    pub recused: Option<String>,
}

/// How several values become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// Their mean.
    Mean,
    /// The middle one, or the mean of the two in the middle.
    Median,
    /// The lowest.
    Lowest,
}

impl Base {
    /// Every base with its word.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Cast, "cast"), (Self::Present, "present"), (Self::Total, "total")];

    /// The word in files.
    pub fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

impl Take {
    /// Every way with its word.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Mean, "mean"), (Self::Median, "median"), (Self::Lowest, "lowest")];

    /// The word in files.
    pub fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

impl PanelRule {
    /// The rule under other names of fields and roles, without the size of the body: that is recorded when a ballot begins.
    pub fn under(&self, field: impl Fn(&str) -> String, role: impl Fn(&str) -> String) -> Self {
        let names = |names: &[String]| {
            let mut names: Vec<String> = names.iter().map(|name| field(name)).collect();
            names.sort();
            names
        };
        let numbers = |numbers: &[(String, f64)]| {
            let mut numbers: Vec<_> = numbers.iter().map(|(name, number)| (field(name), *number)).collect();
            numbers.sort_by(|(one, _), (other, _)| one.cmp(other));
            numbers
        };
        match self {
            Self::Vote(rule) => Self::Vote(VoteRule {
                members: None,
                tie: match &rule.tie {
                    Tie::Chair(name) => Tie::Chair(role(name)),
                    tie => tie.clone(),
                },
                ..rule.clone()
            }),
            Self::Score(rule) => Self::Score(ScoreRule {
                points: numbers(&rule.points),
                minima: numbers(&rule.minima),
                gates: names(&rule.gates),
                recused: rule.recused.as_deref().map(field),
                ..rule.clone()
            }),
        }
    }
}

impl Panel {
    /// Whether it decides by votes.
    pub fn votes(&self) -> bool {
        matches!(self.rule, PanelRule::Vote(_))
    }

    /// The role whose holder's vote decides a tie.
    pub fn chair(&self) -> Option<&str> {
        match &self.rule {
            PanelRule::Vote(VoteRule {
                tie: Tie::Chair(role), ..
            }) => Some(role),
            _ => None,
        }
    }

    /// The size of the body by its statutes.
    pub fn statutory(&self) -> Option<u32> {
        match &self.rule {
            PanelRule::Vote(rule) => rule.members,
            PanelRule::Score(_) => None,
        }
    }
}
