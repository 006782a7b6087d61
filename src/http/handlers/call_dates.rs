//! What is typed about a call: days, places, and the named dates of the programme's rule.

use std::collections::BTreeMap;

use super::days::{begin, day, end, needed, typed};
use crate::case::call::fill_dates;
use crate::clock::Instant;
use crate::engine::calls::{CallChange, NewCall};
use crate::http::pages::call::DateBox;
use crate::http::typed::Typed;
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::store::calls::Call;
use crate::workflow::Definition;
use crate::workflow::form::FieldError;

/// What a call's named date is called.
pub fn title(name: &str, t: Locale) -> String {
    let id = format!("call-date-{name}");
    if t.has(&id) { t.text(id) } else { name.to_owned() }
}

/// Names of the dates the programme's rule knows.
fn names(definition: &Definition) -> impl Iterator<Item = &String> {
    definition
        .call
        .iter()
        .flat_map(|rule| &rule.dates)
        .map(|(name, _)| name)
}

fn part(name: &str) -> String {
    format!("date-{name}")
}

/// The boxes in which named dates are typed.
pub fn boxes(visit: &Visit, definition: &Definition) -> Vec<DateBox> {
    let one = |name: &String| DateBox {
        part: part(name),
        label: title(name, visit.t),
    };
    names(definition).map(one).collect()
}

/// What one would have typed to give a call as it is.
pub fn as_typed(definition: &Definition, call: &Call) -> Typed {
    let zone = &definition.zone;
    let mut pairs = Vec::new();
    pairs.extend(typed("opens", call.opens_at.civil(zone).date()));
    pairs.extend(typed("closes", call.closes_at.last_day(zone)));
    pairs.extend(call.quota.map(|quota| ("quota".to_owned(), quota.to_string())));
    for (name, at) in &call.dates {
        pairs.extend(typed(&part(name), at.last_day(zone)));
    }
    Typed::from_pairs(pairs)
}

/// A new call as it was typed; a named date left empty follows the rule.
pub fn new_call(definition: &Definition, typed: &Typed) -> Result<NewCall, Vec<FieldError>> {
    let (opens, closes, quota) = (needed(typed, "opens"), needed(typed, "closes"), quota(typed));
    match (opens, closes, quota, dates(definition, typed)) {
        (Ok(opens), Ok(closes), Ok(quota), Ok(dates)) => Ok(NewCall {
            workflow: definition.name.clone(),
            name: typed.one("name").to_owned(),
            opens_at: begin(opens, definition),
            closes_at: end(closes, definition),
            quota,
            dates,
        }),
        (opens, closes, quota, dates) => {
            let wrong = [opens.err(), closes.err(), quota.err()].into_iter().flatten();
            Err(wrong.chain(dates.err().unwrap_or_default()).collect())
        }
    }
}

/// What was typed on a call's page, as a change of it; what is empty stays as it is.
///
/// A named date that follows the rule goes on following it unless another day was typed.
pub fn change(definition: &Definition, call: &Call, typed: &Typed) -> Result<CallChange, Vec<FieldError>> {
    let (opens, closes, quota) = (day(typed, "opens"), needed(typed, "closes"), quota(typed));
    match (opens, closes, quota, dates(definition, typed)) {
        (Ok(opens), Ok(closes), Ok(quota), Ok(mut dates)) => {
            let mut ruled = call.call_dates();
            fill_dates(definition, &mut ruled);
            dates.retain(|name, at| call.dates.get(name) != Some(at) || ruled.dates.get(name) != Some(at));
            Ok(CallChange {
                opens_at: opens.map(|day| begin(day, definition)),
                closes_at: Some(end(closes, definition)),
                quota,
                dates,
            })
        }
        (opens, closes, quota, dates) => {
            let wrong = [opens.err(), closes.err(), quota.err()].into_iter().flatten();
            Err(wrong.chain(dates.err().unwrap_or_default()).collect())
        }
    }
}

fn dates(definition: &Definition, typed: &Typed) -> Result<BTreeMap<String, Instant>, Vec<FieldError>> {
    let (mut found, mut wrong) = (BTreeMap::new(), Vec::new());
    for name in names(definition) {
        match day(typed, &part(name)) {
            Ok(Some(day)) => drop(found.insert(name.clone(), end(day, definition))),
            Ok(None) => {}
            Err(error) => wrong.push(error),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

fn quota(typed: &Typed) -> Result<Option<u32>, FieldError> {
    match typed.one("quota") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| FieldError {
            values: BTreeMap::from([("wanted", "whole-number".to_owned())]),
            ..FieldError::of("quota", "type")
        }),
    }
}
