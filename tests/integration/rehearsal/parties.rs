//! Peers, organisations, times and children as people play them in a small world.

use std::collections::BTreeSet;

use kalends::rehearsal::coverage::{Reached, coverage};
use kalends::rehearsal::{scenario, script};
use kalends::workflow::check::check;

use crate::support::samples::sample;

#[test]
fn the_sample_has_nothing_wrong() {
    let (definition, findings) = check(&sample("guild"));
    assert!(definition.is_some(), "{findings:#?}");
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, BTreeSet::new(), "{findings:#?}");
}

#[test]
fn every_scenario_goes_as_it_says_and_everything_is_reached() {
    let source = sample("guild");
    let (definition, _) = check(&source);
    let definition = definition.unwrap();
    let mut reached = Reached::default();
    for (path, text) in source.files.iter().filter(|(path, _)| path.starts_with("scenarios/")) {
        let scenario = scenario::parse(path, text).unwrap_or_else(|findings| panic!("{findings:?}"));
        let outcome = script::run(&definition, &scenario);
        assert!(outcome.failures.is_empty(), "{:#?}", outcome.failures);
        reached.add(&outcome.reached);
    }
    assert_eq!(coverage(&definition, &reached).missing, Vec::<String>::new());
}
