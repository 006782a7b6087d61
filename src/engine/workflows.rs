//! The definitions in force and those running cases still obey.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use super::{Engine, EngineError};
use crate::store::Tx;
use crate::store::workflows::{self, Version};
use crate::workflow::{Definition, Source, parse};

/// Definitions by name and version; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Workflows(Arc<RwLock<Known>>);

/// Definitions by name and version.
type Known = BTreeMap<(String, u32), Arc<Definition>>;

impl Workflows {
    /// The newest version of a workflow.
    pub fn in_force(&self, name: &str) -> Option<(u32, Arc<Definition>)> {
        let known = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut versions = known.range((name.to_owned(), 0)..=(name.to_owned(), u32::MAX));
        versions
            .next_back()
            .map(|((_, version), definition)| (*version, definition.clone()))
    }

    /// One version of a workflow.
    pub fn version(&self, name: &str, version: u32) -> Option<Arc<Definition>> {
        let known = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.get(&(name.to_owned(), version)).cloned()
    }

    /// Names of the workflows in force.
    pub fn names(&self) -> Vec<String> {
        let known = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut names: Vec<String> = known.keys().map(|(name, _)| name.clone()).collect();
        names.dedup();
        names
    }

    fn put(&self, name: String, version: u32, definition: Arc<Definition>) {
        let mut known = self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner);
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
        self.workflows.put(name.to_owned(), version, definition.clone());
        Ok(definition)
    }

    /// Loads every published version from the database.
    ///
    /// # Errors
    /// When a stored version cannot be read any more.
    pub async fn load_workflows(&self) -> Result<(), EngineError> {
        let mut tx = self.store.read().await?;
        for version in workflows::all(&mut tx).await? {
            let source = Source {
                name: version.name.clone(),
                files: version.files,
            };
            let definition =
                parse::parse(&source).map_err(|_| EngineError::NotFound("readable version of the workflow"))?;
            self.workflows.put(version.name, version.version, Arc::new(definition));
        }
        Ok(())
    }

    /// Puts a workflow in force if it differs from the version that is; running cases keep theirs.
    ///
    /// Gives the version in force afterwards.
    ///
    /// # Errors
    /// Not found when the files cannot be read as a workflow: check them first.
    pub async fn publish(&self, source: &Source) -> Result<u32, EngineError> {
        let definition = parse::parse(source).map_err(|_| EngineError::NotFound("readable workflow"))?;
        let mut tx = self.store.begin().await?;
        let latest = workflows::latest(&mut tx, &source.name).await?;
        if let Some(latest) = latest.as_ref().filter(|latest| latest.digest == definition.digest) {
            self.workflows
                .put(source.name.clone(), latest.version, Arc::new(definition));
            return Ok(latest.version);
        }
        let version = latest.map_or(1, |latest| latest.version + 1);
        let new = Version {
            name: source.name.clone(),
            version,
            digest: definition.digest.clone(),
            files: source.files.clone(),
            published_at: self.now(),
        };
        if !workflows::publish(&mut tx, &new).await?.is_done() {
            return Err(EngineError::Busy);
        }
        tx.commit().await?;
        self.workflows.put(source.name.clone(), version, Arc::new(definition));
        Ok(version)
    }
}
