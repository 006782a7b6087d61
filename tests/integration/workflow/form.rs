//! Forms: the example passes, the schema agrees with the check, each mistake is named.

use std::collections::BTreeMap;

use kalends::workflow::Source;
use kalends::workflow::form::{Answers, Form, Stage, digest};
use kalends::workflow::parse::parse;
use serde_json::{Value, json};

const WORKFLOW: &str = r#"
title.en = "T"
about.en = "A"
zone = "Europe/Riga"
languages = ["en"]
kinds = ["case"]
[role.owner]
title.en = "Owner"
[case]
title.en = "Case"
owner = "owner"
form = "all"
states = ["open", "done"]
[case.open]
title.en = "Open"
[case.open.on]
finish = { by = "owner", to = "done", title.en = "Finish" }
[case.done]
title.en = "Done"
final = true
"#;

const FORM: &str = r#"
title.en = "Every type"
sections = ["one"]
[one]
title.en = "One"
fields = ["name", "story", "mail", "web", "phone", "people", "share", "day", "lang", "subjects", "rate", "twin", "twins", "agree", "count"]
name = { label.en = "Name", type = "line", max_characters = 20, required = true, carry = "keep" }
story = { label.en = "Story", type = "prose", max_words = 5, required = true }
mail = { label.en = "Mail", type = "email", required = true, carry = "ask" }
web = { label.en = "Web", type = "link" }
phone = { label.en = "Phone", type = "phone" }
people = { label.en = "People", type = "integer", min = 1, max = 1000 }
share = { label.en = "Share", type = "decimal", min = 0, max = 100 }
day = { label.en = "Day", type = "date" }
lang = { label.en = "Language", type = "choice", options = [{ name = "en", en = "English" }, { name = "fr", en = "French" }] }
subjects = { label.en = "Fields", type = "choices", options = [{ name = "a", en = "A" }, { name = "b", en = "B" }] }
rate = { label.en = "Rate", type = "rating", lowest.en = "low", highest.en = "high", carry = "beside" }
twin = { label.en = "Twinned?", type = "yes-no" }
twins = { label.en = "With whom", type = "line", required = true, when = "answers.twin == true" }
agree = { label.en = "Agreed", type = "consent", required = true }
count = { label.en = "Count", type = "figure", unit.en = "people" }
"#;

fn form() -> Form {
    let files = [("workflow.toml", WORKFLOW), ("forms/all.toml", FORM)];
    let files: BTreeMap<_, _> = files.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let mut definition = parse(&Source {
        name: "w".to_owned(),
        files,
    })
    .unwrap_or_else(|found| panic!("{found:#?}"));
    definition.forms.remove("all").expect("the form")
}

fn with(field: &str, value: Value) -> Answers {
    let mut answers = form().example();
    answers.insert(field.to_owned(), value);
    answers
}

/// Each mistake with the rule that names it.
fn mistakes() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("name", json!("n".repeat(21)), "characters"),
        ("name", json!("a\nb"), "control"),
        ("name", json!(7), "type"),
        ("story", json!("one two three four five six"), "words"),
        ("story", json!(["a"]), "type"),
        ("mail", json!("nobody"), "email"),
        ("mail", json!("a@b"), "email"),
        ("mail", json!("a b@c.d"), "email"),
        ("web", json!("example.org"), "link"),
        ("web", json!("javascript:alert(1)"), "link"),
        ("phone", json!("20000000"), "phone"),
        ("phone", json!("+12"), "phone"),
        ("people", json!(0), "too-small"),
        ("people", json!(1001), "too-large"),
        ("people", json!(1.5), "type"),
        ("people", json!("12"), "type"),
        ("share", json!(100.5), "too-large"),
        ("share", json!(true), "type"),
        ("day", json!("2027-02-30"), "date"),
        ("day", json!("31.03.2027"), "date"),
        ("lang", json!("lv"), "option"),
        ("subjects", json!(["a", "c"]), "option"),
        ("subjects", json!(["a", "a"]), "twice"),
        ("subjects", json!("a"), "type"),
        ("rate", json!(6), "too-large"),
        ("rate", json!(0), "too-small"),
        ("twin", json!("yes"), "type"),
        ("agree", json!(false), "consent"),
        ("count", json!({"value": 3}), "type"),
        ("count", json!({"value": 3, "year": 1066}), "year"),
        ("count", json!({"value": 3, "year": 2024, "more": 1}), "type"),
        ("stranger", json!("x"), "unknown"),
    ]
}

#[test]
fn the_example_passes_the_check_and_the_schema() {
    let form = form();
    let example = form.example();
    assert_eq!(form.check(&example, Stage::Complete), []);
    let validator = validator(&form);
    assert!(validator.is_valid(&serde_json::to_value(&example).expect("JSON")));
}

fn validator(form: &Form) -> jsonschema::Validator {
    let schema = form.json_schema("en");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("a schema")
}

#[test]
fn each_mistake_is_named_and_the_schema_agrees() {
    let form = form();
    let validator = validator(&form);
    for (field, value, rule) in mistakes() {
        let answers = with(field, value.clone());
        let found = form.check(&answers, Stage::Complete);
        assert_eq!(
            found
                .iter()
                .map(|error| (error.field.as_str(), error.rule))
                .collect::<Vec<_>>(),
            [(field, rule)],
            "{value}"
        );
        let valid = validator.is_valid(&serde_json::to_value(&answers).expect("JSON"));
        assert_eq!(valid, rule == "words", "{field} = {value}");
    }
}

#[test]
fn good_answers_pass_both() {
    let form = form();
    let validator = validator(&form);
    let good = [
        ("name", json!("Jūrmala-Ķemeri, Õ’ß")),
        ("story", json!("one\ntwo\n\nthree four\tfive")),
        ("mail", json!("janis.berzins@pasts.lv")),
        ("web", json!("http://example.org:8080/a?b#c")),
        ("phone", json!("+371 (2) 000-00.00")),
        ("people", json!(3.0)),
        ("share", json!(0)),
        ("day", json!("2028-02-29")),
        ("subjects", json!(["b", "a"])),
        ("count", json!({"value": 24500.5, "year": 2024})),
    ];
    for (field, value) in good {
        let answers = with(field, value.clone());
        assert_eq!(form.check(&answers, Stage::Complete), [], "{field} = {value}");
        assert!(
            validator.is_valid(&serde_json::to_value(&answers).expect("JSON")),
            "{field} = {value}"
        );
    }
}

#[test]
fn limits_say_the_count_found() {
    let found = form().check(&with("story", json!("one two three four five six seven")), Stage::Draft);
    assert_eq!(
        (found[0].values["limit"].as_str(), found[0].values["found"].as_str()),
        ("5", "7")
    );
}

#[test]
fn a_draft_may_lack_anything_but_not_be_wrong() {
    let form = form();
    assert_eq!(form.check(&Answers::new(), Stage::Draft), []);
    let missing: Vec<_> = form
        .check(&Answers::new(), Stage::Complete)
        .into_iter()
        .map(|error| (error.field, error.rule))
        .collect();
    let wanted = ["name", "story", "mail", "agree"].map(|name| (name.to_owned(), "required"));
    assert_eq!(missing, wanted);
    assert_eq!(form.check(&with("agree", json!(false)), Stage::Draft), []);
    assert_eq!(
        form.check(&with("name", json!("  ")), Stage::Complete)[0].rule,
        "required"
    );
}

#[test]
fn a_conditional_field_is_required_only_while_it_is_asked() {
    let form = form();
    let mut answers = with("twin", json!(false));
    answers.remove("twins");
    assert_eq!(form.check(&answers, Stage::Complete), []);
    answers.insert("twin".to_owned(), json!(true));
    assert_eq!(form.check(&answers, Stage::Complete)[0].field, "twins");
    answers.remove("twin");
    assert_eq!(form.check(&answers, Stage::Complete), []);
}

#[test]
fn kept_and_asked_answers_are_carried_over() {
    let carried: Vec<_> = form().carried(&form().example()).into_keys().collect();
    assert_eq!(carried, ["mail", "name"]);
}

#[test]
fn the_digest_tells_answers_apart() {
    let (a, b) = (form().example(), with("people", json!(2)));
    assert_eq!(digest(&a), digest(&a.clone()));
    assert_ne!(digest(&a), digest(&b));
}
