//! Panels that take over another's name, or another's ballots, when the rules change.

use kalends::case::Event;
use kalends::case::crossing::Unmoved;
use kalends::workflow::Definition;

use super::panel_versions::{Edit, ballot, circle, cross, groups, moved, ruled, voting};
use super::samples::{Play, actor};

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
