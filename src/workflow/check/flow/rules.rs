//! What must hold for a transition to be taken: its own condition, and that no earlier one is taken in its place.

use std::collections::BTreeMap;

use super::{Stand, Ways};
use crate::workflow::definition::{Address, Definition, QuotaUse, State, Transition, Trigger};
use crate::workflow::guard::formula::Formula;

/// A transition's formula, and what of a stand it asks for.
pub struct Rule {
    pub formula: Formula,
    id: usize,
    marks: Vec<String>,
    standing: bool,
}

/// Answers found before: which formula, what it asks of the stand.
pub type Tried = BTreeMap<(usize, usize, u64, usize, bool), bool>;

impl Rule {
    /// Whether it can hold in a stand.
    pub fn possible(&self, ways: &Ways<'_>, stand: Stand, tried: &mut Tried) -> bool {
        let asked = ways
            .marks
            .iter()
            .enumerate()
            .filter(|(_, mark)| self.marks.iter().any(|known| known == *mark));
        let mask = asked.fold(0_u64, |mask, (bit, _)| mask | 1 << bit);
        let standing = if self.standing { stand.standing } else { 0 };
        let key = (stand.state, self.id, stand.marks & mask, standing, stand.called);
        if let Some(known) = tried.get(&key) {
            return *known;
        }
        let answer = self.formula.possible(&ways.at(stand));
        tried.insert(key, answer);
        answer
    }
}

/// The rules of a state's transitions, in order.
pub fn of(definition: &Definition, state: &State) -> Vec<Rule> {
    let all = &state.transitions;
    let rule = |(id, transition): (usize, &Transition)| {
        let own = own(transition);
        let earlier = all[..id]
            .iter()
            .filter(|earlier| covers(definition, earlier, transition));
        let formula = earlier.fold(own, |formula, earlier| formula.and(self::own(earlier).refused()));
        let (mut marks, mut standing) = (Vec::new(), false);
        names(&formula, &mut marks, &mut standing);
        Rule {
            formula,
            id,
            marks,
            standing,
        }
    };
    all.iter().enumerate().map(rule).collect()
}

fn own(transition: &Transition) -> Formula {
    transition
        .when
        .as_ref()
        .map_or(Formula::Const(true), |guard| guard.formula())
}

/// Whether an earlier transition is tried before this one by everybody who could ask for this one, and refuses for
/// want of its condition alone.
fn covers(definition: &Definition, earlier: &Transition, later: &Transition) -> bool {
    if earlier.place_in_quota == QuotaUse::Takes || earlier.from.is_some() || earlier.until.is_some() {
        return false;
    }
    match (&earlier.trigger, &later.trigger) {
        (Trigger::By(first), Trigger::By(then)) => {
            earlier.event == later.event && then.iter().all(|address| reached(definition, first, address))
        }
        (Trigger::Upon(first), Trigger::Upon(then)) => first == then,
        _ => false,
    }
}

fn reached(definition: &Definition, among: &[Address], address: &Address) -> bool {
    let covering = |known: &Address| known.role == address.role && (known.seat.is_none() || known.seat == address.seat);
    let every_seat = definition.role(&address.role).is_some_and(|role| {
        let sits = |seat: &str| among.iter().any(|known| known.covers(&role.name, Some(seat)));
        !role.seats.is_empty() && role.seats.iter().all(|seat| sits(&seat.name))
    });
    among.iter().any(covering) || every_seat
}

fn names(formula: &Formula, marks: &mut Vec<String>, standing: &mut bool) {
    match formula {
        Formula::Mark(mark) => marks.push(mark.clone()),
        Formula::Standing(_) => *standing = true,
        Formula::Not(inner) => names(inner, marks, standing),
        Formula::And(a, b) | Formula::Or(a, b) => {
            names(a, marks, standing);
            names(b, marks, standing);
        }
        _ => {}
    }
}
