//! Another version of a programme while cases run: what moves, what stays, and that no letter goes twice.

use kalends::case::impact::Verdict;
use kalends::case::needs::{Choice, Choices};
use kalends::engine::EngineError;
use kalends::store::cases::StoredCase;
use kalends::store::notices::{NoticeState, StoredNotice};
use kalends::store::publications;
use kalends::workflow::Source;
use kalends::workflow::check::check;

use crate::support::database::each_database;
use crate::support::house::{House, WORKFLOW, shipped};

const CAST: &str = r#"
2027-02-01
house: commission "Komisija" (lv), institute "Institute" (en), secretary "Sekretāre" (lv)
organisation Cēsis: contact "Anna" (lv), mayor "Juris" (en)
organisation Talsi: contact "Dace" (lv), mayor "Uldis" (lv)
call "2027": opens 2027-03-01, closes 2027-04-30, quota 1
2027-03-02 10:00
open Cēsis: membership in "2027"
open Talsi: membership in "2027"
"#;

const SUBMITTED: &str = r#"
2027-04-20
fill Cēsis
Cēsis mayor: sign
Cēsis contact: submit
fill Talsi
Talsi mayor: sign
Talsi contact: submit
"#;

/// The shipped programme with its workflow file edited; it still proof-reads without error.
fn edited(edits: &[(&str, &str)]) -> Source {
    let mut source = shipped(WORKFLOW);
    for (file, from, to) in edits.iter().map(|(from, to)| ("workflow.toml", from, to)) {
        let text = source.files.get_mut(file).unwrap();
        assert!(text.contains(from), "`{from}` is not in {file}");
        *text = text.replace(from, to);
    }
    good(source)
}

fn good(source: Source) -> Source {
    let (definition, findings) = check(&source);
    assert!(definition.is_some(), "{findings:#?}");
    source
}

fn choose(pairs: &[(&str, &str)]) -> Choices {
    let parsed = pairs
        .iter()
        .map(|(group, choice)| ((*group).to_owned(), choice.parse::<Choice>().unwrap()));
    parsed.collect()
}

async fn publish(house: &House, source: &Source, pairs: &[(&str, &str)]) {
    house.engine.put_in_force(None, source, &choose(pairs)).await.unwrap();
}

async fn groups(house: &House, source: &Source) -> Vec<String> {
    let (_, impact) = house.engine.impact(source, &Choices::new()).await.unwrap();
    impact.undecided().map(|group| group.name.clone()).collect()
}

/// A reminder of a case, by duty and step, the latest planned first.
async fn reminder(house: &House, case: &StoredCase, duty: &str, step: &str) -> StoredNotice {
    let mut found = house.notices(case).await;
    found.retain(|row| row.duty == duty && row.step == step);
    found.pop().unwrap_or_else(|| panic!("no `{duty}/{step}`"))
}

each_database! {
    /// Whoever sits in a renamed seat still sits there, in the preview and in the very act of publishing.
    async fn a_seat_is_renamed(database: &Database) {
        let mut house = House::open(database).await;
        house.play(CAST).await;
        let case = house.case("Cēsis", "membership").await;
        let waiting = |rows: &[StoredNotice]| {
            let planned = rows.iter().filter(|row| row.state == NoticeState::Planned);
            planned.map(|row| (row.duty.clone(), row.step.clone(), row.recipient_id)).collect::<Vec<_>>()
        };
        let before = waiting(&house.notices(&case).await);
        assert!(!before.is_empty());
        let source = edited(&[
            ("seats.contact = {", "seats.person = { was = \"contact\","),
            ("applicant.contact", "applicant.person"),
        ]);
        let (_, impact) = house.engine.impact(&source, &Choices::new()).await.unwrap();
        let gone: usize = impact.lines.iter().map(|line| line.impact.differences.notices.len()).sum();
        assert_eq!(gone, 0, "the preview");
        publish(&house, &source, &[]).await;
        assert_eq!(waiting(&house.notices(&case).await), before);
    }

    /// What differs is moved, what was sent stays sent, what is no longer wanted is withdrawn with a reason.
    async fn a_due_date_moves_by_a_week(database: &Database) {
        let mut house = House::open(database).await;
        house.play(CAST).await;
        house.play("2027-04-16 12:00").await;
        let later = edited(&[("due = \"call.closes\"\nwhen", "due = \"call.closes + 7 days\"\nwhen")]);
        let (proposal, impact) = house.engine.impact(&later, &Choices::new()).await.unwrap();
        assert_eq!((proposal.number, proposal.in_force), (2, Some(1)));
        assert_eq!((impact.count(Verdict::Changes), impact.lines.len()), (2, 2));
        let of_cesis = &impact.lines.iter().find(|line| line.organisation == "Cēsis").unwrap().impact.differences;
        assert_eq!(of_cesis.duties.len(), 1, "{of_cesis:?}");
        assert_eq!(impact.letters_counted(), (2, 0, 4), "a new `before 14 days` each, and two `before 3 days` each moved");
        publish(&house, &later, &[]).await;
        let case = house.case("Cēsis", "membership").await;
        assert_eq!((case.version, case.case.revision), (2, 2));
        let rows = house.notices(&case).await;
        let withdrawn: Vec<_> = rows.iter().filter(|row| row.state == NoticeState::Withdrawn).collect();
        assert_eq!(withdrawn.len(), 2);
        assert!(withdrawn.iter().all(|row| row.reason.as_deref() == Some("moved")));
        house.verify().await;
        house.play("2027-04-29\nexpect Cēsis: membership draft").await;
        let three_days = reminder(&house, &case, "finish", "before-3-days").await;
        assert_eq!(three_days.planned_at.to_string(), "2027-05-04T06:00:00Z");
        house.verify().await;
    }

    /// A renamed state and duty are the same ones: what was sent under the old name is not sent under the new.
    async fn a_state_and_a_duty_are_renamed(database: &Database) {
        let mut house = House::open(database).await;
        house.play(CAST).await;
        house.play(SUBMITTED).await;
        house.play("2027-05-17 10:00\nletter decide-soon to Cēsis commission on 2027-05-17").await;
        let before = house.case("Cēsis", "membership").await;
        let renamed = edited(&[
            ("hour = \"09:00\"", "hour = \"18:00\""),
            ("\"draft\", \"review\"", "\"draft\", \"checking\""),
            ("[membership.review]\n", "[membership.checking]\nwas = \"review\"\n"),
            ("[membership.review.on]", "[membership.checking.on]"),
            ("to = \"review\"", "to = \"checking\""),
            ("[membership.review.duty.decide]\n", "[membership.checking.duty.judge]\nwas = \"decide\"\n"),
            ("stops = [\"decide\"]", "stops = [\"judge\"]"),
        ]);
        assert_eq!(groups(&house, &renamed).await, [] as [&str; 0]);
        publish(&house, &renamed, &[]).await;
        let after = house.case("Cēsis", "membership").await;
        assert_eq!(after.case.state, "checking");
        assert_eq!(after.case.entered_at, before.case.entered_at, "it did not enter anything");
        house.verify().await;
        house.play("2027-05-18\n2027-05-30\nletter decide-soon to Cēsis commission on 2027-05-28").await;
        let sent = house.notices(&after).await;
        let soon = sent.iter().filter(|row| row.letter == "decide-soon" && row.state == NoticeState::Sent);
        assert_eq!(soon.count(), 2, "14 and 3 days before, each once");
        house.play("commission: endorse Cēsis\nexpect Cēsis: membership forwarded").await;
        house.verify().await;
    }

    /// Where a state is gone nothing happens before somebody says what becomes of its cases.
    async fn a_state_is_removed(database: &Database) {
        let mut house = House::open(database).await;
        house.play(CAST).await;
        house.play(SUBMITTED).await;
        house.play("2027-05-10\ncommission: reserve Talsi\nexpect Talsi: membership reserve").await;
        let mut without = shipped(WORKFLOW);
        let text = without.files.get_mut("workflow.toml").unwrap();
        *text = text.replace("\"review\", \"reserve\"", "\"review\"");
        let begin = text.find("[membership.reserve]").unwrap();
        let end = text.find("[membership.forwarded]").unwrap();
        text.replace_range(begin..end, "");
        let begin = text.find("reserve = {").unwrap();
        let end = begin + text[begin..].find("\n}\n").unwrap() + 3;
        text.replace_range(begin..end, "");
        let without = good(without);
        assert_eq!(groups(&house, &without).await, ["state:membership.reserve"]);
        let refused = house.engine.put_in_force(None, &without, &Choices::new()).await.unwrap_err();
        assert!(matches!(&refused, EngineError::Refused(refusal) if refusal.rule == "undecided"), "{refused:?}");
        let untouched = house.case("Cēsis", "membership").await;
        assert_eq!(untouched.version, 1, "nothing of it happened");
        assert_eq!(house.engine.versions_of(WORKFLOW).await.unwrap().len(), 1);
        for wrong in ["drop", "move-to:reserve", "move-to:nowhere"] {
            let chosen = choose(&[("state:membership.reserve", wrong)]);
            let refused = house.engine.put_in_force(None, &without, &chosen).await.unwrap_err();
            assert!(matches!(&refused, EngineError::Refused(one) if one.rule == "not-offered"), "{wrong}: {refused:?}");
        }
        publish(&house, &without, &[("state:membership.reserve", "stay")]).await;
        let (cesis, talsi) = (house.case("Cēsis", "membership").await, house.case("Talsi", "membership").await);
        assert_eq!((cesis.version, talsi.version, talsi.case.state.as_str()), (2, 1, "reserve"));
        house.verify().await;
        publish(&house, &without, &[("state:membership.reserve", "move-to:review")]).await;
        let talsi = house.case("Talsi", "membership").await;
        assert_eq!((talsi.version, talsi.case.state.as_str()), (2, "review"));
        let noted = publications_of(&house).await;
        assert_eq!(noted, [(1, 0, 0), (2, 1, 1), (2, 1, 0)]);
        house.play("2027-05-18\nletter decide-soon to Talsi commission on 2027-05-17\ncommission: endorse Talsi").await;
        house.verify().await;
    }

    /// An answer that does not pass any more is kept, dropped, or keeps its case where it is.
    async fn a_field_is_retyped(database: &Database) {
        let mut house = House::open(database).await;
        house.play(CAST).await;
        house.play(SUBMITTED).await;
        let mut retyped = shipped(WORKFLOW);
        let form = retyped.files.get_mut("forms/application.toml").unwrap();
        let line = "type = \"line\"\nrequired = true\nmax_characters = 80\ncarry = \"keep\"\npublic = true\nexample = \"Latvia\"";
        assert!(form.contains(line));
        *form = form.replace(line, "type = \"yes-no\"\nrequired = true\ncarry = \"keep\"\npublic = true\nexample = true");
        let retyped = good(retyped);
        let (group, field) = ("field:application.country", "country");
        assert_eq!(groups(&house, &retyped).await, [group]);
        publish(&house, &retyped, &[(group, "stay")]).await;
        assert_eq!(house.case("Cēsis", "membership").await.version, 1);
        let cesis = house.case("Cēsis", "membership").await.case.id;
        let moved = house.engine.move_case(None, (cesis, None), &choose(&[(group, "keep")])).await.unwrap();
        assert!(moved.case.answers["application"].contains_key(field), "kept");
        publish(&house, &retyped, &[(group, "drop")]).await;
        let talsi = house.case("Talsi", "membership").await;
        assert!(!talsi.case.answers["application"].contains_key(field), "dropped");
        house.verify().await;
    }
}

async fn publications_of(house: &House) -> Vec<(u32, u32, u32)> {
    let mut tx = house.engine.store.read().await.unwrap();
    let found = publications::of_workflow(&mut tx, WORKFLOW).await.unwrap();
    found
        .into_iter()
        .map(|one| (one.version, one.moved, one.stayed))
        .collect()
}
