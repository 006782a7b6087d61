//! Panels that take over another's name, or another's ballots, when the rules change.

use kalends::case::Event;
use kalends::case::blind::shows;
use kalends::case::crossing::Unmoved;
use kalends::case::decide::decide;
use kalends::case::evolve::evolve;
use kalends::workflow::Definition;

use super::panel_versions::{BOARD, Edit, ballot, circle, cross, groups, moved, ruled, voting};
use super::samples::{CONTACT, Play, SECRETARY, actor, at};

/// Auditors vote beside the board.
const HEARING: Edit<'_> = (
    "workflow.toml",
    "[membership.voting.on]\n",
    "[membership.vote.audit]\ntitle.en = \"Vote of the auditors\"\nof = \"auditor\"\nform = \"ballot\"\n\
     [membership.voting.on]\nhear = { title.en = \"Vote\", by = \"auditor\", casts = \"audit\" }\n",
);

const AUDITOR: u128 = 31;

/// A vote of the board and of the auditors, with a ballot in each.
fn heard(definition: &Definition) -> Play<'_> {
    let mut play = voting(definition, 2);
    let hear = Event {
        name: "hear".to_owned(),
        actor: actor(AUDITOR, "auditor"),
        ..ballot(AUDITOR, "against")
    };
    play.must(&hear, "2026-03-04T11:00");
    play
}

#[test]
fn two_panels_that_become_one_are_not_taken_for_one() {
    let old = circle(&[HEARING]);
    let new = ruled("[membership.vote.board]", "[membership.vote.board]\nwas = \"audit\"");
    let play = heard(&old);
    let group = "panel:membership.audit";
    assert_eq!(groups(&old, &new, &play.case), [group]);
    let keep = cross(&old, &new, &play.case, &[(group, "keep")]);
    assert!(matches!(keep, Err(Unmoved::NotOffered(..))), "{keep:?}");
    let there = moved(&old, &new, &play.case, &[(group, "drop")]);
    assert_eq!(there.ballots.len(), 1);
    assert_eq!(there.ballots["board"], play.case.ballots["board"]);
}

#[test]
fn a_ballot_is_not_shown_to_who_sees_another_panel_of_its_name() {
    let old = circle(&[HEARING]);
    let council = [
        ("[membership.vote.board]", "[membership.vote.council]\nwas = \"board\""),
        ("casts = \"board\"", "casts = \"council\""),
        ("carried('board')", "carried('council')"),
        ("quorate('board')", "quorate('council')"),
    ]
    .map(|(from, to)| ("workflow.toml", from, to));
    let second = circle(&[&[HEARING], &council[..]].concat());
    let audit = [
        ("[membership.vote.audit]", "[membership.vote.board]\nwas = \"audit\""),
        ("casts = \"audit\"", "casts = \"board\""),
    ]
    .map(|(from, to)| ("workflow.toml", from, to));
    let third = circle(&[&[HEARING], &council[..], &audit].concat());
    let play = heard(&old);
    let cast = ballot(BOARD[2], "for");
    let cast = decide(&old, &play.case, &cast, at(&old, "2026-03-05T10:00"));
    let entry = cast.expect("a ballot").entry;
    let case = moved(&old, &second, &evolve(play.case.clone(), &entry), &[]);
    let case = moved(&second, &third, &case, &[]);
    assert_eq!((case.ballots["council"].len(), case.ballots["board"].len()), (3, 1));
    for (who, role, wanted) in [
        (AUDITOR, "auditor", false),
        (BOARD[3], "board", false),
        (BOARD[2], "board", true),
        (SECRETARY, "secretary", true),
        (CONTACT, "applicant.contact", false),
    ] {
        assert_eq!(shows(&third, &case, (&actor(who, role), &entry)), wanted, "{role}");
    }
}
