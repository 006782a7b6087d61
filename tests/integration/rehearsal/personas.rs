//! Invented members find their way through any workflow, each in its own manner.

use jiff::civil::{Date, date};
use kalends::case::Holder;
use kalends::case::event::Opening;
use kalends::clock::Instant;
use kalends::rehearsal::persona::rehearse;
use kalends::rehearsal::{Line, Rehearsal, What, World};
use kalends::workflow::check::check;
use kalends::workflow::parse::parse;
use kalends::workflow::{Definition, Source};
use serde_json::json;
use uuid::Uuid;

use super::shipped;
use crate::workflow::files;

pub fn learning_cities() -> Definition {
    parse(&files::shipped("learning-cities")).expect("good files")
}

pub fn played(definition: &Definition, (from, until): (Date, Date), members: usize) -> Rehearsal {
    let at = |day: Date| Instant::from_civil(day.at(0, 0, 0, 0), &definition.zone);
    rehearse(definition, (at(from), at(until)), members)
}

fn ten_years() -> (Date, Date) {
    (date(2027, 1, 1), date(2037, 1, 1))
}

/// Events of an organisation's cases of a kind: day, event, state after.
fn events(definition: &Definition, played: &Rehearsal, (name, kind): (&str, &str)) -> Vec<(Date, String, String)> {
    let own = played
        .transcript
        .iter()
        .filter(|line| line.organisation == name && line.kind == kind);
    own.filter_map(|line| match &line.what {
        What::Entry { event, to, .. } => Some((line.at.civil(&definition.zone).date(), event.clone(), to.clone())),
        _ => None,
    })
    .collect()
}

#[test]
fn everybody_behaves_as_they_are_called() {
    let definition = learning_cities();
    let played = played(&definition, ten_years(), 5);
    let reports = |name: &str| events(&definition, &played, (name, "progress-report"));
    let days = |name: &str| -> Vec<Date> {
        let submitted = reports(name).into_iter().filter(|(_, event, _)| event == "submit");
        submitted.map(|(day, ..)| day).collect()
    };
    let on_time = days("Member 1 on time");
    assert_eq!(on_time.len(), 5, "a report every second year");
    assert!(
        on_time.iter().all(|day| (day.month(), day.day()) == (3, 21)),
        "{on_time:?}"
    );
    let late = days("Member 2 always late");
    assert!(late.iter().all(|day| (day.month(), day.day()) == (4, 20)), "{late:?}");
    assert!(late.len() == 5 && days("Member 3 never").is_empty());
    let never = events(&definition, &played, ("Member 3 never", "membership"));
    assert!(
        never.iter().any(|(_, event, _)| event == "suspend"),
        "the house judges: {never:?}"
    );
    assert_eq!(
        never.last().map(|last| last.2.as_str()),
        Some("lapsed"),
        "and not the same way for ever"
    );
    let left = events(&definition, &played, ("Member 4 leaves midway", "membership"));
    assert!(
        left.iter().any(|(_, event, to)| event == "leave" && to == "left"),
        "{left:?}"
    );
    let merged = events(&definition, &played, ("Successor of Member 5 merges", "membership"));
    let (day, event, _) = merged.first().expect("the successor has the membership");
    assert!(event == "succeed" && day.year() == 2032, "{day} {event}");
    assert!(
        !days("Successor of Member 5 merges").is_empty(),
        "and reports in the other's place"
    );
    let after = events(&definition, &played, ("Member 5 merges", "membership"));
    assert!(
        after.iter().all(|(before, ..)| before <= day),
        "nothing is asked of the old one"
    );
}

#[test]
fn applicants_are_decided_on_within_the_quota() {
    let definition = learning_cities();
    let played = played(&definition, (date(2027, 1, 1), date(2029, 1, 1)), 0);
    let endorsed = played.transcript.iter().filter(|line| {
        let year = line.at.civil(&definition.zone).year();
        year == 2027 && matches!(&line.what, What::Entry { event, .. } if event == "endorse")
    });
    assert_eq!(endorsed.count(), 3);
    let late = events(&definition, &played, ("Applicant always late", "membership"));
    let submitted = late
        .iter()
        .find(|(_, event, _)| event == "submit")
        .expect("in time for once");
    assert_eq!(
        submitted.0,
        date(2027, 4, 29),
        "the last moment but one: nothing is taken after it"
    );
    assert!(
        played.stuck.iter().all(|stuck| stuck.rule == "quota"),
        "{:?}",
        played.stuck
    );
}

#[test]
fn the_same_arguments_give_the_same_rehearsal() {
    let definition = learning_cities();
    let span = (date(2027, 1, 1), date(2030, 1, 1));
    let (once, again) = (played(&definition, span, 7), played(&definition, span, 7));
    assert_eq!(once.transcript, again.transcript);
    assert_eq!(once.dues, again.dues);
    let names = |played: &Rehearsal| -> std::collections::BTreeSet<String> {
        let members = played
            .transcript
            .iter()
            .filter(|line| line.organisation.starts_with("Member "));
        members.map(|line: &Line| line.organisation.clone()).collect()
    };
    assert_eq!(names(&once).len(), 7);
}

#[test]
fn a_due_date_is_named_once_and_as_it_stood_last() {
    let definition = learning_cities();
    let played = played(&definition, (date(2027, 1, 1), date(2031, 1, 1)), 1);
    let own = played
        .dues
        .iter()
        .filter(|due| due.organisation == "Member 1 on time" && due.duty == "report");
    let days: Vec<Date> = own.map(|due| due.due_at.last_day(&definition.zone)).collect();
    assert_eq!(days, [date(2028, 3, 31), date(2030, 3, 31)]);
}

#[test]
fn every_shipped_programme_comes_alive() {
    for source in shipped() {
        let definition = parse(&source).expect("good files");
        let played = played(&definition, (date(2027, 1, 1), date(2033, 1, 1)), 10);
        let letters = played
            .transcript
            .iter()
            .filter(|line| matches!(line.what, What::Letter { .. }));
        assert!(letters.count() > 20, "{}: letters leave", source.name);
        assert!(!played.dues.is_empty(), "{}: something is due", source.name);
        for kind in definition.kinds.iter().filter(|kind| !kind.open_by.is_empty()) {
            let first = kind.initial().map_or("", |first| first.name.as_str());
            let onward = played.transcript.iter().any(|line| {
                let there = matches!(&line.what, What::Entry { to, .. } if to != first);
                line.kind == kind.name && there
            });
            assert!(
                onward,
                "{}: somebody gets beyond the beginning of {}",
                source.name, kind.name
            );
        }
    }
}

/// A report that comes back to its first state by itself every two hours, until somebody files it.
const RESTLESS: &str = "title.en = 'T'\nabout.en = 'A'\nzone = 'Europe/Riga'\nlanguages = ['en']\nkinds = ['report']\n\
    [role.owner]\ntitle.en = 'Owner'\nseats.contact = { en = 'Contact' }\n\
    [report]\ntitle.en = 'Report'\nowner = 'owner'\nopen_by = ['owner']\nstates = ['day', 'night', 'done']\n\
    [report.day]\ntitle.en = 'Day'\n\
    [report.day.on]\nfile = { by = 'owner', to = 'done', title.en = 'F' }\n\
    dusk = { at = 'entered + 1 hour', to = 'night' }\n\
    [report.night]\ntitle.en = 'Night'\n\
    [report.night.on]\ndawn = { at = 'entered + 1 hour', to = 'day' }\n\
    [report.done]\ntitle.en = 'Done'\nfinal = true\n";

#[test]
fn a_circle_of_timers_is_found_and_broken_off() {
    let source = Source {
        name: "restless".to_owned(),
        files: [("workflow.toml".to_owned(), RESTLESS.to_owned())].into(),
    };
    let (_, findings) = check(&source);
    let circles: Vec<String> = findings
        .iter()
        .filter(|finding| finding.rule == "endless-loop")
        .map(|finding| format!("{}:{}", finding.place.line, finding.place.column))
        .collect();
    assert_eq!(circles, ["18:15", "22:15"], "{findings:#?}");

    let definition = parse(&source).expect("it can be read");
    let mut world = World::new(&definition, "2027-01-01T00:00:00Z".parse().expect("an instant"));
    world.most_lines = 5_000;
    let owner = Uuid::from_u128(1);
    let sits = Holder {
        person: owner,
        role: "owner".to_owned(),
        seat: Some("contact".to_owned()),
        from: None,
        until: None,
        peer: None,
    };
    world.holders.push((Some(owner), sits));
    let opening: Opening = serde_json::from_value(json!({
        "id": Uuid::from_u128(2), "kind": "report", "organisation": owner,
        "call": null, "parent": null, "due": null,
    }))
    .expect("an opening");
    let event = world.asked(owner, owner, "open");
    world.open(&event, &opening).expect("it opens");
    world.advance("2037-01-01T00:00:00Z".parse().expect("an instant"));
    assert!(world.is_full(), "{} lines", world.transcript.len());
    assert!(world.transcript.len() < 5_100 && world.now < "2028-01-01T00:00:00Z".parse().expect("an instant"));
}
