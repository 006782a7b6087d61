//! Votes and points played through: a programme of its own, with its scenarios.

use kalends::rehearsal::{scenario, script};
use kalends::workflow::parse::parse;

use crate::workflow::files;

#[test]
fn votes_and_points_go_as_their_scenarios_say() {
    let source = files::sample("circle");
    let definition = parse(&source).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let scenarios: Vec<_> = source.files.iter().filter(|(path, _)| path.starts_with("scenarios/")).collect();
    assert_eq!(scenarios.len(), 2);
    for (path, text) in scenarios {
        let scenario = scenario::parse(path, text).unwrap_or_else(|findings| panic!("{findings:#?}"));
        let failures = script::run(&definition, &scenario).failures;
        assert!(failures.is_empty(), "{path}: {failures:#?}");
    }
}
