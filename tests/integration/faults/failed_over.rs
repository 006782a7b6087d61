//! A replicated PostgreSQL is switched over, restarted, killed and cut off under load, half of the time with the machine busy.
//!
//! The cluster is brought up by `scripts/failover`, which runs this and says by `KALENDS_TEST_FAILOVER` which program makes a
//! fault. Where nobody says so there is no such cluster, and nothing to be tried: `restarted` and `silent` are what the suite
//! tries.

use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::time::Instant;
use uuid::Uuid;

use super::clients::{Clients, Done, Lone};
use super::house::House;
use super::killed::{ANSWERS, CLIENTS, FILES, LATER_MICROS, LONGEST};
use super::table::{Row, faults, seed};
use crate::support::database::Database;
use crate::support::handed::handed;
use crate::support::serving::{PATIENCE, Serving};
use crate::support::sink::{Mode, Sink};

/// What is done to the cluster, as `scripts/failover` calls it, and what the table calls it.
const KINDS: [(&str, &str); 4] = [
    ("switchover", "switchover"),
    ("restart", "the primary restarted"),
    ("kill", "the primary's first process killed"),
    ("cut", "the primary cut off and healed"),
];

/// The machine meanwhile.
const MACHINES: [&str; 2] = ["quiet", "busy"];

/// For how long writes may fail: the time after which the cluster gives its primary up, and 15 s.
const BACK_WITHIN: Duration = Duration::from_secs(20 + 15);

/// How long the one that measures waits between two writes.
const BREATHER: Duration = Duration::from_millis(50);

/// The faults of one kind.
#[derive(Default)]
struct Made {
    count: usize,
    longest: Duration,
}

struct Cluster {
    house: House,
    nodes: Vec<Serving>,
    control: String,
    random: StdRng,
}

impl Cluster {
    /// Makes a fault while clients ask; gives what they found and for how long no write got through.
    async fn fault(&mut self, number: usize, (kind, machine): (&str, &str)) -> (Done, Duration) {
        let files = self.house.files(FILES).await;
        let clients = Clients::start(&self.house, files, (CLIENTS, seed() + number as u64));
        clients.reach(self.nodes.iter().map(|node| node.url.clone()).collect());
        let measured = self.house.files(1).await[0];
        clients
            .until_answered(self.random.random_range(0..ANSWERS), LONGEST)
            .await;
        tokio::time::sleep(Duration::from_micros(self.random.random_range(0..LATER_MICROS))).await;
        let mut make = Command::new(&self.control);
        make.args(["make", kind, machine]);
        let making = tokio::task::spawn_blocking(move || make.status().unwrap());
        let node = number % self.nodes.len();
        let gap = self.longest_gap(node, measured, || making.is_finished()).await;
        assert!(making.await.unwrap().success(), "{kind} could not be made");
        (clients.finish(&self.house).await, gap)
    }

    /// Writes through one node until it is over, and once more; gives the longest time from one write to the next.
    async fn longest_gap(&self, node: usize, file: Uuid, is_over: impl Fn() -> bool) -> Duration {
        let lone = Lone {
            house: &self.house,
            url: &self.nodes[node].url,
            file,
        };
        let reason = |number: usize| format!("{file} {number}");
        let (mut written, mut longest, mut last) = (0, Duration::ZERO, Instant::now());
        loop {
            let was_over = is_over();
            lone.until_noted(&reason(written), PATIENCE * 4).await;
            written += 1;
            longest = longest.max(last.elapsed());
            last = Instant::now();
            if was_over {
                break;
            }
            tokio::time::sleep(BREATHER).await;
        }
        let noted = lone.noted().await;
        let once = (0..written).filter(|number| noted.get(&reason(*number)) == Some(&1));
        assert_eq!(once.count(), written, "each write is there once");
        longest
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load() {
    let Ok(control) = std::env::var("KALENDS_TEST_FAILOVER") else {
        eprintln!("nothing is replicated here; `scripts/failover` tries this");
        return;
    };
    let house = House::prepare(Database::postgres().await, Sink::start(Mode::Ok).await).await;
    let mut nodes = Vec::new();
    for node in ["one", "other"] {
        nodes.push(Serving::start(house.command(&["serve"], node)).await);
    }
    let mut cluster = Cluster {
        house,
        nodes,
        control,
        random: StdRng::seed_from_u64(seed()),
    };
    let mut made: BTreeMap<(usize, usize), Made> = BTreeMap::new();
    let (mut acknowledged, mut refused, mut repeated, mut lost, mut doubled) = (0, 0, 0, 0, 0);
    let mut wrong = Vec::new();
    for number in 0..faults() {
        let (kind, machine) = (number / 2 % KINDS.len(), number % 2);
        let (done, gap) = cluster.fault(number, (KINDS[kind].0, MACHINES[machine])).await;
        eprintln!(
            "{number}: {} ({}): {gap:?} without a write",
            KINDS[kind].1, MACHINES[machine]
        );
        let of_kind = made.entry((kind, machine)).or_default();
        of_kind.count += 1;
        of_kind.longest = of_kind.longest.max(gap);
        acknowledged += done.verdict.acknowledged;
        refused += done.refused;
        repeated += done.repeated;
        lost += done.verdict.lost;
        doubled += done.verdict.doubled;
        wrong.extend(done.verdict.wrong);
    }
    let Cluster { house, nodes, .. } = cluster;
    house.until_quiet(&[]).await;
    for node in nodes {
        node.stop().await;
    }
    let handed = handed(&house.database.url, &house.sink).await;
    house.verify();
    for ((kind, machine), made) in &made {
        let fault = format!("{}, machine {}", KINDS[*kind].1, MACHINES[*machine]);
        Row::new(&fault, &house.database, made.count)
            .with("longest without a write, ms", made.longest.as_millis() as usize)
            .report();
    }
    Row::new(
        "the faults of the replicated server together",
        &house.database,
        faults(),
    )
    .with("acknowledged", acknowledged)
    .with("refused", refused)
    .with("asked again under the same key", repeated)
    .with("lost", lost)
    .with("done twice", doubled)
    .with("answers that fit no order", wrong.len())
    .with("restarts of a node", 0)
    .with("letters, each at the server", handed.letters)
    .with("letters sent again, same Message-ID", handed.again)
    .report();
    assert_eq!((lost, doubled), (0, 0));
    assert_eq!(wrong, [""; 0]);
    assert_eq!(handed.again, 0, "nothing crashed that sends letters");
    let longest = made.values().map(|made| made.longest).max();
    assert!(longest <= Some(BACK_WITHIN), "no write got through for {longest:?}");
}
