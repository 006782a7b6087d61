//! What a story has left in its database: what belongs to the house, and what to each city.

use std::collections::BTreeMap;

use kalends::store::tables::{Kind, Make, TABLES};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row as _, SqliteConnection};
use uuid::Uuid;

use crate::city::{City, Sets};

/// What stands in one column of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Null,
    Id(Uuid),
    Number(i64),
    Text(String),
    Flag(bool),
}

impl Cell {
    /// The value as JSON.
    pub fn json(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Id(id) => format!("\"{}\"", id.simple()),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => serde_json::to_string(text).expect("JSON"),
            Self::Flag(flag) => flag.to_string(),
        }
    }
}

/// A row of the table at that place.
pub struct Row {
    pub table: usize,
    cells: Vec<Cell>,
}

impl Row {
    pub fn name(&self) -> &'static str {
        TABLES[self.table].name
    }

    pub fn columns(&self) -> impl Iterator<Item = (&'static str, &Cell)> {
        TABLES[self.table].kept().map(|column| column.name).zip(&self.cells)
    }

    pub fn cell(&self, name: &str) -> Option<&Cell> {
        self.columns().find(|(column, _)| *column == name).map(|(_, cell)| cell)
    }

    pub fn id(&self, name: &str) -> Option<Uuid> {
        match self.cell(name) {
            Some(Cell::Id(id)) => Some(*id),
            _ => None,
        }
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        match self.cell(name) {
            Some(Cell::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        match self.cell(name) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn object(&self) -> String {
        let pairs = self
            .columns()
            .map(|(column, cell)| format!("\"{column}\":{}", cell.json()));
        format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
    }
}

/// A story's database, taken apart.
pub struct Template {
    house: Vec<Row>,
    /// What is written over and over.
    pub cities: Vec<City>,
}

impl Template {
    /// Reads a database on SQLite.
    pub async fn read(url: &str) -> Self {
        let mut connection = SqliteConnection::connect(url).await.expect("the story's database");
        let mut rows = Vec::new();
        for (table, described) in TABLES.iter().enumerate() {
            let sql = AssertSqlSafe(described.first(Make::Sqlite));
            let found = sqlx::query(sql).bind(i64::MAX).fetch_all(&mut connection).await;
            for row in found.expect("its rows") {
                let cell = |(place, kind): (usize, Kind)| match kind {
                    Kind::Id => row.get::<Option<Uuid>, _>(place).map_or(Cell::Null, Cell::Id),
                    Kind::Number => row.get::<Option<i64>, _>(place).map_or(Cell::Null, Cell::Number),
                    Kind::Text => row.get::<Option<String>, _>(place).map_or(Cell::Null, Cell::Text),
                    Kind::Flag => row.get::<Option<bool>, _>(place).map_or(Cell::Null, Cell::Flag),
                };
                let kinds = described.kept().map(|column| column.kind).enumerate();
                let cells = kinds.map(cell).collect();
                rows.push(Row { table, cells });
            }
        }
        Self::of(rows)
    }

    fn of(rows: Vec<Row>) -> Self {
        let mut owners: BTreeMap<Uuid, Uuid> = rows.iter().filter_map(owner).collect();
        let messages = rows.iter().filter(|row| row.name() == "message");
        let messages = messages.filter_map(|row| Some((row.id("id")?, *owners.get(&row.id("case_id")?)?)));
        owners.extend(messages.collect::<Vec<_>>());
        let mut cities: BTreeMap<Uuid, Vec<&Row>> = BTreeMap::new();
        for row in &rows {
            if let Some(city) = city_of(row, &owners) {
                cities.entry(city).or_default().push(row);
            }
        }
        let cities = cities.values().map(|rows| City::of(rows)).collect();
        let house = rows.into_iter().filter(|row| city_of(row, &owners).is_none()).collect();
        Self { house, cities }
    }

    /// What belongs to no city.
    pub fn house(&self) -> Sets {
        let mut sets = Sets::new();
        for row in &self.house {
            sets.entry(row.table).or_default().push(row.object());
        }
        sets
    }
}

/// A person or a case, and the city it belongs to.
fn owner(row: &Row) -> Option<(Uuid, Uuid)> {
    let owned = match row.name() {
        "seat" => row.id("person_id"),
        "cases" => row.id("id"),
        _ => None,
    };
    Some((owned?, row.id("organisation_id")?))
}

fn city_of(row: &Row, owners: &BTreeMap<Uuid, Uuid>) -> Option<Uuid> {
    match row.name() {
        "organisation" => row.id("id"),
        "person" => owners.get(&row.id("id")?).copied(),
        "seat" | "cases" => row.id("organisation_id"),
        "entry" | "draft" | "timer" | "message" | "notice" | "attachment" => owners.get(&row.id("case_id")?).copied(),
        "attempt" => owners.get(&row.id("message_id")?).copied(),
        _ => None,
    }
}

/// A connection that writes rows of any table, on either database.
pub enum Writer {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Writer {
    /// Opens a migrated database; what it writes is not on the disk before [`Writer::finish`].
    pub async fn open(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(url).await.expect("the database opens");
            let settings = "pragma synchronous = off; pragma cache_size = -400000; pragma temp_store = memory";
            connection.execute(settings).await.expect("it is set");
            return Self::Sqlite(connection);
        }
        let mut connection = PgConnection::connect(url).await.expect("the database opens");
        connection
            .execute("set synchronous_commit = off")
            .await
            .expect("it is set");
        Self::Postgres(connection)
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "pg",
        }
    }

    /// Writes sets of rows in one transaction.
    pub async fn write(&mut self, sets: &Sets) {
        match self {
            Self::Sqlite(connection) => {
                connection.execute("begin immediate").await.expect("a transaction");
                for (table, rows) in sets {
                    let sql = AssertSqlSafe(TABLES[*table].insert(Make::Sqlite));
                    let set = format!("[{}]", rows.join(","));
                    let written = sqlx::query(sql).bind(set).execute(&mut *connection).await;
                    written.unwrap_or_else(|error| panic!("{}: {error}", TABLES[*table].name));
                }
                connection.execute("commit").await.expect("committed");
            }
            Self::Postgres(connection) => {
                connection.execute("begin").await.expect("a transaction");
                for (table, rows) in sets {
                    let sql = AssertSqlSafe(TABLES[*table].insert(Make::Postgres));
                    let set = format!("[{}]", rows.join(","));
                    let written = sqlx::query(sql).bind(set).execute(&mut *connection).await;
                    written.unwrap_or_else(|error| panic!("{}: {error}", TABLES[*table].name));
                }
                connection.execute("commit").await.expect("committed");
            }
        }
    }

    /// Brings everything to the disk, and lets the database count its rows for its plans.
    pub async fn finish(&mut self) {
        let done = match self {
            Self::Sqlite(connection) => connection.execute("pragma wal_checkpoint(truncate)").await.map(drop),
            Self::Postgres(connection) => connection.execute("vacuum analyze").await.map(drop),
        };
        done.expect("it is finished");
    }
}
