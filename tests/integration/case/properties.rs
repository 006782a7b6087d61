//! What always holds, whatever people do and in whatever order: over random stories in the shipped programme.

use std::collections::BTreeSet;

use jiff::civil::date;
use kalends::case::event::{News, builtin};
use kalends::case::evolve::fold;
use kalends::case::plan::plan;
use kalends::case::state::Round;
use kalends::case::{Case, Entry, Event, Holder, Notice};
use kalends::clock::Instant;
use kalends::rehearsal::World;
use kalends::rehearsal::transcript::What;
use kalends::workflow::Definition;
use kalends::workflow::definition::Trigger;
use kalends::workflow::form::Answers;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use uuid::Uuid;

use super::samples::{attachment, call, engine, holder, id, opening, people, shipped};

const DAY: i64 = 86_400;

/// One thing that happens in a story: what, to which case, and a number it may need.
type Act = (u8, u8, u16);

struct Story<'a> {
    world: World<'a>,
    sent: BTreeSet<(Uuid, String, String, String, String)>,
    looked_at: usize,
}

impl<'a> Story<'a> {
    /// Two organisations, a call, an application and a member.
    fn begin(definition: &'a Definition) -> Self {
        let start: Instant = "2026-03-02T08:00:00Z".parse().expect("an instant");
        let mut world = World::new(definition, start);
        for (number, name) in [(100, "Cēsis"), (101, "Ogre")] {
            world.organisations.insert(id(number), name.to_owned());
        }
        for held in people() {
            let of = held.seat.is_some();
            world
                .people
                .insert(held.person, (format!("P{}", held.person), "lv".to_owned()));
            let organisations = if of {
                vec![Some(id(100)), Some(id(101))]
            } else {
                vec![None]
            };
            world
                .holders
                .extend(organisations.into_iter().map(|of| (of, held.clone())));
        }
        let call = call(definition);
        world.calls.insert(call.id, (call.clone(), 0));
        let applicant = world.asked(id(1), id(100), builtin::OPEN);
        world
            .open(&applicant, &opening("membership", Some(call)))
            .expect("opens");
        let member = kalends::case::event::Opening {
            id: id(201),
            organisation: id(101),
            ..opening("membership", None)
        };
        let since = Answers::from([("admitted_on".to_owned(), json!("2025-06-01"))]);
        world
            .import(&engine(builtin::IMPORT, News::None), &member, &since)
            .expect("imports");
        Self {
            world,
            sent: BTreeSet::new(),
            looked_at: 0,
        }
    }

    fn act(&mut self, (what, which, number): Act) -> Result<(), TestCaseError> {
        let ids: Vec<Uuid> = self.world.cases.keys().copied().collect();
        let case = ids[usize::from(which) % ids.len()];
        match what % 8 {
            0 | 1 => self.pass(i64::from(number % 200)),
            2 => {
                self.world
                    .sleep(self.world.now.plus_seconds(i64::from(number % 500) * DAY + 3_600));
                Ok(())
            }
            3 => {
                self.extend(i64::from(number % 90) - 20);
                Ok(())
            }
            4 => {
                self.round(number);
                Ok(())
            }
            5 => {
                self.hand_over(number);
                Ok(())
            }
            _ => {
                self.ask(case, usize::from(number));
                Ok(())
            }
        }
    }

    /// Time passes instant by instant; what was planned for an instant and still is must leave then.
    fn pass(&mut self, days: i64) -> Result<(), TestCaseError> {
        let until = self.world.now.plus_seconds(days * DAY);
        while let Some(at) = self.world.next_at().filter(|at| *at <= until) {
            let before: BTreeSet<_> = self.planned_at(at).into_iter().collect();
            let lines = self.world.transcript.len();
            self.world.advance(at);
            for (case, notice) in self.planned_at(at).into_iter().filter(|one| before.contains(one)) {
                let known = self.sent.contains(&named(case, &notice));
                let left = self.world.transcript[lines..].iter().any(|line| {
                    matches!(&line.what, What::Letter { duty, step, occurrence, recipient, .. }
                        if line.case == case && line.at == at && (duty, step, occurrence)
                            == (&notice.duty, &notice.step, &notice.occurrence)
                            && *recipient == format!("P{}", notice.recipient))
                });
                prop_assert!(left || known, "{notice:?} did not leave");
            }
            self.look()?;
        }
        self.world.advance(until);
        Ok(())
    }

    fn planned_at(&self, at: Instant) -> Vec<(Uuid, Notice)> {
        let running = self.world.cases.iter();
        running
            .flat_map(|(id, running)| running.waiting().map(move |notice| (*id, notice.clone())))
            .filter(|(_, notice)| notice.planned_at == at && !notice.duty.is_empty())
            .collect()
    }

    /// Somebody who may, or may not, asks for something the state knows, or does not.
    fn ask(&mut self, case: Uuid, number: usize) {
        let definition = self.world.definition;
        let running = &self.world.cases[&case];
        let (kind, organisation) = (running.case.kind.clone(), running.case.organisation);
        let Some(kind) = definition.kind(&kind) else { return };
        let Some(state) = kind.state(&running.case.state) else {
            return;
        };
        let asked: Vec<_> = state
            .transitions
            .iter()
            .filter(|one| matches!(one.trigger, Trigger::By(_)))
            .collect();
        let name = match asked.get(number % (asked.len() + 1)) {
            Some(transition) => transition.event.clone(),
            None => "submit".to_owned(),
        };
        let person = id(1 + (number / 7 % 5) as u128);
        let form = kind.form.as_ref().and_then(|form| definition.forms.get(form));
        let mut event = self.world.asked(person, organisation, &name);
        event.answers = form.map(|form| form.example()).unwrap_or_default();
        event.reason = (!number.is_multiple_of(5)).then(|| "Because.".to_owned());
        if number.is_multiple_of(3) {
            event.attachments = vec![attachment("endorsement"), attachment("signed-form")];
        }
        if let Some(form) = asked.get(number % (asked.len() + 1)).and_then(|one| one.form.as_ref()) {
            event.extra = definition.forms[form].example();
        }
        let _ = self.world.ask(case, event);
    }

    fn extend(&mut self, days: i64) {
        let (mut call, taken) = self.world.calls[&id(500)].clone();
        call.closes_at = call
            .closes_at
            .plus_seconds(days * DAY)
            .max(call.opens_at.plus_seconds(DAY));
        kalends::case::call::fill_dates(self.world.definition, &mut call);
        self.world.calls.insert(call.id, (call.clone(), taken));
        let event = engine(builtin::CALL_MOVED, News::Call(call));
        self.tell(&event, |case| case.call.is_some());
    }

    fn round(&mut self, number: u16) {
        let opens_at = self.world.now.plus_seconds((i64::from(number % 120) - 30) * DAY);
        let round = Round {
            id: id(u128::from(10_000 + number % 3)),
            name: "R".to_owned(),
            kind: "progress-report".to_owned(),
            opens_at,
            due_at: opens_at.plus_seconds(90 * DAY),
            replaces: (
                date(2027, 1, 1),
                date(2027 + i16::try_from(number % 4).expect("small"), 12, 31),
            ),
            cohort: (None, None),
            period: None,
        };
        let event = engine(builtin::ROUND, News::Round(round));
        self.tell(&event, |case| case.kind == "membership");
    }

    fn tell(&mut self, event: &Event, whom: impl Fn(&Case) -> bool) {
        let running = self.world.cases.values().map(|running| &running.case);
        let cases: Vec<Uuid> = running.filter(|case| whom(case)).map(|case| case.id).collect();
        for case in cases {
            let event = Event {
                fresh: self.world.fresh(),
                ..event.clone()
            };
            let _ = self.world.feed(case, &event, self.world.now);
        }
        self.world.advance(self.world.now);
    }

    /// The mayor's seat goes to somebody else, now.
    fn hand_over(&mut self, number: u16) {
        let now = self.world.now;
        let person = id(20 + u128::from(number % 3));
        self.world
            .people
            .insert(person, (format!("P{person}"), "en".to_owned()));
        for (of, held) in &mut self.world.holders {
            if *of == Some(id(101)) && held.seat.as_deref() == Some("mayor") && held.until.is_none() {
                held.until = Some(now);
            }
        }
        let from = Some(now);
        let mayor = holder(person.as_u128(), "applicant.mayor");
        self.world.holders.push((Some(id(101)), Holder { from, ..mayor }));
        let cases: Vec<Uuid> = self.world.cases.keys().copied().collect();
        cases.into_iter().for_each(|case| self.world.people_changed(case));
        self.world.advance(now);
    }

    /// Everything that must hold now.
    fn look(&mut self) -> Result<(), TestCaseError> {
        for line in &self.world.transcript[self.looked_at..] {
            if let What::Letter {
                duty,
                step,
                occurrence,
                recipient,
                ..
            } = &line.what
            {
                let key = (
                    line.case,
                    duty.clone(),
                    step.clone(),
                    occurrence.clone(),
                    recipient.clone(),
                );
                prop_assert!(self.sent.insert(key.clone()), "{key:?} left twice");
            }
        }
        self.looked_at = self.world.transcript.len();
        for running in self.world.cases.values() {
            let definition = self.world.definition;
            let case = &running.case;
            let kind = definition.kind(&case.kind).expect("a kind of the workflow");
            prop_assert!(kind.state(&case.state).is_some(), "{} is no state", case.state);
            let folded = fold(&running.history);
            prop_assert_eq!(folded.as_ref(), Some(case));
            let people = self.world.holders_for(case.organisation);
            let planned = plan(definition, case, &people);
            prop_assert_eq!(&planned, &plan(definition, case, &people));
            let keys: BTreeSet<_> = planned.notices.iter().map(Notice::key).collect();
            prop_assert_eq!(keys.len(), planned.notices.len(), "one key, one notice");
            let waiting: BTreeSet<_> = running.waiting().map(Notice::key).collect();
            let reminders = running.waiting().filter(|notice| !notice.duty.is_empty());
            for notice in reminders {
                prop_assert!(keys.contains(&notice.key()), "{:?} waits and is not planned", notice);
                prop_assert!(notice.planned_at > self.world.now, "{:?} was left behind", notice);
            }
            for notice in planned
                .notices
                .iter()
                .filter(|notice| notice.planned_at > self.world.now)
            {
                let known = waiting.contains(&notice.key()) || self.sent.contains(&named(case.id, notice));
                prop_assert!(known, "{:?} is planned and does not wait", notice);
            }
        }
        Ok(())
    }

    fn stored(&self) -> Result<(), TestCaseError> {
        for running in self.world.cases.values() {
            let text = serde_json::to_string(&running.case).expect("JSON");
            prop_assert_eq!(&serde_json::from_str::<Case>(&text).expect("a case"), &running.case);
            let text = serde_json::to_string(&running.history).expect("JSON");
            prop_assert_eq!(
                &serde_json::from_str::<Vec<Entry>>(&text).expect("a history"),
                &running.history
            );
            let order: Vec<u32> = running.history.iter().map(|entry| entry.seq).collect();
            prop_assert!(order.iter().copied().eq(1..=running.case.revision), "{:?}", order);
        }
        Ok(())
    }
}

fn named(case: Uuid, notice: &Notice) -> (Uuid, String, String, String, String) {
    let (duty, step, occurrence, recipient) = notice.key();
    (case, duty, step, occurrence, format!("P{recipient}"))
}

#[test]
fn whatever_happens() {
    let definition = shipped();
    let config = Config {
        cases: 128,
        failure_persistence: None,
        ..Config::default()
    };
    let acts = proptest::collection::vec((any::<u8>(), any::<u8>(), any::<u16>()), 1..40);
    TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    )
    .run(&acts, |acts| {
        let mut story = Story::begin(&definition);
        for act in acts {
            story.act(act)?;
            story.look()?;
        }
        story.pass(800)?;
        story.look()?;
        story.stored()
    })
    .unwrap_or_else(|failure| panic!("{failure}"));
}
