//! A PostgreSQL cluster of a test's own, that can be stopped in several ways and started again.
//!
//! Owns its processes and its folder; both are gone with the value.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use super::serving::PATIENCE;

/// What starts and stops one.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/postgres.sh");

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Each client is told that the server goes down.
    Stop,
    /// Nobody is waited for, and what was not flushed is recovered at the next start.
    Halt,
    /// Signal 9 for the process that leads the others.
    Kill,
}

/// A cluster that runs, or did.
pub struct Cluster {
    folder: TempDir,
    port: u16,
}

impl Cluster {
    /// Makes one and starts it.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The user `postgres`, to whom the cluster belongs, must be able to reach it.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o711)).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Self { folder, port };
        cluster.go_on().await;
        cluster
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Ends it.
    pub fn end(&self, how: End) {
        let command = match how {
            End::Stop => "stop",
            End::Halt => "halt",
            End::Kill => "kill",
        };
        assert!(self.run(command), "`{command}` failed");
    }

    /// Starts it again and waits until it answers; after a kill the processes that were left behind have to go first.
    pub async fn go_on(&self) {
        let started = async {
            while !self.run("start") {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        let started = tokio::time::timeout(PATIENCE, started).await;
        assert!(started.is_ok(), "PostgreSQL does not start");
    }

    fn run(&self, command: &str) -> bool {
        let mut script = Command::new(SCRIPT);
        let ran = script
            .arg(command)
            .arg(self.folder.path().join("cluster"))
            .arg(self.port.to_string())
            .output();
        ran.unwrap().status.success()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.run("halt");
    }
}
