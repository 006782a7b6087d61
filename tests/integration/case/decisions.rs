//! Who may do what where, and which rule says no.

use kalends::case::Event;
use kalends::case::event::Change;
use kalends::workflow::form::Answers;
use kalends::workflow::form::digest;
use serde_json::json;

use super::samples::{
    COMMISSION, CONTACT, INSTITUTE, MAYOR, Play, SECRETARY, STRANGER, actor, attachment, engine, event, example,
    shipped, why,
};
use kalends::case::event::News;

const SEATS: [(&str, u128, &str); 6] = [
    ("contact", CONTACT, "applicant.contact"),
    ("mayor", MAYOR, "applicant.mayor"),
    ("commission", COMMISSION, "commission"),
    ("institute", INSTITUTE, "institute"),
    ("secretary", SECRETARY, "secretary"),
    ("stranger", STRANGER, "nobody"),
];

/// A state, an event, and for contact, mayor, commission, institute, secretary and a stranger: done, or the rule.
type Row = (&'static str, &'static str, [&'static str; 6]);

const ROWS: [Row; 16] = [
    ("draft", "sign", ["role", "ok", "role", "role", "role", "role"]),
    ("draft", "submit", ["guard", "guard", "role", "role", "role", "role"]),
    ("draft", "withdraw", ["ok", "ok", "role", "role", "role", "role"]),
    ("draft", "close", ["role", "role", "role", "role", "role", "role"]),
    (
        "draft",
        "endorse",
        ["state", "state", "state", "state", "state", "state"],
    ),
    (
        "draft",
        "fly",
        [
            "unknown-event",
            "unknown-event",
            "unknown-event",
            "unknown-event",
            "unknown-event",
            "unknown-event",
        ],
    ),
    (
        "draft",
        "call.moved",
        [
            "unknown-event",
            "unknown-event",
            "unknown-event",
            "unknown-event",
            "unknown-event",
            "unknown-event",
        ],
    ),
    ("review", "return", ["role", "role", "ok", "role", "role", "role"]),
    ("review", "endorse", ["role", "role", "ok", "role", "role", "role"]),
    (
        "review",
        "send-endorsed",
        ["attachment", "attachment", "role", "role", "role", "role"],
    ),
    (
        "review",
        "submit",
        ["state", "state", "state", "state", "state", "state"],
    ),
    ("forwarded", "admit", ["role", "role", "role", "ok", "ok", "role"]),
    ("forwarded", "withdraw", ["ok", "ok", "role", "role", "role", "role"]),
    (
        "not-endorsed",
        "submit",
        ["final", "final", "final", "final", "final", "final"],
    ),
    (
        "not-submitted",
        "reopen",
        ["role", "role", "role", "role", "role", "role"],
    ),
    (
        "not-submitted",
        "endorse",
        ["final", "final", "final", "final", "final", "final"],
    ),
];

#[test]
fn roles_states_and_events() {
    let definition = shipped();
    for (state, name, wanted) in ROWS {
        for ((who, person, address), wanted) in SEATS.into_iter().zip(wanted) {
            let mut play = Play::application(&definition, "2026-03-02T10:00");
            play.case.state = state.to_owned();
            let asked = Event {
                answers: example(&definition, "application"),
                reason: Some("Because.".to_owned()),
                ..event(name, actor(person, address))
            };
            let found = play
                .ask(&asked, "2026-03-03T10:00")
                .map_or_else(|r| why(&r), |()| "ok".to_owned());
            assert_eq!(found, wanted, "{who} asks {name} in {state}");
        }
    }
}

#[test]
fn a_signature_stands_for_the_answers_as_they_were() {
    let definition = shipped();
    let mut play = Play::application(&definition, "2026-03-02T10:00");
    let signed = example(&definition, "application");
    let with = |name: &str, person, seat, answers: &Answers| Event {
        answers: answers.clone(),
        ..event(name, actor(person, seat))
    };
    play.must(&with("sign", MAYOR, "applicant.mayor", &signed), "2026-03-03T10:00");
    assert_eq!(play.case.signatures["mayor"].digest, digest(&signed));
    let mut changed = signed.clone();
    changed.insert("population".to_owned(), json!({"value": 1, "year": 2024}));
    let submit = |answers: &Answers| with("submit", CONTACT, "applicant.contact", answers);
    let refused = play
        .ask(&submit(&changed), "2026-03-04T10:00")
        .expect_err("another text");
    assert_eq!(why(&refused), "guard");
    assert_eq!(play.case.state, "draft");
    let on_paper = Event {
        attachments: vec![attachment("signed-form")],
        ..submit(&changed)
    };
    let mut paper = Play {
        definition: &definition,
        case: play.case.clone(),
    };
    paper.must(&on_paper, "2026-03-04T10:00");
    assert_eq!((paper.case.state.as_str(), paper.case.attachments.len()), ("review", 1));
    play.must(&submit(&signed), "2026-03-04T10:00");
    assert_eq!(play.case.answers["application"], signed);
}

#[test]
fn nothing_is_submitted_at_the_closing_instant_or_later() {
    let definition = shipped();
    for (local, wanted) in [("2026-04-30T23:59", "ok"), ("2026-05-01T00:00", "guard")] {
        let mut play = Play::application(&definition, "2026-03-02T10:00");
        let answers = example(&definition, "application");
        let signed = Event {
            answers: answers.clone(),
            ..event("sign", actor(MAYOR, "applicant.mayor"))
        };
        play.must(&signed, "2026-03-03T10:00");
        let asked = Event {
            answers,
            ..event("submit", actor(CONTACT, "applicant.contact"))
        };
        let found = play.ask(&asked, local).map_or_else(|r| why(&r), |()| "ok".to_owned());
        assert_eq!(found, wanted, "{local}");
    }
}

#[test]
fn places_reasons_and_attachments() {
    let definition = shipped();
    let commission = || actor(COMMISSION, "commission");
    let contact = || actor(CONTACT, "applicant.contact");
    let taken = |places_taken, event| Event { places_taken, ..event };
    let because = |reason: &str, event| Event {
        reason: Some(reason.to_owned()),
        ..event
    };
    let attached = |event| Event {
        attachments: vec![attachment("endorsement")],
        ..event
    };
    let table = [
        (taken(2, event("endorse", commission())), "ok"),
        (taken(3, event("endorse", commission())), "quota"),
        (taken(3, attached(event("send-endorsed", contact()))), "quota"),
        (taken(2, attached(event("send-endorsed", contact()))), "ok"),
        (event("send-endorsed", contact()), "attachment"),
        (event("return", commission()), "invalid: required"),
        (because("  ", event("return", commission())), "invalid: required"),
        (because("Why.", event("return", commission())), "ok"),
        (event("withdraw", contact()), "ok"),
    ];
    for (asked, wanted) in table {
        let mut play = Play::application(&definition, "2026-03-02T10:00");
        play.submitted("2026-03-03T10:00");
        let found = play
            .ask(&asked, "2026-03-04T10:00")
            .map_or_else(|r| why(&r), |()| "ok".to_owned());
        assert_eq!(found, wanted, "{} with {} taken", asked.name, asked.places_taken);
    }
}

#[test]
fn a_place_is_taken_once_and_given_back() {
    let definition = shipped();
    let mut play = Play::application(&definition, "2026-03-02T10:00");
    play.submitted("2026-03-03T10:00");
    play.must(&event("endorse", actor(COMMISSION, "commission")), "2026-03-04T10:00");
    assert!(play.case.holds_place);
    let again = Event {
        attachments: vec![attachment("endorsement")],
        places_taken: 3,
        ..event("send-endorsed", actor(CONTACT, "applicant.contact"))
    };
    play.must(&again, "2026-03-05T10:00");
    assert_eq!(play.case.state, "forwarded");
    play.must(
        &event("withdraw", actor(CONTACT, "applicant.contact")),
        "2026-03-06T10:00",
    );
    assert!(!play.case.holds_place);
}

#[test]
fn a_timer_is_the_engines_and_not_before_its_time() {
    let definition = shipped();
    for (local, wanted) in [
        ("2026-04-30T23:59", "role"),
        ("2026-05-01T00:00", "ok"),
        ("2027-05-01T00:00", "ok"),
    ] {
        let mut play = Play::application(&definition, "2026-03-02T10:00");
        let found = play.ask(&engine("close", News::None), local);
        assert_eq!(found.map_or_else(|r| why(&r), |()| "ok".to_owned()), wanted, "{local}");
    }
}

#[test]
fn the_refusal_of_what_the_actor_might_have_done_is_told() {
    let definition = super::samples::small(
        "Europe/Riga",
        "[report.open.on]\nfinish = [\n\
         { by = 'office', to = 'done', title.en = 'F' },\n\
         { by = 'owner', to = 'done', title.en = 'F', when = \"attached('proof')\" },\n]\n\
         [report.open.duty.file]\ntitle.en = 'F'\nof = 'owner'\ndue = 'due'\n",
    );
    let mut play = Play::due(&definition, "report", ["2027-01-01T00:00", "2027-02-01T00:00"]);
    let refused = play.ask(&event("finish", actor(CONTACT, "owner.contact")), "2027-01-02T00:00");
    assert_eq!(why(&refused.expect_err("no proof")), "guard");
    let refused = play.ask(&event("finish", actor(STRANGER, "nobody")), "2027-01-02T00:00");
    assert_eq!(why(&refused.expect_err("nobody")), "role");
}

#[test]
fn a_signature_needs_no_complete_form() {
    let definition = super::samples::small(
        "Europe/Riga",
        "[report.open.on]\nsign = { by = 'owner.head', signs = true, title.en = 'S' }\n\
         finish = { by = 'owner', to = 'done', title.en = 'F', when = \"signed('head')\", refusal.en = 'R' }\n",
    );
    let mut play = Play::due(&definition, "report", ["2027-01-01T00:00", "2027-02-01T00:00"]);
    play.must(&event("sign", actor(MAYOR, "owner.head")), "2027-01-02T00:00");
    let recorded = &play.case.signatures["head"];
    assert_eq!(recorded.person, Some(super::samples::id(MAYOR)));
    play.must(&event("finish", actor(CONTACT, "owner.contact")), "2027-01-03T00:00");
}

#[test]
fn a_clock_stopped_twice_stands_still_since_the_first_time() {
    let definition = shipped();
    let mut play = Play::application(&definition, "2026-03-02T10:00");
    let stop = |seq| kalends::case::Entry {
        seq,
        changes: vec![Change::Stopped("decide".to_owned())],
        ..decided(&play, seq)
    };
    let (first, second) = (stop(2), stop(3));
    play.case = kalends::case::evolve::evolve(play.case, &first);
    play.case = kalends::case::evolve::evolve(play.case, &second);
    assert_eq!(play.case.stops["decide"], [(first.at, None)]);
}

fn decided(play: &Play<'_>, seq: u32) -> kalends::case::Entry {
    kalends::case::Entry {
        seq,
        at: super::samples::at(play.definition, "2026-03-03T10:00").plus_seconds(i64::from(seq) * 3600),
        event: "return".to_owned(),
        actor: None,
        role: None,
        from: Some("draft".to_owned()),
        to: "draft".to_owned(),
        reason: None,
        changes: Vec::new(),
        tell: Vec::new(),
    }
}
