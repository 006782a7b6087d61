//! Votes and points through the engine: ballots of several persons at once, parts of a session, the last place.

use kalends::engine::EngineError;
use kalends::engine::handle::{Asker, Command};
use kalends::rehearsal::scenario;
use serde_json::json;
use uuid::Uuid;

use crate::support::database::{Database, each_database};
use crate::support::house::{House, Opening};
use crate::support::samples::sample;

const PAIRS: usize = 12;

const HOUSE: &str = "2027-03-01
house: board \"Ana Board\" (en), board \"Beka Board\" (en), board \"Gia Board\" (en), board \"Dato Board\" (en)
house: president \"Nino Head\" (en), secretary \"Sopho Office\" (en), auditor \"Otar Audit\" (en)
house: assessor \"Ana Assessor\" (en), assessor \"Beka Assessor\" (en)";

async fn circle(database: &Database) -> House {
    let opening = Opening {
        source: sample("circle"),
        ..Opening::default()
    };
    House::opening(&database.url, opening).await
}

async fn command(house: &House, (person, event): (&str, &str), (organisation, kind): (&str, &str)) -> Command {
    let person: Uuid = house.player.people[person];
    Command {
        case: house.case(organisation, kind).await.case.id,
        event: event.to_owned(),
        asker: Asker::Person(person),
        answers: Default::default(),
        reason: None,
        attachments: Vec::new(),
        revision: None,
    }
}

/// An application in a session that has its reviews: technology decides.
fn assessed(name: &str, session: &str, technology: u8) -> String {
    let review =
        format!("with conflict = false, complete_application = true, collaboration = 4, technology = {technology}");
    format!(
        "organisation {name}: contact \"C {name}\" (en)\nopen {name}: label in \"{session}\"\nfill {name}:
        {name} contact: submit\nassessor Ana: assess {name} {review}\nassessor Beka: assess {name} {review}
        secretary: finish {name}"
    )
}

each_database! {
    /// What the rehearsal says, the engine does: each line of both scenarios.
    async fn the_scenarios_go_the_same_way(database: &Database) {
        let source = sample("circle");
        for (path, text) in source.files.iter().filter(|(path, _)| path.starts_with("scenarios/")) {
            assert!(scenario::parse(path, text).is_ok());
        }
        let mut house = circle(database).await;
        let plays = ["vote", "rank"].map(|name| source.files[&format!("scenarios/{name}.txt")].clone());
        for play in plays {
            house.play(&play).await;
        }
        house.worker.drain().await.unwrap();
        house.verify().await;
    }

    /// Four of a board vote in the same moment: every ballot is there, once.
    async fn ballots_given_at_once_are_all_counted(database: &Database) {
        let mut house = circle(database).await;
        house.play(HOUSE).await;
        house.play("organisation School: contact \"Keti\" (en)\nopen School: membership\nfill School:\nSchool contact: submit").await;
        let mut casting = Vec::new();
        for name in ["Ana Board", "Beka Board", "Gia Board", "Dato Board"] {
            let mut cast = command(&house, (name, "cast"), ("School", "membership")).await;
            cast.answers.insert("vote".to_owned(), json!("for"));
            let engine = house.engine.clone();
            casting.push(tokio::spawn(async move { engine.handle(&cast).await }));
        }
        for cast in casting {
            cast.await.unwrap().unwrap();
        }
        let case = house.case("School", "membership").await.case;
        assert_eq!(case.ballots["board"].len(), 4);
        assert_eq!(case.panels["board"], 6, "the statutes name six, whoever sits");
        house.play("secretary: close School\nexpect School: membership signing").await;
        house.worker.drain().await.unwrap();
        house.verify().await;
    }

    /// A third of three is one place. Two equally good are awarded in the same moment: one gets it, the other is told how
    /// the number came about.
    async fn two_at_once_for_the_last_part(database: &Database) {
        let mut house = circle(database).await;
        house.play(HOUSE).await;
        for pair in 0..PAIRS {
            house.play(&format!("call \"{pair}\": opens 2027-03-01, closes 2027-04-30")).await;
            let names = [format!("A{pair}"), format!("B{pair}"), format!("C{pair}")];
            for (name, technology) in names.iter().zip([5, 5, 3]) {
                house.play(&assessed(name, &pair.to_string(), technology)).await;
            }
            let mut awarding = Vec::new();
            for name in &names[..2] {
                let award = command(&house, ("Sopho Office", "award"), (name, "label")).await;
                let engine = house.engine.clone();
                awarding.push(tokio::spawn(async move { engine.handle(&award).await }));
            }
            let mut states = Vec::new();
            for award in awarding {
                states.push(award.await.unwrap().unwrap().case.state);
            }
            states.sort();
            assert_eq!(states, ["awarded", "reserve"], "pair {pair}");
        }
        let (loser, winner) = match house.case("A0", "label").await.case.state.as_str() {
            "reserve" => ("A0", "B0"),
            _ => ("B0", "A0"),
        };
        let again = command(&house, ("Sopho Office", "award"), (loser, "label")).await;
        let refused = house.engine.handle(&again).await.unwrap_err();
        let EngineError::Refused(refusal) = &refused else { panic!("{refused:?}") };
        assert_eq!(refusal.rule, "quota-share", "both share the first place, and it is taken");
        let said = |name: &str| refusal.values[name].as_str();
        assert_eq!([said("quota"), said("share"), said("scored"), said("taken")], ["1", "1/3", "3", "1"]);
        house.play(&format!("{winner} contact: give-back\nsecretary: award {loser}\nexpect {loser}: label awarded")).await;
        house.worker.drain().await.unwrap();
        house.verify().await;
    }

    /// A call's own number wins over the part.
    async fn a_number_of_the_call_wins(database: &Database) {
        let mut house = circle(database).await;
        house.play(HOUSE).await;
        house.play("call \"S\": opens 2027-03-01, closes 2027-04-30, quota 2").await;
        for (name, technology) in [("One", 5), ("Two", 4), ("Three", 3)] {
            house.play(&assessed(name, "S", technology)).await;
        }
        house.play(
            "secretary: award Three\nexpect Three: label reserve\nsecretary: award Two\nexpect Two: label awarded
            secretary: award One\nexpect One: label awarded\nrefused guard: secretary: award Three",
        ).await;
    }

    /// While a review is given, nobody ranks: an award and a better review in the same moment agree about the order.
    async fn a_rank_and_a_review_in_the_same_moment_agree(database: &Database) {
        let mut house = circle(database).await;
        house.play(HOUSE).await;
        for round in 0..PAIRS {
            house.play(&format!("call \"{round}\": opens 2027-03-01, closes 2027-04-30, quota 1")).await;
            let (low, high) = (format!("Low{round}"), format!("High{round}"));
            house.play(&assessed(&low, &round.to_string(), 3)).await;
            let review = "with conflict = false, complete_application = true, collaboration = 4, technology = 5";
            house.play(&format!(
                "organisation {high}: contact \"C {high}\" (en)\nopen {high}: label in \"{round}\"\nfill {high}:
                {high} contact: submit\nassessor Ana: assess {high} {review}"
            )).await;
            let award = command(&house, ("Sopho Office", "award"), (&low, "label")).await;
            let mut last = command(&house, ("Beka Assessor", "assess"), (&high, "label")).await;
            last.answers = [("conflict", json!(false)), ("complete_application", json!(true)), ("collaboration", json!(5)), ("technology", json!(5))]
                .map(|(name, value)| (name.to_owned(), value)).into();
            let (one, other) = (house.engine.clone(), house.engine.clone());
            let (award, review) = tokio::join!(
                tokio::spawn(async move { one.handle(&award).await }),
                tokio::spawn(async move { other.handle(&last).await }),
            );
            let (award, review) = (award.unwrap().unwrap(), review.unwrap().unwrap());
            assert_eq!(review.case.ballots["panel"].len(), 2, "round {round}");
            assert!(["awarded", "reserve"].contains(&award.case.state.as_str()), "round {round}");
        }
    }
}
