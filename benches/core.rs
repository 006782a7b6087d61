//! The pure core, step by step: `cargo bench --bench core`.
//!
//! One application of the shipped programme of learning cities is opened, signed and submitted; each benchmark is one of
//! the functions that every event goes through.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use kalends::case::around::Around;
use kalends::case::call::fill_dates;
use kalends::case::decide::decide;
use kalends::case::event::{HeldSeat, News, Opening};
use kalends::case::evolve::{evolve, fold};
use kalends::case::opening::open;
use kalends::case::plan::plan;
use kalends::case::state::CallDates;
use kalends::case::{Actor, Case, Entry, Event, Holder};
use kalends::clock::Instant;
use kalends::workflow::form::Answers;
use kalends::workflow::parse::parse;
use kalends::workflow::schedule::Schedule;
use kalends::workflow::{Definition, Source};
use uuid::Uuid;

const CONTACT: (u128, &str, Option<&str>) = (1, "applicant", Some("contact"));
const MAYOR: (u128, &str, Option<&str>) = (2, "applicant", Some("mayor"));
const COMMISSION: (u128, &str, Option<&str>) = (3, "commission", None);

fn source() -> Source {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows/learning-cities");
    let mut files = BTreeMap::new();
    read(&folder, &folder, &mut files);
    Source {
        name: "learning-cities".to_owned(),
        files,
    }
}

fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).expect("the folder of the programme") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() {
            read(root, &path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path
                .strip_prefix(root)
                .expect("inside it")
                .to_string_lossy()
                .into_owned();
            files.insert(name, text);
        }
    }
}

fn noon(definition: &Definition, month: i8, day: i8) -> Instant {
    Instant::from_civil(date(2026, month, day).at(12, 0, 0, 0), &definition.zone)
}

fn event(name: &str, (person, role, seat): (u128, &str, Option<&str>), answers: &Answers) -> Event {
    let seats = vec![HeldSeat {
        role: role.to_owned(),
        seat: seat.map(str::to_owned),
        peer: None,
    }];
    Event {
        name: name.to_owned(),
        actor: Actor::Person {
            id: Uuid::from_u128(person),
            seats,
        },
        answers: answers.clone(),
        extra: Answers::new(),
        reason: None,
        attachments: Vec::new(),
        fresh: Uuid::from_u128(900),
        places_taken: 0,
        around: Around::default(),
        news: News::None,
    }
}

fn people() -> Vec<Holder> {
    let holder = |(person, role, seat): (u128, &str, Option<&str>)| Holder {
        person: Uuid::from_u128(person),
        role: role.to_owned(),
        seat: seat.map(str::to_owned),
        peer: None,
        from: None,
        until: None,
    };
    [CONTACT, MAYOR, COMMISSION].map(holder).into()
}

/// A signed application, its history so far, and the event that submits it.
fn signed(definition: &Definition) -> (Case, Vec<Entry>, Event) {
    let mut call = CallDates {
        id: Uuid::from_u128(500),
        name: "2026".to_owned(),
        opens_at: noon(definition, 3, 1),
        closes_at: noon(definition, 5, 1),
        quota: Some(3),
        dates: BTreeMap::new(),
    };
    fill_dates(definition, &mut call);
    let answers = definition.forms["application"].example();
    let opening = Opening {
        id: Uuid::from_u128(200),
        kind: "membership".to_owned(),
        organisation: Uuid::from_u128(100),
        call: Some(call),
        parent: None,
        due: None,
        rounds: Vec::new(),
        answers: Answers::new(),
        several: false,
    };
    let asked = (&event("open", CONTACT, &Answers::new()), noon(definition, 3, 10));
    let opened = open(definition, &opening, &[], asked).expect("the call is open").entry;
    let case = fold([&opened]).expect("it begins");
    let signed = decide(
        definition,
        &case,
        &event("sign", MAYOR, &answers),
        noon(definition, 3, 11),
    );
    let signed = signed.expect("the mayor signs").entry;
    let case = evolve(case, &signed);
    (case, vec![opened, signed], event("submit", CONTACT, &answers))
}

fn core(criterion: &mut Criterion) {
    let source = source();
    let definition = parse(&source).expect("a shipped programme is good");
    let (case, mut history, submit) = signed(&definition);
    let (now, people) = (noon(&definition, 3, 12), people());
    let entry = decide(&definition, &case, &submit, now).expect("it is submitted").entry;
    history.push(entry.clone());
    let submitted = evolve(case.clone(), &entry);
    let yearly = Schedule::parse("0 0 0 1 3 *").expect("a rule");

    criterion.bench_function("parse", |bencher| bencher.iter(|| parse(black_box(&source))));
    criterion.bench_function("decide", |bencher| {
        bencher.iter(|| decide(&definition, black_box(&case), &submit, now));
    });
    criterion.bench_function("evolve", |bencher| {
        let next = || case.clone();
        bencher.iter_batched(next, |case| evolve(case, black_box(&entry)), BatchSize::SmallInput);
    });
    criterion.bench_function("fold", |bencher| bencher.iter(|| fold(black_box(&history))));
    criterion.bench_function("plan", |bencher| {
        bencher.iter(|| plan(&definition, black_box(&submitted), &people));
    });
    criterion.bench_function("schedule", |bencher| {
        let after = date(2026, 1, 1).at(0, 0, 0, 0);
        bencher.iter(|| yearly.firings(black_box(after), &definition.zone).take(10).count());
    });
}

criterion_group!(benches, core);
criterion_main!(benches);
