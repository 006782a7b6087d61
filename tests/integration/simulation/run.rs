//! One run: a seed decides everything that happens, step by step, and what is found is held against what must be true.
//!
//! Owns the scheduler: which gate opens next, who asks what, where the clock goes, what fails and who dies.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use kalends::clock::Instant;
use kalends::mail::Outgoing;
use kalends::store::Store;
use kalends::store::seats::Seat;
use kalends::worker::{Found, Loop};
use tokio::task::JoinHandle;

use super::dice::Dice;
use super::gates::{At, Gates, Go};
use super::ledger::Ledger;
use super::node::Node;
use super::people::{Deed, Told, done};
use super::post::Book;
use super::stage::{Stage, beginning};

/// How many nodes there are.
pub const NODES: usize = 3;

/// How many steps a run has, at least and at most.
const STEPS: (usize, usize) = (40, 100);

/// Every so many steps the histories are looked at.
const LOOK: usize = 20;

/// Something that is being done.
pub struct Task {
    pub node: usize,
    pub deed: Deed,
    /// The name under which the ledger knows it.
    pub name: Option<String>,
    /// When it began.
    pub began: Instant,
    pub handle: JoinHandle<()>,
}

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// What happened, line by line.
    pub trace: Vec<String>,
    /// What is wrong.
    pub wrong: Vec<String>,
    /// What was counted.
    pub counts: BTreeMap<&'static str, usize>,
}

/// A run.
pub struct Run {
    pub dice: Dice,
    pub stage: Arc<Stage>,
    pub store: Store,
    pub gates: Gates,
    pub nodes: Vec<Option<Node>>,
    pub now: Instant,
    pub tasks: BTreeMap<u64, Task>,
    pub ledger: Ledger,
    pub book: Book,
    pub came: Came,
    pub step: u64,
    /// Whether anything may still fail.
    pub faulty: bool,
    pub seed: u64,
    pub lives: u64,
    begun: u64,
    /// Since when each letter waits before the mail server.
    pub since: BTreeMap<(usize, String), Instant>,
    pub over: Arc<Mutex<Vec<(u64, Told)>>>,
    /// What may be asked again, under its key, and when it was asked.
    pub again: Vec<(Deed, Option<String>, Instant)>,
    pub versions: usize,
    /// Who sat where at the last look.
    pub sitting: Vec<Seat>,
}

impl Run {
    /// Plays a seed.
    pub async fn play(stage: Arc<Stage>, seed: u64) -> Came {
        let (store, place) = stage.copy().await;
        let mut run = Self::begin(stage, store, seed).await;
        let steps = STEPS.0 + run.dice.below(STEPS.1 - STEPS.0);
        for count in 0..steps {
            run.next().await;
            if count % LOOK == LOOK - 1 {
                run.look().await;
            }
            if !run.came.wrong.is_empty() {
                break;
            }
        }
        if run.came.wrong.is_empty() {
            run.end().await;
        }
        run.store.close().await;
        drop(place);
        run.came
    }

    async fn begin(stage: Arc<Stage>, store: Store, seed: u64) -> Self {
        let mut run = Self {
            dice: Dice::new(seed),
            stage,
            store,
            gates: Gates::default(),
            nodes: Vec::new(),
            now: beginning(),
            tasks: BTreeMap::new(),
            ledger: Ledger::default(),
            book: Book::default(),
            came: Came::default(),
            step: 0,
            faulty: true,
            seed,
            lives: 0,
            begun: 0,
            since: BTreeMap::new(),
            over: Arc::default(),
            again: Vec::new(),
            versions: 1,
            sitting: Vec::new(),
        };
        for node in 0..NODES {
            run.nodes.push(None);
            run.start(node).await;
        }
        run.look().await;
        run
    }

    pub fn say(&mut self, what: impl std::fmt::Display) {
        let line = format!("{:>3} {} {what}", self.step, self.now);
        self.came.trace.push(line);
    }

    pub fn count(&mut self, what: &'static str) {
        *self.came.counts.entry(what).or_default() += 1;
    }

    async fn next(&mut self) {
        self.step += 1;
        self.tick();
        self.choose().await;
        self.settle().await;
    }

    async fn choose(&mut self) {
        let waiting = self.gates.waiting();
        if waiting > 0 && self.dice.below(100) < 66 {
            let at = self.dice.below(waiting);
            return self.open(at);
        }
        match self.dice.below(100) {
            0..32 => self.somebody_asks(),
            32..37 => self.somebody_else(),
            37..43 => self.asks_again(),
            43..77 => self.turn(),
            77..91 => self.time_passes().await,
            91..96 => self.something_fails(),
            _ => self.somebody_dies().await,
        }
    }

    /// Waits until nothing moves, and hears what is over.
    pub async fn settle(&mut self) {
        self.gates.settle().await;
        let mut over = std::mem::take(&mut *self.over.lock().unwrap_or_else(PoisonError::into_inner));
        over.sort_by_key(|(id, _)| *id);
        let failed: Vec<String> = self
            .nodes
            .iter()
            .flatten()
            .flat_map(|node| node.wire.failed())
            .collect();
        for what in failed {
            self.count("failures");
            self.say(format_args!("fails: {what}"));
        }
        for (id, told) in over {
            self.hear(id, told);
        }
        for node in 0..self.nodes.len() {
            let dead = self.nodes[node].as_ref().is_some_and(|one| one.wire.is_dead());
            if dead {
                self.bury(node).await;
            }
        }
    }

    pub fn hear(&mut self, id: u64, told: Told) {
        let Some(task) = self.tasks.remove(&id) else { return };
        let dead = self.nodes[task.node].as_ref().is_none_or(|node| node.wire.is_dead());
        let heard = (!dead).then_some(&told);
        let said = heard.map_or("nobody is left to say".to_owned(), |told| format!("{told:?}"));
        self.say(format_args!("#{id} {said}"));
        if let (Deed::Turn(Loop::Outbox), Some(node)) = (&task.deed, &self.nodes[task.node]) {
            node.wire.set_mailing(false);
        }
        match (&task.deed, heard) {
            (Deed::Turn(Loop::Outbox), Some(Told::Turned(_))) => {}
            (Deed::Turn(Loop::Outbox), _) => self.book.not_noted(id, "not noted"),
            (Deed::Free, Some(Told::Unsure(_))) => self.kill(task.node),
            (Deed::Turn(_) | Deed::Free, _) => {}
            (_, None | Some(Told::Unsure(_))) => {
                self.count("unanswered");
                self.again.push((task.deed.clone(), task.name.clone(), task.began));
            }
            (_, Some(Told::Done(..))) => {
                self.count("done");
                self.again.push((task.deed.clone(), task.name.clone(), task.began));
            }
            (_, Some(Told::Well | Told::DoneBefore)) => self.count("done"),
            _ => self.count("refused"),
        }
        if let Some(name) = &task.name {
            self.ledger.note(name, heard, self.step);
        }
    }

    /// Begins something on a node.
    pub fn task(&mut self, node: usize, deed: Deed, name: Option<String>) {
        let Some(on) = &self.nodes[node] else { return };
        let (engine, worker, gates) = (on.engine.clone(), on.worker.clone(), self.gates.clone());
        let (over, does) = (self.over.clone(), deed.clone());
        self.begun += 1;
        let id = self.begun;
        if matches!(deed, Deed::Turn(Loop::Outbox)) {
            on.wire.set_mailing(true);
        }
        let handle = tokio::spawn(async move {
            let told = done(engine, worker, does).await;
            over.lock().unwrap_or_else(PoisonError::into_inner).push((id, told));
            gates.stir();
        });
        self.say(format_args!("n{node} #{id} {}", named(&deed, name.as_deref())));
        let task = Task {
            node,
            deed,
            name,
            began: self.now,
            handle,
        };
        self.tasks.insert(id, task);
    }

    /// A node that is up; the first one is when no other is.
    pub fn some_node(&mut self) -> Option<usize> {
        let up: Vec<usize> = (0..NODES).filter(|node| self.nodes[*node].is_some()).collect();
        (!up.is_empty()).then(|| *self.dice.pick(&up))
    }

    pub fn outbox_turn(&self, node: usize) -> u64 {
        let turns = |task: &&Task| task.node == node && matches!(task.deed, Deed::Turn(Loop::Outbox));
        let of_node = self.tasks.iter().find(|(_, task)| turns(task));
        of_node.map_or(0, |(id, _)| *id)
    }

    /// Lets somebody go on who waits.
    pub fn open(&mut self, at: usize) {
        let waiting = self.gates.take(at);
        let (node, turn) = (waiting.node, self.outbox_turn(waiting.node));
        let go = match &waiting.at {
            At::Post(letter) => Go::Mail(self.hand(node, turn, letter)),
            At::Before(step) => {
                self.say(format_args!("n{node} goes on: {step:?}"));
                Go::On
            }
            At::Committed => {
                self.say(format_args!("n{node} goes on: committed"));
                Go::On
            }
        };
        let _ = waiting.open.send(go);
    }

    fn hand(&mut self, node: usize, turn: u64, letter: &Outgoing) -> kalends::mail::Outcome {
        let since = self
            .since
            .remove(&(node, letter.message_id.clone()))
            .unwrap_or(self.now);
        let outcome = if self.faulty {
            self.book.hand(letter, turn, (since, self.now), &mut self.dice)
        } else {
            self.book.accept(letter, turn, (since, self.now))
        };
        let id = &letter.message_id[..8];
        self.count("letters");
        self.say(format_args!(
            "n{node} letter {id} to {}: {}",
            letter.to.address,
            outcome.name()
        ));
        outcome
    }

    /// A loop of a node turns, if it does not turn already.
    pub fn turn(&mut self) {
        let Some(node) = self.some_node() else { return };
        let what = match self.dice.below(40) {
            0..22 => Loop::Due,
            22..39 => Loop::Outbox,
            _ => Loop::Housekeeping,
        };
        let same = |task: &Task| {
            // A node gives up what it held before its loops begin.
            let hinders = matches!(task.deed, Deed::Free) || matches!(task.deed, Deed::Turn(of) if of == what);
            task.node == node && hinders
        };
        if !self.tasks.values().any(same) {
            self.task(node, Deed::Turn(what), None);
        }
    }

    /// Looks at the histories.
    pub async fn look(&mut self) {
        let wrong = self.ledger.look(&self.store, self.now).await;
        self.came.wrong.extend(wrong);
        self.read_seats().await;
    }

    /// Lets everybody go on until nothing waits; whether a turn found anything.
    pub async fn run_dry(&mut self) -> Found {
        let before = self.came.trace.len();
        self.settle().await;
        while !self.tasks.is_empty() && self.came.wrong.is_empty() {
            match self.gates.waiting() {
                0 => self.came.wrong.push("somebody waits for ever".to_owned()),
                _ => self.open(0),
            }
            self.settle().await;
        }
        let work = format!("{:?}", Told::Turned(Found::Work));
        let found = self.came.trace[before..].iter().any(|line| line.ends_with(&work));
        if found { Found::Work } else { Found::Nothing }
    }
}

fn named(deed: &Deed, name: Option<&str>) -> String {
    let name = name.unwrap_or_default();
    match deed {
        Deed::Ask(command, _) => format!(
            "{name}: {} of {}, seen {:?}",
            command.event, command.case, command.revision
        ),
        Deed::Open(person, new, _) => format!("{name}: {person} opens for {}", new.organisation),
        Deed::Save(save) => format!("{} saves a draft of {}", save.person, save.case),
        Deed::HandOver(ends, begins) => format!("{} seats end, {} begin", ends.len(), usize::from(begins.is_some())),
        Deed::MoveCall(_, _, change) => format!("the call closes at {:?}", change.closes_at),
        Deed::Publish(_, moving) => format!("another version: {moving:?}"),
        Deed::Turn(what) => format!("looks: {what:?}"),
        Deed::Free => "comes up".to_owned(),
    }
}
