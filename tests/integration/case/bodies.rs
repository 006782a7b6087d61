//! Bodies that follow one another: one recommends and another decides, a request comes back once, a decision is appealed.

use kalends::case::Event;
use kalends::case::opening::open;
use kalends::workflow::parse::parse;
use kalends::workflow::{Definition, Source};

use super::samples::{CONTACT, MAYOR, Play, STRANGER, actor, at, event, opening, why};
use kalends::case::evolve::fold;

const EXPERT: u128 = 21;
const BOARD: u128 = 22;
const PANEL: u128 = 23;

/// A request that experts advise on and a board decides; it may come back once, and be appealed within fifteen days.
fn requests() -> Definition {
    let text = r#"
title.en = "Requests"
about.en = "Experts advise, a board decides, a panel hears appeals."
zone = "Europe/Riga"
languages = ["en"]
kinds = ["request"]
[role.owner]
title.en = "Owner"
seats.contact = { en = "Contact" }
seats.head = { en = "Head" }
[role.expert]
title.en = "Expert"
[role.board]
title.en = "Board"
[role.appeals]
title.en = "Appeals panel"
[request]
title.en = "Request"
owner = "owner"
open_by = "owner"
states = ["advice", "decision", "refused", "appeal", "accepted", "closed"]
[request.advice]
title.en = "With the experts"
[request.advice.on]
recommend = { title.en = "Recommend", by = "expert", marks = ["recommended"], to = "decision" }
advise-against = { title.en = "Advise against", by = "expert", clears = ["recommended"], to = "decision" }
[request.decision]
title.en = "With the board"
[request.decision.on]
accept = [
  { title.en = "Accept", by = "board", when = "marked('recommended')", to = "accepted" },
  { title.en = "Accept", by = "board", reason = "required", to = "accepted" },
]
refuse = [
  { title.en = "Refuse", by = "board", when = "!marked('recommended')", to = "refused" },
  { title.en = "Refuse", by = "board", reason = "required", to = "refused" },
]
[request.refused]
title.en = "Refused"
[request.refused.on]
ask-again = { title.en = "Ask again", by = "owner", when = "!marked('asked-again')", refusal.en = "Once.", reason = "required", marks = ["asked-again"], to = "advice" }
appeal = { title.en = "Appeal", by = "owner.head", until = "entered + 15 days", reason = "required", to = "appeal" }
close = { title.en = "No appeal in time", at = "entered + 15 days", to = "closed" }
[request.appeal]
title.en = "With the appeals panel"
[request.appeal.on]
uphold = { title.en = "Uphold", by = "appeals", to = "closed" }
grant = { title.en = "Grant", by = "appeals", to = "accepted" }
[request.accepted]
title.en = "Accepted"
final = true
[request.closed]
title.en = "Closed"
final = true
"#;
    let source = Source {
        name: "requests".to_owned(),
        files: [("workflow.toml".to_owned(), text.to_owned())].into(),
    };
    parse(&source).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn begun(definition: &Definition) -> Play<'_> {
    let asked = event("open", actor(CONTACT, "owner.contact"));
    let opening = opening("request", None);
    let opened = open(definition, &opening, &[], (&asked, at(definition, "2027-03-01T10:00"))).expect("opens");
    Play {
        definition,
        case: fold([&opened.entry]).expect("begins"),
    }
}

/// An event with grounds, or without where they are empty.
fn asks(name: &str, (person, seat): (u128, &str), grounds: &str) -> Event {
    Event {
        reason: Some(grounds.to_owned()).filter(|grounds| !grounds.is_empty()),
        ..event(name, actor(person, seat))
    }
}

/// What comes of it: the state it leads to, or the rule that refuses.
fn comes_of(play: &mut Play<'_>, asked: &Event, local: &str) -> String {
    match play.ask(asked, local) {
        Ok(()) => play.case.state.clone(),
        Err(rejection) => why(&rejection),
    }
}

/// A request refused at noon of 4 March.
fn refused(definition: &Definition) -> Play<'_> {
    let mut play = begun(definition);
    play.must(&asks("advise-against", (EXPERT, "expert"), ""), "2027-03-02T12:00");
    play.must(&asks("refuse", (BOARD, "board"), ""), "2027-03-04T12:00");
    play
}

#[test]
fn who_decides_otherwise_than_was_recommended_says_why() {
    let definition = requests();
    let table = [
        ("recommend", "accept", "", "accepted"),
        ("recommend", "refuse", "", "invalid: required"),
        ("recommend", "refuse", "The budget is spent.", "refused"),
        ("advise-against", "refuse", "", "refused"),
        ("advise-against", "accept", "", "invalid: required"),
        ("advise-against", "accept", "  ", "invalid: required"),
        (
            "advise-against",
            "accept",
            "It is the only one from the east.",
            "accepted",
        ),
    ];
    for (advice, decision, reason, wanted) in table {
        let mut play = begun(&definition);
        play.must(&asks(advice, (EXPERT, "expert"), ""), "2027-03-02T12:00");
        let found = comes_of(&mut play, &asks(decision, (BOARD, "board"), reason), "2027-03-04T12:00");
        assert_eq!(found, wanted, "{advice}, {decision}, `{reason}`");
    }
}

#[test]
fn neither_body_does_what_is_the_others() {
    let definition = requests();
    let mut play = begun(&definition);
    let early = comes_of(&mut play, &asks("accept", (BOARD, "board"), "Now."), "2027-03-02T12:00");
    assert_eq!(early, "state", "nobody has advised yet");
    let advice = comes_of(&mut play, &asks("recommend", (BOARD, "board"), ""), "2027-03-02T12:00");
    assert_eq!(advice, "role");
    play.must(&asks("recommend", (EXPERT, "expert"), ""), "2027-03-02T13:00");
    let decision = comes_of(&mut play, &asks("accept", (EXPERT, "expert"), ""), "2027-03-02T14:00");
    assert_eq!(decision, "role");
}

#[test]
fn a_request_comes_back_once_and_names_its_grounds() {
    let definition = requests();
    let mut play = refused(&definition);
    let again = |grounds: &str| asks("ask-again", (CONTACT, "owner.contact"), grounds);
    assert_eq!(comes_of(&mut play, &again(""), "2027-03-05T10:00"), "invalid: required");
    assert_eq!(
        comes_of(&mut play, &again("We have a partner now."), "2027-03-05T10:00"),
        "advice"
    );
    assert_eq!(play.case.reason.as_deref(), Some("We have a partner now."));
    play.must(&asks("recommend", (EXPERT, "expert"), ""), "2027-03-08T10:00");
    play.must(
        &asks("refuse", (BOARD, "board"), "The budget is spent."),
        "2027-03-09T10:00",
    );
    let second = again("We have two partners now.");
    assert_eq!(comes_of(&mut play, &second, "2027-03-10T10:00"), "guard");
    assert_eq!(play.case.state, "refused");
}

#[test]
fn an_appeal_is_made_in_time_and_by_the_head() {
    let definition = requests();
    let head = || asks("appeal", (MAYOR, "owner.head"), "The rules were not kept.");
    // Fifteen days from the fourth of March end with the nineteenth.
    for (asked, local, wanted) in [
        (head(), "2027-03-19T23:59", "appeal"),
        (head(), "2027-03-20T00:00", "too-late"),
        (
            asks("appeal", (CONTACT, "owner.contact"), "The same."),
            "2027-03-05T10:00",
            "role",
        ),
        (
            asks("appeal", (BOARD, "board"), "The same."),
            "2027-03-05T10:00",
            "role",
        ),
        (
            asks("appeal", (STRANGER, "nobody"), "The same."),
            "2027-03-05T10:00",
            "role",
        ),
        (
            asks("appeal", (MAYOR, "owner.head"), ""),
            "2027-03-05T10:00",
            "invalid: required",
        ),
    ] {
        let mut play = refused(&definition);
        assert_eq!(
            comes_of(&mut play, &asked, local),
            wanted,
            "{:?} at {local}",
            asked.actor
        );
    }
}

#[test]
fn an_appeal_is_heard_by_others_and_once() {
    let definition = requests();
    let mut play = refused(&definition);
    assert_eq!(play.timers(), ["2027-03-20T00:00 close"]);
    play.must(
        &asks("appeal", (MAYOR, "owner.head"), "The rules were not kept."),
        "2027-03-10T10:00",
    );
    assert!(play.timers().is_empty(), "the period has done what it was for");
    assert_eq!(
        comes_of(&mut play, &asks("grant", (BOARD, "board"), ""), "2027-03-11T10:00"),
        "role"
    );
    assert_eq!(
        comes_of(&mut play, &asks("uphold", (PANEL, "appeals"), ""), "2027-03-12T10:00"),
        "closed"
    );
    let again = asks("appeal", (MAYOR, "owner.head"), "Once more.");
    assert_eq!(comes_of(&mut play, &again, "2027-03-13T10:00"), "final");
}
