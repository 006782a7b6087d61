//! The shipped programme with a few invented people, and small programmes in other zones.

use std::collections::BTreeMap;

use kalends::case::call::fill_dates;
use kalends::case::decide::decide;
use kalends::case::event::{HeldSeat, News, Opening};
use kalends::case::evolve::{evolve, fold};
use kalends::case::opening::{import, open};
use kalends::case::plan::plan;
use kalends::case::state::{Attachment, CallDates, Due};
use kalends::case::{Actor, Case, Event, Holder, Notice, Rejection};
use kalends::clock::Instant;
use kalends::workflow::form::Answers;
use kalends::workflow::parse::parse;
use kalends::workflow::{Definition, Source};
use serde_json::json;
use uuid::Uuid;

use crate::workflow::files;

pub const CONTACT: u128 = 1;
pub const MAYOR: u128 = 2;
pub const COMMISSION: u128 = 3;
pub const INSTITUTE: u128 = 4;
pub const SECRETARY: u128 = 5;
pub const STRANGER: u128 = 6;
pub const OWNER: u128 = 100;

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// The shipped programme of learning cities.
pub fn shipped() -> Definition {
    parse(&files::shipped("learning-cities")).expect("good files")
}

/// A programme in `zone` with one kind, `report`, whose open state holds the given lines.
pub fn small(zone: &str, open: &str) -> Definition {
    small_with(zone, "", open)
}

/// The same with lines at the top of the file.
pub fn small_with(zone: &str, top: &str, open: &str) -> Definition {
    let text = format!(
        "title.en = 'T'\nabout.en = 'A'\nzone = '{zone}'\nlanguages = ['en']\nkinds = ['report']\n{top}\n\
         [role.owner]\ntitle.en = 'Owner'\nseats.contact = {{ en = 'Contact' }}\nseats.head = {{ en = 'Head' }}\n\
         [role.office]\ntitle.en = 'Office'\n\
         [report]\ntitle.en = 'Report'\nowner = 'owner'\nstates = ['open', 'waiting', 'done']\n\
         [report.open]\ntitle.en = 'Open'\n{open}\n\
         [report.waiting]\ntitle.en = 'Waiting'\n\
         [report.waiting.on]\nback = {{ by = 'owner', to = 'open', title.en = 'Back' }}\n\
         [report.done]\ntitle.en = 'Done'\nfinal = true\n"
    );
    let letter = "# Subject\n\nBody.\n";
    let files = [
        ("workflow.toml".to_owned(), text),
        ("letters/note.en.md".to_owned(), letter.to_owned()),
    ];
    let source = Source {
        name: "small".to_owned(),
        files: files.into(),
    };
    parse(&source).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// An instant from a local time such as `2027-03-31T09:00` in the programme's zone.
pub fn at(definition: &Definition, local: &str) -> Instant {
    let civil = local.parse().unwrap_or_else(|error| panic!("{local}: {error}"));
    Instant::from_civil(civil, &definition.zone)
}

/// The local time of an instant.
pub fn local(definition: &Definition, instant: Instant) -> String {
    instant.civil(&definition.zone).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// A person in a role, or in a seat of it: `applicant.mayor`.
pub fn actor(person: u128, address: &str) -> Actor {
    let (role, seat) = address
        .split_once('.')
        .map_or((address, None), |(role, seat)| (role, Some(seat)));
    let seats = vec![HeldSeat {
        role: role.to_owned(),
        seat: seat.map(str::to_owned),
        peer: None,
    }];
    Actor::Person { id: id(person), seats }
}

pub fn holder(person: u128, address: &str) -> Holder {
    let (role, seat) = address
        .split_once('.')
        .map_or((address, None), |(role, seat)| (role, Some(seat)));
    Holder {
        person: id(person),
        role: role.to_owned(),
        seat: seat.map(str::to_owned),
        peer: None,
        from: None,
        until: None,
    }
}

/// Everybody of the shipped programme in their seats.
pub fn people() -> Vec<Holder> {
    vec![
        holder(CONTACT, "applicant.contact"),
        holder(MAYOR, "applicant.mayor"),
        holder(COMMISSION, "commission"),
        holder(INSTITUTE, "institute"),
        holder(SECRETARY, "secretary"),
    ]
}

pub fn event(name: &str, actor: Actor) -> Event {
    Event {
        name: name.to_owned(),
        actor,
        answers: Answers::new(),
        extra: Answers::new(),
        reason: None,
        attachments: Vec::new(),
        fresh: id(900),
        places_taken: 0,
        around: kalends::case::around::Around::default(),
        news: News::None,
    }
}

pub fn engine(name: &str, news: News) -> Event {
    Event {
        news,
        ..event(name, Actor::Engine)
    }
}

pub fn attachment(purpose: &str) -> Attachment {
    Attachment {
        id: id(700),
        purpose: purpose.to_owned(),
        name: format!("{purpose}.pdf"),
        sha256: String::new(),
    }
}

/// The call of March and April 2026 with three places.
pub fn call(definition: &Definition) -> CallDates {
    let mut call = CallDates {
        id: id(500),
        name: "2026".to_owned(),
        opens_at: at(definition, "2026-03-01T00:00"),
        closes_at: at(definition, "2026-05-01T00:00"),
        quota: Some(3),
        dates: BTreeMap::new(),
    };
    fill_dates(definition, &mut call);
    call
}

pub fn opening(kind: &str, call: Option<CallDates>) -> Opening {
    Opening {
        id: id(200),
        kind: kind.to_owned(),
        organisation: id(OWNER),
        call,
        parent: None,
        due: None,
        rounds: Vec::new(),
        answers: Answers::new(),
        several: false,
    }
}

/// The example answers of a form.
pub fn example(definition: &Definition, form: &str) -> Answers {
    definition.forms[form].example()
}

/// A case with its history, moved by events that must be accepted.
pub struct Play<'a> {
    pub definition: &'a Definition,
    pub case: Case,
}

impl<'a> Play<'a> {
    /// An application opened at a local time.
    pub fn application(definition: &'a Definition, local: &str) -> Self {
        let opening = opening("membership", Some(call(definition)));
        let asked = event("open", actor(CONTACT, "applicant.contact"));
        let decision = open(definition, &opening, &[], (&asked, at(definition, local))).expect("opens");
        let case = fold([&decision.entry]).expect("begins");
        Self { definition, case }
    }

    /// A member imported at a local time.
    pub fn member(definition: &'a Definition, since: &str, local: &str) -> Self {
        let since = Answers::from([("admitted_on".to_owned(), json!(since))]);
        let asked = event("import", actor(SECRETARY, "secretary"));
        let opening = opening("membership", None);
        let decision = import(definition, &opening, (&since, &[]), (&asked, at(definition, local))).expect("imports");
        let case = fold([&decision.entry]).expect("begins");
        Self { definition, case }
    }

    /// A case of a small programme, or a report, due at a local time.
    pub fn due(definition: &'a Definition, kind: &str, [opened, due]: [&str; 2]) -> Self {
        let due_at = at(definition, due);
        let opening = Opening {
            parent: Some(id(300)),
            due: Some(Due {
                regular: due_at.last_day(&definition.zone),
                at: due_at,
                period: None,
            }),
            ..opening(kind, None)
        };
        let asked = event("open", Actor::Engine);
        let decision = open(definition, &opening, &[], (&asked, at(definition, opened))).expect("opens");
        let case = fold([&decision.entry]).expect("begins");
        Self { definition, case }
    }

    pub fn ask(&mut self, event: &Event, local: &str) -> Result<(), Rejection> {
        let decision = decide(self.definition, &self.case, event, at(self.definition, local))?;
        self.case = evolve(self.case.clone(), &decision.entry);
        Ok(())
    }

    pub fn must(&mut self, event: &Event, local: &str) -> &mut Self {
        self.ask(event, local)
            .unwrap_or_else(|rejection| panic!("{} at {local}: {rejection:?}", event.name));
        self
    }

    /// Signs and submits the example answers.
    pub fn submitted(&mut self, local: &str) -> &mut Self {
        let answers = example(self.definition, "application");
        for (name, person, seat) in [
            ("sign", MAYOR, "applicant.mayor"),
            ("submit", CONTACT, "applicant.contact"),
        ] {
            let asked = Event {
                answers: answers.clone(),
                ..event(name, actor(person, seat))
            };
            self.must(&asked, local);
        }
        self
    }

    /// What is planned, as `2027-03-24T09:00 before-7-days 2`: local time, step, recipient's number.
    pub fn planned(&self, people: &[Holder]) -> Vec<String> {
        let plan = plan(self.definition, &self.case, people);
        plan.notices
            .iter()
            .map(|notice| shown(self.definition, notice))
            .collect()
    }

    /// The timers, as `2027-04-01T00:00 overdue`.
    pub fn timers(&self) -> Vec<String> {
        let plan = plan(self.definition, &self.case, &[]);
        let timers = plan.timers.iter();
        timers
            .map(|timer| format!("{} {}", local(self.definition, timer.due_at), timer.event))
            .collect()
    }

    /// The duties, as `decide 2026-06-01T00:00`.
    pub fn duties(&self) -> Vec<String> {
        let plan = plan(self.definition, &self.case, &[]);
        let duties = plan.duties.iter();
        duties
            .map(|duty| {
                format!(
                    "{} {}{}",
                    duty.name,
                    local(self.definition, duty.due_at),
                    if duty.stopped { " stopped" } else { "" }
                )
            })
            .collect()
    }
}

pub fn shown(definition: &Definition, notice: &Notice) -> String {
    format!(
        "{} {} {}",
        local(definition, notice.planned_at),
        notice.step,
        notice.recipient.as_u128()
    )
}

/// The rule that refused, or the rules of wrong answers.
pub fn why(rejection: &Rejection) -> String {
    match rejection {
        Rejection::Refused(refusal) => refusal.rule.clone(),
        Rejection::Invalid(errors) => format!("invalid: {}", errors.first().map_or("", |error| error.rule)),
    }
}
