//! Another clock before PostgreSQL's own, in one database.

use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// Runs statements on a connection of their own.
pub async fn statement(url: &str, sql: String) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

/// Puts another clock before PostgreSQL's own, for connections made from now on.
pub async fn shift_database_clock(url: &str, seconds: i64) {
    statement(
        url,
        format!(
            "create schema if not exists shifted;
            create or replace function shifted.clock_timestamp() returns timestamptz language sql volatile as
                $$ select pg_catalog.clock_timestamp() + interval '{seconds} seconds' $$;
            do $$ begin execute format('alter database %I set search_path = public, shifted, pg_catalog',
                current_database()); end $$;"
        ),
    )
    .await;
}
