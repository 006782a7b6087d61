//! Every rule as a sentence in each language, and the pictures.

mod pictures;
mod words;

use std::collections::BTreeSet;

use kalends::locale::Locale;
use kalends::workflow::Definition;
use kalends::workflow::explain::explain;
use kalends::workflow::parse::parse;

use super::files::shipped;

fn definition() -> Definition {
    parse(&shipped("learning-cities")).expect("good files")
}

fn sentences(lang: &str) -> Vec<String> {
    let locale = Locale::of(lang).expect("a language");
    let messages = |id: &str, values: &[(&str, String)]| {
        locale.text_from(id, values.iter().map(|(name, value)| (*name, value.as_str())))
    };
    explain(&definition())
        .iter()
        .map(|sentence| sentence.say(lang, &messages))
        .collect()
}

#[test]
fn every_rule_is_a_sentence_in_english() {
    insta::assert_snapshot!(sentences("en").join("\n"));
}

#[test]
fn every_rule_is_a_sentence_in_latvian() {
    insta::assert_snapshot!(sentences("lv").join("\n"));
}

#[test]
fn no_message_is_missing_and_no_value_is_left_open() {
    for lang in ["en", "lv"] {
        for sentence in sentences(lang) {
            assert!(
                !sentence.contains("[explain") && !sentence.contains("{$") && !sentence.contains("{ $"),
                "{lang}: {sentence}"
            );
            assert!(
                sentence.ends_with('.') && !sentence.contains(" ;") && !sentence.contains("“”"),
                "{lang}: {sentence}"
            );
        }
    }
}

#[test]
fn both_languages_have_the_same_messages() {
    let ids = |lang: &str| -> BTreeSet<String> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("locales")
            .join(lang)
            .join("explain.ftl");
        let text = std::fs::read_to_string(path).expect("the file");
        let ids = text
            .lines()
            .filter_map(|line| line.split_once(" ="))
            .map(|(id, _)| id.to_owned());
        ids.filter(|id| id.starts_with("explain-")).collect()
    };
    assert_eq!(ids("en"), ids("lv"));
}

#[test]
fn every_transition_duty_and_reminder_is_told() {
    let definition = definition();
    let states = definition.kinds.iter().flat_map(|kind| &kind.states);
    let rules: usize = states
        .map(|state| {
            let reminders: usize = state.duties.iter().map(|duty| duty.reminders.len()).sum();
            state.transitions.len() + state.duties.len() + state.cycles.len() + reminders
        })
        .sum();
    assert!(explain(&definition).len() > rules);
}
