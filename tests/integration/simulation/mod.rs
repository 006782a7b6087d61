//! A deterministic simulation: engine, store and mail in one thread, one seed one run.
//!
//! Three nodes, each with the real engine and worker and a clock of its own, work on one real SQLite database. A seed
//! decides who asks what, when a node looks for what is due, where the clock goes, which step towards the database fails and
//! how, which node dies or is held up beyond its lease, and what the mail server says. What comes of it is held against a
//! model of its own: [`ledger`] for histories, [`judge`] for reminders, timers and letters, [`post`] for what the mail
//! server was handed.
//!
//! What can come between what: every task stops before each transaction, after each commit and before the mail server, and
//! a seeded scheduler opens one gate at a time; several asks of one node lie on its tray together. Within a transaction
//! nobody else goes on: SQLite lets one writer in and readers see whole transactions, so there is nothing to see in between;
//! but any statement in it may fail, and the process may end there. What only PostgreSQL does (rows locked one by one, words
//! between nodes) is not simulated.

#[path = "../../fuzz/dice.rs"]
mod dice;
mod doings;
mod gates;
mod judge;
mod ledger;
mod lives;
mod node;
mod people;
mod post;
mod run;
mod stage;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use run::{Came, Run};
use stage::Stage;
use tokio::runtime::Runtime;

/// Runs of the suite; `KALENDS_SIMULATION_RUNS=…` makes more.
const RUNS: u64 = 400;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime starts")
}

fn play(runtime: &Runtime, seed: u64) -> Came {
    let stage = Stage::of(runtime, seed);
    runtime.block_on(Run::play(stage, seed))
}

/// What is told of a run in which something is wrong.
fn complaint(seed: u64, came: &Came) -> String {
    format!(
        "{}\n{}\nKALENDS_SIMULATION_SEED={seed} plays it again",
        came.trace.join("\n"),
        came.wrong.join("\n")
    )
}

/// Plays seeds one after the other until all are played or one fails.
fn play_some(next: &AtomicU64, end: u64, counts: &Mutex<BTreeMap<&'static str, usize>>) {
    let runtime = runtime();
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= end {
            return;
        }
        let played = catch_unwind(AssertUnwindSafe(|| play(&runtime, seed)));
        let Ok(came) = played else {
            next.store(end, Ordering::Relaxed);
            panic!("KALENDS_SIMULATION_SEED={seed} plays it again");
        };
        if !came.wrong.is_empty() {
            next.store(end, Ordering::Relaxed);
            panic!("{}", complaint(seed, &came));
        }
        let mut counts = counts.lock().unwrap();
        for (what, count) in came.counts {
            *counts.entry(what).or_default() += count;
        }
    }
}

#[test]
fn whatever_happens() {
    if let Some(seed) = number("KALENDS_SIMULATION_SEED") {
        let came = play(&runtime(), seed);
        assert!(came.wrong.is_empty(), "{}", complaint(seed, &came));
        eprintln!("{}", came.trace.join("\n"));
        return;
    }
    let runs = number("KALENDS_SIMULATION_RUNS").unwrap_or(RUNS);
    let (next, counts) = (AtomicU64::new(0), Mutex::default());
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(|| play_some(&next, runs, &counts));
        }
    });
    let counts = counts.into_inner().unwrap();
    eprintln!("{runs} runs: {counts:?}");
    for what in [
        "done",
        "refused",
        "unanswered",
        "asked again",
        "failures",
        "deaths",
        "letters",
        "reminders",
    ] {
        let count = counts.get(what).copied().unwrap_or(0);
        assert!(
            count as u64 * 4 > runs,
            "{what}: {count} in {runs} runs is too quiet to show anything"
        );
    }
}

#[test]
fn the_same_seed_is_the_same_run() {
    for seed in number("KALENDS_SIMULATION_SEED").map_or(5..8, |seed| seed..seed + 1) {
        let (first, second) = (play(&runtime(), seed), play(&runtime(), seed));
        assert!(first.trace.len() > 40, "{:?}", first.trace);
        assert_eq!(first, second, "{seed}");
    }
}
