//! The list of nodes.

use kalends::store::nodes::{self, Node, NodeState};

use super::sample::at;
use crate::support::database::{Database, each_database};

fn node(id: &str, started: i64, seen: i64) -> Node {
    Node {
        id: id.to_owned(),
        program: "1.2.3".to_owned(),
        knows: 5,
        state: NodeState::Working,
        ahead: None,
        started_at: at(started),
        seen_at: at(seen),
    }
}

async fn write(database: &Database, node: &Node) {
    let mut tx = database.store.begin().await.unwrap();
    nodes::seen(&mut tx, node).await.unwrap();
    tx.commit().await.unwrap();
}

async fn listed(database: &Database) -> Vec<Node> {
    let mut tx = database.store.read().await.unwrap();
    nodes::list(&mut tx).await.unwrap()
}

async fn gone(database: &Database, id: &str, started: i64) {
    let mut tx = database.store.begin().await.unwrap();
    nodes::gone(&mut tx, id, at(started)).await.unwrap();
    tx.commit().await.unwrap();
}

each_database! {
    async fn a_node_has_one_row_and_describes_itself_anew(database: &Database) {
        write(database, &node("b", 10, 10)).await;
        write(database, &node("a", 10, 11)).await;
        let stopping = Node { state: NodeState::Stopping, ahead: Some(-250), ..node("b", 10, 20) };
        write(database, &stopping).await;
        assert_eq!(listed(database).await, [node("a", 10, 11), stopping]);
    }

    async fn a_node_that_comes_back_is_not_taken_off_by_the_one_before_it(database: &Database) {
        write(database, &node("a", 10, 10)).await;
        write(database, &node("a", 30, 30)).await;
        gone(database, "a", 10).await;
        assert_eq!(listed(database).await.len(), 1);
        gone(database, "a", 30).await;
        assert_eq!(listed(database).await, []);
    }

    /// A clock that is a minute ahead makes nobody younger.
    async fn the_long_dead_are_forgotten_by_the_database_s_clock(database: &Database) {
        write(database, &node("dead", 10, 99)).await;
        write(database, &node("alive", 10, 100)).await;
        write(database, &Node { ahead: Some(60_000_000), ..node("ahead", 10, 159) }).await;
        let mut tx = database.store.begin().await.unwrap();
        assert_eq!(nodes::forget(&mut tx, at(100)).await.unwrap(), 2);
        tx.commit().await.unwrap();
        assert_eq!(listed(database).await, [node("alive", 10, 100)]);
    }
}

#[test]
fn silence_is_counted_by_the_database_s_clock_where_it_is_known() {
    let ahead = |ahead| Node {
        ahead,
        ..node("a", 0, 100)
    };
    for (clock, now, silent) in [
        (None, 100, 0),
        (None, 130, 30),
        (Some(60_000_000), 100, 60),
        (Some(-60_000_000), 100, 0),
    ] {
        assert_eq!(ahead(clock).silent_seconds(at(now)), silent, "{clock:?} {now}");
    }
}

#[tokio::test]
async fn only_a_database_elsewhere_has_a_clock_of_its_own() {
    let (here, elsewhere) = (Database::sqlite().await, Database::postgres().await);
    let mut tx = here.store.read().await.unwrap();
    assert_eq!(nodes::database_clock(&mut tx).await.unwrap(), None);
    let mut tx = elsewhere.store.read().await.unwrap();
    assert!(nodes::database_clock(&mut tx).await.unwrap() > Some(at(1_700_000_000)));
}
