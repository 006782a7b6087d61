//! Members from before Kalends, from a table: every line comes in, or none does.

use axum::extract::Path;
use axum::http::StatusCode;

use super::calls::run_by;
use crate::engine::import::{Columns, Imported};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page_with};
use crate::http::pages::import::{ImportPage, ImportResult};
use crate::http::posted::Posted;
use crate::http::uploads::LARGEST_FILE;
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::workflow::Definition;
use crate::workflow::form::Answers;

/// `GET /w/{workflow}/import`.
pub async fn import(visit: Visit, Path(workflow): Path<String>) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    show(&visit, &definition, None)
}

/// `POST /w/{workflow}/import`.
pub async fn take(visit: Visit, Path(workflow): Path<String>, posted: Posted) -> Answer {
    let definition = run_by(&visit, &workflow)?;
    let file = posted.file.as_ref().ok_or(Problem::FileKind)?;
    if file.size > LARGEST_FILE {
        return Err(Problem::TooLarge);
    }
    let table = file.read().await?;
    let imported = visit.app.engine.import(Some(visit.me()?.id), &workflow, &table).await?;
    let result = match imported {
        Imported::Done(count) => ImportResult::Done(u32::try_from(count).unwrap_or(u32::MAX)),
        Imported::Nothing(bad) => {
            ImportResult::Nothing(bad.iter().map(|line| (line.line, line.say(visit.t))).collect())
        }
    };
    show(&visit, &definition, Some(result))
}

fn show(visit: &Visit, definition: &Definition, result: Option<ImportResult>) -> Answer {
    let columns = Columns::of(definition).ok_or(Problem::Missing)?.names();
    let status = match result {
        Some(ImportResult::Nothing(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let view = ImportPage {
        frame: visit.frame(Some(definition), &visit.t.text("import-title")),
        action: format!("/w/{}/import", definition.name),
        example: example(definition, &columns),
        columns: columns
            .iter()
            .map(|name| (name.clone(), holds(definition, name, visit.t)))
            .collect(),
        result,
    };
    page_with(status, &view)
}

/// What a column holds, in words: its seat's title, or the label of the field it fills.
fn holds(definition: &Definition, column: &str, t: Locale) -> String {
    let id = format!("import-column-{column}");
    if t.has(&id) {
        return t.text(id);
    }
    for (ending, id) in [("_name", "import-column-name"), ("_email", "import-column-email")] {
        if let Some(seat) = column.strip_suffix(ending) {
            let mut seats = definition.roles.iter().flat_map(|role| &role.seats);
            let title = seats
                .find(|known| known.name == seat)
                .map(|seat| seat.title.in_lang(t.tag()));
            return t.text_with(id, &[("seat", &title.unwrap_or(seat))]);
        }
    }
    let field = definition.forms.values().find_map(|form| form.field(column));
    let label = field.map_or(column, |field| field.label.in_lang(t.tag()));
    t.text_with("import-column-day", &[("label", &label)])
}

/// A first line and an example line.
fn example(definition: &Definition, columns: &[String]) -> String {
    let empty = Answers::new();
    let value = |column: &String| {
        let form = definition.forms.values().find(|form| form.field(column).is_some());
        let given = form.map_or(empty.clone(), crate::workflow::form::Form::example);
        let seat = column.split('_').next().unwrap_or_default();
        match given.get(column).and_then(|value| value.as_str()) {
            Some(value) => value.to_owned(),
            None if column.ends_with("_email") => format!("{seat}@example.org"),
            None if column.ends_with("_name") => "Anna Parauga".to_owned(),
            None if column == "language" => definition.languages.first().cloned().unwrap_or_default(),
            None => "Parauga pilsēta".to_owned(),
        }
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    format!("{}\n{}", columns.join(","), values.join(","))
}
