//! The setting of a scenario: people in seats, organisations, calls and rounds.

use jiff::civil;
use uuid::Uuid;

use super::scenario::Sitting;
use super::script::{Script, refused};
use crate::case::event::{News, builtin};
use crate::case::state::{CallDates, Round};
use crate::case::{Actor, Case, Event, Holder};
use crate::clock::Instant;

impl Script<'_> {
    /// A civil time in the workflow's zone: a day alone is its beginning.
    pub(super) fn instant(&self, text: &str) -> Result<Instant, String> {
        let civil = match text.split_once(' ') {
            Some((day, time)) => format!("{day}T{}", time.trim()),
            None => format!("{text}T00:00"),
        };
        let civil: civil::DateTime = civil
            .parse()
            .map_err(|_| format!("`{text}` is not a day or a day and hour"))?;
        Ok(Instant::from_civil(civil, &self.world.definition.zone))
    }

    /// A civil time to which the clock moves: it never goes back.
    pub(super) fn later(&self, text: &str) -> Result<Instant, String> {
        let at = self.instant(text)?;
        if at < self.world.now {
            let now = self.world.now.civil(&self.world.definition.zone);
            return Err(format!("`{text}` lies before {}", now.strftime("%Y-%m-%d %H:%M")));
        }
        Ok(at)
    }

    /// A deadline: after the last moment of a day, or exactly at an hour.
    pub(super) fn deadline(&self, text: &str) -> Result<Instant, String> {
        let at = self.instant(text)?;
        if text.contains(' ') {
            return Ok(at);
        }
        let next = at
            .civil(&self.world.definition.zone)
            .date()
            .tomorrow()
            .map_err(|error| error.to_string())?;
        Ok(Instant::from_civil(
            next.to_datetime(civil::Time::midnight()),
            &self.world.definition.zone,
        ))
    }

    /// Seats of the house are taken. Several persons of one role in one line sit together; those before them have left.
    pub(super) fn house(&mut self, sittings: &[Sitting]) -> Result<(), String> {
        let mut begun: Vec<&str> = Vec::new();
        for sitting in sittings {
            let joins = begun.contains(&sitting.seat.as_str());
            begun.push(&sitting.seat);
            let kept = self.world.holders.len();
            let before: Vec<_> = self.world.holders.iter().map(|(_, holder)| holder.until).collect();
            self.sit(None, sitting)?;
            if joins {
                for ((_, holder), until) in self.world.holders[..kept].iter_mut().zip(before) {
                    holder.until = until;
                }
            }
        }
        Ok(())
    }

    pub(super) fn sit(&mut self, organisation: Option<Uuid>, sitting: &Sitting) -> Result<(), String> {
        let definition = self.world.definition;
        let owner = definition
            .roles
            .iter()
            .find(|role| role.seats.iter().any(|seat| seat.name == sitting.seat));
        let (role, seat) = match (organisation, owner) {
            (Some(_), Some(role)) => (role.name.clone(), Some(sitting.seat.clone())),
            (None, _) if definition.role(&sitting.seat).is_some() => (sitting.seat.clone(), None),
            _ => return Err(format!("the workflow has no seat `{}`", sitting.seat)),
        };
        let known = self
            .world
            .people
            .iter()
            .find(|(_, person)| person.0 == sitting.name)
            .map(|(id, _)| *id);
        let person = known.unwrap_or_else(|| self.world.fresh());
        self.world
            .people
            .insert(person, (sitting.name.clone(), sitting.language.clone()));
        let now = self.world.now;
        for (of, holder) in &mut self.world.holders {
            if *of == organisation && holder.role == role && holder.seat == seat && holder.until.is_none() {
                holder.until = Some(now);
            }
        }
        let from = Some(now);
        self.world.holders.push((
            organisation,
            Holder {
                person,
                role,
                seat,
                peer: None,
                from,
                until: None,
            },
        ));
        Ok(())
    }

    pub(super) fn organisation(&mut self, name: &str, sittings: &[Sitting]) -> Result<Uuid, String> {
        let id = self.find(name).unwrap_or_else(|_| self.world.fresh());
        self.world.organisations.insert(id, name.to_owned());
        sittings.iter().try_for_each(|sitting| self.sit(Some(id), sitting))?;
        let cases: Vec<Uuid> = self.cases_of(id).map(|case| case.id).collect();
        cases.into_iter().for_each(|case| self.world.people_changed(case));
        Ok(id)
    }

    pub(super) fn succeed(&mut self, old: &str, new: &str, sittings: &[Sitting]) -> Result<(), String> {
        let old = self.find(old)?;
        let new = self.organisation(new, sittings)?;
        let cases: Vec<Uuid> = self.cases_of(old).map(|case| case.id).collect();
        for case in cases {
            let why = builtin::MERGED;
            let event = self.engine(builtin::SUCCEED, News::Organisation { id: new, why });
            let now = self.world.now;
            self.world
                .feed(case, &event, now)
                .map_err(|rejection| refused(&rejection))?;
        }
        Ok(())
    }

    pub(super) fn engine(&mut self, name: &str, news: News) -> Event {
        Event {
            news,
            actor: Actor::Engine,
            ..self.world.asked(Uuid::nil(), Uuid::nil(), name)
        }
    }

    pub(super) fn call(&mut self, name: &str, parts: &[(String, String)]) -> Result<(), String> {
        let rule = self.world.definition.call.as_ref().ok_or("the workflow has no calls")?;
        let mut call = CallDates {
            id: self.world.fresh(),
            name: name.to_owned(),
            opens_at: Instant::default(),
            closes_at: Instant::default(),
            quota: rule.number(),
            dates: std::collections::BTreeMap::new(),
        };
        if let Some(missing) = ["opens", "closes"]
            .iter()
            .find(|key| !parts.iter().any(|(known, _)| known == *key))
        {
            return Err(format!("a call needs `{missing}`"));
        }
        self.set_dates(&mut call, parts)?;
        self.world.calls.insert(call.id, (call, 0));
        Ok(())
    }

    /// Sets what the parts say; named dates that were not said follow the workflow's rule.
    fn set_dates(&self, call: &mut CallDates, parts: &[(String, String)]) -> Result<(), String> {
        let rule = self.world.definition.call.as_ref();
        let named = |key: &str| rule.is_some_and(|rule| rule.dates.iter().any(|(name, _)| name == key));
        let was = (call.opens_at, call.closes_at);
        for (key, value) in parts {
            match key.as_str() {
                "opens" => call.opens_at = self.instant(value)?,
                "closes" => call.closes_at = self.deadline(value)?,
                "quota" => call.quota = Some(value.parse().map_err(|_| format!("`{value}` is not a number"))?),
                key if named(key) => {}
                key => return Err(format!("a call has no `{key}`")),
            }
        }
        if was != (call.opens_at, call.closes_at) {
            crate::case::call::fill_dates(self.world.definition, call);
        }
        for (name, _) in rule.into_iter().flat_map(|rule| &rule.dates) {
            if let Some((_, value)) = parts.iter().find(|(key, _)| key == name) {
                call.dates.insert(name.clone(), self.deadline(value)?);
            }
        }
        Ok(())
    }

    pub(super) fn extend(&mut self, name: &str, parts: &[(String, String)]) -> Result<(), String> {
        let found = self.world.calls.values().find(|(call, _)| call.name == name).cloned();
        let (mut call, taken) = found.ok_or_else(|| format!("there is no call `{name}`"))?;
        self.set_dates(&mut call, parts)?;
        self.world.calls.insert(call.id, (call.clone(), taken));
        let cases: Vec<Uuid> = self
            .all_cases()
            .filter(|case| case.call.as_ref().is_some_and(|c| c.id == call.id))
            .map(|case| case.id)
            .collect();
        for case in cases {
            let event = self.engine(builtin::CALL_MOVED, News::Call(call.clone()));
            let now = self.world.now;
            self.world
                .feed(case, &event, now)
                .map_err(|rejection| refused(&rejection))?;
        }
        Ok(())
    }

    pub(super) fn round(&mut self, name: &str, parts: &[(String, String)]) -> Result<(), String> {
        const PARTS: [&str; 6] = ["of", "opens", "due", "replaces", "admitted", "period"];
        if let Some((unknown, _)) = parts.iter().find(|(key, _)| !PARTS.contains(&key.as_str())) {
            return Err(format!("a round has no `{unknown}`"));
        }
        let part = |key: &str| {
            parts
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value.as_str())
        };
        let need = |key: &str| part(key).ok_or_else(|| format!("a round needs `{key}`"));
        let round = Round {
            id: self.world.fresh(),
            name: name.to_owned(),
            kind: need("of")?.to_owned(),
            opens_at: self.instant(need("opens")?)?,
            due_at: self.deadline(need("due")?)?,
            replaces: closed_range(need("replaces")?)?,
            cohort: part("admitted").map_or(Ok((None, None)), open_range)?,
            period: part("period").map(closed_range).transpose()?,
        };
        self.world.rounds.push(round.clone());
        let with_cycles: Vec<Uuid> = self
            .all_cases()
            .filter(|case| self.has_cycle(case, &round.kind) && !self.is_closed(case))
            .map(|case| case.id)
            .collect();
        for case in with_cycles {
            let event = self.engine(builtin::ROUND, News::Round(round.clone()));
            let now = self.world.now;
            self.world
                .feed(case, &event, now)
                .map_err(|rejection| refused(&rejection))?;
        }
        Ok(())
    }

    fn has_cycle(&self, case: &Case, opens: &str) -> bool {
        let kind = self.world.definition.kind(&case.kind);
        kind.into_iter()
            .flat_map(|kind| &kind.states)
            .flat_map(|state| &state.cycles)
            .any(|cycle| cycle.opens == opens)
    }

    pub(super) fn is_closed(&self, case: &Case) -> bool {
        let state = self
            .world
            .definition
            .kind(&case.kind)
            .and_then(|kind| kind.state(&case.state));
        state.is_none_or(|state| state.is_final)
    }
}

fn day(text: &str) -> Result<civil::Date, String> {
    text.trim().parse().map_err(|_| format!("`{text}` is not a day"))
}

fn closed_range(text: &str) -> Result<(civil::Date, civil::Date), String> {
    let (first, last) = text
        .split_once("..")
        .ok_or_else(|| format!("`{text}` is not a range of days"))?;
    Ok((day(first)?, day(last)?))
}

fn open_range(text: &str) -> Result<(Option<civil::Date>, Option<civil::Date>), String> {
    let (first, last) = text
        .split_once("..")
        .ok_or_else(|| format!("`{text}` is not a range of days"))?;
    let end = |text: &str| {
        if text.trim().is_empty() {
            Ok(None)
        } else {
            day(text).map(Some)
        }
    };
    Ok((end(first)?, end(last)?))
}
