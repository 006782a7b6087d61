//! PostgreSQL goes down under load and comes back: the service, which nobody restarts, comes back by itself, and what was
//! acknowledged is there once.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::time::Instant;

use super::clients::{Clients, Lone};
use super::house::House;
use super::killed::{ANSWERS, CLIENTS, FILES, LATER_MICROS, LONGEST};
use super::table::{Row, faults, seed};
use crate::support::cluster::{Cluster, End};
use crate::support::database::Database;
use crate::support::handed::handed;
use crate::support::serving::{PATIENCE, Serving};
use crate::support::sink::{Mode, Sink};

/// How the server goes down, in turn.
const ENDS: [End; 3] = [End::Stop, End::Halt, End::Kill];

/// How long after the server answers again writes may fail.
const BACK_WITHIN: Duration = Duration::from_secs(15);

/// Waits until the service says that it is ready, or that it is not.
async fn until_ready_is(url: &str, status: u16) {
    let http = reqwest::Client::builder().timeout(LONGEST).build().unwrap();
    let said = async {
        while http.get(format!("{url}/readyz")).send().await.unwrap().status() != status {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let said = tokio::time::timeout(PATIENCE, said).await;
    assert!(said.is_ok(), "`/readyz` does not become {status}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load() {
    let cluster = Cluster::start().await;
    let database = Database::postgres_on(&cluster.url()).await;
    let house = House::prepare(database, Sink::start(Mode::Ok).await).await;
    let files = house.files(FILES).await;
    let clients = Clients::start(&house, files, (CLIENTS, seed()));
    let serving = Serving::start(house.serve()).await;
    clients.reach(vec![serving.url.clone()]);
    let lone = Lone {
        house: &house,
        url: &serving.url,
        file: house.files(1).await[0],
    };
    let mut random = StdRng::seed_from_u64(seed());
    let made = faults().div_ceil(5).max(6);
    let (mut under_load, mut longest) = (0, Duration::ZERO);
    for fault in 0..made {
        clients.until_answered(random.random_range(0..ANSWERS), LONGEST).await;
        tokio::time::sleep(Duration::from_micros(random.random_range(0..LATER_MICROS))).await;
        under_load += usize::from(clients.in_flight() > 0);
        cluster.end(ENDS[fault % ENDS.len()]);
        until_ready_is(&serving.url, 503).await;
        cluster.go_on().await;
        let answers_since = Instant::now();
        lone.until_noted(&format!("fault {fault}"), PATIENCE).await;
        longest = longest.max(answers_since.elapsed());
        until_ready_is(&serving.url, 200).await;
    }
    let done = clients.finish(&house).await;
    house.until_quiet(&[]).await;
    let noted = lone.noted().await;
    let noted_once = (0..made).filter(|fault| noted.get(&format!("fault {fault}")) == Some(&1));
    assert_eq!(noted_once.count(), made);
    serving.stop().await;
    let handed = handed(&house.database.url, &house.sink).await;
    house.verify();
    Row::new(
        "the server stopped, halted and killed, and started again",
        &house.database,
        made,
    )
    .with("with requests on their way", under_load)
    .with("acknowledged", done.verdict.acknowledged + made)
    .with("refused", done.refused)
    .with("asked again under the same key", done.repeated)
    .with("lost", done.verdict.lost)
    .with("done twice", done.verdict.doubled)
    .with("answers that fit no order", done.verdict.wrong.len())
    .with("longest until writes worked again, ms", longest.as_millis() as usize)
    .with("restarts of the service", 0)
    .with("letters, each at the server", handed.letters)
    .with("letters sent again, same Message-ID", handed.again)
    .report();
    assert_eq!((done.verdict.lost, done.verdict.doubled), (0, 0));
    assert_eq!(done.verdict.wrong, [""; 0]);
    assert!(longest <= BACK_WITHIN, "writes worked again only after {longest:?}");
    assert_eq!(handed.again, 0, "nothing crashed that sends letters");
}
