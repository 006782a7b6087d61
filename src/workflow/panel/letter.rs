//! What a letter may say of a panel: `vote.PANEL.carried`, `score.PANEL.score`, and the like.
//!
//! Owns the words, which are those of conditions and ballots, and their values. When a panel may be spoken of at all is
//! [`crate::case::panels::ended`]'s to say.

use serde_json::{Map, Value, json};

use super::{Panel, Tally};
use crate::workflow::Definition;

/// Whether there is a result; it stands in `{% if … %}` and goes before all others.
pub const ENDED: &str = "ended";
/// What a letter may say of a vote.
pub const OF_VOTE: [&str; 10] = [
    ENDED, "for", "against", "abstain", "recused", "voted", "members", "quorate", "tied", "carried",
];
/// What a letter may say of points.
pub const OF_SCORE: [&str; 6] = [ENDED, "voted", "recused", "scored", "score", "passed"];

/// The word for both sorts of panels, as in `[KIND.vote.NAME]`.
pub fn sort(panel: &Panel) -> &'static str {
    if panel.votes() { "vote" } else { "score" }
}

/// A panel's name in placeholders, which take no hyphens.
pub fn name(panel: &Panel) -> String {
    panel.name.replace('-', "_")
}

/// Every placeholder about a panel.
pub fn placeholders(panel: &Panel) -> impl Iterator<Item = String> {
    let (sort, name) = (sort(panel), name(panel));
    let words = if panel.votes() { &OF_VOTE[..] } else { &OF_SCORE[..] };
    words.iter().map(move |word| format!("{sort}.{name}.{word}"))
}

/// The values of all panels of a programme, for a case of `kind`: `vote` and `score`.
///
/// Whatever has not come to an end has `None` for a tally: all that could be said of it is empty.
pub fn values(definition: &Definition, kind: &str, tally: impl Fn(&Panel) -> Option<Tally>) -> [Value; 2] {
    let (own, others) = definition
        .kinds
        .iter()
        .partition::<Vec<_>, _>(|known| known.name == kind);
    let mut found = [Map::new(), Map::new()];
    for panel in others.iter().flat_map(|kind| &kind.panels) {
        found[usize::from(!panel.votes())].insert(name(panel), said(panel, None));
    }
    for panel in own.iter().flat_map(|kind| &kind.panels) {
        found[usize::from(!panel.votes())].insert(name(panel), said(panel, tally(panel)));
    }
    found.map(Value::Object)
}

fn said(panel: &Panel, tally: Option<Tally>) -> Value {
    let Some(tally) = tally else {
        let words = if panel.votes() { &OF_VOTE[..] } else { &OF_SCORE[..] };
        return words
            .iter()
            .map(|word| ((*word).to_owned(), json!("")))
            .collect::<Map<_, _>>()
            .into();
    };
    if panel.votes() {
        return json!({
            "ended": true, "for": tally.for_it, "against": tally.against, "abstain": tally.abstain,
            "recused": tally.recused, "voted": tally.cast, "members": tally.members, "quorate": tally.quorate,
            "tied": tally.tied, "carried": tally.carried,
        });
    }
    json!({
        "ended": true, "voted": tally.cast, "recused": tally.recused, "scored": tally.reviews,
        "score": tally.score.map_or_else(|| json!(""), rounded), "passed": tally.passed,
    })
}

/// A score as it is shown: to the second decimal, a whole one without.
fn rounded(score: f64) -> Value {
    let score = (score * 100.0).round() / 100.0;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number far below 2^53")]
    let whole = score as i64;
    if score.fract() == 0.0 {
        json!(whole)
    } else {
        json!(score)
    }
}
