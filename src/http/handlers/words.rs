//! Words that several pages say of a case: its title, whose turn it is, what an event is called.

use crate::case::event::{Entry, builtin};
use crate::case::{Case, Duty};
use crate::engine::letters::role_title;
use crate::engine::queries::seen::Glance;
use crate::http::pages::case::{LetterState, Tone, Turn};
use crate::http::pages::programme::CallLine;
use crate::locale::Locale;
use crate::store::calls::Call;
use crate::store::notices::{NoticeState, StoredNotice};
use crate::workflow::Definition;

/// Title of a case's kind.
pub fn kind_title(definition: &Definition, case: &Case, t: Locale) -> String {
    let kind = definition.kind(&case.kind);
    kind.map_or(case.kind.as_str(), |kind| kind.title.in_lang(t.tag()))
        .to_owned()
}

/// Kind, and the call or the day a case stands for.
pub fn case_title(definition: &Definition, case: &Case, t: Locale) -> String {
    let kind = kind_title(definition, case, t);
    match (&case.call, &case.due) {
        (Some(call), _) => format!("{kind} · {}", call.name),
        (None, Some(due)) => format!("{kind} · {}", t.deadline(due.at, &definition.zone)),
        (None, None) => kind,
    }
}

/// Title of a state of a case's kind.
pub fn state_title(definition: &Definition, case: &Case, state: &str, t: Locale) -> String {
    let kind = definition.kind(&case.kind);
    let found = kind.and_then(|kind| kind.state(state));
    found.map_or(state, |state| state.title.in_lang(t.tag())).to_owned()
}

/// What people call an event that has happened: of several ways one event can go, the one that led where the case went.
pub fn entry_title(definition: &Definition, case: &Case, entry: &Entry, t: Locale) -> String {
    let from = entry.from.as_deref();
    let state = from.and_then(|from| definition.kind(&case.kind)?.state(from));
    let gone = state.into_iter().flat_map(|state| &state.transitions).find(|one| {
        let to = one.to.as_deref().or(from);
        one.event == entry.event && to == Some(entry.to.as_str()) && !one.title.is_empty()
    });
    match gone {
        Some(transition) => transition.title.in_lang(t.tag()).to_owned(),
        None => event_title(definition, case, (&entry.event, from), t),
    }
}

/// What people call an event of a case's kind.
pub fn event_title(definition: &Definition, case: &Case, (event, from): (&str, Option<&str>), t: Locale) -> String {
    let kind = definition.kind(&case.kind);
    let states = kind.map_or(&[][..], |kind| &kind.states);
    let here = states.iter().filter(|state| Some(state.name.as_str()) == from);
    let titled = here
        .chain(states)
        .flat_map(|state| &state.transitions)
        .filter(|one| one.event == event || upon(one, event))
        .find(|one| !one.title.is_empty());
    if let Some(transition) = titled {
        return transition.title.in_lang(t.tag()).to_owned();
    }
    let name = if event.starts_with(builtin::CYCLE) {
        "cycle"
    } else {
        event
    };
    let id = format!("event-{}", name.replace('.', "-"));
    if t.has(&id) {
        return t.text(id);
    }
    news_of_relative(definition, event, t).unwrap_or_else(|| event.to_owned())
}

fn upon(transition: &crate::workflow::Transition, event: &str) -> bool {
    matches!(&transition.trigger, crate::workflow::definition::Trigger::Upon(name) if name == event)
}

/// News of a child or parent, such as `<kind>.<event>`: the other kind's title and its event's.
fn news_of_relative(definition: &Definition, event: &str, t: Locale) -> Option<String> {
    let (kind, name) = event.split_once('.')?;
    let kind = definition.kind(kind)?;
    let transitions = kind.states.iter().flat_map(|state| &state.transitions);
    let title = transitions
        .filter(|one| one.event == name)
        .map(|one| one.title.in_lang(t.tag()))
        .find(|title| !title.is_empty())
        .map(str::to_owned);
    let id = format!("event-{name}");
    let title = title.or_else(|| t.has(&id).then(|| t.text(id)))?;
    Some(format!("{}: {title}", kind.title.in_lang(t.tag())))
}

/// Title of a duty.
pub fn duty_title(definition: &Definition, case: &Case, name: &str, t: Locale) -> String {
    let kind = definition.kind(&case.kind);
    let states = kind.map_or(&[][..], |kind| &kind.states);
    let mut rules = states.iter().flat_map(|state| &state.duties);
    rules
        .find(|rule| rule.name == name)
        .map_or(name, |rule| rule.title.in_lang(t.tag()))
        .to_owned()
}

/// Whether a duty is the person's own.
pub fn is_mine(glance: &Glance, duty: &Duty) -> bool {
    !duty.stopped && glance.is_for(&duty.of)
}

/// Whose turn it is: of those who owe something, the reader first.
pub fn turn(glance: &Glance, duties: &[Duty], t: Locale) -> Turn {
    let mut running = duties.iter().filter(|duty| !duty.stopped);
    if running.clone().any(|duty| is_mine(glance, duty)) {
        return Turn::Yours;
    }
    if let Some(duty) = running.next() {
        return Turn::Theirs(role_title(&glance.definition, &duty.of, t.tag()));
    }
    match glance.state() {
        Some(state) if !state.is_final && !state.listed => waited_for(glance, t).map_or(Turn::Nobody, Turn::Theirs),
        _ => Turn::Nobody,
    }
}

/// In a state without duties: the first role that could move the case and is not its owner.
fn waited_for(glance: &Glance, t: Locale) -> Option<String> {
    let owner = &glance.kind()?.owner;
    let moving = glance.state()?.transitions.iter().filter(|one| one.to.is_some());
    let mut by = moving.filter_map(|one| match &one.trigger {
        crate::workflow::definition::Trigger::By(by) => by.first(),
        _ => None,
    });
    let address = by.find(|address| address.role != *owner)?;
    Some(role_title(&glance.definition, address, t.tag()))
}

/// Colour word of a case's state for the person.
pub fn tone(glance: &Glance, duties: &[Duty]) -> Tone {
    let Some(state) = glance.state() else { return Tone::Over };
    if state.listed && !state.is_final {
        return Tone::Good;
    }
    if state.is_final {
        let well = glance.case().parent.is_some() || state.listed;
        return if well { Tone::Good } else { Tone::Over };
    }
    let mine = duties.iter().any(|duty| is_mine(glance, duty));
    if mine { Tone::Act } else { Tone::Wait }
}

/// A call in one line.
pub fn call_line(call: &Call) -> CallLine {
    CallLine {
        name: call.name.clone(),
        opens_at: call.opens_at,
        closes_at: call.closes_at,
        quota: call.quota,
    }
}

/// What became of a notice's letter.
pub fn letter_state(notice: &StoredNotice) -> LetterState {
    match notice.state {
        NoticeState::Planned => LetterState::Planned,
        NoticeState::Sent => LetterState::Sent,
        NoticeState::Withdrawn => LetterState::Withdrawn,
        NoticeState::Suppressed => LetterState::Suppressed,
        NoticeState::Failed => LetterState::Failed,
    }
}

/// When a letter left, or will.
pub fn letter_at(notice: &StoredNotice) -> crate::clock::Instant {
    notice.sent_at.unwrap_or(notice.planned_at)
}

/// Why a notice did not go, in words.
pub fn letter_reason(notice: &StoredNotice, t: Locale) -> Option<String> {
    let reason = notice.reason.as_ref()?;
    let id = format!("notice-reason-{reason}");
    Some(if t.has(&id) { t.text(id) } else { reason.clone() })
}
