//! Pages anybody may read: programmes, one programme, its register.

use std::collections::BTreeSet;

use jiff::civil;
use serde::Deserialize;

use super::offers::offered;
use super::words::call_line;
use crate::case::facts::own_answers;
use crate::case::opening::offers;
use crate::clock::Instant;
use crate::engine::letters::role_title;
use crate::engine::queries::register::{Member, Members, Part};
use crate::http::address::{Path, Query, encoded};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page};
use crate::http::pages::Link;
use crate::http::pages::desk::Offer;
use crate::http::pages::home::{HomePage, ProgrammeCard};
use crate::http::pages::programme::{CallLine, MemberLine, ProgrammePage, RegisterPage, Step};
use crate::http::pages::widget::in_words;
use crate::http::table;
use crate::http::visit::Visit;
use crate::http::whole::{self, Form};
use crate::locale::Locale;
use crate::store::case_lists::ListedPlace;
use crate::store::cases::Filter;
use crate::workflow::definition::{Every, QuotaUse};
use crate::workflow::{Definition, Kind, State, Transition};

/// How many members a page shows.
const SHOWN: usize = 50;

/// `GET /`.
pub async fn home(visit: Visit) -> Answer {
    let mut programmes = Vec::new();
    for name in visit.app.engine.workflows.names() {
        let definition = visit.workflow(&name)?;
        let (open, _) = calls(&visit, &definition).await?;
        programmes.push(ProgrammeCard {
            href: format!("/w/{name}"),
            title: definition.title.in_lang(visit.t.tag()).to_owned(),
            about: definition.about.in_lang(visit.t.tag()).to_owned(),
            call: open,
            zone: definition.zone.clone(),
            members: visit.app.engine.count_members(&name).await?,
        });
    }
    let frame = visit.frame(None, &visit.t.text("home-title"));
    page(&HomePage { frame, programmes })
}

/// The open call of a programme, and the one that opens next.
async fn calls(visit: &Visit, definition: &Definition) -> Result<(Option<CallLine>, Option<CallLine>), Problem> {
    let now = visit.now();
    let calls = visit.app.engine.calls_of(&definition.name).await?;
    let real = || calls.iter().filter(|call| call.round.is_none());
    let open = real().find(|call| call.opens_at <= now && now < call.closes_at);
    let next = real()
        .filter(|call| call.opens_at > now)
        .min_by_key(|call| call.opens_at);
    Ok((open.map(call_line), next.map(call_line)))
}

/// `GET /w/{workflow}`.
pub async fn programme(visit: Visit, Path(name): Path<String>) -> Answer {
    let definition = visit.workflow(&name)?;
    let (open, next) = calls(&visit, &definition).await?;
    let Members { rows: members, .. } = visit.app.engine.register(&name, &part(None, None)).await?;
    let (offers, begins) = without_call(&visit, &definition).await?;
    let title = definition.title.in_lang(visit.t.tag()).to_owned();
    page(&ProgrammePage {
        frame: visit.frame(Some(&definition), &title),
        about: definition.about.in_lang(visit.t.tag()).to_owned(),
        apply: "/desk".to_owned(),
        steps: steps(&definition, visit.t),
        members: members.iter().map(|member| line(member, visit.t)).collect(),
        rules: format!("/w/{name}/rules"),
        register: format!("/w/{name}/register"),
        has_calls: definition.kinds.iter().any(|kind| kind.in_call),
        offers,
        begins,
        title,
        open,
        next,
    })
}

/// What the visitor may begin without a call, and to those who are not signed in the kinds of case that can be.
async fn without_call(visit: &Visit, definition: &Definition) -> Result<(Vec<Offer>, Vec<String>), Problem> {
    let Some(me) = &visit.person else {
        let kinds = offers::without_call(definition);
        let titles = kinds.map(|kind| kind.title.in_lang(visit.t.tag()).to_owned());
        return Ok((Vec::new(), titles.collect()));
    };
    if offers::without_call(definition).next().is_none() {
        return Ok((Vec::new(), Vec::new()));
    }
    let mine = visit.seats_in(&definition.name).filter_map(|seat| seat.organisation_id);
    let mut seen = Vec::new();
    for organisation in mine.collect::<BTreeSet<_>>() {
        let filter = Filter {
            workflow: Some(definition.name.clone()),
            organisation: Some(organisation),
            ..Filter::default()
        };
        seen.extend(visit.app.engine.cases_seen(me.id, &filter).await?);
    }
    let mut all = offered(visit, definition, &seen).await?;
    all.retain(|offer| offer.call.is_none());
    Ok((all, Vec::new()))
}

/// The states on the way of the kind named first, each with what is owed there.
fn steps(definition: &Definition, t: Locale) -> Vec<Step> {
    let way = definition.kinds.first().map(way).unwrap_or_default();
    way.into_iter()
        .map(|state| Step {
            title: state.title.in_lang(t.tag()).to_owned(),
            text: owed(definition, state, t),
        })
        .collect()
}

/// The straight way through a kind: from each state to the one that takes a place, else to the first not yet passed.
fn way(kind: &Kind) -> Vec<&State> {
    let mut way: Vec<&State> = kind.initial().into_iter().collect();
    while let Some(here) = way.last() {
        let mut onward: Vec<(&Transition, &State)> = here
            .transitions
            .iter()
            .filter_map(|one| Some((one, kind.state(one.to.as_ref()?)?)))
            .filter(|(_, state)| !state.is_final && way.iter().all(|passed| passed.name != state.name))
            .collect();
        onward.sort_by_key(|(one, _)| one.place_in_quota != QuotaUse::Takes);
        let Some((_, next)) = onward.first() else { break };
        way.push(next);
    }
    way
}

fn owed(definition: &Definition, state: &State, t: Locale) -> String {
    let of_first = |name: &str| state.duties.first().is_some_and(|duty| duty.name == name);
    let duties = state
        .duties
        .iter()
        .filter(|duty| duty.when.is_none() || of_first(&duty.name));
    let duties = duties.filter(|_| state.cycles.is_empty()).map(|duty| {
        let who = role_title(definition, &duty.of, t.tag());
        format!("{who}: {}.", duty.title.in_lang(t.tag()))
    });
    let cycles = state.cycles.iter().filter_map(|cycle| {
        let title = definition.kind(&cycle.opens)?.title.in_lang(t.tag());
        Some(match cycle.every {
            Every::Years(years) => t.text_with("step-cycle", &[("kind", &title), ("years", &years)]),
            Every::Date | Every::Span(_) => t.text_with("step-cycle-again", &[("kind", &title)]),
        })
    });
    duties.chain(cycles).collect::<Vec<_>>().join(" ")
}

fn line(member: &Member, t: Locale) -> MemberLine {
    MemberLine {
        organisation: member.organisation.clone(),
        since: member.since,
        standing: member.standing,
        shown: shown(member, t),
    }
}

/// Answers of the member's own form that the register may show.
fn shown(member: &Member, t: Locale) -> Vec<(String, String)> {
    let case = &member.stored.case;
    let kind = member.definition.kind(&case.kind);
    let form = kind.and_then(|kind| member.definition.forms.get(kind.form.as_ref()?));
    let (Some(form), Some(answers)) = (form, own_answers(&member.definition, case)) else {
        return Vec::new();
    };
    let public = form.fields().filter(|field| field.public);
    public
        .filter_map(|field| {
            let value = in_words(field, answers.get(&field.name)?, t);
            Some((field.label.in_lang(t.tag()).to_owned(), value))
        })
        .filter(|(_, value)| *value != member.organisation)
        .collect()
}

/// A page of a register.
fn part(at: Option<Instant>, after: Option<ListedPlace>) -> Part {
    Part {
        at,
        standing: None,
        after,
        limit: SHOWN,
    }
}

/// On which day the register is asked, and from where on.
#[derive(Debug, Deserialize)]
pub struct On {
    on: Option<String>,
    after: Option<String>,
}

impl On {
    /// The day, and the instant after it if it lies before today.
    fn day(&self, visit: &Visit, definition: &Definition) -> (civil::Date, Option<Instant>) {
        let today = visit.now().civil(&definition.zone).date();
        let asked = self.on.as_ref().and_then(|on| on.parse::<civil::Date>().ok());
        match asked
            .filter(|day| *day < today)
            .and_then(|day| Some((day, day.tomorrow().ok()?)))
        {
            Some((day, after)) => (
                day,
                Some(Instant::from_civil(
                    after.to_datetime(civil::Time::midnight()),
                    &definition.zone,
                )),
            ),
            None => (today, None),
        }
    }
}

/// `GET /w/{workflow}/register`.
pub async fn register(visit: Visit, Path(name): Path<String>, Query(on): Query<On>) -> Answer {
    let definition = visit.workflow(&name)?;
    let (day, at) = on.day(&visit, &definition);
    let after = on.after.as_deref().and_then(ListedPlace::parse);
    let whole = after.is_none();
    let Members { rows: members, next } = visit.app.engine.register(&name, &part(at, after)).await?;
    let download = |kind: &str| Link {
        href: format!("/w/{name}/register.{kind}?on={day}"),
        label: kind.to_uppercase(),
    };
    page(&RegisterPage {
        frame: visit.frame(Some(&definition), &visit.t.text("register-title")),
        programme: Link {
            href: format!("/w/{name}"),
            label: definition.title.in_lang(visit.t.tag()).to_owned(),
        },
        on: day,
        count: (whole && next.is_none()).then_some(members.len()),
        members: members.iter().map(|member| line(member, visit.t)).collect(),
        next: next.map(|place| format!("/w/{name}/register?on={day}&after={}", encoded(&place.text()))),
        downloads: vec![download("csv"), download("json")],
    })
}

/// `GET /w/{workflow}/register.csv`.
pub async fn register_csv(visit: Visit, Path(name): Path<String>, Query(on): Query<On>) -> Answer {
    let definition = visit.workflow(&name)?;
    let (_, at) = on.day(&visit, &definition);
    let head = ["organisation", "since", "standing"].map(str::to_owned);
    let form = Form {
        head: table::line(&head),
        between: "",
        tail: "",
        member: |member: &Member| {
            let since = member.since.map(|day| day.to_string()).unwrap_or_default();
            let standing = member.standing.as_str().to_owned();
            table::line(&[member.organisation.clone(), since, standing])
        },
    };
    let body = whole::register(&visit.app.engine, (name, at), form).await?;
    table::download(body, "text/csv; charset=utf-8", "register.csv")
}

/// `GET /w/{workflow}/register.json`.
pub async fn register_json(visit: Visit, Path(name): Path<String>, Query(on): Query<On>) -> Answer {
    let definition = visit.workflow(&name)?;
    let (_, at) = on.day(&visit, &definition);
    let form = Form {
        head: "[\n".to_owned(),
        between: ",\n",
        tail: "\n]\n",
        member: |member: &Member| {
            let row = serde_json::json!({
                "organisation": member.organisation,
                "since": member.since.map(|day| day.to_string()),
                "standing": member.standing.as_str(),
            });
            row.to_string()
        },
    };
    let body = whole::register(&visit.app.engine, (name, at), form).await?;
    table::download(body, "application/json", "register.json")
}
