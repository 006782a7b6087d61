//! Long lists of cases, read a page at a time: every case once, whatever else is entered meanwhile.

use std::collections::BTreeSet;

use kalends::store::case_lists::{self, InState, ListedPlace, NEVER, Order, Place};
use kalends::store::cases::{self, StoredCase};
use kalends::store::{Store, Tx, organisations};
use kalends::workflow::definition::Standing;
use uuid::Uuid;

use super::cases::call;
use super::sample::{at, case, id, organisation, programme};
use crate::support::database::each_database;

/// How many cases there are before anybody reads.
const MANY: u128 = 20;
/// How many a page has.
const PAGE: u32 = 3;

fn open() -> InState {
    InState {
        workflow: "reports".to_owned(),
        kind: "report".to_owned(),
        state: "open".to_owned(),
    }
}

/// A case due so that several have one date, and every fifth none.
fn due(number: u128) -> StoredCase {
    let mut stored = case(number);
    stored.next_due_at = (!number.is_multiple_of(5)).then(|| at(1_000 - i64::try_from(number % 4).unwrap()));
    stored
}

async fn enter(store: &Store, stored: &[StoredCase]) {
    let mut tx = store.begin().await.unwrap();
    for one in stored {
        assert!(cases::insert(&mut tx, one).await.unwrap().is_done());
    }
    tx.commit().await.unwrap();
}

/// Reads an order to its end, a page at a time, while cases come in between.
async fn read(store: &Store, order: Order, mut coming: impl Iterator<Item = StoredCase>) -> Vec<Uuid> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let mut tx = store.read().await.unwrap();
        let page = case_lists::places(&mut tx, &open(), (order, after), PAGE)
            .await
            .unwrap();
        drop(tx);
        // A place is carried by an address and comes back the same.
        after = page.last().map(|last| Place::parse(&last.text()).unwrap());
        found.extend(page.iter().map(|place| place.id));
        if page.len() < PAGE as usize {
            return found;
        }
        if let Some(new) = coming.next() {
            enter(store, &[new]).await;
        }
    }
}

fn expect_once(found: &[Uuid], wanted: &[Uuid]) {
    let distinct: BTreeSet<_> = found.iter().collect();
    assert_eq!(distinct.len(), found.len(), "one came twice: {found:?}");
    let known: Vec<_> = found.iter().filter(|id| wanted.contains(id)).copied().collect();
    assert_eq!(known, wanted);
}

each_database! {
    async fn by_due_date_every_case_comes_once_and_those_that_owe_nothing_last(database: &Database) {
        programme(&database.store).await;
        let mut known: Vec<StoredCase> = (1..=MANY).map(due).collect();
        let elsewhere = |number, state: &str| {
            let mut other = due(number);
            other.case.state = state.to_owned();
            other
        };
        enter(&database.store, &known).await;
        enter(&database.store, &[elsewhere(100, "closed"), elsewhere(101, "opened")]).await;
        known.sort_by_key(|stored| (stored.next_due_at.unwrap_or(at(9_999)), stored.case.id));
        let ids = |owing: bool| -> Vec<Uuid> {
            let wanted = known.iter().filter(|one| !owing || one.next_due_at.is_some());
            wanted.map(|one| one.case.id).collect()
        };
        expect_once(&read(&database.store, Order::DueBefore(NEVER), (40..43).map(due)).await, &ids(true));
        expect_once(&read(&database.store, Order::SoonestDue, (50..53).map(due)).await, &ids(false));
    }

    async fn the_newest_come_first_and_of_a_call_only_its_own(database: &Database) {
        programme(&database.store).await;
        let call = call(7, None);
        let mut tx = database.store.begin().await.unwrap();
        assert!(kalends::store::calls::insert(&mut tx, &call).await.unwrap().is_done());
        tx.commit().await.unwrap();
        let known: Vec<StoredCase> = (1..=MANY)
            .map(|number| {
                let mut stored = case(number);
                stored.case.call = (number % 2 == 0).then(|| call.call_dates());
                stored
            })
            .collect();
        enter(&database.store, &known).await;
        let newest = |step: usize| (1..=MANY).rev().step_by(step).map(id).collect::<Vec<_>>();
        expect_once(&read(&database.store, Order::Newest, (40..43).map(case)).await, &newest(1));
        let order = Order::NewestOfCall(id(7));
        expect_once(&read(&database.store, order, (50..53).map(case)).await, &newest(2));
    }

    async fn the_register_goes_by_name_and_by_the_name_an_organisation_has_now(database: &Database) {
        programme(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        for (number, name) in [(2, "Ādaži"), (3, "ķegums"), (4, "Bauska"), (5, "Zilupe")] {
            let new = organisation(number, name);
            assert!(organisations::insert(&mut tx, &new).await.unwrap().is_done());
        }
        for number in 1..=5 {
            let mut member = case(number);
            member.case.organisation = id(number);
            let standings = [Standing::Good, Standing::Overdue];
            member.case.standing = (number < 5).then(|| standings[usize::from(number % 2 == 0)]);
            assert!(cases::insert(&mut tx, &member).await.unwrap().is_done());
        }
        assert_eq!(names(&mut tx, None).await, ["Bauska", "Cēsis", "Ādaži", "ķegums"]);
        assert_eq!(names(&mut tx, Some(Standing::Overdue)).await, ["Bauska", "Ādaži"]);
        assert!(organisations::rename(&mut tx, id(4), "Valka", "lv").await.unwrap().is_done());
        assert!(organisations::rename(&mut tx, id(5), "Abava", "lv").await.unwrap().is_done());
        assert_eq!(names(&mut tx, None).await, ["Cēsis", "Valka", "Ādaži", "ķegums"]);
    }

    async fn what_is_counted_is_counted_only_so_far(database: &Database) {
        programme(&database.store).await;
        let known: Vec<StoredCase> = (1..=MANY)
            .map(|number| {
                let mut stored = case(number);
                stored.case.standing = Some(Standing::Due);
                stored
            })
            .collect();
        enter(&database.store, &known).await;
        let mut tx = database.store.read().await.unwrap();
        for (most, counted) in [(100, 20), (20, 20), (7, 7)] {
            assert_eq!(case_lists::count_in_state(&mut tx, &open(), most).await.unwrap(), counted);
            let of = ("reports", Standing::Due);
            assert_eq!(case_lists::count_of_standing(&mut tx, of, most).await.unwrap(), counted);
        }
        let of = ("reports", Standing::Good);
        assert_eq!(case_lists::count_of_standing(&mut tx, of, 7).await.unwrap(), 0);
    }
}

/// The register to its end, a member at a time.
async fn names(tx: &mut Tx, standing: Option<Standing>) -> Vec<String> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = case_lists::register(tx, ("reports", standing), after.as_ref(), 1)
            .await
            .unwrap();
        let Some(listed) = page.into_iter().next() else {
            return found;
        };
        found.push(listed.organisation);
        after = ListedPlace::parse(&listed.place.text());
        assert_eq!(after, Some(listed.place));
    }
}
