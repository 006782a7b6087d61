//! Cases, calls and drafts: what comes back, and who loses a race.

use std::collections::BTreeMap;

use jiff::civil::date;
use kalends::case::state::Round;
use kalends::store::calls::{self, Call};
use kalends::store::case_lists;
use kalends::store::case_sets::Moved;
use kalends::store::cases::{self, Filter};
use kalends::store::decided::{self, Decided};
use kalends::store::drafts::{self, Draft};
use kalends::store::{Outcome, Page};
use kalends::workflow::definition::Standing;
use serde_json::json;

use super::sample::{at, case, id, organisation, programme, programme_with_case};
use crate::support::database::each_database;

pub(super) fn call(number: u128, quota: Option<u32>) -> Call {
    Call {
        id: id(number),
        workflow: "reports".to_owned(),
        kind: "report".to_owned(),
        name: format!("20{number}"),
        opens_at: at(100),
        closes_at: at(200),
        quota,
        taken: 0,
        dates: BTreeMap::from([("board".to_owned(), at(250))]),
        round: None,
        created_at: at(1),
    }
}

each_database! {
    async fn a_case_comes_back_as_it_was(database: &Database) {
        programme(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert!(calls::insert(&mut tx, &call(7, Some(3))).await.unwrap().is_done());
        let mut stored = case(1);
        stored.case.call = Some(call(7, Some(3)).call_dates());
        stored.case.standing = Some(Standing::Overdue);
        stored.case.answers = BTreeMap::from([("report".to_owned(), BTreeMap::from([("title".to_owned(), json!("Ķīpsala"))]))]);
        stored.single_key = Some("report/1/2027".to_owned());
        assert!(cases::insert(&mut tx, &stored).await.unwrap().is_done());
        tx.commit().await.unwrap();

        let mut tx = database.store.read().await.unwrap();
        assert_eq!(cases::find(&mut tx, id(1)).await.unwrap().as_ref(), Some(&stored));
        assert_eq!(cases::by_key(&mut tx, "report/1/2027").await.unwrap().as_ref(), Some(&stored));
        assert_eq!(cases::of_call(&mut tx, id(7)).await.unwrap(), [stored.clone()]);
        assert_eq!(cases::of_organisation(&mut tx, id(1)).await.unwrap(), [stored.clone()]);
        let listed = case_lists::register(&mut tx, ("reports", None), None, 10).await.unwrap();
        assert_eq!(listed.into_iter().map(|one| one.stored).collect::<Vec<_>>(), [stored]);
        assert_eq!(cases::running(&mut tx, "reports").await.unwrap(), [id(1)]);
        assert_eq!(cases::find(&mut tx, id(2)).await.unwrap(), None);
    }

    async fn a_single_key_is_had_by_one_case_only(database: &Database) {
        programme(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        let [mut first, mut second] = [case(1), case(2)];
        first.single_key = Some("one".to_owned());
        second.single_key = Some("one".to_owned());
        assert!(cases::insert(&mut tx, &first).await.unwrap().is_done());
        assert_eq!(cases::insert(&mut tx, &second).await.unwrap(), Outcome::Lost);
        second.single_key = None;
        assert!(cases::insert(&mut tx, &second).await.unwrap().is_done());
    }

    async fn of_two_writers_at_one_revision_one_is_lost(database: &Database) {
        programme_with_case(&database.store).await;
        let writers: Vec<_> = ["submitted", "waived"].map(|state| tokio::spawn({
            let store = database.store.clone();
            async move {
                let mut tx = store.begin().await.unwrap();
                let mut changed = case(1);
                changed.case.state = state.to_owned();
                changed.case.revision = 2;
                let moved = Moved { stored: &changed, was: 1, refiled: false };
                let decided = Decided { cases: &[moved], ..Decided::default() };
                let (outcome, _) = decided::write(&mut tx, &decided).await.unwrap();
                tx.commit().await.unwrap();
                (state, outcome)
            }
        })).into();
        let mut outcomes = Vec::new();
        for writer in writers {
            outcomes.push(writer.await.unwrap());
        }
        let won: Vec<_> = outcomes.iter().filter(|(_, outcome)| outcome.is_done()).collect();
        assert_eq!(won.len(), 1, "{outcomes:?}");
        let mut tx = database.store.read().await.unwrap();
        let stored = cases::find(&mut tx, id(1)).await.unwrap().unwrap();
        assert_eq!((stored.case.state.as_str(), stored.case.revision), (won[0].0, 2));
    }

    async fn a_case_with_another_owner_and_standing_is_found_under_them(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert!(kalends::store::organisations::insert(&mut tx, &organisation(2, "Kuldīga")).await.unwrap().is_done());
        let was = cases::find(&mut tx, id(1)).await.unwrap().unwrap();
        let mut now = was.clone();
        (now.case.organisation, now.case.standing, now.case.revision) = (id(2), Some(Standing::Due), 2);
        assert!(!now.is_found_like(&was));
        let moved = Moved { stored: &now, was: 1, refiled: true };
        let decided = Decided { cases: &[moved], ..Decided::default() };
        assert!(decided::write(&mut tx, &decided).await.unwrap().0.is_done());
        assert_eq!(cases::of_organisation(&mut tx, id(1)).await.unwrap(), []);
        assert_eq!(cases::of_organisation(&mut tx, id(2)).await.unwrap(), [now.clone()]);
        let due = Filter { workflow: Some(now.workflow.clone()), standing: Some(Standing::Due), ..Filter::default() };
        assert_eq!(cases::list(&mut tx, &due, Page::first(9)).await.unwrap(), [now]);
    }

    async fn a_list_goes_page_by_page_and_obeys_its_filter(database: &Database) {
        programme(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert!(kalends::store::organisations::insert(&mut tx, &organisation(2, "Kuldīga")).await.unwrap().is_done());
        for number in 1..=7 {
            let mut new = case(number);
            new.case.organisation = id(1 + number % 2);
            new.case.state = if number < 4 { "open" } else { "submitted" }.to_owned();
            new.case.standing = (number == 5).then_some(Standing::Due);
            new.next_due_at = (number != 3).then(|| at(i64::try_from(number).unwrap() * 100));
            assert!(cases::insert(&mut tx, &new).await.unwrap().is_done());
        }
        let mut seen = Vec::new();
        let mut page = Page::first(3);
        loop {
            let found = cases::list(&mut tx, &Filter::default(), page).await.unwrap();
            let Some(last) = found.last() else { break };
            page.after = Some(last.case.id);
            seen.push(found.iter().map(|stored| stored.case.id.as_u128()).collect::<Vec<_>>());
        }
        assert_eq!(seen, [vec![1, 2, 3], vec![4, 5, 6], vec![7]]);

        let none = Filter::default;
        for (filter, expected) in [
            (Filter { workflow: Some("reports".to_owned()), ..none() }, vec![1, 2, 3, 4, 5, 6, 7]),
            (Filter { workflow: Some("other".to_owned()), ..none() }, vec![]),
            (Filter { kind: Some("award".to_owned()), ..none() }, vec![]),
            (Filter { state: Some("open".to_owned()), ..none() }, vec![1, 2, 3]),
            (Filter { organisation: Some(id(2)), ..none() }, vec![1, 3, 5, 7]),
            (Filter { standing: Some(Standing::Due), ..none() }, vec![5]),
            (Filter { due_before: Some(at(400)), ..none() }, vec![1, 2]),
            (Filter { due_before: Some(at(401)), organisation: Some(id(1)), ..none() }, vec![2, 4]),
        ] {
            let found = cases::list(&mut tx, &filter, Page::first(50)).await.unwrap();
            let found: Vec<_> = found.iter().map(|stored| stored.case.id.as_u128()).collect();
            assert_eq!(found, expected, "{filter:?}");
        }
    }

    async fn a_call_comes_back_as_it_was(database: &Database) {
        programme(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        let mut stored = call(7, None);
        stored.round = Some(Round {
            id: id(7),
            name: "2027".to_owned(),
            kind: "report".to_owned(),
            opens_at: at(100),
            due_at: at(200),
            replaces: (date(2026, 1, 1), date(2026, 12, 31)),
            cohort: (None, Some(date(2020, 12, 31))),
            period: None,
        });
        assert!(calls::insert(&mut tx, &stored).await.unwrap().is_done());
        let mut twin = call(8, None);
        twin.name.clone_from(&stored.name);
        assert_eq!(calls::insert(&mut tx, &twin).await.unwrap(), Outcome::Lost);
        assert_eq!(calls::find(&mut tx, id(7)).await.unwrap().as_ref(), Some(&stored));
        assert_eq!(calls::open(&mut tx, "reports", at(99)).await.unwrap(), []);
        assert_eq!(calls::open(&mut tx, "reports", at(100)).await.unwrap(), [stored.clone()]);
        assert_eq!(calls::open(&mut tx, "reports", at(200)).await.unwrap(), []);
        stored.closes_at = at(300);
        stored.quota = Some(4);
        assert!(calls::change(&mut tx, &stored).await.unwrap().is_done());
        assert_eq!(calls::of_workflow(&mut tx, "reports").await.unwrap(), [stored]);
    }

    async fn of_ten_who_want_a_place_three_get_one(database: &Database) {
        programme(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert!(calls::insert(&mut tx, &call(7, Some(3))).await.unwrap().is_done());
        tx.commit().await.unwrap();
        let takers: Vec<_> = (0..10).map(|_| tokio::spawn({
            let store = database.store.clone();
            async move {
                let mut tx = store.begin().await.unwrap();
                let outcome = calls::take_place(&mut tx, id(7), None).await.unwrap();
                tx.commit().await.unwrap();
                outcome.is_done()
            }
        })).collect();
        let mut won = 0;
        for taker in takers {
            won += usize::from(taker.await.unwrap());
        }
        assert_eq!(won, 3);

        let mut tx = database.store.begin().await.unwrap();
        assert_eq!(calls::find(&mut tx, id(7)).await.unwrap().unwrap().taken, 3);
        for expected in [Outcome::Done, Outcome::Done, Outcome::Done, Outcome::Lost] {
            assert_eq!(calls::free_place(&mut tx, id(7)).await.unwrap(), expected);
        }
    }

    async fn two_tabs_do_not_overwrite_each_other(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        let mut draft = Draft {
            case_id: id(1),
            answers: BTreeMap::from([("title".to_owned(), json!("Pirmais"))]),
            revision: 0,
            saved_at: at(5),
            saved_by: Some(id(1)),
        };
        assert!(drafts::save(&mut tx, &draft).await.unwrap().is_done());
        assert_eq!(drafts::save(&mut tx, &draft).await.unwrap(), Outcome::Lost);
        draft.revision = 1;
        draft.answers.insert("title".to_owned(), json!("Otrais"));
        assert!(drafts::save(&mut tx, &draft).await.unwrap().is_done());
        assert_eq!(drafts::save(&mut tx, &draft).await.unwrap(), Outcome::Lost);
        draft.revision = 2;
        assert_eq!(drafts::find(&mut tx, id(1)).await.unwrap(), Some(draft));
    }
}
