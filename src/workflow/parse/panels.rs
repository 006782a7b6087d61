//! `[KIND.vote.NAME]` and `[KIND.score.NAME]`: several persons who decide together.

use crate::workflow::definition::State;
use crate::workflow::panel::{Base, Panel, PanelRule, ScoreRule, Share, Take, Tie, VoteRule};
use crate::workflow::reader::{Item, Table};

use super::words;

/// The panels of a kind.
pub fn panels(kind: &Table<'_>, states: &[Item<'_>]) -> Vec<Panel> {
    let mut found: Vec<Panel> = Vec::new();
    for sort in ["vote", "score"] {
        if let Some(item) = states.iter().find(|item| item.json() == sort) {
            let message = format!("`{sort}` is a word of the language: `[KIND.{sort}.NAME]` is a panel");
            item.error(
                "reserved-name",
                message,
                "give the state another name, such as `voting`",
            );
            continue;
        }
        let Some(table) = kind.table(sort) else { continue };
        for (name, place, item) in table.rest() {
            words::check_name(name, &item);
            if found.iter().any(|known| known.name == name) {
                item.error(
                    "said-twice",
                    format!("the panel `{name}` is there twice"),
                    "give each panel of a kind a name of its own",
                );
            }
            if let Some(inner) = item.table(&table.under(name), place) {
                found.extend(panel(name, inner, sort));
            }
        }
    }
    found
}

/// Gives every transition that casts the form of its panel.
pub fn forms(panels: &[Panel], states: &mut [State], kind: &Table<'_>) {
    for transition in states.iter_mut().flat_map(|state| &mut state.transitions) {
        let Some(name) = &transition.casts else { continue };
        let Some(panel) = panels.iter().find(|panel| panel.name == *name) else {
            continue;
        };
        if transition.form.as_ref().is_some_and(|form| *form != panel.form) {
            let message = format!(
                "`{}` casts a ballot of `{name}`, whose form is `{}`",
                transition.event, panel.form
            );
            kind.ledger.error(
                transition.place.clone(),
                "said-twice",
                message,
                "take `form` out of the transition",
            );
        }
        transition.form = Some(panel.form.clone());
    }
}

fn panel(name: &str, table: Table<'_>, sort: &str) -> Option<Panel> {
    let was = words::was(&table);
    let title = table.need_text("title");
    let of = table
        .need("of", "say who casts: `of = \"board\"`")
        .and_then(|item| item.string());
    let form = table
        .need("form", "name the form each gives: `form = \"ballot\"`")
        .and_then(|item| item.string());
    let rule = match sort {
        "vote" => PanelRule::Vote(vote(&table)),
        _ => PanelRule::Score(score(&table)),
    };
    let place = table.place.clone();
    table.finish();
    Some(Panel {
        name: name.to_owned(),
        was,
        title,
        of: words::address(of?),
        form: form?.to_owned(),
        rule,
        place,
    })
}

fn vote(table: &Table<'_>) -> VoteRule {
    let share = |key: &str| table.get(key).and_then(|item| words::share(&item));
    let base = table
        .get("base")
        .and_then(|item| words::word(&item, &Base::ALL, "unknown-word"));
    VoteRule {
        members: whole(table, "members"),
        quorum: share("quorum"),
        majority: share("majority").unwrap_or(Share::HALF),
        base: base.unwrap_or(Base::Present),
        tie: tie(table),
    }
}

fn tie(table: &Table<'_>) -> Tie {
    let words = [("refused", "refused"), ("carried", "carried"), ("chair", "chair")];
    let word = table
        .get("tie")
        .and_then(|item| words::word(&item, &words, "unknown-word"));
    let chair = table.string("chair").map(str::to_owned);
    match (word, chair) {
        (Some("carried"), None) => Tie::Carried,
        (Some("chair"), Some(role)) => Tie::Chair(role),
        (Some("chair"), None) => {
            let message = format!(
                "`{}` leaves a tie to the chair and does not say who that is",
                table.path
            );
            let hint = "name the role: `chair = \"president\"`";
            table.ledger.error(table.key_place("tie"), "missing-key", message, hint);
            Tie::Refused
        }
        (_, Some(_)) => {
            let message = "`chair` is asked only where `tie = \"chair\"`".to_owned();
            let hint = "write `tie = \"chair\"`, or take `chair` out";
            table.ledger.error(table.key_place("chair"), "bad-tie", message, hint);
            Tie::Refused
        }
        _ => Tie::Refused,
    }
}

fn score(table: &Table<'_>) -> ScoreRule {
    let take = table
        .get("take")
        .and_then(|item| words::word(&item, &Take::ALL, "unknown-word"));
    let points = numbers(table, "points");
    if points.is_empty() && !table.has("points") {
        let message = format!("`{}` has no `points`", table.path);
        let hint = "say what is counted, and how much it weighs: `points = { quality = 1, reach = 2 }`";
        table.ledger.error(table.place.clone(), "missing-key", message, hint);
    }
    ScoreRule {
        reviewers: whole(table, "reviewers").unwrap_or(1),
        take: take.unwrap_or(Take::Mean),
        points,
        minima: numbers(table, "minima"),
        gates: table.strings("gates"),
        pass: table.get("pass").and_then(|item| item.decimal()),
        recused: table.string("recused").map(str::to_owned),
    }
}

/// A whole number of persons, at least one.
fn whole(table: &Table<'_>, key: &str) -> Option<u32> {
    let item = table.get(key)?;
    let number = item.integer()?;
    let good = u32::try_from(number)
        .ok()
        .filter(|number| (1..=10_000).contains(number));
    if good.is_none() {
        item.error(
            "bad-number",
            format!("`{key} = {number}` is not a number of persons"),
            "write 1 or more",
        );
    }
    good
}

/// `{ field = number }`; numbers far beyond what a form can hold are refused, so that sums stay exact.
fn numbers(table: &Table<'_>, key: &str) -> Vec<(String, f64)> {
    let Some(inner) = table.table(key) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (field, _, item) in inner.rest() {
        table.ledger.spot(&table.place, format!("{key}.{field}"), item.place());
        let Some(number) = item.decimal() else { continue };
        if number.abs() > 1_000_000.0 {
            item.error("bad-number", format!("`{number}` is too large"), "keep to a million");
        } else {
            found.push((field.to_owned(), number));
        }
    }
    found
}
