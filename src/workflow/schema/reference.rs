//! The reference for authors, written out from the schema: one table of keys for each table of the files.
//!
//! Owns nothing but the wording of shapes: what exists and what it means is said once, in the schema.

use std::fmt::Write;

use serde_json::Value;

/// The schemas as a page of Markdown: the workflow file first, then the forms.
pub fn markdown(workflow: &Value, form: &Value) -> String {
    let mut page = String::from(OPENING);
    section(&mut page, "workflow.toml", workflow);
    definitions(&mut page, workflow);
    section(&mut page, "forms/NAME.toml", form);
    for name in ["section", "field"] {
        section(&mut page, name, &form["$defs"][name]);
    }
    page
}

const OPENING: &str = "\
# Reference of the files

Written out from the JSON Schema that editors use (`kalends schema --format markdown`); do not edit it by hand. What the
keys are for, with examples, is told in [The workflow language](workflow-language.md). Any key that is not listed here is
an error. **Bold** keys must be there.

An editor completes and checks while you type when the first line of `workflow.toml` is
`#:schema ../../docs/schema/workflow.json`, and that of a form `#:schema ../../../docs/schema/form.json`
(Even Better TOML, Taplo); `kalends schema` writes the files.
";

fn definitions(page: &mut String, schema: &Value) {
    let tables = schema["$defs"].as_object().into_iter().flatten();
    let (keyed, simple): (Vec<_>, Vec<_>) = tables.partition(|(_, definition)| definition.get("properties").is_some());
    for (name, definition) in keyed {
        section(page, name, definition);
    }
    let _ = writeln!(page, "\n## Values\n\n| value | looks like |\n|---|---|");
    for (name, definition) in simple {
        let _ = writeln!(page, "| <a id=\"{name}\"></a>{name} | {} |", cell(&meaning(definition)));
    }
}

fn section(page: &mut String, name: &str, definition: &Value) {
    let _ = writeln!(page, "\n## {name}\n");
    if let Some(words) = definition["description"].as_str() {
        let _ = writeln!(page, "{words}\n");
    }
    let _ = writeln!(page, "| key | value | means |\n|---|---|---|");
    let needed: Vec<&str> = definition["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for (key, value) in definition["properties"].as_object().into_iter().flatten() {
        let shown = if needed.contains(&key.as_str()) {
            format!("**`{key}`**")
        } else {
            format!("`{key}`")
        };
        let words = value["description"].as_str().unwrap_or_default();
        let _ = writeln!(page, "| {shown} | {} | {} |", cell(&shape(value)), cell(words));
    }
    if let Some(rest) = definition["additionalProperties"].get("$ref") {
        let _ = writeln!(page, "| any other name | {} | |", cell(&linked(rest)));
    }
}

/// What a value looks like and, where the schema says so, what it means.
fn meaning(definition: &Value) -> String {
    let words = definition["description"].as_str().unwrap_or_default();
    let examples = definition["examples"].as_array().into_iter().flatten();
    let examples: Vec<String> = examples.map(|example| format!("`{example}`")).collect();
    let parts = [shape(definition), words.to_owned(), examples.join(", ")];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("; ")
}

/// What a value looks like.
fn shape(value: &Value) -> String {
    if let Some(name) = value.get("$ref") {
        return linked(name);
    }
    for either in ["anyOf", "oneOf"] {
        if let Some(parts) = value[either].as_array().filter(|_| value.get("properties").is_none()) {
            return parts.iter().map(shape).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(words) = value["enum"].as_array() {
        let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        return words.join(", ");
    }
    if let Some(only) = value.get("const") {
        return format!("`{only}`");
    }
    match value["type"].as_str() {
        Some("array") => format!("list of {}", shape(&value["items"])),
        Some("object") => table(value),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("string") => "text".to_owned(),
        Some(number @ ("integer" | "number")) => limits(number, value),
        _ => "any value".to_owned(),
    }
}

/// A table written in place: by its keys, or by what any name in it holds.
fn table(value: &Value) -> String {
    let keys = value["properties"].as_object().into_iter().flatten();
    let keys: Vec<String> = keys.map(|(key, value)| format!("`{key}`: {}", shape(value))).collect();
    match value["additionalProperties"].as_object() {
        Some(_) if keys.is_empty() => format!("table of NAME = {}", shape(&value["additionalProperties"])),
        _ => format!("table {{ {} }}", keys.join(", ")),
    }
}

fn limits(number: &str, value: &Value) -> String {
    let word = if number == "integer" { "whole number" } else { number };
    match (value.get("minimum"), value.get("maximum")) {
        (Some(least), Some(most)) => format!("{word} from {least} to {most}"),
        (Some(least), None) => format!("{word} from {least}"),
        _ => word.to_owned(),
    }
}

fn linked(reference: &Value) -> String {
    let name = reference
        .as_str()
        .and_then(|path| path.rsplit('/').next())
        .unwrap_or_default();
    format!("[{name}](#{name})")
}

/// Text that can stand in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
