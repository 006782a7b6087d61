//! Dates: each civil time fires once, never early, never back; cycles keep their anchor.

use jiff::civil::{self, date};
use jiff::tz::{AmbiguousOffset, TimeZone};
use kalends::clock::Instant;
use kalends::workflow::dates::{Almanac, Dates, Found};
use kalends::workflow::definition::Every;
use kalends::workflow::recurrence::{Member, Recurrence};
use kalends::workflow::schedule::Schedule;
use kalends::workflow::workdays::Workdays;

const ZONES: [&str; 7] = [
    "Europe/Riga",
    "Asia/Tbilisi",
    "America/Santiago",
    "Africa/Cairo",
    "America/New_York",
    "Australia/Lord_Howe",
    "Atlantic/Azores",
];

/// Twenty rules: daily at and around the hours clocks change, weekly, monthly, yearly, month ends, leap days.
const RULES: [&str; 20] = [
    "0 0 0 * * *",
    "0 30 0 * * *",
    "0 0 1 * * *",
    "0 15 1 * * *",
    "0 30 2 * * *",
    "0 30 3 * * *",
    "0 15,45 2,3 * * *",
    "0 0 0 6 9 *",
    "0 0 0 1 * *",
    "0 0 0 31 * *",
    "0 0 0 29 2 *",
    "0 0 0 1 4 *",
    "0 0 0 1 5 *",
    "0 0 9 * * Mon",
    "0 0 9 * * Mon-Fri",
    "0 0 0,12 * 3,10 Sun",
    "59 59 23 * * *",
    "0 0 */6 * * *",
    "0 0 0 * 9 Sun",
    "0 0 17 28 2,8 *",
];

#[test]
fn every_civil_time_fires_once_in_every_zone_for_25_years() {
    let start = date(2020, 1, 1).at(0, 0, 0, 0);
    let end = date(2045, 1, 1).at(0, 0, 0, 0);
    let mut firings = 0_u32;
    for name in ZONES {
        let zone = TimeZone::get(name).expect("a zone");
        for rule in RULES {
            let schedule = Schedule::parse(rule).expect("a rule");
            let mut last: Option<(civil::DateTime, Instant)> = None;
            for (time, instant) in schedule.firings(start, &zone).take_while(|(time, _)| *time < end) {
                check(rule, &zone, (time, instant), last);
                last = Some((time, instant));
                firings += 1;
            }
        }
    }
    assert!(firings > 700_000, "{firings} firings");
}

fn check(
    rule: &str,
    zone: &TimeZone,
    (time, instant): (civil::DateTime, Instant),
    last: Option<(civil::DateTime, Instant)>,
) {
    if let Some((last_time, last_instant)) = last {
        assert!(time > last_time, "{rule}: {time} again after {last_time}");
        assert!(instant >= last_instant, "{rule}: {instant} before {last_instant}");
    }
    let shown = instant.civil(zone);
    assert!(shown >= time, "{rule}: {time} fired early, at {shown}");
    if shown != time {
        let gap = zone.to_ambiguous_timestamp(time).offset();
        assert!(
            matches!(gap, AmbiguousOffset::Gap { .. }) || last.is_some_and(|(_, before)| before == instant),
            "{rule}: {time} moved to {shown} without a gap"
        );
    }
}

#[test]
fn a_daily_rule_fires_on_each_of_9132_days_even_where_midnight_is_missing() {
    let schedule = Schedule::parse("0 0 0 * * *").expect("a rule");
    for name in ZONES {
        let zone = TimeZone::get(name).expect("a zone");
        let end = date(2045, 1, 1).at(0, 0, 0, 0);
        let days = schedule
            .firings(date(2019, 12, 31).at(23, 0, 0, 0), &zone)
            .take_while(|(time, _)| *time < end);
        assert_eq!(days.count(), 9_132, "{name}");
    }
}

#[test]
fn in_a_fold_it_fires_at_the_first_of_two_and_not_again() {
    let riga = TimeZone::get("Europe/Riga").expect("a zone");
    let schedule = Schedule::parse("0 30 3 * * *").expect("a rule");
    let october: Vec<_> = schedule
        .firings(date(2026, 10, 24).at(12, 0, 0, 0), &riga)
        .take(2)
        .collect();
    assert_eq!(october[0].1.rfc3339(&riga), "2026-10-25T03:30:00+03:00");
    assert_eq!(october[1].0, date(2026, 10, 26).at(3, 30, 0, 0));
}

#[test]
fn in_a_gap_it_fires_right_after_it() {
    let santiago = TimeZone::get("America/Santiago").expect("a zone");
    let schedule = Schedule::parse("0 0 0 6 9 *").expect("a rule");
    let (time, instant) = schedule
        .firings(date(2026, 1, 1).at(0, 0, 0, 0), &santiago)
        .next()
        .expect("a firing");
    assert_eq!(time, date(2026, 9, 6).at(0, 0, 0, 0));
    assert_eq!(instant.rfc3339(&santiago), "2026-09-06T01:00:00-03:00");
}

#[test]
fn after_is_strictly_after() {
    let schedule = Schedule::parse("0 0 0 1 5 *").expect("a rule");
    let may = date(2027, 5, 1).at(0, 0, 0, 0);
    assert_eq!(schedule.after(may), Some(date(2028, 5, 1).at(0, 0, 0, 0)));
    assert_eq!(schedule.after(date(2027, 4, 30).at(23, 59, 59, 999_999_000)), Some(may));
}

#[test]
fn rules_that_cannot_be_are_refused() {
    for (text, word) in [
        ("0 0 1 4 *", "five fields"),
        ("0 0 0 30 2 *", "ever comes"),
        ("0 0 0 31 4,6 *", "ever comes"),
        ("", "0 fields"),
        ("0 0 25 * * *", ""),
        ("a b c d e f", ""),
        ("0 0 0 1 4 * 1969", ""),
        ("* * * * * * * *", "8 fields"),
    ] {
        let reason = Schedule::parse(text).expect_err(text);
        assert!(reason.contains(word), "{text}: {reason}");
    }
    assert!(Schedule::parse(&"1,".repeat(5_000)).is_err());
}

fn next(cron: &str, every: u32, member: Member) -> Option<Found> {
    let workdays = Workdays::default();
    let almanac = Almanac {
        workdays: &workdays,
        calendars: &[],
    };
    let rule = Recurrence {
        due: &Dates::cron(Schedule::parse(cron).expect("a rule")),
        every: Every::Years(every),
        times: None,
    };
    rule.next(&member, almanac)
}

fn due(anchor: civil::Date, every: u32, dealt_with: Option<civil::Date>) -> Option<civil::Date> {
    let member = Member {
        anchor,
        own: None,
        dealt_with,
    };
    next("0 0 0 1 4 *", every, member).map(|found| found.day)
}

#[test]
fn biennial_reports_keep_each_members_own_parity() {
    let table = [
        ((2024, 9, 2), None, 2026),
        ((2024, 9, 2), Some((2027, 6, 1)), 2028),
        ((2025, 2, 1), None, 2027),
        ((2025, 2, 1), Some((2027, 3, 30)), 2027),
        ((2025, 2, 1), Some((2027, 3, 31)), 2029),
        ((2022, 9, 2), None, 2024),
        ((2016, 1, 1), Some((2025, 12, 31)), 2026),
    ];
    for ((y, m, d), after, wanted) in table {
        let after = after.map(|(y, m, d)| date(y, m, d));
        assert_eq!(
            due(date(y, m, d), 2, after),
            Some(date(wanted, 3, 31)),
            "{y}-{m}-{d} after {after:?}"
        );
    }
    assert_eq!(due(date(2100, 1, 1), 2, None), None);
}

#[test]
fn the_exclusive_end_belongs_to_the_day_before_even_at_new_year() {
    let member = Member {
        anchor: date(2024, 6, 1),
        own: None,
        dealt_with: None,
    };
    let found = next("0 0 0 1 1 *", 1, member).expect("a date");
    assert_eq!(
        (found.day, found.time),
        (date(2025, 12, 31), date(2026, 1, 1).at(0, 0, 0, 0))
    );
}

#[test]
fn monthly_on_the_31st_does_not_drift() {
    let schedule = Schedule::parse("0 0 0 31 * *").expect("a rule");
    let zone = TimeZone::UTC;
    let days: Vec<_> = schedule
        .firings(date(2027, 1, 1).at(0, 0, 0, 0), &zone)
        .take(4)
        .map(|(time, _)| time.date())
        .collect();
    assert_eq!(
        days,
        [
            date(2027, 1, 31),
            date(2027, 3, 31),
            date(2027, 5, 31),
            date(2027, 7, 31)
        ]
    );
}

#[test]
fn leap_days_come_every_four_years() {
    let schedule = Schedule::parse("0 0 0 29 2 *").expect("a rule");
    let zone = TimeZone::UTC;
    let days: Vec<_> = schedule
        .firings(date(2025, 1, 1).at(0, 0, 0, 0), &zone)
        .take(2)
        .map(|(time, _)| time.date())
        .collect();
    assert_eq!(days, [date(2028, 2, 29), date(2032, 2, 29)]);
}
