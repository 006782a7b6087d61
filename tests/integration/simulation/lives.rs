//! How the nodes of a run come up and die, what fails on their way, and how time moves for all of them.

use std::sync::PoisonError;

use kalends::clock::Instant;
use kalends::worker::Loop;

use super::gates::At;
use super::ledger::APART;
use super::node::{Failure, LONGEST, Node, Start};
use super::people::{Deed, Told};
use super::run::{NODES, Run, Task};

/// The node whose clock is ahead of all others.
pub const FIRST: usize = 1;

/// Seconds by which each node's clock is ahead.
const AHEAD: [i64; NODES] = [0, 4, -4];

/// For how many seconds letters are held, counted from when their outbox began to turn.
const HELD_SECONDS: i64 = 2 * LONGEST.as_secs().cast_signed() + 60;

impl Run {
    /// Moves the clocks on.
    pub fn stand_at(&mut self, now: Instant) {
        for waiting in self.gates.letters() {
            self.since.entry(waiting).or_insert(self.now);
        }
        self.now = now;
        self.say("it is that late");
        let over = |task: &Task| {
            matches!(task.deed, Deed::Turn(Loop::Outbox)) && now >= task.began.plus_seconds(HELD_SECONDS - APART)
        };
        for (turn, _) in self.tasks.iter().filter(|(_, task)| over(task)) {
            self.book.not_noted(*turn, "held up");
        }
        self.set_clocks();
    }

    /// No two steps are at the same instant.
    pub fn tick(&mut self) {
        self.now = Instant::from_micros(self.now.micros() + 1_000);
        self.set_clocks();
    }

    fn set_clocks(&self) {
        for (node, ahead) in AHEAD.iter().enumerate() {
            if let Some(node) = &self.nodes[node] {
                node.stand_at(self.now.plus_seconds(*ahead));
            }
        }
    }

    /// A node comes up.
    pub async fn start(&mut self, node: usize) {
        self.lives += 1;
        let started = Node::start(Start {
            store: &self.store,
            first: &self.stage.first,
            gates: &self.gates,
            node,
            seed: self.seed.wrapping_mul(1_000).wrapping_add(self.lives),
            now: self.now.plus_seconds(AHEAD[node]),
            side_by_side: 1 + node,
        })
        .await;
        self.nodes[node] = Some(started);
        if self.lives > NODES as u64 {
            self.task(node, Deed::Free, None);
        }
        self.settle().await;
    }

    /// A node's process ends.
    pub fn kill(&mut self, node: usize) {
        if let Some(one) = &self.nodes[node] {
            one.wire.die();
        }
    }

    /// What a dead node was about is left as it is.
    pub async fn bury(&mut self, node: usize) {
        self.count("deaths");
        self.say(format_args!("n{node} dies"));
        let turn = self.outbox_turn(node);
        for waiting in self.gates.take_all_of(node) {
            if let At::Post(letter) = &waiting.at {
                self.since.remove(&(node, letter.message_id.clone()));
                self.book.orphan(letter, turn, self.now, &mut self.dice);
            }
        }
        let of_node: Vec<u64> = self
            .tasks
            .iter()
            .filter(|(_, task)| task.node == node)
            .map(|(id, _)| *id)
            .collect();
        for id in &of_node {
            self.tasks[id].handle.abort();
        }
        self.gates.settle().await;
        for id in of_node {
            self.hear(id, Told::Unsure("its node has died".to_owned()));
        }
        self.over.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.nodes[node] = None;
    }

    pub fn something_fails(&mut self) {
        let kinds = [
            Failure::Passing,
            Failure::Lasting,
            Failure::Unanswered,
            Failure::Unanswered,
            Failure::Death,
        ];
        let (steps, failure) = (1 + self.dice.below(14), *self.dice.pick(&kinds));
        if let Some(node) = self.some_node()
            && let Some(one) = &self.nodes[node]
        {
            one.wire.fail(steps, failure);
            self.say(format_args!("n{node} step {steps} from now: {failure:?}"));
        }
    }

    pub async fn somebody_dies(&mut self) {
        let down: Vec<usize> = (0..NODES).filter(|node| self.nodes[*node].is_none()).collect();
        if !down.is_empty() && (down.len() > 1 || self.dice.below(3) > 0) {
            let node = *self.dice.pick(&down);
            return self.start(node).await;
        }
        if let Some(node) = self.some_node() {
            self.kill(node);
        }
    }
}
