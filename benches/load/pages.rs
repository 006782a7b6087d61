//! Pages of the running service at so many requests a second, and the queries they ask run bare at the same rate.
//!
//! Requests begin when they are due, whether or not those before are answered; a time is counted from then. What runs bare
//! is each statement of the page through the store, with the rows read; nothing is decided and nothing is rendered.

use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use kalends::clock::{Ids, Instant};
use kalends::http::auth::Secret;
use kalends::store::case_lists::{self, InState, NEVER, Order};
use kalends::store::cases::{self, Filter};
use kalends::store::{Page, Store, Tx};
use kalends::store::{attachments, calls, drafts, entries, messages, notices, organisations, people, seats, sessions};
use uuid::Uuid;

use crate::stopwatch;

/// How many requests begin in a second.
const RATE: u64 = 200;
const WORKFLOW: &str = "learning-cities";
/// How many cases are drawn, to be looked at in turn.
const DRAWN: usize = 500;
/// How many cases a list of the queue shows, and one more.
const LISTED: u32 = 26;
/// How many members the register shows, and one more.
const MEMBERS: u32 = 51;

/// What is looked at.
#[derive(Clone, Copy)]
enum What {
    Case,
    Queue,
    Register,
}

impl What {
    fn of(page: &str) -> Self {
        match page {
            "case" => Self::Case,
            "queue" => Self::Queue,
            "register" => Self::Register,
            other => panic!("there is no page `{other}`"),
        }
    }
}

/// Asks for a page, or its queries where no address is given, and says how long that took.
pub async fn pages(database: &str, (page, session): (&str, &str), (address, seconds): (Option<&str>, u64)) -> String {
    let store = Store::open(database).await.expect("the database opens");
    let what = What::of(page);
    let cases = drawn(&store).await;
    let took = match address {
        Some(address) => {
            let asked = Arc::new(Asked::of(address, session, (what, cases)));
            at_rate(seconds, move |number| asks(asked.clone(), number)).await
        }
        None => {
            let bare = Arc::new(Bare::of(store.clone(), session, (what, cases)));
            at_rate(seconds, move |number| queries(bare.clone(), number)).await
        }
    };
    let make = if database.starts_with("sqlite") { "sqlite" } else { "pg" };
    let peer = if address.is_some() { "kalends" } else { "queries" };
    let (median, high) = (at(&took, 50), at(&took, 99));
    format!(
        r#"{{"w":"pages","peer":"{peer}","store":"{make}","page":"{page}","rate":{RATE},"p50_ms":{median:.2},"p99_ms":{high:.2}}}"#
    )
}

fn at(sorted: &[Duration], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len() - 1);
    sorted[place].as_secs_f64() * 1e3
}

/// Begins something at each due instant, and gives how long each took from then, the shortest first.
async fn at_rate<F: Future<Output = ()> + Send + 'static>(seconds: u64, begin: impl Fn(u64) -> F) -> Vec<Duration> {
    let mut running = tokio::task::JoinSet::new();
    let mut ticks = tokio::time::interval(Duration::from_micros(1_000_000 / RATE));
    for number in 0..RATE * seconds {
        let due: Stopwatch = ticks.tick().await.into_std();
        let work = begin(number);
        running.spawn(async move {
            work.await;
            stopwatch().saturating_duration_since(due)
        });
    }
    let mut took = running.join_all().await;
    took.sort_unstable();
    took
}

/// Cases from everywhere in the database.
async fn drawn(store: &Store) -> Vec<Uuid> {
    let ids = Ids::seeded(7);
    let mut tx = store.read().await.expect("a transaction");
    let first = cases::list(&mut tx, &Filter::default(), Page::first(1))
        .await
        .expect("a look");
    let first = first.first().expect("a case").case.id;
    let since = first.get_timestamp().map_or(0, |at| at.to_unix().0 * 1_000);
    let mut found = Vec::new();
    let mut reach = 1_u64 << 24;
    while found.len() < DRAWN {
        let drawn = u64::from_le_bytes(ids.bytes::<8>()) % reach;
        let at = Instant::from_micros(i64::try_from((since + drawn) * 1_000).expect("a near instant"));
        let page = Page {
            after: Some(ids.next(at)),
            limit: 1,
        };
        match cases::list(&mut tx, &Filter::default(), page)
            .await
            .expect("a look")
            .first()
        {
            Some(stored) => found.push(stored.case.id),
            None => reach = drawn.max(2),
        }
    }
    found
}

/// The service that is asked.
struct Asked {
    client: reqwest::Client,
    cookie: String,
    addresses: Vec<String>,
}

impl Asked {
    fn of(address: &str, session: &str, (what, cases): (What, Vec<Uuid>)) -> Self {
        let addresses = match what {
            What::Case => cases.iter().map(|id| format!("{address}/cases/{id}")).collect(),
            What::Queue => vec![format!("{address}/w/{WORKFLOW}/queue")],
            What::Register => vec![format!("{address}/w/{WORKFLOW}/register")],
        };
        Self {
            client: reqwest::Client::new(),
            cookie: format!("kalends-session={session}"),
            addresses,
        }
    }
}

async fn asks(asked: Arc<Asked>, number: u64) {
    let place = usize::try_from(number).expect("small") % asked.addresses.len();
    let request = asked
        .client
        .get(&asked.addresses[place])
        .header("cookie", &asked.cookie);
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "{}", asked.addresses[place]);
    answer.bytes().await.expect("a page");
}

/// The statements of a page.
struct Bare {
    store: Store,
    session: String,
    what: What,
    cases: Vec<Uuid>,
}

impl Bare {
    fn of(store: Store, session: &str, (what, cases): (What, Vec<Uuid>)) -> Self {
        Self {
            store,
            session: Secret::parse(session).expect("a session").digest(),
            what,
            cases,
        }
    }
}

async fn queries(bare: Arc<Bare>, number: u64) {
    let mut tx = bare.store.read().await.expect("a transaction");
    let session = sessions::find(&mut tx, &bare.session, Instant::from_micros(0))
        .await
        .expect("a look");
    let person = session.expect("signed in").person_id;
    people::find(&mut tx, person).await.expect("a look");
    seats::of_person(&mut tx, person).await.expect("a look");
    match bare.what {
        What::Case => {
            let place = usize::try_from(number).expect("small") % bare.cases.len();
            case(&mut tx, bare.cases[place]).await;
        }
        What::Queue => queue(&mut tx).await,
        What::Register => {
            let of = (WORKFLOW, None);
            case_lists::register(&mut tx, of, None, MEMBERS).await.expect("a look");
        }
    }
}

async fn case(tx: &mut Tx, id: Uuid) {
    let stored = cases::find(tx, id).await.expect("a look").expect("a case");
    let case = &stored.case;
    seats::holders(tx, case.organisation, WORKFLOW).await.expect("a look");
    if let Some(call) = &case.call {
        calls::find(tx, call.id).await.expect("a look");
    }
    drafts::find(tx, id).await.expect("a look");
    organisations::find(tx, case.organisation).await.expect("a look");
    entries::of_case(tx, id).await.expect("a look");
    attachments::of_case(tx, id).await.expect("a look");
    if let Some(parent) = case.parent {
        cases::find(tx, parent).await.expect("a look");
    }
    cases::children(tx, id).await.expect("a look");
    for notice in notices::of_case(tx, id).await.expect("a look") {
        people::find(tx, notice.recipient_id).await.expect("a look");
        if let Some(message) = notice.message_id {
            messages::find(tx, message).await.expect("a look");
        }
    }
}

async fn queue(tx: &mut Tx) {
    let calls = calls::of_workflow(tx, WORKFLOW).await.expect("a look");
    let call = calls.last().expect("a call").id;
    let state = |kind: &str, state: &str| InState {
        workflow: WORKFLOW.to_owned(),
        kind: kind.to_owned(),
        state: state.to_owned(),
    };
    let membership = |name: &str| state("membership", name);
    let waiting = vec![(membership("review"), Order::SoonestDue)];
    let tasks = vec![
        (membership("reserve"), Order::SoonestDue),
        (membership("member"), Order::DueBefore(NEVER)),
        (state("progress-report", "submitted"), Order::SoonestDue),
    ];
    let others = [
        "draft",
        "forwarded",
        "member",
        "not-submitted",
        "not-endorsed",
        "not-admitted",
        "withdrawn",
        "left",
        "lapsed",
    ];
    let others = others
        .map(|name| (membership(name), Order::NewestOfCall(call)))
        .to_vec();
    for list in [waiting, tasks, others] {
        let mut found = Vec::new();
        for (state, order) in list {
            let places = case_lists::places(tx, &state, (order, None), LISTED)
                .await
                .expect("a look");
            found.extend(places.into_iter().map(|place| (place.rank(order), place.id)));
        }
        found.sort_unstable();
        found.truncate(LISTED as usize);
        let ids: Vec<Uuid> = found.into_iter().map(|(_, id)| id).collect();
        case_lists::find_all(tx, &ids).await.expect("a look");
    }
}
