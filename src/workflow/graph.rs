//! To be written.

/// To be written.
pub fn mermaid(_: &super::Definition, _: &str) -> String {
    String::new()
}
