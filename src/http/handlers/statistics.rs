//! What the answers to a form say together, as far as a person may see them.

use crate::engine::queries::statistics::FormStatistics;
use crate::http::address::Path;
use crate::http::api::statistics_rows;
use crate::http::keeping::{Answer, page};
use crate::http::pages::Link;
use crate::http::pages::statistics::{FieldCounts, StatisticsPage};
use crate::http::table;
use crate::http::visit::Visit;
use crate::workflow::form::statistics::{Count, FieldStatistics};

/// `GET /w/{workflow}/forms/{form}/statistics`.
pub async fn statistics(visit: Visit, Path((workflow, form)): Path<(String, String)>) -> Answer {
    let me = visit.me()?;
    let found = visit.app.engine.form_statistics(me.id, (&workflow, &form)).await?;
    let asked = found.definition.forms.get(&form);
    let title = asked
        .map(|form| form.title.in_lang(visit.t.tag()).to_owned())
        .unwrap_or_default();
    page(&StatisticsPage {
        frame: visit.frame(Some(&found.definition), &title),
        title,
        cases: found.cases,
        table: Link {
            href: format!("/w/{workflow}/forms/{form}/statistics.csv"),
            label: visit.t.text("statistics-table"),
        },
        fields: found.fields.iter().map(|one| counts(&visit, &found, one)).collect(),
    })
}

/// `GET /w/{workflow}/forms/{form}/statistics.csv`.
pub async fn as_table(visit: Visit, Path((workflow, form)): Path<(String, String)>) -> Answer {
    let me = visit.me()?;
    let found = visit.app.engine.form_statistics(me.id, (&workflow, &form)).await?;
    table::csv(
        &format!("{workflow}-{form}-statistics"),
        &statistics_rows(&found, visit.t.tag()),
    )
}

fn counts(visit: &Visit, found: &FormStatistics, one: &FieldStatistics) -> FieldCounts {
    let (t, lang) = (visit.t, visit.t.tag());
    let numbers = one.numbers.iter().flat_map(|numbers| {
        [
            ("statistics-sum", numbers.sum),
            ("statistics-mean", numbers.mean),
            ("statistics-min", numbers.min),
            ("statistics-max", numbers.max),
        ]
    });
    let named = |count: &Count| {
        let option = found.option(&one.field, &count.name, lang).map(str::to_owned);
        let said = || match count.name.as_str() {
            "yes" => t.text("answer-yes"),
            "no" => t.text("answer-no"),
            other => other.to_owned(),
        };
        (option.unwrap_or_else(said), count.count)
    };
    FieldCounts {
        label: found.label(&one.field, lang),
        answered: one.answered,
        numbers: numbers.map(|(id, number)| (id, rounded(number))).collect(),
        counts: one.choices.iter().chain(&one.groups).map(named).collect(),
    }
}

/// A number with at most two places.
fn rounded(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
