//! Every message that is used exists in every language, and every language has the same ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use kalends::http::pages::case::LetterState;
use kalends::locale::Locale;
use kalends::workflow::definition::Standing;
use kalends::workflow::form::FieldError;
use kalends::workflow::text::Text;

fn root(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(part)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found)
        } else {
            found.push(path)
        }
    }
}

fn texts(part: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    files(&root(part), &mut found);
    found
        .into_iter()
        .filter_map(|path| Some((path.clone(), fs::read_to_string(path).ok()?)))
        .collect()
}

/// Ids and the variables each mentions, by language.
fn messages(tag: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    let mut id = String::new();
    for (path, text) in texts(&format!("locales/{tag}")) {
        for line in text.lines() {
            if let Some((name, _)) = line
                .split_once(" =")
                .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                id = name.trim().to_owned();
                assert!(
                    all.insert(id.clone(), BTreeSet::new()).is_none(),
                    "{path:?}: {id} twice"
                );
            }
            let variables = line.split('$').skip(1);
            let name = |rest: &str| {
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect::<String>()
            };
            all.entry(id.clone()).or_default().extend(variables.map(name));
        }
    }
    all.remove("");
    all
}

/// Literal ids in calls of `text`, `text_with` and `text_from`.
fn used() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (_, text) in texts("templates/pages").into_iter().chain(texts("src")) {
        for call in ["text(\"", "text_with(\"", "text_from(\""] {
            let rest = text.split(call).skip(1).filter_map(|rest| rest.split('"').next());
            ids.extend(
                rest.filter(|id| id.contains('-') || Locale::english().has(id))
                    .map(str::to_owned),
            );
        }
    }
    ids
}

#[test]
fn every_language_has_the_same_messages_with_the_same_values() {
    let english = messages("en");
    assert!(english.len() > 200, "the messages were not read");
    for locale in Locale::all() {
        assert_eq!(english, messages(locale.tag()), "en and {}", locale.tag());
    }
}

#[test]
fn every_id_in_a_page_or_in_the_code_is_a_message() {
    let ids = used();
    assert!(ids.len() > 150, "the ids were not read");
    for locale in Locale::all() {
        let missing: Vec<_> = ids.iter().filter(|id| !locale.has(id)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", locale.tag());
    }
}

#[test]
fn rules_of_the_core_have_sentences() {
    let refusals = [
        "state",
        "role",
        "guard",
        "quota",
        "reason",
        "attachment",
        "signature",
        "call-closed",
        "call-not-open",
        "duplicate",
        "already-member",
        "stale",
        "final",
        "unknown-event",
    ];
    let fields = [
        "required",
        "unknown",
        "type",
        "words",
        "characters",
        "range",
        "email",
        "link",
        "phone",
        "date",
        "choice",
        "consent",
        "year",
        "too-small",
        "too-large",
        "option",
        "twice",
        "control",
    ];
    for locale in Locale::all() {
        refusals
            .iter()
            .for_each(|rule| assert!(locale.has(&format!("refusal-{rule}")), "refusal-{rule}"));
        fields
            .iter()
            .for_each(|rule| assert!(locale.has(&format!("field-{rule}")), "field-{rule}"));
        Standing::ALL
            .iter()
            .for_each(|(standing, _)| assert!(!locale.standing(*standing).starts_with('[')));
        LetterState::ALL
            .iter()
            .for_each(|(state, _)| assert!(locale.has(&state.id())));
    }
}

#[test]
fn sentences_carry_their_values_and_plurals() {
    let lv = Locale::of("lv").unwrap();
    let values = [("limit", "200".to_owned()), ("found", "231".to_owned())].into();
    let error = FieldError {
        field: "motivation".to_owned(),
        rule: "words",
        values,
    };
    assert_eq!(
        lv.field_error(&error),
        "Saīsiniet līdz 200 vārdiem; tagad to skaits: 231"
    );
    let english = Locale::english();
    assert_eq!(english.field_error(&error), "Use at most 200 words; there are 231 now");
    let values = BTreeMap::from([("quota".to_owned(), "1".to_owned())]);
    let said = english.refusal("quota", &values, &Text::default());
    assert!(said.starts_with("The only place of this call is taken."), "{said}");
}

#[test]
fn the_workflows_own_sentence_wins_and_an_unknown_rule_still_says_something() {
    let lv = Locale::of("lv").unwrap();
    let said = Text([("lv".to_owned(), "Lūdziet mēra parakstu.".to_owned())].into());
    assert_eq!(lv.refusal("guard", &BTreeMap::new(), &said), "Lūdziet mēra parakstu.");
    let unknown = lv.refusal("never-heard-of", &BTreeMap::new(), &Text::default());
    assert_eq!(unknown, lv.text("refusal-other"));
}
