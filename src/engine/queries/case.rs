//! One case as one person may see it.

use uuid::Uuid;

use super::seen::Glance;
use crate::case::around::Around;
use crate::case::blind;
use crate::case::event::{Event, News};
use crate::case::facts::{SIGNED_FORM, own_answers};
use crate::case::people::{Holder, may_see, may_see_files, seats_of};
use crate::case::plan::{Plan, plan};
use crate::case::possible::possible;
use crate::case::state::Attachment;
use crate::case::{Actor, Case, Refusal};
use crate::clock::Instant;
use crate::engine::save::Loaded;
use crate::engine::{Engine, EngineError};
use crate::rehearsal::forecast::forecast;
use crate::rehearsal::transcript::Line;
use crate::store::attachments;
use crate::store::drafts::Draft;
use crate::store::entries::Recorded;
use crate::store::organisations::{self, Organisation};
use crate::workflow::Transition;
use crate::workflow::definition::{Role, Sees};
use crate::workflow::form::{Answers, FieldError, Form, Stage, digest};

/// A case as one person may see it at one moment.
#[derive(Clone, Debug)]
pub struct Look {
    /// The case in short.
    pub glance: Glance,
    /// The organisation that owns it.
    pub organisation: Organisation,
    /// Holders of seats for the organisation and of the house.
    pub people: Vec<Holder>,
    /// Answers being written; those who do not own the case never see them.
    pub draft: Option<Draft>,
    /// Places taken in its call.
    pub places_taken: u32,
    /// Who sits, and how the others of its call stand.
    pub around: Around,
    /// When the form came that was signed elsewhere; the first, if there are several.
    pub signed_form_at: Option<Instant>,
    /// When it was looked at.
    pub now: Instant,
}

/// Something a person could ask of a case now.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// The transition.
    pub transition: &'a Transition,
    /// Why it would be refused as things stand.
    pub refused: Option<Refusal>,
}

/// A seat whose signature counts, and what is there.
#[derive(Clone, Debug)]
pub struct Signing<'a> {
    /// The seat.
    pub seat: &'a crate::workflow::definition::Seat,
    /// Who signed and when; nobody is named by an uploaded form.
    pub signed: Option<(Option<Uuid>, Instant)>,
    /// Whether the answers have changed since.
    pub stale: bool,
}

impl Engine {
    /// A case as a person sees it.
    ///
    /// # Errors
    /// Not found when there is none, or none they may know of.
    pub async fn look(&self, case: Uuid, person: Uuid) -> Result<Look, EngineError> {
        let mut tx = self.store.read().await?;
        let loaded = self
            .load_to_read(&mut tx, case)
            .await
            .map_err(|stop| stop.into_error())?;
        let now = self.now();
        let seats = seats_of(&loaded.people, person, now);
        let actor = Actor::Person { id: person, seats };
        if !may_see(&loaded.definition, &loaded.stored.case, &actor) {
            return Err(EngineError::NotFound("case"));
        }
        let around = self
            .around(&mut tx, &loaded, now)
            .await
            .map_err(|stop| stop.into_error())?;
        let organisation = organisations::find(&mut tx, loaded.stored.case.organisation).await?;
        let organisation = organisation.ok_or(EngineError::NotFound("organisation"))?;
        let files = attachments::of_case(&mut tx, case).await?;
        let signed = files.iter().find(|file| file.purpose == SIGNED_FORM);
        Ok(Look {
            signed_form_at: signed.map(|file| file.uploaded_at),
            around,
            ..Look::of(loaded, actor, organisation, now)
        })
    }
}

impl Look {
    fn of(loaded: Loaded, actor: Actor, organisation: Organisation, now: Instant) -> Self {
        Self {
            glance: Glance::of(loaded.definition, loaded.stored, (organisation.name.clone(), actor)),
            organisation,
            people: loaded.people,
            draft: loaded.draft,
            places_taken: loaded.places_taken,
            around: Around::default(),
            signed_form_at: None,
            now,
        }
    }

    /// The case itself.
    pub fn case(&self) -> &Case {
        self.glance.case()
    }

    /// Its own form.
    pub fn form(&self) -> Option<&Form> {
        let name = self.glance.kind()?.form.as_ref()?;
        self.glance.definition.forms.get(name)
    }

    /// The answers the person may see: those being written for the owner, recorded ones for the house.
    pub fn answers(&self) -> Answers {
        match self.draft.as_ref().filter(|_| self.glance.owns()) {
            Some(draft) => draft.answers.clone(),
            None => own_answers(&self.glance.definition, self.case())
                .cloned()
                .unwrap_or_default(),
        }
    }

    /// The files the person may see.
    pub fn files(&self) -> &[Attachment] {
        match may_see_files(&self.glance.definition, self.case(), &self.glance.actor) {
            true => &self.case().attachments,
            false => &[],
        }
    }

    /// What is still wrong with the answers the person sees.
    pub fn wrong(&self, stage: Stage) -> Vec<FieldError> {
        self.form()
            .map(|form| form.check(&self.answers(), stage))
            .unwrap_or_default()
    }

    /// Everything that will happen if nobody does anything.
    pub fn plan(&self) -> Plan {
        let plan = plan(&self.glance.definition, self.case(), &self.people);
        blind::seen(&self.glance.definition, self.case(), (&self.glance.actor, plan))
    }

    /// Whether the person may see an entry as it is recorded.
    pub fn shows(&self, recorded: &Recorded) -> bool {
        let entry = recorded.payload.as_ref().map(|payload| &payload.entry);
        entry.is_none_or(|entry| blind::shows(&self.glance.definition, self.case(), (&self.glance.actor, entry)))
    }

    /// The case played ahead until then.
    pub fn forecast(&self, until: Instant) -> Vec<Line> {
        let (definition, case) = (&self.glance.definition, self.case());
        let mut lines = forecast(definition, case, &self.people, (self.now, until));
        if let Some(hidden) = blind::hidden_from(definition, case, &self.glance.actor) {
            lines.retain(|line| line.at < hidden);
        }
        lines
    }

    /// What happens by itself in a way that the person may not know yet.
    pub fn ends(&self) -> Vec<crate::case::Timer> {
        blind::ends(&self.glance.definition, self.case(), &self.glance.actor)
    }

    /// What the person could ask of the case, with what would be refused; another body's events are left out, and of
    /// several transitions for one event only the one that would be followed is there.
    pub fn possible(&self) -> Vec<Ask<'_>> {
        let event = Event {
            name: String::new(),
            actor: self.glance.actor.clone(),
            answers: self.answers(),
            extra: Answers::new(),
            reason: None,
            attachments: Vec::new(),
            fresh: Uuid::nil(),
            places_taken: self.places_taken,
            around: self.around.clone(),
            news: News::None,
        };
        let here = self.glance.state().map_or(&[][..], |state| &state.transitions);
        let asks = possible(&self.glance.definition, self.case(), &event, self.now)
            .into_iter()
            .filter(|one| {
                one.refused_because
                    .as_ref()
                    .is_none_or(|refusal| refusal.rule != "role")
            })
            .filter_map(|one| {
                Some(Ask {
                    transition: here.iter().find(|own| std::ptr::eq(*own, one.transition))?,
                    refused: one.refused_because,
                })
            });
        let mut found: Vec<Ask<'_>> = Vec::new();
        for ask in asks {
            match found
                .iter_mut()
                .find(|known| known.transition.event == ask.transition.event)
            {
                Some(known) if known.refused.is_some() && ask.refused.is_none() => *known = ask,
                Some(_) => {}
                None => found.push(ask),
            }
        }
        found
    }

    /// The transition of that event in the present state that the person may ask for, else the first of that name.
    pub fn transition(&self, event: &str) -> Option<&Transition> {
        let named = |one: &&Transition| one.event == event;
        let mine = self.possible().into_iter().map(|one| one.transition).find(named);
        mine.or_else(|| self.glance.state()?.transitions.iter().find(named))
    }

    /// Whether the person may know of a letter to somebody in this role.
    pub fn sees_letters_to(&self, role: &str) -> bool {
        let Actor::Person { seats, .. } = &self.glance.actor else {
            return true;
        };
        let sees_all = |held: &str| {
            let role = self.glance.definition.role(held);
            role.is_some_and(|role: &Role| role.sees == Sees::All)
        };
        seats.iter().any(|held| held.role == role || sees_all(&held.role))
    }

    /// The seats whose signature is asked here, with what is there.
    pub fn signings(&self) -> Vec<Signing<'_>> {
        let Some(kind) = self.glance.kind() else {
            return Vec::new();
        };
        let seats = self
            .glance
            .definition
            .role(&kind.owner)
            .map_or(&[][..], |role| &role.seats);
        let signs = kind
            .states
            .iter()
            .flat_map(|state| &state.transitions)
            .filter(|transition| transition.signs);
        let mut names: Vec<&str> = signs.flat_map(|one| signing_seats(one)).collect();
        names.sort_unstable();
        names.dedup();
        let signing = |name: &str| Some(self.signing(seats.iter().find(|seat| seat.name == name)?));
        names.into_iter().filter_map(signing).collect()
    }

    fn signing<'a>(&self, seat: &'a crate::workflow::definition::Seat) -> Signing<'a> {
        let case = self.case();
        let uploaded = self.files().iter().any(|file| file.purpose == SIGNED_FORM);
        let signature = case.signatures.get(&seat.name);
        let answers = self.answers();
        match signature {
            Some(signature) => Signing {
                seat,
                signed: Some((signature.person, signature.at)),
                stale: self.glance.owns() && !uploaded && signature.digest != digest(&answers),
            },
            None => Signing {
                seat,
                signed: self.signed_form_at.filter(|_| uploaded).map(|at| (None, at)),
                stale: false,
            },
        }
    }

    /// What the engine loads, from which letters are written.
    pub(super) fn loaded(&self) -> Loaded {
        Loaded {
            definition: self.glance.definition.clone(),
            stored: self.glance.stored.clone(),
            people: self.people.clone(),
            places_taken: self.places_taken,
            draft: None,
        }
    }
}

fn signing_seats(transition: &Transition) -> Vec<&str> {
    match &transition.trigger {
        crate::workflow::definition::Trigger::By(by) => by.iter().filter_map(|one| one.seat.as_deref()).collect(),
        _ => Vec::new(),
    }
}
