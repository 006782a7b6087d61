//! An event asked of a case: load, decide, plan, save, all in one transaction.

use uuid::Uuid;

use super::batch::Ask;
use super::once::Once;
use super::save::{Loaded, Save};
use super::work::Work;
use super::{Engine, EngineError};
use crate::case::around::Around;
use crate::case::decide::decide;
use crate::case::event::{News, Opening, builtin};
use crate::case::facts::own_answers;
use crate::case::opening;
use crate::case::people::seats_of;
use crate::case::state::Attachment;
use crate::case::{Actor, Decision, Effect, Event, Refusal, Rejection};
use crate::clock::Instant;
use crate::store::calls::Call;
use crate::store::cases::{self, StoredCase};
use crate::store::{Outcome, StoreError, Tx, attachments, calls, drafts};
use crate::workflow::form::{Answers, FieldError};

/// What is asked of a case.
#[derive(Clone, Debug)]
pub struct Command {
    /// The case.
    pub case: Uuid,
    /// The event.
    pub event: String,
    /// Who asks.
    pub asker: Asker,
    /// Answers to the event's own form if it has one, else changes to the case's saved draft.
    pub answers: Answers,
    /// The reason, if given.
    pub reason: Option<String>,
    /// Attachments, already added to the case, that come with the event.
    pub attachments: Vec<Uuid>,
    /// The revision the asker saw; another one is refused as stale.
    pub revision: Option<u32>,
}

/// Who asks, and when it takes effect.
#[derive(Clone, Debug)]
pub enum Asker {
    /// A person, now.
    Person(Uuid),
    /// The engine: a timer due at this instant.
    Timer(Instant),
    /// The engine, now, with news.
    News(News),
}

/// Why a transaction is not committed.
pub(super) enum Stop {
    /// Somebody was faster; the same again may succeed.
    Lost,
    /// It was to be committed, and nobody knows whether it was: the same again could do it twice.
    Unsure,
    /// It will not.
    Error(EngineError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        if error.is_transient() {
            Self::Lost
        } else {
            Self::Error(error.into())
        }
    }
}

impl From<EngineError> for Stop {
    fn from(error: EngineError) -> Self {
        Self::Error(error)
    }
}

impl From<Rejection> for Stop {
    fn from(rejection: Rejection) -> Self {
        Self::Error(rejection.into())
    }
}

impl From<Outcome> for Result<(), Stop> {
    fn from(outcome: Outcome) -> Self {
        if outcome.is_done() { Ok(()) } else { Err(Stop::Lost) }
    }
}

/// One step of a transaction.
pub(super) enum Step {
    /// Feed an event.
    Feed(Box<Feed>),
    /// Open a case as the child of another.
    Open(Box<Opening>, Instant),
}

/// An event on its way to a case.
pub(super) struct Feed {
    pub case: Uuid,
    pub event: Event,
    pub at: Instant,
    /// What came from outside must be accepted; what follows from it may be refused without harm.
    pub first: bool,
}

impl Engine {
    /// Does what is asked of a case and gives the case as it is then.
    ///
    /// # Errors
    /// Refused or invalid as [`decide`] says; stale when the case has moved on since the revision the asker saw.
    pub async fn handle(&self, command: &Command) -> Result<StoredCase, EngineError> {
        self.handle_once(command, None).await
    }

    /// Does what is asked of a case, and remembers the key under which it was asked in the same transaction.
    ///
    /// # Errors
    /// As [`Engine::handle`]; busy when the key was used meanwhile.
    pub async fn handle_once(&self, command: &Command, once: Option<&Once>) -> Result<StoredCase, EngineError> {
        let asked = Ask::Command(Box::new((command.clone(), once.cloned())));
        let done = self.ask(asked).await?;
        done.ok_or(EngineError::NotFound("case"))
    }

    pub(super) async fn handle_keyed(
        &self,
        work: &mut Work,
        command: &Command,
        once: Option<&Once>,
    ) -> Result<StoredCase, Stop> {
        if let Some(once) = once {
            once.claim(work.claiming(), self, command.case).await?;
        }
        self.handle_in(work, command).await
    }

    pub(super) async fn handle_in(&self, work: &mut Work, command: &Command) -> Result<StoredCase, Stop> {
        let loaded = self.load(work, command.case).await?;
        let found = loaded.stored.case.revision;
        if command.revision.is_some_and(|seen| seen != found) {
            return Err(EngineError::Stale { found }.into());
        }
        let at = match command.asker {
            Asker::Timer(at) => at,
            _ => self.now(),
        };
        let event = self.event(work, &loaded, command, at).await?;
        let feed = Feed {
            case: command.case,
            event,
            at,
            first: true,
        };
        self.run(work, vec![Step::Feed(Box::new(feed))]).await?;
        let held = work.held(command.case).ok_or(EngineError::NotFound("case"))?;
        Ok(held.loaded.stored.clone())
    }

    /// Takes steps, and those that follow from them, until none is left.
    pub(super) async fn run(&self, work: &mut Work, mut steps: Vec<Step>) -> Result<(), Stop> {
        while let Some(step) = steps.pop() {
            let (effects, at) = match step {
                Step::Feed(feed) => self.feed(work, &feed).await?,
                Step::Open(opening, at) => (self.open_child(work, &opening, at).await?, at),
            };
            for effect in effects.into_iter().rev() {
                if let Some(step) = self.follow(work, effect, at).await? {
                    steps.push(step);
                }
            }
        }
        Ok(())
    }

    /// Gives what must follow, and when the event took effect.
    async fn feed(&self, work: &mut Work, feed: &Feed) -> Result<(Vec<Effect>, Instant), Stop> {
        let loaded = self.load(work, feed.case).await?;
        let event = Event {
            places_taken: loaded.places_taken,
            around: self
                .around_now(work, &loaded, feed.at.max(loaded.stored.case.latest_at))
                .await?,
            ..feed.event.clone()
        };
        match decide(&loaded.definition, &loaded.stored.case, &event, feed.at) {
            Ok(Decision { entry, effects, .. }) => {
                let at = entry.at;
                self.save(work, Save::after(loaded, entry)).await?;
                Ok((effects, at))
            }
            Err(rejection) if feed.first => Err(rejection.into()),
            Err(_) => Ok((Vec::new(), feed.at)),
        }
    }

    async fn open_child(&self, work: &mut Work, new: &Opening, at: Instant) -> Result<Vec<Effect>, Stop> {
        let parent = new.parent.ok_or(EngineError::NotFound("parent"))?;
        let parent = self.load(work, parent).await?;
        let mut event = self.bare_event(builtin::OPEN, Actor::Engine, News::None);
        event.around.sitting = Around::sitting(&parent.people, at);
        let decision = opening::open(&parent.definition, new, &[], (&event, at))?;
        let loaded = Loaded { draft: None, ..parent };
        self.begin(work, loaded, new, decision.entry).await?;
        Ok(decision.effects)
    }

    pub(super) async fn follow(&self, work: &mut Work, effect: Effect, at: Instant) -> Result<Option<Step>, Stop> {
        match effect {
            Effect::TakePlace { call, places } => {
                work.places_changed(call);
                if !calls::take_place(work.tx(), call, places).await?.is_done() {
                    return Err(no_place(calls::find(work.tx(), call).await?, places).into());
                }
            }
            Effect::FreePlace(call) => {
                work.places_changed(call);
                Result::from(calls::free_place(work.tx(), call).await?)?;
            }
            Effect::Open(opening) => return Ok(Some(Step::Open(opening, at))),
            Effect::Feed { case, event, news } => {
                let event = self.bare_event(&event, Actor::Engine, news);
                return Ok(Some(Step::Feed(Box::new(Feed {
                    case,
                    event,
                    at,
                    first: false,
                }))));
            }
        }
        Ok(None)
    }

    /// An event with nothing in it yet.
    pub(super) fn bare_event(&self, name: &str, actor: Actor, news: News) -> Event {
        Event {
            name: name.to_owned(),
            actor,
            answers: Answers::new(),
            extra: Answers::new(),
            reason: None,
            attachments: Vec::new(),
            fresh: self.ids.next(self.now()),
            places_taken: 0,
            around: Around::default(),
            news,
        }
    }

    /// The event a command means: its actor with seats, the draft, attachments and places as they are now.
    async fn event(&self, work: &mut Work, loaded: &Loaded, command: &Command, at: Instant) -> Result<Event, Stop> {
        let actor = match &command.asker {
            Asker::Person(id) => Actor::Person {
                id: *id,
                seats: seats_of(&loaded.people, *id, at),
            },
            _ => Actor::Engine,
        };
        let news = match &command.asker {
            Asker::News(news) => news.clone(),
            _ => News::None,
        };
        let mut event = self.bare_event(&command.event, actor, news);
        event.reason.clone_from(&command.reason);
        event.attachments = self.brought(work.tx(), loaded, command).await?;
        not_asked(loaded, command)?;
        event.answers = loaded.current_answers();
        let answers = match loaded.transition_form(&command.event) {
            None if command.event == builtin::EXTEND => &mut event.extra,
            Some(_) => &mut event.extra,
            None => &mut event.answers,
        };
        answers.extend(command.answers.clone());
        if let Some(cycle) = command.event.strip_prefix(builtin::CYCLE) {
            event.answers = self.last_child_answers(work, loaded, cycle).await?;
        }
        Ok(event)
    }

    /// Attachments named by the command; those the case does not have yet are recorded with the event.
    async fn brought(&self, tx: &mut Tx, loaded: &Loaded, command: &Command) -> Result<Vec<Attachment>, Stop> {
        let mut brought = Vec::new();
        let wanted = loaded
            .transition(&command.event)
            .and_then(|transition| transition.attach.clone());
        for id in &command.attachments {
            let stored = attachments::find(tx, *id)
                .await?
                .filter(|stored| stored.case_id == command.case);
            let stored = stored.ok_or(EngineError::NotFound("attachment"))?;
            let purpose = wanted.clone().unwrap_or(stored.purpose);
            let known = loaded
                .stored
                .case
                .attachments
                .iter()
                .any(|known| known.id == *id && known.purpose == purpose);
            if !known {
                brought.push(Attachment {
                    id: *id,
                    purpose,
                    name: stored.name,
                    sha256: stored.sha256,
                });
            }
        }
        Ok(brought)
    }

    /// What the last child of a cycle recorded, for carrying over.
    async fn last_child_answers(&self, work: &mut Work, loaded: &Loaded, cycle: &str) -> Result<Answers, Stop> {
        let children = loaded
            .stored
            .case
            .children
            .iter()
            .rev()
            .filter(|child| child.cycle == cycle);
        for child in children {
            let stored = cases::find(work.settled().await?, child.id).await?;
            let answers = stored
                .as_ref()
                .and_then(|stored| own_answers(&loaded.definition, &stored.case))
                .cloned();
            if let Some(answers) = answers {
                return Ok(answers);
            }
        }
        Ok(Answers::new())
    }

    /// Loads a case to look at.
    pub(super) async fn load_to_read(&self, tx: &mut Tx, case: Uuid) -> Result<Loaded, Stop> {
        let stored = cases::find(tx, case).await?.ok_or(EngineError::NotFound("case"))?;
        self.load_around(tx, stored).await
    }

    async fn load_around(&self, tx: &mut Tx, stored: StoredCase) -> Result<Loaded, Stop> {
        let definition = self.version(tx, &stored.workflow, stored.version).await?;
        let people = self.holders(tx, stored.case.organisation, &stored.workflow).await?;
        let places_taken = match &stored.case.call {
            Some(call) => calls::find(tx, call.id).await?.map_or(0, |call| call.taken),
            None => 0,
        };
        let draft = drafts::find(tx, stored.case.id).await?;
        Ok(Loaded {
            definition,
            stored,
            people,
            places_taken,
            draft,
        })
    }
}

/// The refusal of somebody who was a moment too late for the last place.
fn no_place(call: Option<Call>, places: Option<u32>) -> EngineError {
    let quota = call.and_then(|call| call.quota).or(places).unwrap_or_default();
    EngineError::Refused(Refusal::new("quota").with("quota", &quota.to_string()))
}

/// Refuses answers that come with an event which asks for none.
fn not_asked(loaded: &Loaded, command: &Command) -> Result<(), EngineError> {
    let asks = loaded
        .transition(&command.event)
        .is_none_or(|transition| transition.complete || transition.form.is_some());
    if asks || command.answers.is_empty() {
        return Ok(());
    }
    Err(EngineError::Invalid(
        command
            .answers
            .keys()
            .map(|field| FieldError::of(field, "unknown"))
            .collect(),
    ))
}
