//! Votes and points played through: a programme of its own, with its scenarios.

use kalends::rehearsal::{scenario, script};
use kalends::workflow::check::check;
use kalends::workflow::parse::parse;
use kalends::workflow::schema;

use crate::workflow::files;

#[test]
fn the_programme_has_no_findings_and_fits_the_schema() {
    let source = files::sample("circle");
    let findings = check(&source).1;
    assert!(findings.is_empty(), "{findings:#?}");
    let validator = jsonschema::validator_for(&schema::workflow()).expect("a schema");
    let table: toml::Table = source.files["workflow.toml"].parse().expect("TOML");
    let value = serde_json::to_value(table).expect("JSON");
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

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
