//! What is asked, saved, handed over and published in a run, and how time passes; and how a run ends.

use kalends::clock::Instant;
use kalends::engine::answers::Save;
use kalends::engine::calls::CallChange;
use kalends::engine::{Asker, Command, Once};
use kalends::store::due;
use kalends::store::seats::{self, Seat};
use kalends::worker::{Found, Loop};
use serde_json::json;
use uuid::Uuid;

use super::judge::Judge;
use super::ledger::{APART, Asked};
use super::lives::FIRST;
use super::node::engine;
use super::people::{Deed, Moving};
use super::run::{NODES, Run};
use super::stage::{WORKFLOW, seat};

const DAY: i64 = 86_400;

/// How far the clock goes at the end, when nothing fails any more.
const BEYOND: i64 = 12 * DAY;

/// For how long a key may be used again: it is forgotten after a week.
const KEY_LASTS: i64 = 6 * DAY;

/// Now and then somebody opens a case, until there are so many.
const CASES: usize = 5;

impl Run {
    /// Somebody asks an event of a case, or opens one.
    pub fn somebody_asks(&mut self) {
        let Some(node) = self.some_node() else { return };
        let (cases, name) = (self.ledger.cases(), format!("r{}", self.ledger.asked.len()));
        if cases.is_empty() || (cases.len() < CASES && self.dice.one_in(12)) {
            return self.opens(node, name);
        }
        let case = *self.dice.pick(&cases);
        let Some(latest) = self.ledger.latest(case).cloned() else {
            return;
        };
        let revision = match self.dice.below(20) {
            0..9 => None,
            9..17 => Some(latest.seq),
            17 => Some(latest.seq + 1),
            _ => Some(latest.seq - 1),
        };
        let person = self.somebody(latest.organisation_id);
        let event = self.some_event(&latest.to_state);
        let command = Command {
            case,
            event: event.clone(),
            asker: Asker::Person(person),
            answers: Default::default(),
            reason: Some(name.clone()),
            attachments: Vec::new(),
            revision,
        };
        self.asked(&name, (Some(case), event), revision);
        let once = (!self.dice.one_in(3)).then(|| once(person, &name));
        self.task(node, Deed::Ask(Box::new(command), once), Some(name));
    }

    /// Mostly the office or somebody who sits for the organisation.
    fn somebody(&mut self, organisation: Uuid) -> Uuid {
        let sits = |seat: &&Seat| seat.organisation_id == Some(organisation);
        let here: Vec<Uuid> = self.sitting.iter().filter(sits).map(|seat| seat.person_id).collect();
        match self.dice.below(10) {
            0..5 if !here.is_empty() => *self.dice.pick(&here),
            0..9 => self.stage.office,
            _ => *self.dice.pick(&self.stage.people),
        }
    }

    /// Mostly one of the state's.
    fn some_event(&mut self, state: &str) -> String {
        let all: Vec<&String> = self.stage.events.values().flatten().collect();
        let here = self.stage.events.get(state).filter(|_| !self.dice.one_in(8));
        match here {
            Some(here) => self.dice.pick(here).clone(),
            None => (*self.dice.pick(&all)).clone(),
        }
    }

    fn asked(&mut self, name: &str, (case, event): (Option<Uuid>, String), seen: Option<u32>) {
        let asked = Asked {
            case,
            event,
            seen,
            began: self.step,
            ended: None,
            revision: None,
            live: 1,
            unsure: false,
            refused: false,
        };
        self.ledger.asked.insert(name.to_owned(), asked);
    }

    fn opens(&mut self, node: usize, name: String) {
        let (of, size) = (self.dice.below(2), self.dice.below(11));
        let (person, new) = (self.stage.people[2 * of], self.stage.case(of, size));
        self.asked(&name, (None, "open".to_owned()), None);
        self.task(node, Deed::Open(person, Box::new(new), once(person, &name)), Some(name));
    }

    /// What happens now and then: a draft, a seat, a moved call, another version.
    pub fn somebody_else(&mut self) {
        let Some(node) = self.some_node() else { return };
        let cases = self.ledger.cases();
        match self.dice.below(12) {
            0..6 if !cases.is_empty() => {
                let case = *self.dice.pick(&cases);
                let Some(latest) = self.ledger.latest(case).cloned() else {
                    return;
                };
                let save = Save {
                    case,
                    person: self.somebody(latest.organisation_id),
                    answers: [("size".to_owned(), json!(self.dice.below(11)))].into(),
                    revision: None,
                };
                self.task(node, Deed::Save(Box::new(save)), None);
            }
            6..9 => self.hands_over(),
            9 => {
                let mut source = self.stage.source.clone();
                let text = source.files.get_mut("workflow.toml").expect("a workflow has one");
                self.versions += 1;
                text.push_str(&format!("# Version {}.\n", self.versions));
                let moving = if self.dice.one_in(2) {
                    Moving::Move
                } else {
                    Moving::Stay
                };
                self.task(node, Deed::Publish(Box::new(source), moving), None);
            }
            _ => {
                let days = i64::try_from(self.dice.below(90)).expect("small") - 30;
                let closes: Instant = "2027-04-30T21:00:00Z".parse().expect("an instant");
                if let Some(call) = self.stage.call {
                    let change = CallChange {
                        closes_at: Some(closes.plus_seconds(days * DAY)),
                        ..CallChange::default()
                    };
                    self.task(node, Deed::MoveCall(self.stage.office, call, Box::new(change)), None);
                }
            }
        }
    }

    /// On the node whose clock is ahead: a seat that began, by a clock that is behind, before an entry that was stored first
    /// makes `verify` miss that entry's letter to it.
    fn hands_over(&mut self) {
        let organisation = *self.dice.pick(&self.stage.organisations);
        let chair = *self.dice.pick(&["contact", "head"]);
        let spare = *self.dice.pick(&self.stage.people[5..]);
        let begins = (!self.dice.one_in(4)).then(|| Box::new(seat(spare, Some((chair, organisation)))));
        let ends = self
            .sitting
            .iter()
            .filter(|sits| sits.organisation_id == Some(organisation) && sits.seat.as_deref() == Some(chair))
            .cloned()
            .collect();
        self.task(FIRST, Deed::HandOver(ends, begins), None);
    }

    /// Somebody asks again under the same key: who got no answer, who does not wait for it, or who has forgotten it.
    pub fn asks_again(&mut self) {
        let Some(node) = self.some_node() else { return };
        let fresh = self.now.plus_seconds(-KEY_LASTS);
        let live = self.tasks.values().filter(|task| task.name.is_some());
        let live = live.map(|task| (task.deed.clone(), task.name.clone(), task.began));
        let all: Vec<_> = self.again.iter().cloned().chain(live).collect();
        let all: Vec<_> = all
            .iter()
            .filter(|(deed, _, at)| deed.has_key() && *at > fresh)
            .collect();
        if all.is_empty() {
            return self.somebody_asks();
        }
        let (deed, name, _) = (*self.dice.pick(&all)).clone();
        if let Some(asked) = name.as_ref().and_then(|name| self.ledger.asked.get_mut(name)) {
            asked.live += 1;
            self.count("asked again");
            self.task(node, deed, name);
        }
    }

    /// The clock moves: a little, to what is due next, by hours, by days.
    pub async fn time_passes(&mut self) {
        let seconds = match self.dice.below(20) {
            0..7 => self.dice.below(90),
            7..14 => return self.until_the_next().await,
            14..18 => 3_600 * self.dice.below(30),
            _ => 86_400 * (1 + self.dice.below(9)),
        };
        self.stand_at(self.now.plus_seconds(i64::try_from(seconds).expect("small")));
    }

    async fn next_due(&self) -> Option<Instant> {
        let mut tx = self.store.read().await.unwrap();
        due::next(&mut tx).await.unwrap().earliest()
    }

    async fn until_the_next(&mut self) {
        if let Some(at) = self.next_due().await {
            // The clocks do not show the same: one node may see it as due and another not yet.
            let at = at.plus_seconds(i64::try_from(self.dice.below(9)).expect("small") - 4);
            self.stand_at(at.max(self.now));
        }
    }

    /// Nothing fails any more: everything that is due is done, far beyond what the run has seen.
    pub async fn end(&mut self) {
        self.faulty = false;
        for node in 0..NODES {
            match &self.nodes[node] {
                Some(one) => one.wire.mend(),
                None => self.start(node).await,
            }
        }
        self.say("nothing fails any more");
        self.run_dry().await;
        self.gates.stay_open();
        let horizon = self.now.plus_seconds(BEYOND);
        while self.came.wrong.is_empty() {
            self.until_quiet(NODES).await;
            match self.next_due().await {
                Some(at) if at <= self.now => {
                    // Somebody who died or was held up holds it still.
                    self.stand_at(self.now.plus_seconds(60));
                    self.count("waits for a lease");
                    if self.came.counts["waits for a lease"] > 60 {
                        self.came.wrong.push(format!("what was due at {at} is not done"));
                    }
                }
                Some(at) if at <= horizon => {
                    let hours = i64::try_from(self.dice.below(9)).expect("small");
                    self.stand_at(at.plus_seconds(hours * 3_600 + 4));
                }
                _ => break,
            }
        }
        // Whatever was written by the clock that is ahead is due on the first one's then.
        self.stand_at(self.now.plus_seconds(APART + 2));
        self.until_quiet(1).await;
        self.look().await;
        self.judge().await;
    }

    /// Turns the loops of some of so many nodes until nothing is found.
    async fn until_quiet(&mut self, nodes: usize) {
        loop {
            let node = self.dice.below(nodes);
            self.task(node, Deed::Turn(Loop::Due), None);
            let mut found = self.run_dry().await;
            if found == Found::Nothing {
                self.task(node, Deed::Turn(Loop::Outbox), None);
                found = self.run_dry().await;
            }
            if found == Found::Nothing || !self.came.wrong.is_empty() {
                return;
            }
        }
    }

    async fn judge(&mut self) {
        let last = self.now.plus_seconds(4);
        let prover = engine(&self.store, last, 0);
        prover.workflows.put(WORKFLOW.to_owned(), 1, self.stage.first.clone());
        prover.refresh_workflows().await.unwrap();
        let proof = prover.verify().await.unwrap();
        let differences = proof.differences.iter();
        self.came
            .wrong
            .extend(differences.map(|one| format!("{}: {}", one.rule, one.message)));
        let judge = Judge {
            stage: &self.stage,
            store: &self.store,
            book: &self.book,
            now: self.now,
        };
        let (wrong, reminders) = judge.judge(&self.ledger.cases()).await;
        self.came.wrong.extend(wrong);
        self.came.counts.insert("reminders", reminders);
        self.came.counts.insert("entries", self.ledger.lines.len());
        self.came.counts.insert("letters again", self.book.again());
        let heads: Vec<&str> = self.ledger.lines.values().map(|line| line.hash.as_str()).collect();
        self.came.trace.push(heads.join(" "));
    }

    /// Who sits where, read anew.
    pub async fn read_seats(&mut self) {
        let mut tx = self.store.read().await.unwrap();
        let found = seats::of_organisations(&mut tx, &self.stage.organisations)
            .await
            .unwrap();
        self.sitting = found
            .into_iter()
            .map(|(seat, _)| seat)
            .filter(|seat| seat.organisation_id.is_some() && seat.until_at.is_none())
            .collect();
    }
}

fn once(person: Uuid, name: &str) -> Once {
    Once {
        person,
        key: name.to_owned(),
        digest: name.to_owned(),
    }
}
