//! Members from before, from a table: every line comes in, or none does and each bad line is named with its way out.

use axum::http::StatusCode;

use super::calls::run_by;
use crate::engine::import::{Columns, Imported};
use crate::http::address::Path;
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page, page_with};
use crate::http::pages::import::{ImportPage, ImportResult};
use crate::http::posted::Posted;
use crate::http::visit::Visit;
use crate::workflow::Definition;

/// `GET /w/{workflow}/import`.
pub async fn import(visit: Visit, Path(workflow): Path<String>) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    page(&view(&visit, &definition, None)?)
}

/// `POST /w/{workflow}/import`: the table is read from where it was received, and is not kept.
pub async fn bring(visit: Visit, Path(workflow): Path<String>, posted: Posted) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    let table = match &posted.file {
        Some(file) if file.is_too_long() => return Err(Problem::TooLarge),
        Some(file) => file.read().await?,
        None => Vec::new(),
    };
    let person = visit.me()?.id;
    let (status, result) = match visit.app.engine.import(Some(person), &workflow, &table).await? {
        Imported::Done(count) => {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            (StatusCode::OK, ImportResult::Done(count))
        }
        Imported::Nothing(bad) => {
            let lines = bad.iter().map(|line| (line.line, line.say(visit.t))).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, ImportResult::Nothing(lines))
        }
    };
    page_with(status, &view(&visit, &definition, Some(result))?)
}

fn view(visit: &Visit, definition: &Definition, result: Option<ImportResult>) -> Result<ImportPage, Problem> {
    let names = Columns::of(definition).ok_or(Problem::Missing)?.names();
    Ok(ImportPage {
        frame: visit.frame(Some(definition), &visit.t.text("import-title")),
        action: format!("/w/{}/import", definition.name),
        columns: names
            .iter()
            .map(|name| (name.clone(), column(visit, definition, name)))
            .collect(),
        example: example(definition, &names),
        result,
    })
}

/// What a column holds, in words.
fn column(visit: &Visit, definition: &Definition, name: &str) -> String {
    let t = visit.t;
    let seat = |suffix: &str| {
        let seat = name.strip_suffix(suffix)?;
        let mut seats = definition.roles.iter().flat_map(|role| &role.seats);
        let title = seats.find(|one| one.name == seat)?.title.in_lang(t.tag());
        let id = format!("import-column{}", suffix.replace('_', "-"));
        Some(t.text_with(&id, &[("seat", &title)]))
    };
    match name {
        "organisation" => t.text("col-organisation"),
        "language" => t.text_with("import-column-language", &[("known", &definition.languages.join(", "))]),
        _ => seat("_name")
            .or_else(|| seat("_email"))
            .unwrap_or_else(|| t.text("import-column-since")),
    }
}

/// A first line and one that could follow.
fn example(definition: &Definition, names: &[String]) -> String {
    let language = definition.languages.first().map_or("en", String::as_str);
    let cell = |name: &String| match name.as_str() {
        "organisation" => "Sample City".to_owned(),
        "language" => language.to_owned(),
        name if name.ends_with("_name") => "Anna Sample".to_owned(),
        name if name.ends_with("_email") => format!("{}@sample.example", name.trim_end_matches("_email")),
        _ => "2022-09-02".to_owned(),
    };
    let line: Vec<String> = names.iter().map(cell).collect();
    format!("{}\n{}", names.join(","), line.join(","))
}
