//! From a posted form to answers and back to what is shown.

use kalends::http::answers::decode;
use kalends::http::typed::Typed;
use serde_json::json;

use super::forms::application;

fn typed(pairs: &[(&str, &str)]) -> Typed {
    Typed::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    )
}

fn rules(typed: &Typed) -> Vec<(String, &'static str)> {
    decode(&application(), typed)
        .errors
        .into_iter()
        .map(|error| (error.field, error.rule))
        .collect()
}

#[test]
fn every_kind_of_field_is_read_to_its_type() {
    let decoded = decode(
        &application(),
        &typed(&[
            ("city", "  Cēsis "),
            ("decided_on.day", "28"),
            ("decided_on.month", "10"),
            ("decided_on.year", "2021"),
            ("population.value", "24 500"),
            ("population.year", "2024"),
            ("schools", "12"),
            ("schooling", "12,5"),
            ("equity", "4"),
            ("motivation", "One.\r\nTwo."),
            ("language", "work"),
            ("interests", ""),
            ("interests", "family"),
            ("interests", "digital"),
            ("council", "no"),
            ("publish", "yes"),
            ("revision", "7"),
        ]),
    );
    assert_eq!(decoded.errors, []);
    let expected = json!({
        "city": "Cēsis", "decided_on": "2021-10-28", "population": {"value": 24500, "year": 2024}, "schools": 12,
        "schooling": 12.5, "equity": 4, "motivation": "One.\nTwo.", "language": "work",
        "interests": ["family", "digital"], "council": false, "publish": true,
    });
    assert_eq!(json!(decoded.answers), expected);
}

#[test]
fn what_cannot_be_read_is_reported_and_kept_word_for_word() {
    let form = application();
    let post = typed(&[
        ("decided_on.day", "31"),
        ("decided_on.month", "2"),
        ("decided_on.year", "2027"),
        ("population.value", "about 24000"),
        ("population.year", "2024"),
        ("schools", "twelve"),
        ("council", "perhaps"),
    ]);
    let found = rules(&post);
    let expected = [
        ("decided_on", "date"),
        ("population", "type"),
        ("schools", "type"),
        ("council", "type"),
    ];
    assert_eq!(found, expected.map(|(field, rule)| (field.to_owned(), rule)));
    let shown = Typed::from_answers(&form, &decode(&form, &post).answers);
    assert_eq!(shown.part("decided_on", "month"), "2");
    assert_eq!(shown.part("population", "value"), "about 24000");
    assert_eq!(shown.one("schools"), "twelve");
}

#[test]
fn only_what_the_form_asks_is_taken() {
    let post = typed(&[
        ("city", "Cēsis"),
        ("standing", "good"),
        ("city.owner", "me"),
        ("revision", "3"),
        ("key", "k"),
    ]);
    assert_eq!(
        rules(&post),
        [("city.owner".to_owned(), "unknown"), ("standing".to_owned(), "unknown")]
    );
}

#[test]
fn empty_inputs_are_no_answers_but_an_emptied_list_is() {
    let decoded = decode(
        &application(),
        &typed(&[("city", "  "), ("population.value", ""), ("interests", "")]),
    );
    assert_eq!(json!(decoded.answers), json!({ "interests": [] }));
    assert_eq!(decoded.errors, []);
}

#[test]
fn control_characters_do_not_come_in() {
    let decoded = decode(&application(), &typed(&[("city", "Cē\u{0}s\u{1b}is")]));
    assert_eq!(decoded.answers["city"], json!("Cēsis"));
}

#[test]
fn answers_shown_again_give_the_same_answers() {
    let form = application();
    let answers = json!({
        "city": "Cēsis", "decided_on": "2021-03-05", "population": {"value": 24500, "year": 2024}, "schooling": 12.5,
        "equity": 5, "interests": ["work"], "council": true, "publish": true,
    });
    let answers = serde_json::from_value(answers).unwrap();
    let again = decode(&form, &Typed::from_answers(&form, &answers));
    assert_eq!(again.errors, []);
    assert_eq!(again.answers, answers);
}
