//! Who sits where, found without looking through everybody.
//!
//! Owns an index over the world's list of holders, which only ever grows. Does not own the list.

use std::cell::RefCell;
use std::collections::BTreeMap;

use uuid::Uuid;

use crate::case::Holder;

/// Places in the list of holders, by organisation; those of the house under `None`.
#[derive(Clone, Debug, Default)]
pub(super) struct Seating {
    known: RefCell<Known>,
}

#[derive(Clone, Debug, Default)]
struct Known {
    seen: usize,
    places: BTreeMap<Option<Uuid>, Vec<usize>>,
}

impl Seating {
    /// The holders of the house and of one organisation, in the order of the list.
    pub fn around(&self, holders: &[(Option<Uuid>, Holder)], organisation: Uuid) -> Vec<Holder> {
        let mut known = self.known.borrow_mut();
        for (place, (of, _)) in holders.iter().enumerate().skip(known.seen) {
            known.places.entry(*of).or_default().push(place);
        }
        known.seen = holders.len();
        let of = |key: Option<Uuid>| known.places.get(&key).into_iter().flatten().copied();
        let mut places: Vec<usize> = of(None).chain(of(Some(organisation))).collect();
        places.sort_unstable();
        places.into_iter().map(|place| holders[place].1.clone()).collect()
    }
}
