//! Nodes that wake each other.

use std::time::Duration;

use kalends::store::wake::{self, Listener};

use super::sample::raw;
use crate::support::database::Database;

/// Long enough for any word on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

async fn heard(listener: &mut Listener) -> bool {
    tokio::time::timeout(PATIENCE, listener.heard()).await.unwrap().is_ok()
}

#[tokio::test]
async fn a_word_is_heard_when_its_transaction_commits() {
    let database = Database::postgres().await;
    let mut listener = database.store.listen().await.unwrap().unwrap();
    let mut tx = database.store.begin().await.unwrap();
    wake::others(&mut tx).await.unwrap();
    wake::others(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(heard(&mut listener).await);
}

#[tokio::test]
async fn a_listener_that_was_cut_off_says_so_and_another_can_be_had() {
    let database = Database::postgres().await;
    let mut listener = database.store.listen().await.unwrap().unwrap();
    let mut tx = database.store.begin().await.unwrap();
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like 'LISTEN%'";
    raw(&mut tx, cut).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!heard(&mut listener).await);
    let mut again = database.store.listen().await.unwrap().unwrap();
    let mut tx = database.store.begin().await.unwrap();
    wake::others(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(heard(&mut again).await);
}

#[tokio::test]
async fn sqlite_has_nobody_to_wake() {
    let database = Database::sqlite().await;
    assert!(database.store.listen().await.unwrap().is_none());
    let mut tx = database.store.begin().await.unwrap();
    wake::others(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}
