//! What people asked for and were told, held against the histories, which are read with statements of the ledger's own.
//!
//! Owns what must be true of histories: what was acknowledged is there once and in order, what was refused left no trace,
//! nothing that stood there has changed, and the engine did nothing before its time.

use std::collections::{BTreeMap, BTreeSet};

use kalends::clock::Instant;
use kalends::store::{Store, Tx};
use uuid::Uuid;

use super::people::Told;

const HISTORIES: &str =
    "select e.case_id, e.seq, e.at, e.recorded_at, e.event, e.actor_id is null as by_itself, e.hash,
    json_extract(e.body, '$.reason') as reason, e.to_state, c.organisation_id
    from entry e join cases c on c.id = e.case_id where e.body is not null order by e.case_id, e.seq";

/// By how much the clocks of two nodes may differ, in seconds.
pub const APART: i64 = 10;

/// An entry as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Line {
    /// Whose history.
    pub case_id: Uuid,
    /// Place in it.
    pub seq: u32,
    /// When it took effect.
    pub at: i64,
    /// When it was written down.
    pub recorded_at: i64,
    /// The event.
    pub event: String,
    /// Whether the engine did it.
    pub by_itself: bool,
    /// Its hash.
    pub hash: String,
    /// The reason given: the name of what was asked.
    pub reason: Option<String>,
    /// The state after it.
    pub to_state: String,
    /// Whose case it is.
    pub organisation_id: Uuid,
}

/// Something that was asked under a name of its own.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Of which case; none when one was opened.
    pub case: Option<Uuid>,
    /// Which event.
    pub event: String,
    /// The revision the asker had seen, if named.
    pub seen: Option<u32>,
    /// At which step of the run it was asked first.
    pub began: u64,
    /// At which it was acknowledged.
    pub ended: Option<u64>,
    /// The revision it was acknowledged with.
    pub revision: Option<u32>,
    /// How often it is being asked at this moment.
    pub live: usize,
    /// Whether some answer may have been lost.
    pub unsure: bool,
    /// Whether it was said that it will not be done.
    pub refused: bool,
}

/// All that was asked, and the histories as they stood when they were looked at last.
#[derive(Default)]
pub struct Ledger {
    /// By the reason it was asked with.
    pub asked: BTreeMap<String, Asked>,
    /// The histories, entry by entry.
    pub lines: BTreeMap<(Uuid, u32), Line>,
}

impl Ledger {
    /// Notes what somebody was told; `None` when whoever was to tell it has died.
    pub fn note(&mut self, name: &str, told: Option<&Told>, step: u64) {
        let Some(asked) = self.asked.get_mut(name) else { return };
        asked.live -= 1;
        match told {
            Some(Told::Done(_, revision)) => {
                asked.revision = Some(*revision);
                asked.ended = asked.ended.or(Some(step));
            }
            Some(Told::DoneBefore) => asked.ended = asked.ended.or(Some(step)),
            Some(Told::Refused(_) | Told::Stale(_)) if asked.live == 0 => asked.refused = asked.ended.is_none(),
            _ => (asked.unsure, asked.refused) = (true, false),
        }
    }

    /// The cases there are.
    pub fn cases(&self) -> Vec<Uuid> {
        let all: BTreeSet<Uuid> = self.lines.keys().map(|(case, _)| *case).collect();
        all.into_iter().collect()
    }

    /// The last entry of a case when it was looked at last.
    pub fn latest(&self, case: Uuid) -> Option<&Line> {
        let mut of_case = self.lines.range((case, 0)..=(case, u32::MAX));
        of_case.next_back().map(|(_, line)| line)
    }

    /// Reads the histories and says what is wrong with them.
    pub async fn look(&mut self, store: &Store, now: Instant) -> Vec<String> {
        let found: Vec<Line> = read(store, HISTORIES).await;
        let mut wrong = Vec::new();
        let mut lines = BTreeMap::new();
        for line in found {
            let key = (line.case_id, line.seq);
            let is_new = !self.lines.contains_key(&key);
            let before = lines.get(&(line.case_id, line.seq - 1));
            wrong.extend(strange(&line, before, (now, is_new)));
            lines.insert(key, line);
        }
        for (key, was) in &self.lines {
            if lines.get(key).is_none_or(|line| line.hash != was.hash) {
                wrong.push(format!("entry {} of {} was there and is not, or differs", key.1, key.0));
            }
        }
        self.lines = lines;
        wrong.extend(self.compare());
        wrong
    }

    fn compare(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut places: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
        for line in self.lines.values() {
            if let (false, Some(reason)) = (line.by_itself, &line.reason) {
                places.entry(reason).or_default().push(line);
            }
        }
        let nobodys = places.keys().filter(|name| !self.asked.contains_key(**name));
        wrong.extend(nobodys.map(|name| format!("nobody asked `{name}`")));
        for (name, asked) in self.asked.iter().filter(|(_, asked)| asked.event != "open") {
            let there = places.get(name.as_str()).map_or(&[][..], Vec::as_slice);
            if let Some(why) = misfit(asked, there) {
                wrong.push(format!("`{name}`: {why}: {asked:?} {there:?}"));
            }
        }
        wrong.extend(self.disordered(&places));
        wrong
    }

    /// What was acknowledged before something else was asked of the same case stands before it.
    fn disordered(&self, places: &BTreeMap<&str, Vec<&Line>>) -> Vec<String> {
        let mut by_case: BTreeMap<Uuid, Vec<(u32, &Asked)>> = BTreeMap::new();
        for (name, there) in places {
            if let (Some(asked), [line]) = (self.asked.get(*name), there.as_slice()) {
                by_case.entry(line.case_id).or_default().push((line.seq, asked));
            }
        }
        let mut wrong = Vec::new();
        for mut of_case in by_case.into_values() {
            of_case.sort_by_key(|(seq, _)| *seq);
            for pair in of_case.windows(2) {
                let (first, second) = (&pair[0], &pair[1]);
                if second.1.ended.is_some_and(|ended| ended < first.1.began) {
                    wrong.push(format!("{first:?} stands before {second:?}"));
                }
            }
        }
        wrong
    }
}

/// What is wrong with an entry beside the one before it.
fn strange(line: &Line, before: Option<&Line>, (now, is_new): (Instant, bool)) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut unless = |good: bool, why: &str| {
        if !good {
            wrong.push(format!("{why}: {line:?}, after {before:?}"));
        }
    };
    unless(before.is_some() == (line.seq > 1), "a gap in a history");
    unless(
        before.is_none_or(|before| before.at <= line.at),
        "a history runs backwards",
    );
    unless(
        !is_new || line.recorded_at <= now.micros() + APART * 1_000_000,
        "recorded in the future",
    );
    unless(
        !line.by_itself || line.at <= line.recorded_at + APART * 1_000_000,
        "the engine did something before its time",
    );
    wrong
}

/// What is wrong with the entries of something that was asked.
fn misfit(asked: &Asked, there: &[&Line]) -> Option<&'static str> {
    let [line] = there else {
        return match there.len() {
            0 => asked.ended.map(|_| "acknowledged and not there"),
            _ => Some("there more than once"),
        };
    };
    let done = asked.ended.is_some();
    if asked.refused && asked.live == 0 && !done {
        return Some("refused and there");
    }
    if asked.case != Some(line.case_id) || asked.event != line.event {
        return Some("another event");
    }
    if asked.seen.is_some_and(|seen| line.seq != seen + 1) {
        return Some("done on another revision than the asker had seen");
    }
    asked
        .revision
        .is_some_and(|revision| revision < line.seq)
        .then_some("acknowledged with a revision it does not have")
}

/// Reads rows with a statement of the simulation's own.
pub async fn read<T>(store: &Store, sql: &'static str) -> Vec<T>
where
    T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + Send + Unpin,
{
    let Tx::Sqlite(mut tx) = store.read().await.unwrap() else {
        unreachable!("the simulation runs on SQLite");
    };
    sqlx::query_as(sql).fetch_all(&mut *tx).await.unwrap()
}
