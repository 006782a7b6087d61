//! One binary for all integration tests; its tree mirrors `src`.

mod tidy;
mod workflow;
