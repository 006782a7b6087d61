//! Rings the bell of this node when another has put something there that is due.
//!
//! Owns the listening connection and its return after it was lost. The loops look by themselves all the same: without
//! this they find the work of others a few seconds later.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{BREATHER, Worker};
use crate::store::wake::Listener;

/// How long it waits at most before it tries to listen again.
const LONGEST: Duration = Duration::from_secs(60);

impl Worker {
    /// Listens until `stop`.
    pub(super) async fn listen(&self, stop: &CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.listen_again_and_again() => {}
        }
    }

    async fn listen_again_and_again(&self) {
        let mut pause = BREATHER;
        loop {
            match self.0.engine.store.listen().await {
                Ok(None) => {
                    tracing::debug!("other nodes cannot be heard here; the loops look by themselves");
                    return;
                }
                Ok(Some(listener)) => {
                    pause = BREATHER;
                    self.hear(listener).await;
                }
                Err(error) => {
                    tracing::debug!(
                        error = &error as &dyn std::error::Error,
                        "other nodes cannot be heard; the loops look by themselves"
                    );
                }
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST);
        }
    }

    /// Rings at once, for what was said while nobody listened, and then at every word until the connection is lost.
    async fn hear(&self, mut listener: Listener) {
        loop {
            self.0.engine.bell.ring();
            if let Err(error) = listener.heard().await {
                tracing::debug!(
                    error = &error as &dyn std::error::Error,
                    "the connection that listens was lost"
                );
                return;
            }
        }
    }
}
