//! A history against itself and against the case it has made.

use super::{Evidence, Findings};
use crate::case::Entry;
use crate::case::evolve::fold;
use crate::store::chain;
use crate::store::entries::Recorded;

/// The chain holds, what entries say is what was hashed, and folding them gives the case that is stored.
pub(super) fn compare(evidence: &Evidence, findings: &mut Findings) {
    if let Err(broken) = chain::check(evidence.history.iter().map(|recorded| &recorded.sealed)) {
        findings
            .differences
            .push(evidence.difference("chain", broken.to_string()));
    }
    for recorded in &evidence.history {
        let seq = recorded.sealed.link.seq;
        if !recorded.payload_agrees() {
            let message = format!("what entry {seq} says is not what was recorded");
            findings.differences.push(evidence.difference("payload", message));
        }
        if !columns_agree(recorded) {
            let message = format!("the columns of entry {seq} say something else than the entry");
            findings.differences.push(evidence.difference("entry", message));
        }
    }
    let Some(entries) = entries(evidence) else { return };
    match fold(entries) {
        Some(case) if case == evidence.loaded.stored.case => {}
        Some(case) => {
            let (revision, state) = (case.revision, case.state);
            let stored = &evidence.loaded.stored.case;
            let message = format!(
                "its history makes it revision {revision} in `{state}`; revision {} in `{}` is stored",
                stored.revision, stored.state
            );
            findings.differences.push(evidence.difference("fold", message));
        }
        None => {
            let message = "its history has no beginning".to_owned();
            findings.differences.push(evidence.difference("fold", message));
        }
    }
    let kind = evidence.loaded.definition.kind(&evidence.loaded.stored.case.kind);
    let state = kind.and_then(|kind| kind.state(&evidence.loaded.stored.case.state));
    if state.is_some_and(|state| state.is_final) != evidence.loaded.stored.closed {
        let message = "whether it is closed does not follow from its state".to_owned();
        findings.differences.push(evidence.difference("standing-rows", message));
    }
}

/// The entries in full; none once one was erased, since they cannot be folded any more.
pub(super) fn entries(evidence: &Evidence) -> Option<Vec<&Entry>> {
    evidence
        .history
        .iter()
        .map(|recorded| recorded.payload.as_ref().map(|payload| &payload.entry))
        .collect()
}

fn columns_agree(recorded: &Recorded) -> bool {
    let link = &recorded.sealed.link;
    recorded.payload.as_ref().is_none_or(|payload| {
        let entry = &payload.entry;
        (entry.seq, entry.at, &entry.event, &entry.to) == (link.seq, link.at, &link.event, &link.to)
            && (entry.actor, &entry.from) == (link.actor, &link.from)
    })
}
