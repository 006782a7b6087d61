//! Whoever runs the programme puts one duty of one case off.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

use super::case::show;
use super::days::needed;
use super::event::Tried;
use super::words::duty_title;
use crate::case::Duty;
use crate::case::event::builtin;
use crate::case::put_off::{DUE_AT, DUTY, may_extend};
use crate::engine::queries::case::Look;
use crate::engine::{Asker, Command};
use crate::http::address::Path;
use crate::http::error::Problem;
use crate::http::keeping::{Answer, see};
use crate::http::pages::case::PutOffView;
use crate::http::posted::Posted;
use crate::http::typed::Typed;
use crate::http::visit::Visit;
use crate::workflow::form::FieldError;

/// The form that puts a duty off, for whoever may; nothing if nothing is owed.
pub fn view(visit: &Visit, look: &Look, (duties, tried): (&[Duty], Option<&Tried<'_>>)) -> Option<PutOffView> {
    let definition = &look.glance.definition;
    may_extend(definition, look.case(), &look.glance.actor)?;
    let owed: Vec<(String, String)> = duties
        .iter()
        .filter(|duty| !duty.stopped)
        .map(|duty| {
            (
                duty.name.clone(),
                duty_title(definition, look.case(), &duty.name, visit.t),
            )
        })
        .collect();
    let tried = tried.filter(|tried| tried.event == builtin::EXTEND);
    Some(PutOffView {
        action: format!("/cases/{}/put-off", look.case().id),
        revision: look.case().revision,
        duties: owed,
        typed: tried.map(|tried| tried.typed.clone()).unwrap_or_default(),
        wrong: tried
            .map(|tried| tried.errors.iter().map(|error| visit.t.field_error(error)).collect())
            .unwrap_or_default(),
    })
}

/// `POST /cases/{id}/put-off`.
pub async fn put_off(visit: Visit, Path(id): Path<Uuid>, posted: Posted) -> Answer {
    let me = visit.me()?;
    let look = visit.app.engine.look(id, me.id).await?;
    let day = match needed(&posted.typed, "until") {
        Ok(day) => day,
        Err(error) => return again(&visit, &look, (&posted.typed, &[error])).await,
    };
    let answers = [(DUTY, posted.typed.one(DUTY).to_owned()), (DUE_AT, day.to_string())];
    let answers: BTreeMap<String, Value> = answers.map(|(name, text)| (name.to_owned(), text.into())).into();
    let command = Command {
        case: id,
        event: builtin::EXTEND.to_owned(),
        asker: Asker::Person(me.id),
        answers,
        reason: Some(posted.typed.one("reason").to_owned()),
        attachments: Vec::new(),
        revision: posted.typed.one("revision").parse().ok(),
    };
    match visit.app.engine.handle(&command).await.map_err(Problem::from) {
        Ok(_) => see(&format!("/cases/{id}?done=put-off")),
        Err(Problem::Invalid(errors)) => again(&visit, &look, (&posted.typed, &errors)).await,
        Err(problem) => Err(problem),
    }
}

async fn again(visit: &Visit, look: &Look, (typed, errors): (&Typed, &[FieldError])) -> Answer {
    let tried = Tried {
        event: builtin::EXTEND,
        typed,
        errors,
    };
    show(visit, look, Some(&tried)).await
}
