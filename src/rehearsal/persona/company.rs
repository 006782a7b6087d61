//! Who takes part: the house, an applicant a persona, invented members, and who takes whom over.

use uuid::Uuid;

use super::{DAY, Persona, Stage};
use crate::case::event::{News, builtin};
use crate::case::{Actor, Event, Holder};
use crate::workflow::form::Answers;
use crate::workflow::panel::PanelRule;
use crate::workflow::{Definition, Kind};

impl Stage<'_> {
    /// Seats the house, and one applicant a persona.
    pub(super) fn fill_house(&mut self) {
        let definition = self.world.definition;
        let language = definition.languages.first().cloned().unwrap_or_default();
        for role in definition.roles.iter().filter(|role| role.of_house()) {
            for number in 1..=chairs(definition, &role.name) {
                let name = if number == 1 {
                    role.name.clone()
                } else {
                    format!("{} {number}", role.name)
                };
                self.sit(None, (&role.name, None), (&name, &language));
            }
        }
        for (persona, name) in Persona::ALL {
            self.organisation(&format!("Applicant {name}"), persona);
        }
    }

    fn organisation(&mut self, name: &str, persona: Persona) -> Uuid {
        let definition = self.world.definition;
        let id = self.world.fresh();
        self.world.organisations.insert(id, name.to_owned());
        self.company.push(id);
        self.personas.insert(id, persona);
        let number = self.company.len() % definition.languages.len().max(1);
        let language = definition.languages.get(number).cloned().unwrap_or_default();
        for role in &definition.roles {
            for seat in &role.seats {
                let person = format!("{name}, {}", seat.name);
                self.sit(Some(id), (&role.name, Some(&seat.name)), (&person, &language));
            }
        }
        id
    }

    fn sit(&mut self, of: Option<Uuid>, (role, seat): (&str, Option<&str>), (name, language): (&str, &str)) {
        let person = self.world.fresh();
        self.world.people.insert(person, (name.to_owned(), language.to_owned()));
        let holder = Holder {
            person,
            role: role.to_owned(),
            seat: seat.map(str::to_owned),
            peer: None,
            from: None,
            until: None,
        };
        self.world.holders.push((of, holder));
    }

    /// Invents members. Where a kind takes in cases from before they are imported, spread over the two years before the
    /// beginning; elsewhere they apply like everybody.
    pub(super) fn bring_members(&mut self, members: usize) {
        let definition = self.world.definition;
        for number in 0..members {
            let (persona, name) = Persona::ALL[number % Persona::ALL.len()];
            let organisation = self.organisation(&format!("Member {} {name}", number + 1), persona);
            for kind in definition.kinds.iter().filter(|kind| kind.import.is_some()) {
                self.members.insert(organisation);
                self.import(kind, organisation, number);
            }
        }
    }

    fn import(&mut self, kind: &Kind, organisation: Uuid, number: usize) {
        let definition = self.world.definition;
        let Some(import) = &kind.import else { return };
        let days = i64::try_from(number * 7 % 730).unwrap_or(0) + 1;
        let since = self.world.now.plus_seconds(-days * DAY).civil(&definition.zone).date();
        let form = definition.forms.get(&import.since.0);
        let mut answers: Answers = form.map(|form| form.example()).unwrap_or_default();
        answers.insert(import.since.1.clone(), since.to_string().into());
        let opening = self.opening(kind, organisation, None);
        let event = self.engine(builtin::IMPORT, News::None);
        if let Err(rejection) = self.world.import(&event, &opening, &answers) {
            self.note_stuck(opening.id, (&kind.name, &import.state), (builtin::IMPORT, &rejection));
        }
    }

    /// Plans the mergers: around the middle of the stretch, a day apart.
    pub(super) fn plan_mergers(&mut self) {
        let (from, until) = self.span;
        let half = from.plus_seconds((until.micros() - from.micros()) / 2_000_000);
        let merging = self.company.iter().filter(|id| self.persona(**id) == Persona::Merges);
        let mergers: Vec<_> = (0..)
            .zip(merging)
            .map(|(number, id)| (half.plus_seconds(number % 365 * DAY), super::Act::Merge(*id)))
            .collect();
        self.acts.extend(mergers);
    }

    /// Another organisation takes over what this one has and owes.
    pub(super) fn merge(&mut self, old: Uuid) {
        let name = self.world.organisations.get(&old).cloned().unwrap_or_default();
        let new = self.organisation(&format!("Successor of {name}"), Persona::OnTime);
        if self.members.contains(&old) {
            self.members.insert(new);
        }
        for case in self.world.cases_of(old) {
            let event = self.engine(
                builtin::SUCCEED,
                News::Organisation {
                    id: new,
                    why: builtin::MERGED,
                },
            );
            let now = self.world.now;
            let _ = self.world.feed(case, &event, now);
        }
        self.personas.remove(&old);
        self.company.retain(|id| *id != old);
    }

    pub(super) fn engine(&mut self, name: &str, news: News) -> Event {
        Event {
            news,
            actor: Actor::Engine,
            ..self.world.asked(Uuid::nil(), Uuid::nil(), name)
        }
    }
}

/// Most people invented for one body.
const MOST_CHAIRS: usize = 30;

/// How many people hold a role of the house: as many as its panels need, else one.
fn chairs(definition: &Definition, role: &str) -> usize {
    let panels = definition.kinds.iter().flat_map(|kind| &kind.panels);
    let needed = panels
        .filter(|panel| panel.of.role == role)
        .map(|panel| match &panel.rule {
            PanelRule::Vote(rule) => rule.members.unwrap_or(3),
            PanelRule::Score(rule) => rule.reviewers,
        });
    let needed = needed.max().and_then(|needed| usize::try_from(needed).ok());
    needed.unwrap_or(1).clamp(1, MOST_CHAIRS)
}
