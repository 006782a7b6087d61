//! Made-up programmes and what happens in them: whatever the files say and whatever people do, the same always holds.

pub mod oracle;
pub mod programme;
mod story;

use std::cell::Cell;

use kalends::workflow::check::check;
use kalends::workflow::finding::Level;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use programme::Programme;
use story::Story;

/// How many programmes; `KALENDS_RANDOM_CASES=…` tries more.
fn cases() -> u32 {
    let asked = std::env::var("KALENDS_RANDOM_CASES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(150)
}

/// The same programmes each time; `KALENDS_RANDOM_SEED=…` makes others.
fn chance() -> TestRng {
    let asked = std::env::var("KALENDS_RANDOM_SEED").ok();
    let seed: Option<u64> = asked.and_then(|text| text.parse().ok());
    seed.map_or_else(
        || TestRng::deterministic_rng(RngAlgorithm::ChaCha),
        |seed| {
            let bytes: Vec<u8> = seed.to_le_bytes().repeat(4);
            TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)
        },
    )
}

#[test]
fn whatever_the_files_say() {
    let config = Config {
        cases: cases(),
        failure_persistence: None,
        max_global_rejects: 100_000,
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    let choices = proptest::collection::vec(any::<u16>(), 20..160);
    let acts = proptest::collection::vec((any::<u8>(), any::<u8>(), any::<u16>()), 1..30);
    let (letters, entries) = (Cell::new(0), Cell::new(0));
    let outcome = TestRunner::new_with_rng(config, chance()).run(&(choices, acts), |(choices, acts)| {
        let programme = Programme::from(&choices);
        let (definition, findings) = check(&programme.source());
        let errors: Vec<_> = findings
            .iter()
            .filter(|finding| finding.level == Level::Error)
            .collect();
        prop_assume!(errors.iter().all(|finding| programme::HONEST.contains(&finding.rule)));
        let Some(definition) = definition else {
            return Err(TestCaseError::reject("the programme contradicts itself"));
        };
        let mut story = Story::begin(&programme, &definition);
        for act in acts {
            story.act(act)?;
            story.look()?;
        }
        story.pass(500)?;
        story.look()?;
        let (sent, recorded) = oracle::judge(&programme, &story)?;
        letters.set(letters.get() + sent);
        entries.set(entries.get() + recorded);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    let (letters, entries) = (letters.get(), entries.get());
    assert!(
        letters > 500 && entries > 1_000,
        "{letters} reminders, {entries} entries: too quiet to show anything"
    );
}
