//! The practice house's bar: what it shows, gathered from the house.

use uuid::Uuid;

use super::pages::practice::{Group, Persona, Practice};
use super::visit::Visit;
use crate::engine::EngineError;
use crate::engine::letters::role_title;
use crate::store::due;
use crate::store::messages::{self, MessageState};
use crate::store::organisations;
use crate::workflow::definition::Address;

/// Gathers what the bar shows.
pub async fn bar(visit: &Visit) -> Result<Practice, EngineError> {
    let Some(house) = &visit.app.practice else {
        return Ok(Practice::default());
    };
    let engine = &visit.app.engine;
    let mut tx = engine.store.read().await?;
    let next = due::next(&mut tx).await?.earliest();
    let letters = messages::tally(&mut tx).await?;
    drop(tx);
    let sent = letters.iter().find(|(state, _)| *state == MessageState::Sent);
    let mut groups: Vec<Group> = Vec::new();
    for (workflow, person) in &house.people {
        let definition = engine.workflows.in_force(workflow);
        let title = definition.map_or_else(
            || workflow.clone(),
            |(_, known)| known.title.in_lang(visit.t.tag()).to_owned(),
        );
        let found = persona(visit, workflow, *person).await?;
        match groups.last_mut().filter(|group| group.title == title) {
            Some(group) => group.people.extend(found),
            None => groups.push(Group {
                title,
                people: found.into_iter().collect(),
            }),
        }
    }
    let happened = house.happened.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(Practice {
        next: next.map(|next| next.max(engine.now())),
        groups,
        letters: sent.map_or(0, |(_, count)| u32::try_from(*count).unwrap_or(u32::MAX)),
        happened: happened.clone(),
    })
}

/// Somebody one can be: their name and what they are, in the words of the workflow.
async fn persona(visit: &Visit, workflow: &str, id: Uuid) -> Result<Option<Persona>, EngineError> {
    let engine = &visit.app.engine;
    let Some(person) = engine.person(id).await? else {
        return Ok(None);
    };
    let mut what = Vec::new();
    for seat in engine.seats_now(id).await? {
        let address = Address {
            role: seat.role.clone(),
            seat: seat.seat.clone(),
        };
        let known = engine.workflows.in_force(workflow).map(|(_, definition)| definition);
        let title = known
            .filter(|definition| definition.role(&seat.role).is_some())
            .map_or_else(
                || visit.t.text(format!("role-{}", seat.role)),
                |definition| role_title(&definition, &address, visit.t.tag()),
            );
        let of = match seat.organisation_id {
            Some(organisation) => organisations::find(&mut engine.store.read().await?, organisation).await?,
            None => None,
        };
        what.push(of.map_or(title.clone(), |of| format!("{title}, {}", of.name)));
    }
    let current = visit.person.as_ref().is_some_and(|me| me.id == id);
    let label = format!("{} ({})", person.name, what.join("; "));
    Ok(Some(Persona {
        id: id.to_string(),
        label,
        current,
    }))
}
