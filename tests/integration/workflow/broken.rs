//! Broken workflow files: small changes to the shipped files, each found by its rule, at its place, with a way out.

mod filled;
mod grammar;
mod limits;
mod names;
mod others;
mod sampled;
mod sense;
mod time;
mod types;
mod ways;

use kalends::workflow::Source;
use kalends::workflow::check::check;
use kalends::workflow::finding::{Finding, Place};

use super::files::shipped;
use filled::FILLED;
use grammar::GRAMMAR;
use limits::LIMITS;
use names::NAMES;
use others::OTHERS;
use sampled::SAMPLED;
use sense::SENSE;
use time::TIME;
use types::TYPES;
use ways::WAYS;

/// One change to a shipped file and the finding it must cause.
#[derive(Clone, Copy)]
struct Broken {
    /// The folder that is changed.
    base: &'static str,
    file: &'static str,
    /// What is there, first occurrence.
    from: &'static str,
    /// What is put in its place.
    to: &'static str,
    rule: &'static str,
    /// Text of the changed file in which `¦` stands where the finding must point, first occurrence.
    at: &'static str,
}

const fn broken(file: &'static str, change: [&'static str; 2], rule: &'static str, at: &'static str) -> Broken {
    let [from, to] = change;
    Broken {
        base: "learning-cities",
        file,
        from,
        to,
        rule,
        at,
    }
}

impl Broken {
    /// The same change of another folder.
    const fn of(self, base: &'static str) -> Self {
        Self { base, ..self }
    }
}

const WORKFLOW: &str = "workflow.toml";
const REPORT_DUE: &str = "letters/report-due.en.md";

fn folder(base: &str) -> Source {
    match base {
        "learning-cities" => shipped(base),
        other => super::files::of(&format!("tests/samples/{other}")),
    }
}

fn change(broken: &Broken) -> Source {
    let mut source = folder(broken.base);
    let text = source
        .files
        .get_mut(broken.file)
        .unwrap_or_else(|| panic!("no file {}", broken.file));
    assert!(
        text.contains(broken.from),
        "`{}` is not in {}",
        broken.from,
        broken.file
    );
    *text = text.replacen(broken.from, broken.to, 1);
    source
}

/// Counts line and column itself, in characters.
fn wanted_place(broken: &Broken, source: &Source) -> Option<Place> {
    let (before, after) = broken.at.split_once('¦')?;
    let text = &source.files[broken.file];
    let at = text
        .find(&format!("{before}{after}"))
        .unwrap_or_else(|| panic!("`{}` is not in the changed file", broken.at));
    let upto = &text[..at + before.len()];
    let line = upto.matches('\n').count() + 1;
    let column = upto.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |count: usize| u32::try_from(count).expect("small");
    Some(Place {
        file: broken.file.into(),
        line: number(line),
        column: number(column),
    })
}

fn shown(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|finding| format!("{finding} [{}]\n", finding.rule))
        .collect()
}

fn assert_found(broken: &Broken) {
    let source = change(broken);
    let (_, findings) = check(&source);
    let label = format!("{} → {}", broken.from, broken.to);
    let found: Vec<&Finding> = findings.iter().filter(|finding| finding.rule == broken.rule).collect();
    assert!(
        !found.is_empty(),
        "{label}: no `{}` in\n{}",
        broken.rule,
        shown(&findings)
    );
    if let Some(place) = wanted_place(broken, &source) {
        let placed = found.iter().any(|finding| finding.place == place);
        assert!(
            placed,
            "{label}: no `{}` at {place} in\n{}",
            broken.rule,
            shown(&findings)
        );
    }
    for finding in &findings {
        assert!(
            !finding.hint.is_empty() && finding.place.line > 0 && finding.place.column > 0,
            "{label}: {finding}"
        );
        assert!(
            finding.message.contains('`') || finding.rule == "toml-syntax" || finding.rule == "bad-reminder",
            "{label}: {finding}"
        );
    }
}

#[test]
fn the_grammar_is_kept() {
    GRAMMAR.iter().for_each(assert_found);
}

#[test]
fn names_agree() {
    NAMES.iter().for_each(assert_found);
}

#[test]
fn what_makes_no_sense_is_found() {
    SENSE.iter().for_each(assert_found);
}

/// Goes through all of them and says every one that fails, not only the first.
fn assert_all(all: &[Broken]) {
    let failed = |broken: &&Broken| std::panic::catch_unwind(|| assert_found(broken)).is_err();
    let failures: Vec<&str> = all.iter().filter(failed).map(|broken| broken.to).collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn what_does_not_fit_in_a_condition_is_found_at_its_column() {
    assert_all(TYPES);
}

#[test]
fn what_always_or_never_holds_is_found() {
    assert_all(LIMITS);
}

/// An answer that is not there meets no condition: what holds of every answer is not said of the whole.
#[test]
fn what_holds_of_every_answer_decides_nothing_beyond_itself() {
    for (condition, whole) in [
        ("|| answers.challenge_health >= 1", false),
        ("&& !(answers.challenge_health > 5)", false),
        ("&& answers.challenge_health > 5", true),
        ("&& !(answers.challenge_health >= 1)", false),
    ] {
        let mut source = shipped("learning-cities");
        let text = source.files.get_mut(WORKFLOW).expect("the file");
        *text = text.replacen("&& signed('mayor')\"", &format!("&& signed('mayor') {condition}\""), 1);
        let (_, findings) = check(&source);
        let decided = findings.iter().filter(|one| one.rule.ends_with("-holds"));
        let said: Vec<&str> = decided.map(|one| one.message.as_str()).collect();
        assert!(!said.is_empty(), "{condition}");
        let of_whole = said.iter().any(|message| message.contains("the whole condition"));
        assert_eq!(of_whole, whole, "{condition}: {said:?}");
    }
}

#[test]
fn a_condition_over_several_lines_is_as_good_as_one_on_a_line() {
    let several = "when = \"\"\"\n  (call.open || marked('returned'))\n  && signed('mayor')\n\"\"\"";
    let one = "when = \"(call.open || marked('returned')) && signed('mayor')\"";
    let (definition, findings) = check(&change(&broken(WORKFLOW, [one, several], "", "")));
    assert!(findings.is_empty(), "{}", shown(&findings));
    let definition = definition.expect("a definition");
    let guards = definition.kinds.iter().flat_map(|kind| &kind.states);
    let guards = guards
        .flat_map(|state| &state.transitions)
        .filter_map(|one| one.when.as_ref());
    let texts: Vec<&str> = guards.map(|guard| guard.text.as_str()).collect();
    assert!(
        texts.contains(&"(call.open || marked('returned')) && signed('mayor')"),
        "{texts:?}"
    );
}

#[test]
fn what_nobody_ever_meets_is_found() {
    assert_all(WAYS);
}

#[test]
fn dates_that_cannot_be_are_found() {
    assert_all(TIME);
}

#[test]
fn letters_that_cannot_be_filled_are_found() {
    assert_all(FILLED);
}

#[test]
fn what_the_shipped_cities_do_not_use_is_proof_read_too() {
    for base in ["board", "guild"] {
        let (_, findings) = check(&folder(base));
        assert!(findings.is_empty(), "{base}: {}", shown(&findings));
    }
    assert_all(SAMPLED);
    assert_all(OTHERS);
}

#[test]
fn there_are_enough_of_them_with_their_exact_place() {
    let all = [GRAMMAR, NAMES, SENSE, TYPES, WAYS, FILLED, TIME].concat();
    let exact = all.iter().filter(|broken| broken.at.contains('¦')).count();
    assert!(exact >= 175, "{exact}");
    let rules: std::collections::BTreeSet<&str> = all.iter().map(|broken| broken.rule).collect();
    assert!(rules.len() >= 80, "{}", rules.len());
}

#[test]
fn the_shipped_workflow_has_no_findings() {
    let (definition, findings) = check(&shipped("learning-cities"));
    assert!(findings.is_empty(), "{}", shown(&findings));
    assert!(definition.is_some());
}

#[test]
fn several_mistakes_are_found_at_once() {
    let mut source = shipped("learning-cities");
    let text = source.files.get_mut(WORKFLOW).expect("the file");
    for (from, to) in [
        ("quota = 3", "quota = 0"),
        ("to = \"review\"", "to = \"reviw\""),
        ("every = 2", "evry = 2"),
    ] {
        *text = text.replacen(from, to, 1);
    }
    let (definition, findings) = check(&source);
    let rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
    for rule in ["bad-quota", "unknown-state", "unknown-key", "missing-key"] {
        assert!(rules.contains(&rule), "{rule} in\n{}", shown(&findings));
    }
    assert!(definition.is_none());
}

#[test]
fn several_syntax_errors_are_found_at_once() {
    let mut source = shipped("learning-cities");
    let text = source.files.get_mut(WORKFLOW).expect("the file");
    *text = text
        .replacen("zone = \"Europe/Riga\"", "zone = Europe/Riga", 1)
        .replacen("every = 2", "every 2", 1);
    let (_, findings) = check(&source);
    assert!(
        findings.iter().filter(|finding| finding.rule == "toml-syntax").count() >= 2,
        "{}",
        shown(&findings)
    );
}

#[test]
fn a_near_name_is_suggested() {
    let hint = |from: &'static str, to: &'static str, rule: &str| {
        let source = change(&broken(WORKFLOW, [from, to], "", ""));
        let (_, findings) = check(&source);
        findings
            .iter()
            .find(|finding| finding.rule == rule)
            .map(|finding| finding.hint.clone())
            .unwrap_or_default()
    };
    assert_eq!(
        hint("to = \"review\"", "to = \"reviw\"", "unknown-state"),
        "did you mean `review`?"
    );
    assert_eq!(hint("hour = ", "hours = ", "unknown-key"), "did you mean `hour`?");
    assert_eq!(
        hint("\"applicant: received\"", "\"applicant: recieved\"", "unknown-letter"),
        "did you mean `received`?"
    );
    assert_eq!(
        hint("\"0 0 0 1 3 *\"", "\"0 0 1 3 *\"", "bad-cron"),
        "put the second first: `0 0 0 1 3 *`"
    );
}

#[test]
fn a_missing_letter_and_language_are_found() {
    let mut source = shipped("learning-cities");
    source.files.remove("letters/received.lv.md");
    source.files.remove("letters/copy.lv.md");
    source.files.remove("letters/copy.en.md");
    let (_, findings) = check(&source);
    let rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["missing-language", "unknown-letter"], "{}", shown(&findings));
}

#[test]
fn a_folder_without_its_file_or_with_too_much_is_refused() {
    let mut source = shipped("learning-cities");
    let text = source.files.remove(WORKFLOW).expect("the file");
    assert_eq!(check(&source).1[0].rule, "missing-file");
    source
        .files
        .insert(WORKFLOW.to_owned(), format!("{text}\n#{}", "x".repeat(600_000)));
    assert_eq!(check(&source).1[0].rule, "file-too-large");
    source.files.insert(WORKFLOW.to_owned(), text);
    for number in 0..2_001 {
        source.files.insert(format!("scenarios/{number}.txt"), String::new());
    }
    assert_eq!(check(&source).1[0].rule, "too-many-files");
}

#[test]
fn every_rule_is_in_the_manual() {
    let manual = include_str!("../../../docs/manual/proof-reading.md");
    let all = [GRAMMAR, NAMES, SENSE, TYPES, WAYS, FILLED, SAMPLED, OTHERS].concat();
    let missing: Vec<&str> = all
        .iter()
        .map(|one| one.rule)
        .filter(|rule| !manual.contains(&format!("`{rule}`")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
