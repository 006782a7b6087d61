//! A fresh database for each test, of either make.
//!
//! SQLite lies in a directory of its own; PostgreSQL is a database of its own in the cluster that
//! `KALENDS_TEST_POSTGRES` names. Both vanish with the value.

use std::sync::atomic::{AtomicU32, Ordering};

use kalends::clock::Instant;
use kalends::store::Store;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;

/// When the databases of tests are made.
pub const MADE_AT: Instant = Instant::from_micros(1_800_000_000_000_000);

/// Runs each test once on SQLite and once on PostgreSQL.
///
/// ```ignore
/// each_database! {
///     /// What it shows.
///     async fn name(database: &Database) { … }
/// }
/// ```
macro_rules! each_database {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident: &Database) $body:block)*) => {
        $($(#[$meta])*
        mod $name {
            use super::*;

            async fn body($database: &$crate::support::database::Database) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                body(&$crate::support::database::Database::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                body(&$crate::support::database::Database::postgres().await).await;
            }
        })*
    };
}

pub(crate) use each_database;

/// A database for one test.
pub struct Database {
    /// The open database.
    pub store: Store,
    /// Its address, for opening it again.
    pub url: String,
    _place: Place,
}

enum Place {
    Directory { _directory: TempDir },
    Cluster { server: String, name: String },
}

impl Database {
    /// A migrated SQLite database.
    pub async fn sqlite() -> Self {
        Self::bare_sqlite().await.migrated().await
    }

    /// A migrated PostgreSQL database.
    pub async fn postgres() -> Self {
        Self::bare_postgres().await.migrated().await
    }

    /// An empty SQLite database.
    pub async fn bare_sqlite() -> Self {
        Self::within(tempfile::tempdir().unwrap()).await
    }

    /// A migrated SQLite database in a folder that is there.
    pub async fn sqlite_within(directory: TempDir) -> Self {
        Self::within(directory).await.migrated().await
    }

    async fn within(directory: TempDir) -> Self {
        let url = format!("sqlite:{}", directory.path().join("kalends.db").display());
        Self {
            store: Store::open(&url).await.unwrap(),
            url,
            _place: Place::Directory { _directory: directory },
        }
    }

    /// A migrated PostgreSQL database on another server.
    pub async fn postgres_on(server: &str) -> Self {
        Self::made(server.to_owned(), "template0", "").await.migrated().await
    }

    /// An empty PostgreSQL database.
    pub async fn bare_postgres() -> Self {
        Self::made(cluster(), "template0", "").await
    }

    /// A copy of a PostgreSQL database, which must not be open.
    pub async fn copy(&self) -> Self {
        let Place::Cluster { server, name } = &self._place else {
            panic!("only PostgreSQL copies a database");
        };
        Self::made(server.clone(), name, "").await
    }

    /// A migrated PostgreSQL database that orders text as dictionaries do, and not by its bytes.
    pub async fn postgres_of_dictionaries() -> Self {
        let made = Self::made(cluster(), "template0", "locale_provider icu icu_locale 'en'").await;
        made.migrated().await
    }

    async fn made(server: String, template: &str, options: &str) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("kalends_test_{}_{number}", std::process::id());
        run(&server, format!("create database {name} template {template} {options}")).await;
        let place = Place::Cluster {
            server: server.clone(),
            name: name.clone(),
        };
        let mut url = url::Url::parse(&server).expect("KALENDS_TEST_POSTGRES is a URL");
        url.set_path(&name);
        Self {
            store: Store::open(url.as_str()).await.unwrap(),
            url: url.into(),
            _place: place,
        }
    }

    async fn migrated(self) -> Self {
        self.store.migrate(MADE_AT).await.unwrap();
        self
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Self::Cluster { server, name } = self else { return };
        let (server, statement) = (server.clone(), format!("drop database if exists {name} with (force)"));
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime starts").block_on(run(&server, statement));
        })
        .join();
        if dropped.is_err() && !std::thread::panicking() {
            panic!("database `{name}` was not dropped");
        }
    }
}

fn cluster() -> String {
    std::env::var("KALENDS_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "KALENDS_TEST_POSTGRES is not set\n\
             hint: export KALENDS_TEST_POSTGRES=$(scripts/postgres.sh start /tmp/kalends-pg 55432)"
        )
    })
}

async fn run(server: &str, statement: String) {
    let mut connection = PgConnection::connect(server)
        .await
        .expect("the cluster at KALENDS_TEST_POSTGRES answers");
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}
