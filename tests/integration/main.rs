//! One binary for all integration tests; its tree mirrors `src`.

mod http;
mod locale;
