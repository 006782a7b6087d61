//! Stored notices and timers against the plan as it is now, and each notice against its own fate.

use std::collections::BTreeMap;

use super::{Difference, Evidence, Findings};
use crate::case::Notice;
use crate::case::notice::Key;
use crate::case::plan::plan;
use crate::engine::save::key_now;
use crate::engine::{Engine, EngineError};
use crate::store::Tx;
use crate::store::messages::{self, Message, MessageState};
use crate::store::notices::{NoticeState, StoredNotice};
use crate::store::timers::TimerState;

/// Timers and notices that wait are those of the plan, and nothing of the plan is missing.
pub(super) fn compare_plan(evidence: &Evidence, findings: &mut Findings) {
    let loaded = &evidence.loaded;
    let plan = plan(&loaded.definition, &loaded.stored.case, &loaded.people);
    for timer in &plan.timers {
        let stored = evidence
            .timers
            .iter()
            .find(|stored| (stored.due_at, &stored.event) == (timer.due_at, &timer.event));
        if stored.is_none_or(|stored| stored.state == TimerState::Withdrawn) {
            let message = format!("the timer `{}` of {} is not stored", timer.event, timer.due_at);
            findings.differences.push(evidence.difference("timer", message));
        }
    }
    for stored in evidence
        .timers
        .iter()
        .filter(|stored| stored.state == TimerState::Waiting)
    {
        let planned = plan
            .timers
            .iter()
            .any(|timer| (timer.due_at, &timer.event) == (stored.due_at, &stored.event));
        if !planned {
            let message = format!(
                "a timer `{}` of {} waits that the plan does not have",
                stored.event, stored.due_at
            );
            findings.differences.push(evidence.difference("timer", message));
        }
    }
    let planned: BTreeMap<Key, &Notice> = plan.notices.iter().map(|notice| (notice.key(), notice)).collect();
    for row in evidence.rows.iter().filter(|row| waits(row)) {
        match planned.get(&key_now(&loaded.stored.case, row)) {
            None => findings
                .differences
                .push(evidence.about(row, "plan", "the plan does not have it")),
            Some(notice) if notice.planned_at != row.planned_at => {
                findings
                    .differences
                    .push(evidence.about(row, "plan", "the plan has it at another time"));
            }
            Some(_) => {}
        }
    }
    let stored: Vec<Key> = evidence
        .rows
        .iter()
        .map(|row| key_now(&loaded.stored.case, row))
        .collect();
    let ahead = planned.values().filter(|notice| notice.planned_at > evidence.now);
    for notice in ahead.filter(|notice| !stored.contains(&notice.key())) {
        findings.missing += 1;
        let message = format!(
            "the notice `{}/{}` of {} is not stored",
            notice.duty, notice.step, notice.planned_at
        );
        findings.differences.push(evidence.difference("missing", message));
    }
}

/// Whether a reminder has not been written yet.
fn waits(row: &StoredNotice) -> bool {
    row.state == NoticeState::Planned && row.message_id.is_none() && !row.duty.is_empty()
}

impl Engine {
    /// Each notice has the message, or the reason, that its state calls for.
    pub(super) async fn compare_messages(
        &self,
        tx: &mut Tx,
        evidence: &Evidence,
        findings: &mut Findings,
    ) -> Result<(), EngineError> {
        for row in &evidence.rows {
            let message = match row.message_id {
                Some(id) => messages::find(tx, id).await?,
                None => None,
            };
            let expected = self.house.message_id(row.case_id, &row.notice());
            findings
                .differences
                .extend(fate(evidence, row, (message.as_ref(), &expected)));
        }
        Ok(())
    }
}

/// Whether a letter left when it was due or later. That which tells of an event leaves at once: when the clock was set back
/// the event still stands no earlier than the one before it, and the letter may have left before that.
fn left_in_time(row: &StoredNotice) -> bool {
    row.sent_at
        .is_some_and(|at| at >= row.planned_at || row.duty.is_empty())
}

fn fate(evidence: &Evidence, row: &StoredNotice, (message, expected): (Option<&Message>, &str)) -> Option<Difference> {
    let state = message.map(|message| message.state);
    let said = row.reason.as_ref().is_some_and(|reason| !reason.is_empty());
    let wrong = match (row.state, state) {
        (NoticeState::Sent, Some(MessageState::Sent)) if left_in_time(row) => None,
        (NoticeState::Sent, Some(MessageState::Sent)) => Some("it was sent before its time"),
        (NoticeState::Sent, _) => Some("it counts as sent and its message does not"),
        (NoticeState::Planned, Some(MessageState::Queued | MessageState::Held)) => None,
        (NoticeState::Planned, Some(_)) => Some("its message is settled and it is not"),
        (NoticeState::Planned, None) if row.message_id.is_some() => Some("its message is gone"),
        (NoticeState::Planned, None) if row.duty.is_empty() => Some("it tells of an event and was never written"),
        (NoticeState::Planned, None) => None,
        (NoticeState::Withdrawn | NoticeState::Suppressed | NoticeState::Failed, _) if !said => {
            Some("it did not go and nothing says why")
        }
        (NoticeState::Withdrawn | NoticeState::Suppressed, Some(_)) => Some("it does not go and has a message"),
        (NoticeState::Withdrawn | NoticeState::Suppressed | NoticeState::Failed, _) => None,
    };
    if let Some(wrong) = wrong {
        return Some(evidence.about(row, "fate", wrong));
    }
    let same = message.is_none_or(|message| local(&message.header_id) == local(expected));
    (!same).then(|| {
        evidence.about(
            row,
            "message-id",
            "its message has another Message-ID than its key makes",
        )
    })
}

/// The part of a `Message-ID` that comes from the key; the other one is the sender's domain, which may change.
fn local(id: &str) -> &str {
    id.split_once('@').map_or(id, |(local, _)| local)
}
