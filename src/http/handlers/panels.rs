//! Votes and points of a case in words, as far as the reader may know.

use crate::case::panels::Cast;
use crate::engine::queries::case::Look;
use crate::engine::queries::history::Past;
use crate::engine::queries::panels::PanelSeen;
use crate::http::pages::panel::PanelView;
use crate::locale::Locale;
use crate::workflow::form::FieldKind;
use crate::workflow::panel::{Tally, VOTE};

/// The panels whose ballot has begun.
pub fn views(look: &Look, past: &Past, t: Locale) -> Vec<PanelView> {
    look.panels().iter().map(|seen| view(seen, past, t)).collect()
}

fn view(seen: &PanelSeen<'_>, past: &Past, t: Locale) -> PanelView {
    let named = |(person, cast): &(uuid::Uuid, &Cast)| (past.name(*person).unwrap_or_default(), ballot(seen, cast, t));
    PanelView {
        title: seen.panel.title.in_lang(t.tag()).to_owned(),
        open: seen.open,
        tally: seen
            .tally
            .as_ref()
            .map(|tally| words(seen, tally, t))
            .unwrap_or_default(),
        own: seen.own.map(|cast| ballot(seen, cast, t)),
        ballots: seen.ballots.iter().map(named).collect(),
    }
}

fn words(seen: &PanelSeen<'_>, tally: &Tally, t: Locale) -> Vec<String> {
    let mut said = Vec::new();
    if seen.panel.votes() {
        said.push(t.text_with(
            "panel-votes",
            &[
                ("for", &tally.for_it),
                ("against", &tally.against),
                ("abstain", &tally.abstain),
                ("recused", &tally.recused),
            ],
        ));
        said.push(t.text_with(
            "panel-present",
            &[("present", &tally.present), ("members", &tally.members)],
        ));
        said.push(t.text(match (tally.quorate, tally.carried) {
            (false, _) => "panel-no-quorum",
            (true, true) => "panel-carried",
            (true, false) => "panel-not-carried",
        }));
        return said;
    }
    said.push(t.text_with(
        "panel-reviews",
        &[("reviews", &tally.reviews), ("recused", &tally.recused)],
    ));
    if let Some(score) = tally.score {
        let score = (score * 100.0).round() / 100.0;
        said.push(t.text_with("panel-score", &[("score", &score.to_string())]));
        said.push(t.text(if tally.passed {
            "panel-passed"
        } else {
            "panel-not-passed"
        }));
    }
    said.extend(seen.place.map(|place| t.text_with("panel-place", &[("place", &place)])));
    said
}

/// A ballot in words: the vote by its name, or each field that gives points.
fn ballot(seen: &PanelSeen<'_>, cast: &Cast, t: Locale) -> String {
    let Some(form) = seen.form else { return String::new() };
    let shown = form.fields().filter(|field| !seen.panel.votes() || field.name == VOTE);
    let said = shown.filter_map(|field| {
        let answer = cast.answers.get(&field.name)?;
        let text = match (&field.kind, answer.as_str(), answer.as_bool()) {
            (FieldKind::Choice { options }, Some(word), _) => {
                let option = options.iter().find(|(name, _)| name == word);
                option.map_or(word, |(_, title)| title.in_lang(t.tag())).to_owned()
            }
            (_, _, Some(yes)) => t.text(if yes { "answer-yes" } else { "answer-no" }),
            (_, Some(text), _) => text.to_owned(),
            _ => answer.to_string(),
        };
        let label = field.label.in_lang(t.tag());
        Some(if seen.panel.votes() {
            text
        } else {
            format!("{label}: {text}")
        })
    });
    said.collect::<Vec<_>>().join("; ")
}
