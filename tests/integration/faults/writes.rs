//! The n-th write or flush of the SQLite database fails, for each n of an event: it is told, and the event is there or not,
//! and done once when it is asked again.

use super::clients::Lone;
use super::house::House;
use super::table::{Row, is_long};
use super::traced::Traced;
use crate::support::database::Database;
use crate::support::serving::Serving;
use crate::support::sink::{Mode, Sink};

/// More writes than any event takes.
const MANY: usize = 60;

/// In the suite every so many-th write fails.
const STRIDE: usize = 4;

/// What fails, and how.
const FAILURES: [(&str, &str); 4] = [
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("fdatasync", "EIO"),
    ("fsync", "EIO"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_nth_fails() {
    let house = House::prepare(Database::sqlite().await, Sink::start(Mode::Ok).await).await;
    let file = house.files(1).await[0];
    let serving = Serving::start(house.serve_without_mail()).await;
    let client = Lone {
        house: &house,
        url: &serving.url,
        file,
    };
    assert_eq!(client.note("first").await, 200);
    let (mut made, mut told, mut lost, mut twice) = (0, 0, 0, 0);
    for (at, (call, error)) in FAILURES.into_iter().enumerate() {
        let step = if is_long() { 1 } else { STRIDE };
        for n in (1 + at % step..MANY).step_by(step) {
            let reason = format!("{call} {error} {n}");
            let inject = format!("inject={call}:error={error}:when={n}");
            let traced = Traced::attach(serving.program.id(), &["-e", &format!("trace={call}"), "-e", &inject]);
            let status = client.note(&reason).await;
            let seen = traced.detach();
            if !seen.iter().any(|line| line.ends_with("(INJECTED)")) {
                assert_eq!(status, 200, "{reason}");
                break;
            }
            assert!(matches!(status, 200 | 500 | 503), "{reason}: {status}");
            made += 1;
            told += usize::from(status != 200);
            let times = |noted: &std::collections::BTreeMap<String, usize>| noted.get(&reason).copied().unwrap_or(0);
            lost += usize::from(status == 200 && times(&client.noted().await) == 0);
            assert_eq!(client.note(&reason).await, 200, "{reason}, again");
            twice += usize::from(times(&client.noted().await) != 1);
        }
    }
    serving.stop().await;
    house.verify();
    house.check_integrity().await;
    Row::new("the n-th write or flush fails", &house.database, made)
        .with("told so", told)
        .with("acknowledged and lost", lost)
        .with("not once when asked again", twice)
        .report();
    assert!(made >= 3, "only {made} writes failed");
    assert_eq!((lost, twice), (0, 0));
}
