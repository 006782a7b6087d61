//! Every statement, shown to both databases.

use kalends::store::STATEMENTS;
use kalends::store::tables::{self, Make};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};

use crate::support::database::Database;

#[tokio::test]
async fn sqlite_prepares_every_statement() {
    let database = Database::sqlite().await;
    let mut connection = SqliteConnection::connect(&database.url).await.unwrap();
    for (file, name, sql) in statements("_POSTGRES") {
        let prepared = connection.prepare(sql.into_sql_str()).await;
        assert!(prepared.is_ok(), "{file}::{name}: {}", prepared.err().unwrap());
    }
    for (name, sql) in tables::statements(Make::Sqlite) {
        let prepared = connection.prepare(AssertSqlSafe(sql).into_sql_str()).await;
        assert!(prepared.is_ok(), "{name}: {}", prepared.err().unwrap());
    }
}

#[tokio::test]
async fn postgres_prepares_every_statement() {
    let database = Database::postgres().await;
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    for (file, name, sql) in statements("_SQLITE") {
        let prepared = connection.prepare(sql.into_sql_str()).await;
        assert!(prepared.is_ok(), "{file}::{name}: {}", prepared.err().unwrap());
    }
    for (name, sql) in tables::statements(Make::Postgres) {
        let prepared = connection.prepare(AssertSqlSafe(sql).into_sql_str()).await;
        assert!(prepared.is_ok(), "{name}: {}", prepared.err().unwrap());
    }
}

/// Everything but the statements whose name ends in `other`.
fn statements(other: &str) -> Vec<(&'static str, &'static str, &'static str)> {
    let all = STATEMENTS
        .iter()
        .flat_map(|(file, list)| list.iter().map(|(name, sql)| (*file, *name, *sql)));
    let found: Vec<_> = all.filter(|(_, name, _)| !name.ends_with(other)).collect();
    assert!(found.len() > 80, "only {} statements were found", found.len());
    found
}

#[test]
fn every_file_with_statements_is_listed() {
    let mut files: Vec<String> = Vec::new();
    for file in std::fs::read_dir("src/store").unwrap() {
        let path = file.unwrap().path();
        if std::fs::read_to_string(&path).unwrap().contains("\nstatements! {") {
            files.push(path.file_stem().unwrap().to_str().unwrap().to_owned());
        }
    }
    files.sort();
    let listed: Vec<_> = STATEMENTS.iter().map(|(file, _)| *file).collect();
    assert_eq!(files, listed);
}

/// The one statement that asks PostgreSQL for its time: a node measures by it how far its own clock is off.
const MEASURES_THE_CLOCK: &str = "DATABASE_CLOCK_POSTGRES";

#[test]
fn no_statement_asks_the_database_for_the_time_or_for_chance() {
    let migrations = kalends::store::MIGRATIONS.iter();
    let texts =
        migrations.flat_map(|migration| [(migration.name, migration.sqlite), (migration.name, migration.postgres)]);
    let statements = STATEMENTS.iter().flat_map(|(_, list)| list.iter().copied());
    for (name, sql) in texts.chain(statements).filter(|(name, _)| *name != MEASURES_THE_CLOCK) {
        let code: Vec<_> = sql.lines().map(|line| line.split("--").next().unwrap_or("")).collect();
        let code = code.join("\n").to_lowercase();
        for word in [
            "now()",
            "current_timestamp",
            "random",
            "clock_timestamp",
            "datetime(",
            " default ",
        ] {
            assert!(!code.contains(word), "{name} contains `{word}`");
        }
    }
}

/// Statement and the index it has to use, since it runs in every round of the loops or with every page.
const INDEXED: &[(&str, &str, &str)] = &[
    ("due", "NEXT", "timer_waiting"),
    ("due", "NEXT", "notice_waiting"),
    ("due", "NEXT", "message_queued"),
    ("due", "FREE_TIMERS", "timer_waiting"),
    ("due", "FREE_NOTICES", "notice_waiting"),
    ("due", "FREE_MESSAGES", "message_queued"),
    ("timers", "CLAIM_SQLITE", "timer_waiting"),
    ("notices", "CLAIM_SQLITE", "notice_waiting"),
    ("messages", "CLAIM_SQLITE", "message_queued"),
    ("notices", "LIST", "notice_by_time"),
    ("notices", "OF_MESSAGE", "notice_by_message"),
    ("attempts", "NOTICE_SENT_ALL_SQLITE", "notice_by_message"),
    ("cases", "OF_ORGANISATION", "cases_by_organisation"),
    ("cases", "OF_CALL", "cases_by_call"),
    ("cases", "CHILDREN", "cases_by_parent"),
    ("cases", "LIST_OF_ORGANISATION", "cases_by_organisation"),
    ("cases", "LIST_OF_STATE", "cases_by_state"),
    ("cases", "LIST_OF_STANDING", "cases_by_standing"),
    ("cases", "PLACES_IN", "cases_by_state"),
    ("cases", "PLACES_OF", "cases_by_organisation"),
    ("case_lists", "SOONEST_DUE", "cases_by_state_and_due"),
    ("case_lists", "OLDEST", "cases_by_state"),
    ("case_lists", "NEWEST", "cases_by_state"),
    ("case_lists", "NEWEST_OF_CALL", "cases_by_call"),
    ("case_lists", "REGISTER", "cases_by_register"),
    ("case_lists", "REGISTER_OF_STANDING", "cases_by_register_and_standing"),
    ("case_lists", "COUNT_IN_STATE", "cases_by_state"),
    ("case_lists", "COUNT_OF_STANDING", "cases_by_register_and_standing"),
    ("messages", "LIST_OF_CASE", "message_by_case"),
    ("notices", "LIST_OF_CASE", "sqlite_autoindex_notice_2"),
    ("seats", "OF_PERSON", "seat_by_person"),
    ("organisations", "NAMED", "organisation_by_name"),
    ("attachments", "OF_CASE", "attachment_by_case"),
];

#[tokio::test]
async fn statements_of_the_loops_use_their_indexes_on_sqlite() {
    let database = Database::sqlite().await;
    let mut connection = SqliteConnection::connect(&database.url).await.unwrap();
    for (file, name, index) in INDEXED {
        let sql = AssertSqlSafe(format!("explain query plan {}", text(file, name)));
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
        let plan: Vec<_> = steps.iter().map(|step| step.3.as_str()).collect();
        assert!(plan.iter().any(|step| step.contains(index)), "{file}::{name}: {plan:?}");
    }
}

#[tokio::test]
async fn the_next_instant_is_read_off_an_index_on_postgres() {
    let database = Database::postgres().await;
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    // An empty table is read whole whatever its indexes are, unless that is made dear.
    connection
        .execute("set enable_seqscan = off".into_sql_str())
        .await
        .unwrap();
    for (file, name, index) in &INDEXED[..3] {
        let sql = AssertSqlSafe(format!("explain {}", text(file, name)));
        let steps: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
        assert!(
            steps.iter().any(|(step,)| step.contains(index)),
            "{file}::{name}: {steps:?}"
        );
    }
}

fn text(file: &str, name: &str) -> &'static str {
    let (_, list) = STATEMENTS.iter().find(|(found, _)| *found == file).unwrap();
    list.iter().find(|(found, _)| *found == name).unwrap().1
}
