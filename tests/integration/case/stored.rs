//! What is stored outlives the version that stored it.

use kalends::case::{Case, Entry};

use super::samples::{Play, shipped};

/// A case and an entry as version 0.1.0 wrote them before dates moved singly and children said until when they are owed.
const OLD_CASE: &str = r#"{"id":"00000000-0000-0000-0000-000000000001","kind":"membership",
"organisation":"00000000-0000-0000-0000-000000000064","state":"member","revision":4,
"opened_at":"2026-01-05T08:00:00Z","entered_at":"2026-01-05T08:00:00Z","dates_since":"2026-01-05T08:00:00Z",
"call":null,"parent":null,"due":null,"marks":{},"signatures":{},
"answers":{"admission":{"admitted_on":"2023-06-01"}},"attachments":[],"reason":null,"standing":"due","told":["commission"],
"holds_place":false,"stops":{"decide":[["2026-01-06T08:00:00Z",null]]},"cycles":{"report":"2027-03-31"},"rounds":[],
"children":[{"id":"00000000-0000-0000-0000-000000000002","kind":"progress-report","cycle":"report",
"due":{"regular":"2027-03-31","at":"2027-03-31T21:00:00Z","period":null},"state":"open","closed":false}],
"caught_up":[{"duty":"judge-standing","step":"before-7-days","occurrence":"x","moved_to":null}]}"#;

const BARE_CASE: &str = r#"{"id":"00000000-0000-0000-0000-000000000001","kind":"membership",
"organisation":"00000000-0000-0000-0000-000000000064","state":"member","revision":4,
"opened_at":"2026-01-05T08:00:00Z","entered_at":"2026-01-05T08:00:00Z","dates_since":"2026-01-05T08:00:00Z"}"#;

const OLD_ENTRY: &str = r#"{"seq":5,"at":"2027-03-01T08:00:00Z","event":"delivered","actor":null,"role":null,"from":"member",
"to":"member","reason":null,"changes":[{"child-moved":{"id":"00000000-0000-0000-0000-000000000002","state":"submitted",
"closed":false}},{"standing":"good"},{"caught-up":[{"duty":"d","step":"s","occurrence":"o","moved_to":null}]}],"tell":[]}"#;

#[test]
fn an_old_case_and_an_old_entry_are_still_read() {
    let old: Case = serde_json::from_str(OLD_CASE).expect("an old case");
    let entry: Entry = serde_json::from_str(OLD_ENTRY).expect("an old entry");
    let now = kalends::case::evolve::evolve(old, &entry);
    assert_eq!(
        (now.children[0].state.as_str(), now.children[0].owed_until),
        ("submitted", None)
    );
    assert_eq!((now.caught_up.len(), now.revision), (2, 5));
    let bare: Case = serde_json::from_str(BARE_CASE).expect("a case without anything optional");
    assert!(bare.children.is_empty() && !bare.holds_place && bare.call.is_none());
}

#[test]
fn an_entry_may_leave_out_what_it_does_not_have() {
    let text = r#"{"seq":1,"at":"2027-03-01T08:00:00Z","event":"open","to":"draft"}"#;
    let entry: Entry = serde_json::from_str(text).expect("a bare entry");
    assert!(entry.changes.is_empty() && entry.tell.is_empty() && entry.actor.is_none());
}

#[test]
fn a_case_is_the_same_after_it_was_stored() {
    let definition = shipped();
    let mut play = Play::application(&definition, "2026-03-02T10:00");
    play.submitted("2026-03-03T10:00");
    let text = serde_json::to_string(&play.case).expect("JSON");
    assert_eq!(serde_json::from_str::<Case>(&text).expect("a case"), play.case);
}
