//! The shipped learning-cities workflow reads as it is meant.

use kalends::workflow::definition::{CatchUp, Every, Offset, QuotaUse, Trigger};
use kalends::workflow::parse::parse;

use super::files::shipped;

#[test]
fn it_reads_whole() {
    let definition = parse(&shipped("learning-cities")).unwrap_or_else(|findings| {
        panic!(
            "{}",
            findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        )
    });
    assert_eq!(definition.languages, ["lv", "en"]);
    assert_eq!(definition.catch_up, CatchUp::Latest);
    assert_eq!(definition.digest.len(), 64);
    let roles: Vec<_> = definition.roles.iter().map(|role| role.name.as_str()).collect();
    assert_eq!(roles, ["applicant", "commission", "institute", "secretary"]);
    let seats: Vec<_> = definition.roles[0]
        .seats
        .iter()
        .map(|seat| seat.name.as_str())
        .collect();
    assert_eq!(seats, ["contact", "mayor"], "letters go to the first seat");
    let kinds: Vec<_> = definition
        .kinds
        .iter()
        .map(|kind| (kind.name.as_str(), kind.states.len()))
        .collect();
    assert_eq!(kinds, [("membership", 11), ("progress-report", 4)]);
    let call = definition.call.as_ref().expect("a call");
    assert_eq!(
        (
            call.number(),
            call.dates[0].0.as_str(),
            call.dates[0].1.to_string().as_str()
        ),
        (Some(3), "decided", "call.closes + 1 month")
    );
}

#[test]
fn states_keep_the_order_of_the_file() {
    let definition = parse(&shipped("learning-cities")).expect("good files");
    let membership = definition.kind("membership").expect("the kind");
    assert_eq!(membership.initial().expect("a state").name, "draft");
    let draft = membership.state("draft").expect("the state");
    let duties: Vec<_> = draft.duties.iter().map(|duty| duty.name.as_str()).collect();
    assert_eq!(duties, ["finish", "complete"]);
    let steps: Vec<_> = draft.duties[0]
        .reminders
        .iter()
        .map(|reminder| (reminder.step.as_str(), reminder.to.len()))
        .collect();
    assert_eq!(steps, [("before-14-days", 1), ("before-3-days", 2)]);
    let events: Vec<_> = draft
        .transitions
        .iter()
        .map(|transition| transition.event.as_str())
        .collect();
    assert_eq!((events.first(), events.last()), (Some(&"sign"), Some(&"give-up")));
    let close = draft
        .transitions
        .iter()
        .find(|transition| transition.event == "close")
        .expect("the event");
    assert!(matches!(&close.trigger, Trigger::At(timing) if timing.to_string() == "call.closes"));
    let review = membership.state("review").expect("the state");
    assert_eq!(review.transitions[2].place_in_quota, QuotaUse::Takes);
    let report = definition
        .kind("progress-report")
        .expect("the kind")
        .state("open")
        .expect("the state");
    let overdue = report
        .transitions
        .iter()
        .filter(|transition| transition.event == "overdue")
        .count();
    assert_eq!(overdue, 2, "alternatives of one event");
    assert_eq!(report.duties[0].reminders[3].offset, Offset::On);
    assert_eq!(report.duties[0].reminders[3].step, "on-the-day");
    let member = membership.state("member").expect("the state");
    assert_eq!(
        (member.cycles[0].every, member.cycles[0].opens.as_str()),
        (Every::Years(2), "progress-report")
    );
}

#[test]
fn the_same_files_have_the_same_digest() {
    let source = shipped("learning-cities");
    let first = parse(&source).expect("good files").digest;
    assert_eq!(parse(&source).expect("good files").digest, first);
    let mut changed = source;
    changed
        .files
        .get_mut("workflow.toml")
        .expect("the file")
        .push_str("\n# one more word\n");
    assert_ne!(parse(&changed).expect("good files").digest, first);
}
