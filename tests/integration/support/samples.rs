//! Workflows made for tests: small programmes under `tests/samples/`.

use kalends::workflow::Source;

use super::house::folder;

/// A sample workflow's files.
pub fn sample(name: &str) -> Source {
    folder("tests/samples", name)
}
