//! Every table: its columns with their types, its key, and an order in which each row finds what it refers to.
//!
//! Owns that description and the statements made from it, for both databases, with which [`super::copy`] reads and writes
//! any table in the same way. Does not know what a table means. A test compares it with the schema of both databases, so
//! that a migration which adds a table or a column has to come by here.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An id: sixteen bytes on SQLite, `uuid` on PostgreSQL.
    Id,
    /// A number or an instant, of 64 bits.
    Number,
    /// Text, also JSON.
    Text,
    /// Yes or no: 0 or 1 on SQLite, `boolean` on PostgreSQL.
    Flag,
}

/// Whether a column's values belong to the service or to a node that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Belongs {
    /// To the service.
    Service,
    /// To the node that holds the row; no node holds anything in a copy.
    Node,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whose values these are.
    pub belongs: Belongs,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// How many of the first columns are the key.
    pub key: usize,
    /// Its columns, in the order in which the migrations name them.
    pub columns: &'static [Column],
    /// The column that refers to another row of the same table, if there is one.
    pub of_itself: Option<&'static str>,
    /// Which rows there are to a copy, as a condition: all of them unless the copy has rows of its own.
    pub rows: &'static str,
}

/// A make of database, to write a statement for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Make {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

const fn column(name: &'static str, kind: Kind) -> Column {
    let belongs = Belongs::Service;
    Column { name, kind, belongs }
}

const fn id(name: &'static str) -> Column {
    column(name, Kind::Id)
}

const fn number(name: &'static str) -> Column {
    column(name, Kind::Number)
}

const fn text(name: &'static str) -> Column {
    column(name, Kind::Text)
}

const fn flag(name: &'static str) -> Column {
    column(name, Kind::Flag)
}

const fn held(name: &'static str, kind: Kind) -> Column {
    let belongs = Belongs::Node;
    Column { name, kind, belongs }
}

/// A table of which every row is copied and none refers to another.
macro_rules! table {
    ($name:literal, key $key:literal, $($column:expr),* $(,)?) => {
        Table { name: $name, key: $key, columns: &[$($column),*], of_itself: None, rows: "true" }
    };
}

/// Every table but `migration` and `node`, which each database keeps for itself, in an order in which a row comes after
/// those of other tables that it refers to.
pub static TABLES: &[Table] = &[
    Table {
        // The mark that a copy is not proved yet says nothing about the service.
        rows: "key <> 'copy'",
        ..table!("meta", key 1, text("key"), text("value"))
    },
    table!(
        "workflow", key 2,
        text("name"), number("version"), text("digest"), text("files"), number("published_at"),
    ),
    table!(
        "person", key 1,
        id("id"), text("name"), text("email"), text("language"), number("created_at"),
    ),
    Table {
        of_itself: Some("successor_id"),
        ..table!(
            "organisation", key 1,
            id("id"), text("name"), text("name_key"), text("language"), id("successor_id"), number("created_at"),
        )
    },
    table!(
        "organisation_event", key 1,
        id("id"), id("organisation_id"), text("workflow"), text("event"), number("at"), id("person_id"), text("reason"),
        text("detail"),
    ),
    table!(
        "seat", key 1,
        id("id"), id("person_id"), text("role"), text("seat"), id("organisation_id"), text("workflow"),
        number("from_at"), number("until_at"),
    ),
    table!(
        "call", key 1,
        id("id"), text("workflow"), text("kind"), text("name"), number("opens_at"), number("closes_at"), number("quota"),
        number("taken"), text("dates"), text("round"), number("created_at"),
    ),
    Table {
        of_itself: Some("parent_id"),
        ..table!(
            "cases", key 1,
            id("id"), text("workflow"), number("version"), text("kind"), id("organisation_id"), id("call_id"),
            id("parent_id"), text("state"), flag("closed"), text("standing"), number("revision"), number("next_due_at"),
            number("opened_at"), number("entered_at"), text("single_key"), text("data"), text("register_name"),
        )
    },
    table!(
        "entry", key 2,
        id("case_id"), number("seq"), number("at"), number("recorded_at"), text("event"), id("actor_id"), text("role"),
        text("from_state"), text("to_state"), text("payload_digest"), text("previous_hash"), text("hash"),
        text("salt"), text("body"),
    ),
    table!(
        "draft", key 1,
        id("case_id"), text("answers"), number("revision"), number("saved_at"), id("saved_by"),
    ),
    table!(
        "timer", key 3,
        id("case_id"), text("event"), number("due_at"), text("state"), number("done_at"),
        held("leased_until", Kind::Number), held("leased_by", Kind::Text),
    ),
    table!(
        "message", key 1,
        id("id"), text("header_id"), id("case_id"), id("recipient_id"), text("to_name"), text("to_address"),
        text("language"), text("subject"), text("text_body"), text("html_body"), text("thread"), text("state"),
        number("attempts"), number("next_attempt_at"), held("leased_until", Kind::Number), held("leased_by", Kind::Text),
        text("last_answer"), number("created_at"), number("sent_at"),
    ),
    table!(
        "attempt", key 2,
        id("message_id"), number("number"), number("at"), text("outcome"), text("answer"),
    ),
    table!(
        "notice", key 1,
        id("id"), id("case_id"), text("duty"), text("step"), text("occurrence"), id("recipient_id"), text("address"),
        text("letter"), number("planned_at"), text("state"), text("reason"), number("sent_at"), id("message_id"),
        held("leased_until", Kind::Number), held("leased_by", Kind::Text), number("created_at"), number("changed_at"),
    ),
    table!(
        "attachment", key 1,
        id("id"), id("case_id"), text("purpose"), text("name"), text("media_type"), number("size"), text("sha256"),
        id("uploaded_by"), number("uploaded_at"),
    ),
    table!(
        "session", key 1,
        text("token_hash"), id("person_id"), number("created_at"), number("seen_at"), number("expires_at"),
    ),
    table!(
        "sign_in", key 1,
        text("token_hash"), text("browser_hash"), id("person_id"), number("created_at"), number("expires_at"),
        number("used_at"),
    ),
    table!(
        "token", key 1,
        text("hash"), id("id"), id("person_id"), text("label"), number("created_at"), number("revoked_at"),
    ),
    table!(
        "idempotency", key 2,
        id("person_id"), text("key"), text("digest"), number("status"), text("body"), number("created_at"),
    ),
    table!(
        "publication", key 1,
        id("id"), text("workflow"), number("version"), text("digest"), number("at"), id("person_id"), text("choices"),
        number("moved"), number("stayed"),
    ),
];

impl Table {
    /// The columns whose values belong to the service, the key first.
    pub fn kept(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().filter(|column| column.belongs == Belongs::Service)
    }

    /// Reads the first `$1` rows, in the order of their keys.
    pub fn first(&self, make: Make) -> String {
        let (columns, name, rows, key) = (self.names(), self.name, self.rows, self.ordered(make));
        format!("select {columns} from {name} where {rows} order by {key} limit $1")
    }

    /// Reads the `$1` rows after the one whose key is `$2` and what follows.
    pub fn next(&self, make: Make) -> String {
        let (columns, name, rows, key) = (self.names(), self.name, self.rows, self.ordered(make));
        let after = joined((0..self.key).map(|place| format!("${}", place + 2)));
        format!("select {columns} from {name} where {rows} and ({key}) > ({after}) order by {key} limit $1")
    }

    /// Writes the rows of a set.
    pub fn insert(&self, make: Make) -> String {
        let values = joined(self.kept().map(|column| column.of_set(make)));
        let set = match make {
            Make::Sqlite => "json_each($1) as v",
            Make::Postgres => "jsonb_array_elements(cast($1 as jsonb)) as v(value)",
        };
        let (name, columns) = (self.name, self.names());
        format!("insert into {name} ({columns}) select {values} from {set} where true")
    }

    fn names(&self) -> String {
        joined(self.kept().map(|column| column.name.to_owned()))
    }

    // Text is ordered by its bytes on both databases, whatever the language of the server.
    fn ordered(&self, make: Make) -> String {
        joined(self.columns[..self.key].iter().map(|column| match (column.kind, make) {
            (Kind::Text, Make::Postgres) => format!("{} collate \"C\"", column.name),
            _ => column.name.to_owned(),
        }))
    }
}

impl Column {
    /// The column's value in an object of a set.
    fn of_set(&self, make: Make) -> String {
        let value = format!("v.value ->> '{}'", self.name);
        match (self.kind, make) {
            (Kind::Text, _) | (Kind::Number | Kind::Flag, Make::Sqlite) => value,
            (Kind::Id, Make::Sqlite) => format!("unhex({value})"),
            (Kind::Id, Make::Postgres) => format!("cast({value} as uuid)"),
            (Kind::Number, Make::Postgres) => format!("cast({value} as bigint)"),
            (Kind::Flag, Make::Postgres) => format!("cast({value} as boolean)"),
        }
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// Every statement made from the tables, by table and purpose, so that a test can have the database describe each.
pub fn statements(make: Make) -> Vec<(String, String)> {
    let of = |table: &'static Table| {
        [
            (format!("{}.first", table.name), table.first(make)),
            (format!("{}.next", table.name), table.next(make)),
            (format!("{}.insert", table.name), table.insert(make)),
        ]
    };
    TABLES.iter().flat_map(of).collect()
}
