//! Checks what many clients were answered against the history of a file: there is one order that fits every answer.
//!
//! Each event is asked with a reason of its own, so that its entry is known again. A file's history is one order; it fits
//! when whatever was acknowledged is in it once, when no event stands before one that was over before it was asked, and
//! when each answer (done, refused, changed meanwhile) is right at some place between those bounds.

use std::collections::BTreeMap;

/// An entry of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// The event.
    pub event: String,
    /// The state after it.
    pub to: String,
    /// The reason given; none for what happened by itself.
    pub reason: Option<String>,
}

/// What a client was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was done; the file as it was when the answer was written.
    Done { revision: usize, state: String },
    /// A rule said no.
    Refused,
    /// The file was at another revision than the asker had seen.
    Stale { found: usize },
}

/// An event that a client asked until it was answered.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The event.
    pub event: &'static str,
    /// Its reason, which is the key it was asked under.
    pub reason: String,
    /// The revision the asker had seen, if it was named.
    pub seen: Option<usize>,
    /// Its place in time before it was first asked.
    pub began: u64,
    /// Its place in time after the answer.
    pub ended: u64,
    /// The answer.
    pub answer: Answer,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Events acknowledged as done.
    pub acknowledged: usize,
    /// Of these, how many the history does not have.
    pub lost: usize,
    /// How many the history has more than once.
    pub doubled: usize,
    /// Whatever else does not fit.
    pub wrong: Vec<String>,
}

impl Verdict {
    /// Adds what was found of another file.
    pub fn and(mut self, other: Self) -> Self {
        self.acknowledged += other.acknowledged;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.wrong.extend(other.wrong);
        self
    }
}

/// Where each state lets the two events of a file go.
fn is_possible(event: &str, state: &str) -> bool {
    matches!((event, state), ("up", "low") | ("down", "high"))
}

/// Checks the answers of one file against its history.
pub fn check(history: &[Happened], asked: &[Asked]) -> Verdict {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, entry) in history.iter().enumerate() {
        if let Some(reason) = &entry.reason {
            places.entry(reason).or_default().push(at + 1);
        }
    }
    let mut verdict = Verdict {
        doubled: places.values().filter(|places| places.len() > 1).count(),
        ..Verdict::default()
    };
    for one in asked {
        let place = places.remove(one.reason.as_str()).map(|places| places[0]);
        let done = matches!(one.answer, Answer::Done { .. });
        verdict.acknowledged += usize::from(done);
        verdict.lost += usize::from(done && place.is_none());
        let (at_least, at_most) = bounds(asked, one, history);
        if !fits(history, one, place, (at_least, at_most)) {
            verdict
                .wrong
                .push(format!("{one:?} at {place:?}, between {at_least} and {at_most}"));
        }
    }
    let nobodys = places.keys().map(|reason| format!("nobody asked `{reason}`"));
    verdict.wrong.extend(nobodys);
    verdict
}

/// Between which revisions the file was while an event was asked: after all that was known before, before all that was
/// asked afterwards.
fn bounds(asked: &[Asked], one: &Asked, history: &[Happened]) -> (usize, usize) {
    let before = asked.iter().filter(|other| other.ended < one.began);
    let at_least = before.filter_map(|other| known(&other.answer)).max().unwrap_or(1);
    let place = |other: &Asked| {
        let is = |entry: &Happened| entry.reason.as_ref() == Some(&other.reason);
        history.iter().position(is)
    };
    let after = asked.iter().filter(|other| other.began > one.ended);
    (at_least, after.filter_map(place).min().unwrap_or(history.len()))
}

fn known(answer: &Answer) -> Option<usize> {
    match answer {
        Answer::Done { revision, .. } => Some(*revision),
        Answer::Stale { found } => Some(*found),
        Answer::Refused => None,
    }
}

fn fits(history: &[Happened], one: &Asked, place: Option<usize>, (at_least, at_most): (usize, usize)) -> bool {
    let state = |revision: usize| history.get(revision.wrapping_sub(1)).map(|entry| entry.to.as_str());
    let within = |revision: usize| at_least <= revision && revision <= at_most;
    match (&one.answer, place) {
        (Answer::Done { revision, state: told }, Some(place)) => {
            place > at_least
                && within(*revision)
                && *revision >= place
                && state(*revision) == Some(told)
                && history[place - 1].event == one.event
                && one.seen.is_none_or(|seen| place == seen + 1)
        }
        (Answer::Refused, None) => {
            let no = |revision: usize| state(revision).is_some_and(|state| !is_possible(one.event, state));
            (at_least..=at_most).any(no)
        }
        (Answer::Stale { found }, None) => within(*found) && one.seen.is_some_and(|seen| seen != *found),
        _ => false,
    }
}

fn history(events: &[(&str, Option<&str>)]) -> Vec<Happened> {
    let to = |event: &str| if event == "up" { "high" } else { "low" };
    let happened = |(event, reason): &(&str, Option<&str>)| Happened {
        event: (*event).to_owned(),
        to: to(event).to_owned(),
        reason: reason.map(str::to_owned),
    };
    events.iter().map(happened).collect()
}

fn done(event: &'static str, reason: &str, (began, ended): (u64, u64), (revision, state): (usize, &str)) -> Asked {
    Asked {
        event,
        reason: reason.to_owned(),
        seen: None,
        began,
        ended,
        answer: Answer::Done {
            revision,
            state: state.to_owned(),
        },
    }
}

fn good() -> (Vec<Happened>, Vec<Asked>) {
    let refused = Asked {
        answer: Answer::Refused,
        ..done("up", "c", (3, 5), (0, ""))
    };
    let stale = Asked {
        answer: Answer::Stale { found: 3 },
        seen: Some(2),
        ..done("up", "d", (7, 8), (0, ""))
    };
    let history = history(&[("open", None), ("up", Some("a")), ("down", Some("b"))]);
    let asked = [
        done("up", "a", (1, 2), (2, "high")),
        done("down", "b", (4, 6), (3, "low")),
        refused,
        stale,
    ];
    (history, asked.to_vec())
}

#[test]
fn a_true_history_fits_its_answers() {
    let (history, asked) = good();
    let verdict = check(&history, &asked);
    assert_eq!((verdict.acknowledged, verdict.lost, verdict.doubled), (2, 0, 0));
    assert_eq!(verdict.wrong, [""; 0]);
}

#[test]
fn what_was_lost_or_done_twice_is_found() {
    let (mut lost, asked) = good();
    lost.remove(1);
    assert_eq!(check(&lost, &asked).lost, 1);
    let (mut twice, asked) = good();
    twice.push(twice[1].clone());
    assert_eq!(check(&twice, &asked).doubled, 1);
    let (mut strange, asked) = good();
    strange.extend(history(&[("up", Some("z"))]));
    assert_eq!(check(&strange, &asked).wrong, ["nobody asked `z`"]);
}

#[test]
fn an_order_or_an_answer_that_does_not_fit_is_found() {
    let wrong = |change: fn(&mut Vec<Happened>, &mut Vec<Asked>)| {
        let (mut history, mut asked) = good();
        change(&mut history, &mut asked);
        check(&history, &asked).wrong.len()
    };
    assert!(
        wrong(|history, _| history.swap(1, 2)) > 0,
        "what was over before stands after"
    );
    assert_eq!(
        wrong(|_, asked| asked[0].answer = Answer::Refused),
        1,
        "refused and done"
    );
    assert_eq!(
        wrong(|_, asked| (asked[2].began, asked[2].ended) = (7, 8)),
        1,
        "refused where it was possible"
    );
    assert_eq!(
        wrong(|_, asked| asked[1].seen = Some(1)),
        1,
        "done after another revision than the asker had seen"
    );
    assert_eq!(
        wrong(|_, asked| asked[3].answer = Answer::Stale { found: 1 }),
        1,
        "a revision long gone"
    );
    let other = |asked: &mut Vec<Asked>, state: &str| {
        asked[1].answer = Answer::Done {
            revision: 3,
            state: state.to_owned(),
        };
    };
    let (history, mut asked) = good();
    other(&mut asked, "high");
    assert_eq!(check(&history, &asked).wrong.len(), 1, "a state the file was not in");
}
