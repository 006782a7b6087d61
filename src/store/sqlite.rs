//! SQLite itself: how it is opened, and what its connections are told.
//!
//! Owns its settings. Does not know any table.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::pool::PoolConnectionMetadata;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::StoreError;
use super::dialect::{CACHED_STATEMENTS, is_clean};

/// First SQLite without the bug that corrupts a database when its WAL is reset.
const OLDEST: [u32; 3] = [3, 51, 3];
/// What keeps a hundred events that are stored together off the disk until they are committed: the pages they touch stay
/// in memory (16 MiB, in kibibytes), and so does what undoes one statement.
const WRITER: [(&str, &str); 2] = [("cache_size", "-16384"), ("temp_store", "memory")];
/// How many connections read a SQLite database side by side.
const READERS: u32 = 4;
const VERSION: &str = "select sqlite_version()";

/// Opens the database at `sqlite:PATH`, made if it is missing: the one connection that writes, and those that read.
pub(super) async fn open(url: &str) -> Result<(SqlitePool, SqlitePool), StoreError> {
    let options = SqliteConnectOptions::from_str(url)?
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(CACHED_STATEMENTS);
    make_private(options.get_filename());
    let writing = options.clone().create_if_missing(true);
    let writing = WRITER
        .iter()
        .fold(writing, |writing, (name, value)| writing.pragma(*name, *value));
    let writer = pool(1).connect_with(writing).await?;
    let version: String = sqlx::query_scalar(VERSION).fetch_one(&writer).await?;
    if is_too_old(&version) {
        return Err(StoreError::OldSqlite { found: version });
    }
    let readers = pool(READERS).connect_lazy_with(options.pragma("query_only", "on"));
    Ok((writer, readers))
}

/// Makes a database file that only its owner may read; what cannot be made is for SQLite to complain of.
fn make_private(file: &Path) {
    use std::os::unix::fs::OpenOptionsExt;
    let in_memory = file.as_os_str().is_empty() || file.to_string_lossy().contains(":memory:");
    if !in_memory {
        let mut new = std::fs::OpenOptions::new();
        let _ = new.write(true).create_new(true).mode(0o600).open(file);
    }
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(30))
        // A thread of our own answers, not a server that may be gone.
        .test_before_acquire(false)
        .after_release(|connection: &mut sqlx::SqliteConnection, _: PoolConnectionMetadata| {
            Box::pin(is_clean(connection))
        })
}

fn is_too_old(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = [(); 3].map(|()| parts.next().unwrap_or(0));
    found < OLDEST
}

#[cfg(test)]
mod tests {
    use super::is_too_old;

    #[test]
    fn sqlite_below_3_51_3_is_too_old() {
        for (version, old) in [
            ("3.40.1", true),
            ("3.51.2", true),
            ("3.51.3", false),
            ("3.52.0", false),
            ("4.0.0", false),
            ("nonsense", true),
        ] {
            assert_eq!(is_too_old(version), old, "{version}");
        }
    }
}
