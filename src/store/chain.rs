//! The hash chain over a history.
//!
//! Owns what is hashed and the check that needs no server: it works on entries from a file as well as from a database.
//! Pure. Does not store anything: that is [`super::entries`].

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clock::Instant;

/// The hash before the first entry of a case.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The columns of one entry that are hashed, besides the hash before.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Link {
    /// Whose history.
    pub case_id: Uuid,
    /// Place in it, from 1.
    pub seq: u32,
    /// When it took effect.
    pub at: Instant,
    /// When it was written down.
    pub recorded_at: Instant,
    /// The event's name.
    pub event: String,
    /// Who acted; `None` is the engine.
    pub actor: Option<Uuid>,
    /// The role and seat the actor used, as `role` or `role.seat`.
    pub role: Option<String>,
    /// State before.
    pub from: Option<String>,
    /// State after.
    pub to: String,
    /// SHA-256 of the payload's salt and body, in hexadecimal.
    pub payload_digest: String,
}

/// A link with the two hashes stored beside it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sealed {
    /// What is hashed.
    pub link: Link,
    /// Hash of the entry before.
    pub previous_hash: String,
    /// Hash of this one.
    pub hash: String,
}

/// Where a chain is broken, and how.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// A number is missing or appears twice.
    #[error("entry {expected} of case {case_id} is missing; entry {found} stands in its place")]
    Gap { case_id: Uuid, expected: u32, found: u32 },
    /// An entry does not follow from the one before.
    #[error("entry {seq} of case {case_id} does not follow from the entry before it")]
    Unlinked { case_id: Uuid, seq: u32 },
    /// An entry was changed.
    #[error("entry {seq} of case {case_id} is not what was recorded")]
    Altered { case_id: Uuid, seq: u32 },
}

impl Link {
    /// SHA-256 over the canonical text of this link and the hash before, in hexadecimal.
    ///
    /// The canonical text is a JSON array without spaces: `["kalends/1", case, seq, at, recorded_at, event, actor, role,
    /// from, to, payload_digest, previous_hash]`, instants as microseconds since 1970, absent values as `null`.
    pub fn hash(&self, previous_hash: &str) -> String {
        let canonical = serde_json::json!([
            "kalends/1",
            self.case_id,
            self.seq,
            self.at.micros(),
            self.recorded_at.micros(),
            self.event,
            self.actor,
            self.role,
            self.from,
            self.to,
            self.payload_digest,
            previous_hash
        ]);
        hex::encode(Sha256::digest(canonical.to_string()))
    }

    /// Seals the link onto the entry before.
    pub fn seal(self, previous_hash: &str) -> Sealed {
        Sealed {
            hash: self.hash(previous_hash),
            previous_hash: previous_hash.to_owned(),
            link: self,
        }
    }
}

/// SHA-256 of a payload's salt and body, in hexadecimal.
pub fn payload_digest(salt: &str, body: &str) -> String {
    hex::encode(Sha256::new().chain_update(salt).chain_update(body).finalize())
}

/// Checks one case's history from its first entry.
///
/// # Errors
///
/// The first break: a gap, an entry that does not follow from the one before, an entry that was altered.
pub fn check<'a>(history: impl IntoIterator<Item = &'a Sealed>) -> Result<(), Break> {
    let mut previous = BEGINNING;
    for (expected, sealed) in (1..).zip(history) {
        let Link { case_id, seq, .. } = sealed.link;
        if seq != expected {
            return Err(Break::Gap {
                case_id,
                expected,
                found: seq,
            });
        }
        if sealed.previous_hash != previous {
            return Err(Break::Unlinked { case_id, seq });
        }
        if sealed.hash != sealed.link.hash(previous) {
            return Err(Break::Altered { case_id, seq });
        }
        previous = &sealed.hash;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(seq: u32) -> Link {
        Link {
            case_id: Uuid::from_u128(7),
            seq,
            at: Instant::from_micros(1),
            recorded_at: Instant::from_micros(2),
            event: "open".to_owned(),
            actor: None,
            role: Some("applicant.mayor".to_owned()),
            from: None,
            to: "draft".to_owned(),
            payload_digest: payload_digest("00", "{}"),
        }
    }

    fn history() -> Vec<Sealed> {
        let first = link(1).seal(BEGINNING);
        let second = link(2).seal(&first.hash);
        let third = link(3).seal(&second.hash);
        vec![first, second, third]
    }

    #[test]
    fn a_hash_is_what_it_was() {
        assert_eq!(
            link(1).hash(BEGINNING),
            "9b5caa04a84734ca98d2a69658ea117330559a1d80bf6f7927599f7b82fec2e0",
            "the canonical text is a promise to checkers elsewhere"
        );
    }

    #[test]
    fn an_untouched_history_holds() {
        assert_eq!(check(&history()), Ok(()));
    }

    #[test]
    fn each_break_is_found() {
        let case_id = Uuid::from_u128(7);
        let mut altered = history();
        altered[1].link.to = "review".to_owned();
        assert_eq!(check(&altered), Err(Break::Altered { case_id, seq: 2 }));

        let mut resealed = history();
        resealed[1].link.to = "review".to_owned();
        resealed[1] = resealed[1].link.clone().seal(&resealed[0].hash);
        assert_eq!(check(&resealed), Err(Break::Unlinked { case_id, seq: 3 }));

        let mut missing = history();
        missing.remove(1);
        let gap = Break::Gap {
            case_id,
            expected: 2,
            found: 3,
        };
        assert_eq!(check(&missing), Err(gap));
    }
}
