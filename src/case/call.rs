//! A call's dates by the workflow's rule.

use super::state::CallDates;
use crate::clock::Instant;
use crate::workflow::Definition;
use crate::workflow::dates::Side;
use crate::workflow::timing::{Base, Known, Timing};

/// Sets every named date of the call that follows the workflow's rule, from its opening and closing as they stand.
pub fn fill_dates(definition: &Definition, call: &mut CallDates) {
    for (name, timing) in definition.call.iter().flat_map(|rule| &rule.dates) {
        if let Some(at) = date(definition, call, timing) {
            call.dates.insert(name.clone(), at);
        }
    }
}

fn date(definition: &Definition, call: &CallDates, timing: &Timing) -> Option<Instant> {
    let base = |base: &Base| match base {
        Base::Call(name) if name == "opens" => Some(call.opens_at),
        Base::Call(name) if name == "closes" => Some(call.closes_at),
        Base::Call(name) => call.dates.get(name).copied(),
        _ => None,
    };
    let known = Known {
        base: &base,
        month_day: &|_, _| None,
    };
    timing.resolve(&definition.zone, &definition.almanac(), &known)
}

/// The dates the workflow's rule gives the next call after `now`: opening and closing.
pub fn by_rule(definition: &Definition, now: Instant) -> Option<(Instant, Instant)> {
    let rule = definition.call.as_ref()?;
    let almanac = definition.almanac();
    let opens = rule
        .opens
        .after(now.civil(&definition.zone), Side::Beginning, almanac)?;
    let closes = rule.closes.after(opens, Side::End, almanac)?;
    Some((
        Instant::from_civil(opens, &definition.zone),
        Instant::from_civil(closes, &definition.zone),
    ))
}
