//! Another version of a programme and one case: names that go on, what needs a decision, and there and back again.

use std::collections::BTreeMap;

use kalends::case::crossing::{Crossed, Crossing, Mover, Unmoved};
use kalends::case::event::Change;
use kalends::case::evolve::{evolve, fold};
use kalends::case::impact::{Differences, Verdict, of_version};
use kalends::case::needs::{Choice, Choices};
use kalends::case::plan::plan;
use kalends::case::renames::{Passage, under_every_name};
use kalends::case::version::entered;
use kalends::case::{Case, Entry, Event, Holder};
use kalends::clock::Instant;
use kalends::workflow::form::Answers;
use kalends::workflow::parse::parse;
use kalends::workflow::{Definition, Source};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use super::samples::{
    COMMISSION, CONTACT, INSTITUTE, MAYOR, Play, actor, at, event, example, holder, local, people, shipped, small,
};
use crate::workflow::files;

/// The shipped programme after an author has renamed one thing of each sort.
fn renamed() -> Definition {
    let mut source = files::shipped("learning-cities");
    let edits = [
        ("kinds = [\"membership\"", "kinds = [\"belonging\""),
        ("[membership]\n", "[belonging]\nwas = \"membership\"\n"),
        ("[membership.", "[belonging."),
        ("upon = \"membership.", "upon = \"belonging."),
        ("\"draft\", \"review\"", "\"draft\", \"checking\""),
        ("[belonging.review]\n", "[belonging.checking]\nwas = \"review\"\n"),
        ("[belonging.review.", "[belonging.checking."),
        ("to = \"review\"", "to = \"checking\""),
        ("duty.decide]\n", "duty.judge]\nwas = [\"decide\"]\n"),
        ("stops = [\"decide\"]", "stops = [\"judge\"]"),
        ("cycle.report]\n", "cycle.account]\nwas = \"report\"\n"),
        ("marks = [\"returned\"]", "marks = [\"sent-back\"]"),
        ("marked('returned')", "marked('sent-back')"),
        ("mark.returned", "mark.sent-back"),
        ("seats.mayor = {", "seats.head = { was = \"mayor\","),
        ("applicant.mayor", "applicant.head"),
        ("signed('mayor')", "signed('head')"),
        ("admission.admitted_on", "entry.admitted_on"),
        ("form = \"admission\"", "form = \"entry\""),
        ("[mark.sent-back]\n", "[mark.sent-back]\nwas = \"returned\"\n"),
    ];
    let text = source.files.get_mut("workflow.toml").expect("there");
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        *text = text.replace(from, to);
    }
    let form = source.files.remove("forms/admission.toml").expect("there");
    let form = format!("was = \"admission\"\n{form}");
    source.files.insert("forms/entry.toml".to_owned(), form);
    let form = source.files.get_mut("forms/application.toml").expect("there");
    *form = form
        .replace("\"country\"", "\"land\"")
        .replace("[city.country]\n", "[city.land]\nwas = \"country\"\n");
    parse(&source).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn edited(from: &str, to: &str) -> Definition {
    let mut source: Source = files::shipped("learning-cities");
    let text = source.files.get_mut("workflow.toml").expect("there");
    assert!(text.contains(from), "{from}");
    *text = text.replace(from, to);
    parse(&source).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn mover(at: Instant) -> Mover {
    Mover {
        person: None,
        role: None,
        at,
    }
}

/// How a case crosses from one version to another; it must not need a decision.
fn cross(
    from: &Definition,
    to: &Definition,
    (case, draft): (&Case, Option<&Answers>),
    now: Instant,
) -> (Entry, Option<Answers>) {
    let passage = Passage::new(from, &[], to);
    let crossing = Crossing {
        passage: &passage,
        numbers: (1, 2),
        case,
        draft,
        people: &[],
    };
    match crossing.cross(&Choices::new(), &mover(now)) {
        Ok(Crossed::Moves(moved)) => (moved.decision.entry, moved.draft),
        other => panic!("{other:?}"),
    }
}

fn groups(from: &Definition, to: &Definition, case: &Case) -> Vec<String> {
    let passage = Passage::new(from, &[], to);
    let crossing = Crossing {
        passage: &passage,
        numbers: (1, 2),
        case,
        draft: None,
        people: &[],
    };
    crossing
        .needs(&Choices::new())
        .iter()
        .map(kalends::case::needs::Need::group)
        .collect()
}

fn seated(versions: &[&Definition]) -> Vec<Holder> {
    under_every_name(versions, people())
}

#[test]
fn what_is_renamed_goes_on_with_its_dates_marks_and_signatures() {
    let (old, new) = (shipped(), renamed());
    let mut play = Play::application(&old, "2026-03-10T10:00");
    play.submitted("2026-04-20T10:00");
    let mut back = event("return", actor(COMMISSION, "commission"));
    back.reason = Some("One page is missing.".to_owned());
    play.must(&back, "2026-05-05T10:00");
    let draft = play.case.answers["application"].clone();
    let now = at(&new, "2026-05-06T10:00");
    let (entry, draft) = cross(&old, &new, (&play.case, Some(&draft)), now);
    let draft = draft.expect("a draft");
    let moved = evolve(play.case.clone(), &entry);
    assert_eq!((moved.kind.as_str(), moved.state.as_str()), ("belonging", "draft"));
    assert_eq!(moved.marks["sent-back"], play.case.marks["returned"]);
    assert!(
        moved.stops.contains_key("judge"),
        "the clock of the decision stands still all the same"
    );
    assert_eq!(
        (draft.get("land"), draft.get("country")),
        (Some(&json!("Latvia")), None)
    );
    let mut again = Play {
        definition: &new,
        case: moved,
    };
    let submit = Event {
        answers: draft,
        ..event("submit", actor(CONTACT, "applicant.contact"))
    };
    again.must(&submit, "2026-05-07T10:00");
    assert_eq!(
        again.case.state, "checking",
        "the mayor's signature stands for the renamed answers too"
    );
    assert_eq!(
        again.duties(),
        ["judge 2026-06-03T00:00"],
        "its clock stood still for two days"
    );
}

#[test]
fn a_renamed_thing_changes_nothing_in_the_plan() {
    let (old, new) = (shipped(), renamed());
    let people = seated(&[&old, &new]);
    let mut play = Play::application(&old, "2026-03-10T10:00");
    play.submitted("2026-04-20T10:00");
    let now = at(&new, "2026-05-06T10:00");
    let (entry, _) = cross(&old, &new, (&play.case, None), now);
    let moved = evolve(play.case.clone(), &entry);
    let (before, after) = (plan(&old, &play.case, &people), plan(&new, &moved, &people));
    assert!(!before.notices.is_empty());
    let differences = Differences::between(&before, &after, entered(&entry), now);
    assert!(differences.is_empty(), "{differences:?}");
    assert_eq!(moved.duty_now("decide"), "judge");
}

#[test]
fn a_renamed_cycle_opens_its_next_child_when_it_would_have() {
    let (old, new) = (shipped(), renamed());
    let play = Play::member(&old, "2025-09-01", "2026-01-15T10:00");
    let now = at(&new, "2026-02-01T10:00");
    let impact = |from: &Definition, to: &Definition, case: &Case| {
        let crossing = Crossing {
            passage: &Passage::new(from, &[], to),
            numbers: (1, 2),
            case,
            draft: None,
            people: &[],
        };
        of_version(&crossing, (&[], &[]), &Choices::new(), &mover(now)).expect("nothing to decide")
    };
    let there = impact(&old, &new, &play.case);
    assert_eq!(there.verdict, Verdict::Same, "{:?}", there.differences);
    let moved = Play {
        definition: &new,
        case: there.after,
    };
    assert_eq!(moved.timers(), ["2026-12-01T00:00 cycle.account"]);
    assert_eq!(play.timers(), ["2026-12-01T00:00 cycle.report"], "and so it was before");
    let back = impact(&new, &old, &moved.case);
    assert_eq!(back.verdict, Verdict::Same, "{:?}", back.differences);
}

#[test]
fn who_sits_in_a_renamed_seat_sits_there_in_every_version() {
    let (old, new) = (shipped(), renamed());
    let under = |seat: &str| under_every_name(&[&old, &new], vec![holder(MAYOR, seat)]);
    for seat in ["applicant.mayor", "applicant.head"] {
        let mut found: Vec<String> = under(seat).into_iter().filter_map(|holder| holder.seat).collect();
        found.sort();
        assert_eq!(found, ["head", "mayor"]);
    }
}

#[test]
fn what_is_gone_needs_a_decision() {
    let old = shipped();
    let mut play = Play::application(&old, "2026-03-10T10:00");
    play.submitted("2026-04-20T10:00");
    let without_was = |from: &str, to: &str| edited(from, to);
    let duty = without_was("[membership.review.duty.decide]", "[membership.review.duty.other]");
    assert_eq!(groups(&old, &duty, &play.case), ["duty:membership.decide"]);
    let mut back = event("return", actor(COMMISSION, "commission"));
    back.reason = Some("One page is missing.".to_owned());
    play.must(&back, "2026-05-05T10:00");
    let mut marks = files::shipped("learning-cities");
    let text = marks.files.get_mut("workflow.toml").expect("there");
    *text = text
        .replace("marks = [\"returned\"]", "marks = [\"back\"]")
        .replace("marked('returned')", "marked('back')")
        .replace("mark.returned", "mark.back");
    let marks = parse(&marks).expect("good");
    assert_eq!(groups(&old, &marks, &play.case), ["mark:membership.returned"]);
    let crossing = |choice: Option<Choice>| {
        let passage = Passage::new(&old, &[], &marks);
        let crossing = Crossing {
            passage: &passage,
            numbers: (1, 2),
            case: &play.case,
            draft: None,
            people: &[],
        };
        let choices: Choices = choice
            .into_iter()
            .map(|choice| ("mark:membership.returned".to_owned(), choice))
            .collect();
        crossing.cross(&choices, &mover(at(&old, "2026-05-06T10:00")))
    };
    assert!(matches!(crossing(None), Err(Unmoved::Undecided(needs)) if needs.len() == 1));
    assert!(matches!(crossing(Some(Choice::Move)), Err(Unmoved::NotOffered(..))));
    assert!(matches!(crossing(Some(Choice::Stay)), Ok(Crossed::Stays)));
    let marks_after = |choice: Choice| match crossing(Some(choice)) {
        Ok(Crossed::Moves(moved)) => evolve(play.case.clone(), &moved.decision.entry).marks,
        other => panic!("{other:?}"),
    };
    assert!(marks_after(Choice::Keep).contains_key("returned"));
    assert_eq!(marks_after(Choice::Drop), BTreeMap::new());
}

#[test]
fn a_date_that_had_passed_comes_with_the_move_and_not_before() {
    let old = small("Europe/Riga", "");
    let new = small(
        "Europe/Riga",
        "[report.open.on]\nlapse = { at = 'opened + 5 days', to = 'done', title.en = 'L' }",
    );
    let play = Play::due(&old, "report", ["2027-01-10T12:00", "2027-04-01T00:00"]);
    let now = at(&new, "2027-02-01T09:30");
    let (entry, _) = cross(&old, &new, (&play.case, None), now);
    let case = evolve(play.case.clone(), &entry);
    let timers = plan(&new, &case, &[]).timers;
    assert_eq!(timers.len(), 1);
    assert_eq!(local(&new, timers[0].due_at), "2027-02-01T09:30");
    let mut lapsing = Play { definition: &new, case };
    let lapse = event("lapse", kalends::case::Actor::Engine);
    lapsing.must(&lapse, "2027-02-01T09:29");
    assert_eq!(local(&new, lapsing.case.latest_at), "2027-02-01T09:30");
}

#[test]
fn reports_are_not_asked_for_days_that_lie_behind() {
    let (old, new) = (edited("every = 2\n", "every = 10\n"), shipped());
    let play = Play::member(&old, "2020-09-01", "2026-01-15T10:00");
    assert_eq!(play.timers(), ["2029-12-01T00:00 cycle.report"]);
    let now = at(&new, "2027-06-01T10:00");
    let (entry, _) = cross(&old, &new, (&play.case, None), now);
    assert!(
        entry
            .changes
            .iter()
            .any(|change| matches!(change, Change::CycleDone { .. })),
        "{entry:?}"
    );
    let moved = Play {
        definition: &new,
        case: evolve(play.case.clone(), &entry),
    };
    assert_eq!(
        moved.timers(),
        ["2027-12-02T00:00 cycle.report"],
        "and not at once for 31 March 2026"
    );
}

#[test]
fn a_name_given_up_and_found_again_two_versions_later_goes_on() {
    let (first, last) = (shipped(), edited("[membership.review]\n", "[membership.review]\n"));
    let middle = renamed();
    let passage = Passage::new(&first, &[&middle], &last);
    assert_eq!(passage.state("membership", "review").as_deref(), Some("review"));
    let onward = Passage::new(&middle, &[&first], &middle);
    assert_eq!(onward.duty("belonging", "judge").as_deref(), Some("judge"));
    assert_eq!(
        Passage::new(&middle, &[], &first).duty("belonging", "judge").as_deref(),
        Some("decide")
    );
}

/// A random application, and when it stands so.
fn random(definition: &Definition, steps: &[(u8, u8)]) -> (Vec<Entry>, Case, Instant) {
    let mut play = Play::application(definition, "2026-03-02T10:00");
    let mut history = Vec::new();
    let mut now = at(definition, "2026-03-02T10:00");
    for (act, days) in steps {
        now = now.plus_seconds(i64::from(*days) * 86_400);
        let mut asked = match act % 9 {
            0 => event("sign", actor(MAYOR, "applicant.mayor")),
            1 => event("submit", actor(CONTACT, "applicant.contact")),
            2 => event("return", actor(COMMISSION, "commission")),
            3 => event("endorse", actor(COMMISSION, "commission")),
            4 => event("reserve", actor(COMMISSION, "commission")),
            5 => event("admit", actor(INSTITUTE, "institute")),
            6 => event("lapse", actor(COMMISSION, "commission")),
            7 => event("decline", actor(COMMISSION, "commission")),
            _ => event("withdraw", actor(CONTACT, "applicant.contact")),
        };
        asked.reason = Some("A reason.".to_owned());
        asked.answers = example(definition, "application");
        asked.extra = example(definition, "admission");
        asked.extra.insert("admitted_on".to_owned(), json!("2026-03-02"));
        if let Ok(decision) = kalends::case::decide::decide(definition, &play.case, &asked, now) {
            play.case = evolve(play.case.clone(), &decision.entry);
            history.push(decision.entry);
        }
    }
    (history, play.case, now)
}

#[test]
fn there_and_back_again_is_where_one_was() {
    let (old, new) = (shipped(), renamed());
    let people = seated(&[&old, &new]);
    let stories = prop::collection::vec((any::<u8>(), 0..30_u8), 0..12);
    let mut runner = TestRunner::new(Config {
        cases: 200,
        failure_persistence: None,
        ..Config::default()
    });
    let checked = runner.run(&(stories, 0..40_i64), |(steps, later)| {
        let (_, case, now) = random(&old, &steps);
        let now = now.plus_seconds(later * 86_400);
        let (there, _) = cross(&old, &new, (&case, None), now);
        let moved = evolve(case.clone(), &there);
        let (before, after) = (plan(&old, &case, &people), plan(&new, &moved, &people));
        let differences = Differences::between(&before, &after, entered(&there), now);
        prop_assert!(differences.is_empty(), "{differences:?}");
        let (back, _) = cross(&new, &old, (&moved, None), now);
        let text = serde_json::to_string(&back).expect("JSON");
        prop_assert_eq!(&serde_json::from_str::<Entry>(&text).expect("an entry"), &back);
        let home = evolve(moved, &back);
        let mut same = home.clone();
        same.revision = case.revision;
        same.latest_at = case.latest_at;
        same.former_duties.clear();
        same.cycles.clone_from(&case.cycles);
        prop_assert_eq!(&same, &case);
        prop_assert_eq!(plan(&old, &home, &people), plan(&old, &case, &people));
        prop_assert_eq!(home.duty_now("decide"), "decide");
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_history_across_versions_folds_without_any_of_them() {
    let (old, new) = (shipped(), renamed());
    let mut play = Play::application(&old, "2026-03-10T10:00");
    let opened = play.case.clone();
    let (entry, _) = cross(&old, &new, (&opened, None), at(&new, "2026-03-12T10:00"));
    play.case = evolve(opened, &entry);
    let stored: Case = serde_json::from_value(serde_json::to_value(&play.case).expect("JSON")).expect("a case");
    assert_eq!(stored, play.case);
    assert!(fold([&entry]).is_none(), "a move alone opens nothing");
}
