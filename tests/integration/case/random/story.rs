//! A story in a made-up programme: people, outages, moved dates and seats, in any order; and what must hold after each.

use std::collections::{BTreeMap, BTreeSet};

use kalends::case::call::fill_dates;
use kalends::case::event::{News, builtin};
use kalends::case::evolve::fold;
use kalends::case::notice::Key;
use kalends::case::plan::plan;
use kalends::case::state::CallDates;
use kalends::case::{Event, Holder, Notice};
use kalends::clock::Instant;
use kalends::rehearsal::World;
use kalends::rehearsal::transcript::What;
use kalends::workflow::Definition;
use kalends::workflow::definition::Trigger;
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::programme::Programme;
use crate::case::samples::{engine, holder, id, opening};

pub const DAY: i64 = 86_400;
const CALL: u128 = 500;

/// One thing that happens: what, to which case, and a number it may need.
pub type Act = (u8, u8, u16);

/// A reminder that left: its case and key.
pub type Sent = (Uuid, Key);

pub struct Story<'a> {
    pub world: World<'a>,
    /// Reminders that left, and when.
    pub sent: BTreeMap<Sent, Instant>,
    /// When the service was off: after the first instant, through the second.
    pub outages: Vec<(Instant, Instant)>,
    /// Who sat where after each change of seats, and when: several may sit in one seat at the same instant.
    pub seatings: Vec<(Instant, Vec<Holder>)>,
    looked_at: usize,
}

impl<'a> Story<'a> {
    /// Two organisations with people in their seats, a case each.
    pub fn begin(programme: &Programme, definition: &'a Definition) -> Self {
        let start: Instant = "2027-03-02T12:34:56Z".parse().expect("an instant");
        let mut world = World::new(definition, start);
        for (organisation, first) in [(100, 1), (101, 3)] {
            world.organisations.insert(id(organisation), format!("O{organisation}"));
            for (person, seat) in [(first, "member.contact"), (first + 1, "member.head")] {
                world.holders.push((Some(id(organisation)), holder(person, seat)));
            }
        }
        world.holders.push((None, holder(9, "office")));
        for person in [1, 2, 3, 4, 9, 20, 21, 22] {
            world
                .people
                .insert(id(person), (id(person).to_string(), "en".to_owned()));
        }
        let call = programme.in_call.then(|| call(definition));
        world.calls.extend(call.iter().map(|call| (call.id, (call.clone(), 0))));
        for (case, organisation, person) in [(200, 100, 1), (201, 101, 3)] {
            let mut begins = opening("main", call.clone());
            (begins.id, begins.organisation) = (id(case), id(organisation));
            let event = world.asked(id(person), id(organisation), builtin::OPEN);
            world.open(&event, &begins).expect("opens");
        }
        Self {
            world,
            sent: BTreeMap::new(),
            outages: Vec::new(),
            seatings: Vec::new(),
            looked_at: 0,
        }
    }

    pub fn act(&mut self, (what, which, number): Act) -> Result<(), TestCaseError> {
        let ids: Vec<Uuid> = self.world.cases.keys().copied().collect();
        let case = ids[usize::from(which) % ids.len()];
        match what % 8 {
            0 | 1 => self.pass(i64::from(number % 60))?,
            2 => self.sleep(i64::from(number % 4_000) * 3_600),
            3 => self.extend(i64::from(number % 90) - 30),
            4 => self.hand_over(number),
            _ => self.ask(case, usize::from(number))?,
        }
        Ok(())
    }

    /// Time passes, each thing at its own instant.
    pub fn pass(&mut self, days: i64) -> Result<(), TestCaseError> {
        let until = self.world.now.plus_seconds(days * DAY);
        while let Some(at) = self.world.next_at().filter(|at| *at <= until) {
            self.world.advance(at);
            self.look()?;
        }
        self.world.advance(until);
        Ok(())
    }

    fn sleep(&mut self, seconds: i64) {
        let from = self.world.now;
        let until = from.plus_seconds(seconds);
        self.outages.push((from, until));
        self.world.sleep(until);
    }

    /// Somebody asks for something the state knows; the notices afterwards are the old ones, less those withdrawn, and
    /// those that are new.
    fn ask(&mut self, case: Uuid, number: usize) -> Result<(), TestCaseError> {
        let definition = self.world.definition;
        let running = &self.world.cases[&case].case;
        let (organisation, kind) = (running.organisation, definition.kind(&running.kind).expect("a kind"));
        let state = kind.state(&running.state).expect("a state of the kind");
        let by = |one: &&kalends::workflow::Transition| matches!(one.trigger, Trigger::By(_));
        let asked: Vec<_> = state.transitions.iter().filter(by).collect();
        let Some(transition) = asked.get(number % asked.len().max(1)) else {
            return Ok(());
        };
        let person = [1, 2, 3, 4, 9, 9][number / 7 % 6];
        let mut event = self.world.asked(id(person), organisation, &transition.event);
        event.answers = [("size".to_owned(), json!(number % 11))].into();
        let before: BTreeSet<Key> = self.world.cases[&case].waiting().map(Notice::key).collect();
        let now = self.world.now;
        let accepted = self.world.ask(case, event).is_ok();
        self.look()?;
        if accepted {
            let running = &self.world.cases[&case];
            let kept = |notice: &&Notice| before.contains(&notice.key()) || notice.planned_at >= now;
            let unsent = |notice: &&Notice| !self.sent.contains_key(&(case, notice.key()));
            let wanted: BTreeSet<Key> = running
                .plan
                .notices
                .iter()
                .filter(kept)
                .filter(unsent)
                .map(Notice::key)
                .collect();
            let reminders = running.waiting().filter(|notice| !notice.duty.is_empty());
            let waiting: BTreeSet<Key> = reminders.map(Notice::key).collect();
            prop_assert_eq!(
                waiting,
                wanted,
                "the old ones less those withdrawn and those that are new"
            );
        }
        Ok(())
    }

    fn extend(&mut self, days: i64) {
        let Some((call, taken)) = self.world.calls.get_mut(&id(CALL)) else {
            return;
        };
        let earliest = call.opens_at.plus_seconds(DAY);
        call.closes_at = call.closes_at.plus_seconds(days * DAY).max(earliest);
        fill_dates(self.world.definition, call);
        let (call, _) = (call.clone(), taken);
        let event = engine(builtin::CALL_MOVED, News::Call(call));
        let cases: Vec<Uuid> = self
            .world
            .cases
            .values()
            .filter(|one| one.case.call.is_some())
            .map(|one| one.case.id)
            .collect();
        for case in cases {
            let event = Event {
                fresh: self.world.fresh(),
                ..event.clone()
            };
            let _ = self.world.feed(case, &event, self.world.now);
        }
        self.world.advance(self.world.now);
    }

    /// A seat goes to somebody else, or becomes vacant.
    fn hand_over(&mut self, number: u16) {
        let now = self.world.now;
        let seat = if number.is_multiple_of(2) { "head" } else { "contact" };
        for (of, held) in &mut self.world.holders {
            if *of == Some(id(101)) && held.seat.as_deref() == Some(seat) && held.until.is_none() {
                held.until = Some(now);
            }
        }
        if !number.is_multiple_of(5) {
            let sits = holder(20 + u128::from(number % 3), &format!("member.{seat}"));
            self.world.holders.push((
                Some(id(101)),
                Holder {
                    from: Some(now),
                    ..sits
                },
            ));
        }
        self.seatings.push((now, self.world.holders_for(id(101))));
        let cases: Vec<Uuid> = self.world.cases.keys().copied().collect();
        cases.into_iter().for_each(|case| self.world.people_changed(case));
        self.world.advance(now);
    }

    /// Everything that must hold now.
    pub fn look(&mut self) -> Result<(), TestCaseError> {
        for line in &self.world.transcript[self.looked_at..] {
            let What::Letter {
                duty,
                step,
                occurrence,
                recipient,
                ..
            } = &line.what
            else {
                continue;
            };
            let person: Uuid = recipient.parse().expect("people are called by their id");
            let key = (duty.clone(), step.clone(), occurrence.clone(), person);
            let known = self.sent.insert((line.case, key), line.at);
            prop_assert!(known.is_none(), "{:?} left twice", line);
        }
        self.looked_at = self.world.transcript.len();
        let definition = self.world.definition;
        for running in self.world.cases.values() {
            let case = &running.case;
            let kind = definition.kind(&case.kind).expect("a kind of the workflow");
            prop_assert!(kind.state(&case.state).is_some(), "{} is no state", case.state);
            let folded = fold(&running.history);
            prop_assert_eq!(folded.as_ref(), Some(case));
            let people = self.world.holders_for(case.organisation);
            let planned = format!("{:?}", plan(definition, case, &people));
            let again = format!("{:?}", plan(&definition.clone(), &case.clone(), &people.clone()));
            prop_assert_eq!(planned.as_bytes(), again.as_bytes(), "the same bytes twice");
        }
        Ok(())
    }
}

fn call(definition: &Definition) -> CallDates {
    let mut call = CallDates {
        opens_at: "2027-02-28T22:00:00Z".parse().expect("an instant"),
        closes_at: "2027-04-30T21:00:00Z".parse().expect("an instant"),
        ..crate::case::samples::call(definition)
    };
    call.id = id(CALL);
    fill_dates(definition, &mut call);
    call
}
