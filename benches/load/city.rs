//! What a story has left of one city, to be written again under other names and ids.
//!
//! Owns how a stored row becomes a text with gaps for ids and for the number by which one city is told from the next; and
//! that histories are hashed anew, since their ids are others.

use std::collections::BTreeMap;

use kalends::clock::Instant;
use kalends::store::chain::{BEGINNING, Link, payload_digest};
use kalends::store::tables::TABLES;
use uuid::Uuid;

use crate::template::{Cell, Row};

/// Rows of tables, each as a JSON object, by the table's place.
pub type Sets = BTreeMap<usize, Vec<String>>;

/// A part of a row's text.
enum Piece {
    /// As it is.
    Text(String),
    /// An id as thirty-two digits.
    Digits(usize),
    /// An id with dashes.
    Dashed(usize),
    /// The city's number.
    Number,
}

/// Everything about one city.
pub struct City {
    /// The ids that are its own.
    pub ids: Vec<Uuid>,
    /// How many cases it has.
    pub cases: u64,
    rows: Vec<(usize, Vec<Piece>)>,
    histories: BTreeMap<usize, Vec<Happened>>,
}

/// An entry and what it says.
struct Happened {
    link: Link,
    salt: String,
    body: Vec<Piece>,
}

impl City {
    /// The city whose rows these are, in the order of the tables.
    pub fn of(rows: &[&Row]) -> Self {
        let keyed = rows.iter().filter(|row| row.name() != "entry");
        let mut ids: Vec<Uuid> = keyed.filter_map(|row| row.id("id")).collect();
        ids.sort_unstable();
        let mut city = Self {
            cases: rows.iter().filter(|row| row.name() == "cases").count() as u64,
            rows: Vec::new(),
            histories: BTreeMap::new(),
            ids,
        };
        for row in rows {
            match row.name() {
                "entry" => city.happened(row),
                _ => city.rows.push((row.table, city.pieces(row))),
            }
        }
        city
    }

    fn happened(&mut self, row: &Row) {
        let case = row.id("case_id").expect("a case");
        let text = |name: &str| row.text(name).map(str::to_owned);
        let happened = Happened {
            link: Link {
                case_id: case,
                seq: u32::try_from(row.number("seq").expect("a number")).expect("a small one"),
                at: Instant::from_micros(row.number("at").expect("an instant")),
                recorded_at: Instant::from_micros(row.number("recorded_at").expect("an instant")),
                event: text("event").expect("an event"),
                actor: row.id("actor_id"),
                role: text("role"),
                from: text("from_state"),
                to: text("to_state").expect("a state"),
                payload_digest: String::new(),
            },
            salt: text("salt").expect("nothing is erased"),
            body: self.split(row.text("body").expect("nothing is erased")),
        };
        let place = self.place(case).expect("a case of this city");
        self.histories.entry(place).or_default().push(happened);
    }

    fn place(&self, id: Uuid) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    fn pieces(&self, row: &Row) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (at, (column, cell)) in row.columns().enumerate() {
            let before = if at == 0 { "{" } else { "," };
            pieces.push(Piece::Text(format!("{before}\"{column}\":")));
            match (row.name(), column, cell) {
                ("message", "text_body" | "html_body", _) => pieces.push(Piece::Text("\"As it was.\"".to_owned())),
                ("message", "header_id" | "thread", Cell::Text(text)) => {
                    pieces.extend([Piece::Text("\"<".to_owned()), Piece::Number]);
                    pieces.push(Piece::Text(format!(".{}\"", text.trim_start_matches('<'))));
                }
                ("person", "email", Cell::Text(text)) => {
                    pieces.extend([Piece::Text("\"".to_owned()), Piece::Number]);
                    pieces.push(Piece::Text(format!(".{text}\"")));
                }
                ("organisation", "name" | "name_key", Cell::Text(text)) => {
                    pieces.extend([Piece::Text(format!("\"{text} ")), Piece::Number]);
                    pieces.push(Piece::Text("\"".to_owned()));
                }
                (_, _, cell) => pieces.extend(self.value(cell)),
            }
        }
        pieces.push(Piece::Text("}".to_owned()));
        pieces
    }

    fn value(&self, cell: &Cell) -> Vec<Piece> {
        let quote = || Piece::Text("\"".to_owned());
        match cell {
            Cell::Text(text) => {
                let text = serde_json::to_string(text).expect("JSON");
                self.split(&text)
            }
            Cell::Id(id) => match self.place(*id) {
                Some(place) => vec![quote(), Piece::Digits(place), quote()],
                None => vec![Piece::Text(format!("\"{}\"", id.simple()))],
            },
            plain => vec![Piece::Text(plain.json())],
        }
    }

    /// A text with gaps for the city's own ids.
    fn split(&self, text: &str) -> Vec<Piece> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (place, id) in self.ids.iter().enumerate() {
            found.extend(text.match_indices(&id.to_string()).map(|(at, _)| (at, place)));
        }
        found.sort_unstable();
        let (mut pieces, mut from) = (Vec::new(), 0);
        for (at, place) in found {
            pieces.push(Piece::Text(text[from..at].to_owned()));
            pieces.push(Piece::Dashed(place));
            from = at + 36;
        }
        pieces.push(Piece::Text(text[from..].to_owned()));
        pieces
    }

    /// Adds the city once more, under a number and these ids.
    pub fn write(&self, sets: &mut Sets, (number, ids): (u64, &[Uuid])) {
        for (table, pieces) in &self.rows {
            sets.entry(*table).or_default().push(joined(pieces, (number, ids)));
        }
        let entries = TABLES.iter().position(|table| table.name == "entry").expect("a table");
        for (case, history) in &self.histories {
            let mut previous = BEGINNING.to_owned();
            for happened in history {
                let (entry, hash) = self.sealed(happened, (ids[*case], &previous), (number, ids));
                sets.entry(entries).or_default().push(entry);
                previous = hash;
            }
        }
    }

    fn sealed(
        &self,
        happened: &Happened,
        (case_id, previous): (Uuid, &str),
        (number, ids): (u64, &[Uuid]),
    ) -> (String, String) {
        let body = joined(&happened.body, (number, ids));
        let known = |id: Uuid| self.place(id).map_or(id, |place| ids[place]);
        let link = Link {
            case_id,
            actor: happened.link.actor.map(known),
            payload_digest: payload_digest(&happened.salt, &body),
            ..happened.link.clone()
        };
        let sealed = link.seal(previous);
        let link = &sealed.link;
        let entry = serde_json::json!({
            "case_id": case_id.simple().to_string(), "seq": link.seq, "at": link.at.micros(), "recorded_at": link.recorded_at.micros(),
            "event": link.event, "actor_id": link.actor.map(|id| id.simple().to_string()), "role": link.role,
            "from_state": link.from, "to_state": link.to, "payload_digest": link.payload_digest,
            "previous_hash": sealed.previous_hash, "hash": sealed.hash,
            "salt": happened.salt, "body": body,
        });
        (entry.to_string(), sealed.hash)
    }
}

fn joined(pieces: &[Piece], (number, ids): (u64, &[Uuid])) -> String {
    let part = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Digits(place) => ids[*place].simple().to_string(),
        Piece::Dashed(place) => ids[*place].to_string(),
        Piece::Number => number.to_string(),
    };
    pieces.iter().map(part).collect()
}
