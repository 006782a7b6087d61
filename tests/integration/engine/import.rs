//! Members from before Kalends: all lines or none.

use kalends::engine::import::{Imported, Wrong};
use kalends::store::{Page, Store};
use kalends::store::{cases, people};

use crate::support::database::each_database;
use crate::support::house::{House, WORKFLOW};

const GOOD: &str = "organisation,admitted_on,contact_name,contact_email,mayor_name,mayor_email,language\n\
    Cēsis,2016-08-23,Anna,anna@cesis.example,Juris,juris@cesis.example,lv\n\
    \"Ogre, pilsēta\",2021-09-01,Inga,inga@ogre.example,,,en\n";

const BAD: &str = "organisation,admitted_on,contact_name,contact_email,mayor_name,mayor_email,language\n\
    Cēsis,2016-08-23,Anna,anna@cesis.example,Juris,juris@cesis.example,lv\n\
    Ogre,31.03.2021,Inga,inga at ogre,,,lv\n\
    ,2021-09-01,Līga,liga@talsi.example,Uldis,,fr\n\
    cēsis,2035-01-01,Zane,zane@cesis.example,,,lv\n\
    Talsi,2021-09-01,Vera,vera@talsi.example\n";

async fn open(database: &crate::support::database::Database) -> House {
    let mut house = House::open(database).await;
    house
        .play("2026-06-01\nhouse: commission \"K\" (lv), institute \"I\" (en), secretary \"S\" (lv)")
        .await;
    house
}

async fn import(house: &House, table: &[u8]) -> Imported {
    let secretary = house.player.people["S"];
    house.engine.import(Some(secretary), WORKFLOW, table).await.unwrap()
}

/// How many people and cases there are.
async fn stored(store: &Store) -> (usize, usize) {
    let mut tx = store.read().await.unwrap();
    let people = people::list(&mut tx, Page::first(1_000)).await.unwrap();
    let cases = cases::list(&mut tx, &cases::Filter::default(), Page::first(1_000))
        .await
        .unwrap();
    (people.len(), cases.len())
}

each_database! {
    async fn members_come_in_and_their_reports_open(database: &Database) {
        let mut house = open(database).await;
        assert_eq!(import(&house, GOOD.as_bytes()).await, Imported::Done(2));
        assert_eq!(stored(&house.engine.store).await, (6, 2));
        house.play("2027-04-01").await;
        let mailed = house.mailbox.messages();
        assert!(mailed.iter().any(|mail| mail.to.address == "inga@ogre.example" && mail.html.contains("lang=\"en\"")));
        house.verify().await;
    }

    async fn one_bad_line_keeps_every_line_out_and_all_are_named(database: &Database) {
        let house = open(database).await;
        let before = stored(&house.engine.store).await;
        let Imported::Nothing(bad) = import(&house, BAD.as_bytes()).await else { panic!("it came in") };
        let found: Vec<(u64, &str, Wrong)> = bad.iter().map(|bad| (bad.line, bad.column.as_str(), bad.wrong)).collect();
        assert_eq!(
            found,
            [
                (3, "admitted_on", Wrong::Date),
                (3, "contact_email", Wrong::Email),
                (4, "organisation", Wrong::Required),
                (4, "mayor_email", Wrong::Required),
                (4, "language", Wrong::Language),
                (5, "admitted_on", Wrong::Future),
                (5, "organisation", Wrong::Twice),
                (6, "", Wrong::Length),
                (6, "language", Wrong::Required),
            ]
        );
        assert_eq!(stored(&house.engine.store).await, before);
    }

    async fn a_member_is_not_imported_twice_and_takes_no_other_line_along(database: &Database) {
        let house = open(database).await;
        import(&house, GOOD.as_bytes()).await;
        let before = stored(&house.engine.store).await;
        let more = GOOD.replace("\"Ogre, pilsēta\"", "Talsi").replace("inga@ogre", "inga@talsi");
        let Imported::Nothing(bad) = import(&house, more.as_bytes()).await else { panic!("it came in") };
        assert_eq!((bad.len(), bad[0].line, bad[0].wrong), (1, 2, Wrong::Member));
        assert_eq!(stored(&house.engine.store).await, before);
    }

    async fn files_as_table_programs_write_them(database: &Database) {
        let house = open(database).await;
        let semicolons = format!("\u{feff}{}", GOOD.replace("\"Ogre, pilsēta\"", "Ogre").replace(',', ";").replace('\n', "\r\n"));
        assert_eq!(import(&house, semicolons.as_bytes()).await, Imported::Done(2));
        for (table, wrong) in [
            (&b"organisation,admitted_on\nx,y\n"[..], Wrong::MissingColumn),
            (b"organisation;colour\nx;y\n", Wrong::MissingColumn),
            (b"", Wrong::MissingColumn),
            (b"organisation,admitted_on,contact_name,contact_email,language\n", Wrong::Empty),
            (b"organisation,admitted_on,contact_name,contact_email,language\nC\xe7sis,2020-01-01,A,a@b.example,lv\n", Wrong::Utf8),
        ] {
            let Imported::Nothing(bad) = import(&house, table).await else { panic!("it came in") };
            assert_eq!(bad[0].wrong, wrong, "{bad:?}");
        }
    }
}
