//! When to try again.
//!
//! Owns the pauses between the attempts at one message: 1 minute, 5 minutes, 15 minutes, 1 hour, 3 hours, then every 6 hours
//! until five days have passed since the first (RFC 5321, 4.5.4.1 asks for four to five). Short pauses outlast greylisting
//! and a restart, long ones a weekend. Pure: it says when, the outbox obeys.

use crate::clock::Instant;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// Pauses after the first attempts, in seconds.
const FIRST: [i64; 5] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR];

/// Pause after every later attempt, in seconds.
const LATER: i64 = 6 * HOUR;

/// How long a message is tried altogether, in seconds.
pub const PATIENCE: i64 = 5 * 24 * HOUR;

/// When to try a message again that has been tried `attempts_so_far` times, the last time at `now`; none: give up.
///
/// A message that has not been tried yet is tried at once.
pub fn next_attempt(attempts_so_far: u32, now: Instant) -> Option<Instant> {
    let Some(last) = attempts_so_far.checked_sub(1) else {
        return Some(now);
    };
    let last = usize::try_from(last).unwrap_or(usize::MAX);
    let pause = FIRST.get(last).copied().unwrap_or(LATER);
    (elapsed(last).saturating_add(pause) <= PATIENCE).then(|| now.plus_seconds(pause))
}

/// Seconds from the first attempt to the one with this index, if nothing held it up.
fn elapsed(index: usize) -> i64 {
    let first: i64 = FIRST.iter().take(index).sum();
    let later = i64::try_from(index.saturating_sub(FIRST.len())).unwrap_or(i64::MAX);
    first.saturating_add(later.saturating_mul(LATER))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The instants at which a message that is never taken is tried, in seconds after the first.
    fn attempts() -> Vec<i64> {
        let mut tried = vec![];
        let mut next = Some(Instant::default());
        while let Some(at) = next {
            tried.push(at.micros() / 1_000_000);
            next = next_attempt(u32::try_from(tried.len()).unwrap(), at);
        }
        tried
    }

    #[test]
    fn pauses_grow() {
        let attempts = attempts();
        assert_eq!(attempts[..7], [0, 60, 360, 1260, 4860, 15660, 37260]);
        let pauses: Vec<i64> = attempts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(pauses.is_sorted());
    }

    #[test]
    fn gives_up_after_five_days() {
        let attempts = attempts();
        let last = *attempts.last().unwrap();
        assert_eq!(attempts.len(), 25);
        assert!(last <= PATIENCE && last + LATER > PATIENCE, "{last}");
    }

    #[test]
    fn counts_from_the_last_attempt_after_an_outage() {
        let back = Instant::default().plus_seconds(PATIENCE * 10);
        assert_eq!(next_attempt(2, back), Some(back.plus_seconds(300)));
        assert_eq!(next_attempt(u32::MAX, back), None);
        assert_eq!(next_attempt(0, back), Some(back));
    }
}
