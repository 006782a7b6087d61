//! The language of dates as a whole: a small programme that uses all of it, read, proof-read, told and followed.

use jiff::civil::date;
use kalends::case::{Case, cycle};
use kalends::clock::Instant;
use kalends::locale::Locale;
use kalends::workflow::check::check;
use kalends::workflow::explain::explain;
use kalends::workflow::marks::{DayMark, clock_change, day_marks};
use kalends::workflow::{Definition, Source};
use serde_json::{Value, json};

const WORKFLOW: &str = r#"
title.en = "Grants"
title.lv = "Dotācijas"
about.en = "Grants"
about.lv = "Dotācijas"
zone = "Europe/Riga"
languages = ["en", "lv"]
kinds = ["grant", "report"]

[workdays]
country = "LV"
holidays = [2027-05-14]
works = [2027-05-15]

[calendar.board]
title.en = "Board"
title.lv = "Valde"
dates = [2027-02-11, 2027-05-13, 2027-09-09]

[calendar.council]
title.en = "Council"
title.lv = "Padome"
cron = "0 0 0 15 * *"
shift = "next working day"

[call]
opens = { dates = [2027-01-11, 2028-01-10], at = "09:00" }
closes = { calendar = "board", minus = "20 days", shift = "previous working day", at = "18:00" }
dates.decided = "next board after call.closes"

[role.owner]
title.en = "Owner"
title.lv = "Īpašnieks"
seats.contact = { en = "Contact", lv = "Kontaktpersona" }

[role.office]
title.en = "Office"
title.lv = "Birojs"
sees = "all"
runs = true

[grant]
title.en = "Grant"
title.lv = "Dotācija"
owner = "owner"
form = "own"
in_call = true
states = ["asked", "running", "over"]

[grant.asked]
title.en = "Asked"
title.lv = "Lūgta"
edits = "owner"

[grant.asked.on]
award = { by = "office", to = "running", complete = true, marks = ["awarded"], title.en = "Award", title.lv = "Piešķirt" }

[grant.running]
title.en = "Running"
title.lv = "Noris"

[grant.running.duty.plan]
title.en = "Plan"
title.lv = "Plāns"
of = "owner"
due = "next council after (mark.awarded + 20 days) - 5 working days, 12:00"

[grant.running.cycle.half-yearly]
opens = "report"
due = { shift = "next working day" }
every = "6 months"
after = "mark.awarded"
open_before = "20 working days"
times = 4
until = "mark.awarded + 2 years, month end"
when = "answers.since < '2027-01-01'"

[grant.running.cycle.annual]
opens = "report"
due = { each = "own.year_end", plus = "3 months", to = "month end" }
after = "mark.awarded"
open_before = "1 month"
when = "answers.since >= '2027-01-01'"

[grant.running.cycle.listed]
opens = "report"
due = { calendar = "board" }
after = "own.since"
open_before = "1 day"
when = "answers.since >= '2028-01-01'"

[grant.running.on]
end = { at = "mark.awarded + 3 years", to = "over", title.en = "End", title.lv = "Beigas" }

[grant.over]
title.en = "Over"
title.lv = "Beigusies"
final = true

[report]
title.en = "Report"
title.lv = "Ziņojums"
owner = "owner"
states = ["open", "done"]

[report.open]
title.en = "Open"
title.lv = "Atvērts"

[report.open.duty.write]
title.en = "Write the report"
title.lv = "Uzrakstīt ziņojumu"
of = "owner"
due = "due"

[report.open.on]
file = { by = "owner", to = "done", title.en = "File", title.lv = "Iesniegt" }

[report.done]
title.en = "Done"
title.lv = "Pabeigts"
final = true
"#;

const FORM: &str = r#"
title.en = "Own"
title.lv = "Savs"
sections = ["own"]
[own]
title.en = "Own"
title.lv = "Savs"
fields = ["since", "year_end"]
since = { label.en = "Since", label.lv = "Kopš", type = "date", example = "2026-05-01" }
year_end = { label.en = "Year end", label.lv = "Gada beigas", type = "month-day", example = "12-31" }
"#;

fn source() -> Source {
    let files = [("workflow.toml", WORKFLOW), ("forms/own.toml", FORM)];
    Source {
        name: "grants".to_owned(),
        files: files.map(|(name, text)| (name.to_owned(), text.to_owned())).into(),
    }
}

fn definition() -> Definition {
    let (definition, findings) = check(&source());
    let shown: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", shown.join("\n"));
    definition.expect("good files")
}

fn instant(text: &str) -> Instant {
    text.parse().expect("an instant")
}

fn grant(since: &str, awarded: &str) -> Case {
    let nobody = uuid::Uuid::nil();
    serde_json::from_value(json!({
        "id": nobody, "kind": "grant", "organisation": nobody, "state": "running", "revision": 2,
        "opened_at": "2026-01-01T10:00:00Z", "entered_at": awarded, "dates_since": awarded,
        "call": null, "parent": null, "due": null, "reason": null, "standing": null,
        "marks": {"awarded": awarded}, "answers": {"own": {"since": since, "year_end": "12-31"}},
    }))
    .expect("a case")
}

/// The due instants of a cycle of a grant, one dealt with after the other.
fn due(since: &str, awarded: &str, name: &str) -> Vec<(String, String)> {
    let definition = definition();
    let state = definition
        .kind("grant")
        .and_then(|kind| kind.state("running"))
        .expect("a state");
    let rule = state.cycles.iter().find(|cycle| cycle.name == name).expect("a cycle");
    let mut case = grant(since, awarded);
    let next = std::iter::from_fn(|| {
        let next = cycle::next(&definition, &case, rule)?;
        case.cycles.insert(name.to_owned(), next.through);
        let local = |at: Instant| at.civil(&definition.zone).to_string();
        Some((local(next.opens_at), local(next.due.at)))
    });
    next.take(6).collect()
}

#[test]
fn half_a_year_again_and_again_from_a_mark_as_often_as_said() {
    let dates = due("2026-05-01", "2027-08-31T20:30:00Z", "half-yearly");
    let ends: Vec<&str> = dates.iter().map(|(_, end)| end.as_str()).collect();
    assert_eq!(
        ends,
        [
            "2028-03-01T00:00:00",
            "2028-09-01T00:00:00",
            "2029-03-01T00:00:00",
            "2029-09-01T00:00:00"
        ]
    );
    assert_eq!(
        dates[0].0, "2028-02-01T00:00:00",
        "twenty working days before 29 February"
    );
}

#[test]
fn nothing_is_due_after_the_end_and_nothing_opens_where_the_condition_fails() {
    let ends = |awarded: &str| due("2026-05-01", awarded, "half-yearly").len();
    assert_eq!(ends("2027-08-31T09:00:00Z"), 4);
    assert!(due("2027-05-01", "2027-08-31T09:00:00Z", "half-yearly").is_empty());
    assert_eq!(due("2027-05-01", "2027-08-31T09:00:00Z", "annual").len(), 6);
    assert!(due("2026-05-01", "2027-08-31T09:00:00Z", "annual").is_empty());
}

#[test]
fn a_members_own_year_end_and_a_list_that_runs_out() {
    let annual = due("2027-05-01", "2027-08-31T09:00:00Z", "annual");
    assert_eq!(
        annual[0],
        ("2028-02-29T00:00:00".to_owned(), "2028-04-01T00:00:00".to_owned())
    );
    assert_eq!(annual[1].1, "2029-04-01T00:00:00");
    assert!(
        due("2028-01-01", "2028-01-02T09:00:00Z", "listed").is_empty(),
        "the last board was in 2027"
    );
}

#[test]
fn a_calls_dates_by_lists_and_a_board() {
    let definition = definition();
    let now = instant("2026-12-01T00:00:00Z");
    let (opens, closes) = kalends::case::call::by_rule(&definition, now).expect("a call");
    let local = |at: Instant| at.civil(&definition.zone).to_string();
    assert_eq!(
        (local(opens).as_str(), local(closes).as_str()),
        ("2027-01-11T09:00:00", "2027-01-22T18:00:00")
    );
    let mut call: kalends::case::state::CallDates = serde_json::from_value(json!({
        "id": uuid::Uuid::nil(), "name": "2027", "opens_at": opens, "closes_at": closes, "quota": null,
    }))
    .expect("a call");
    kalends::case::call::fill_dates(&definition, &mut call);
    assert_eq!(
        local(call.dates["decided"]),
        "2027-02-12T00:00:00",
        "through the board's day"
    );
}

#[test]
fn a_duty_before_the_next_council() {
    let definition = definition();
    let case = grant("2026-05-01", "2027-04-20T09:00:00Z");
    let duties = kalends::case::plan::duties(&definition, &case);
    let due = duties[0].due_at.civil(&definition.zone).to_string();
    // 20 days after 20 April is 10 May; the council sits on Saturday 15 May, worked here; five working days before, with
    // 14 May off, is 7 May.
    assert_eq!(due, "2027-05-07T12:00:00");
}

fn sentences(lang: &str) -> String {
    let locale = Locale::of(lang).expect("a language");
    let messages = |id: &str, values: &[(&str, String)]| {
        locale.text_from(id, values.iter().map(|(name, value)| (*name, value.as_str())))
    };
    let all: Vec<String> = explain(&definition())
        .iter()
        .map(|one| one.say(lang, &messages))
        .collect();
    all.join("\n")
}

#[test]
fn each_is_told_in_each_language() {
    insta::assert_snapshot!("time_en", sentences("en"));
    insta::assert_snapshot!("time_lv", sentences("lv"));
    insta::assert_snapshot!("time_ka", sentences("ka"));
    for lang in ["en", "lv", "ka"] {
        let all = sentences(lang);
        assert!(
            !all.contains("explain-") && !all.contains("{ $") && !all.contains(".."),
            "{all}"
        );
    }
}

#[test]
fn the_schema_knows_all_of_it() {
    let validator = jsonschema::validator_for(&kalends::workflow::schema::workflow()).expect("a schema");
    let table: toml::Table = WORKFLOW.parse().expect("TOML");
    let value: Value = serde_json::to_value(table).expect("JSON");
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn days_that_one_looks_at_twice() {
    let definition = definition();
    let words = |year, month, day| -> Vec<&str> {
        let marks = day_marks(&definition, date(year, month, day));
        marks.iter().map(|mark| mark.as_str()).collect()
    };
    assert_eq!(words(2027, 5, 4), ["holiday"]);
    assert_eq!(words(2027, 5, 14), ["day-off"]);
    assert!(words(2027, 5, 15).is_empty(), "a Saturday that is worked");
    assert_eq!(words(2027, 5, 16), ["holiday"], "Pentecost");
    assert_eq!(words(2027, 5, 23), ["weekend"]);
    assert_eq!(words(2028, 2, 29), ["leap-day"]);
    assert_eq!(words(2027, 3, 28), ["holiday", "clock-change"]);
    assert_eq!(words(2027, 10, 31), ["weekend", "clock-change"]);
    assert!(words(2027, 11, 1).is_empty());
    let spring = day_marks(&definition, date(2027, 3, 28))
        .into_iter()
        .find_map(|mark| match mark {
            DayMark::ClockChange(change) => Some(change),
            _ => None,
        });
    let spring = spring.expect("a change");
    assert!(spring.affects(date(2027, 3, 28).at(3, 30, 0, 0)) && !spring.affects(date(2027, 3, 28).at(4, 0, 0, 0)));
    let tbilisi = jiff::tz::TimeZone::get("Asia/Tbilisi").expect("a zone");
    assert!(clock_change(date(2027, 3, 28), &tbilisi).is_none());
}
