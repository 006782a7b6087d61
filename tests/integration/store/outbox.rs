//! Messages and their tries: queued once, settled together with their notices.

use kalends::store::attempts::{self, Attempt, Ending};
use kalends::store::messages::{self, MessageState};
use kalends::store::notices::{self, NoticeState};
use kalends::store::{Outcome, Page, Tx};

use super::sample::{at, id, lease, message, notice, planned, programme_with_case, put_notices, written};
use crate::support::database::each_database;

/// One planned notice (5) whose message (9) is in the outbox.
async fn queued(tx: &mut Tx) {
    let waits = planned(5, 1, &notice("on", 50));
    assert!(put_notices(tx, &[&waits]).await.unwrap().is_done());
    assert!(messages::queue(tx, &message(9, 50)).await.unwrap().is_done());
    let queued = written(5, &notice("on", 50), 9);
    assert!(put_notices(tx, &[&queued]).await.unwrap().is_done());
}

fn attempt(number: u32, seconds: i64, answer: &str) -> Attempt<'_> {
    Attempt {
        message: id(9),
        number,
        at: at(seconds),
        answer,
    }
}

each_database! {
    async fn a_message_id_is_queued_once(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        assert!(messages::queue(&mut tx, &message(9, 50)).await.unwrap().is_done());
        let mut twin = message(10, 50);
        twin.header_id = message(9, 50).header_id;
        assert_eq!(messages::queue(&mut tx, &twin).await.unwrap(), Outcome::Lost);
        assert_eq!(messages::by_header(&mut tx, "9@example.org").await.unwrap(), Some(message(9, 50)));
        assert_eq!(messages::find(&mut tx, id(10)).await.unwrap(), None);
    }

    async fn what_the_server_took_settles_message_and_notice_together(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        queued(&mut tx).await;
        assert_eq!(messages::claim(&mut tx, lease(49, "a")).await.unwrap(), []);
        let held = messages::claim(&mut tx, lease(50, "a")).await.unwrap();
        assert_eq!(held.iter().map(|message| message.attempts).collect::<Vec<_>>(), [1]);
        assert_eq!(messages::claim(&mut tx, lease(51, "b")).await.unwrap(), []);

        let late = attempts::put_off(&mut tx, attempt(1, 52, "451 later"), Ending::Transient, at(120)).await.unwrap();
        assert!(late.is_done());
        assert_eq!(messages::claim(&mut tx, lease(119, "a")).await.unwrap(), []);
        assert_eq!(messages::claim(&mut tx, lease(120, "a")).await.unwrap()[0].attempts, 2);
        attempts::accepted_all(&mut tx, &[attempt(2, 121, "250 ok")]).await.unwrap();
        attempts::accepted_all(&mut tx, &[attempt(2, 122, "250 again")]).await.unwrap();
        assert_eq!(attempts::rejected(&mut tx, attempt(3, 123, "550 no")).await.unwrap(), Outcome::Lost);

        let sent = messages::find(&mut tx, id(9)).await.unwrap().unwrap();
        assert_eq!((sent.state, sent.sent_at, sent.last_answer.as_deref()), (MessageState::Sent, Some(at(121)), Some("250 ok")));
        let told = notices::find(&mut tx, id(5)).await.unwrap().unwrap();
        assert_eq!((told.state, told.sent_at), (NoticeState::Sent, Some(at(121))));
        assert_eq!(messages::tally(&mut tx).await.unwrap(), [(MessageState::Sent, 1)]);
        assert_eq!(notices::tally(&mut tx).await.unwrap(), [(NoticeState::Sent, 1)]);
        let tries = attempts::attempts(&mut tx, id(9)).await.unwrap();
        assert_eq!(tries.iter().map(|tried| tried.outcome).collect::<Vec<_>>(), [Ending::Transient, Ending::Accepted, Ending::Permanent]);
    }

    async fn what_the_server_refused_fails_message_and_notice_together(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        queued(&mut tx).await;
        assert_eq!(messages::claim(&mut tx, lease(50, "a")).await.unwrap().len(), 1);
        assert!(attempts::rejected(&mut tx, attempt(1, 52, "550 no such user")).await.unwrap().is_done());
        assert_eq!(messages::find(&mut tx, id(9)).await.unwrap().unwrap().state, MessageState::Failed);
        let failed = notices::find(&mut tx, id(5)).await.unwrap().unwrap();
        assert_eq!((failed.state, failed.reason.as_deref()), (NoticeState::Failed, Some("550 no such user")));
        assert_eq!(messages::claim(&mut tx, lease(5_000, "a")).await.unwrap(), []);
    }

    async fn a_late_answer_leaves_the_message_in_the_hands_it_is_in(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        queued(&mut tx).await;
        assert_eq!(messages::claim(&mut tx, lease(50, "a")).await.unwrap().len(), 1);
        assert_eq!(messages::claim(&mut tx, lease(5_000, "b")).await.unwrap()[0].attempts, 2);
        let late = attempts::put_off(&mut tx, attempt(1, 52, "451 later"), Ending::Unknown, at(112)).await.unwrap();
        assert_eq!(late, Outcome::Lost);
        assert_eq!(attempts::rejected(&mut tx, attempt(1, 52, "550 no")).await.unwrap(), Outcome::Lost);
        assert_eq!(messages::claim(&mut tx, lease(5_001, "c")).await.unwrap(), [], "b holds it");
        assert_eq!(notices::find(&mut tx, id(5)).await.unwrap().unwrap().state, NoticeState::Planned);
        assert!(attempts::put_off(&mut tx, attempt(2, 5_002, "451 later"), Ending::Transient, at(5_100)).await.unwrap().is_done());
        let tries = attempts::attempts(&mut tx, id(9)).await.unwrap();
        assert_eq!(tries.iter().map(|tried| tried.outcome).collect::<Vec<_>>(), [Ending::Unknown, Ending::Transient]);
    }

    async fn a_held_message_waits_until_it_is_released(database: &Database) {
        programme_with_case(&database.store).await;
        let mut tx = database.store.begin().await.unwrap();
        let mut held = message(9, 50);
        held.state = MessageState::Held;
        assert!(messages::queue(&mut tx, &held).await.unwrap().is_done());
        assert!(messages::queue(&mut tx, &message(10, 50)).await.unwrap().is_done());
        let found = messages::list(&mut tx, Some(id(1)), Some(MessageState::Held), Page::first(9)).await.unwrap();
        assert_eq!(found, [held]);
        assert_eq!(messages::newest(&mut tx, None, 1).await.unwrap()[0].id, id(10));
        assert_eq!(messages::newest(&mut tx, Some(id(10)), 5).await.unwrap()[0].id, id(9));
        assert_eq!(messages::claim(&mut tx, lease(60, "a")).await.unwrap().len(), 1);
        assert!(messages::release(&mut tx, id(9), at(70)).await.unwrap().is_done());
        assert_eq!(messages::release(&mut tx, id(9), at(70)).await.unwrap(), Outcome::Lost);
        assert_eq!(messages::claim(&mut tx, lease(70, "a")).await.unwrap()[0].id, id(9));
    }
}
