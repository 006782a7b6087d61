//! The power goes: of what the service has written to SQLite's files only what it has flushed is sure to be there. Every event
//! that was acknowledged before is in a database that is whole.
//!
//! Nobody can cut the power of the machine that runs the tests. So the service is watched while it works, and the files are
//! made as a disk might hold them at points in between.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

use kalends::store::Store;

use super::clients::Clients;
use super::house::{self, House};
use super::killed::{CLIENTS, FILES};
use super::order::Happened;
use super::platter::Platter;
use super::table::{Row, faults, seed};
use super::traced::watched;
use super::written::{self, Step};
use crate::support::database::Database;
use crate::support::serving::{PATIENCE, Serving};
use crate::support::sink::{Mode, Sink};

/// After how many answers the service is stopped: its log is folded back into the database several times by then.
const ANSWERS: usize = 500;

/// What happened to each file in the end.
type Histories = BTreeMap<Uuid, Vec<Happened>>;

/// The service at work, watched; gives what it did, and what happened in the end.
async fn worked(house: &House, files: &[Uuid], folder: &Path) -> (Vec<Step>, Histories) {
    let trace = tempfile::NamedTempFile::new().unwrap();
    let serving = Serving::start(watched(&house.serve(), trace.path(), &written::ASKED)).await;
    let clients = Clients::start(house, files.to_vec(), (CLIENTS, seed()));
    clients.reach(vec![serving.url.clone()]);
    clients.until_answered(ANSWERS, PATIENCE * 3).await;
    let done = clients.finish(house).await;
    house.until_quiet(&[]).await;
    serving.stop().await;
    let steps = written::read(&complete(trace.path()).await, folder);
    let answered = steps.iter().filter(|step| matches!(step, Step::Answer { .. })).count();
    assert_eq!(answered, done.verdict.acknowledged, "answers that were seen");
    assert_eq!((done.verdict.lost, done.verdict.doubled), (0, 0));
    let mut histories = Histories::new();
    for file in files {
        histories.insert(*file, house.history(*file).await);
    }
    (steps, histories)
}

/// What strace wrote, once it has written all.
async fn complete(trace: &Path) -> String {
    let read = async {
        loop {
            let seen = std::fs::read_to_string(trace).unwrap();
            if seen.ends_with("+++ exited with 0 +++\n") {
                return seen;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, read).await.expect("strace ends")
}

/// Opens what the power left; the number of acknowledged events that are not there, or what is wrong with it.
async fn lost(house: &House, left: &Path, (told, end): (&BTreeMap<Uuid, usize>, &Histories)) -> Result<usize, String> {
    let url = format!("sqlite:{}", left.join("kalends.db").display());
    let found = house::integrity(&url).await;
    if found != "ok" {
        return Err(found);
    }
    let store = Store::open(&url).await.map_err(|error| error.to_string())?;
    let mut lost = 0;
    for (file, end) in end {
        let there = house::history(&store, *file).await.map_err(|error| error.to_string())?;
        if !end.starts_with(&there) {
            return Err(format!("{file} has another history"));
        }
        let told = told.get(file).copied().unwrap_or(0);
        lost += told.saturating_sub(there.len());
    }
    store.close().await;
    house.verified(&url).map(|()| lost)
}

/// The database and its log.
fn files_of(house: &House) -> [PathBuf; 2] {
    let path = house.database.url.strip_prefix("sqlite:").unwrap();
    [path.into(), format!("{path}-wal").into()]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn loses_nothing_that_was_acknowledged() {
    let house = House::prepare(Database::sqlite().await, Sink::start(Mode::Ok).await).await;
    let cases = house.files(FILES).await;
    let paths = files_of(&house);
    let (mut platter, mut deaf) = (Platter::holding(&paths), Platter::holding(&paths));
    let (steps, end) = worked(&house, &cases, paths[0].parent().unwrap()).await;
    let folded = |step: &&Step| matches!(step, Step::FlushEnds { file, .. } if *file == paths[0]);
    let folded = steps.iter().filter(folded).count();
    let mut random = StdRng::seed_from_u64(seed());
    let first = steps
        .iter()
        .position(|step| matches!(step, Step::Answer { .. }))
        .unwrap();
    let cuts = if faults() < 100 { 3 * faults() } else { faults() / 2 };
    let mut points: Vec<usize> = (0..cuts).map(|_| random.random_range(first..steps.len())).collect();
    points.sort_unstable();
    let mut told = BTreeMap::new();
    let (mut unflushed, mut missing, mut damaged) = (0, 0, Vec::new());
    for (at, step) in steps.iter().enumerate() {
        platter.take(step);
        if !matches!(step, Step::FlushEnds { .. } | Step::FlushBegins { .. }) {
            deaf.take(step);
        }
        if let Step::Answer { case, revision } = step {
            let last = told.entry(*case).or_insert(0);
            *last = (*last).max(*revision);
        }
        for _ in points.iter().filter(|point| **point == at) {
            let left = tempfile::tempdir().unwrap();
            platter.cut(&mut random, left.path());
            unflushed += platter.unflushed();
            match lost(&house, left.path(), (&told, &end)).await {
                Ok(events) => missing += events,
                Err(why) => damaged.push(why),
            }
        }
    }
    let left = tempfile::tempdir().unwrap();
    deaf.cut(&mut random, left.path());
    let deaf = lost(&house, left.path(), (&told, &end)).await;
    Row::new("power cut", &house.database, cuts)
        .with("writes and flushes seen", steps.len())
        .with("times the log was folded back", folded)
        .with("writes not flushed at a cut, left out, torn or kept", unflushed)
        .with("acknowledged and lost", missing)
        .with("databases damaged, or with another history", damaged.len())
        .report();
    assert_eq!((missing, damaged), (0, Vec::new()));
    assert!(folded > 0, "the log was never folded back");
    assert!(unflushed > cuts, "the cuts met few writes that were not flushed");
    assert_ne!(deaf, Ok(0), "a disk that never flushes would not be noticed");
}
