//! What is planned: reminders of dates that move, clocks that stop, rounds, seats that change hands.

use jiff::civil::date;
use kalends::case::event::News;
use kalends::case::state::{CallDates, Round};
use kalends::case::{Event, Holder};
use kalends::workflow::Definition;

use super::samples::{
    COMMISSION, CONTACT, MAYOR, Play, actor, at, call, engine, event, holder, id, people, shipped, small,
};

fn extended(definition: &Definition, closes: &str) -> News {
    let mut moved = call(definition);
    moved.closes_at = at(definition, closes);
    kalends::case::call::fill_dates(definition, &mut moved);
    News::Call(moved)
}

#[test]
fn an_extension_withdraws_the_old_reminders_and_plans_new_ones() {
    let definition = shipped();
    let mut play = Play::application(&definition, "2026-03-02T10:00");
    let before = play.planned(&people());
    assert_eq!(
        before,
        [
            "2026-04-16T09:00 before-14-days 1",
            "2026-04-27T09:00 before-3-days 1",
            "2026-04-27T09:00 before-3-days 2"
        ]
    );
    play.must(
        &engine("call.moved", extended(&definition, "2026-06-01T00:00")),
        "2026-04-29T12:00",
    );
    assert_eq!(
        play.planned(&people()),
        [
            "2026-05-17T09:00 before-14-days 1",
            "2026-05-28T09:00 before-3-days 1",
            "2026-05-28T09:00 before-3-days 2"
        ]
    );
}

#[test]
fn an_extension_by_a_day_does_not_make_up_for_what_lies_behind() {
    let definition = shipped();
    let mut play = Play::application(&definition, "2026-03-02T10:00");
    play.must(
        &engine("call.moved", extended(&definition, "2026-05-02T00:00")),
        "2026-04-28T12:00",
    );
    assert_eq!(play.planned(&people()), Vec::<String>::new());
    assert_eq!(play.timers(), ["2026-05-02T00:00 close"]);
}

#[test]
fn a_change_of_something_else_leaves_waiting_reminders_alone() {
    let definition = shipped();
    let mut play = Play::application(&definition, "2026-03-02T10:00");
    let before = play.planned(&people());
    let more = CallDates {
        quota: Some(5),
        ..call(&definition)
    };
    play.must(&engine("call.moved", News::Call(more.clone())), "2026-04-20T12:00");
    assert_eq!(play.planned(&people()), before);
    let mut later = more;
    later
        .dates
        .insert("decided".to_owned(), at(&definition, "2026-07-01T00:00"));
    play.must(&engine("call.moved", News::Call(later)), "2026-04-28T12:00");
    assert_eq!(play.planned(&people()), before);
}

#[test]
fn a_date_moved_back_comes_again() {
    let definition = shipped();
    let mut play = Play::application(&definition, "2026-03-02T10:00");
    play.must(&engine("close", News::None), "2026-05-01T00:00");
    play.must(
        &engine("call.moved", extended(&definition, "2026-06-01T00:00")),
        "2026-05-04T12:00",
    );
    assert_eq!(
        (play.case.state.as_str(), play.timers()),
        ("draft", vec!["2026-06-01T00:00 close".to_owned()])
    );
    play.must(
        &engine("call.moved", extended(&definition, "2026-05-01T00:00")),
        "2026-05-05T12:00",
    );
    assert_eq!(play.timers(), ["2026-05-05T12:00 close"]);
}

fn because(name: &str) -> Event {
    Event {
        reason: Some("Why.".to_owned()),
        ..event(name, actor(COMMISSION, "commission"))
    }
}

#[test]
fn a_clock_that_stops_moves_the_date_by_whole_days_once_it_runs() {
    let definition = shipped();
    let table: [(&[(&str, &str)], &str); 6] = [
        (&[], "decide 2026-06-01T00:00"),
        (&[("2026-05-10T10:00", "2026-05-18T10:00")], "decide 2026-06-09T00:00"),
        (&[("2026-05-10T10:00", "2026-05-18T10:01")], "decide 2026-06-10T00:00"),
        (&[("2026-04-10T10:00", "2026-04-20T10:00")], "decide 2026-06-01T00:00"),
        (&[("2026-04-25T10:00", "2026-05-03T00:00")], "decide 2026-06-03T00:00"),
        (
            &[
                ("2026-05-05T09:00", "2026-05-06T09:00"),
                ("2026-05-10T09:00", "2026-05-12T09:00"),
            ],
            "decide 2026-06-04T00:00",
        ),
    ];
    for (stops, wanted) in table {
        let mut play = Play::application(&definition, "2026-03-02T10:00");
        play.submitted("2026-03-03T10:00");
        for (from, until) in stops {
            play.must(&because("return"), from);
            assert!(
                play.duties()
                    .iter()
                    .any(|duty| duty.starts_with("decide") && duty.ends_with("stopped"))
            );
            assert!(
                !play.planned(&people()).iter().any(|notice| notice.ends_with(" 3")),
                "the commission waits"
            );
            play.submitted(until);
        }
        assert_eq!(play.duties(), [wanted], "{stops:?}");
    }
}

fn round(number: u128, [opens, due]: [&str; 2], definition: &Definition) -> Round {
    Round {
        id: id(number),
        name: format!("round {number}"),
        kind: "progress-report".to_owned(),
        opens_at: at(definition, opens),
        due_at: at(definition, due),
        replaces: (date(2027, 1, 1), date(2028, 12, 31)),
        cohort: (Some(date(2023, 1, 1)), Some(date(2023, 12, 31))),
        period: None,
    }
}

#[test]
fn the_years_count_from_the_members_own_admission() {
    let definition = shipped();
    for (since, wanted) in [
        ("2023-06-01", "2026-12-01T00:00 cycle.report"),
        ("2024-06-01", "2026-01-05T10:00 cycle.report"),
        ("2024-02-29", "2026-01-05T10:00 cycle.report"),
        ("2025-03-31", "2026-12-01T00:00 cycle.report"),
        ("2025-12-04", "2026-12-01T00:00 cycle.report"),
    ] {
        let play = Play::member(&definition, since, "2026-01-05T10:00");
        assert_eq!(play.timers(), [wanted], "{since}");
    }
}

#[test]
fn a_round_stands_in_for_its_cohort_and_the_latest_wins() {
    let definition = shipped();
    let first = round(1, ["2027-02-01T00:00", "2027-07-01T00:00"], &definition);
    let second = round(2, ["2027-03-01T00:00", "2027-08-01T00:00"], &definition);
    for (since, rounds, wanted) in [
        ("2023-01-01", vec![&first], "2027-02-01T00:00 cycle.report"),
        ("2023-12-31", vec![&first], "2027-02-01T00:00 cycle.report"),
        ("2022-12-31", vec![&first], "2026-01-05T10:00 cycle.report"),
        ("2025-12-31", vec![&first], "2026-12-01T00:00 cycle.report"),
        ("2023-06-01", vec![&first, &second], "2027-03-01T00:00 cycle.report"),
        ("2023-06-01", vec![&second, &first], "2027-02-01T00:00 cycle.report"),
    ] {
        let mut play = Play::member(&definition, since, "2026-01-05T10:00");
        for round in rounds {
            play.must(&engine("round", News::Round(round.clone())), "2026-02-01T10:00");
        }
        assert_eq!(play.timers(), [wanted], "{since}");
    }
}

#[test]
fn a_round_set_after_it_opened_begins_when_it_is_set() {
    let definition = shipped();
    let mut play = Play::member(&definition, "2023-06-01", "2026-01-05T10:00");
    let late = round(1, ["2026-02-01T00:00", "2026-12-01T00:00"], &definition);
    play.must(&engine("round", News::Round(late)), "2026-05-01T10:00");
    assert_eq!(play.timers(), ["2026-05-01T10:00 cycle.report"]);
}

#[test]
fn after_a_round_the_members_own_years_go_on_and_an_open_child_moves() {
    let definition = shipped();
    let mut play = Play::member(&definition, "2023-06-01", "2026-01-05T10:00");
    play.must(&engine("cycle.report", News::None), "2026-12-01T00:00");
    let moved = round(1, ["2027-02-01T00:00", "2027-07-01T00:00"], &definition);
    play.must(&engine("round", News::Round(moved.clone())), "2026-12-20T10:00");
    assert_eq!(
        (play.case.children.len(), play.case.children[0].due.as_ref().unwrap().at),
        (1, moved.due_at)
    );
    assert_eq!(play.timers(), ["2028-12-01T00:00 cycle.report"]);
    let mut older = round(2, ["2026-12-21T00:00", "2027-01-31T00:00"], &definition);
    older.replaces = (date(2027, 1, 1), date(2027, 6, 30));
    play.must(&engine("round", News::Round(older)), "2026-12-21T10:00");
    assert_eq!(
        play.timers(),
        ["2028-12-01T00:00 cycle.report"],
        "what is dealt with stays so"
    );
}

#[test]
fn seats() {
    let definition = shipped();
    let play = Play::application(&definition, "2026-03-02T10:00");
    let handover = |at_local: &str| {
        let seat = |person, from, until| Holder {
            from,
            until,
            ..holder(person, "applicant.mayor")
        };
        let day = Some(at(&definition, at_local));
        vec![
            holder(CONTACT, "applicant.contact"),
            seat(MAYOR, None, day),
            seat(7, day, None),
        ]
    };
    let table: [(Vec<Holder>, &[&str]); 6] = [
        (people(), &["before-14-days 1", "before-3-days 1", "before-3-days 2"]),
        (
            handover("2026-04-27T09:00"),
            &["before-14-days 1", "before-3-days 1", "before-3-days 7"],
        ),
        (
            handover("2026-04-27T09:01"),
            &["before-14-days 1", "before-3-days 1", "before-3-days 2"],
        ),
        (
            vec![holder(MAYOR, "applicant.mayor")],
            &["before-14-days 2", "before-3-days 2"],
        ),
        (
            vec![holder(CONTACT, "applicant.contact"), holder(CONTACT, "applicant.mayor")],
            &["before-14-days 1", "before-3-days 1"],
        ),
        (vec![], &[]),
    ];
    for (people, wanted) in table {
        let planned = play.planned(&people);
        let planned: Vec<&str> = planned
            .iter()
            .filter_map(|line| line.split_once(' '))
            .map(|(_, rest)| rest)
            .collect();
        assert_eq!(planned, wanted, "{people:?}");
    }
}

#[test]
fn a_succession_keeps_what_lies_ahead() {
    let definition = shipped();
    let mut play = Play::application(&definition, "2026-03-02T10:00");
    play.must(
        &engine(
            "succeed",
            News::Organisation {
                id: id(101),
                why: "organisation.merged",
            },
        ),
        "2026-04-20T10:00",
    );
    assert_eq!(play.case.organisation, id(101));
    let planned = play.planned(&[holder(8, "applicant.contact")]);
    assert_eq!(planned, ["2026-04-27T09:00 before-3-days 8"]);
}

#[test]
fn a_clock_stopped_in_its_own_state_reminds_nobody() {
    let definition = small(
        "Europe/Riga",
        "[report.open.duty.file]\ntitle.en = 'F'\nof = 'owner'\ndue = 'due'\nremind = [{ before = '7 days', letter = 'note' }]\n\
         [report.open.on]\nwait = { by = 'office', stops = ['file'], title.en = 'W' }\n\
         again = { by = 'office', to = 'open', title.en = 'A' }\nfinish = { by = 'owner', to = 'done', title.en = 'F' }\n",
    );
    let mut play = Play::due(&definition, "report", ["2027-01-01T00:00", "2027-04-01T00:00"]);
    let people = [holder(1, "owner.contact")];
    play.must(&event("wait", actor(3, "office")), "2027-02-01T10:00");
    assert_eq!(
        (play.duties(), play.planned(&people)),
        (vec!["file 2027-04-01T00:00 stopped".to_owned()], vec![])
    );
    play.must(&event("again", actor(3, "office")), "2027-02-06T10:00");
    assert_eq!(play.duties(), ["file 2027-04-06T00:00"]);
    assert_eq!(play.planned(&people), ["2027-03-29T09:00 before-7-days 1"]);
}
