//! Transactions and connections, through refusals, full disks and cut lines.

use kalends::store::{Store, StoreError, meta};

use super::sample::raw;
use crate::support::database::{Database, each_database};
use crate::support::line::{Cut, Line};

async fn put(store: &Store, value: &str) {
    let mut tx = store.begin().await.unwrap();
    meta::put(&mut tx, "mark", value).await.unwrap();
    tx.commit().await.unwrap();
}

async fn get(store: &Store) -> Option<String> {
    let mut tx = store.read().await.unwrap();
    meta::get(&mut tx, "mark").await.unwrap()
}

each_database! {
    async fn a_dropped_transaction_leaves_no_trace(database: &Database) {
        put(&database.store, "before").await;
        for _ in 0..50 {
            let mut tx = database.store.begin().await.unwrap();
            meta::put(&mut tx, "mark", "never").await.unwrap();
            drop(tx);
        }
        assert_eq!(get(&database.store).await.as_deref(), Some("before"));
        put(&database.store, "after").await;
        assert_eq!(get(&database.store).await.as_deref(), Some("after"));
    }

    async fn a_reader_cannot_write(database: &Database) {
        let mut tx = database.store.read().await.unwrap();
        assert!(meta::put(&mut tx, "mark", "x").await.is_err());
    }

    async fn a_reader_sees_one_moment(database: &Database) {
        put(&database.store, "before").await;
        let mut reader = database.store.read().await.unwrap();
        assert_eq!(meta::get(&mut reader, "mark").await.unwrap().as_deref(), Some("before"));
        put(&database.store, "after").await;
        assert_eq!(meta::get(&mut reader, "mark").await.unwrap().as_deref(), Some("before"));
    }

    async fn what_was_committed_is_there_after_opening_again(database: &Database) {
        put(&database.store, "kept").await;
        database.store.close().await;
        let again = Store::open(&database.url).await.unwrap();
        assert_eq!(get(&again).await.as_deref(), Some("kept"));
        again.close().await;
    }

    async fn fifty_writers_at_once_all_get_through(database: &Database) {
        let writers: Vec<_> = (0..50).map(|number| tokio::spawn({
            let store = database.store.clone();
            async move {
                let mut tx = store.begin().await.unwrap();
                let key = format!("writer-{number}");
                assert_eq!(meta::get(&mut tx, &key).await.unwrap(), None);
                meta::put(&mut tx, &key, "here").await.unwrap();
                tx.commit().await.unwrap();
            }
        })).collect();
        for writer in writers {
            writer.await.unwrap();
        }
    }
}

/// SQLite rolls back by itself when the disk is full, and sqlx does not notice (a lowered page limit stands in for the
/// disk; it goes with the connection).
#[tokio::test]
async fn a_full_disk_does_not_poison_the_pool() {
    let database = Database::sqlite().await;
    put(&database.store, "before").await;
    let mut tx = database.store.begin().await.unwrap();
    raw(&mut tx, "pragma max_page_count = 1").await.unwrap();
    let long = "x".repeat(1_000_000);
    let full = meta::put(&mut tx, "mark", &long).await;
    assert!(matches!(full, Err(StoreError::Database(_))), "{full:?}");
    let _ = tx.rollback().await;
    for number in 0..50 {
        put(&database.store, &format!("after {number}")).await;
    }
    assert_eq!(get(&database.store).await.as_deref(), Some("after 49"));
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused() {
    for url in ["mysql://localhost/kalends", "kalends.db", ""] {
        assert!(matches!(Store::open(url).await, Err(StoreError::Address(found)) if found == url));
    }
}

#[tokio::test]
async fn a_connection_cut_by_the_server_is_a_reason_to_try_again() {
    let database = Database::postgres().await;
    put(&database.store, "before").await;
    let mut cut = database.store.begin().await.unwrap();
    meta::put(&mut cut, "mark", "never").await.unwrap();
    let mut other = database.store.begin().await.unwrap();
    let others = "select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
    raw(&mut other, others).await.unwrap();
    drop(other);
    let failed = meta::put(&mut cut, "mark", "never").await.unwrap_err();
    assert!(failed.is_transient(), "{failed:?}");
    drop(cut);
    assert_eq!(get(&database.store).await.as_deref(), Some("before"));
    put(&database.store, "after").await;
}

/// A session that only reads stands in for a primary that was demoted: it answers, and takes no write any more.
#[tokio::test]
async fn a_server_that_only_reads_is_not_asked_again() {
    let database = Database::postgres().await;
    let mut demoted = database.store.begin().await.unwrap();
    raw(&mut demoted, "set transaction_read_only = on").await.unwrap();
    let refused = meta::put(&mut demoted, "mark", "never").await.unwrap_err();
    assert!(refused.is_transient(), "{refused:?}");
    drop(demoted);
    let mut demoted = database.store.begin().await.unwrap();
    raw(&mut demoted, "set default_transaction_read_only = on")
        .await
        .unwrap();
    demoted.commit().await.unwrap();
    for number in 0..20 {
        put(&database.store, &number.to_string()).await;
    }
    assert_eq!(get(&database.store).await.as_deref(), Some("19"));
}

/// So it is while a cluster has no primary: whoever leads there takes the connection, and ends it.
#[tokio::test]
async fn a_proxy_without_a_server_is_a_reason_to_try_again() {
    let database = Database::postgres().await;
    let line = Line::to(&database.url).await;
    let store = Store::open(line.url()).await.unwrap();
    put(&store, "before").await;
    line.cut(1, Cut::HangUp);
    for _ in 0..3 {
        let failed = store.begin().await.map(drop).unwrap_err();
        assert!(failed.is_transient(), "{failed:?}");
    }
    let opened = Store::open(line.url()).await;
    assert!(matches!(opened, Err(StoreError::Unreachable(_))), "{opened:?}");
    line.mend();
    put(&store, "after").await;
    assert_eq!(get(&store).await.as_deref(), Some("after"));
    store.close().await;
}
