//! Which reminders should have gone, worked out again, slowly, from the histories and the programme's own words.
//!
//! It knows nothing of plans. For every stretch between two entries it asks of every duty of the state: is it owed, when
//! is it due, which day does each reminder fall on, who sits where at that hour?

use std::collections::BTreeSet;

use jiff::civil;
use jiff::tz::TimeZone;
use kalends::case::evolve::fold;
use kalends::case::{Case, Holder};
use kalends::clock::Instant;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use uuid::Uuid;

use super::programme::{Base, Duty, Programme, Reminder, When};
use super::story::{DAY, Sent, Story};
use crate::case::samples::id;

const HALF_DAY: i64 = DAY / 2;

/// One stretch of a case between two entries.
struct Stretch {
    case: Case,
    from: Instant,
    until: Instant,
}

/// Judges a whole story; how many reminders left and how many entries there are.
pub fn judge(programme: &Programme, story: &Story<'_>) -> Result<(usize, usize), TestCaseError> {
    let zone = TimeZone::get("Europe/Riga").expect("the zone");
    let (mut explained, mut entries) = (BTreeSet::new(), 0);
    for running in story.world.cases.values() {
        entries += running.history.len();
        let people = story.world.holders_for(running.case.organisation);
        for index in 0..running.history.len() {
            let next = running.history.get(index + 1).map(|entry| entry.at);
            let stretch = Stretch {
                case: fold(&running.history[..=index]).expect("begun"),
                from: running.history[index].at,
                until: next.unwrap_or(story.world.now),
            };
            let here = |duty: &&Duty| duty.kind == stretch.case.kind && duty.state == stretch.case.state;
            for duty in programme
                .duties
                .iter()
                .filter(here)
                .filter(|duty| owed(duty.when, &stretch.case))
            {
                let Some(due) = due(&zone, duty, &stretch.case) else {
                    continue;
                };
                for reminder in &duty.reminders {
                    let leaves = leaves(&zone, due, reminder.days);
                    if leaves < stretch.from || leaves >= stretch.until {
                        continue;
                    }
                    let off = story
                        .outages
                        .iter()
                        .find(|(from, until)| *from < leaves && leaves <= *until);
                    for person in readers(&people, reminder, leaves) {
                        let sent = named(&stretch.case, duty, (reminder, due), person);
                        if off.is_none() {
                            let left = story.sent.get(&sent);
                            prop_assert_eq!(left, Some(&leaves), "{:?} should have left at {}", sent, leaves);
                        }
                        explained.insert(sent);
                    }
                    if let Some((_, until)) = off {
                        explained.extend(late(story, (&people, *until), &stretch, duty, (reminder, due)));
                    }
                }
                outages(programme, story, (&zone, &people), &stretch, (duty, due))?;
            }
        }
    }
    let reminders: Vec<_> = story.sent.iter().filter(|((_, key), _)| !key.0.is_empty()).collect();
    for (sent, at) in &reminders {
        prop_assert!(
            explained.contains(sent),
            "{:?} left at {} and nothing asked for it",
            sent,
            at
        );
    }
    Ok((reminders.len(), entries))
}

/// A late reminder may reach whoever sits there once it leaves: at the end of the outage or on a later day, or after the
/// next outage if that came before; also who takes over at that very instant, even if the next one does so too.
fn late(
    story: &Story<'_>,
    (people, until): (&[Holder], Instant),
    stretch: &Stretch,
    duty: &Duty,
    (reminder, due): (&Reminder, Instant),
) -> Vec<Sent> {
    let ends = story.outages.iter().map(|(_, end)| *end).filter(|end| *end >= until);
    let days = ends
        .flat_map(|end| (0..60).map(move |day| end.plus_seconds(day * DAY)))
        .filter(|at| *at <= story.world.now);
    let there = |at: Instant| {
        let own = stretch.case.organisation == id(101);
        let handed = story.seatings.iter().filter(move |(then, _)| own && *then == at);
        let meanwhile = handed.flat_map(move |(_, people)| readers(people, reminder, at));
        let before = readers(people, reminder, at.plus_seconds(-1));
        before.into_iter().chain(meanwhile).chain(readers(people, reminder, at))
    };
    let readers: BTreeSet<Uuid> = days.flat_map(there).collect();
    readers
        .into_iter()
        .map(|person| named(&stretch.case, duty, (reminder, due), person))
        .collect()
}

/// After an outage through which nothing happened to the case: what the rule for late reminders asks for.
fn outages(
    programme: &Programme,
    story: &Story<'_>,
    (zone, people): (&TimeZone, &[Holder]),
    stretch: &Stretch,
    (duty, due): (&Duty, Instant),
) -> Result<(), TestCaseError> {
    for (from, until) in story
        .outages
        .iter()
        .filter(|(from, until)| stretch.from <= *from && stretch.until >= *until)
    {
        let mut times: Vec<(Instant, &Reminder)> = duty
            .reminders
            .iter()
            .map(|one| (leaves(zone, due, one.days), one))
            .collect();
        times.sort_by_key(|(at, _)| *at);
        let is_late = |at: Instant| at > *from && at.plus_seconds(HALF_DAY) < *until;
        let lately: Vec<&(Instant, &Reminder)> = times.iter().filter(|(at, _)| is_late(*at)).collect();
        let coming = times.iter().find(|(at, _)| at.plus_seconds(HALF_DAY) >= *until);
        let near = coming.is_some_and(|(at, _)| *at <= until.plus_seconds(DAY));
        let queued = programme.catch_up == "now" && wait_since_before(story, *from, times.len());
        for (index, (_, reminder)) in lately.iter().enumerate() {
            let leaves_now = match programme.catch_up {
                "now" => index == 0,
                "latest" => index + 1 == lately.len() && !near,
                _ => false,
            };
            for person in readers(people, reminder, until.plus_seconds(-1)) {
                let sent = named(&stretch.case, duty, (reminder, due), person);
                let left = story.sent.get(&sent);
                match (leaves_now, programme.catch_up) {
                    (true, _) if queued => {}
                    (true, _) => prop_assert_eq!(left, Some(until), "{:?} was late and should have left", sent),
                    (false, "now") => prop_assert!(left.is_none_or(|left| left > until), "{:?} is a burst", sent),
                    (false, _) => prop_assert_eq!(left, None, "{:?} should have been left out", sent),
                }
            }
        }
    }
    Ok(())
}

/// Whether reminders of an outage before, one a day, may still have waited when this one began: they leave first, and
/// what happens to the case meanwhile may take this one away.
fn wait_since_before(story: &Story<'_>, from: Instant, most: usize) -> bool {
    let days = i64::try_from(most).expect("few") * DAY;
    let ended = story.outages.iter().map(|(_, until)| *until);
    let mut before = ended.filter(|until| *until <= from);
    before.any(|until| from < until.plus_seconds(days))
}

pub fn owed(when: When, case: &Case) -> bool {
    match when {
        When::Always => true,
        When::Marked(mark) => case.marks.contains_key(mark),
        When::Unmarked(mark) => !case.marks.contains_key(mark),
        When::Large => {
            let size = case.answers.get("paper").and_then(|answers| answers.get("size"));
            size.and_then(serde_json::Value::as_i64).is_some_and(|size| size >= 5)
        }
    }
}

/// The instant after the last moment.
pub fn due(zone: &TimeZone, duty: &Duty, case: &Case) -> Option<Instant> {
    let base = match duty.base {
        Base::Entered => case.entered_at,
        Base::Opened => case.opened_at,
        Base::Closes => case.call.as_ref()?.closes_at,
        Base::Decided => *case.call.as_ref()?.dates.get("decided")?,
        Base::Mark(mark) => *case.marks.get(mark)?,
        Base::Due => case.due.as_ref()?.at,
    };
    let happened = matches!(duty.base, Base::Entered | Base::Opened | Base::Mark(_));
    let civil = base.civil(zone);
    let moved = if happened {
        day_plus(civil.date(), duty.days + 1).at(0, 0, 0, 0)
    } else {
        day_plus(civil.date(), duty.days).to_datetime(civil.time())
    };
    Some(Instant::from_civil(moved, zone))
}

/// Nine o'clock, so many days from the last day.
pub fn leaves(zone: &TimeZone, due: Instant, days: i64) -> Instant {
    let last = due.plus_seconds(-1).civil(zone).date();
    Instant::from_civil(day_plus(last, days).at(9, 0, 0, 0), zone)
}

fn day_plus(day: civil::Date, days: i64) -> civil::Date {
    day.saturating_add(jiff::Span::new().days(days))
}

/// Who reads it: whoever sits in the seat, else in the first seat of the role that is taken.
pub fn readers(people: &[Holder], reminder: &Reminder, at: Instant) -> BTreeSet<Uuid> {
    let sits = |role: &str, seat: Option<&str>| -> BTreeSet<Uuid> {
        let there = |one: &&Holder| one.role == role && one.seat.as_deref() == seat;
        let now = |one: &&Holder| one.from.is_none_or(|from| from <= at) && one.until.is_none_or(|until| at < until);
        people.iter().filter(there).filter(now).map(|one| one.person).collect()
    };
    let mut found = BTreeSet::new();
    for address in &reminder.to {
        let chairs: &[(&str, Option<&str>)] = match *address {
            "office" => &[("office", None)],
            "member.head" => &[("member", Some("head")), ("member", Some("contact"))],
            _ => &[("member", Some("contact")), ("member", Some("head"))],
        };
        let taken = chairs
            .iter()
            .map(|(role, seat)| sits(role, *seat))
            .find(|found| !found.is_empty());
        found.extend(taken.unwrap_or_default());
    }
    found
}

pub fn named(case: &Case, duty: &Duty, (reminder, due): (&Reminder, Instant), person: Uuid) -> Sent {
    let step = match reminder.days {
        0 => "on-the-day".to_owned(),
        1 => "after-1-day".to_owned(),
        -1 => "before-1-day".to_owned(),
        2.. => format!("after-{}-days", reminder.days),
        _ => format!("before-{}-days", -reminder.days),
    };
    (case.id, (duty.name.clone(), step, due.to_string(), person))
}
