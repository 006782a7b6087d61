//! The practice house's bar: the clock, who I am, the mailbox, what just happened.

use crate::clock::Instant;

/// What the bar shows.
#[derive(Clone, Debug, Default)]
pub struct Practice {
    /// When the next thing happens by itself.
    pub next: Option<Instant>,
    /// People one can be, by programme.
    pub groups: Vec<Group>,
    /// How many letters lie in the mailbox.
    pub letters: u32,
    /// What moving the clock has just brought about, oldest first.
    pub happened: Vec<Happened>,
}

/// Whom one can be in a programme.
#[derive(Clone, Debug)]
pub struct Group {
    /// The programme's title.
    pub title: String,
    /// Its people.
    pub people: Vec<Persona>,
}

/// Somebody one can be in the practice house.
#[derive(Clone, Debug)]
pub struct Persona {
    /// Value posted to become them.
    pub id: String,
    /// Name and role, in words.
    pub label: String,
    /// Whether one is them now.
    pub current: bool,
}

/// One thing that happened while the clock moved.
#[derive(Clone, Debug)]
pub struct Happened {
    /// When.
    pub at: Instant,
    /// What, in one sentence.
    pub text: String,
    /// Where to look at it.
    pub href: Option<String>,
}
