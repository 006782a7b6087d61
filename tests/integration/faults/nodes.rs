//! Two and four nodes on one PostgreSQL, killed and held up while timers fall due at once and clients ask: each effect once.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::clients::Clients;
use super::house::House;
use super::killed::CONNECTIONS;
use super::table::{Row, faults, is_long, seed};
use crate::support::database::Database;
use crate::support::handed::handed;
use crate::support::serving::Serving;
use crate::support::sink::{Mode, Sink};

/// How many timers fall due for each fault.
const DUE_EACH: usize = 50;

/// How many files the clients share.
const FILES: usize = 8;

/// How many clients ask.
const CLIENTS: u64 = 4;

/// How much longer than its leases a node is held up.
const LONGER: Duration = Duration::from_secs(3);

struct Nodes {
    house: House,
    running: Vec<Serving>,
    random: StdRng,
    kills: usize,
    stalls: usize,
    /// Stalls that outlasted the leases by the clock, and not because somebody took them away.
    waited_out: usize,
}

fn name(node: usize) -> String {
    format!("node {node}")
}

impl Nodes {
    async fn start(house: House, count: usize) -> Self {
        let mut running = Vec::new();
        for node in 0..count {
            running.push(Serving::start(house.command(&["serve"], &name(node))).await);
        }
        Self {
            house,
            running,
            random: StdRng::seed_from_u64(seed() + count as u64),
            kills: 0,
            stalls: 0,
            waited_out: 0,
        }
    }

    fn urls(&self) -> Vec<String> {
        self.running.iter().map(|serving| serving.url.clone()).collect()
    }

    /// Waits until some more letters are out, so that the fault meets work.
    async fn amid_work(&mut self) {
        let target = self.house.sink.count() + self.random.random_range(1..DUE_EACH / 2);
        let _ = tokio::time::timeout(Duration::from_secs(5), self.house.sink.until(target)).await;
        let micros = self.random.random_range(0..3_000);
        tokio::time::sleep(Duration::from_micros(micros)).await;
    }

    async fn kill_one(&mut self, clients: &Clients) {
        let node = self.random.random_range(0..self.running.len());
        self.amid_work().await;
        self.running[node].program.kill();
        self.kills += 1;
        self.running[node] = Serving::start(self.house.command(&["serve"], &name(node))).await;
        clients.reach(self.urls());
    }

    /// Holds one up until others hold what it held, and lets it go on with its old claims.
    async fn stall_one(&mut self) {
        let node = self.random.random_range(0..self.running.len());
        self.amid_work().await;
        self.running[node].program.signal("STOP");
        self.stalls += 1;
        if is_long() && self.waited_out < 2 {
            self.waited_out += 1;
            let held = self.held_for(node).await;
            tokio::time::sleep(held + LONGER).await;
        } else {
            self.take_away(node).await;
            let target = self.house.sink.count() + 5;
            let _ = tokio::time::timeout(Duration::from_secs(1), self.house.sink.until(target)).await;
        }
        self.running[node].program.signal("CONT");
    }

    /// How long the leases of a node still run.
    async fn held_for(&self, node: usize) -> Duration {
        let latest = "select coalesce(max(leased_until), 0) from (select leased_until from timer where leased_by = $1
            union all select leased_until from message where leased_by = $1) held";
        let mut connection = self.connection().await;
        let until: i64 = sqlx::query_scalar(latest)
            .bind(name(node))
            .fetch_one(&mut connection)
            .await
            .unwrap();
        let now = kalends::clock::Clock::now(&kalends::clock::SystemClock).micros();
        Duration::from_micros(u64::try_from(until - now).unwrap_or(0))
    }

    /// Has the leases of timers end now, as if the node had slept through them. Not those of letters: a node that wakes looks
    /// at its own clock before it sends, and that clock would have gone on.
    async fn take_away(&self, node: usize) {
        let sql = format!("update timer set leased_until = 0 where leased_by = '{}'", name(node));
        let mut connection = self.connection().await;
        let _ = tokio::time::timeout(
            Duration::from_secs(1),
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection),
        )
        .await;
    }

    async fn connection(&self) -> PgConnection {
        PgConnection::connect(&self.house.database.url).await.unwrap()
    }
}

async fn racing(count: usize, fault: &'static str) {
    let house = House::prepare(Database::postgres().await, Sink::start(Mode::Ok).await).await;
    let files = house.files(FILES).await;
    let made = faults().div_ceil(5).max(6);
    let due = house.files_due(made * DUE_EACH).await;
    let clients = Clients::start(&house, files, (CLIENTS, seed()));
    let mut nodes = Nodes::start(house, count).await;
    clients.reach(nodes.urls());
    for fault in 0..made {
        if fault % 2 == 0 {
            nodes.kill_one(&clients).await;
        } else {
            nodes.stall_one().await;
        }
    }
    let Nodes { house, running, .. } = &mut nodes;
    let done = clients.finish(house).await;
    house.until_quiet(&due).await;
    for serving in std::mem::take(running) {
        serving.stop().await;
    }
    let handed = handed(&house.database.url, &house.sink).await;
    house.verify();
    let mut lapsed = 0;
    for file in &due {
        let ends = house.history(*file).await.into_iter();
        lapsed += ends.filter(|entry| entry.event == "lapse").count();
    }
    Row::new(fault, &house.database, made)
        .with("kill -9", nodes.kills)
        .with("SIGSTOP past the leases", nodes.stalls)
        .with("of these waited out by the clock", nodes.waited_out)
        .with("timers due at once", due.len())
        .with("timers fired", lapsed)
        .with("acknowledged", done.verdict.acknowledged)
        .with("asked again under the same key", done.repeated)
        .with("lost", done.verdict.lost)
        .with("done twice", done.verdict.doubled)
        .with("answers that fit no order", done.verdict.wrong.len())
        .with("letters, each at the server", handed.letters)
        .with("letters sent again, same Message-ID", handed.again)
        .report();
    assert_eq!(lapsed, due.len());
    assert_eq!((done.verdict.lost, done.verdict.doubled), (0, 0));
    assert_eq!(done.verdict.wrong, [""; 0]);
    assert!(handed.again <= made * CONNECTIONS, "{handed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two() {
    racing(2, "two nodes, killed and held up").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four() {
    racing(4, "four nodes, killed and held up").await;
}
