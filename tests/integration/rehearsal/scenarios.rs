//! Every scenario of every shipped workflow goes as it says, and together they reach everything a workflow can do.

use std::fmt::Write;

use kalends::rehearsal::coverage::{Reached, coverage};
use kalends::rehearsal::{scenario, script};
use kalends::workflow::parse::parse;
use kalends::workflow::{Definition, Source};

use crate::workflow::files;

pub fn shipped() -> Vec<Source> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows");
    let entries = std::fs::read_dir(folder).expect("the shipped workflows");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut names: Vec<String> = paths
        .filter(|path| path.join("workflow.toml").is_file())
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    names.iter().map(|name| files::shipped(name)).collect()
}

fn learning_cities() -> (Source, Definition) {
    let source = files::shipped("learning-cities");
    let definition = parse(&source).expect("good files");
    (source, definition)
}

fn scenarios(source: &Source) -> impl Iterator<Item = (&String, &String)> {
    let files = source.files.iter();
    files.filter(|(path, _)| path.starts_with("scenarios/") && path.ends_with(".txt"))
}

fn play(definition: &Definition, (path, text): (&str, &str)) -> script::Outcome {
    let scenario = scenario::parse(path, text).unwrap_or_else(|findings| panic!("{path}: {findings:?}"));
    script::run(definition, &scenario)
}

#[test]
fn every_scenario_goes_as_it_says() {
    for source in shipped() {
        let definition = parse(&source).expect("good files");
        for (path, text) in scenarios(&source) {
            let failures = play(&definition, (path, text)).failures;
            assert!(failures.is_empty(), "{}: {failures:#?}", source.name);
        }
    }
}

#[test]
fn every_state_and_every_transition_is_reached() {
    for source in shipped() {
        let definition = parse(&source).expect("good files");
        let mut reached = Reached::default();
        for (path, text) in scenarios(&source) {
            reached.add(&play(&definition, (path, text)).reached);
        }
        let found = coverage(&definition, &reached);
        assert_eq!(found.missing, Vec::<String>::new(), "{}", source.name);
        assert!(found.transitions.1 > 0 && found.states.0 == found.states.1);
    }
}

#[test]
fn what_is_not_reached_is_named() {
    let (_, definition) = learning_cities();
    let mut reached = Reached::default();
    reached.enter("membership", "draft");
    reached.follow("membership", "draft", 0);
    let found = coverage(&definition, &reached);
    assert_eq!((found.states.0, found.transitions.0), (1, 1));
    for name in [
        "membership.review",
        "membership.draft.on.withdraw[1]",
        "membership.review.on.return",
    ] {
        assert!(
            found.missing.iter().any(|missing| missing == name),
            "{name} in {:?}",
            found.missing
        );
    }
}

#[test]
fn the_same_scenario_gives_the_same_transcript() {
    for source in shipped() {
        let definition = parse(&source).expect("good files");
        for (path, text) in scenarios(&source) {
            assert_eq!(
                play(&definition, (path, text)).transcript,
                play(&definition, (path, text)).transcript
            );
        }
    }
}

#[test]
fn the_programmes_real_past() {
    insta::assert_snapshot!(transcript("scenarios/history.txt"));
}

#[test]
fn a_year_without_the_service() {
    insta::assert_snapshot!(transcript("scenarios/outage.txt"));
}

fn transcript(path: &str) -> String {
    let (source, definition) = learning_cities();
    let mut text = String::new();
    for line in play(&definition, (path, &source.files[path])).transcript {
        let time = line
            .at
            .civil(&definition.zone)
            .strftime("%Y-%m-%d %a %H:%M")
            .to_string();
        let _ = writeln!(
            text,
            "{time}  {} / {}: {}",
            line.organisation,
            line.kind,
            line.what.sentence()
        );
    }
    text
}

#[test]
fn what_a_scenario_may_not_say() {
    let (_, definition) = learning_cities();
    let table = [
        ("2026-03-01\n2026-02-28", "lies before"),
        ("2026-03-01\ncall \"A\": opens 2026-03-01", "needs `closes`"),
        (
            "2026-03-01\ncall \"A\": opens 2026-03-01, close 2026-04-30, closes 2026-04-30",
            "has no `close`",
        ),
        (
            "2026-03-01\nround \"A\": of progress-report, due 2026-04-30",
            "needs `opens`",
        ),
        (
            "2026-03-01\nround \"A\": of progress-report, until 2026-04-30",
            "has no `until`",
        ),
        ("house: mayor \"M\" (lv)", "no seat `mayor`"),
        ("open Nowhere: membership in \"A\"", "no call `A`"),
        ("expect Nowhere: standing good", "no organisation `Nowhere`"),
    ];
    for (text, wanted) in table {
        let failures = play(&definition, ("scenarios/wrong.txt", text)).failures;
        assert!(
            failures.iter().any(|(_, message)| message.contains(wanted)),
            "{text}: {failures:?}"
        );
    }
}
