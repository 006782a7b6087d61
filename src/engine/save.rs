//! Storing what was decided: the entry, the case, and the difference between the old and the new plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use super::Engine;
use super::handle::Stop;
use crate::case::event::{Change, Opening, builtin};
use crate::case::evolve::{evolve, fold};
use crate::case::facts::own_answers;
use crate::case::notice::{Key, told};
use crate::case::opening::single_key;
use crate::case::plan::plan;
use crate::case::{Case, Entry, Holder, Notice, Plan, Timer};
use crate::clock::Instant;
use crate::store::cases::{self, StoredCase};
use crate::store::drafts::Draft;
use crate::store::entries::{self, NewEntry};
use crate::store::notices::{self, NoticeState, Stop as StopNotice, StoredNotice};
use crate::store::{Tx, drafts, messages, timers};
use crate::workflow::form::Answers;
use crate::workflow::{Definition, Transition};

/// Why a notice was withdrawn or left out; words for them are in `locales` under `notice-reason-…`.
pub mod reason {
    /// What it was about is done, or cannot be done any more.
    pub const OVER: &str = "over";
    /// The date has moved; another notice stands in for it.
    pub const MOVED: &str = "moved";
    /// The case obeys other rules now, and they do not have it.
    pub const VERSION: &str = "version";
    /// Somebody else holds the seat.
    pub const RECIPIENT: &str = "recipient";
    /// It was late after an outage and the workflow's rule left it out.
    pub const CATCH_UP: &str = "catch-up";
}

/// A case with everything a decision about it needs.
pub(super) struct Loaded {
    pub definition: Arc<Definition>,
    pub stored: StoredCase,
    pub people: Vec<Holder>,
    pub places_taken: u32,
    pub draft: Option<Draft>,
}

impl Loaded {
    /// The answers being written: the saved draft, else what is recorded.
    pub fn current_answers(&self) -> Answers {
        match &self.draft {
            Some(draft) => draft.answers.clone(),
            None => own_answers(&self.definition, &self.stored.case)
                .cloned()
                .unwrap_or_default(),
        }
    }

    /// The transition an event would take from the present state.
    pub fn transition(&self, event: &str) -> Option<&Transition> {
        let state = self
            .definition
            .kind(&self.stored.case.kind)?
            .state(&self.stored.case.state)?;
        state.transitions.iter().find(|transition| transition.event == event)
    }

    /// The form an event asks its actor to fill.
    pub fn transition_form(&self, event: &str) -> Option<&str> {
        self.transition(event)?.form.as_deref()
    }
}

/// What is to be stored.
pub(super) struct Save {
    loaded: Loaded,
    entry: Entry,
    was: u32,
}

impl Save {
    /// The case after an entry.
    pub fn after(mut loaded: Loaded, entry: Entry) -> Self {
        let was = loaded.stored.case.revision;
        loaded.stored.case = evolve(loaded.stored.case, &entry);
        Self { loaded, entry, was }
    }

    /// Says what the case is the only one for under the name its kind has now.
    pub fn rename_key(&mut self, old_kind: &str) {
        let now = &self.loaded.stored.case.kind;
        if let Some(key) = self.loaded.stored.single_key.as_mut().filter(|_| now != old_kind) {
            *key = key.replace(&format!("/{old_kind}/"), &format!("/{now}/"));
        }
    }
}

impl Engine {
    /// Stores a case that begins.
    pub(super) async fn begin(&self, tx: &mut Tx, of: Loaded, opening: &Opening, entry: Entry) -> Result<(), Stop> {
        let case = fold([&entry]).ok_or(super::EngineError::NotFound("opening"))?;
        let stored = StoredCase {
            workflow: of.stored.workflow.clone(),
            version: of.stored.version,
            closed: false,
            next_due_at: None,
            single_key: single_key(&of.definition, opening),
            case,
        };
        Result::from(cases::insert(tx, &stored).await?)?;
        if !opening.answers.is_empty() {
            let draft = Draft {
                case_id: opening.id,
                answers: opening.answers.clone(),
                revision: 0,
                saved_at: self.now(),
                saved_by: entry.actor,
            };
            Result::from(drafts::save(tx, &draft).await?)?;
        }
        let loaded = Loaded { stored, ..of };
        let was = loaded.stored.case.revision;
        self.save(tx, Save { loaded, entry, was }).await
    }

    /// Stores the entry, the case and the difference of the plans.
    pub(super) async fn save(&self, tx: &mut Tx, save: Save) -> Result<(), Stop> {
        let Save { mut loaded, entry, was } = save;
        let (case, now) = (loaded.stored.case.id, self.now());
        let new = NewEntry {
            case_id: case,
            entry: &entry,
            recorded_at: now,
            salt: self.ids.bytes(),
        };
        Result::from(entries::append(tx, new).await?)?;
        if entry.changes.iter().any(|change| matches!(change, Change::Owner(_))) {
            let organisation = loaded.stored.case.organisation;
            loaded.people = self.holders(tx, organisation, &loaded.stored.workflow).await?;
        }
        let plan = plan(&loaded.definition, &loaded.stored.case, &loaded.people);
        settle(&mut loaded, &plan);
        Result::from(cases::update(tx, &loaded.stored, was).await?)?;
        self.renew_draft(tx, &loaded, &entry).await?;
        let over = if entry.event == builtin::VERSION {
            reason::VERSION
        } else {
            reason::OVER
        };
        self.sync(tx, &loaded, (&plan, entry.at, over)).await?;
        self.peers_changed(tx, &loaded, &entry).await?;
        for notice in told(&loaded.definition, &entry, &loaded.people) {
            self.write_told(tx, &loaded, (&notice, &entry)).await?;
        }
        Ok(())
    }

    /// Plans a case anew without an entry: its people have changed.
    pub(super) async fn replan(&self, tx: &mut Tx, loaded: &Loaded) -> Result<(), Stop> {
        let plan = plan(&loaded.definition, &loaded.stored.case, &loaded.people);
        self.sync(tx, loaded, (&plan, self.now(), reason::OVER)).await
    }

    /// Brings timers and notices in line with the plan; what lies before `from` is not added.
    async fn sync(
        &self,
        tx: &mut Tx,
        loaded: &Loaded,
        (plan, from, over): (&Plan, Instant, &'static str),
    ) -> Result<(), Stop> {
        let case = &loaded.stored.case;
        self.sync_timers(tx, case.id, &plan.timers).await?;
        let stored = notices::of_case(tx, case.id).await?;
        let known = by_key(case, &stored);
        let planned: BTreeMap<Key, &Notice> = plan.notices.iter().map(|notice| (notice.key(), notice)).collect();
        for row in &stored {
            let waits = row.state == NoticeState::Planned && !row.duty.is_empty();
            let key = key_now(case, row);
            let stands = planned.contains_key(&key) && known.get(&key).is_some_and(|known| known.id == row.id);
            if waits && !stands {
                self.stop_notice(tx, row, why_stopped(case, plan, (row, over))).await?;
            }
        }
        for (key, notice) in planned {
            match known.get(&key) {
                None if notice.planned_at >= from => {
                    let _ = notices::insert(tx, self.ids.next(self.now()), case.id, notice, self.now()).await?;
                }
                Some(row)
                    if differs(row, notice) && (row.state == NoticeState::Planned || notice.planned_at >= from) =>
                {
                    let _ = notices::replan(tx, row.id, notice, self.now()).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Stops a reminder that is not planned any more; a written one too, as long as no mail server may have it.
    async fn stop_notice(&self, tx: &mut Tx, row: &StoredNotice, (stop, why): (StopNotice, &str)) -> Result<(), Stop> {
        let _ = match row.message_id {
            Some(message) => messages::withdraw(tx, message, why, self.now()).await?,
            None => notices::stop(tx, row.id, stop, why, self.now()).await?,
        };
        Ok(())
    }

    /// Keeps a saved draft from being older than what was recorded last.
    async fn renew_draft(&self, tx: &mut Tx, loaded: &Loaded, entry: &Entry) -> Result<(), Stop> {
        let form = loaded
            .definition
            .kind(&loaded.stored.case.kind)
            .and_then(|kind| kind.form.as_ref());
        let recorded = entry.changes.iter().rev().find_map(|change| match change {
            Change::Answered { form: name, answers } if Some(name) == form => Some(answers),
            _ => None,
        });
        let (Some(draft), Some(recorded)) = (&loaded.draft, recorded) else {
            return Ok(());
        };
        if draft.answers == *recorded {
            return Ok(());
        }
        let renewed = Draft {
            answers: recorded.clone(),
            saved_at: self.now(),
            saved_by: entry.actor,
            ..draft.clone()
        };
        drafts::save(tx, &renewed).await?.into()
    }

    async fn sync_timers(&self, tx: &mut Tx, case: Uuid, planned: &[Timer]) -> Result<(), Stop> {
        let waiting: BTreeSet<Timer> = timers::waiting(tx, case).await?.into_iter().collect();
        for timer in waiting.iter().filter(|timer| !planned.contains(timer)) {
            let _ = timers::withdraw(tx, case, timer, self.now()).await?;
        }
        for timer in planned.iter().filter(|timer| !waiting.contains(timer)) {
            let _ = timers::plan(tx, case, timer).await?;
        }
        Ok(())
    }
}

/// Sets what the house keeps beside the case.
fn settle(loaded: &mut Loaded, plan: &Plan) {
    let kind = loaded.definition.kind(&loaded.stored.case.kind);
    let state = kind.and_then(|kind| kind.state(&loaded.stored.case.state));
    loaded.stored.closed = state.is_some_and(|state| state.is_final);
    loaded.stored.next_due_at = plan
        .duties
        .iter()
        .filter(|duty| !duty.stopped)
        .map(|duty| duty.due_at)
        .min();
    if state.is_some_and(|state| state.again || (state.is_final && loaded.stored.case.call.is_none())) {
        loaded.stored.single_key = None;
    }
}

/// Whether a stored notice must change to be the planned one.
fn differs(row: &StoredNotice, notice: &Notice) -> bool {
    row.message_id.is_none()
        && match row.state {
            NoticeState::Planned => {
                row.planned_at != notice.planned_at
                    || row.address != notice.address
                    || (&row.duty, &row.letter) != (&notice.duty, &notice.letter)
            }
            NoticeState::Withdrawn | NoticeState::Suppressed => true,
            NoticeState::Sent | NoticeState::Failed => false,
        }
}

/// The key a stored notice has under the names its case knows now.
pub(super) fn key_now(case: &Case, row: &StoredNotice) -> Key {
    let (duty, step, occurrence, recipient) = row.notice().key();
    (case.duty_now(&duty).to_owned(), step, occurrence, recipient)
}

/// Stored notices by key; where a duty was renamed and two stand under one key, the one that went further.
fn by_key<'a>(case: &Case, stored: &'a [StoredNotice]) -> BTreeMap<Key, &'a StoredNotice> {
    let further = |row: &StoredNotice| match row.state {
        _ if row.message_id.is_some() => 3,
        NoticeState::Sent | NoticeState::Failed => 3,
        NoticeState::Planned => 2,
        NoticeState::Suppressed | NoticeState::Withdrawn => 1,
    };
    let mut known: BTreeMap<Key, &StoredNotice> = BTreeMap::new();
    for row in stored {
        let other = known.entry(key_now(case, row)).or_insert(row);
        if further(other) < further(row) {
            *other = row;
        }
    }
    known
}

fn why_stopped(case: &Case, plan: &Plan, (row, over): (&StoredNotice, &'static str)) -> (StopNotice, &'static str) {
    let duty = case.duty_now(&row.duty);
    let left_out = case.caught_up.iter().any(|verdict| {
        verdict.moved_to.is_none()
            && (verdict.duty.as_str(), &verdict.step, &verdict.occurrence) == (duty, &row.step, &row.occurrence)
    });
    if left_out {
        return (StopNotice::Suppressed, reason::CATCH_UP);
    }
    let same_step = |notice: &&Notice| notice.duty == duty && notice.step == row.step;
    let why = match plan.notices.iter().find(same_step) {
        Some(notice) if notice.occurrence != row.occurrence => reason::MOVED,
        Some(_) => reason::RECIPIENT,
        None => over,
    };
    (StopNotice::Withdrawn, why)
}
