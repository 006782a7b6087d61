//! Dates agree with an independent implementation: dateutil, the package `holidays` and zoneinfo, under `tests/schedules`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;
use kalends::case::Case;
use kalends::case::call::by_rule;
use kalends::case::facts::resolve;
use kalends::clock::Instant;
use kalends::workflow::dates::MonthDay;
use kalends::workflow::holidays::Country;
use kalends::workflow::parse::parse;
use kalends::workflow::recurrence::Member;
use kalends::workflow::schedule::Schedule;
use kalends::workflow::{Definition, Source};
use serde_json::{Value, json};

const INSTALL: &str = "python3 -m venv tests/schedules/.venv && \
     tests/schedules/.venv/bin/pip install --require-hashes -r tests/schedules/requirements.txt";

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The cases of a seed, one a line.
fn cases(arguments: &[&str]) -> Vec<Value> {
    let python =
        std::env::var_os("KALENDS_TEST_PYTHON").map_or_else(|| here("tests/schedules/.venv/bin/python"), PathBuf::from);
    let seed = std::env::var("KALENDS_SCHEDULE_SEED").unwrap_or_else(|_| "3".to_owned());
    let output = Command::new(&python)
        .arg(here("tests/schedules/compare.py"))
        .args(["--seed", &seed])
        .args(arguments)
        .output();
    let output = output.unwrap_or_else(|error| {
        panic!(
            "no Python at `{}` ({error})\nhint: `scripts/test` installs it, or: {INSTALL}",
            python.display()
        )
    });
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{words}\nhint: `scripts/test` installs what it needs, or: {INSTALL}"
    );
    let lines = String::from_utf8(output.stdout).expect("text");
    lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// What this program says where the other says something else; and how many cases and dates were compared.
#[derive(Default)]
struct Comparison {
    differences: Vec<String>,
    cases: usize,
    dates: usize,
}

fn compare(lines: &[Value]) -> Comparison {
    let mut found = Comparison::default();
    let mut definition = None;
    for line in lines {
        if line["case"] == "workflow" {
            definition = Some(read(line));
            continue;
        }
        let said = answer(definition.as_ref(), line);
        found.cases += 1;
        found.dates += line["expected"].as_array().map_or(1, Vec::len);
        if said != line["expected"] {
            found.differences.push(format!("{line}\n  here: {said}"));
        }
    }
    found
}

fn read(line: &Value) -> Definition {
    let files: BTreeMap<String, String> = serde_json::from_value(line["files"].clone()).expect("files");
    let name = "comparison".to_owned();
    parse(&Source { name, files }).unwrap_or_else(|findings| {
        let shown: Vec<String> = findings.iter().take(5).map(ToString::to_string).collect();
        panic!(
            "{}\n{}",
            shown.join("\n"),
            line["files"]["workflow.toml"].as_str().unwrap_or_default()
        )
    })
}

fn answer(definition: Option<&Definition>, line: &Value) -> Value {
    let definition = || definition.expect("a workflow comes first");
    match line["case"].as_str() {
        Some("cycle") => cycle(definition(), line),
        Some("duty") => duty(definition(), line),
        Some("call") => {
            let now = instant(&line["now"]);
            json!(by_rule(definition(), now).map(|(opens, closes)| [said(opens), said(closes)]))
        }
        Some("firings") => firings(line),
        Some("holidays") => holidays(line),
        other => panic!("no case is called {other:?}"),
    }
}

fn instant(value: &Value) -> Instant {
    value.as_str().and_then(|text| text.parse().ok()).expect("an instant")
}

fn day(value: &Value) -> Option<Date> {
    value.as_str().map(|text| text.parse().expect("a day"))
}

fn said(instant: Instant) -> String {
    instant.timestamp().to_string()
}

/// The next dates of a cycle, one counted on from the other.
fn cycle(definition: &Definition, line: &Value) -> Value {
    let state = definition
        .kind("grant")
        .and_then(|kind| kind.state("running"))
        .expect("the state");
    let rule = state
        .cycles
        .iter()
        .find(|cycle| line["name"] == *cycle.name)
        .expect("the cycle");
    let mut member = Member {
        anchor: day(&line["anchor"]).expect("an anchor"),
        own: line["own"].as_str().and_then(MonthDay::parse),
        dealt_with: day(&line["dealt_with"]),
    };
    let wanted = line["expected"].as_array().map_or(0, Vec::len) + usize::from(line["more"] == false);
    let dates = std::iter::from_fn(|| {
        let found = rule.recurrence().next(&member, definition.almanac())?;
        member.dealt_with = Some(found.day);
        let end = Instant::from_civil(found.time, &definition.zone);
        Some(json!([found.day.to_string(), said(end)]))
    });
    dates.take(wanted).collect()
}

/// When a duty is due for a case that knows everything.
fn duty(definition: &Definition, line: &Value) -> Value {
    let state = definition
        .kind("grant")
        .and_then(|kind| kind.state("running"))
        .expect("the state");
    let rule = state
        .duties
        .iter()
        .find(|duty| line["name"] == *duty.name)
        .expect("the duty");
    assert_eq!(
        line["text"],
        *rule.due.to_string(),
        "a timing is written back as it was read"
    );
    let instants = &line["instants"];
    let nobody = uuid::Uuid::nil();
    let case: Case = serde_json::from_value(json!({
        "id": nobody, "kind": "grant", "organisation": nobody, "state": "running", "revision": 1,
        "opened_at": instants["entered"], "entered_at": instants["entered"], "dates_since": instants["entered"],
        "call": {
            "id": nobody, "name": "call", "opens_at": instants["entered"], "closes_at": instants["call.closes"], "quota": null,
        },
        "parent": null, "due": {"regular": "2027-01-01", "at": instants["due"], "period": null},
        "marks": {"awarded": instants["mark.awarded"]}, "reason": null, "standing": null,
        "answers": {"own": {"since": line["since"], "year_end": line["own"]}},
    }))
    .expect("a case");
    json!(resolve(definition, &case, &rule.due).map(said))
}

fn firings(line: &Value) -> Value {
    let zone = TimeZone::get(line["zone"].as_str().expect("a zone")).expect("a zone");
    let schedule = Schedule::parse(line["cron"].as_str().expect("a rule")).expect("a rule");
    let after: DateTime = line["after"]
        .as_str()
        .and_then(|text| text.parse().ok())
        .expect("a time");
    let wanted = line["expected"].as_array().map_or(0, Vec::len);
    let found = schedule.firings(after, &zone).take(wanted);
    found
        .map(|(civil, instant)| json!([civil.to_string(), said(instant)]))
        .collect()
}

fn holidays(line: &Value) -> Value {
    let country = Country::ALL
        .iter()
        .find(|(_, word)| line["country"] == *word)
        .expect("a country")
        .0;
    let year = line["year"]
        .as_i64()
        .and_then(|year| i16::try_from(year).ok())
        .expect("a year");
    let days = date(year, 1, 1)
        .series(jiff::Span::new().days(1))
        .take_while(|day| day.year() == year);
    days.filter(|day| country.holiday(*day).is_some())
        .map(|day| Value::from(day.to_string()))
        .collect()
}

#[test]
fn ten_thousand_rules_give_the_dates_an_independent_implementation_gives() {
    let found = compare(&cases(&[]));
    let differences = found.differences.len();
    let shown = found
        .differences
        .iter()
        .take(10)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert_eq!(
        differences, 0,
        "{differences} of {} differ, such as\n{shown}",
        found.cases
    );
    assert!(
        found.cases >= 10_000 && found.dates >= 25_000,
        "{} cases, {} dates",
        found.cases,
        found.dates
    );
}

#[test]
fn one_date_that_differs_is_noticed_in_each_kind_of_case() {
    let mut lines = cases(&["--workflows", "1", "--cycles", "20", "--duties", "20"]);
    let before = compare(&lines).differences;
    assert!(before.is_empty(), "{before:?}");
    for kind in ["cycle", "duty", "call", "firings", "holidays"] {
        let whole = |line: &&mut Value| line["case"] == kind && !matches!(&line["expected"], Value::Null);
        let full = |line: &Value| line["expected"].as_array().is_none_or(|list| !list.is_empty());
        let mut fitting = lines.iter_mut().filter(whole);
        let line = fitting
            .find(|line| full(line))
            .unwrap_or_else(|| panic!("no case of {kind}"));
        let kept = line["expected"].clone();
        line["expected"] = a_day_later(&kept);
        let found = compare(&lines);
        assert_eq!(found.differences.len(), 1, "{kind}: {:?}", found.differences);
        let line = lines
            .iter_mut()
            .find(|line| line["case"] == kind && line["expected"] == a_day_later(&kept));
        line.expect("the case")["expected"] = kept;
    }
}

/// The same answer with its first date one day off.
fn a_day_later(expected: &Value) -> Value {
    match expected {
        Value::Array(list) => {
            let mut list = list.clone();
            list[0] = a_day_later(&list[0]);
            Value::Array(list)
        }
        Value::String(text) => {
            let (day, rest) = text.split_at(10);
            let day: Date = day.parse().expect("a day");
            Value::String(format!("{}{rest}", day.tomorrow().expect("a day")))
        }
        other => other.clone(),
    }
}
