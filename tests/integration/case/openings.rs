//! How a case begins, and why it may not.

use kalends::case::event::HeldSeat;
use kalends::case::opening::offers::{Has, SitsFor, offers, without_call};
use kalends::case::opening::{Existing, import, open, single_key};
use kalends::case::{Actor, Event};
use kalends::workflow::Definition;
use kalends::workflow::form::Answers;
use kalends::workflow::parse::parse;
use serde_json::json;
use uuid::Uuid;

use super::samples::{COMMISSION, CONTACT, SECRETARY, actor, at, call, event, id, opening, shipped, why};
use crate::workflow::files::of;

#[test]
fn a_call_is_open_from_its_first_instant_to_its_last() {
    let definition = shipped();
    for (local, wanted) in [
        ("2026-02-28T23:59", "call-not-open"),
        ("2026-03-01T00:00", "ok"),
        ("2026-04-30T23:59", "ok"),
        ("2026-05-01T00:00", "call-closed"),
    ] {
        let asked = event("open", actor(CONTACT, "applicant.contact"));
        let opening = opening("membership", Some(call(&definition)));
        let found = open(&definition, &opening, &[], (&asked, at(&definition, local)));
        assert_eq!(found.map_or_else(|r| why(&r), |_| "ok".to_owned()), wanted, "{local}");
    }
}

#[test]
fn who_may_open_what() {
    let definition = shipped();
    let in_call = || opening("membership", Some(call(&definition)));
    let wrong = |field: &str| kalends::case::event::Opening {
        answers: Answers::from([(field.to_owned(), json!("x"))]),
        ..in_call()
    };
    let table = [
        (in_call(), actor(CONTACT, "applicant.contact"), "ok"),
        (in_call(), actor(SECRETARY, "secretary"), "ok"),
        (in_call(), actor(COMMISSION, "commission"), "role"),
        (in_call(), Actor::Engine, "role"),
        (
            opening("membership", None),
            actor(CONTACT, "applicant.contact"),
            "call-missing",
        ),
        (
            opening("progress-report", None),
            actor(CONTACT, "applicant.contact"),
            "role",
        ),
        (opening("nothing", None), actor(CONTACT, "applicant.contact"), "kind"),
        (
            wrong("no-such-field"),
            actor(CONTACT, "applicant.contact"),
            "invalid: unknown",
        ),
    ];
    for (opening, actor, wanted) in table {
        let asked: Event = event("open", actor);
        let found = open(
            &definition,
            &opening,
            &[],
            (&asked, at(&definition, "2026-03-02T10:00")),
        );
        let found = found.map_or_else(|r| why(&r), |_| "ok".to_owned());
        assert_eq!(found, wanted, "{} by {:?}", opening.kind, asked.actor);
    }
}

#[test]
fn once_a_call_and_not_by_members() {
    let definition = shipped();
    let this = Some(id(500));
    let table = [
        (None, "draft", "ok"),
        (this, "draft", "duplicate"),
        (this, "not-endorsed", "duplicate"),
        (this, "withdrawn", "ok"),
        (Some(id(501)), "not-submitted", "ok"),
        (Some(id(501)), "member", "already-member"),
        (None, "member", "already-member"),
        (None, "left", "ok"),
        (None, "lapsed", "ok"),
    ];
    for (call_id, state, wanted) in table {
        let existing = [Existing {
            id: id(1),
            call: call_id,
            state: state.to_owned(),
        }];
        let asked = event("open", actor(CONTACT, "applicant.contact"));
        let opening = opening("membership", Some(call(&definition)));
        let found = open(
            &definition,
            &opening,
            &existing,
            (&asked, at(&definition, "2026-03-02T10:00")),
        );
        assert_eq!(found.map_or_else(|r| why(&r), |_| "ok".to_owned()), wanted, "{state}");
    }
}

/// How many cases may be begun at a local time by somebody in a seat, whose organisation has these cases: kind, call, state.
fn offered(definition: &Definition, local: &str, seat: &str, has: &[(&str, Option<Uuid>, &str)]) -> usize {
    let (role, seat) = seat
        .split_once('.')
        .map_or((seat, None), |(role, seat)| (role, Some(seat)));
    let sits = SitsFor {
        organisation: id(10),
        held: HeldSeat {
            role: role.to_owned(),
            seat: seat.map(str::to_owned),
            peer: None,
        },
    };
    let has = has.iter().map(|(kind, call, state)| Has {
        organisation: id(10),
        kind: (*kind).to_owned(),
        existing: Existing {
            id: id(1),
            call: *call,
            state: (*state).to_owned(),
        },
        closed: state_of(definition, kind, state).is_none_or(|state| state.is_final),
    });
    let calls = [("membership".to_owned(), call(definition))];
    let has: Vec<Has> = has.collect();
    offers(definition, &calls, (&[sits], &has), at(definition, local)).len()
}

fn state_of<'a>(definition: &'a Definition, kind: &str, state: &str) -> Option<&'a kalends::workflow::State> {
    definition.kind(kind)?.state(state)
}

#[test]
fn what_may_be_begun_is_offered_where_it_would_not_be_refused() {
    let definition = shipped();
    let this = Some(id(500));
    let contact = "applicant.contact";
    for (local, seat, has, wanted) in [
        ("2026-03-02T10:00", contact, &[][..], 1),
        ("2026-02-28T23:59", contact, &[], 0),
        ("2026-05-01T00:00", contact, &[], 0),
        ("2026-03-02T10:00", "commission", &[], 0),
        ("2026-03-02T10:00", contact, &[("membership", this, "draft")], 0),
        ("2026-03-02T10:00", contact, &[("membership", this, "withdrawn")], 1),
        ("2026-03-02T10:00", contact, &[("membership", None, "member")], 0),
        ("2026-03-02T10:00", contact, &[("membership", None, "left")], 1),
        ("2026-03-02T10:00", contact, &[("progress-report", None, "open")], 1),
    ] {
        assert_eq!(offered(&definition, local, seat, has), wanted, "{local} {seat} {has:?}");
    }
    assert_eq!(without_call(&definition).count(), 0);
}

#[test]
fn without_a_call_one_case_at_a_time_is_offered() {
    let definition = parse(&of("tests/samples/guild")).expect("good files");
    let any_day = "2026-11-11T11:00";
    for (has, wanted) in [
        (&[][..], 1),
        (&[("membership", None, "draft")], 0),
        (&[("membership", None, "member")], 0),
        (&[("membership", None, "refused")], 1),
    ] {
        assert_eq!(offered(&definition, any_day, "applicant.head", has), wanted, "{has:?}");
    }
    let kinds: Vec<&str> = without_call(&definition).map(|kind| kind.name.as_str()).collect();
    assert_eq!(kinds, ["membership"]);
}

#[test]
fn a_list_imported_twice_makes_no_second_member() {
    let definition = shipped();
    let member = [Existing {
        id: id(1),
        call: None,
        state: "member".to_owned(),
    }];
    let since = |day: &str| Answers::from([("admitted_on".to_owned(), json!(day))]);
    let asked = event("import", actor(SECRETARY, "secretary"));
    for (day, existing, wanted) in [
        ("2016-08-23", &[][..], "ok"),
        ("2016-08-23", &member[..], "already-member"),
        ("yesterday", &[][..], "invalid: date"),
    ] {
        let now = at(&definition, "2026-03-02T10:00");
        let found = import(
            &definition,
            &opening("membership", None),
            (&since(day), existing),
            (&asked, now),
        );
        let found = found.map_or_else(|r| why(&r), |_| "ok".to_owned());
        assert!(
            found == wanted || (wanted.starts_with("invalid") && found.starts_with("invalid")),
            "{day}: {found}"
        );
    }
}

#[test]
fn one_key_for_each_organisation_and_call() {
    let definition = shipped();
    let first = single_key(&definition, &opening("membership", Some(call(&definition))));
    assert!(first.is_some());
    assert_eq!(
        first,
        single_key(&definition, &opening("membership", Some(call(&definition))))
    );
    let imported = single_key(&definition, &opening("membership", None));
    assert!(
        imported.is_some() && imported != first,
        "an organisation is imported once"
    );
}
