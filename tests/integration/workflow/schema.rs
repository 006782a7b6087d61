//! The editors' schema and the reader agree on the shipped files and on broken ones.

use kalends::workflow::Source;
use kalends::workflow::check::check;
use kalends::workflow::schema;
use serde_json::Value;

use super::files::shipped;

fn json(source: &Source, file: &str) -> Option<Value> {
    let table: toml::Table = source.files[file].parse().ok()?;
    serde_json::to_value(table).ok()
}

#[test]
fn the_shipped_files_fit() {
    let source = shipped("learning-cities");
    let workflow = jsonschema::validator_for(&schema::workflow()).expect("a schema");
    let form = jsonschema::validator_for(&schema::form()).expect("a schema");
    for file in source.files.keys().filter(|file| file.ends_with(".toml")) {
        let validator = if file == "workflow.toml" { &workflow } else { &form };
        let value = json(&source, file).expect("TOML");
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{file}: {errors:#?}");
    }
}

#[test]
fn what_the_schema_refuses_the_reader_refuses_too() {
    let table = [
        ("workflow.toml", "quota = 3", "quota = 0"),
        ("workflow.toml", "quota = 3", "quotas = 3"),
        ("workflow.toml", "in_call = true", "in_call = \"yes\""),
        ("workflow.toml", "reason = \"required\"", "reason = \"must\""),
        ("workflow.toml", "before = \"14 days\"", "before = \"fortnight\""),
        ("workflow.toml", "before = \"14 days\", ", ""),
        ("workflow.toml", "takes = \"place\"", "takes = \"quota\""),
        ("workflow.toml", "every = 2", "every = 0"),
        ("workflow.toml", "at = \"call.closes\", ", ""),
        ("workflow.toml", "standing = \"good\"", "standing = \"fine\""),
        ("forms/ranking.toml", "type = \"integer\"", "type = \"number\""),
        ("forms/ranking.toml", "required = true", "needed = true"),
    ];
    let workflow = jsonschema::validator_for(&schema::workflow()).expect("a schema");
    let form = jsonschema::validator_for(&schema::form()).expect("a schema");
    for (file, from, to) in table {
        let mut source = shipped("learning-cities");
        let text = source.files.get_mut(file).expect("the file");
        assert!(text.contains(from), "`{from}` is not in {file}");
        *text = text.replacen(from, to, 1);
        let validator = if file == "workflow.toml" { &workflow } else { &form };
        assert!(
            !validator.is_valid(&json(&source, file).expect("TOML")),
            "the schema takes `{to}`"
        );
        assert!(check(&source).0.is_none(), "the reader takes `{to}`");
    }
}
