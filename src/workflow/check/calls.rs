//! The default rule of a call: opened before it is closed, its dates counted from something known.

use jiff::civil::{self, date};

use super::Proof;
use crate::workflow::dates::Side;
use crate::workflow::definition::{CallRule, Definition};
use crate::workflow::panel::Share;
use crate::workflow::timing::Base;

pub fn check(proof: &mut Proof<'_>) {
    let definition = proof.definition;
    let in_call = definition.kinds.iter().find(|kind| kind.in_call);
    match (&definition.call, in_call) {
        (None, Some(kind)) => {
            let place = proof.spots.of(&kind.place, "in_call");
            let message = format!("`{}` belongs to a call, and there is no `[call]`", kind.name);
            proof.error(
                place,
                "no-call",
                message,
                "write `[call]` with `opens` and `closes`, or take `in_call` out",
            );
        }
        (Some(call), None) if proof.grammar_is_good => {
            let message = "no kind of case belongs to a call, so that `[call]` says nothing".to_owned();
            proof.warning(
                call.place.clone(),
                "unused-call",
                message,
                "add `in_call = true` to a kind, or take `[call]` out",
            );
        }
        _ => {}
    }
    if let Some(call) = &definition.call {
        if !definition.roles.iter().any(|role| role.runs) && proof.grammar_is_good {
            let message = "no role opens calls: none has `runs = true`".to_owned();
            proof.warning(
                call.place.clone(),
                "nobody-runs",
                message,
                "add `runs = true` to the role of the secretary",
            );
        }
        part(proof, call);
        window(proof, call);
        dates(proof, call);
    }
}

/// A quota that is a part of the scored cases needs points that are counted.
fn part(proof: &mut Proof<'_>, call: &CallRule) {
    let Some(quota) = call
        .quota
        .as_ref()
        .filter(|quota| !matches!(quota.share, Share::Number(_)))
    else {
        return;
    };
    let place = proof.spots.of(&call.place, "quota");
    let kinds = proof.definition.kinds.iter().filter(|kind| kind.in_call);
    for kind in kinds.collect::<Vec<_>>() {
        let scores: Vec<&str> = kind
            .panels
            .iter()
            .filter(|panel| !panel.votes())
            .map(|one| one.name.as_str())
            .collect();
        let unclear = quota.of.is_none() && scores.len() > 1;
        match &quota.of {
            Some(name) if !scores.contains(&name.as_str()) => {
                proof.unknown(place.clone(), ("unknown-panel", "panel with points"), name, &scores);
            }
            _ if scores.is_empty() || unclear => {
                let message = format!(
                    "a part of which cases? `{}` has {} panels with points",
                    kind.name,
                    scores.len()
                );
                let hint = "write a number, or name the panel: `quota = { share = \"25 %\", of = \"panel\" }`";
                proof.error(place.clone(), "bad-quota", message, hint);
            }
            _ => {}
        }
    }
}

const FROM: civil::DateTime = date(2000, 1, 1).at(0, 0, 0, 0);

/// The first opening from the year 2000 on, its closing, and the next opening.
fn first_window(definition: &Definition) -> Option<(civil::DateTime, civil::DateTime, Option<civil::DateTime>)> {
    let call = definition.call.as_ref()?;
    let opens_after = |time| call.opens.after(time, Side::Beginning, definition.almanac());
    let opens = opens_after(FROM)?;
    let closes = call.closes.after(opens, Side::End, definition.almanac())?;
    Some((opens, closes, opens_after(opens)))
}

/// How many days a call by this rule stays open, if that can be told.
pub fn days_open(definition: &Definition) -> Option<i64> {
    let (opens, closes, _) = first_window(definition)?;
    let length = opens.date().until(closes.date()).ok()?;
    Some(i64::from(length.get_days()))
}

fn window(proof: &mut Proof<'_>, call: &CallRule) {
    let place = proof.spots.of(&call.place, "closes");
    let Some((opens, closes, reopens)) = first_window(proof.definition) else {
        let message = format!("`{}` never comes after `{}`", call.closes.source, call.opens.source);
        return proof.error(
            place,
            "closes-before-opening",
            message,
            "let the closing come after the opening",
        );
    };
    let first_close = call.closes.after(FROM, Side::End, proof.definition.almanac());
    let turned = first_close.is_some_and(|first| first < opens);
    let long = days_open(proof.definition).is_some_and(|days| days > 200);
    if reopens.is_some_and(|next| closes > next) || (turned && long) {
        let message = format!(
            "a call opens on `{}` and closes only on `{}`",
            opens.date(),
            closes.date()
        );
        let hint = "check that `closes` comes after `opens` in the year";
        proof.error(place, "closes-before-opening", message, hint);
    } else if closes.minute() == 59 {
        let message = format!(
            "a call that closes at `{}` is closed in the last minute of its day",
            closes.time()
        );
        let hint =
            "write the instant after the last moment: midnight of the next day, such as `0 0 0 1 5 *` for 30 April";
        proof.warning(place, "last-minute", message, hint);
    }
}

fn dates(proof: &mut Proof<'_>, call: &CallRule) {
    let owner = proof.spots.of(&call.place, "dates");
    for (index, (name, timing)) in call.dates.iter().enumerate() {
        let mut known = vec!["opens", "closes"];
        known.extend(call.dates[..index].iter().map(|(name, _)| name.as_str()));
        let place = date_place(proof, call, name).unwrap_or_else(|| owner.clone());
        match timing.root() {
            Base::Call(base) if known.contains(&base.as_str()) => {}
            Base::Call(base) => proof.unknown(place, ("unknown-date", "earlier date of the call"), base, &known),
            _ => {
                let message = format!("`{timing}` does not count from a date of the call");
                proof.error(place, "bad-timing", message, "count from `call.opens` or `call.closes`");
            }
        }
    }
}

/// Where a date of the call stands; the table of dates is known by the place of its own name.
fn date_place(proof: &Proof<'_>, call: &CallRule, name: &str) -> Option<crate::workflow::Place> {
    let key = format!("dates.{name}");
    let place = proof.spots.of(&call.place, &key);
    (place != call.place).then_some(place)
}
