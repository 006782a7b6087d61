//! A notice becomes a message in the outbox: whom it greets, what it says, under which Message-ID.

use serde_json::{Value, json};
use uuid::Uuid;

use super::handle::Stop;
use super::held::Held;
use super::save::Loaded;
use super::work::Work;
use super::{Engine, EngineError, House};
use crate::case::notice::Notice;
use crate::case::panels::ended;
use crate::case::plan::plan;
use crate::case::{Case, Entry};
use crate::locale::Locale;
use crate::mail::letter::{Frame, Link, Rendered, render};
use crate::mail::message::message_id;
use crate::store::messages::{Message, MessageState};
use crate::store::notices::{NoticeState, StoredNotice};
use crate::store::people::Person;
use crate::workflow::Definition;
use crate::workflow::definition::Address;
use crate::workflow::letter::{Letter, Version};
use crate::workflow::panel::letter::values;

impl House {
    /// The part of the sender's address behind the `@`.
    pub fn mail_domain(&self) -> &str {
        self.mail_from
            .rsplit_once('@')
            .map_or("localhost", |(_, domain)| domain.trim_end_matches('>'))
    }

    /// The `Message-ID` of a notice: made from its natural key, the same on every attempt.
    pub fn message_id(&self, case: Uuid, notice: &Notice) -> String {
        let (case, recipient) = (case.to_string(), notice.recipient.to_string());
        let parts = [&case, &notice.duty, &notice.step, &notice.occurrence, &recipient].map(String::as_str);
        message_id(&parts, self.mail_domain())
    }

    /// The `Message-ID` that every letter about a case refers to, so that mail programs show them as one thread.
    pub fn thread_id(&self, case: Uuid) -> String {
        message_id(&["case", &case.to_string()], self.mail_domain())
    }
}

impl Engine {
    /// Plans the notice of a letter that an event sends, and writes it at once; a letter that cannot be written fails alone.
    pub(super) async fn write_told(
        &self,
        work: &mut Work,
        held: &mut Held,
        (notice, entry): (&Notice, &Entry),
    ) -> Result<(), Stop> {
        let Some(place) = held.plan_notice(self.ids.next(self.now()), notice, self.now()) else {
            return Ok(());
        };
        match self.write(work, held, (place, Some(entry))).await {
            Err(Stop::Error(error @ EngineError::Letter { .. })) => {
                let row = held.notices[place].change();
                tracing::error!(notice.id = %row.id, error = &error as &dyn std::error::Error, "a letter cannot be written");
                (row.state, row.reason) = (NoticeState::Failed, Some(error.to_string()));
                Ok(())
            }
            written => written,
        }
    }

    /// Writes the message of a reminder in hand.
    pub(super) async fn write_reminder(&self, work: &mut Work, (case, place): (Uuid, usize)) -> Result<(), Stop> {
        let mut held = work.take(case).ok_or(EngineError::NotFound("case"))?;
        let written = self.write(work, &mut held, (place, None)).await;
        work.put(held);
        written
    }

    /// Writes the message of a planned notice into the outbox.
    async fn write(
        &self,
        work: &mut Work,
        held: &mut Held,
        (place, entry): (usize, Option<&Entry>),
    ) -> Result<(), Stop> {
        let row = &held.notices[place].now;
        let Some(person) = work.person(row.recipient_id).await? else {
            return Ok(());
        };
        let organisation = work.organisation(held.loaded.stored.case.organisation).await?;
        let scene = Scene {
            engine: self,
            loaded: &held.loaded,
            notice: &row.notice(),
            person: &person,
            organisation: &organisation,
            entry,
        };
        let message = scene.message(scene.render(row.id)?);
        let row = held.notices[place].change();
        (row.message_id, row.changed_at) = (Some(message.id), self.now());
        work.queue(message);
        Ok(())
    }
}

impl Engine {
    /// What a planned notice would say if it were written now; `None` if it cannot be.
    pub(super) fn preview(
        &self,
        loaded: &Loaded,
        notice: &StoredNotice,
        person: &Person,
        organisation: &str,
    ) -> Option<Rendered> {
        let scene = Scene {
            engine: self,
            loaded,
            notice: &notice.notice(),
            person,
            organisation,
            entry: None,
        };
        scene.render(notice.id).ok()
    }
}

/// Everything a letter is written from.
struct Scene<'a> {
    engine: &'a Engine,
    loaded: &'a Loaded,
    notice: &'a Notice,
    person: &'a Person,
    organisation: &'a str,
    entry: Option<&'a Entry>,
}

impl Scene<'_> {
    fn definition(&self) -> &Definition {
        &self.loaded.definition
    }

    fn lang(&self) -> &str {
        self.definition().language_for(&self.person.language)
    }

    fn locale(&self) -> Locale {
        Locale::of(self.lang()).unwrap_or_else(Locale::english)
    }

    fn render(&self, id: Uuid) -> Result<Rendered, EngineError> {
        let failed = |reason: String| EngineError::Letter {
            letter: self.notice.letter.clone(),
            reason,
        };
        let letter = self.definition().letters.get(&self.notice.letter);
        let letter = letter.ok_or_else(|| failed("the workflow has no such letter".to_owned()))?;
        render(letter, &self.context(letter), &self.frame(id)).map_err(|error| failed(error.to_string()))
    }

    fn message(&self, rendered: Rendered) -> Message {
        let (case, now) = (self.loaded.stored.case.id, self.engine.now());
        Message {
            id: self.engine.ids.next(now),
            header_id: self.engine.house.message_id(case, self.notice),
            case_id: Some(case),
            recipient_id: Some(self.person.id),
            to_name: self.person.name.clone(),
            to_address: self.person.email.clone(),
            language: self.lang().to_owned(),
            subject: rendered.subject,
            text_body: rendered.text,
            html_body: rendered.html,
            thread: Some(self.engine.house.thread_id(case)),
            state: MessageState::Queued,
            attempts: 0,
            next_attempt_at: now,
            last_answer: None,
            created_at: now,
            sent_at: None,
        }
    }

    fn frame(&self, id: Uuid) -> Frame {
        let (locale, base) = (self.locale(), &self.engine.house.base_url);
        let role = role_title(self.definition(), &self.notice.address, self.lang());
        let of_organisation = self
            .definition()
            .role(&self.notice.address.role)
            .is_some_and(|role| !role.of_house());
        let why = if of_organisation { "mail-why" } else { "mail-why-house" };
        Frame {
            lang: self.lang().to_owned(),
            programme: self.definition().title.in_lang(self.lang()).to_owned(),
            why: locale.text_with(why, &[("role", &role), ("organisation", &self.organisation)]),
            links: vec![
                Link {
                    words: locale.text("mail-open-case"),
                    url: self.case_url(),
                },
                Link {
                    words: locale.text("mail-why-link"),
                    url: format!("{base}/why/{id}"),
                },
            ],
        }
    }

    fn case_url(&self) -> String {
        format!("{}/cases/{}", self.engine.house.base_url, self.loaded.stored.case.id)
    }

    /// The values a letter mentions, and no others: a date costs something to write out, a plan to draw up.
    fn context(&self, letter: &Letter) -> Value {
        let version = letter.in_lang(self.lang());
        let mentioned = version.map(Version::mentions).unwrap_or_default();
        let values = mentioned
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), self.value(name)?)));
        Value::Object(values.collect())
    }

    /// A value a letter may mention; each exists, some are empty.
    fn value(&self, name: &str) -> Option<Value> {
        let (definition, case, lang) = (self.definition(), &self.loaded.stored.case, self.lang());
        let locale = self.locale();
        Some(match name {
            "organisation" => json!(self.organisation),
            "recipient" => json!(self.person.name),
            "programme" => json!(definition.title.in_lang(lang)),
            "role" => json!(role_title(definition, &self.notice.address, lang)),
            "case" => self.case_values(),
            "state" => json!(self.state_title()),
            "vote" | "score" => {
                let [votes, points] = values(definition, &case.kind, |panel| ended(definition, case, panel));
                if name == "vote" { votes } else { points }
            }
            "call" => call_values(definition, case, locale),
            "duty" => self.duty_values(),
            "due" => {
                let due = case.due.as_ref().map(|due| locale.deadline(due.at, &definition.zone));
                json!(due.unwrap_or_default())
            }
            "period" => json!(period(case, locale)),
            "reason" => {
                let given = self.entry.and_then(|entry| entry.reason.as_ref());
                json!(given.or(case.reason.as_ref()).map_or("", String::as_str))
            }
            "standing" => json!(
                case.standing
                    .map(|standing| locale.standing(standing))
                    .unwrap_or_default()
            ),
            "event" => json!(self.entry.map_or("", |entry| entry.event.as_str())),
            "actor" => {
                let role = self.entry.and_then(|entry| entry.role.as_ref());
                json!(role.map(|role| role_title(definition, role, lang)).unwrap_or_default())
            }
            "attachments" => json!(
                case.attachments
                    .iter()
                    .map(|attachment| &attachment.name)
                    .collect::<Vec<_>>()
            ),
            _ => return None,
        })
    }

    fn case_values(&self) -> Value {
        let case = &self.loaded.stored.case;
        let kind = self.definition().kind(&case.kind);
        let title = kind.map(|kind| kind.title.in_lang(self.lang())).unwrap_or_default();
        json!({"title": title, "url": self.case_url(), "id": case.id, "kind": case.kind})
    }

    fn state_title(&self) -> &str {
        let case = &self.loaded.stored.case;
        let state = self
            .definition()
            .kind(&case.kind)
            .and_then(|kind| kind.state(&case.state));
        state.map(|state| state.title.in_lang(self.lang())).unwrap_or_default()
    }

    /// The duty the notice is about; for a letter that tells of an event, the first duty its reader owes.
    fn duty_values(&self) -> Value {
        let (definition, case) = (self.definition(), &self.loaded.stored.case);
        let plan = plan(definition, case, &self.loaded.people);
        let wanted = |duty: &&crate::case::Duty| match self.notice.duty.as_str() {
            "" => duty.of.role == self.notice.address.role && !duty.stopped,
            name => duty.name == name,
        };
        let Some(duty) = plan.duties.iter().find(wanted) else {
            return json!({"title": "", "due": ""});
        };
        let rules = definition
            .kind(&case.kind)
            .into_iter()
            .flat_map(|kind| &kind.states)
            .flat_map(|state| &state.duties);
        let title = rules
            .into_iter()
            .find(|rule| rule.name == duty.name)
            .map(|rule| rule.title.in_lang(self.lang()));
        json!({"title": title.unwrap_or_default(), "due": self.locale().deadline(duty.due_at, &definition.zone)})
    }
}

/// The name of a seat for people, or of the role where no seat is meant.
pub fn role_title(definition: &Definition, address: &Address, lang: &str) -> String {
    let Some(role) = definition.role(&address.role) else {
        return address.to_string();
    };
    let seat = address
        .seat
        .as_ref()
        .and_then(|name| role.seats.iter().find(|seat| seat.name == *name));
    seat.map_or(&role.title, |seat| &seat.title).in_lang(lang).to_owned()
}

fn call_values(definition: &Definition, case: &Case, locale: Locale) -> Value {
    let Some(call) = &case.call else {
        let names = definition
            .call
            .iter()
            .flat_map(|rule| rule.dates.iter().map(|(name, _)| name.clone()));
        let empty = names
            .chain(["name", "opens", "closes"].map(str::to_owned))
            .map(|name| (name, json!("")));
        return Value::Object(empty.collect());
    };
    let mut values = serde_json::Map::new();
    for (name, at) in &call.dates {
        values.insert(name.clone(), json!(locale.deadline(*at, &definition.zone)));
    }
    values.insert("name".to_owned(), json!(call.name));
    values.insert("opens".to_owned(), json!(locale.day(call.opens_at, &definition.zone)));
    values.insert(
        "closes".to_owned(),
        json!(locale.deadline(call.closes_at, &definition.zone)),
    );
    Value::Object(values)
}

fn period(case: &Case, locale: Locale) -> String {
    let period = case.due.as_ref().and_then(|due| due.period);
    period
        .map(|(first, last)| format!("{} – {}", locale.date(first), locale.date(last)))
        .unwrap_or_default()
}
