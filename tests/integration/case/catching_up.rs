//! Reminders that are late because the service was off.

use kalends::case::Notice;
use kalends::case::catch_up::{GRACE_SECONDS, catch_up, is_late};
use kalends::case::event::News;
use kalends::case::plan::plan;
use kalends::case::state::CaughtUp;
use kalends::workflow::Definition;

use super::samples::{Play, at, engine, holder, id, local, small_with};

const STEPS: &str = "[report.open.duty.file]\ntitle.en = 'F'\nof = 'owner'\ndue = 'due'\nremind = [\n\
    { before = '30 days', letter = 'note' },\n{ before = '7 days', letter = 'note' },\n\
    { on = 'due', letter = 'note' },\n{ after = '14 days', letter = 'note', to = ['owner', 'office'] },\n]\n\
    [report.open.on]\nunanswered = { at = 'due + 20 days', marks = ['unanswered'], title.en = 'U', when = \"!marked('unanswered')\" }\n\
    finish = { by = 'owner', to = 'done', title.en = 'F' }\n";

fn programme(rule: &str) -> Definition {
    small_with("Europe/Riga", &format!("catch_up = '{rule}'\nhour = '09:00'"), STEPS)
}

fn report(definition: &Definition) -> Play<'_> {
    Play::due(definition, "report", ["2027-01-01T00:00", "2027-04-01T00:00"])
}

fn people() -> Vec<kalends::case::Holder> {
    vec![holder(1, "owner.contact"), holder(3, "office")]
}

/// What becomes of the steps when the service comes back, as `step local-time`, nothing sent before.
fn verdicts(definition: &Definition, now: &str) -> Vec<String> {
    let play = report(definition);
    let unsent = plan(definition, &play.case, &people()).notices;
    said(
        definition,
        &catch_up(definition, &play.case, &unsent, at(definition, now)),
    )
}

fn said(definition: &Definition, verdicts: &[CaughtUp]) -> Vec<String> {
    let moved = |one: &CaughtUp| one.moved_to.map_or("never".to_owned(), |at| local(definition, at));
    verdicts
        .iter()
        .map(|one| format!("{} {}", one.step, moved(one)))
        .collect()
}

#[test]
fn each_rule() {
    let back = "2027-03-29T10:00";
    let table = [
        ("latest", ["before-30-days never", "before-7-days 2027-03-29T10:00"]),
        ("skip", ["before-30-days never", "before-7-days never"]),
        (
            "now",
            ["before-30-days 2027-03-29T10:00", "before-7-days 2027-03-30T10:00"],
        ),
    ];
    for (rule, wanted) in table {
        assert_eq!(verdicts(&programme(rule), back), wanted, "{rule}");
    }
}

#[test]
fn a_late_step_is_left_out_when_the_next_is_near() {
    let definition = programme("latest");
    assert_eq!(
        verdicts(&definition, "2027-03-30T09:00"),
        ["before-30-days never", "before-7-days never"]
    );
    assert_eq!(
        verdicts(&definition, "2027-03-30T08:59"),
        ["before-30-days never", "before-7-days 2027-03-30T08:59"]
    );
}

#[test]
fn the_grace_ends_to_the_second() {
    let definition = programme("latest");
    let planned = at(&definition, "2027-03-24T09:00");
    let last = planned.plus_seconds(GRACE_SECONDS);
    assert!(!is_late(planned, last));
    assert!(is_late(planned, last.plus_seconds(1)));
    assert!(!is_late(planned, planned));
}

#[test]
fn twice_is_once() {
    let definition = programme("latest");
    let mut play = report(&definition);
    let now = at(&definition, "2027-04-20T10:00");
    let unsent = plan(&definition, &play.case, &people()).notices;
    let verdicts = catch_up(&definition, &play.case, &unsent, now);
    play.must(&engine("catch-up", News::CaughtUp(verdicts)), "2027-04-20T10:00");
    let left = plan(&definition, &play.case, &people()).notices;
    let shown: Vec<String> = left.iter().map(|one| super::samples::shown(&definition, one)).collect();
    assert_eq!(
        shown,
        ["2027-04-20T10:00 after-14-days 1", "2027-04-20T10:00 after-14-days 3"]
    );
    assert_eq!(catch_up(&definition, &play.case, &left, now), []);
    assert_eq!(catch_up(&definition, &play.case, &[], now), []);
}

#[test]
fn what_follows_a_reminder_waits_for_it() {
    let definition = programme("latest");
    let mut play = report(&definition);
    assert_eq!(play.timers(), ["2027-04-21T00:00 unanswered"]);
    let unsent = plan(&definition, &play.case, &people()).notices;
    let verdicts = catch_up(&definition, &play.case, &unsent, at(&definition, "2027-06-14T09:00"));
    play.must(&engine("catch-up", News::CaughtUp(verdicts)), "2027-04-21T00:00");
    assert_eq!(play.timers(), ["2027-06-21T00:00 unanswered"]);
    assert!(play.ask(&engine("unanswered", News::None), "2027-06-20T23:59").is_err());
    play.must(&engine("unanswered", News::None), "2027-06-21T00:00");
    assert_eq!(play.timers(), Vec::<String>::new());
}

#[test]
fn who_is_told_the_same_at_that_moment_does_not_get_it_twice() {
    let definition = programme("latest");
    let mut play = report(&definition);
    let mut waiting = plan(&definition, &play.case, &people()).notices;
    let told = Notice {
        planned_at: at(&definition, "2027-04-16T00:00"),
        duty: String::new(),
        step: "note".to_owned(),
        occurrence: "2".to_owned(),
        recipient: id(1),
        ..waiting[0].clone()
    };
    waiting.push(told);
    let now = "2027-04-20T10:00";
    let verdicts = catch_up(&definition, &play.case, &waiting, at(&definition, now));
    play.must(&engine("catch-up", News::CaughtUp(verdicts)), now);
    assert_eq!(play.planned(&people()), ["2027-04-20T10:00 after-14-days 3"]);
}
