//! The whole cycle through the engine: from a draft to the second report, each letter once.

use kalends::clock::Instant;
use kalends::store::notices::StoredNotice;

use crate::support::database::each_database;
use crate::support::house::{House, Opening};

const CAST: &str = r#"
2027-02-01
house: commission "Komisija" (lv), institute "Institute" (en), secretary "Sekretāre" (lv)
organisation Cēsis: contact "Anna" (lv), mayor "Juris" (en)
call "2027": opens 2027-03-01, closes 2027-04-30, quota 1
"#;

fn submitted() -> Instant {
    "2027-04-20T00:00:00+03:00".parse().unwrap()
}

each_database! {
    /// Application, endorsement, admission, report, acceptance; then the next report opens two years later.
    async fn from_draft_to_the_second_report(database: &Database) {
        let mut house = House::open(database).await;
        house.play(CAST).await;
        house.play(r#"
            2027-03-02 10:00
            open Cēsis: membership in "2027"
            2027-04-20
            letter draft-waiting to Cēsis contact on 2027-04-16
            fill Cēsis
            Cēsis mayor: sign
            Cēsis contact: submit
            expect Cēsis: membership review
            letter received to Cēsis contact on 2027-04-20
            letter to-review to Cēsis commission on 2027-04-20
            letter copy to Cēsis institute on 2027-04-20
            2027-05-25
            letter decide-soon to Cēsis commission on 2027-05-17
            commission: endorse Cēsis
            expect Cēsis: membership forwarded
            letter file to Cēsis institute on 2027-05-25
            letter copy-of-file to Cēsis contact on 2027-05-25
            2027-09-01 12:00
            institute: admit Cēsis
            expect Cēsis: membership member
            expect Cēsis: standing good
            letter admitted to Cēsis contact on 2027-09-01
            2029-04-01
            expect Cēsis: progress-report open
            expect Cēsis: standing overdue
            letter report-due to Cēsis contact on 2028-12-31
            letter report-due to Cēsis contact on 2029-03-01
            letter report-due to Cēsis mayor on 2029-03-24
            letter report-today to Cēsis contact on 2029-03-31
            2029-04-10
            fill Cēsis
            Cēsis contact: submit
            expect Cēsis: standing good
            2029-05-02
            commission: accept Cēsis
            expect Cēsis: progress-report accepted
            2031-01-05
            expect Cēsis: progress-report open
            letter report-due to Cēsis contact on 2030-12-31
        "#).await;
        let membership = house.case("Cēsis", "membership").await;
        let too_late = |row: &StoredNotice| row.letter == "draft-waiting" && row.sent_at.is_some_and(|at| at > submitted());
        assert!(!house.notices(&membership).await.iter().any(too_late), "a reminder to somebody who has delivered");
        house.verify().await;
    }

    /// Each person is written to in their own language, and what is Latvian stays whole.
    async fn each_in_their_language(database: &Database) {
        let mut house = House::open(database).await;
        house.play(CAST).await;
        house.play("2027-03-02\nopen Cēsis: membership in \"2027\"\n2027-04-29").await;
        let mailed = house.mailbox.messages();
        let to_anna: Vec<_> = mailed.iter().filter(|mail| mail.to.address == "anna@cesis.example").collect();
        let to_juris: Vec<_> = mailed.iter().filter(|mail| mail.to.address == "juris@cesis.example").collect();
        assert_eq!((to_anna.len(), to_juris.len()), (2, 1), "14 days before to the contact, 3 days before to both");
        assert!(to_anna.iter().all(|mail| mail.text.contains("ē") && mail.html.contains("lang=\"lv\"")));
        assert!(to_juris[0].html.contains("lang=\"en\"") && to_juris[0].text.contains("Cēsis"));
        house.verify().await;
    }

    /// What a manual clock has passed, it never comes back to: not even in another process.
    async fn the_clock_never_goes_back(database: &Database) {
        let mut house = House::open(database).await;
        house.play("2027-03-01").await;
        let stood = house.engine.now();
        let back = house.worker.advance(stood.plus_seconds(-1)).await;
        assert!(back.unwrap_err().to_string().contains("does not go back"));
        let again = house.again(database, Opening { seed: 2, ..Default::default() }).await;
        assert_eq!(again.engine.now(), stood);
    }
}
