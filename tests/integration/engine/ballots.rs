//! Ballots beside what surrounds them: other rules put in force, statistics of their form, letters that tell the result.

use kalends::case::needs::Choices;
use kalends::store::messages;
use kalends::workflow::Source;
use kalends::workflow::form::statistics::Count;
use uuid::Uuid;

use crate::support::database::{Database, each_database};
use crate::support::house::{House, Opening};
use crate::support::samples::sample;

const VOTING: &str = "2027-03-01
house: board \"Ana Board\" (en), board \"Beka Board\" (en), board \"Gia Board\" (en), board \"Dato Board\" (en)
house: secretary \"Sopho Office\" (en), president \"Nino Head\" (en), auditor \"Otar Audit\" (en)
organisation School: contact \"Keti School\" (en)
organisation College: contact \"Lado College\" (en)
open School: membership
fill School:
School contact: submit
board Ana: cast School with vote = \"for\"
board Beka: cast School with vote = \"for\"
board Gia: cast School with vote = \"for\"";

const CLOSED: &str =
    "board Dato: cast School with vote = \"against\"\nsecretary: close School\nexpect School: membership signing";

fn edited(edits: &[(&str, &str, &str)]) -> Source {
    let mut source = sample("circle");
    for (file, from, to) in edits {
        let text = source.files.get_mut(*file).unwrap();
        assert!(text.contains(from), "`{from}` is not in {file}");
        *text = text.replace(from, to);
    }
    source
}

async fn house(database: &Database, source: Source) -> House {
    let opening = Opening {
        source,
        ..Opening::default()
    };
    let mut house = House::opening(&database.url, opening).await;
    house.play(VOTING).await;
    house
}

async fn groups(house: &House, source: &Source) -> Vec<String> {
    let (_, impact) = house.engine.impact(source, &Choices::new()).await.unwrap();
    impact.undecided().map(|group| group.name.clone()).collect()
}

/// How many cases count for somebody, and how often each vote was given.
async fn votes(house: &House, person: &str) -> (usize, Vec<i64>) {
    let person: Uuid = house.player.people[person];
    let found = house
        .engine
        .form_statistics(person, ("circle", "ballot"))
        .await
        .unwrap();
    let vote = found.fields.into_iter().find(|field| field.field == "vote").unwrap();
    (
        found.cases,
        vote.choices.iter().map(|Count { count, .. }| *count).collect(),
    )
}

/// The words of the last letter to somebody.
async fn letter(house: &House, person: &str) -> String {
    let person: Uuid = house.player.people[person];
    let mut tx = house.engine.store.read().await.unwrap();
    let all = messages::newest(&mut tx, None, 100).await.unwrap();
    let own = all.into_iter().find(|message| message.recipient_id == Some(person));
    own.unwrap().text_body
}

/// The programme with a letter that tells every number, in both letters of the vote.
fn telling() -> Source {
    let told = "[{{ vote.board.for }}] for, [{{ vote.board.against }}] against, of [{{ vote.board.members }}]\
        {% if vote.board.carried %} carried{% endif %}{% if vote.board.ended %} ended{% endif %}";
    let duty = "title.en = \"Voting\"\n[membership.voting.duty.vote]\ntitle.en = \"Vote\"\nof = \"board\"\n\
        due = \"entered + 10 days\"\nremind = [{ before = \"3 days\", letter = \"please-vote\" }]";
    edited(&[
        ("letters/result.en.md", "There is news.", told),
        ("letters/please-vote.en.md", "There is news.", told),
        ("workflow.toml", "title.en = \"Voting\"", duty),
    ])
}

each_database! {
    /// A renamed panel goes on with its ballots; other rules for the open ballot are asked about, for the ended one not.
    async fn rules_change_while_a_vote_is_open_and_after(database: &Database) {
        let mut house = house(database, sample("circle")).await;
        let council = edited(&[
            ("workflow.toml", "[membership.vote.board]", "[membership.vote.council]\nwas = \"board\""),
            ("workflow.toml", "casts = \"board\"", "casts = \"council\""),
            ("workflow.toml", "carried('board')", "carried('council')"),
            ("workflow.toml", "quorate('board')", "quorate('council')"),
        ]);
        house.engine.put_in_force(None, &council, &Choices::new()).await.unwrap();
        house.verify().await;
        let mut stricter = council.clone();
        let text = stricter.files.get_mut("workflow.toml").unwrap();
        *text = text.replace("quorum = \"2/3\"", "quorum = 6");
        assert_eq!(groups(&house, &stricter).await, ["panel:membership.council"]);
        let refused = house.engine.put_in_force(None, &stricter, &Choices::new()).await;
        assert!(refused.is_err(), "nobody has decided");
        house.play(CLOSED).await;
        assert_eq!(groups(&house, &stricter).await, [] as [&str; 0]);
        house.engine.put_in_force(None, &stricter, &Choices::new()).await.unwrap();
        let case = house.case("School", "membership").await.case;
        assert_eq!(case.ballots["council"].len(), 4);
        assert!(case.results["council"].carried);
        house.verify().await;
    }

    /// Ballots count once they have ended, for those who may see them.
    async fn statistics_count_ballots_that_have_ended(database: &Database) {
        let mut house = house(database, sample("circle")).await;
        for person in ["Sopho Office", "Ana Board", "Keti School"] {
            assert_eq!(votes(&house, person).await, (0, vec![0, 0, 0, 0]), "{person}");
        }
        house.play(CLOSED).await;
        for person in ["Sopho Office", "Ana Board"] {
            assert_eq!(votes(&house, person).await, (1, vec![3, 1, 0, 0]), "{person}");
        }
        for person in ["Keti School", "Lado College", "Otar Audit"] {
            assert_eq!(votes(&house, person).await, (0, vec![0, 0, 0, 0]), "{person} may know the numbers, not who voted how");
        }
    }

    /// A letter says nothing of an open ballot, and the numbers once it has ended.
    async fn letters_tell_the_result_and_not_before(database: &Database) {
        let mut house = house(database, telling()).await;
        house.worker.drain().await.unwrap();
        let asked = letter(&house, "Otar Audit").await;
        assert!(asked.starts_with("[] for, [] against, of []"), "{asked}");
        house.play("2027-03-09").await;
        let reminded = letter(&house, "Ana Board").await;
        assert!(reminded.starts_with("[] for, [] against, of []") && !reminded.contains("ended"), "{reminded}");
        house.play(CLOSED).await;
        house.worker.drain().await.unwrap();
        let told = letter(&house, "Keti School").await;
        assert!(told.starts_with("[3] for, [1] against, of [6] carried ended"), "{told}");
    }
}
