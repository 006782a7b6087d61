//! Clients that ask events over HTTP, write down what they were answered, and ask again under the same key what was not.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::house::House;
use super::order::{self, Answer, Asked, Verdict};

/// How long a client waits for an answer before it asks another node: longer than a busy machine needs.
const ANSWERED_WITHIN: Duration = Duration::from_secs(5);

/// How long a client waits before it asks again.
const BREATHER: Duration = Duration::from_millis(5);

/// Clients at work on some files.
pub struct Clients {
    shared: Arc<Shared>,
    reached: watch::Sender<Vec<String>>,
    working: JoinSet<()>,
}

struct Shared {
    token: String,
    /// What the reasons of these clients begin with: each is a key, and a key is used once in a house.
    seed: u64,
    files: Vec<Uuid>,
    time: AtomicU64,
    over: AtomicBool,
    in_flight: AtomicUsize,
    repeated: AtomicUsize,
    answered: watch::Sender<usize>,
    asked: Mutex<BTreeMap<Uuid, Vec<Asked>>>,
}

/// What the clients did.
pub struct Done {
    /// What was found when their answers were checked.
    pub verdict: Verdict,
    /// How often one asked again because there was no answer.
    pub repeated: usize,
    /// How many refusals there were, of both kinds.
    pub refused: usize,
}

impl Clients {
    /// Starts so many; they wait until [`Clients::reach`] tells where to ask.
    pub fn start(house: &House, files: Vec<Uuid>, (count, seed): (u64, u64)) -> Self {
        let (reached, reach) = watch::channel(Vec::new());
        let shared = Arc::new(Shared {
            token: house.token.clone(),
            seed,
            files,
            time: AtomicU64::new(0),
            over: AtomicBool::new(false),
            in_flight: AtomicUsize::new(0),
            repeated: AtomicUsize::new(0),
            answered: watch::Sender::new(0),
            asked: Mutex::default(),
        });
        let mut working = JoinSet::new();
        for number in 0..count {
            let client = Client {
                shared: shared.clone(),
                reach: reach.clone(),
                http: reqwest::Client::builder().timeout(ANSWERED_WITHIN).build().unwrap(),
                random: StdRng::seed_from_u64(seed ^ (number + 1) << 32),
            };
            working.spawn(client.work(number));
        }
        Self {
            shared,
            reached,
            working,
        }
    }

    /// Tells where the service listens now; nowhere is an empty list.
    pub fn reach(&self, urls: Vec<String>) {
        self.reached.send_replace(urls);
    }

    /// How many requests are on their way.
    pub fn in_flight(&self) -> usize {
        self.shared.in_flight.load(Ordering::SeqCst)
    }

    /// Waits until so many more have been answered, or for as long as that.
    pub async fn until_answered(&self, more: usize, longest: Duration) {
        let mut answered = self.shared.answered.subscribe();
        let target = *answered.borrow() + more;
        let _ = tokio::time::timeout(longest, answered.wait_for(|count| *count >= target)).await;
    }

    /// Lets each client finish what it asks, and checks all answers against the histories.
    pub async fn finish(mut self, house: &House) -> Done {
        self.shared.over.store(true, Ordering::SeqCst);
        while let Some(ended) = self.working.join_next().await {
            ended.unwrap();
        }
        let asked = std::mem::take(&mut *self.shared.asked.lock().unwrap());
        let mut verdict = Verdict::default();
        for (file, asked) in &asked {
            verdict = verdict.and(order::check(&house.history(*file).await, asked));
        }
        let done = |asked: &&Asked| !matches!(asked.answer, Answer::Done { .. });
        Done {
            verdict,
            repeated: self.shared.repeated.load(Ordering::SeqCst),
            refused: asked.values().flatten().filter(done).count(),
        }
    }
}

struct Client {
    shared: Arc<Shared>,
    reach: watch::Receiver<Vec<String>>,
    http: reqwest::Client,
    random: StdRng,
}

impl Client {
    async fn work(mut self, number: u64) {
        let mut seen: BTreeMap<Uuid, usize> = BTreeMap::new();
        let mut count = 0;
        while !self.shared.over.load(Ordering::SeqCst) {
            let file = self.shared.files[self.random.random_range(0..self.shared.files.len())];
            let event = if self.random.random() { "up" } else { "down" };
            let named = self.random.random_range(0..4) == 0;
            count += 1;
            let mut asked = Asked {
                event,
                reason: format!("{}-{number}-{count}", self.shared.seed),
                seen: seen.get(&file).copied().filter(|_| named),
                began: self.shared.tick(),
                ended: 0,
                answer: Answer::Refused,
            };
            asked.answer = self.ask(file, &asked).await;
            asked.ended = self.shared.tick();
            match &asked.answer {
                Answer::Done { revision, .. } => seen.insert(file, *revision),
                Answer::Stale { found } => seen.insert(file, *found),
                Answer::Refused => None,
            };
            self.shared.asked.lock().unwrap().entry(file).or_default().push(asked);
            self.shared.answered.send_modify(|count| *count += 1);
        }
    }

    /// Asks until there is an answer.
    async fn ask(&mut self, file: Uuid, asked: &Asked) -> Answer {
        loop {
            let urls = self.reach.wait_for(|urls| !urls.is_empty()).await.unwrap().clone();
            let url = &urls[self.random.random_range(0..urls.len())];
            self.shared.in_flight.fetch_add(1, Ordering::SeqCst);
            let answered = self.once(url, file, asked).await;
            self.shared.in_flight.fetch_sub(1, Ordering::SeqCst);
            if let Some(answer) = answered {
                return answer;
            }
            self.shared.repeated.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(BREATHER).await;
        }
    }

    /// Asks once; none when there was no answer, or one that says to ask again.
    async fn once(&self, url: &str, file: Uuid, asked: &Asked) -> Option<Answer> {
        let (status, body) = post(&self.http, (url, &self.shared.token), file, asked).await?;
        let revision = || body["revision"].as_u64().and_then(|number| number.try_into().ok());
        Some(match status {
            200 => Answer::Done {
                revision: revision().unwrap(),
                state: body["state"].as_str().unwrap().to_owned(),
            },
            409 => Answer::Refused,
            412 => Answer::Stale {
                found: revision().unwrap(),
            },
            503 => return None,
            _ => panic!("{status}: {body}"),
        })
    }
}

/// Posts an event under its key once; none when the answer did not come.
async fn post(http: &reqwest::Client, (url, token): (&str, &str), file: Uuid, asked: &Asked) -> Option<(u16, Value)> {
    let mut request = http
        .post(format!("{url}/api/v1/cases/{file}/events"))
        .bearer_auth(token)
        .header("idempotency-key", &asked.reason)
        .json(&json!({"event": asked.event, "reason": asked.reason}));
    if let Some(seen) = asked.seen {
        request = request.header("if-match", format!("\"{seen}\""));
    }
    let answer = request.send().await.ok()?;
    let status = answer.status().as_u16();
    Some((status, answer.json().await.ok()?))
}

fn note(reason: &str) -> Asked {
    Asked {
        event: "note",
        reason: reason.to_owned(),
        seen: None,
        began: 0,
        ended: 0,
        answer: Answer::Refused,
    }
}

/// One client by itself, that notes on a file and is told a status.
pub struct Lone<'a> {
    /// The house.
    pub house: &'a House,
    /// Where it listens.
    pub url: &'a str,
    /// The file.
    pub file: Uuid,
}

impl Lone<'_> {
    /// Asks for a note once, under a key which is also its reason.
    pub async fn note(&self, reason: &str) -> u16 {
        let http = reqwest::Client::new();
        let posted = post(&http, (self.url, &self.house.token), self.file, &note(reason)).await;
        posted.expect("a service that lives answers").0
    }

    /// Asks for a note under one key until it is done; panics when that takes longer than that.
    pub async fn until_noted(&self, reason: &str, longest: Duration) {
        let http = reqwest::Client::builder().timeout(ANSWERED_WITHIN).build().unwrap();
        let asked = note(reason);
        let noted = async {
            loop {
                match post(&http, (self.url, &self.house.token), self.file, &asked).await {
                    Some((200, _)) => return,
                    Some((503, _)) | None => tokio::time::sleep(BREATHER).await,
                    Some((status, body)) => panic!("{status}: {body}"),
                }
            }
        };
        let noted = tokio::time::timeout(longest, noted).await;
        assert!(noted.is_ok(), "`{reason}` is not noted");
    }

    /// How often each note is in the history.
    pub async fn noted(&self) -> BTreeMap<String, usize> {
        let mut noted = BTreeMap::new();
        for reason in self
            .house
            .history(self.file)
            .await
            .into_iter()
            .filter_map(|entry| entry.reason)
        {
            *noted.entry(reason).or_default() += 1;
        }
        noted
    }
}

impl Shared {
    fn tick(&self) -> u64 {
        self.time.fetch_add(1, Ordering::SeqCst)
    }
}
