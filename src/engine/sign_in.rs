//! Signing in: links that are asked for, spent once, and the sessions they begin.
//!
//! Owns the transactions. Knows digests only; the secrets and their rules are [`crate::http::auth`]'s.

use uuid::Uuid;

use super::{Engine, EngineError};
use crate::clock::Instant;
use crate::store::messages::{self, Message, MessageState};
use crate::store::people::{self, Person};
use crate::store::sessions::{self, Session};
use crate::store::sign_ins::{self, SignIn};

/// What a link's letter says and where it goes.
#[derive(Clone, Debug)]
pub struct LinkLetter {
    /// Its `Message-ID`.
    pub header_id: String,
    /// Its language.
    pub language: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
}

/// A session to begin.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Digest of its cookie.
    pub digest: String,
    /// When it ends if it is not used.
    pub expires_at: Instant,
}

/// The session of a request.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session.
    pub session: Session,
    /// Whose it is.
    pub person: Person,
}

impl Engine {
    /// The person with this address.
    pub async fn person_by_email(&self, email: &str) -> Result<Option<Person>, EngineError> {
        let mut tx = self.store.read().await?;
        Ok(people::by_email(&mut tx, email).await?)
    }

    /// The person with this id.
    pub async fn person(&self, id: Uuid) -> Result<Option<Person>, EngineError> {
        let mut tx = self.store.read().await?;
        Ok(people::find(&mut tx, id).await?)
    }

    /// Enters a link and puts its letter into the outbox, unless the person was sent `most` since `since`.
    pub async fn send_link(
        &self,
        person: &Person,
        link: &SignIn,
        (since, most): (Instant, i64),
        letter: LinkLetter,
    ) -> Result<(), EngineError> {
        let mut tx = self.store.begin().await?;
        if sign_ins::recent(&mut tx, person.id, since).await? >= most {
            return Ok(());
        }
        let _ = sign_ins::insert(&mut tx, link).await?;
        let _ = messages::queue(&mut tx, &self.link_message(person, letter)).await?;
        Ok(self.commit_and_ring(tx).await?)
    }

    fn link_message(&self, person: &Person, letter: LinkLetter) -> Message {
        let now = self.now();
        Message {
            id: self.ids.next(now),
            header_id: letter.header_id,
            case_id: None,
            recipient_id: Some(person.id),
            to_name: person.name.clone(),
            to_address: person.email.clone(),
            language: letter.language,
            subject: letter.subject,
            text_body: letter.text,
            html_body: letter.html,
            thread: None,
            state: MessageState::Queued,
            attempts: 0,
            next_attempt_at: now,
            last_answer: None,
            created_at: now,
            sent_at: None,
        }
    }

    /// What is known of a link; nothing is spent.
    pub async fn link(&self, token: &str) -> Result<Option<SignIn>, EngineError> {
        let mut tx = self.store.read().await?;
        Ok(sign_ins::find(&mut tx, token).await?)
    }

    /// Spends a link and begins a session; `None` when it was used, is too old or belongs to another browser.
    pub async fn spend_link(
        &self,
        (token, browser): (&str, &str),
        new: &NewSession,
    ) -> Result<Option<Uuid>, EngineError> {
        let mut tx = self.store.begin().await?;
        let Some(person) = sign_ins::spend(&mut tx, token, browser, self.now()).await? else {
            return Ok(None);
        };
        self.insert_session(&mut tx, person, new).await?;
        tx.commit().await?;
        Ok(Some(person))
    }

    /// Begins a session without a link: only the practice house does.
    pub async fn begin_session(&self, person: Uuid, new: &NewSession) -> Result<(), EngineError> {
        let mut tx = self.store.begin().await?;
        self.insert_session(&mut tx, person, new).await?;
        Ok(tx.commit().await?)
    }

    async fn insert_session(
        &self,
        tx: &mut crate::store::Tx,
        person: Uuid,
        new: &NewSession,
    ) -> Result<(), EngineError> {
        let now = self.now();
        let session = Session {
            token_hash: new.digest.clone(),
            person_id: person,
            created_at: now,
            seen_at: now,
            expires_at: new.expires_at,
        };
        let _ = sessions::insert(tx, &session).await?;
        Ok(())
    }

    /// The session with this digest that has not ended.
    pub async fn session(&self, digest: &str) -> Result<Option<SignedIn>, EngineError> {
        let mut tx = self.store.read().await?;
        let Some(session) = sessions::find(&mut tx, digest, self.now()).await? else {
            return Ok(None);
        };
        let person = people::find(&mut tx, session.person_id).await?;
        Ok(person.map(|person| SignedIn { session, person }))
    }

    /// Notes that a session is in use.
    pub async fn prolong_session(&self, digest: &str, until: Instant) -> Result<(), EngineError> {
        let mut tx = self.store.begin().await?;
        let _ = sessions::seen(&mut tx, digest, self.now(), until).await?;
        Ok(tx.commit().await?)
    }

    /// Ends a session.
    pub async fn end_session(&self, digest: &str) -> Result<(), EngineError> {
        let mut tx = self.store.begin().await?;
        let _ = sessions::end(&mut tx, digest).await?;
        Ok(tx.commit().await?)
    }
}
