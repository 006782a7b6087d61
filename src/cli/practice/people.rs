//! Who is who: people and their addresses, seats, organisations.

use uuid::Uuid;

use super::{PlayError, Player};
use crate::case::people::OPERATOR;
use crate::engine::directory::NewSeat;
use crate::rehearsal::scenario::{Does, Scenario, Sitting};
use crate::store::seats;
use crate::workflow::definition::{Address, Role};

/// Letters and what stands for them in an address.
const FOLDED: [(char, &str); 44] = [
    ('ā', "a"),
    ('č', "c"),
    ('ē', "e"),
    ('ģ', "g"),
    ('ī', "i"),
    ('ķ', "k"),
    ('ļ', "l"),
    ('ņ', "n"),
    ('š', "s"),
    ('ū', "u"),
    ('ž', "z"),
    ('ა', "a"),
    ('ბ', "b"),
    ('გ', "g"),
    ('დ', "d"),
    ('ე', "e"),
    ('ვ', "v"),
    ('ზ', "z"),
    ('თ', "t"),
    ('ი', "i"),
    ('კ', "k"),
    ('ლ', "l"),
    ('მ', "m"),
    ('ნ', "n"),
    ('ო', "o"),
    ('პ', "p"),
    ('ჟ', "zh"),
    ('რ', "r"),
    ('ს', "s"),
    ('ტ', "t"),
    ('უ', "u"),
    ('ფ', "p"),
    ('ქ', "k"),
    ('ღ', "gh"),
    ('ყ', "q"),
    ('შ', "sh"),
    ('ჩ', "ch"),
    ('ც', "ts"),
    ('ძ', "dz"),
    ('წ', "ts"),
    ('ჭ', "ch"),
    ('ხ', "kh"),
    ('ჯ', "j"),
    ('ჰ', "h"),
];

impl Player {
    /// Enters an organisation if it is new, and seats its people.
    pub(super) async fn organisation(&mut self, name: &str, sittings: &[Sitting]) -> Result<Uuid, PlayError> {
        let id = match self.organisations.get(name) {
            Some(id) => *id,
            None => {
                let language = sittings.first().map_or("en", |sitting| sitting.language.as_str());
                let id = self.engine.add_organisation(name, language).await?.id;
                self.organisations.insert(name.to_owned(), id);
                id
            }
        };
        self.sit_down(Some((id, name)), sittings).await?;
        Ok(id)
    }

    pub(super) async fn succeed(&mut self, old: &str, new: &str, sittings: &[Sitting]) -> Result<(), PlayError> {
        let old = self.organisation_named(old)?;
        let new = self.organisation(new, sittings).await?;
        Ok(self.engine.succeed(old, new, &self.because().await?).await?)
    }

    /// Seats people; whoever held the seat before leaves it. Several persons of one role of the house sit together.
    pub(super) async fn sit_down(&mut self, of: Option<(Uuid, &str)>, sittings: &[Sitting]) -> Result<(), PlayError> {
        for (place, sitting) in sittings.iter().enumerate() {
            let joins = of.is_none() && sittings[..place].iter().any(|other| other.seat == sitting.seat);
            let (role, seat) = self.chair(of.is_some(), sitting)?;
            let person = self.person(of.map_or(&sitting.seat, |(_, name)| name), sitting).await?;
            let organisation = of.map(|(id, _)| id);
            if !joins {
                self.vacate(organisation, (&role, seat.as_deref())).await?;
            }
            let new = NewSeat {
                person,
                workflow: Some(self.workflow.clone()).filter(|_| role != OPERATOR && organisation.is_none()),
                role,
                seat,
                organisation,
                from: None,
                until: None,
            };
            self.engine.add_seat(&new).await?;
        }
        Ok(())
    }

    /// The role and seat a word means: a seat of the organisation, or a role of the house.
    fn chair(&self, of_organisation: bool, sitting: &Sitting) -> Result<(String, Option<String>), PlayError> {
        let owner = self
            .definition
            .roles
            .iter()
            .find(|role| role.seats.iter().any(|seat| seat.name == sitting.seat));
        match owner {
            Some(role) if of_organisation => Ok((role.name.clone(), Some(sitting.seat.clone()))),
            _ if !of_organisation && (sitting.seat == OPERATOR || self.definition.role(&sitting.seat).is_some()) => {
                Ok((sitting.seat.clone(), None))
            }
            _ => Err(PlayError::Line(format!("the workflow has no seat `{}`", sitting.seat))),
        }
    }

    async fn person(&mut self, of: &str, sitting: &Sitting) -> Result<Uuid, PlayError> {
        if let Some(known) = self.people.get(&sitting.name) {
            return Ok(*known);
        }
        let address = format!("{}@{}.example", plain(&sitting.name), plain(of));
        let person = self
            .engine
            .add_person(&sitting.name, &address, &sitting.language)
            .await?;
        self.people.insert(sitting.name.clone(), person.id);
        Ok(person.id)
    }

    async fn vacate(&self, organisation: Option<Uuid>, (role, seat): (&str, Option<&str>)) -> Result<(), PlayError> {
        let mut tx = self.engine.store.read().await?;
        let held = match organisation {
            Some(id) => seats::of_organisation(&mut tx, id).await?,
            None => seats::of_house(&mut tx).await?,
        };
        drop(tx);
        let here = |held: &seats::Seat| held.workflow.as_ref().is_none_or(|workflow| *workflow == self.workflow);
        let same = |held: &&seats::Seat| {
            held.role == role && held.seat.as_deref() == seat && held.until_at.is_none() && here(held)
        };
        for held in held.iter().filter(same) {
            self.engine.end_seat(held, self.engine.now()).await?;
        }
        Ok(())
    }

    /// Whom one can be in a story: whoever is the first to sit in each seat of an organisation, under the role for its
    /// first seat and under the seat for the others, and those of the house, under their roles.
    pub fn cast(&self, story: &Scenario) -> Vec<(String, Uuid)> {
        let (mut of_organisations, mut of_house): (Vec<&Sitting>, Vec<&Sitting>) = (Vec::new(), Vec::new());
        for step in &story.steps {
            match &step.does {
                Does::Organisation(_, sittings) => {
                    for sitting in sittings {
                        if !of_organisations.iter().any(|known| known.seat == sitting.seat) {
                            of_organisations.push(sitting);
                        }
                    }
                }
                Does::House(sittings) => of_house.extend(sittings),
                _ => {}
            }
        }
        let sittings = of_organisations.into_iter().chain(of_house);
        let cast = sittings.filter_map(|sitting| Some((self.part(&sitting.seat), *self.people.get(&sitting.name)?)));
        cast.collect()
    }

    fn part(&self, seat: &str) -> String {
        let first = |role: &&Role| role.seats.first().is_some_and(|first| first.name == seat);
        let role = self.definition.roles.iter().find(first);
        role.map_or(seat, |role| &role.name).to_owned()
    }

    pub(super) fn organisation_named(&self, name: &str) -> Result<Uuid, PlayError> {
        let known = self.organisations.get(name).copied();
        known.ok_or_else(|| PlayError::Line(format!("there is no organisation `{name}`")))
    }

    /// A person in a role of the house, by name or its beginning.
    pub(super) async fn one_of(&self, role: &str, name: &str) -> Result<Uuid, PlayError> {
        let mut tx = self.engine.store.read().await?;
        let holders = seats::holders(&mut tx, Uuid::nil(), &self.workflow).await?;
        let now = self.engine.now();
        let sits = |person: &Uuid| {
            holders
                .iter()
                .any(|held| held.person == *person && held.role == role && held.holds_at(now))
        };
        let named = |whole: &str| {
            whole
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let mut known = self
            .people
            .iter()
            .filter(|(whole, person)| named(whole) && sits(person));
        let found = known.next().map(|(_, person)| *person);
        found.ok_or_else(|| PlayError::Line(format!("no `{name}` sits as `{role}`")))
    }

    /// Whoever holds a role (and seat, if said) for an organisation or for the house now.
    pub(super) async fn holder(
        &self,
        organisation: Option<Uuid>,
        (role, seat): (&str, Option<&str>),
    ) -> Result<Uuid, PlayError> {
        let mut tx = self.engine.store.read().await?;
        let holders = seats::holders(&mut tx, organisation.unwrap_or(Uuid::nil()), &self.workflow).await?;
        let now = self.engine.now();
        let sits = |holder: &&crate::case::Holder| {
            holder.role == role && (seat.is_none() || holder.seat.as_deref() == seat) && holder.holds_at(now)
        };
        let found = holders.iter().find(sits).map(|holder| holder.person);
        found.ok_or_else(|| PlayError::Line(format!("nobody sits as `{role}`")))
    }

    /// Whoever holds what an address names, for an organisation or for the house as the role is.
    pub(super) async fn addressed(&self, organisation: Uuid, address: &Address) -> Result<Uuid, PlayError> {
        let of_house = self.definition.role(&address.role).is_some_and(Role::of_house);
        let organisation = Some(organisation).filter(|_| !of_house);
        self.holder(organisation, (&address.role, address.seat.as_deref()))
            .await
    }

    /// Somebody who runs the programme.
    pub(super) async fn runner(&self) -> Result<Uuid, PlayError> {
        let runs = self.definition.roles.iter().find(|role| role.runs);
        let role = runs.map_or(OPERATOR, |role| role.name.as_str());
        self.holder(None, (role, None)).await
    }
}

/// A name as part of an address: small letters without marks, hyphens for what lies between.
fn plain(name: &str) -> String {
    let mut folded = String::new();
    for letter in name.to_lowercase().chars() {
        match FOLDED.iter().find(|(marked, _)| *marked == letter) {
            Some((_, plain)) => folded.push_str(plain),
            None if letter.is_ascii_alphanumeric() => folded.push(letter),
            None => folded.push('-'),
        }
    }
    let words: Vec<&str> = folded.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        "nobody".to_owned()
    } else {
        words.join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_become_addresses() {
        assert_eq!(plain("Žanete Ķirsone"), "zanete-kirsone");
        assert_eq!(plain("Cēsu novads"), "cesu-novads");
        assert_eq!(plain("ნინო ბერიძე"), "nino-beridze");
        assert_eq!(plain("?!"), "nobody");
    }
}
