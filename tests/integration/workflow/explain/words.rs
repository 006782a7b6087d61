//! What stands in the files as a word, a formula or a rule text is said in words.

use kalends::locale::Locale;
use kalends::workflow::check::check;
use kalends::workflow::explain::explain;

use crate::workflow::files::{of, shipped};

/// The sentences of the shipped cities, or of the sample board, with changes made to its file.
fn said(base: &str, lang: &str, changes: &[[&str; 2]]) -> String {
    let mut source = match base {
        "learning-cities" => shipped(base),
        other => of(&format!("tests/samples/{other}")),
    };
    let text = source.files.get_mut("workflow.toml").expect("the file");
    for [from, to] in changes {
        assert!(text.contains(from), "`{from}` is not there");
        *text = text.replacen(from, to, 1);
    }
    let (definition, findings) = check(&source);
    let definition = definition.unwrap_or_else(|| panic!("{findings:?}"));
    let locale = Locale::of(lang).expect("a language");
    let sentences = explain(&definition);
    let said: Vec<String> = sentences.iter().map(|sentence| locale.sentence(sentence)).collect();
    said.join("\n")
}

#[track_caller]
fn assert_said(base: &str, changes: &[[&str; 2]], wanted: &str) {
    let all = said(base, "en", changes);
    assert!(all.contains(wanted), "no `{wanted}` in\n{all}");
}

/// The rule of a calendar, and what is said of it.
const CALENDARS: [(&str, &str); 13] = [
    ("0 0 0 1 4 *", "every 1 April."),
    ("0 0 0 25 * *", "day 25 of every month."),
    ("0 0 0 1,15 * *", "days 1, 15 of every month."),
    ("0 0 0 30 6,11 *", "every year: 30 June, 30 November."),
    ("0 0 0 * * Mon", "every Monday."),
    ("0 0 0 * * Tue,Fri", "every Tuesday, Friday."),
    ("0 0 0 * * *", "every day."),
    ("0 30 9 1 4 *", "1 April (09:30)."),
    ("0 30 9 25 * *", "day 25 of every month (09:30)."),
    (
        "0 0 0 13 * Fri",
        "each date of a rule that has no words here: “0 0 0 13 * Fri”.",
    ),
    (
        "0 0 0,12 1 4 *",
        "each date of a rule that has no words here: “0 0 0,12 1 4 *”.",
    ),
    (
        "0 0 0 1 4 * 2027-2030",
        "each date of a rule that has no words here: “0 0 0 1 4 * 2027-2030”.",
    ),
    (
        "0 0 0 29 2 *",
        "each date of a rule that has no words here: “0 0 0 29 2 *”.",
    ),
];

#[test]
fn the_rule_of_a_calendar_is_said_in_words() {
    for (cron, wanted) in CALENDARS {
        let to = format!("cron = \"{cron}\"");
        let change = ["dates = [2027-06-10, 2027-09-09]", &to];
        assert_said(
            "board",
            &[change],
            &format!("Calendar “Meetings of the board”: {wanted}"),
        );
    }
}

#[test]
fn the_last_day_is_meant_where_a_rule_ends_something() {
    let closes = |cron: &'static str| ["closes = { cron = \"0 0 0 1 5 *\" }", cron];
    let told = |day: &str| format!("A call can be answered through {day}, unless");
    assert_said("board", &[], &told("30 April"));
    let march = closes("closes = { cron = \"0 0 0 1 3 *\" }");
    let opens = [
        "opens = { cron = \"0 0 0 1 3 *\" }",
        "opens = { cron = \"0 0 0 1 1 *\" }",
    ];
    assert_said("board", &[opens, march], &told("the last day of February"));
    let hour = closes("closes = { cron = \"0 0 17 1 5 *\" }");
    assert_said("board", &[hour], &told("1 May (17:00)"));
}

#[test]
fn a_long_list_of_days_is_counted() {
    let days: Vec<String> = (1..=12).map(|month| format!("2027-{month:02}-15")).collect();
    let to = format!("dates = [{}]", days.join(", "));
    let wanted = "a list of 12 days, from 15 January 2027 to 15 December 2027.";
    assert_said("board", &[["dates = [2027-06-10, 2027-09-09]", &to]], wanted);
}

/// A condition added to the submission, and what is said of it.
const CONDITIONS: [(&str, &str); 13] = [
    ("!call.open", "the call is not open"),
    ("answers.challenge_health * 2 > 4", "the answer to “Health” × 2 > 4"),
    (
        "(answers.challenge_health + 1) * 2 > 4",
        "(the answer to “Health” + 1) × 2 > 4",
    ),
    ("!(answers.challenge_health > 3)", "the answer to “Health” ≤ 3"),
    (
        "!answers.contact_elsewhere",
        "the answer to “The contact person works for another organisation than the municipality” ≠ yes",
    ),
    (
        "answers.population.year > 2020",
        "the year in the answer to “Population” > 2020",
    ),
    ("has(answers.city_name)", "the answer to “Name of city” is given"),
    ("size(answers.interests) > 1", "the number of entries in the answer to"),
    ("'literacy' in answers.interests", "contains “Literacy”"),
    (
        "standing in ['good', 'due']",
        "(the standing is: good or the standing is: report due)",
    ),
    ("standing == ''", "the standing is: none yet"),
    (
        "answers.city_name.startsWith('R')",
        "this formula holds: “answers.city_name.startsWith('R')”",
    ),
    (
        "answers.interests.exists(i, i == 'literacy' || i == 'health-wellbeing')",
        "this formula holds: “answers.interests.exists(i, i == 'literacy' || i == 'health-wellbeing')”",
    ),
];

#[test]
fn a_condition_is_said_in_words_or_as_a_formula_that_is_called_one() {
    for (condition, wanted) in CONDITIONS {
        let to = format!("&& signed('mayor') && {condition}\"");
        let all = said("learning-cities", "en", &[["&& signed('mayor')\"", &to]]);
        let before = "and the signature “Mayor” stands for the answers as they are and ";
        let found = all.lines().any(|line| line.contains(before) && line.contains(wanted));
        let near: Vec<&str> = all.lines().filter(|line| line.contains(before)).collect();
        assert!(found, "{condition}: no `{wanted}` in {near:?}");
    }
}

#[test]
fn a_mark_is_called_by_its_title() {
    let all = said("learning-cities", "en", &[]);
    assert!(all.contains("a mark is set: “Returned for completion”"), "{all}");
    assert!(all.contains("the mark “Returned for completion” is not set"), "{all}");
    assert!(!all.contains("“returned”"), "{all}");
    let latvian = said("learning-cities", "lv", &[]);
    assert!(latvian.contains("„Atdots papildināšanai”"), "{latvian}");
    let untitled = [
        "[mark.returned]\ntitle.en = \"Returned for completion\"\ntitle.lv = \"Atdots papildināšanai\"\n",
        "",
    ];
    assert_said("learning-cities", &[untitled], "a mark is set: “returned”");
}

#[test]
fn a_panel_and_a_letter_are_called_by_what_people_read() {
    assert_said("board", &[], "“Vote of the board” is carried");
    assert_said(
        "board",
        &[],
        "place by the score of “Points of the jury” ≤ places in the call",
    );
    assert_said("learning-cities", &[], "the letter “Progress report to be filed: …”");
}

#[test]
fn what_something_was_called_before_is_said() {
    let changes = [
        ["[membership]\n", "[membership]\nwas = \"member\"\n"],
        [
            "[membership.draft]\n",
            "[membership.draft]\nwas = [\"outline\", \"sketch\"]\n",
        ],
        ["[role.applicant]\n", "[role.applicant]\nwas = \"candidate\"\n"],
        ["[mark.returned]\n", "[mark.returned]\nwas = \"sent-back\"\n"],
    ];
    for wanted in [
        "it was called “member” before",
        "it was called “outline, sketch” before",
        "; it was called “candidate” before.",
        "Mark “Returned for completion”; it was called “sent-back” before.",
    ] {
        assert_said("learning-cities", &changes, wanted);
    }
}
