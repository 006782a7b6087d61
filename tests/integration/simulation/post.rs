//! The simulated mail server's book: every letter it was handed, and whether it may have come a second time.

use std::collections::BTreeMap;

use kalends::clock::Instant;
use kalends::mail::{Outcome, Outgoing};

use super::dice::Dice;
use super::node::LONGEST;

/// A letter on its way.
#[derive(Clone, Debug)]
pub struct Handed {
    /// The turn of a node's outbox in which it was handed over.
    pub turn: u64,
    /// Its Message-ID.
    pub id: String,
    /// Whether the server has it.
    pub taken: bool,
    /// When.
    pub at: Instant,
    /// Why it may rightly come again: its sender does not know that the server has it.
    pub excuse: Option<&'static str>,
}

/// Everything that was handed over, in order.
#[derive(Debug, Default)]
pub struct Book {
    /// Each time a letter was handed over.
    pub handed: Vec<Handed>,
    /// Each letter as it was first handed over.
    pub letters: BTreeMap<String, Outgoing>,
}

impl Book {
    /// A letter is handed over in a turn; it had waited since `since`. Gives what its sender is told.
    pub fn hand(&mut self, letter: &Outgoing, turn: u64, (since, now): (Instant, Instant), dice: &mut Dice) -> Outcome {
        let what = || "the simulation".to_owned();
        let (outcome, taken, unknown) = match dice.below(100) {
            0..64 => (Outcome::Accepted { answer: what() }, true, false),
            64..73 => (Outcome::TransientRefusal { answer: what() }, false, false),
            73..76 => (Outcome::PermanentRefusal { answer: what() }, false, false),
            76..84 => (Outcome::Unreachable { what: what() }, false, false),
            84..93 => (Outcome::Unknown { what: what() }, true, true),
            _ => (Outcome::Unknown { what: what() }, false, true),
        };
        let excuse = unknown.then_some("unknown").or(held_up(since, now));
        self.note(letter, turn, now, (taken, excuse));
        outcome
    }

    /// A letter is taken and its sender told so.
    pub fn accept(&mut self, letter: &Outgoing, turn: u64, (since, now): (Instant, Instant)) -> Outcome {
        self.note(letter, turn, now, (true, held_up(since, now)));
        Outcome::Accepted {
            answer: "the simulation".to_owned(),
        }
    }

    /// The sender died with the letter in hand; the server may have it.
    pub fn orphan(&mut self, letter: &Outgoing, turn: u64, now: Instant, dice: &mut Dice) {
        self.note(letter, turn, now, (dice.one_in(2), Some("died")));
    }

    fn note(&mut self, letter: &Outgoing, turn: u64, at: Instant, (taken, excuse): (bool, Option<&'static str>)) {
        let id = letter.message_id.clone();
        self.letters.entry(id.clone()).or_insert_with(|| letter.clone());
        self.handed.push(Handed {
            turn,
            id,
            taken,
            at,
            excuse,
        });
    }

    /// A turn ended without having noted what became of its letters.
    pub fn not_noted(&mut self, turn: u64, why: &'static str) {
        let of_turn = self.handed.iter_mut().filter(|handed| handed.turn == turn);
        of_turn.for_each(|handed| handed.excuse = handed.excuse.or(Some(why)));
    }

    /// Letters that came more often than anything excuses.
    pub fn doubled(&self) -> Vec<String> {
        let mut copies: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for handed in self.handed.iter().filter(|handed| handed.taken) {
            let (taken, excused) = copies.entry(&handed.id).or_default();
            *taken += 1;
            *excused += usize::from(handed.excuse.is_some());
        }
        let wrong = copies.iter().filter(|(_, (taken, excused))| *taken > excused + 1);
        wrong
            .map(|(id, (taken, excused))| format!("letter {id} came {taken} times and {excused} are excused"))
            .collect()
    }

    /// How often the server was handed a letter it had.
    pub fn again(&self) -> usize {
        let taken = self.handed.iter().filter(|handed| handed.taken).count();
        let mut once: Vec<&str> = self
            .handed
            .iter()
            .filter(|one| one.taken)
            .map(|one| one.id.as_str())
            .collect();
        once.sort_unstable();
        once.dedup();
        taken - once.len()
    }
}

/// A letter that was longer on its way than it may be has been held up with its node.
fn held_up(since: Instant, now: Instant) -> Option<&'static str> {
    let longest = i64::try_from(LONGEST.as_secs()).expect("short");
    (now > since.plus_seconds(longest)).then_some("held up")
}
