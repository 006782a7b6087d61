//! Ballots when the rules change: a panel under another name, other rules before and after a vote has ended.

use kalends::case::blind::shows;
use kalends::case::crossing::{Crossed, Crossing, Mover, Unmoved};
use kalends::case::evolve::{evolve, fold};
use kalends::case::needs::{Choice, Choices, Need};
use kalends::case::opening::open;
use kalends::case::panels::tally;
use kalends::case::renames::Passage;
use kalends::case::{Case, Entry, Event};
use kalends::workflow::Definition;
use kalends::workflow::form::Answers;
use kalends::workflow::panel::Tally;
use kalends::workflow::parse::parse;
use serde_json::json;

use super::samples::{CONTACT, Play, SECRETARY, actor, at, call, event, example, id, opening};
use crate::support::samples::sample;

pub const BOARD: [u128; 4] = [11, 12, 13, 14];

/// A file, what is there, what is put in place of it everywhere.
pub type Edit<'a> = (&'a str, &'a str, &'a str);

/// The sample programme, edited.
pub fn circle(edits: &[Edit<'_>]) -> Definition {
    let mut source = sample("circle");
    for (file, from, to) in edits {
        let text = source.files.get_mut(*file).expect("there");
        assert!(text.contains(from), "{from}");
        *text = text.replace(from, to);
    }
    parse(&source).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

pub fn ruled(from: &str, to: &str) -> Definition {
    circle(&[("workflow.toml", from, to)])
}

/// The board under another name.
fn renamed() -> Definition {
    circle(&[
        (
            "workflow.toml",
            "[membership.vote.board]",
            "[membership.vote.council]\nwas = \"board\"",
        ),
        ("workflow.toml", "casts = \"board\"", "casts = \"council\""),
        ("workflow.toml", "carried('board')", "carried('council')"),
        ("workflow.toml", "quorate('board')", "quorate('council')"),
    ])
}

fn begun<'a>(definition: &'a Definition, kind: &str) -> Play<'a> {
    let in_call = definition.kind(kind).expect("a kind").in_call;
    let opening = opening(kind, in_call.then(|| call(definition)));
    let asked = event("open", actor(CONTACT, "applicant.contact"));
    let decision = open(definition, &opening, &[], (&asked, at(definition, "2026-03-02T10:00"))).expect("opens");
    let case = fold([&decision.entry]).expect("begins");
    let mut play = Play { definition, case };
    let submit = Event {
        answers: example(definition, "application"),
        ..event("submit", actor(CONTACT, "applicant.contact"))
    };
    play.must(&submit, "2026-03-03T10:00");
    play
}

pub fn ballot(member: u128, vote: &str) -> Event {
    Event {
        extra: Answers::from([("vote".to_owned(), json!(vote))]),
        ..event("cast", actor(member, "board"))
    }
}

/// An application with so many votes for it, of six members.
pub fn voting(definition: &Definition, votes: usize) -> Play<'_> {
    let mut play = begun(definition, "membership");
    for member in &BOARD[..votes] {
        play.must(&ballot(*member, "for"), "2026-03-04T10:00");
    }
    play
}

fn closed(definition: &Definition) -> Play<'_> {
    let mut play = voting(definition, 4);
    play.must(&event("close", actor(SECRETARY, "secretary")), "2026-03-05T10:00");
    assert_eq!(play.case.state, "signing");
    play
}

/// An assessed label whose mean is no round number.
fn assessed(definition: &Definition) -> Play<'_> {
    let mut play = begun(definition, "label");
    for (assessor, technology) in [(21, 5), (22, 5), (23, 3)] {
        let mut review = event("assess", actor(assessor, "assessor"));
        review.extra = example(definition, "assessment");
        review.extra.insert("collaboration".to_owned(), json!(4));
        review.extra.insert("technology".to_owned(), json!(technology));
        play.must(&review, "2026-03-04T10:00");
    }
    play.must(&event("finish", actor(SECRETARY, "secretary")), "2026-03-05T10:00");
    play
}

fn crossing<T>(from: &Definition, to: &Definition, case: &Case, work: impl FnOnce(&Crossing<'_>) -> T) -> T {
    let passage = Passage::new(from, &[], to);
    work(&Crossing {
        passage: &passage,
        numbers: (1, 2),
        case,
        draft: None,
        people: &[],
    })
}

pub fn groups(from: &Definition, to: &Definition, case: &Case) -> Vec<String> {
    crossing(from, to, case, |one| {
        one.needs(&Choices::new()).iter().map(Need::group).collect()
    })
}

pub fn cross(
    from: &Definition,
    to: &Definition,
    case: &Case,
    choices: &[(&str, &str)],
) -> Result<Option<(Entry, Case)>, Unmoved> {
    let parsed = choices
        .iter()
        .map(|(group, choice)| ((*group).to_owned(), choice.parse::<Choice>().expect("a choice")));
    let choices: Choices = parsed.collect();
    let mover = Mover {
        person: None,
        role: None,
        at: at(to, "2026-03-06T10:00"),
    };
    let crossed = crossing(from, to, case, |one| one.cross(&choices, &mover))?;
    let Crossed::Moves(moved) = crossed else {
        return Ok(None);
    };
    let entry = moved.decision.entry;
    let stored = serde_json::to_string(&entry).expect("JSON");
    assert_eq!(serde_json::from_str::<Entry>(&stored).expect("an entry"), entry);
    let after = evolve(case.clone(), &entry);
    let stored = serde_json::to_string(&after).expect("JSON");
    assert_eq!(serde_json::from_str::<Case>(&stored).expect("a case"), after);
    Ok(Some((entry, after)))
}

pub fn moved(from: &Definition, to: &Definition, case: &Case, choices: &[(&str, &str)]) -> Case {
    cross(from, to, case, choices).expect("moves").expect("does not stay").1
}

fn counted(definition: &Definition, case: &Case, panel: &str) -> Tally {
    let panel = definition.kind(&case.kind).and_then(|kind| kind.panel(panel));
    tally(case, panel.expect("a panel"))
}

#[test]
fn a_panel_under_another_name_keeps_its_open_ballot() {
    let (old, new) = (circle(&[]), renamed());
    let play = voting(&old, 3);
    assert_eq!(groups(&old, &new, &play.case), [] as [&str; 0]);
    let there = moved(&old, &new, &play.case, &[]);
    assert_eq!(there.ballots["council"], play.case.ballots["board"]);
    assert_eq!(there.panels["council"], 6);
    let mut onward = Play {
        definition: &new,
        case: there.clone(),
    };
    onward.must(&ballot(BOARD[3], "for"), "2026-03-07T10:00");
    onward.must(&event("close", actor(SECRETARY, "secretary")), "2026-03-08T10:00");
    assert_eq!(onward.case.state, "signing");
    let mut home = moved(&new, &old, &there, &[]);
    home.former_panels.clear();
    home.revision = play.case.revision;
    home.latest_at = play.case.latest_at;
    assert_eq!(home, play.case);
}

#[test]
fn ballots_in_a_history_are_found_under_the_new_name() {
    let (old, new) = (circle(&[]), renamed());
    let play = voting(&old, 2);
    let decide =
        kalends::case::decide::decide(&old, &play.case, &ballot(BOARD[2], "for"), at(&old, "2026-03-05T10:00"));
    let entry = decide.expect("a ballot").entry;
    let case = moved(&old, &new, &evolve(play.case.clone(), &entry), &[]);
    for (who, role, wanted) in [
        (BOARD[0], "board", true),
        (BOARD[3], "board", false),
        (SECRETARY, "secretary", true),
        (CONTACT, "applicant.contact", false),
    ] {
        assert_eq!(shows(&new, &case, (&actor(who, role), &entry)), wanted, "{role}");
    }
}

#[test]
fn a_vote_that_has_ended_keeps_its_result_under_other_rules() {
    let old = circle(&[]);
    let play = closed(&old);
    let before = counted(&old, &play.case, "board");
    assert!(before.carried);
    for (from, to) in [
        ("quorum = \"2/3\"", "quorum = 6"),
        (
            "majority = \"more than 1/2\"",
            "majority = \"more than 1/2\"\nwas = \"committee\"",
        ),
        ("members = 6\n", ""),
    ] {
        let new = ruled(from, to);
        assert_eq!(groups(&old, &new, &play.case), [] as [&str; 0], "{to}");
        let there = moved(&old, &new, &play.case, &[]);
        assert_eq!(counted(&new, &there, "board"), before, "{to}");
        let home = moved(&new, &old, &there, &[]);
        assert_eq!(counted(&old, &home, "board"), before, "{to}");
    }
    let new = ruled("quorum = \"2/3\"", "quorum = 6");
    let there = moved(&old, &new, &play.case, &[]);
    assert_eq!(there.results.len(), 1, "six of six would not have been there");
}

#[test]
fn points_keep_their_result_and_their_fields() {
    let old = circle(&[]);
    let play = assessed(&old);
    let before = counted(&old, &play.case, "panel");
    assert_eq!(before.score.map(|score| (score * 1e6).round()), Some(12_666_667.0));
    let weighed = ruled("technology = 2", "technology = 3");
    let there = moved(&old, &weighed, &play.case, &[]);
    assert_eq!(counted(&weighed, &there, "panel"), before);
    let field = [
        ("forms/assessment.toml", "\"technology\"", "\"craft\""),
        (
            "forms/assessment.toml",
            "[main.technology]",
            "[main.craft]\nwas = \"technology\"",
        ),
        ("workflow.toml", "technology = 2", "craft = 2"),
    ];
    let named = circle(&field);
    assert_eq!(groups(&old, &named, &play.case), [] as [&str; 0]);
    let there = moved(&old, &named, &play.case, &[]);
    assert!(there.results.is_empty(), "the same is counted under another name");
    assert_eq!(counted(&named, &there, "panel").score, before.score);
    let both = circle(&[&field[..2], &[("workflow.toml", "technology = 2", "craft = 3")]].concat());
    let there = moved(&old, &both, &play.case, &[]);
    assert_eq!(there.results["panel"].taken["craft"], before.taken["technology"]);
    assert_eq!(counted(&both, &there, "panel").score, before.score);
}

const GROUP: &str = "panel:membership.board";

#[test]
fn other_rules_for_an_open_ballot_need_a_decision() {
    let old = circle(&[]);
    let play = voting(&old, 3);
    assert!(!counted(&old, &play.case, "board").quorate);
    for (from, to) in [
        ("quorum = \"2/3\"", "quorum = \"1/2\""),
        ("base = \"present\"", "base = \"total\""),
        ("chair = \"president\"", "chair = \"secretary\""),
    ] {
        let new = ruled(from, to);
        assert_eq!(groups(&old, &new, &play.case), [GROUP], "{to}");
        assert_eq!(
            groups(&old, &new, &voting(&old, 0).case),
            [] as [&str; 0],
            "nobody has voted yet"
        );
    }
    let other = circle(&[
        ("workflow.toml", "of = \"board\"", "of = \"auditor\""),
        ("workflow.toml", "by = \"board\"", "by = \"auditor\""),
    ]);
    assert_eq!(groups(&old, &other, &play.case), [GROUP], "another body");
    let new = ruled("quorum = \"2/3\"", "quorum = \"1/2\"");
    assert!(matches!(cross(&old, &new, &play.case, &[]), Err(Unmoved::Undecided(needs)) if needs.len() == 1));
    assert_eq!(cross(&old, &new, &play.case, &[(GROUP, "stay")]), Ok(None));
    let kept = moved(&old, &new, &play.case, &[(GROUP, "keep")]);
    assert!(counted(&new, &kept, "board").carried, "three of six are enough now");
    let dropped = moved(&old, &new, &play.case, &[(GROUP, "drop")]);
    assert!(dropped.ballots.is_empty() && dropped.panels.is_empty());
    let mut anew = Play {
        definition: &new,
        case: dropped,
    };
    anew.must(&ballot(BOARD[0], "for"), "2026-03-07T10:00");
    assert_eq!((anew.case.ballots["board"].len(), anew.case.panels["board"]), (1, 6));
}

#[test]
fn the_size_of_the_body_is_the_one_the_vote_began_with() {
    let old = circle(&[]);
    let new = ruled("members = 6", "members = 9");
    let play = voting(&old, 4);
    assert_eq!(groups(&old, &new, &play.case), [] as [&str; 0]);
    let there = moved(&old, &new, &play.case, &[]);
    assert_eq!(counted(&new, &there, "board"), counted(&old, &play.case, "board"));
}

#[test]
fn a_panel_that_is_gone_or_asks_something_else_needs_a_decision() {
    let old = circle(&[]);
    let gone = circle(&[
        ("workflow.toml", "[membership.vote.board]", "[membership.vote.council]"),
        ("workflow.toml", "casts = \"board\"", "casts = \"council\""),
        ("workflow.toml", "carried('board')", "carried('council')"),
        ("workflow.toml", "quorate('board')", "quorate('council')"),
    ]);
    let retyped = circle(&[(
        "workflow.toml",
        "of = \"board\"\nform = \"ballot\"",
        "of = \"board\"\nform = \"assessment\"",
    )]);
    for new in [gone, retyped] {
        for play in [voting(&old, 2), closed(&old)] {
            assert_eq!(groups(&old, &new, &play.case), [GROUP]);
            let keep = cross(&old, &new, &play.case, &[(GROUP, "keep")]);
            assert!(matches!(keep, Err(Unmoved::NotOffered(..))), "{keep:?}");
            let dropped = moved(&old, &new, &play.case, &[(GROUP, "drop")]);
            assert!(dropped.ballots.is_empty() && dropped.panels.is_empty());
        }
        assert_eq!(groups(&old, &new, &voting(&old, 0).case), [] as [&str; 0]);
    }
}

#[test]
fn an_ended_ballot_does_not_begin_anew_by_itself() {
    let old = circle(&[]);
    let play = closed(&old);
    let again = ruled(
        "[membership.signing.on]\n",
        "[membership.signing.on]\ncast = { title.en = \"Vote\", by = \"board\", casts = \"board\" }\n",
    );
    assert_eq!(groups(&old, &again, &play.case), [GROUP]);
    let anew = moved(&old, &again, &play.case, &[(GROUP, "drop")]);
    assert_eq!(counted(&again, &anew, "board").cast, 0);
}

#[test]
fn a_move_into_a_state_that_votes_begins_anew_only_if_somebody_says_so() {
    let old = circle(&[]);
    let play = closed(&old);
    let text = [
        ("\"voting\", \"signing\"", "\"voting\", \"pact\""),
        ("[membership.signing]", "[membership.pact]"),
        ("[membership.signing.on]", "[membership.pact.on]"),
        ("to = \"signing\"", "to = \"pact\""),
    ];
    let new = circle(&text.map(|(from, to)| ("workflow.toml", from, to)));
    let state = "state:membership.signing";
    assert_eq!(groups(&old, &new, &play.case), [state]);
    let signed = moved(&old, &new, &play.case, &[(state, "move-to:pact")]);
    assert_eq!(signed.ballots, play.case.ballots);
    let into = (state, "move-to:voting");
    let unsaid = cross(&old, &new, &play.case, &[into]);
    assert!(
        matches!(&unsaid, Err(Unmoved::Undecided(needs)) if matches!(needs[..], [Need::PanelReopened { .. }])),
        "{unsaid:?}"
    );
    assert_eq!(cross(&old, &new, &play.case, &[into, (GROUP, "stay")]), Ok(None));
    let anew = moved(&old, &new, &play.case, &[into, (GROUP, "drop")]);
    assert!(anew.ballots.is_empty());
    assert_eq!(anew.panels["board"], 6, "it has begun, though nobody has voted yet");
}

#[test]
fn a_move_that_ends_a_ballot_keeps_what_it_had_come_to() {
    let old = circle(&[]);
    let play = voting(&old, 4);
    let text = [
        (
            "\"draft\", \"voting\", \"signing\"",
            "\"draft\", \"ballot\", \"signing\"",
        ),
        ("[membership.voting]", "[membership.ballot]"),
        ("[membership.voting.on]", "[membership.ballot.on]"),
        ("to = \"voting\"", "to = \"ballot\""),
        ("quorum = \"2/3\"", "quorum = 6"),
    ];
    let new = circle(&text.map(|(from, to)| ("workflow.toml", from, to)));
    let state = "state:membership.voting";
    assert_eq!(groups(&old, &new, &play.case), [state, GROUP]);
    let ended = moved(&old, &new, &play.case, &[(state, "move-to:signing"), (GROUP, "keep")]);
    assert!(counted(&new, &ended, "board").carried);
    let given_up = moved(&old, &new, &play.case, &[(state, "move-to:signing"), (GROUP, "drop")]);
    assert!(given_up.ballots.is_empty() && given_up.panels.is_empty());
    let goes_on = moved(&old, &new, &play.case, &[(state, "move-to:ballot"), (GROUP, "keep")]);
    assert!(
        !counted(&new, &goes_on, "board").quorate,
        "it is still open, and counted by the new rules"
    );
    let anew = moved(&old, &new, &closed(&old).case, &[]);
    assert!(counted(&new, &anew, "board").carried);
    assert_eq!(anew.ballots["board"].keys().copied().collect::<Vec<_>>(), BOARD.map(id));
}
