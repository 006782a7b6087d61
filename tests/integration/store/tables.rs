//! The description of every table against the schema of both databases: a migration that adds a table or a column has to
//! come by it, or a copy would leave that behind.

use std::collections::BTreeMap;

use kalends::store::tables::{Belongs, Column, Kind, TABLES};
use sqlx::{Connection, PgConnection, SqliteConnection};

use crate::support::database::Database;

/// Of a table: each column with its type, and the columns of its key.
type Schema = BTreeMap<String, (Vec<(String, String)>, Vec<String>)>;

fn described(word: fn(&Column) -> &'static str) -> Schema {
    let columns = |columns: &[Column]| {
        let each = columns
            .iter()
            .map(|column| (column.name.to_owned(), word(column).to_owned()));
        each.collect::<Vec<_>>()
    };
    let key = |columns: &[Column]| columns.iter().map(|column| column.name.to_owned()).collect();
    let tables = TABLES.iter().map(|table| {
        let described = (columns(table.columns), key(&table.columns[..table.key]));
        (table.name.to_owned(), described)
    });
    tables.collect()
}

fn collected(columns: Vec<(String, String, String, Option<i64>)>) -> Schema {
    let mut schema = Schema::new();
    let mut keys: BTreeMap<String, BTreeMap<i64, String>> = BTreeMap::new();
    for (table, column, kind, place) in columns {
        let (columns, _) = schema.entry(table.clone()).or_default();
        columns.push((column.clone(), kind));
        if let Some(place) = place.filter(|place| *place > 0) {
            keys.entry(table).or_default().insert(place, column);
        }
    }
    for (table, key) in keys {
        schema.get_mut(&table).unwrap().1 = key.into_values().collect();
    }
    for own in ["migration", "node"] {
        assert!(schema.remove(own).is_some(), "{own}");
    }
    schema
}

#[tokio::test]
async fn every_table_and_column_of_sqlite_is_known() {
    let database = Database::sqlite().await;
    let mut connection = SqliteConnection::connect(&database.url).await.unwrap();
    let sql = "select m.name, c.name, c.type, c.pk from sqlite_schema m join pragma_table_info(m.name) c
        where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.cid";
    let found = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
    let described = described(|column| match column.kind {
        Kind::Id => "BLOB",
        Kind::Number | Kind::Flag => "INTEGER",
        Kind::Text => "TEXT",
    });
    assert_eq!(collected(found), described);
}

#[tokio::test]
async fn every_table_and_column_of_postgres_is_known() {
    let database = Database::postgres().await;
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let sql = "select c.table_name::text, c.column_name::text, c.data_type::text, k.ordinal_position::bigint
        from information_schema.columns c
        left join information_schema.table_constraints p on p.table_schema = 'public' and p.table_name = c.table_name
            and p.constraint_type = 'PRIMARY KEY'
        left join information_schema.key_column_usage k on k.table_schema = 'public'
            and k.constraint_name = p.constraint_name and k.column_name = c.column_name
        where c.table_schema = 'public' order by c.table_name, c.ordinal_position";
    let found = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
    let described = described(|column| match column.kind {
        Kind::Id => "uuid",
        Kind::Number => "bigint",
        Kind::Flag => "boolean",
        Kind::Text => "text",
    });
    assert_eq!(collected(found), described);
}

#[tokio::test]
async fn a_row_comes_after_those_it_refers_to() {
    let database = Database::sqlite().await;
    let mut connection = SqliteConnection::connect(&database.url).await.unwrap();
    let sql = r#"select m.name, f."table", f."from" from sqlite_schema m join pragma_foreign_key_list(m.name) f
        where m.type = 'table'"#;
    let found: Vec<(String, String, String)> = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
    assert!(found.len() > 20, "{found:?}");
    let place = |name: &str| TABLES.iter().position(|table| table.name == name).unwrap();
    for (table, other, column) in &found {
        let known = TABLES[place(table)].of_itself;
        if table == other {
            assert_eq!(known, Some(column.as_str()), "{table}");
        } else {
            assert!(place(other) < place(table), "{table}.{column} refers to {other}");
        }
    }
    for table in TABLES.iter().filter(|table| table.of_itself.is_some()) {
        assert!(found.iter().any(|(name, other, _)| name == table.name && other == name));
    }
}

#[test]
fn only_leases_belong_to_a_node() {
    for table in TABLES {
        for column in table.columns {
            let is_lease = column.name.starts_with("leased_");
            assert_eq!(
                column.belongs == Belongs::Node,
                is_lease,
                "{}.{}",
                table.name,
                column.name
            );
        }
    }
}
