//! The page of one case.

use std::fmt::Display;

use axum::http::StatusCode;
use uuid::Uuid;

use super::event::{Tried, views};
use super::panels;
use super::words::{
    case_title, duty_title, entry_title, event_title, kind_title, letter_at, letter_state, state_title, tone, turn,
};
use crate::case::{Duty, Entry};
use crate::engine::letters::role_title;
use crate::engine::queries::case::{Look, Signing};
use crate::engine::queries::history::{LetterSeen, Past};
use crate::http::address::Path;
use crate::http::keeping::{Answer, page_with};
use crate::http::pages::Link;
use crate::http::pages::case::{
    CasePage, DutyView, FileView, FormState, LetterView, NextSort, NextView, PastView, Said, SignatureView,
};
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::rehearsal::transcript::What;
use crate::store::cases::StoredCase;
use crate::store::notices::NoticeState;
use crate::workflow::definition::{Address, Sees};
use crate::workflow::explain::of_state;
use crate::workflow::form::is_blank;

/// How far ahead a case is played, in seconds: two years and some months.
const AHEAD: i64 = 800 * 86_400;
/// How many things that come are shown.
const COMING: usize = 10;

/// `GET /cases/{id}`.
pub async fn case(visit: Visit, Path(id): Path<Uuid>) -> Answer {
    let me = visit.me()?;
    let look = visit.app.engine.look(id, me.id).await?;
    show(&visit, &look, None).await
}

/// The page of a case, with what was tried and could not be done.
pub async fn show(visit: &Visit, look: &Look, tried: Option<&Tried<'_>>) -> Answer {
    let past = visit.app.engine.past(look).await?;
    let scene = Scene {
        visit,
        look,
        past: &past,
        t: visit.t,
    };
    let status = if tried.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page_with(status, &scene.page(tried))
}

/// Everything the page is filled from.
struct Scene<'a> {
    visit: &'a Visit,
    look: &'a Look,
    past: &'a Past,
    t: Locale,
}

impl Scene<'_> {
    fn page(&self, tried: Option<&Tried<'_>>) -> CasePage {
        let (glance, case, t) = (&self.look.glance, self.look.case(), self.t);
        let plan = self.look.plan();
        let href = format!("/cases/{}", case.id);
        let all = views(self.visit, self.look, tried);
        let submits = all.iter().any(|event| event.completes);
        CasePage {
            frame: self.visit.frame(Some(&glance.definition), &self.look.organisation.name),
            back: back(self.visit, self.look),
            organisation: self.look.organisation.name.clone(),
            kind: kind_title(&glance.definition, case, t),
            call: self.call(),
            state: state_title(&glance.definition, case, &case.state, t),
            tone: tone(glance, &plan.duties),
            standing: case.standing,
            turn: turn(glance, &plan.duties, t),
            reason: self.reason(),
            next: self.next(&plan.duties),
            rules: self.rules(),
            all_rules: format!("/w/{}/rules", glance.definition.name),
            duties: plan.duties.iter().map(|duty| self.duty(duty)).collect(),
            events: all.into_iter().filter(|event| !event.completes).collect(),
            put_off: super::put_off::view(self.visit, self.look, (&plan.duties, tried)),
            form: self.form(submits),
            attachments: self.files(&href),
            may_attach: glance.owns() && glance.state().is_some_and(|state| !state.is_final),
            letters: self.letters(),
            panels: panels::views(self.look, self.past, t),
            history: self.past.entries.iter().rev().map(|entry| self.entry(entry)).collect(),
            version: self.version(&href),
            related: self.past.relatives.iter().map(|stored| self.relative(stored)).collect(),
            href,
        }
    }

    /// The way to the version in force.
    fn version(&self, href: &str) -> Option<Link> {
        let stored = &self.look.glance.stored;
        let (latest, _) = self.visit.app.engine.workflows.in_force(&stored.workflow)?;
        let older = stored.version != latest && !stored.closed;
        (older && self.visit.runs(&stored.workflow)).then(|| Link {
            href: format!("{href}/version"),
            label: self
                .t
                .text_with("case-version", &[("version", &stored.version), ("latest", &latest)]),
        })
    }

    fn call(&self) -> Option<String> {
        let case = self.look.case();
        let due = || {
            let due = case.due.as_ref()?;
            Some(self.t.deadline(due.at, &self.look.glance.definition.zone))
        };
        case.call.as_ref().map(|call| call.name.clone()).or_else(due)
    }

    /// The reason given last, if it still explains where the case stands.
    fn reason(&self) -> Option<Said> {
        let last_move = self
            .past
            .entries
            .iter()
            .rev()
            .find(|entry| entry.from.as_ref() != Some(&entry.to))?;
        let entry = self
            .past
            .entries
            .iter()
            .rev()
            .find(|entry| entry.reason.is_some() && entry.ballot().is_none())?;
        (entry.seq >= last_move.seq).then(|| Said {
            who: self.actor(entry).unwrap_or_default(),
            at: entry.at,
            text: entry.reason.clone().unwrap_or_default(),
        })
    }

    fn duty(&self, duty: &Duty) -> DutyView {
        let definition = &self.look.glance.definition;
        DutyView {
            title: duty_title(definition, self.look.case(), &duty.name, self.t),
            who: role_title(definition, &duty.of, self.t.tag()),
            due_at: duty.due_at,
            stopped: duty.stopped,
        }
    }

    /// What comes if nobody does anything: deadlines, letters, what the engine does by itself.
    fn next(&self, duties: &[Duty]) -> Vec<NextView> {
        let definition = &self.look.glance.definition;
        let running = duties
            .iter()
            .filter(|duty| !duty.stopped && duty.due_at > self.look.now);
        let deadlines = running.map(|duty| {
            let (who, what) = (role_title(definition, &duty.of, self.t.tag()), self.duty(duty).title);
            NextView {
                at: duty.due_at,
                text: self.t.text_with("explain-next-duty", &[("who", &who), ("duty", &what)]),
                sort: NextSort::Deadline,
            }
        });
        let planned = self
            .past
            .letters
            .iter()
            .filter(|letter| letter.notice.state == NoticeState::Planned);
        let letters = planned.map(|letter| NextView {
            at: letter.notice.planned_at,
            text: self.t.text_with(
                "explain-next-letter",
                &[
                    ("who", &self.to_whom(&letter.notice.address)),
                    ("subject", &letter.subject),
                ],
            ),
            sort: NextSort::Letter,
        });
        let mut coming: Vec<NextView> = deadlines
            .chain(letters)
            .chain(self.by_itself())
            .chain(self.ends())
            .collect();
        coming.sort_by_key(|one| one.at);
        coming.dedup_by(|a, b| a.at == b.at && a.text == b.text);
        coming.truncate(COMING);
        coming
    }

    /// The rules of the state the case stands in, as sentences.
    fn rules(&self) -> Vec<String> {
        let (definition, case) = (&self.look.glance.definition, self.look.case());
        let Some(kind) = definition.kind(&case.kind) else {
            return Vec::new();
        };
        let sentences = kind.state(&case.state).map(|state| of_state(definition, kind, state));
        let said = sentences.iter().flatten().map(|sentence| self.t.sentence(sentence));
        said.collect()
    }

    /// What happens by itself in a way that the reader may not know yet: an open ballot decides.
    fn ends(&self) -> Vec<NextView> {
        let (definition, case) = (&self.look.glance.definition, self.look.case());
        let from = Some(case.state.as_str());
        let ends = self.look.ends().into_iter();
        ends.map(|timer| NextView {
            at: timer.due_at,
            text: event_title(definition, case, (&timer.event, from), self.t),
            sort: NextSort::Timer,
        })
        .collect()
    }

    /// What the engine will do to the case, and what its children will bring about.
    fn by_itself(&self) -> Vec<NextView> {
        let (definition, case) = (&self.look.glance.definition, self.look.case());
        let lines = self.look.forecast(self.look.now.plus_seconds(AHEAD));
        let own = lines.into_iter().filter(|line| line.kind == case.kind);
        own.filter_map(|line| {
            let What::Entry { event, from, to, .. } = &line.what else {
                return None;
            };
            let title = event_title(definition, case, (event, from.as_deref()), self.t);
            let text = match from {
                Some(from) if from != to => {
                    let state = state_title(definition, case, to, self.t);
                    let values: [(&str, &dyn Display); 2] = [("event", &title), ("state", &state)];
                    self.t.text_with("explain-next-event-to", &values)
                }
                _ => self.t.text_with("explain-next-event", &[("event", &title)]),
            };
            Some(NextView {
                at: line.at,
                text,
                sort: NextSort::Timer,
            })
        })
        .collect()
    }

    fn form(&self, submits: bool) -> Option<FormState> {
        let form = self.look.form()?;
        let answers = self.look.answers();
        let glance = &self.look.glance;
        if answers.is_empty() && !glance.edits() {
            return None;
        }
        let asked = form
            .fields()
            .filter(|field| field.required && form.asks(field, &answers));
        let (mut answered, mut required) = (0, 0);
        for field in asked {
            required += 1;
            answered += u32::from(answers.get(&field.name).is_some_and(|value| !is_blank(value)));
        }
        Some(FormState {
            title: form.title.in_lang(self.t.tag()).to_owned(),
            editable: glance.edits(),
            submits,
            answered,
            required,
            signatures: signatures(self.look, self.past, self.t),
        })
    }

    fn files(&self, href: &str) -> Vec<FileView> {
        let files = self.look.files().iter();
        files
            .map(|file| FileView {
                href: format!("{href}/attachments/{}", file.id),
                name: file.name.clone(),
                purpose: purpose(&file.purpose, self.t),
            })
            .collect()
    }

    fn letters(&self) -> Vec<LetterView> {
        let mut letters: Vec<LetterView> = self.past.letters.iter().map(|letter| self.letter(letter)).collect();
        letters.sort_by_key(|letter| std::cmp::Reverse(letter.at));
        letters
    }

    fn letter(&self, letter: &LetterSeen) -> LetterView {
        let notice = &letter.notice;
        let who = self.past.name(notice.recipient_id).unwrap_or_default();
        LetterView {
            at: letter_at(notice),
            subject: letter.subject.clone(),
            recipient: format!("{who}, {}", self.to_whom(&notice.address)),
            state: letter_state(notice),
            why: format!("/notices/{}/why", notice.id),
        }
    }

    fn to_whom(&self, address: &Address) -> String {
        role_title(&self.look.glance.definition, address, self.t.tag())
    }

    fn entry(&self, entry: &Entry) -> PastView {
        let (definition, case) = (&self.look.glance.definition, self.look.case());
        let moved = entry.from.as_ref() != Some(&entry.to);
        PastView {
            at: entry.at,
            event: entry_title(definition, case, entry, self.t),
            actor: self.actor(entry),
            to: moved.then(|| state_title(definition, case, &entry.to, self.t)),
            reason: entry.reason.clone(),
        }
    }

    /// Who did it: those who sit elsewhere see the role only.
    fn actor(&self, entry: &Entry) -> Option<String> {
        let person = entry.actor?;
        let name = self.past.name(person).unwrap_or_default();
        Some(match &entry.role {
            Some(role) if self.look.sees_letters_to(&role.role) => format!("{name}, {}", self.to_whom(role)),
            Some(role) => self.to_whom(role),
            None => name,
        })
    }

    fn relative(&self, stored: &StoredCase) -> Link {
        let definition = &self.look.glance.definition;
        let (title, state) = (
            case_title(definition, &stored.case, self.t),
            state_title(definition, &stored.case, &stored.case.state, self.t),
        );
        Link {
            href: format!("/cases/{}", stored.case.id),
            label: format!("{title}: {state}"),
        }
    }
}

/// What a file is for, in words.
pub fn purpose(name: &str, t: Locale) -> String {
    let id = format!("purpose-{name}");
    if t.has(&id) { t.text(id) } else { name.to_owned() }
}

/// Signatures that are there or awaited.
pub fn signatures(look: &Look, past: &Past, t: Locale) -> Vec<SignatureView> {
    let view = |signing: Signing<'_>| SignatureView {
        seat: signing.seat.title.in_lang(t.tag()).to_owned(),
        signed: signing.signed.map(|(person, at)| {
            let name = person.and_then(|person| past.name(person));
            (name.unwrap_or_else(|| t.text("signed-on-paper")), at)
        }),
        stale: signing.stale,
    };
    look.signings().into_iter().map(view).collect()
}

/// Where the person came from: their desk, their queue, their inbox.
pub fn back(visit: &Visit, look: &Look) -> Link {
    let definition = &look.glance.definition;
    let to = |href: String, id: &str| Link {
        href,
        label: visit.t.text(id),
    };
    match visit.body_of(definition).filter(|_| !look.glance.owns()) {
        Some(Sees::All) => to(format!("/w/{}/queue", definition.name), "nav-queue"),
        Some(Sees::Told) => to(format!("/w/{}/inbox", definition.name), "nav-inbox"),
        None => to("/desk".to_owned(), "nav-desk"),
    }
}
