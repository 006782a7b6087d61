//! Faults around peers, organisations, times, children and counts; each is found by its rule, where it stands.

use kalends::workflow::check::check;
use kalends::workflow::form::{Answers, Stage};
use kalends::workflow::parse::parse;
use serde_json::{Value, json};

use crate::support::samples::sample;

/// File, what is there, what is put in its place, the rule, and what must be in the line it points to.
const FAULTS: [[&str; 5]; 24] = [
    [
        "workflow.toml",
        "peers_of = \"applicant\"",
        "peers_of = \"applicants\"",
        "unknown-role",
        "applicants",
    ],
    [
        "workflow.toml",
        "peers_of = \"applicant\"",
        "peers_of = \"secretary\"",
        "bad-peers",
        "peers_of",
    ],
    [
        "workflow.toml",
        "peers_of = \"applicant\"",
        "peers_of = \"applicant\"\nruns = true",
        "bad-peers",
        "peers_of",
    ],
    [
        "workflow.toml",
        "listed = true",
        "listed = false",
        "never-peers",
        "peers_of",
    ],
    [
        "workflow.toml",
        "by = \"secretary\"\n",
        "by = \"secretery\"\n",
        "unknown-role",
        "secretery",
    ],
    [
        "workflow.toml",
        "by = \"secretary\"\n",
        "by = []\n",
        "nobody-may",
        "by = []",
    ],
    [
        "workflow.toml",
        "[organisation.licence-lost]",
        "[organisation.merged]",
        "said-twice",
        "merged",
    ],
    [
        "workflow.toml",
        "upon = \"organisation.licence-lost\"",
        "upon = \"organisation.licence-list\"",
        "unknown-event",
        "licence-list",
    ],
    [
        "workflow.toml",
        "lose = { upon = \"organisation.licence-lost\", to",
        "lose = { by = \"secretary\", title.en = \"x\", to",
        "unheard",
        "organisation.licence-lost",
    ],
    [
        "workflow.toml",
        "until = \"entered + 14 days\"",
        "until = \"entred + 14 days\"",
        "bad-timing",
        "entred",
    ],
    [
        "workflow.toml",
        "until = \"entered + 14 days\"",
        "until = \"call.closes\"",
        "no-call",
        "call.closes",
    ],
    [
        "workflow.toml",
        "until = \"entered + 14 days\"",
        "until = \"mark.objekted\"",
        "unknown-mark",
        "objekted",
    ],
    [
        "workflow.toml",
        "from = \"entered + 7 days\"",
        "from = \"entered + 7 days\", until = \"entered + 5 days\"",
        "bad-window",
        "5 days",
    ],
    [
        "workflow.toml",
        "consent = { at = \"entered + 14 days\"",
        "consent = { at = \"entered + 14 days\", from = \"opened\"",
        "bad-window",
        "consent",
    ],
    [
        "workflow.toml",
        "opens = { kind = \"objection\"",
        "opens = { kind = \"objektion\"",
        "unknown-kind",
        "objektion",
    ],
    [
        "workflow.toml",
        "due = \"mark.objected + 30 days\"",
        "due = \"mark.objekted + 30 days\"",
        "unknown-mark",
        "objekted",
    ],
    [
        "workflow.toml",
        "opens = { kind = \"report\", due = \"mark.asked + 3 months\" }",
        "opens = \"report\"",
        "no-due-date",
        "due",
    ],
    [
        "workflow.toml",
        "clear = { upon = \"objection.dismiss\",",
        "clear = { upon = \"objection.dismiss\", opens = \"membership\",",
        "endless-loop",
        "clear",
    ],
    [
        "workflow.toml",
        "[objection]\ntitle.en = \"Objection\"\nowner = \"applicant\"",
        "[objection]\ntitle.en = \"Objection\"\nowner = \"guest\"",
        "bad-child",
        "object",
    ],
    [
        "workflow.toml",
        "children('objection', 'open') == 0 &&",
        "children('objektion', 'open') == 0 &&",
        "unknown-child",
        "objektion",
    ],
    [
        "workflow.toml",
        "children('objection', 'open') == 0 &&",
        "children('objection', 'opened') == 0 &&",
        "unknown-state",
        "opened",
    ],
    [
        "workflow.toml",
        "children('objection', 'open') == 0 &&",
        "children('objection') == 0 &&",
        "guard-syntax",
        "consent",
    ],
    [
        "forms/report.toml",
        "name = \"teachers\"",
        "name = \"total\"",
        "bad-options",
        "work.taught",
    ],
    [
        "forms/report.toml",
        "total = 40",
        "total = 60",
        "bad-example",
        "example",
    ],
];

#[test]
fn every_fault_is_found_where_it_stands() {
    for [file, from, to, rule, at] in FAULTS {
        let mut source = sample("guild");
        let guest = "[role.guest]\ntitle.en = \"Guest\"\nseats.one = { en = \"One\" }\n\n[role.secretary]";
        let text = source.files.get_mut(file).unwrap();
        if to.contains("guest") {
            *text = text.replacen("[role.secretary]", guest, 1);
        }
        assert!(text.contains(from), "`{from}` is not in {file}");
        *text = text.replacen(from, to, 1);
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let (_, findings) = check(&source);
        let found = findings.iter().filter(|finding| finding.rule == rule);
        let here = |line: u32| lines.get(line as usize - 1).is_some_and(|line| line.contains(at));
        let mut hits = found.filter(|finding| &*finding.place.file == file && here(finding.place.line));
        let hit = hits
            .next()
            .unwrap_or_else(|| panic!("{from} → {to}: no `{rule}` at `{at}` in {findings:#?}"));
        assert!(!hit.hint.is_empty());
    }
}

fn wrong(form: &str, field: &str, value: Value) -> Option<String> {
    let definition = parse(&sample("guild")).unwrap();
    let form = &definition.forms[form];
    let answers = Answers::from([(field.to_owned(), value)]);
    let wrong = form.check(&answers, Stage::Draft);
    wrong.first().map(|error| error.rule.to_owned())
}

#[test]
fn a_day_of_every_year_is_one_of_the_calendar() {
    for good in ["12-31", "02-29", "01-01", "06-30"] {
        assert_eq!(wrong("application", "year_end", json!(good)), None, "{good}");
    }
    for bad in [
        json!("02-30"),
        json!("13-01"),
        json!("1-1"),
        json!("06-31"),
        json!("2027-06-30"),
        json!("06/30"),
    ] {
        assert_eq!(
            wrong("application", "year_end", bad.clone()).as_deref(),
            Some("month-day"),
            "{bad}"
        );
    }
    assert_eq!(wrong("application", "year_end", json!(1231)).as_deref(), Some("type"));
}

#[test]
fn persons_are_counted_once() {
    let counts = |total: i64, teachers: i64, pupils: i64| {
        let groups = json!({"teachers": teachers, "pupils": pupils});
        wrong("report", "taught", json!({"total": total, "groups": groups}))
    };
    for (total, teachers, pupils) in [(40, 12, 35), (35, 12, 35), (47, 12, 35), (0, 0, 0)] {
        assert_eq!(counts(total, teachers, pupils), None, "{total} {teachers} {pupils}");
    }
    for (total, teachers, pupils) in [(34, 12, 35), (48, 12, 35), (1, 0, 0)] {
        assert_eq!(
            counts(total, teachers, pupils).as_deref(),
            Some("counts-total"),
            "{total} {teachers} {pupils}"
        );
    }
    assert_eq!(counts(-1, -1, 0).as_deref(), Some("type"));
    let strange = json!({"total": 1, "groups": {"cats": 1, "pupils": 1}});
    assert_eq!(wrong("report", "taught", strange).as_deref(), Some("option"));
    for odd in [
        json!(3),
        json!({"total": 1}),
        json!({"total": 1, "groups": {}, "x": 1}),
        json!({"total": 1.5, "groups": {"pupils": 2}}),
    ] {
        assert_eq!(wrong("report", "taught", odd.clone()).as_deref(), Some("type"), "{odd}");
    }
}

#[test]
fn the_sentences_of_the_sample() {
    let definition = parse(&sample("guild")).unwrap();
    for (tag, wanted) in [
        (
            "en",
            [
                "Role “Fellow member”: everybody who sits for another member in the role: Member.",
                "not before: 7 days after the beginning of this state",
            ],
        ),
        (
            "lv",
            [
                "Ar organizāciju var notikt: “Licence lost”; to drīkst ierakstīt: Secretary.",
                "ne agrāk kā: ",
            ],
        ),
    ] {
        let t = kalends::locale::Locale::of(tag).unwrap();
        let said: Vec<String> = kalends::workflow::explain::explain(&definition)
            .iter()
            .map(|sentence| {
                sentence.say(tag, &|id, values| {
                    t.text_from(id, values.iter().map(|(name, value)| (*name, value.clone())))
                })
            })
            .collect();
        let said = said.join("\n");
        for words in wanted {
            assert!(said.contains(words), "{words} in {said}");
        }
        assert!(!said.contains("explain-"), "{said}");
    }
}
