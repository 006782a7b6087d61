//! One value of any column, and rows of them.
//!
//! Owns how a row of any table is read, written into a set and turned into the text its digest is taken of: the same for
//! both databases. Does not know any table: that is [`super::tables`].

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use sqlx::{AssertSqlSafe, ColumnIndex, Decode, Type};
use uuid::Uuid;

use super::dialect::on;
use super::sets::Hex;
use super::tables::{Kind, Make, Table};
use super::{StoreError, Tx};

/// What stands in one column of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Null,
    Id(Uuid),
    Number(i64),
    Text(String),
    Flag(bool),
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Id(id) => Hex(*id).serialize(serializer),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}

/// A row: the columns that belong to the service.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub table: &'static Table,
    pub cells: Vec<Cell>,
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len()))?;
        for (column, cell) in self.table.kept().zip(&self.cells) {
            map.serialize_entry(column.name, cell)?;
        }
        map.end()
    }
}

impl Row {
    /// The value of the column, if it is an id.
    pub fn id(&self, name: &str) -> Option<Uuid> {
        let mut found = self.table.kept().zip(&self.cells);
        match found.find(|(column, _)| column.name == name) {
            Some((_, Cell::Id(id))) => Some(*id),
            _ => None,
        }
    }

    /// The values of the key, as a sentence names them.
    pub fn key(&self) -> String {
        let cells = self.cells[..self.table.key].iter().map(|cell| match cell {
            Cell::Null => String::new(),
            Cell::Id(id) => id.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => text.escape_debug().to_string(),
            Cell::Flag(flag) => flag.to_string(),
        });
        cells.collect::<Vec<_>>().join(" ")
    }

    /// The first text column that holds a character no PostgreSQL text can hold.
    pub fn with_nul(&self) -> Option<&'static str> {
        let is_nul = |cell: &Cell| matches!(cell, Cell::Text(text) if text.contains('\0'));
        let mut found = self.table.kept().zip(&self.cells);
        found.find(|(_, cell)| is_nul(cell)).map(|(column, _)| column.name)
    }

    /// About how many bytes it takes.
    pub fn size(&self) -> usize {
        let size = |cell: &Cell| match cell {
            Cell::Text(text) => text.len(),
            _ => size_of::<Cell>(),
        };
        self.cells.iter().map(size).sum()
    }
}

/// The make of the database a transaction is on.
pub(super) fn make_of(tx: &Tx) -> Make {
    match tx {
        Tx::Sqlite(_) => Make::Sqlite,
        Tx::Postgres(_) => Make::Postgres,
    }
}

/// Reads at most `limit` rows of a table after `after`, in the order of their keys.
pub(super) async fn page(
    tx: &mut Tx,
    table: &'static Table,
    after: Option<&Row>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let make = make_of(tx);
    let sql = AssertSqlSafe(if after.is_some() {
        table.next(make)
    } else {
        table.first(make)
    });
    let key = after.map_or(&[][..], |row| &row.cells[..table.key]);
    on!(tx, connection => {
        let mut query = sqlx::query(sql).bind(limit);
        for cell in key {
            query = match cell {
                Cell::Null => query.bind(None::<i64>),
                Cell::Id(id) => query.bind(*id),
                Cell::Number(number) => query.bind(*number),
                Cell::Text(text) => query.bind(text.clone()),
                Cell::Flag(flag) => query.bind(*flag),
            };
        }
        let rows = query.fetch_all(connection).await?;
        rows.iter().map(|row| read(row, table)).collect::<Result<_, _>>().map_err(StoreError::from)
    })
}

fn read<R>(row: &R, table: &'static Table) -> Result<Row, sqlx::Error>
where
    R: sqlx::Row,
    usize: ColumnIndex<R>,
    Uuid: for<'r> Decode<'r, R::Database> + Type<R::Database>,
    i64: for<'r> Decode<'r, R::Database> + Type<R::Database>,
    String: for<'r> Decode<'r, R::Database> + Type<R::Database>,
    bool: for<'r> Decode<'r, R::Database> + Type<R::Database>,
{
    let cells = table.kept().enumerate().map(|(place, column)| {
        let cell = match column.kind {
            Kind::Id => row.try_get::<Option<Uuid>, _>(place)?.map(Cell::Id),
            Kind::Number => row.try_get::<Option<i64>, _>(place)?.map(Cell::Number),
            Kind::Text => row.try_get::<Option<String>, _>(place)?.map(Cell::Text),
            Kind::Flag => row.try_get::<Option<bool>, _>(place)?.map(Cell::Flag),
        };
        Ok(cell.unwrap_or(Cell::Null))
    });
    let cells = cells.collect::<Result<_, sqlx::Error>>()?;
    Ok(Row { table, cells })
}
