//! The definitions in force and those running cases still obey.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use tokio::task::JoinSet;

use super::{Engine, EngineError};
use crate::store::Tx;
use crate::store::workflows;
use crate::workflow::{Definition, Source, parse};

/// Definitions by name and version; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Workflows {
    known: Arc<RwLock<Known>>,
    /// Versions written by a transaction of this node that is not committed yet.
    entering: Arc<RwLock<Known>>,
}

/// Definitions by name and version.
type Known = BTreeMap<(String, u32), Arc<Definition>>;

impl Workflows {
    /// The newest version of a workflow.
    pub fn in_force(&self, name: &str) -> Option<(u32, Arc<Definition>)> {
        let known = self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut versions = known.range((name.to_owned(), 0)..=(name.to_owned(), u32::MAX));
        versions
            .next_back()
            .map(|((_, version), definition)| (*version, definition.clone()))
    }

    /// One version of a workflow.
    pub fn version(&self, name: &str, version: u32) -> Option<Arc<Definition>> {
        let known = self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.get(&(name.to_owned(), version)).cloned()
    }

    /// Names of the workflows in force.
    pub fn names(&self) -> Vec<String> {
        let known = self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut names: Vec<String> = known.keys().map(|(name, _)| name.clone()).collect();
        names.dedup();
        names
    }

    /// Every version of a workflow, first to last.
    pub fn versions(&self, name: &str) -> Vec<(u32, Arc<Definition>)> {
        let known = self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let versions = known.range((name.to_owned(), 0)..=(name.to_owned(), u32::MAX));
        versions
            .map(|((_, version), definition)| (*version, definition.clone()))
            .collect()
    }

    /// Every version of a workflow whose names for chairs count: also one that a transaction of this node writes.
    pub(super) fn naming(&self, name: &str) -> Vec<Arc<Definition>> {
        let known = self.versions(name).into_iter().map(|(_, definition)| definition);
        let entering = self.entering.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let own = entering.iter().filter(|((workflow, _), _)| workflow == name);
        known.chain(own.map(|(_, definition)| definition.clone())).collect()
    }

    /// Notes that a transaction of this node writes a version: until it is committed it is nobody else's.
    pub(super) fn begin(&self, name: &str, version: u32, definition: Arc<Definition>) {
        let mut entering = self.entering.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        entering.insert((name.to_owned(), version), definition);
    }

    /// Notes that no transaction of this node writes a version of the workflow any more.
    pub(super) fn end(&self, name: &str) {
        let mut entering = self.entering.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        entering.retain(|(workflow, _), _| workflow != name);
    }

    fn is_entering(&self, name: &str, version: u32) -> bool {
        let entering = self.entering.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        entering.contains_key(&(name.to_owned(), version))
    }

    /// Notes a version that has been put in force.
    pub fn put(&self, name: String, version: u32, definition: Arc<Definition>) {
        let mut known = self.known.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.insert((name, version), definition);
    }
}

impl Engine {
    /// One version of a workflow; read from the database when another node has put it in force.
    pub(super) async fn version(&self, tx: &mut Tx, name: &str, version: u32) -> Result<Arc<Definition>, EngineError> {
        if let Some(known) = self.workflows.version(name, version) {
            return Ok(known);
        }
        let missing = || EngineError::NotFound("version of the workflow");
        let stored = workflows::find(tx, name, version).await?.ok_or_else(missing)?;
        let source = Source {
            name: stored.name,
            files: stored.files,
        };
        let definition = Arc::new(parse::parse(&source).map_err(|_| missing())?);
        if !self.workflows.is_entering(name, version) {
            self.workflows.put(name.to_owned(), version, definition.clone());
        }
        Ok(definition)
    }

    /// The version of a workflow in force as this transaction sees it, whichever node put it there.
    pub(super) async fn in_force_in(&self, tx: &mut Tx, name: &str) -> Result<(u32, Arc<Definition>), EngineError> {
        let latest = workflows::latest_number(tx, name).await?;
        let latest = latest.ok_or(EngineError::NotFound("workflow"))?;
        Ok((latest, self.version(tx, name, latest).await?))
    }

    /// Learns of versions that another node, or a command, has put in force.
    ///
    /// # Errors
    /// When a stored version cannot be read any more.
    pub async fn refresh_workflows(&self) -> Result<(), EngineError> {
        let mut tx = self.store.read().await?;
        for (name, version) in workflows::numbers(&mut tx).await? {
            self.version(&mut tx, &name, version).await?;
        }
        Ok(())
    }

    /// Loads every published version from the database; several are read at once, which is most of what a start costs.
    ///
    /// # Errors
    /// When a stored version cannot be read any more.
    pub async fn load_workflows(&self) -> Result<(), EngineError> {
        let mut tx = self.store.read().await?;
        let mut reading = JoinSet::new();
        for version in workflows::all(&mut tx).await? {
            reading.spawn_blocking(move || {
                let source = Source {
                    name: version.name,
                    files: version.files,
                };
                let read = parse::parse(&source);
                (source.name, version.version, read)
            });
        }
        let unreadable = || EngineError::NotFound("readable version of the workflow");
        while let Some(read) = reading.join_next().await {
            let (name, version, read) = read.map_err(|_| unreadable())?;
            let definition = read.map_err(|_| unreadable())?;
            self.workflows.put(name, version, Arc::new(definition));
        }
        Ok(())
    }
}
