//! Members vote: one organisation has one vote, whoever of its seats gives it.

use kalends::case::around::Around;
use kalends::case::event::HeldSeat;
use kalends::case::evolve::fold;
use kalends::case::opening::open;
use kalends::case::panels::tally;
use kalends::case::{Actor, Event, Holder};
use kalends::rehearsal::{scenario, script};
use kalends::workflow::form::Answers;
use kalends::workflow::panel::Tally;
use kalends::workflow::parse::parse;
use kalends::workflow::{Definition, Source};
use serde_json::json;

use super::samples::{CONTACT, Play, actor, at, event, example, id, opening, why};
use crate::support::database::each_database;
use crate::support::house::{House, Opening};
use crate::support::samples::sample;

/// The guild, whose members vote on whom they take in.
fn source() -> Source {
    let mut source = sample("guild");
    let form = sample("circle").files["forms/ballot.toml"].clone();
    source.files.insert("forms/ballot.toml".to_owned(), form);
    let text = source.files.get_mut("workflow.toml").expect("there");
    let panel = "[membership.vote.fellows]\ntitle.en = \"Vote of the members\"\nof = \"fellow\"\nform = \"ballot\"\n\
        quorum = \"2/3\"\n[membership.draft]\n";
    let events = "[membership.circulation.on]\n\
        vote = { title.en = \"Vote\", by = \"fellow\", casts = \"fellows\" }\n\
        count = { title.en = \"Count\", by = \"secretary\", when = \"carried('fellows')\", refusal.en = \"Not carried.\", to = \"member\" }\n";
    *text = text
        .replacen("[membership.draft]\n", panel, 1)
        .replacen("[membership.circulation.on]\n", events, 1);
    source
}

const STORY: &str = r#"2026-01-01
house: secretary "Sandra" (en)
organisation Alder: contact "Anna" (en), head "Aldis" (en)
organisation Birch: contact "Berta" (en)
organisation Dogwood: contact "Dita" (en)
organisation Cedar: contact "Cila" (en)
import Alder: membership since 2020-02-01
import Birch: membership since 2020-02-01
import Dogwood: membership since 2020-02-01
open Cedar: membership
2026-01-10 12:00
fill Cedar: pupils = 30
Cedar contact: apply
Alder contact: vote Cedar with vote = "for"
Alder head: vote Cedar with vote = "for"
refused guard: secretary: count Cedar          # two persons, but one member of three
Birch contact: vote Cedar with vote = "against"
refused guard: secretary: count Cedar          # one for, one against
Birch contact: vote Cedar with vote = "for"
Alder contact: vote Cedar with vote = "against"
refused guard: secretary: count Cedar          # the last ballot of Alder stands
Alder head: vote Cedar with vote = "for"
secretary: count Cedar
expect Cedar: membership member
"#;

#[test]
fn two_seats_of_a_member_have_one_vote() {
    let definition = parse(&source()).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let scenario = scenario::parse("story.txt", STORY).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let failures = script::run(&definition, &scenario).failures;
    assert!(failures.is_empty(), "{failures:#?}");
}

each_database! {
    /// The same through the engine, which knows from the seats for whom somebody sits.
    async fn the_engine_counts_members(database: &Database) {
        let opening = Opening { source: source(), ..Opening::default() };
        let mut house = House::opening(&database.url, opening).await;
        house.play(STORY).await;
        let case = house.case("Cedar", "membership").await.case;
        assert_eq!((case.panels["fellows"], case.ballots["fellows"].len()), (3, 2));
        house.verify().await;
    }
}

const MEMBERS: [u128; 4] = [401, 402, 403, 404];

/// Somebody who sits for these members.
fn fellow(person: u128, members: &[u128]) -> Actor {
    let seat = |member: &u128| HeldSeat {
        role: "fellow".to_owned(),
        seat: None,
        peer: Some(id(*member)),
    };
    Actor::Person {
        id: id(person),
        seats: members.iter().map(seat).collect(),
    }
}

fn ballot(actor: Actor, vote: &str) -> Event {
    Event {
        extra: Answers::from([("vote".to_owned(), json!(vote))]),
        ..event("vote", actor)
    }
}

/// An application in circulation; two sit for the first of four members.
fn circulating(definition: &Definition) -> Play<'_> {
    let asked = event("open", actor(CONTACT, "applicant.contact"));
    let opened = open(
        definition,
        &opening("membership", None),
        &[],
        (&asked, at(definition, "2026-01-10T12:00")),
    );
    let case = fold([&opened.expect("opens").entry]).expect("begins");
    let mut play = Play { definition, case };
    let sits = |person: u128, member: u128| Holder {
        person: id(person),
        role: "fellow".to_owned(),
        seat: None,
        peer: Some(id(member)),
        from: None,
        until: None,
    };
    let mut people: Vec<Holder> = MEMBERS.iter().map(|member| sits(*member - 370, *member)).collect();
    people.push(sits(40, MEMBERS[0]));
    let now = at(definition, "2026-01-11T12:00");
    let mut apply = event("apply", actor(CONTACT, "applicant.contact"));
    apply.answers = example(definition, "application");
    apply.around.sitting = Around::sitting(&people, now);
    play.must(&apply, "2026-01-11T12:00");
    play
}

fn counted(play: &Play<'_>, panel: &str) -> Tally {
    let panel = play.definition.kind("membership").and_then(|kind| kind.panel(panel));
    tally(&play.case, panel.expect("a panel"))
}

#[test]
fn who_sits_for_two_members_has_two_votes_until_another_speaks_for_one() {
    let definition = parse(&source()).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let mut play = circulating(&definition);
    play.must(&ballot(fellow(31, &MEMBERS[..2]), "for"), "2026-01-12T12:00");
    let tally = counted(&play, "fellows");
    assert_eq!((tally.members, tally.cast, tally.for_it), (4, 2, 2));
    play.must(&ballot(fellow(40, &MEMBERS[..1]), "against"), "2026-01-12T13:00");
    let tally = counted(&play, "fellows");
    assert_eq!((tally.cast, tally.for_it, tally.against), (2, 1, 1));
    play.must(&ballot(fellow(40, &MEMBERS[..2]), "abstain"), "2026-01-12T14:00");
    let tally = counted(&play, "fellows");
    assert_eq!(
        (tally.cast, tally.abstain),
        (2, 2),
        "nothing is left of the first ballot"
    );
    assert_eq!(play.case.ballots["fellows"].len(), 2);
}

#[test]
fn who_has_lost_a_seat_leaves_its_vote_standing() {
    let definition = parse(&source()).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let mut play = circulating(&definition);
    play.must(&ballot(fellow(31, &MEMBERS[..2]), "for"), "2026-01-12T12:00");
    play.must(&ballot(fellow(31, &MEMBERS[..1]), "against"), "2026-01-12T13:00");
    let tally = counted(&play, "fellows");
    assert_eq!((tally.cast, tally.for_it, tally.against), (2, 1, 1));
    play.must(&ballot(fellow(32, &MEMBERS[1..2]), "abstain"), "2026-01-12T14:00");
    let tally = counted(&play, "fellows");
    assert_eq!((tally.cast, tally.against, tally.abstain), (2, 1, 1));
}

#[test]
fn no_ballot_gives_a_body_more_votes_than_members() {
    let definition = parse(&source()).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let mut play = circulating(&definition);
    for member in &MEMBERS[..3] {
        play.must(&ballot(fellow(*member, &[*member]), "for"), "2026-01-12T12:00");
    }
    let refused = |play: &mut Play<'_>, actor: Actor| {
        let found = play.ask(&ballot(actor, "against"), "2026-01-13T12:00");
        assert_eq!(found.map_err(|error| why(&error)), Err("panel-full".to_owned()));
    };
    refused(&mut play, fellow(50, &[MEMBERS[3], 405]));
    play.must(&ballot(fellow(50, &MEMBERS[3..]), "for"), "2026-01-13T12:00");
    refused(&mut play, fellow(MEMBERS[0], &[MEMBERS[0], 405]));
    let tally = counted(&play, "fellows");
    assert_eq!((tally.members, tally.cast, tally.for_it), (4, 4, 4));
}

#[test]
fn who_gives_points_does_so_for_nobody_else() {
    let mut source = source();
    let form = sample("circle").files["forms/assessment.toml"].clone();
    source.files.insert("forms/assessment.toml".to_owned(), form);
    let text = source.files.get_mut("workflow.toml").expect("there");
    let panel = "[membership.score.points]\ntitle.en = \"Points\"\nof = \"fellow\"\nform = \"assessment\"\n\
        points = { collaboration = 1 }\n[membership.draft]\n";
    let assess =
        "[membership.circulation.on]\nassess = { title.en = \"Assess\", by = \"fellow\", casts = \"points\" }\n";
    *text = text
        .replacen("[membership.draft]\n", panel, 1)
        .replacen("[membership.circulation.on]\n", assess, 1);
    let definition = parse(&source).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let mut play = circulating(&definition);
    let review = |person: u128, members: &[u128]| Event {
        extra: example(&definition, "assessment"),
        ..event("assess", fellow(person, members))
    };
    play.must(&review(31, &MEMBERS[..2]), "2026-01-12T12:00");
    assert_eq!(counted(&play, "points").reviews, 1, "one person, two members");
    play.must(&review(40, &MEMBERS[..1]), "2026-01-12T13:00");
    assert_eq!(counted(&play, "points").reviews, 2, "a colleague takes nothing back");
}

#[test]
fn a_full_body_hears_a_member_again_and_no_other() {
    let definition = parse(&source()).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let mut play = circulating(&definition);
    for member in MEMBERS {
        play.must(&ballot(fellow(member, &[member]), "for"), "2026-01-12T12:00");
    }
    let stranger = play.ask(&ballot(fellow(50, &[405]), "against"), "2026-01-13T12:00");
    assert_eq!(stranger.map_err(|error| why(&error)), Err("panel-full".to_owned()));
    play.must(&ballot(fellow(51, &MEMBERS[..1]), "against"), "2026-01-13T12:00");
    let tally = counted(&play, "fellows");
    assert_eq!((tally.cast, tally.for_it, tally.against), (4, 3, 1));
}
