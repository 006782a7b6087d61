//! Published versions of workflows, with their files.
//!
//! Owns the table `workflow`. Does not read the files: that is [`crate::workflow::parse`].

use std::collections::BTreeMap;

use super::dialect::{execute, row, rows, statements};
use super::value::{Count, Json};
use super::{Outcome, StoreError, Tx};
use crate::clock::Instant;

statements! {
    PUBLISH = "insert into workflow (name, version, digest, files, published_at) values ($1, $2, $3, $4, $5)
        on conflict (name, version) do nothing";
    FIND = "select name, version, digest, files, published_at from workflow where name = $1 and version = $2";
    LATEST = "select name, version, digest, files, published_at from workflow where name = $1
        order by version desc limit 1";
    LATEST_NUMBER = "select max(version) from workflow where name = $1";
    NUMBERS = "select name, version from workflow order by name, version";
    RUNNING = "select version, count(*) as count from cases where workflow = $1 and not closed
        group by version order by version";
    IN_FORCE = "select w.name, w.version, w.digest, w.files, w.published_at from workflow w
        where w.version = (select max(v.version) from workflow v where v.name = w.name) order by w.name";
    ALL = "select name, version, digest, files, published_at from workflow order by name, version";
}

/// A published version.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Name of the workflow.
    pub name: String,
    /// Counts from 1.
    pub version: u32,
    /// SHA-256 of the files, in hexadecimal.
    pub digest: String,
    /// The files: path to text.
    pub files: BTreeMap<String, String>,
    /// When it was put in force.
    pub published_at: Instant,
}

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    version: Count,
    digest: String,
    files: Json<BTreeMap<String, String>>,
    published_at: Instant,
}

impl From<Row> for Version {
    fn from(row: Row) -> Self {
        Self {
            name: row.name,
            version: row.version.0,
            digest: row.digest,
            files: row.files.0,
            published_at: row.published_at,
        }
    }
}

/// Puts a version in force; lost when that number is taken.
pub async fn publish(tx: &mut Tx, version: &Version) -> Result<Outcome, StoreError> {
    let number = Count(version.version);
    let files = Json(&version.files);
    let affected = execute!(
        tx,
        PUBLISH,
        &version.name,
        number,
        &version.digest,
        files,
        version.published_at
    )?;
    Ok(Outcome::of(affected))
}

/// Gives one version.
pub async fn find(tx: &mut Tx, name: &str, version: u32) -> Result<Option<Version>, StoreError> {
    Ok(row!(tx, Row, FIND, name, Count(version))?.map(Version::from))
}

/// Gives the latest version of a workflow.
pub async fn latest(tx: &mut Tx, name: &str) -> Result<Option<Version>, StoreError> {
    Ok(row!(tx, Row, LATEST, name)?.map(Version::from))
}

/// Gives the latest version of every workflow, by name.
pub async fn in_force(tx: &mut Tx) -> Result<Vec<Version>, StoreError> {
    Ok(rows!(tx, Row, IN_FORCE)?.into_iter().map(Version::from).collect())
}

/// Gives every version, by name and number.
pub async fn all(tx: &mut Tx) -> Result<Vec<Version>, StoreError> {
    Ok(rows!(tx, Row, ALL)?.into_iter().map(Version::from).collect())
}

/// Gives the number of the latest version of a workflow.
pub async fn latest_number(tx: &mut Tx, name: &str) -> Result<Option<u32>, StoreError> {
    let found = row!(tx, (Option<i64>,), LATEST_NUMBER, name)?;
    Ok(found.and_then(|(number,)| u32::try_from(number?).ok()))
}

/// Gives name and number of every version.
pub async fn numbers(tx: &mut Tx) -> Result<Vec<(String, u32)>, StoreError> {
    let found = rows!(tx, (String, Count), NUMBERS)?;
    Ok(found.into_iter().map(|(name, version)| (name, version.0)).collect())
}

/// How many running cases obey which version of a workflow; versions without any are left out.
pub async fn running(tx: &mut Tx, name: &str) -> Result<Vec<(u32, i64)>, StoreError> {
    let found = rows!(tx, (Count, i64), RUNNING, name)?;
    Ok(found.into_iter().map(|(version, count)| (version.0, count)).collect())
}
