//! Timers and notices: planned once, held by one node, found by what is due.

use kalends::store::cases;
use kalends::store::decided::{self, Decided};
use kalends::store::due::{self, Next};
use kalends::store::notices::{self, Filter, NoticeState, Place, Stop};
use kalends::store::timers::{self, StoredTimer, TimerState};
use kalends::store::{Lease, Outcome, Store, Tx, messages};

use super::sample::{at, case, id, lease, message, notice, planned, programme_with_case, put_notices, raw, written};
use crate::support::database::each_database;

/// Writes the timer of an instant as it stands.
async fn put(tx: &mut Tx, due: i64, state: TimerState, done: Option<i64>) -> Outcome {
    let timer = StoredTimer {
        case_id: id(1),
        event: "lapse".to_owned(),
        due_at: at(due),
        state,
        done_at: done.map(at),
    };
    let decided = Decided {
        timers: &[&timer],
        ..Decided::default()
    };
    decided::write(tx, &decided).await.unwrap().0
}

/// Claims two at a time until nothing is left, and says what was got.
async fn claim_all(store: Store, node: &'static str) -> Vec<i64> {
    let mut got = Vec::new();
    loop {
        let mut tx = store.begin().await.unwrap();
        let wish = Lease {
            limit: 2,
            ..lease(1_000, node)
        };
        let claimed = timers::claim(&mut tx, wish, at(1_000)).await.unwrap();
        tx.commit().await.unwrap();
        if claimed.is_empty() {
            return got;
        }
        got.extend(claimed.iter().map(|timer| timer.due_at.micros() / 1_000_000));
    }
}

each_database! {
    async fn a_timer_is_held_fed_once_and_withdrawn(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        for due in [300, 100, 200] {
            assert!(put(&mut tx, due, TimerState::Waiting, None).await.is_done());
        }
        let known = timers::of_case(&mut tx, id(1)).await.unwrap();
        assert_eq!(known.iter().map(|timer| timer.due_at).collect::<Vec<_>>(), [at(100), at(200), at(300)]);

        assert_eq!(timers::claim(&mut tx, lease(99, "a"), at(99)).await.unwrap(), []);
        let held = timers::claim(&mut tx, lease(200, "a"), at(200)).await.unwrap();
        assert_eq!(held.iter().map(|timer| timer.due_at).collect::<Vec<_>>(), [at(100), at(200)]);
        assert_eq!(timers::claim(&mut tx, lease(259, "b"), at(259)).await.unwrap(), []);
        assert!(put(&mut tx, 100, TimerState::Done, Some(205)).await.is_done());
        assert_eq!(put(&mut tx, 100, TimerState::Done, Some(206)).await, Outcome::Lost);
        let again = timers::claim(&mut tx, lease(260, "b"), at(260)).await.unwrap();
        assert_eq!(again.iter().map(|timer| timer.due_at).collect::<Vec<_>>(), [at(200)]);

        assert!(put(&mut tx, 300, TimerState::Withdrawn, Some(210)).await.is_done());
        assert_eq!(put(&mut tx, 100, TimerState::Withdrawn, Some(210)).await, Outcome::Lost);
        assert_eq!(timers::claim(&mut tx, lease(300, "c"), at(300)).await.unwrap(), []);
        assert!(put(&mut tx, 300, TimerState::Waiting, None).await.is_done());
        assert_eq!(put(&mut tx, 100, TimerState::Waiting, None).await, Outcome::Lost);
        let states: Vec<_> = timers::of_case(&mut tx, id(1)).await.unwrap().into_iter().map(|timer| timer.state).collect();
        assert_eq!(states, [TimerState::Done, TimerState::Waiting, TimerState::Waiting]);
    }

    async fn two_nodes_never_hold_the_same_timer(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        for due in 1..=40 {
            assert!(put(&mut tx, due, TimerState::Waiting, None).await.is_done());
        }
        tx.commit().await.unwrap();
        let nodes = ["a", "b", "c"].map(|node| tokio::spawn(claim_all(database.store.clone(), node)));
        let mut got = Vec::new();
        for node in nodes {
            got.extend(node.await.unwrap());
        }
        got.sort_unstable();
        assert_eq!(got, (1..=40).collect::<Vec<_>>());
    }

    async fn a_notice_exists_once_for_its_natural_key(database: &Database) {
        programme_with_case(&database.store).await;
        let planners: Vec<_> = (0..4).map(|number| tokio::spawn({
            let store = database.store.clone();
            async move {
                let mut tx = store.begin().await.unwrap();
                let entered = put_notices(&mut tx, &[&planned(100 + number, 1, &notice("on", 50))]).await;
                let done = entered.is_ok_and(Outcome::is_done);
                if done {
                    tx.commit().await.unwrap();
                }
                done
            }
        })).collect();
        let mut won = 0;
        for planner in planners {
            won += usize::from(planner.await.unwrap());
        }
        assert_eq!(won, 1);
        let mut tx = database.store.begin().await.unwrap();
        let stored = notices::of_case(&mut tx, id(1)).await.unwrap();
        assert_eq!(stored.len(), 1);
        assert_eq!(stored[0].notice(), notice("on", 50));
        let mut other = notice("on", 50);
        other.occurrence = "later".to_owned();
        assert!(put_notices(&mut tx, &[&planned(200, 1, &other)]).await.unwrap().is_done());
    }

    async fn a_notice_moves_stops_and_comes_back_until_it_is_written(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert!(put_notices(&mut tx, &[&planned(5, 1, &notice("on", 50))]).await.unwrap().is_done());
        assert!(put_notices(&mut tx, &[&planned(5, 1, &notice("on", 70))]).await.unwrap().is_done());
        assert!(notices::stop(&mut tx, id(5), Stop::Withdrawn, "the report came", at(3)).await.unwrap().is_done());
        assert_eq!(notices::stop(&mut tx, id(5), Stop::Suppressed, "again", at(3)).await.unwrap(), Outcome::Lost);
        let stopped = notices::find(&mut tx, id(5)).await.unwrap().unwrap();
        assert_eq!((stopped.state, stopped.reason.as_deref()), (NoticeState::Withdrawn, Some("the report came")));
        assert_eq!(notices::claim(&mut tx, lease(100, "a")).await.unwrap(), []);

        assert!(put_notices(&mut tx, &[&planned(5, 1, &notice("on", 80))]).await.unwrap().is_done());
        assert_eq!(notices::claim(&mut tx, lease(79, "a")).await.unwrap(), []);
        assert_eq!(notices::claim(&mut tx, lease(80, "a")).await.unwrap().len(), 1);
        assert_eq!(notices::claim(&mut tx, lease(81, "b")).await.unwrap(), []);
        assert!(messages::queue(&mut tx, &message(9, 80)).await.unwrap().is_done());
        assert!(put_notices(&mut tx, &[&written(5, &notice("on", 80), 9)]).await.unwrap().is_done());
        assert_eq!(put_notices(&mut tx, &[&written(5, &notice("on", 80), 9)]).await.unwrap(), Outcome::Lost);
        assert_eq!(put_notices(&mut tx, &[&planned(5, 1, &notice("on", 90))]).await.unwrap(), Outcome::Lost);
        assert_eq!(notices::stop(&mut tx, id(5), Stop::Withdrawn, "late", at(83)).await.unwrap(), Outcome::Lost);
        assert_eq!(notices::claim(&mut tx, lease(500, "a")).await.unwrap(), []);
        assert_eq!(notices::of_message(&mut tx, id(9)).await.unwrap().len(), 1);
    }

    async fn a_month_of_notices_goes_page_by_page(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert!(cases::insert(&mut tx, &case(2)).await.unwrap().is_done());
        for (number, (case, planned_at)) in (1..).zip([(1, 30), (2, 10), (1, 20), (2, 20), (1, 40)]) {
            let step = format!("step-{number}");
            assert!(put_notices(&mut tx, &[&planned(number, case, &notice(&step, planned_at))]).await.unwrap().is_done());
        }
        assert!(notices::stop(&mut tx, id(1), Stop::Suppressed, "too late", at(2)).await.unwrap().is_done());
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let found = notices::list(&mut tx, &Filter::default(), after, 2).await.unwrap();
            let Some(last) = found.last() else { break };
            after = Some(Place { planned_at: last.planned_at, id: last.id });
            seen.extend(found.iter().map(|notice| notice.id.as_u128()));
        }
        assert_eq!(seen, [2, 3, 4, 1, 5]);

        let none = Filter::default;
        for (filter, expected) in [
            (Filter { case: Some(id(2)), ..none() }, vec![2, 4]),
            (Filter { state: Some(NoticeState::Suppressed), ..none() }, vec![1]),
            (Filter { from: Some(at(20)), to: Some(at(40)), ..none() }, vec![3, 4, 1]),
            (Filter { workflow: Some("reports".to_owned()), to: Some(at(11)), ..none() }, vec![2]),
            (Filter { workflow: Some("other".to_owned()), ..none() }, vec![]),
        ] {
            let found = notices::list(&mut tx, &filter, None, 50).await.unwrap();
            assert_eq!(found.iter().map(|notice| notice.id.as_u128()).collect::<Vec<_>>(), expected, "{filter:?}");
        }
    }

    async fn what_is_next_is_the_earliest_thing_that_waits(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert_eq!(due::next(&mut tx).await.unwrap(), Next::default());
        assert_eq!(due::next(&mut tx).await.unwrap().earliest(), None);
        assert!(put(&mut tx, 300, TimerState::Waiting, None).await.is_done());
        assert!(put(&mut tx, 100, TimerState::Waiting, None).await.is_done());
        assert!(put_notices(&mut tx, &[&planned(5, 1, &notice("on", 90))]).await.unwrap().is_done());
        assert!(messages::queue(&mut tx, &message(9, 80)).await.unwrap().is_done());
        let next = due::next(&mut tx).await.unwrap();
        assert_eq!(next, Next { timer: Some(at(100)), notice: Some(at(90)), message: Some(at(80)) });
        assert_eq!(next.earliest(), Some(at(80)));
        assert!(put(&mut tx, 100, TimerState::Done, Some(100)).await.is_done());
        assert!(put_notices(&mut tx, &[&written(5, &notice("on", 90), 9)]).await.unwrap().is_done());
        let next = due::next(&mut tx).await.unwrap();
        assert_eq!(next, Next { timer: Some(at(300)), notice: None, message: Some(at(80)) });
    }

    async fn a_node_that_starts_again_gives_up_what_it_held(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert!(put(&mut tx, 10, TimerState::Waiting, None).await.is_done());
        assert!(put_notices(&mut tx, &[&planned(5, 1, &notice("on", 10))]).await.unwrap().is_done());
        assert!(messages::queue(&mut tx, &message(9, 10)).await.unwrap().is_done());
        for node in ["a", "b"] {
            assert_eq!(timers::claim(&mut tx, lease(20, node), at(20)).await.unwrap().len(), 1, "{node}");
            assert_eq!(notices::claim(&mut tx, lease(20, node)).await.unwrap().len(), 1, "{node}");
            assert_eq!(messages::claim(&mut tx, lease(20, node)).await.unwrap().len(), 1, "{node}");
            assert_eq!(due::free(&mut tx, "other", at(20)).await.unwrap(), 0);
            assert_eq!(due::free(&mut tx, node, at(20)).await.unwrap(), 3);
        }
    }

    async fn the_database_ties_each_state_to_its_timestamps(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert!(put(&mut tx, 10, TimerState::Waiting, None).await.is_done());
        assert!(put_notices(&mut tx, &[&planned(5, 1, &notice("on", 10))]).await.unwrap().is_done());
        assert!(messages::queue(&mut tx, &message(9, 10)).await.unwrap().is_done());
        tx.commit().await.unwrap();
        for sql in [
            "update timer set state = 'done'",
            "update timer set done_at = 1",
            "update timer set leased_until = 1",
            "update timer set state = 'asleep'",
            "update notice set state = 'sent', sent_at = 1",
            "update notice set state = 'sent'",
            "update notice set sent_at = 1",
            "update notice set state = 'suppressed'",
            "update message set state = 'sent'",
            "update message set sent_at = 1",
            "update message set state = 'lost'",
            "update cases set revision = 0",
            "insert into attempt (message_id, number, at, outcome, answer) select id, 0, 1, 'accepted', '' from message",
        ] {
            let mut tx = database.store.begin().await.unwrap();
            assert!(raw(&mut tx, sql).await.is_err(), "`{sql}` was let through");
        }
    }
}
