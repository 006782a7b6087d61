//! The shipped scenarios on the real engine: it does what the rehearsal's small world does.

use kalends::rehearsal::scenario::{self, Does};

use crate::support::database::{Database, each_database};
use crate::support::house::{House, Opening, WORKFLOW, shipped};
use crate::support::samples::sample;

each_database! {
    /// Every shipped scenario without an outage plays on the engine, and its expectations hold.
    async fn play_on_the_engine(database: &Database) {
        let source = shipped(WORKFLOW);
        let files: Vec<_> = source.files.iter().filter(|(path, _)| path.starts_with("scenarios/")).collect();
        assert!(!files.is_empty());
        for (path, text) in files {
            let off = scenario::parse(path, text).unwrap().steps.iter().any(|step| matches!(step.does, Does::Off(_)));
            if off {
                continue;
            }
            let fresh = fresh(database).await;
            let mut house = House::opening(&fresh.url, Opening::default()).await;
            house.play(text).await;
            house.verify().await;
        }
    }
}

each_database! {
    /// Peers, organisations, times, children and duties put off are the same on the engine as in the small world.
    async fn parties_play_on_the_engine(database: &Database) {
        let source = sample("guild");
        for (_, text) in source.files.iter().filter(|(path, _)| path.starts_with("scenarios/")) {
            let fresh = fresh(database).await;
            let opening = Opening { source: sample("guild"), ..Opening::default() };
            let mut house = House::opening(&fresh.url, opening).await;
            house.play(text).await;
            house.verify().await;
        }
    }
}

async fn fresh(like: &Database) -> Database {
    if like.url.starts_with("sqlite:") {
        Database::sqlite().await
    } else {
        Database::postgres().await
    }
}
