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
        (
            "workflow.toml",
            "[membership.review]\n",
            "[membership.review]\nwas = \"\"\n",
        ),
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

#[test]
fn the_published_schema_and_reference_are_current() {
    let json = |schema: Value| serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let pages = [
        ("docs/schema/workflow.json", json(schema::workflow())),
        ("docs/schema/form.json", json(schema::form())),
        (
            "docs/manual/reference.md",
            schema::reference::markdown(&schema::workflow(), &schema::form()),
        ),
    ];
    for (path, now) in pages {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            std::fs::write(&path, &now).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == now,
            "{path:?} is stale: run this test once with INSTA_UPDATE=always"
        );
    }
}

#[test]
fn every_key_says_what_it_means() {
    for schema in [schema::workflow(), schema::form()] {
        let tables = schema["$defs"].as_object().unwrap().iter();
        let top = [("the top", &schema)].into_iter();
        for (name, table) in tables.map(|(name, table)| (name.as_str(), table)).chain(top) {
            for (key, value) in table["properties"].as_object().into_iter().flatten() {
                assert!(value["description"].is_string(), "`{key}` of {name} has no words");
            }
        }
    }
}
