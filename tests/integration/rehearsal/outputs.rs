//! What a rehearsal is written out as: marks, weeks, a calendar, and the difference an edit makes.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use kalends::rehearsal::difference::{Difference, difference};
use kalends::rehearsal::ical::calendar;
use kalends::rehearsal::marks::{Mark, marks, words};
use kalends::rehearsal::weeks::weeks;
use kalends::rehearsal::{Rehearsal, What};
use kalends::workflow::parse::parse;

use super::personas::{learning_cities, played};
use crate::workflow::files;

fn four_years() -> (Date, Date) {
    (date(2027, 1, 1), date(2031, 1, 1))
}

fn letters(played: &Rehearsal) -> usize {
    let lines = played.transcript.iter();
    lines.filter(|line| matches!(line.what, What::Letter { .. })).count()
}

/// The difference that replacing one text of the file by another makes.
fn edited(from: &str, to: &str) -> Difference {
    let old = learning_cities();
    let mut source = files::shipped("learning-cities");
    let file = source.files.get_mut("workflow.toml").expect("the workflow");
    assert!(file.contains(from), "{from}");
    *file = file.replacen(from, to, 1);
    let new = parse(&source).expect("good files");
    let play = |definition| played(definition, four_years(), 5);
    difference((&old, &play(&old)), (&new, &play(&new)))
}

#[test]
fn days_that_deserve_a_second_look() {
    let definition = learning_cities();
    let table: [(Date, &[Mark]); 6] = [
        (date(2028, 2, 29), &[Mark::LeapDay]),
        (date(2027, 2, 28), &[Mark::Weekend]),
        (date(2027, 3, 28), &[Mark::Weekend, Mark::ClockChange]),
        (date(2027, 10, 31), &[Mark::Weekend, Mark::ClockChange]),
        (date(2027, 10, 29), &[]),
        (date(2028, 4, 1), &[Mark::Weekend]),
    ];
    for (day, expected) in table {
        assert_eq!(marks(&definition, day), expected, "{day}");
    }
}

#[test]
fn holidays_of_the_workflows_country_are_named() {
    let mut source = files::shipped("learning-cities");
    let file = source.files.get_mut("workflow.toml").expect("the workflow");
    if !file.contains("[workdays]") {
        *file = file.replacen(
            "[role.applicant]",
            "[workdays]\ncountry = \"LV\"\n\n[role.applicant]",
            1,
        );
    }
    let definition = parse(&source).expect("good files");
    assert_eq!(marks(&definition, date(2027, 3, 29)), [Mark::Holiday]);
    assert_eq!(
        words(&definition, date(2027, 3, 29), "lv"),
        ["holiday: Otrās Lieldienas"]
    );
    assert_eq!(words(&definition, date(2027, 3, 27), "lv"), ["weekend"]);
}

#[test]
fn weeks_hold_every_letter_and_every_last_day_once() {
    let definition = learning_cities();
    let played = played(&definition, four_years(), 10);
    let weeks = weeks(&definition, &played);
    assert_eq!(weeks.iter().map(|week| week.letters).sum::<usize>(), letters(&played));
    assert_eq!(
        weeks.iter().flat_map(|week| week.by_letter.values()).sum::<usize>(),
        letters(&played)
    );
    let passed = played.dues.iter().filter(|due| due.due_at <= played.span.1);
    assert_eq!(weeks.iter().map(|week| week.due).sum::<usize>(), passed.count());
    for week in &weeks {
        assert_eq!(week.monday.weekday(), jiff::civil::Weekday::Monday);
        assert_eq!(week.monday.iso_week_date().week(), week.number);
    }
    assert!(weeks.windows(2).all(|pair| pair[0].monday < pair[1].monday));
    let marked = weeks
        .iter()
        .find(|week| week.monday == date(2028, 3, 27))
        .expect("the week of 31 March 2028");
    assert!(marked.due > 0 && marked.marked.is_empty(), "a Friday: {marked:?}");
}

#[test]
fn a_calendar_holds_due_dates_as_days_and_letters_at_their_minute() {
    let definition = learning_cities();
    let played = played(&definition, four_years(), 5);
    let text = calendar(&definition, &played, "lv");
    assert_eq!(
        text,
        calendar(&definition, &played, "lv"),
        "the same rehearsal, the same bytes"
    );
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.lines().all(|line| line.len() <= 75), "lines are folded");
    let unfolded = text.replace("\r\n ", "");
    let of = |start: &str| unfolded.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!(of("BEGIN:VEVENT"), letters(&played) + played.dues.len());
    let days = of("DTSTART;VALUE=DATE:");
    assert_eq!(days, played.dues.len());
    let ids: BTreeSet<&str> = unfolded.lines().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!(ids.len(), of("BEGIN:VEVENT"), "every event has a name of its own");
    assert!(
        unfolded.contains("DTSTART;VALUE=DATE:20280331"),
        "the last day, not the day after"
    );
    assert!(
        unfolded.contains("Iesniegt progresa ziņojumu"),
        "in the language asked for"
    );
    assert!(
        unfolded.contains("DTSTART:20280101T070000Z"),
        "nine in the morning in Riga"
    );
}

#[test]
fn no_edit_no_difference() {
    let definition = learning_cities();
    let played = played(&definition, four_years(), 3);
    let found = difference((&definition, &played), (&definition, &played));
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(found.sentence(), "this edit changes nothing here");
}

#[test]
fn a_reminder_more_is_so_many_letters_more_and_nothing_else() {
    let reminder = r#"{ before = "90 days", letter = "report-due" },"#;
    let found = edited(
        reminder,
        &format!("{reminder} {{ before = \"60 days\", letter = \"report-due\" }},"),
    );
    assert!(
        found.letters.removed.is_empty() && found.letters.moved.is_empty(),
        "{:?}",
        found.letters
    );
    assert!(found.dues.by_rule.is_empty() && found.events.by_rule.is_empty());
    let count = found.letters.added.len();
    assert!(count >= 8, "{count}");
    assert!(
        found
            .letters
            .added
            .iter()
            .all(|one| one.text.contains("before-60-days"))
    );
    assert_eq!(found.letters.by_rule.len(), 1, "one rule is behind them all");
    assert_eq!(found.sentence(), format!("this edit adds {count} letters"));
}

#[test]
fn another_due_day_moves_due_dates_and_their_letters() {
    let found = edited(
        "[membership.member.cycle.report]\nopens = \"progress-report\"\ndue = { cron = \"0 0 0 1 4 *\" }",
        "[membership.member.cycle.report]\nopens = \"progress-report\"\ndue = { cron = \"0 0 0 15 4 *\" }",
    );
    let reports: Vec<_> = found
        .dues
        .moved
        .iter()
        .filter(|one| one.text.contains("report of applicant"))
        .collect();
    assert!(reports.len() >= 8, "{:?}", found.dues);
    for one in &reports {
        assert!(one.from.ends_with("-03-31") && one.to.ends_with("-04-14"), "{one:?}");
    }
    assert!(found.letters.moved.len() > reports.len());
    assert!(found.sentence().contains(" due dates"), "{}", found.sentence());
}
