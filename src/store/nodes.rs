//! The nodes that serve from this database, and by how much their clocks differ from its own.
//!
//! Owns the table `node`. A row is for people and for manners: nothing is decided by it that must be right, since a node
//! that died is still listed and one that cannot write is not.

use super::dialect::{execute, row, rows, statements};
use super::value::words;
use super::{StoreError, Tx};
use crate::clock::Instant;

statements! {
    SEEN = "insert into node (id, program, knows, state, ahead, started_at, seen_at) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (id) do update set program = excluded.program, knows = excluded.knows, state = excluded.state,
            ahead = excluded.ahead, started_at = excluded.started_at, seen_at = excluded.seen_at";
    LIST = "select id, program, knows, state, ahead, started_at, seen_at from node order by id";
    GONE = "delete from node where id = $1 and started_at = $2";
    FORGET = "delete from node where seen_at - coalesce(ahead, 0) < $1";
    DATABASE_CLOCK_POSTGRES = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";
}

/// A node that has said nothing for so long is taken for dead by the others, after three rounds missed.
const DEAD_SECONDS: u64 = 30;

words!(
    /// What a node is about.
    NodeState {
        /// It takes up what is due.
        Working = "working",
        /// Its clock is too far from the database's: it takes up nothing.
        Waiting = "waiting",
        /// It finishes what it has in hand, and ends.
        Stopping = "stopping",
    }
);

/// A node as it last described itself.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Node {
    /// Its name.
    pub id: String,
    /// Version of its program.
    pub program: String,
    /// The last migration its program knows.
    pub knows: i64,
    /// What it is about.
    pub state: NodeState,
    /// Microseconds by which its clock is ahead of the database's, where that is measured.
    pub ahead: Option<i64>,
    /// When it started, by its own clock.
    pub started_at: Instant,
    /// When it last said so, by its own clock.
    pub seen_at: Instant,
}

impl Node {
    /// When it last said so, by the database's clock where that is known.
    pub fn seen(&self) -> Instant {
        Instant::from_micros(self.seen_at.micros().saturating_sub(self.ahead.unwrap_or(0)))
    }

    /// Whether it has said so lately.
    pub fn is_up(&self, now: Instant) -> bool {
        now.micros().abs_diff(self.seen().micros()) < DEAD_SECONDS * 1_000_000
    }

    /// For how many seconds it has said nothing.
    pub fn silent_seconds(&self, now: Instant) -> i64 {
        (now.micros().saturating_sub(self.seen().micros()) / 1_000_000).max(0)
    }
}

/// Enters a node as it is now, or describes it anew.
pub async fn seen(tx: &mut Tx, node: &Node) -> Result<(), StoreError> {
    execute!(
        tx,
        SEEN,
        &node.id,
        &node.program,
        node.knows,
        node.state,
        node.ahead,
        node.started_at,
        node.seen_at
    )?;
    Ok(())
}

/// Gives every node that is listed, by name.
pub async fn list(tx: &mut Tx) -> Result<Vec<Node>, StoreError> {
    rows!(tx, Node, LIST)
}

/// Takes a node off the list, unless another process has come up under its name.
pub async fn gone(tx: &mut Tx, id: &str, started_at: Instant) -> Result<(), StoreError> {
    execute!(tx, GONE, id, started_at)?;
    Ok(())
}

/// Takes nodes off the list that have said nothing since an instant.
pub async fn forget(tx: &mut Tx, since: Instant) -> Result<u64, StoreError> {
    execute!(tx, FORGET, since)
}

/// What the database's own clock shows; nothing on SQLite, whose clock is this machine's.
///
/// The one place where the database is asked for the time, and only to measure: what it says is compared with the node's
/// clock and goes into no row but the node's.
pub async fn database_clock(tx: &mut Tx) -> Result<Option<Instant>, StoreError> {
    match tx {
        Tx::Sqlite(_) => Ok(None),
        Tx::Postgres(_) => Ok(row!(tx, (Instant,), DATABASE_CLOCK_POSTGRES)?.map(|(instant,)| instant)),
    }
}
