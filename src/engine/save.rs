//! Storing what was decided: the entry, the case, and the difference between the old and the new plan.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::Engine;
use super::handle::Stop;
use super::held::{Held, Row};
use super::seated::peers_change;
use super::work::Work;
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
use crate::store::notices::{NoticeState, StoredNotice};
use crate::store::timers::TimerState;
use crate::store::{drafts, messages};
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
#[derive(Clone)]
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
}

impl Save {
    /// The case after an entry.
    pub fn after(mut loaded: Loaded, entry: Entry) -> Self {
        loaded.stored.case = evolve(loaded.stored.case, &entry);
        Self { loaded, entry }
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
    pub(super) async fn begin(&self, work: &mut Work, of: Loaded, opening: &Opening, entry: Entry) -> Result<(), Stop> {
        let case = fold([&entry]).ok_or(super::EngineError::NotFound("opening"))?;
        let stored = StoredCase {
            workflow: of.stored.workflow.clone(),
            version: of.stored.version,
            closed: false,
            next_due_at: None,
            single_key: single_key(&of.definition, opening),
            case,
        };
        Result::from(cases::insert(work.settled().await?, &stored).await?)?;
        if !opening.answers.is_empty() {
            let draft = Draft {
                case_id: opening.id,
                answers: opening.answers.clone(),
                revision: 0,
                saved_at: self.now(),
                saved_by: entry.actor,
            };
            Result::from(drafts::save(work.tx(), &draft).await?)?;
        }
        let loaded = Loaded { stored, ..of };
        work.put(Held::new(loaded.clone()));
        self.save(work, Save { loaded, entry }).await
    }

    /// Stores the entry, the case and the difference of the plans.
    pub(super) async fn save(&self, work: &mut Work, save: Save) -> Result<(), Stop> {
        let Save { mut loaded, entry } = save;
        let case = loaded.stored.case.id;
        let mut held = work.take(case).ok_or(super::EngineError::NotFound("case"))?;
        work.append(&mut held, (&entry, self.now(), self.ids.bytes()))?;
        if entry.changes.iter().any(|change| matches!(change, Change::Owner(_))) {
            let organisation = loaded.stored.case.organisation;
            loaded.people = self.holders(work.tx(), organisation, &loaded.stored.workflow).await?;
        }
        let plan = plan(&loaded.definition, &loaded.stored.case, &loaded.people);
        settle(&mut loaded, &plan);
        self.renew_draft(work, &mut loaded, &entry).await?;
        held.move_to(loaded);
        let over = if entry.event == builtin::VERSION {
            reason::VERSION
        } else {
            reason::OVER
        };
        self.sync(work, &mut held, (&plan, entry.at, over)).await?;
        for notice in told(&held.loaded.definition, &entry, &held.loaded.people) {
            self.write_told(work, &mut held, (&notice, &entry)).await?;
        }
        let others = peers_change(&held.loaded, &entry);
        work.put(held);
        match others {
            Some((workflow, organisation)) => self.replan_others(work, &workflow, organisation).await,
            None => Ok(()),
        }
    }

    /// Plans a case anew without an entry: its people have changed.
    pub(super) async fn replan(&self, work: &mut Work, case: Uuid) -> Result<(), Stop> {
        let mut held = work.take(case).ok_or(super::EngineError::NotFound("case"))?;
        let loaded = &held.loaded;
        let plan = plan(&loaded.definition, &loaded.stored.case, &loaded.people);
        self.sync(work, &mut held, (&plan, self.now(), reason::OVER)).await?;
        work.put(held);
        Ok(())
    }

    /// Brings timers and notices in line with the plan; what lies before `from` is not added.
    async fn sync(
        &self,
        work: &mut Work,
        held: &mut Held,
        (plan, from, over): (&Plan, Instant, &'static str),
    ) -> Result<(), Stop> {
        self.sync_timers(held, &plan.timers);
        let case = &held.loaded.stored.case;
        let known = by_key(case, &held.notices);
        let planned: BTreeMap<Key, &Notice> = plan.notices.iter().map(|notice| (notice.key(), notice)).collect();
        for index in 0..held.notices.len() {
            let row = &held.notices[index].now;
            let waits = row.state == NoticeState::Planned && !row.duty.is_empty();
            let key = key_now(case, row);
            let stands = planned.contains_key(&key) && known.get(&key) == Some(&index);
            if waits && !stands {
                let why = why_stopped(case, plan, (row, over));
                self.stop_notice(work, &mut held.notices[index], why).await?;
            }
        }
        let mut new = Vec::new();
        for (key, notice) in planned {
            match known.get(&key).map(|index| &mut held.notices[*index]) {
                None if notice.planned_at >= from => new.push(notice),
                Some(row)
                    if differs(&row.now, notice)
                        && (row.now.state == NoticeState::Planned || notice.planned_at >= from) =>
                {
                    plan_again(row.change(), notice, self.now());
                }
                _ => {}
            }
        }
        for notice in new {
            held.plan_notice(self.ids.next(self.now()), notice, self.now());
        }
        Ok(())
    }

    /// Stops a reminder that is not planned any more; a written one too, as long as no mail server may have it.
    async fn stop_notice(
        &self,
        work: &mut Work,
        row: &mut Row<StoredNotice>,
        (stop, why): (NoticeState, &str),
    ) -> Result<(), Stop> {
        let mut state = stop;
        if let Some(message) = row.now.message_id {
            let taken_back = work.unqueue(message)
                || messages::withdraw(work.settled().await?, message, why, self.now())
                    .await?
                    .is_done();
            if !taken_back {
                return Ok(());
            }
            state = NoticeState::Withdrawn;
        }
        let row = row.change();
        (row.state, row.reason, row.message_id) = (state, Some(why.to_owned()), None);
        row.changed_at = self.now();
        Ok(())
    }

    /// Keeps a saved draft from being older than what was recorded last.
    async fn renew_draft(&self, work: &mut Work, loaded: &mut Loaded, entry: &Entry) -> Result<(), Stop> {
        let form = loaded
            .definition
            .kind(&loaded.stored.case.kind)
            .and_then(|kind| kind.form.as_ref());
        let recorded = entry.changes.iter().rev().find_map(|change| match change {
            Change::Answered { form: name, answers } if Some(name) == form => Some(answers),
            _ => None,
        });
        let (Some(draft), Some(recorded)) = (&mut loaded.draft, recorded) else {
            return Ok(());
        };
        if draft.answers == *recorded {
            return Ok(());
        }
        draft.answers.clone_from(recorded);
        (draft.saved_at, draft.saved_by) = (self.now(), entry.actor);
        Result::from(drafts::save(work.tx(), draft).await?)?;
        draft.revision += 1;
        Ok(())
    }

    fn sync_timers(&self, held: &mut Held, planned: &[Timer]) {
        let waiting = held.waiting();
        for timer in waiting.iter().filter(|timer| !planned.contains(timer)) {
            held.end_timer(timer, (TimerState::Withdrawn, self.now()));
        }
        for timer in planned.iter().filter(|timer| !waiting.contains(timer)) {
            held.plan_timer(timer);
        }
    }
}

/// Moves a planned notice, or plans one again that was withdrawn or suppressed.
fn plan_again(row: &mut StoredNotice, notice: &Notice, now: Instant) {
    (row.state, row.reason) = (NoticeState::Planned, None);
    row.planned_at = notice.planned_at;
    row.address.clone_from(&notice.address);
    row.letter.clone_from(&notice.letter);
    row.duty.clone_from(&notice.duty);
    row.changed_at = now;
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

/// Notices in hand by key, as their place; where a duty was renamed and two stand under one key, the one that went
/// further.
fn by_key(case: &Case, rows: &[Row<StoredNotice>]) -> BTreeMap<Key, usize> {
    let further = |row: &StoredNotice| match row.state {
        _ if row.message_id.is_some() => 3,
        NoticeState::Sent | NoticeState::Failed => 3,
        NoticeState::Planned => 2,
        NoticeState::Suppressed | NoticeState::Withdrawn => 1,
    };
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let other = known.entry(key_now(case, &row.now)).or_insert(index);
        if further(&rows[*other].now) < further(&row.now) {
            *other = index;
        }
    }
    known
}

fn why_stopped(case: &Case, plan: &Plan, (row, over): (&StoredNotice, &'static str)) -> (NoticeState, &'static str) {
    let duty = case.duty_now(&row.duty);
    let left_out = case.caught_up.iter().any(|verdict| {
        verdict.moved_to.is_none()
            && (verdict.duty.as_str(), &verdict.step, &verdict.occurrence) == (duty, &row.step, &row.occurrence)
    });
    if left_out {
        return (NoticeState::Suppressed, reason::CATCH_UP);
    }
    let same_step = |notice: &&Notice| notice.duty == duty && notice.step == row.step;
    let why = match plan.notices.iter().find(same_step) {
        Some(notice) if notice.occurrence != row.occurrence => reason::MOVED,
        Some(_) => reason::RECIPIENT,
        None => over,
    };
    (NoticeState::Withdrawn, why)
}
