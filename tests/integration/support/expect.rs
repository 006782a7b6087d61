//! What a scenario expects, looked up in the database of a house.

use jiff::tz::TimeZone;
use kalends::rehearsal::scenario::{Does, LetterWanted};
use kalends::store::cases;
use kalends::store::notices::{NoticeState, StoredNotice};

use super::house::House;

/// Fails unless the house is as the line expects.
pub async fn check(house: &House, line: &Does) {
    match line {
        Does::State(organisation, kind, state) if state == "none" => {
            let found = house
                .player
                .newest(organisation, |stored| stored.case.kind == *kind)
                .await;
            assert!(found.is_err(), "{line:?}");
        }
        Does::State(organisation, kind, state) => {
            assert_eq!(house.case(organisation, kind).await.case.state, *state, "{line:?}");
        }
        Does::Standing(organisation, standing) => {
            let stored = house
                .player
                .newest(organisation, |stored| stored.case.standing.is_some())
                .await
                .unwrap();
            let found = serde_json::to_value(stored.case.standing).unwrap();
            assert_eq!(found.as_str(), Some(standing.as_str()), "{line:?}");
        }
        Does::Letter(wanted) => assert!(gone(house, wanted).await, "{line:?}"),
        Does::NoLetter(wanted) => assert!(!gone(house, wanted).await, "{line:?}"),
        other => panic!("{other:?} is not an expectation"),
    }
}

/// Whether such a letter has gone about any case of the organisation.
async fn gone(house: &House, wanted: &LetterWanted) -> bool {
    let organisation = house.player.organisations[&wanted.organisation];
    let mut tx = house.engine.store.read().await.unwrap();
    let known = cases::of_organisation(&mut tx, organisation).await.unwrap();
    drop(tx);
    for case in known {
        if house.notices(&case).await.iter().any(|row| is(row, wanted)) {
            return true;
        }
    }
    false
}

fn is(row: &StoredNotice, wanted: &LetterWanted) -> bool {
    let zone = TimeZone::get("Europe/Riga").unwrap();
    let seat = |seat: &String| row.address.role == *seat || row.address.seat.as_ref() == Some(seat);
    let day = |day: &String| row.sent_at.is_some_and(|at| at.civil(&zone).date().to_string() == *day);
    row.state == NoticeState::Sent
        && row.letter == wanted.letter
        && wanted.seat.as_ref().is_none_or(seat)
        && wanted.day.as_ref().is_none_or(day)
}
