//! Placeholders about votes and points: where a letter may tell what a panel has come to, and where it would be empty.

use kalends::workflow::check::check;
use kalends::workflow::finding::{Finding, Level};

use crate::support::samples::sample;

/// What the proof-reader says of a letter of the sample that says this.
fn found(letter: &str, said: &str) -> Vec<Finding> {
    let mut source = sample("circle");
    let path = format!("letters/{letter}.en.md");
    source.files.insert(path, format!("# News\n\nHello. {said}\n"));
    check(&source).1
}

fn levels(letter: &str, said: &str) -> Vec<Level> {
    let about = found(letter, said)
        .into_iter()
        .filter(|one| one.rule == "empty-placeholder");
    about.map(|one| one.level).collect()
}

#[test]
fn a_result_that_may_not_be_there_is_asked_for_first() {
    let fine = [
        (
            "result",
            "{% if vote.board.ended %}{{ vote.board.for }} of {{ vote.board.members }}{% endif %}",
        ),
        (
            "result",
            "{% if vote.board.carried %}With {{ vote.board.for }} votes.{% endif %}",
        ),
        (
            "result",
            "{% if score.panel.passed %}{{ score.panel.score }}, {{ score.panel.scored }} reviews{% endif %}",
        ),
        ("result", "{% if score.panel.score %}{{ score.panel.score }}{% endif %}"),
        (
            "please-vote",
            "{% if vote.board.ended %}{{ vote.board.against }}{% endif %}",
        ),
    ];
    for (letter, said) in fine {
        let found = found(letter, said);
        assert!(found.is_empty(), "{said}: {found:#?}");
    }
}

#[test]
fn an_open_ballot_is_not_told() {
    assert_eq!(levels("please-vote", "{{ vote.board.for }}"), [Level::Error]);
    assert_eq!(levels("please-assess", "{{ score.panel.scored }}"), [Level::Error]);
    assert_eq!(
        levels("please-vote", "{{ score.panel.score }}"),
        [Level::Error],
        "memberships are not assessed"
    );
    let told = levels("result", "{{ vote.board.for }}");
    assert!(
        told.contains(&Level::Error),
        "the letter is one about labels too: {told:?}"
    );
    let score = levels("result", "{% if score.panel.ended %}{{ score.panel.score }}{% endif %}");
    assert!(!score.is_empty(), "an ended assessment need not have a score");
}

/// A letter of memberships alone, sent by the event that ends the vote and by one that follows.
#[test]
fn what_ends_a_ballot_may_tell_it() {
    let mut source = sample("circle");
    let text = source.files.get_mut("workflow.toml").expect("there");
    *text = text
        .replace(
            "to = \"signing\", tell = \"applicant: result\"",
            "to = \"signing\", tell = \"applicant: counted\"",
        )
        .replace(
            "to = \"member\", tell = \"applicant: result\"",
            "to = \"member\", tell = \"applicant: counted\"",
        );
    let letter = "# Counted\n\n{{ vote.board.for }} for, {{ vote.board.against }} against.\n";
    source
        .files
        .insert("letters/counted.en.md".to_owned(), letter.to_owned());
    let found = check(&source).1;
    assert!(found.is_empty(), "{found:#?}");
    let begun = source.files.get_mut("workflow.toml").expect("there");
    *begun = begun.replace(
        "states = [\"draft\", \"voting\"",
        "import = { state = \"signing\", since = \"application.since\" }\nstates = [\"draft\", \"voting\"",
    );
    let form = source.files.get_mut("forms/application.toml").expect("there");
    form.push_str("[main.since]\ntype = \"date\"\nlabel.en = \"Since\"\n");
    *form = form.replace("fields = [", "fields = [\"since\", ");
    let levels: Vec<Level> = check(&source)
        .1
        .iter()
        .filter(|one| one.rule == "empty-placeholder")
        .map(|one| one.level)
        .collect();
    assert_eq!(levels, [Level::Warning; 2], "who was imported there was never voted on");
}
