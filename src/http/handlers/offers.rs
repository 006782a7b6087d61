//! What the visitor may begin, as it is shown on pages. What that is, [`crate::case::opening::offers`] says.

use super::words::call_line;
use crate::case::opening::Existing;
use crate::case::opening::offers::{self, CallOf, Has, SitsFor, offers};
use crate::engine::queries::seen::Glance;
use crate::http::error::Problem;
use crate::http::pages::desk::Offer;
use crate::http::visit::Visit;
use crate::store::calls::Call;
use crate::workflow::Definition;

/// Everything the visitor may begin in a workflow, given the cases they see.
pub async fn offered(visit: &Visit, definition: &Definition, seen: &[Glance]) -> Result<Vec<Offer>, Problem> {
    let calls = visit.app.engine.calls_of(&definition.name).await?;
    let real: Vec<&Call> = calls.iter().filter(|call| call.round.is_none()).collect();
    let dates: Vec<CallOf> = real.iter().map(|call| (call.kind.clone(), call.call_dates())).collect();
    let (seats, cases) = (sits_for(visit, definition), has(definition, seen));
    let mut shown = Vec::new();
    for offer in offers(definition, &dates, (&seats, &cases), visit.now()) {
        let call = offer
            .call
            .and_then(|call| real.iter().find(|known| known.id == call.id));
        shown.push(show(visit, definition, (&offer, call.copied())).await?);
    }
    Ok(shown)
}

fn sits_for(visit: &Visit, definition: &Definition) -> Vec<SitsFor> {
    let seats = visit.seats_in(&definition.name);
    let sits = seats.filter_map(|seat| {
        Some(SitsFor {
            organisation: seat.organisation_id?,
            held: seat.held(),
        })
    });
    sits.collect()
}

fn has(definition: &Definition, seen: &[Glance]) -> Vec<Has> {
    let here = seen.iter().filter(|glance| glance.stored.workflow == definition.name);
    here.map(|glance| {
        let case = glance.case();
        Has {
            organisation: case.organisation,
            kind: case.kind.clone(),
            existing: Existing {
                id: case.id,
                call: case.call.as_ref().map(|call| call.id),
                state: case.state.clone(),
            },
            closed: glance.stored.closed,
        }
    })
    .collect()
}

async fn show(
    visit: &Visit,
    definition: &Definition,
    (offer, call): (&offers::Offer<'_>, Option<&Call>),
) -> Result<Offer, Problem> {
    let organisation = offer.organisation;
    let seen = visit.app.engine.organisation_seen(organisation, visit.me()?.id).await?;
    let line = call.map(call_line);
    let mut values = vec![
        ("kind", offer.kind.name.clone()),
        ("organisation", organisation.to_string()),
    ];
    values.extend(call.map(|call| ("call", call.id.to_string())));
    let title = || offer.kind.title.in_lang(visit.t.tag()).to_owned();
    Ok(Offer {
        programme: definition.title.in_lang(visit.t.tag()).to_owned(),
        title: line.as_ref().map_or_else(title, |line| line.name.clone()),
        call: line,
        action: format!("/w/{}/cases", definition.name),
        values,
        organisation: seen.listed.organisation.name,
    })
}
