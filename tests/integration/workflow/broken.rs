//! Broken workflow files: small changes to the shipped files, each found by its rule, at its place, with a way out.

use kalends::workflow::Source;
use kalends::workflow::check::check;
use kalends::workflow::finding::{Finding, Place};

use super::files::shipped;

/// One change to a shipped file and the finding it must cause.
struct Broken {
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
        file,
        from,
        to,
        rule,
        at,
    }
}

const WORKFLOW: &str = "workflow.toml";
const REPORT_DUE: &str = "letters/report-due.en.md";

fn grammar() -> Vec<Broken> {
    vec![
        broken(
            WORKFLOW,
            ["title.en = \"UNESCO", "title.en = UNESCO"],
            "toml-syntax",
            "title.en = ¦UNESCO",
        ),
        broken(
            WORKFLOW,
            ["quota = 3", "quota = 3\nquota = 4"],
            "toml-syntax",
            "quota = 3\n¦quota = 4",
        ),
        broken(WORKFLOW, ["hour = ", "hours = "], "unknown-key", "¦hours = "),
        broken(WORKFLOW, ["quota = 3", "quota = \"3\""], "wrong-type", "quota = ¦\"3\""),
        broken(WORKFLOW, ["quota = 3", "quota = 0"], "bad-quota", "quota = ¦0"),
        broken(
            WORKFLOW,
            ["in_call = true", "in_call = \"yes\""],
            "wrong-type",
            "in_call = ¦\"yes\"",
        ),
        broken(
            WORKFLOW,
            ["[\"lv\", \"en\"]", "\"lv\""],
            "wrong-type",
            "languages = ¦\"lv\"",
        ),
        broken(
            WORKFLOW,
            ["zone = \"Europe/Riga\"", "zone = \"Europe/Rigga\""],
            "unknown-zone",
            "zone = ¦\"Europe/Rigga\"",
        ),
        broken(
            WORKFLOW,
            ["\"09:00\"", "\"9 o'clock\""],
            "bad-hour",
            "hour = ¦\"9 o'clock\"",
        ),
        broken(
            WORKFLOW,
            ["catch_up = \"latest\"", "catch_up = \"last\""],
            "unknown-word",
            "catch_up = ¦\"last\"",
        ),
        broken(
            WORKFLOW,
            ["\"0 0 0 1 3 *\"", "\"0 0 1 3 *\""],
            "bad-cron",
            "cron = ¦\"0 0 1 3 *\"",
        ),
        broken(
            WORKFLOW,
            ["\"0 0 0 1 5 *\"", "\"0 0 0 31 4 *\""],
            "bad-cron",
            "cron = ¦\"0 0 0 31 4 *\"",
        ),
        broken(WORKFLOW, ["every = 2", "every = 0"], "bad-cycle", "every = ¦0"),
        broken(
            WORKFLOW,
            ["open_before = \"120 days\"", "open_before = \"120 dais\""],
            "bad-span",
            "open_before = ¦\"120 dais\"",
        ),
        broken(
            WORKFLOW,
            ["before = \"14 days\"", "before = \"soon\""],
            "bad-span",
            "before = ¦\"soon\"",
        ),
        broken(
            WORKFLOW,
            ["before = \"14 days\"", "before = \"14 days\", after = \"1 day\""],
            "bad-reminder",
            "remind = [\n  ¦{ before = \"14 days\", after",
        ),
        broken(
            WORKFLOW,
            ["due = \"call.closes\"", "due = \"tomorrow\""],
            "bad-timing",
            "due = ¦\"tomorrow\"",
        ),
        broken(
            WORKFLOW,
            ["after = \"admission.admitted_on\"", "after = \"admission\""],
            "bad-field",
            "after = ¦\"admission\"",
        ),
        broken(
            WORKFLOW,
            ["\"applicant: signed\"", "\"applicant signed\""],
            "bad-tell",
            "tell = [¦\"applicant signed\"]",
        ),
        broken(WORKFLOW, ["at = \"call.closes\", ", ""], "bad-trigger", "\n¦close = {"),
        broken(
            WORKFLOW,
            ["\nowner = \"applicant\"", "\n"],
            "missing-key",
            "[¦membership]",
        ),
        broken(
            WORKFLOW,
            ["title.lv = \"Melnraksts\"\n", ""],
            "missing-language",
            "[membership.draft]\n¦title.en",
        ),
        broken(
            WORKFLOW,
            ["title.lv = \"Melnraksts\"", "title.lv = \"\""],
            "empty-text",
            "title.lv = ¦\"\"",
        ),
        broken(
            WORKFLOW,
            ["title.lv = \"Melnraksts\"", "title.lt = \"Juodraštis\""],
            "unknown-language",
            "title.¦lt = ",
        ),
        broken(
            WORKFLOW,
            ["  \"draft\", \"review\", ", "  \"draft\", "],
            "unlisted",
            "[membership.¦review]",
        ),
        broken(
            WORKFLOW,
            ["\"reserve\", \"forwarded\"", "\"reserve\", \"sent-on\", \"forwarded\""],
            "missing-table",
            "\"reserve\", ¦\"sent-on\"",
        ),
        broken(
            WORKFLOW,
            ["\"reserve\", \"forwarded\"", "\"reserve\", \"reserve\", \"forwarded\""],
            "said-twice",
            "\"reserve\", ¦\"reserve\", \"forwarded\"",
        ),
        broken(
            WORKFLOW,
            ["standing = \"good\"", "standing = \"godo\""],
            "unknown-standing",
            "standing = ¦\"godo\"",
        ),
        broken(
            "forms/ranking.toml",
            ["type = \"integer\"", "type = \"number\""],
            "unknown-type",
            "type = ¦\"number\"",
        ),
        broken(
            "forms/ranking.toml",
            ["min = 1", "min = 50"],
            "bad-limit",
            "[ranking.¦rank]",
        ),
        broken(
            "forms/ranking.toml",
            ["\"rank\", \"remark\"", "\"rank\", \"remarks\""],
            "missing-table",
            "\"rank\", ¦\"remarks\"",
        ),
        broken(
            "forms/ranking.toml",
            ["max_words = 100\n", ""],
            "missing-key",
            "[ranking.¦remark]",
        ),
        broken(
            "forms/ranking.toml",
            ["required = true", "require = true"],
            "unknown-key",
            "¦require = true",
        ),
    ]
}

fn names() -> Vec<Broken> {
    vec![
        broken(
            WORKFLOW,
            ["to = \"review\"", "to = \"reviw\""],
            "unknown-state",
            "to = ¦\"reviw\"",
        ),
        broken(
            WORKFLOW,
            [
                "by = \"commission\", to = \"draft\"",
                "by = \"comission\", to = \"draft\"",
            ],
            "unknown-role",
            "by = ¦\"comission\"",
        ),
        broken(
            WORKFLOW,
            [
                "[\"institute\", \"secretary\"], to = \"member\"",
                "[\"institute\", \"secretery\"], to = \"member\"",
            ],
            "unknown-role",
            "by = [\"institute\", ¦\"secretery\"]",
        ),
        broken(
            WORKFLOW,
            ["by = \"applicant.mayor\"", "by = \"applicant.major\""],
            "unknown-seat",
            "by = ¦\"applicant.major\"",
        ),
        broken(
            WORKFLOW,
            [
                "[\"applicant.contact\", \"applicant.mayor\"]",
                "[\"applicant.contact\", \"applicant.clerk\"]",
            ],
            "unknown-seat",
            "\"applicant.contact\", ¦\"applicant.clerk\"",
        ),
        broken(
            WORKFLOW,
            ["owner = \"applicant\"", "owner = \"commission\""],
            "role-without-seats",
            "owner = ¦\"commission\"",
        ),
        broken(
            WORKFLOW,
            ["\nform = \"application\"", "\nform = \"aplication\""],
            "unknown-form",
            "form = ¦\"aplication\"",
        ),
        broken(
            WORKFLOW,
            ["\"applicant: received\"", "\"applicant: recieved\""],
            "unknown-letter",
            "tell = [¦\"applicant: recieved\"",
        ),
        broken(
            WORKFLOW,
            ["letter = \"draft-waiting\"", "letter = \"draft-wating\""],
            "unknown-letter",
            "letter = ¦\"draft-wating\"",
        ),
        broken(
            WORKFLOW,
            ["stops = [\"decide\"]", "stops = [\"decided\"]"],
            "unknown-duty",
            "stops = [¦\"decided\"]",
        ),
        broken(
            WORKFLOW,
            [
                "upon = \"progress-report.submit\"",
                "upon = \"progress-report.submitted\"",
            ],
            "unknown-event",
            "upon = ¦\"progress-report.submitted\"",
        ),
        broken(
            WORKFLOW,
            ["opens = \"progress-report\"", "opens = \"report\""],
            "unknown-kind",
            "opens = ¦\"report\"",
        ),
        broken(
            WORKFLOW,
            ["due = \"call.decided\"", "due = \"call.decidet\""],
            "unknown-date",
            "due = ¦\"call.decidet\"",
        ),
        broken(
            WORKFLOW,
            ["\"call.closes + 1 month\"", "\"call.ends + 1 month\""],
            "unknown-date",
            "dates.decided = ¦\"call.ends",
        ),
        broken(
            WORKFLOW,
            ["due = \"mark.returned + 14 days\"", "due = \"mark.retruned + 14 days\""],
            "unknown-mark",
            "due = ¦\"mark.retruned",
        ),
        broken(
            WORKFLOW,
            ["when = \"!marked('returned')\"", "when = \"!marked('retruned')\""],
            "unknown-mark",
            "when = ¦\"!marked('retruned')\"",
        ),
        broken(
            WORKFLOW,
            ["signed('mayor')", "signed('contact')"],
            "unknown-signature",
            "when = ¦\"(call.open",
        ),
        broken(
            WORKFLOW,
            ["when = \"standing == 'good'\"", "when = \"standing == 'fine'\""],
            "unknown-standing",
            "when = ¦\"standing == 'fine'\"",
        ),
        broken(
            WORKFLOW,
            ["since = \"admission.admitted_on\"", "since = \"admission.admited_on\""],
            "unknown-field",
            "import = ¦{",
        ),
        broken(
            WORKFLOW,
            ["after = \"admission.admitted_on\"", "after = \"ranking.rank\""],
            "not-a-date",
            "after = ¦\"ranking.rank\"",
        ),
        broken(
            WORKFLOW,
            ["(call.open || ", "(call.opened || "],
            "guard-unknown-name",
            "when = ¦\"(call.opened",
        ),
        broken(
            WORKFLOW,
            ["marked('returned')) && signed", "marked('returned') && signed"],
            "guard-syntax",
            "when = ¦\"(call.open",
        ),
    ]
}

fn sense() -> Vec<Broken> {
    vec![
        broken(
            WORKFLOW,
            ["\"0 0 0 1 5 *\"", "\"0 0 0 1 2 *\""],
            "closes-before-opening",
            "closes = ¦{ cron = \"0 0 0 1 2 *\"",
        ),
        broken(
            WORKFLOW,
            ["\"0 0 0 1 5 *\"", "\"59 59 23 30 4 *\""],
            "last-minute",
            "closes = ¦{ cron",
        ),
        broken(
            WORKFLOW,
            [
                "by = \"commission\", to = \"reserve\"",
                "by = \"commission\", to = \"forwarded\"",
            ],
            "unreachable",
            "[membership.¦reserve]",
        ),
        broken(
            WORKFLOW,
            [
                "[membership.withdrawn]\ntitle.en = \"Withdrawn\"\ntitle.lv = \"Atsaukts\"\nfinal = true",
                "[membership.withdrawn]\ntitle.en = \"Withdrawn\"\ntitle.lv = \"Atsaukts\"",
            ],
            "dead-end",
            "[membership.¦withdrawn]",
        ),
        broken(
            WORKFLOW,
            [
                "title.en = \"With the institute\"\n",
                "title.en = \"With the institute\"\nfinal = true\n",
            ],
            "final-goes-on",
            "¦send-endorsed = {\n  by = \"applicant\", attach",
        ),
        broken(
            WORKFLOW,
            ["title.en = \"Draft\"\n", "title.en = \"Draft\"\nfinal = true\n"],
            "initial-final",
            "[membership.¦draft]",
        ),
        broken(
            WORKFLOW,
            [
                "before = \"14 days\", letter = \"draft-waiting\"",
                "before = \"100 days\", letter = \"draft-waiting\"",
            ],
            "reminder-never",
            "before = ¦\"100 days\"",
        ),
        broken(
            WORKFLOW,
            ["{ before = \"90 days\", letter", "{ before = \"130 days\", letter"],
            "reminder-never",
            "before = ¦\"130 days\"",
        ),
        broken(
            WORKFLOW,
            [
                "{ before = \"3 days\", letter = \"completion-waiting\" }",
                "{ before = \"2 weeks\", letter = \"completion-waiting\" }",
            ],
            "reminder-never",
            "before = ¦\"2 weeks\"",
        ),
        broken(
            WORKFLOW,
            [
                "{ before = \"14 days\", letter = \"draft-waiting\" }",
                "{ after = \"1 day\", letter = \"draft-waiting\" }",
            ],
            "reminder-never",
            "after = ¦\"1 day\", letter = \"draft-waiting\"",
        ),
        broken(
            WORKFLOW,
            ["mark.returned + 60 days", "mark.returned + 10 days"],
            "due-never",
            "due = ¦\"mark.returned + 14 days\"",
        ),
        broken(
            WORKFLOW,
            [
                "{ before = \"30 days\", letter = \"report-due\" }",
                "{ before = \"1 week\", letter = \"report-due\" }",
            ],
            "same-day",
            "  ¦{ before = \"7 days\", letter = \"report-due\"",
        ),
        broken(
            WORKFLOW,
            [
                "[\"applicant.contact\", \"applicant.mayor\"]",
                "[\"applicant\", \"applicant.contact\"]",
            ],
            "told-twice",
            "to = [\"applicant\", ¦\"applicant.contact\"]",
        ),
        broken(
            WORKFLOW,
            [
                "tell = [\"applicant: signed\"]",
                "tell = [\"applicant: signed\", \"applicant.contact: received\"]",
            ],
            "told-twice",
            "\"applicant: signed\", ¦\"applicant.contact: received\"",
        ),
        broken(
            WORKFLOW,
            ["upon = \"membership.leave\"", "upon = \"progress-report.member-left\""],
            "endless-loop",
            "upon = ¦\"progress-report.member-left\"",
        ),
        broken(
            WORKFLOW,
            [
                "when = \"!marked('unanswered') && !marked('returned')\"",
                "when = \"!marked('returned')\"",
            ],
            "endless-loop",
            "¦unanswered = {\n  at = \"due + 61 days\"",
        ),
        broken(
            WORKFLOW,
            [
                "at = \"call.closes\", to = \"not-submitted\"",
                "at = \"call.closes\", to = \"not-submitted\", reason = \"required\"",
            ],
            "nobody-asked",
            "to = \"not-submitted\", reason = ¦\"required\"",
        ),
        broken(
            WORKFLOW,
            [
                "  refusal.en = \"The membership is suspended already.\",\n  refusal.lv = \"Dalība jau ir apturēta.\",\n",
                "",
            ],
            "silent-refusal",
            "when = ¦\"standing != 'suspended'\",\n  tell = [\"applicant: suspended\"",
        ),
        broken(
            WORKFLOW,
            ["due = \"entered + 2 months\"", "due = \"call.closes + 2 months\""],
            "no-call",
            "due = ¦\"call.closes + 2 months\"",
        ),
        broken(
            WORKFLOW,
            ["due = \"call.decided\"", "due = \"due\""],
            "no-due-date",
            "due = ¦\"due\"",
        ),
        broken(
            WORKFLOW,
            ["open_before = \"120 days\"", "open_before = \"2 years\""],
            "bad-cycle",
            "open_before = ¦\"2 years\"",
        ),
        broken(
            WORKFLOW,
            [", form = \"admission\"", ""],
            "never-filled",
            "after = ¦\"admission.admitted_on\"\nopen_before",
        ),
        broken(WORKFLOW, [", form = \"ranking\"", ""], "unused-form", ""),
        broken(
            WORKFLOW,
            ["\"institute: copy\"", "\"institute: file\""],
            "unused-letter",
            "",
        ),
        broken(
            "forms/ranking.toml",
            ["example = 2", "example = 21"],
            "bad-example",
            "example = ¦21",
        ),
        broken(
            "forms/ranking.toml",
            ["min = 1\n", "min = 1\nwhen = \"answers.remarks == 'x'\"\n"],
            "unknown-field",
            "when = ¦\"answers.remarks",
        ),
        broken(
            "forms/ranking.toml",
            ["min = 1\n", "min = 1\nwhen = \"call.open\"\n"],
            "foreign-condition",
            "when = ¦\"call.open\"",
        ),
        broken(
            REPORT_DUE,
            ["{{ organisation }}", "{{ organization }}"],
            "unknown-placeholder",
            "{{ ¦organization }}",
        ),
        broken(
            REPORT_DUE,
            ["{{ organisation }}", "{{ call.name }}"],
            "empty-placeholder",
            "{{ ¦call.name }}",
        ),
        broken(REPORT_DUE, ["# ", ""], "letter", ""),
    ]
}

fn change(broken: &Broken) -> Source {
    let mut source = shipped("learning-cities");
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
    grammar().iter().for_each(assert_found);
}

#[test]
fn names_agree() {
    names().iter().for_each(assert_found);
}

#[test]
fn what_makes_no_sense_is_found() {
    sense().iter().for_each(assert_found);
}

#[test]
fn there_are_enough_of_them() {
    let all: Vec<Broken> = grammar().into_iter().chain(names()).chain(sense()).collect();
    assert!(all.len() >= 80);
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
