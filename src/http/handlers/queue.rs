//! What waits for a body of the house: the commission's queue, the institute's inbox.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::words::{call_line, case_title, is_mine, state_title, tone};
use crate::case::Actor;
use crate::case::people::covering;
use crate::case::turns::{asked_by, may_learn, may_move, may_owe};
use crate::engine::queries::lists::{Cases, Wanted};
use crate::engine::queries::reader::Reader;
use crate::engine::queries::seen::{Glance, due_or_never};
use crate::http::address::{Path, Query};
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page};
use crate::http::pages::queue::{InboxPage, Places, QueueList, QueuePage, QueueRow};
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::store::Tx;
use crate::store::calls::Call;
use crate::store::case_lists::{InState, NEVER, Order, Place};
use crate::workflow::definition::{Address, Sees};
use crate::workflow::form::FieldKind;
use crate::workflow::{Definition, State};

/// How many cases a list shows at most.
const SHOWN: usize = 25;

/// Which list of a page is shown, and from where; all of them from their beginning if nobody says.
#[derive(Debug, Default, Deserialize)]
pub struct Part {
    list: Option<String>,
    after: Option<String>,
}

impl Part {
    /// Whether a list is shown.
    fn shows(&self, list: &str) -> bool {
        self.list.as_deref().is_none_or(|only| only == list)
    }

    fn wanted(&self, from: impl IntoIterator<Item = (InState, Order)>) -> Wanted {
        Wanted {
            from: from.into_iter().collect(),
            after: self.after.as_deref().and_then(Place::parse),
            limit: SHOWN,
        }
    }
}

/// One of a page's lists as it is read.
struct Lists<'a> {
    visit: &'a Visit,
    part: &'a Part,
    reader: Reader,
    tx: Tx,
    /// Address of the page.
    base: String,
}

impl<'a> Lists<'a> {
    async fn of(visit: &'a Visit, part: &'a Part, base: String) -> Result<Self, Problem> {
        let mut tx = visit.app.engine.store.read().await?;
        let reader = visit.app.engine.reader(&mut tx, visit.me()?.id).await?;
        Ok(Self {
            visit,
            part,
            reader,
            tx,
            base,
        })
    }

    /// A list under its name; nothing if it is not shown.
    async fn read(
        &mut self,
        name: &str,
        from: impl IntoIterator<Item = (InState, Order)>,
        lets: impl Fn(&Glance) -> bool,
    ) -> Result<Option<(Vec<QueueRow>, Option<String>)>, Problem> {
        if !self.part.shows(name) {
            return Ok(None);
        }
        let wanted = self.part.wanted(from);
        let (engine, from) = (&self.visit.app.engine, (&mut self.tx, &self.reader));
        let Cases { rows, next } = engine.page_of_cases(from, &wanted, lets).await?;
        let rows = rows.iter().map(|glance| row(glance, self.visit.t)).collect();
        let next = next.map(|place| format!("{}?list={name}&after={}", self.base, place.text()));
        Ok(Some((rows, next)))
    }
}

fn sorted<K: Ord>(found: Option<(Vec<QueueRow>, Option<String>)>, key: impl Fn(&QueueRow) -> K) -> Option<QueueList> {
    let (mut rows, next) = found?;
    rows.sort_by_key(key);
    Some(QueueList { rows, next })
}

/// `GET /w/{workflow}/queue`.
pub async fn queue(visit: Visit, Path(workflow): Path<String>, Query(part): Query<Part>) -> Answer {
    let definition = visit.workflow(&workflow)?;
    if visit.body_of(&definition) != Some(Sees::All) {
        return Err(Problem::Missing);
    }
    let call = latest_call(&visit, &workflow).await?;
    let mut lists = Lists::of(&visit, &part, format!("/w/{workflow}/queue")).await?;
    let actor = lists.reader.actor_of_house(&workflow);
    let engine = &visit.app.engine;
    let ranked = engine.states_where(&workflow, |definition, _, state| ranking(definition, state).is_some());
    let moved = engine.states_where(&workflow, |_, _, state| {
        may_move(state, &actor) && state.standing.is_none()
    });
    let mut tasks: BTreeMap<InState, Order> = engine
        .states_where(&workflow, |_, _, state| may_owe(state, &actor))
        .into_iter()
        .map(|state| (state, Order::DueBefore(NEVER)))
        .collect();
    tasks.extend(moved.iter().cloned().map(|state| (state, Order::SoonestDue)));
    tasks.retain(|state, _| !ranked.contains(state));
    let of_call = call.as_ref().map(|call| Order::NewestOfCall(call.id));
    let mut others = engine.states_where(&workflow, |_, kind, _| kind.in_call && of_call.is_some());
    others.retain(|state| !ranked.contains(state) && !moved.contains(state));
    let others = others.into_iter().filter_map(|state| Some((state, of_call?)));

    let waiting = ranked.into_iter().map(|state| (state, Order::SoonestDue));
    let waiting = lists.read("waiting", waiting, is_ranked).await?;
    let tasks = lists.read("tasks", tasks, is_task).await?;
    let others = lists
        .read("others", others, |one| !is_ranked(one) && !is_task(one))
        .await?;
    page(&QueuePage {
        frame: visit.frame(Some(&definition), &visit.t.text("queue-title")),
        places: call.as_ref().and_then(places),
        call: call.as_ref().map(call_line),
        waiting: sorted(waiting, |row| {
            (row.rank.parse().unwrap_or(u32::MAX), due_or_never(row.due_at))
        }),
        tasks: sorted(tasks, |row| due_or_never(row.due_at)),
        others: sorted(others, |row| Reverse(row.since)),
        errors: Vec::new(),
    })
}

fn is_ranked(glance: &Glance) -> bool {
    glance
        .state()
        .is_some_and(|state| ranking(&glance.definition, state).is_some())
}

/// Whether the person owes something in the case, or could move it on before it has come to a standing.
fn is_task(glance: &Glance) -> bool {
    !is_ranked(glance) && (owes(glance) || (moves(glance) && glance.case().standing.is_none()))
}

/// The call that opened last.
async fn latest_call(visit: &Visit, workflow: &str) -> Result<Option<Call>, Problem> {
    let calls = visit.app.engine.calls_of(workflow).await?;
    let now = visit.now();
    Ok(calls
        .into_iter()
        .find(|call| call.round.is_none() && call.opens_at <= now))
}

fn places(call: &Call) -> Option<Places> {
    Some(Places {
        taken: call.taken,
        all: call.quota?,
    })
}

/// Whether the person owes something in the case.
fn owes(glance: &Glance) -> bool {
    glance.duties().iter().any(|duty| is_mine(glance, duty))
}

/// Whether the person could move the case on.
fn moves(glance: &Glance) -> bool {
    glance.state().is_some_and(|state| may_move(state, &glance.actor))
}

/// How a case is ranked.
struct Ranking<'a> {
    /// The event.
    event: &'a str,
    /// The field of its form that holds the rank.
    field: &'a str,
    by: &'a [Address],
}

impl Ranking<'_> {
    fn may(&self, actor: &Actor) -> bool {
        self.by.iter().any(|address| covering(actor, address).is_some())
    }
}

/// How cases are ranked in a state: by an event that stays there and asks one number.
fn ranking<'a>(definition: &'a Definition, state: &'a State) -> Option<Ranking<'a>> {
    let staying = state.transitions.iter().filter(|one| one.to.is_none());
    staying.filter(|one| !asked_by(one).is_empty()).find_map(|one| {
        let form = definition.forms.get(one.form.as_ref()?)?;
        let mut required = form.fields().filter(|field| field.required);
        let field = required
            .next()
            .filter(|field| matches!(field.kind, FieldKind::Integer { .. }))?;
        required.next().is_none().then(|| Ranking {
            event: &one.event,
            field: &field.name,
            by: asked_by(one),
        })
    })
}

fn row(glance: &Glance, t: Locale) -> QueueRow {
    let (case, definition) = (glance.case(), &glance.definition);
    let duties = glance.duties();
    let ranked = glance.state().and_then(|state| ranking(definition, state));
    let rank = ranked.as_ref().and_then(|ranking| {
        let mut forms = case.answers.values();
        forms.find_map(|answers| answers.get(ranking.field)?.as_i64())
    });
    let ranked = ranked.filter(|ranking| ranking.may(&glance.actor));
    QueueRow {
        href: format!("/cases/{}", case.id),
        organisation: glance.organisation.clone(),
        title: case_title(definition, case, t),
        state: state_title(definition, case, &case.state, t),
        tone: tone(glance, duties),
        since: case.entered_at,
        due_at: duties.iter().find(|duty| !duty.stopped).map(|duty| duty.due_at),
        rank_action: ranked
            .as_ref()
            .map(|ranking| format!("/cases/{}/events/{}?then=queue", case.id, ranking.event)),
        rank_input: ranked.map(|ranking| ranking.field.to_owned()).unwrap_or_default(),
        rank: rank.map(|rank| rank.to_string()).unwrap_or_default(),
        revision: case.revision,
    }
}

/// `GET /w/{workflow}/inbox`.
pub async fn inbox(visit: Visit, Path(workflow): Path<String>, Query(part): Query<Part>) -> Answer {
    let definition = visit.workflow(&workflow)?;
    if visit.body_of(&definition).is_none() {
        return Err(Problem::Missing);
    }
    let mut lists = Lists::of(&visit, &part, format!("/w/{workflow}/inbox")).await?;
    let actor = lists.reader.actor_of_house(&workflow);
    let seats = lists.reader.seats_for(uuid::Uuid::nil(), &workflow);
    let engine = &visit.app.engine;
    let waiting = engine.states_where(&workflow, |_, _, state| may_move(state, &actor));
    let mut settled = engine.states_where(&workflow, |definition, kind, _| may_learn(definition, kind, &seats));
    settled.retain(|state| !waiting.contains(state));
    let waiting = waiting.into_iter().map(|state| (state, Order::SoonestDue));
    let settled = settled.into_iter().map(|state| (state, Order::Newest));
    let waiting = lists.read("waiting", waiting, moves).await?;
    let settled = lists.read("settled", settled, |glance| !moves(glance)).await?;
    page(&InboxPage {
        frame: visit.frame(Some(&definition), &visit.t.text("inbox-title")),
        waiting: sorted(waiting, |row| due_or_never(row.due_at)),
        settled: sorted(settled, |row| Reverse(row.since)),
    })
}

/// The person's own first page: their queue, their inbox, the members they look after, or their desk.
pub fn first_page(visit: &Visit) -> String {
    let Some(definition) = visit.own_workflow().filter(|_| visit.person.is_some()) else {
        return "/desk".to_owned();
    };
    let place = match visit.body_of(&definition) {
        _ if visit.runs(&definition.name) => "members",
        Some(Sees::All) => "queue",
        Some(Sees::Told) => "inbox",
        None => return "/desk".to_owned(),
    };
    format!("/w/{}/{place}", definition.name)
}
