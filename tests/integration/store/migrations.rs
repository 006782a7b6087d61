//! Migrations: in pairs, commented, all or nothing.

use std::collections::BTreeMap;

use kalends::store::{Effect, MIGRATIONS, Migration, StoreError};
use sqlx::{Connection, PgConnection, SqliteConnection};

use super::sample::{at, raw};
use crate::support::database::{Database, each_database};
use crate::support::house::House;

#[tokio::test]
async fn both_databases_end_with_the_same_tables_and_columns() {
    let (sqlite, postgres) = (Database::bare_sqlite().await, Database::bare_postgres().await);
    for database in [&sqlite, &postgres] {
        assert_eq!(database.store.pending().await.unwrap(), MIGRATIONS.len());
        assert_eq!(database.store.migrate(at(1)).await.unwrap(), MIGRATIONS.len());
        assert_eq!(database.store.migrate(at(2)).await.unwrap(), 0);
        assert_eq!(database.store.pending().await.unwrap(), 0);
    }
    let on_sqlite = sqlite_columns(&sqlite.url).await;
    assert_eq!(on_sqlite, postgres_columns(&postgres.url).await);
    assert!(on_sqlite.len() == 22, "{:?}", on_sqlite.keys());
}

type Columns = BTreeMap<String, Vec<(String, bool)>>;

async fn sqlite_columns(url: &str) -> Columns {
    let sql = r#"select m.name, c.name, not c."notnull" from sqlite_schema m join pragma_table_info(m.name) c
        where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.cid"#;
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    collect(sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap())
}

async fn postgres_columns(url: &str) -> Columns {
    let sql = "select table_name::text, column_name::text, is_nullable = 'YES' from information_schema.columns
        where table_schema = 'public' order by table_name, ordinal_position";
    let mut connection = PgConnection::connect(url).await.unwrap();
    collect(sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap())
}

fn collect(rows: Vec<(String, String, bool)>) -> Columns {
    let mut columns = Columns::new();
    for (table, column, nullable) in rows {
        columns.entry(table).or_default().push((column, nullable));
    }
    columns
}

#[test]
fn migrations_come_in_pairs_and_in_order() {
    for folder in ["sqlite", "postgres"] {
        let mut names: Vec<String> = std::fs::read_dir(format!("migrations/{folder}"))
            .unwrap()
            .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        names.sort();
        let embedded: Vec<_> = MIGRATIONS.iter().map(|migration| migration.name).collect();
        assert_eq!(names, embedded, "{folder}");
    }
    for (number, migration) in (1..).zip(MIGRATIONS) {
        assert_eq!(migration.version, number);
        assert!(
            migration.name.starts_with(&format!("{number:04}_")),
            "{}",
            migration.name
        );
    }
}

#[test]
fn every_column_is_commented() {
    for migration in MIGRATIONS {
        for text in [migration.sqlite, migration.postgres] {
            let mut table = "";
            for line in text.lines() {
                if let Some(rest) = line.strip_prefix("create table ") {
                    table = rest;
                } else if line.starts_with(')') {
                    table = "";
                }
                let first = line.trim_start().split([' ', '(']).next().unwrap_or("");
                let column = line.starts_with("    ") && !["check", "primary", "foreign", "unique"].contains(&first);
                assert!(table.is_empty() || !column || line.contains(" -- "), "{table} {line}");
            }
        }
    }
}

/// The number after the last migration there is.
const NEXT: i64 = MIGRATIONS.len() as i64 + 1;

const BROKEN: Migration = Migration {
    version: NEXT,
    name: "9999_broken",
    sqlite: "create table half (id integer not null) strict; create table meta (id integer) strict;",
    postgres: "create table half (id bigint not null); create table meta (id bigint);",
};

const MENDED: Migration = Migration {
    version: NEXT,
    name: "9999_mended",
    sqlite: "create table half (id integer not null) strict;",
    postgres: "create table half (id bigint not null);",
};

/// A later program's migration that only adds.
pub const ADDED: Migration = Migration {
    version: NEXT,
    name: "9999_added",
    sqlite: "-- expanding: a table nobody knows yet\ncreate table later (id integer not null) strict;",
    postgres: "-- expanding: a table nobody knows yet\ncreate table later (id bigint not null);",
};

/// The one after it, which takes something away.
pub const TAKEN: Migration = Migration {
    version: NEXT + 1,
    name: "9999_taken",
    sqlite: "-- contracting: a mark nobody needs any more\nalter table message drop column thread;",
    postgres: "-- contracting: a mark nobody needs any more\nalter table message drop column thread;",
};

/// Every migration there is, and one more.
fn along(one: Migration) -> Vec<Migration> {
    along_all([one])
}

/// Every migration there is, and those of a later program.
pub fn along_all<const N: usize>(more: [Migration; N]) -> Vec<Migration> {
    MIGRATIONS
        .iter()
        .map(|known| Migration { ..*known })
        .chain(more)
        .collect()
}

/// From here on each migration says in its first line what it is to a program that does not know it.
const FIRST_MARKED: i64 = 5;

#[test]
fn each_migration_says_what_it_is_to_a_program_that_does_not_know_it() {
    for migration in MIGRATIONS.iter().filter(|migration| migration.version >= FIRST_MARKED) {
        let effect = migration.effect();
        for text in [migration.sqlite, migration.postgres] {
            let lead = format!("-- {}: ", effect.as_str());
            assert!(
                text.starts_with(&lead),
                "{} does not begin with `{lead}`",
                migration.name
            );
            let code: String = text.lines().map(|line| line.split("--").next().unwrap_or("")).collect();
            let takes = ["drop ", "rename ", "alter column", "delete from", "update "];
            let taken = takes.iter().find(|word| code.to_lowercase().contains(**word));
            let told = format!("{} only adds and contains `{taken:?}`", migration.name);
            assert!(effect == Effect::Contracting || taken.is_none(), "{told}");
        }
    }
}

each_database! {
    async fn a_migration_that_fails_leaves_the_old_shape(database: &Database) {
        let failed = database.store.migrate_along(&along(BROKEN), at(3)).await;
        assert!(matches!(failed, Err(StoreError::Migration { name: "9999_broken", .. })), "{failed:?}");
        let mut tx = database.store.begin().await.unwrap();
        assert!(raw(&mut tx, "select * from half").await.is_err());
        tx.rollback().await.unwrap();
        assert_eq!(database.store.migrate_along(&along(MENDED), at(4)).await.unwrap(), 1);
        let mut tx = database.store.begin().await.unwrap();
        raw(&mut tx, "select * from half").await.unwrap();
    }

    async fn a_newer_database_is_refused(database: &Database) {
        database.store.migrate_along(&along(MENDED), at(3)).await.unwrap();
        let refused = database.store.migrate(at(4)).await;
        let newer = matches!(refused, Err(StoreError::Newer { found, known }) if (found, known) == (NEXT, NEXT - 1));
        assert!(newer, "{refused:?}");
        assert!(matches!(database.store.pending().await, Err(StoreError::Newer { .. })));
    }

    async fn a_database_that_a_later_program_has_only_expanded_is_served(database: &Database) {
        database.store.migrate_along(&along_all([ADDED]), at(3)).await.unwrap();
        assert_eq!(database.store.pending().await.unwrap(), 0);
        assert_eq!(database.store.migrate(at(4)).await.unwrap(), 0);
        let mut house = House::open(database).await;
        house.play("2026-06-01\nhouse: commission \"K\" (lv), institute \"I\" (en), secretary \"S\" (lv)\ncall \"2026\": opens 2026-06-01, closes 2026-08-31\norganisation A: contact \"C\" (lv), mayor \"J\" (lv)\nopen A: membership in \"2026\"\nfill A\nA mayor: sign\nA contact: submit\n2026-09-02").await;
        house.verify().await;
    }

    async fn one_contracting_migration_among_later_ones_is_enough_to_refuse(database: &Database) {
        database.store.migrate_along(&along_all([ADDED, TAKEN]), at(3)).await.unwrap();
        for refused in [database.store.migrate(at(4)).await, database.store.pending().await] {
            let newer = matches!(refused, Err(StoreError::Newer { found, known }) if (found, known) == (NEXT + 1, NEXT - 1));
            assert!(newer, "{refused:?}");
        }
    }

    async fn an_edited_migration_is_refused(database: &Database) {
        database.store.migrate_along(&along(MENDED), at(3)).await.unwrap();
        let edited = Migration { sqlite: "select 1", postgres: "select 1", ..MENDED };
        let refused = database.store.migrate_along(&along(edited), at(4)).await;
        assert!(matches!(refused, Err(StoreError::Changed { name: "9999_mended" })), "{refused:?}");
    }

    async fn nodes_that_start_together_migrate_once(database: &Database) {
        let others: Vec<_> = (0..4).map(|_| tokio::spawn({
            let store = database.store.clone();
            async move { store.migrate_along(&along(MENDED), at(3)).await.unwrap() }
        })).collect();
        let mut ran = 0;
        for other in others {
            ran += other.await.unwrap();
        }
        assert_eq!(ran, 1);
    }
}
