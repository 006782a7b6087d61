//! Votes and points played through: a programme of its own, with its scenarios.

use kalends::locale::Locale;
use kalends::rehearsal::{scenario, script};
use kalends::workflow::check::check;
use kalends::workflow::explain::explain;
use kalends::workflow::parse::parse;
use kalends::workflow::schema;

use crate::support::samples::sample;

#[test]
fn the_programme_has_no_findings_and_fits_the_schema() {
    let source = sample("circle");
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
    let source = sample("circle");
    let definition = parse(&source).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let scenarios: Vec<_> = source
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("scenarios/"))
        .collect();
    assert_eq!(scenarios.len(), 2);
    for (path, text) in scenarios {
        let scenario = scenario::parse(path, text).unwrap_or_else(|findings| panic!("{findings:#?}"));
        let failures = script::run(&definition, &scenario).failures;
        assert!(failures.is_empty(), "{path}: {failures:#?}");
    }
}

#[test]
fn every_rule_is_a_sentence_in_each_language() {
    let definition = parse(&sample("circle")).expect("good files");
    for lang in ["en", "lv", "ka"] {
        let locale = Locale::of(lang).expect("a language");
        let words = |id: &str, values: &[(&str, String)]| {
            locale.text_from(id, values.iter().map(|(name, value)| (*name, value)))
        };
        let said: Vec<String> = explain(&definition).iter().map(|one| one.say(lang, &words)).collect();
        let about = |name: &str| said.iter().filter(|one| one.contains(name)).count();
        assert!(about("Vote of the board") > 1 && about("Assessment") > 1, "{said:#?}");
        for sentence in said {
            assert!(
                !sentence.contains("[explain") && !sentence.contains("{ $") && !sentence.contains(" ;"),
                "{lang}: {sentence}"
            );
            assert!(
                !sentence.contains("rank('panel')"),
                "{lang}: what can be said is said: {sentence}"
            );
        }
    }
}

/// What is put in place of what, and the rule that finds it.
type Fault = (&'static str, &'static str, &'static str);

const FAULTS_OF_VOTES: &[Fault] = &[
    ("of = \"board\"", "of = \"bord\"", "unknown-role"),
    ("of = \"board\"", "of = \"applicant\"", "bad-panel"),
    ("form = \"ballot\"", "form = \"ballots\"", "unknown-form"),
    ("form = \"ballot\"", "form = \"assessment\"", "bad-ballot"),
    ("quorum = \"2/3\"", "quorum = \"3/2\"", "bad-share"),
    ("quorum = \"2/3\"", "quorum = 7", "quorum-too-large"),
    ("quorum = \"2/3\"", "quorum = \"4\"", "wrong-type"),
    ("majority = \"more than 1/2\"", "majority = \"2/3\"", "bad-tie"),
    ("base = \"present\"", "base = \"all\"", "unknown-word"),
    ("chair = \"president\"", "chair = \"chairman\"", "unknown-role"),
    ("chair = \"president\"", "", "missing-key"),
    ("tie = \"chair\"", "tie = \"carried\"", "bad-tie"),
    ("members = 6", "members = 0", "bad-number"),
    ("members = 6", "members = 6\nwas = \"\"", "empty-was"),
    ("members = 6", "members = 6\nwas = \"board\"", "was-still-there"),
    ("members = 6", "member = 6", "unknown-key"),
    ("casts = \"board\"", "casts = \"bord\"", "unknown-panel"),
    (
        "casts = \"board\"",
        "casts = \"board\", form = \"application\"",
        "said-twice",
    ),
    ("casts = \"board\"", "casts = \"board\", to = \"refused\"", "bad-cast"),
    (
        "casts = \"board\"",
        "casts = \"board\", tell = \"applicant: result\"",
        "open-ballot",
    ),
    (
        "by = \"board\", casts",
        "by = [\"board\", \"auditor\"], casts",
        "bad-cast",
    ),
    ("carried('board')", "carried('bord')", "unknown-panel"),
    ("carried('board')", "passed('board')", "wrong-panel"),
    ("carried('board')", "caried('board')", "guard-unknown-name"),
    (
        "by = [\"president\", \"secretary\"]",
        "by = [\"president\", \"applicant\"]",
        "open-ballot",
    ),
];

const FAULTS_OF_POINTS: &[Fault] = &[
    (
        "points = { collaboration = 1, technology = 2 }",
        "points = { colaboration = 1, technology = 2 }",
        "unknown-field",
    ),
    (
        "points = { collaboration = 1, technology = 2 }",
        "points = { remarks = 1 }",
        "wrong-field",
    ),
    (
        "points = { collaboration = 1, technology = 2 }",
        "points = { collaboration = 0, technology = 2 }",
        "bad-weight",
    ),
    (
        "minima = { collaboration = 2 }",
        "minima = { collaboration = 6 }",
        "cannot-pass",
    ),
    (
        "gates = [\"complete_application\"]",
        "gates = [\"technology\"]",
        "wrong-field",
    ),
    ("pass = 9", "pass = 16", "cannot-pass"),
    ("recused = \"conflict\"", "recused = \"conflicts\"", "unknown-field"),
    ("take = \"mean\"", "take = \"average\"", "unknown-word"),
    ("quota = \"1/3\"", "quota = \"more than 1/3\"", "bad-quota"),
    (
        "quota = \"1/3\"",
        "quota = { share = \"1/3\", of = \"board\" }",
        "unknown-panel",
    ),
    (
        "by = \"secretary\", when = \"rank('panel') <= call.quota\", takes",
        "at = \"entered + 1 day\", when = \"rank('panel') <= call.quota\", takes",
        "rank-by-hand",
    ),
    (
        "states = [\"draft\", \"voting\", ",
        "states = [\"draft\", \"vote\", ",
        "reserved-name",
    ),
];

#[test]
fn what_is_wrong_with_a_panel_is_found() {
    for (from, to, rule) in FAULTS_OF_VOTES.iter().chain(FAULTS_OF_POINTS) {
        let mut source = sample("circle");
        let text = source.files.get_mut("workflow.toml").expect("the file");
        assert!(text.contains(from), "`{from}` is not there");
        *text = text.replacen(from, to, 1);
        let findings = check(&source).1;
        let found = findings.iter().find(|finding| finding.rule == *rule);
        let found = found.unwrap_or_else(|| panic!("{from} → {to}: no `{rule}` in {findings:#?}"));
        assert!(!found.hint.is_empty() && found.place.line > 1, "{found:?}");
    }
}

#[test]
fn a_voter_without_a_vote_cannot_fall_through_to_a_refusal_of_the_case() {
    let source = sample("circle");
    let mut open = source.clone();
    let text = open.files.get_mut("workflow.toml").expect("the file");
    *text = text.replace(
        "by = [\"president\", \"secretary\"], when = \"quorate('board')\", ",
        "by = [\"president\", \"secretary\"], ",
    );
    let definition = parse(&open).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let play = "2027-02-01 10:00\nhouse: board \"Ana Board\" (en), board \"Nino Head\" (en)\nhouse: president \"Nino Head\" (en)
organisation School: contact \"Keti\" (en)\nopen School: membership\nfill School:\nSchool contact: submit
board Ana: cast School with vote = \"for\"\nrefused blind: president: close School\nexpect School: membership voting";
    let scenario = scenario::parse("blind", play).expect("a scenario");
    let failures = script::run(&definition, &scenario).failures;
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn a_seat_that_has_voted_does_not_vote_again() {
    let definition = parse(&sample("circle")).expect("good files");
    let play = "2027-03-01\nhouse: assessor \"Ana Assessor\" (en), secretary \"Sopho\" (en)
house: board \"Ana Board\" (en), board \"Beka Board\" (en), board \"Gia Board\" (en), board \"Dato Board\" (en), board \"Eka Board\" (en), board \"Fati Board\" (en)
organisation School: contact \"Keti\" (en)\nopen School: membership\nfill School:\nSchool contact: submit
board Ana: cast School with vote = \"for\"\nboard Beka: cast School with vote = \"for\"\nboard Gia: cast School with vote = \"for\"
board Dato: cast School with vote = \"for\"\nboard Eka: cast School with vote = \"for\"\nboard Fati: cast School with vote = \"for\"
house: board \"Zura Board\" (en)
refused panel-full: board Zura: cast School with vote = \"against\"
2027-03-25\nexpect School: membership signing";
    let scenario = scenario::parse("again", play).expect("a scenario");
    let failures = script::run(&definition, &scenario).failures;
    assert!(failures.is_empty(), "{failures:#?}");
}
