//! The plan of the house, kept: who may import whom, what the pure core never touches, sizes, words, twins.
//!
//! Owns reading the source tree. Each rule is a function from text to findings and has a small example that breaks it.

mod layers;
mod scan;
mod sizes;
mod twins;
mod words;

/// Fails with one line a finding.
fn expect_none(findings: &[String]) {
    assert!(
        findings.is_empty(),
        "{} findings\n{}",
        findings.len(),
        findings.join("\n")
    );
}
