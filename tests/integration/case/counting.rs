//! Counting votes and points, held against counting written another way.

use std::collections::BTreeMap;

use kalends::workflow::definition::Address;
use kalends::workflow::form::Answers;
use kalends::workflow::panel::count::{count, rank};
use kalends::workflow::panel::{Ballot, Base, Panel, PanelRule, ScoreRule, Share, Take, Tally, Tie, VoteRule};
use kalends::workflow::{Place, Text};
use serde_json::json;

fn panel(rule: PanelRule) -> Panel {
    Panel {
        name: "board".to_owned(),
        was: Vec::new(),
        title: Text::default(),
        of: Address {
            role: "board".to_owned(),
            seat: None,
        },
        form: "ballot".to_owned(),
        rule,
        place: Place::default(),
    }
}

fn counted(panel: &Panel, ballots: &[(Answers, bool)], members: u32) -> Tally {
    let ballots = ballots.iter().map(|(answers, chair)| Ballot { answers, chair: *chair });
    count(panel, ballots, members)
}

/// The fewest of `whole` that are enough, found by going up one by one and comparing decimals far apart.
fn fewest(share: &str, whole: u32) -> u32 {
    let (more, part) = share
        .strip_prefix("more than ")
        .map_or((false, share), |part| (true, part));
    if let Ok(number) = part.parse::<u32>() {
        return number;
    }
    let (num, den) = match part.strip_suffix(" %") {
        Some(percent) => (percent.parse::<u32>().unwrap(), 100),
        None => {
            let (num, den) = part.split_once('/').unwrap();
            (num.parse().unwrap(), den.parse().unwrap())
        }
    };
    let exact = num * whole / den;
    let even = (num * whole).is_multiple_of(den);
    match (more, even) {
        (true, _) => exact + 1,
        (false, true) => exact,
        (false, false) => exact + 1,
    }
}

struct Votes {
    yes: u32,
    no: u32,
    abstained: u32,
    recused: u32,
    members: u32,
}

/// Whether enough took part, and whether it is carried, by the words of the manual.
fn oracle(
    votes: &Votes,
    (quorum, majority, base): (Option<&str>, &str, Base),
    tie: &Tie,
    chair: Option<&str>,
) -> (bool, bool) {
    let eligible = votes.members.saturating_sub(votes.recused);
    let took_part = votes.yes + votes.no + votes.abstained;
    let enough = match quorum {
        None => true,
        Some(share) if share.contains('/') || share.contains('%') => {
            eligible > 0 && took_part >= fewest(share, eligible)
        }
        Some(share) => took_part >= fewest(share, eligible),
    };
    if took_part == 0 || !enough {
        return (false, false);
    }
    let half = majority.ends_with("1/2") || majority == "50 %";
    let split = votes.yes == votes.no && votes.yes > 0 && (base != Base::Total || votes.yes + votes.no == eligible);
    if split && half {
        let carried = match tie {
            Tie::Refused => false,
            Tie::Carried => true,
            Tie::Chair(_) => chair == Some("for"),
        };
        return (true, carried);
    }
    let of = match base {
        Base::Cast => votes.yes + votes.no,
        Base::Present => took_part,
        Base::Total => eligible,
    };
    (true, votes.yes > 0 && of > 0 && votes.yes >= fewest(majority, of))
}

const WORDS: [&str; 4] = ["for", "against", "abstain", "recused"];

/// Everything `members` may do, up to who does it: for, against, abstains, recused, absent. The first one has the chair.
fn sittings(members: u32) -> impl Iterator<Item = Vec<u32>> {
    (0..5u32.pow(members))
        .map(move |code| (0..members).map(|at| code / 5u32.pow(at) % 5).collect::<Vec<u32>>())
        .filter(|each| each[1..].windows(2).all(|two| two[0] <= two[1]))
}

fn given(each: &[u32]) -> Vec<(Answers, bool)> {
    let vote = |vote: u32| Answers::from([("vote".to_owned(), json!(WORDS[vote as usize]))]);
    let voted = each.iter().enumerate().filter(|(_, one)| **one < 4);
    voted.map(|(at, one)| (vote(*one), at == 0)).collect()
}

fn votes(each: &[u32]) -> Votes {
    let tally_of = |word: u32| u32::try_from(each.iter().filter(|vote| **vote == word).count()).unwrap();
    Votes {
        yes: tally_of(0),
        no: tally_of(1),
        abstained: tally_of(2),
        recused: tally_of(3),
        members: u32::try_from(each.len()).unwrap(),
    }
}

/// A vote's rule as the manual writes it: quorum, majority, and of whom.
type Said = (Option<&'static str>, &'static str, Base);

/// Every rule of the tables, as the oracle reads it and as the programme has it.
fn vote_rules() -> Vec<(Said, VoteRule)> {
    let quorums = [
        None,
        Some("2/3"),
        Some("50 %"),
        Some("more than 1/2"),
        Some("3"),
        Some("1/1"),
    ];
    let majorities = ["more than 1/2", "1/2", "2/3", "50 %", "more than 2/3", "3"];
    let ties = [Tie::Refused, Tie::Carried, Tie::Chair("president".to_owned())];
    let mut rules = Vec::new();
    for quorum in quorums {
        for majority in majorities {
            for base in [Base::Cast, Base::Present, Base::Total] {
                rules.extend(ties.iter().map(|tie| {
                    let rule = VoteRule {
                        members: None,
                        quorum: quorum.map(|share| Share::parse(share).unwrap()),
                        majority: Share::parse(majority).unwrap(),
                        base,
                        tie: tie.clone(),
                    };
                    ((quorum, majority, base), rule)
                }));
            }
        }
    }
    rules
}

#[test]
fn votes_agree_with_the_words_of_the_manual() {
    let rules = vote_rules();
    let (mut cases, mut carried) = (0u32, 0u32);
    for each in (1..=5u32).flat_map(sittings) {
        let (given, votes) = (given(&each), votes(&each));
        let chair = WORDS.get(each[0] as usize).copied();
        for (said, rule) in &rules {
            let found = counted(&panel(PanelRule::Vote(rule.clone())), &given, votes.members);
            let wanted = oracle(&votes, *said, &rule.tie, chair);
            assert_eq!(
                (found.quorate, found.carried),
                wanted,
                "{each:?}: {said:?}, {:?}: {found:?}",
                rule.tie
            );
            cases += 1;
            carried += u32::from(found.carried);
        }
    }
    assert!(
        cases > 50_000 && carried > 5_000 && carried < cases - 5_000,
        "{carried} of {cases}"
    );
}

#[test]
fn votes_of_the_rules_people_know() {
    // Statutes of six: quorum two thirds, more than half of those present, the president decides a tie.
    let rule = VoteRule {
        members: Some(6),
        quorum: Share::parse("2/3"),
        majority: Share::HALF,
        base: Base::Present,
        tie: Tie::Chair("president".to_owned()),
    };
    let board = panel(PanelRule::Vote(rule));
    let votes = |text: &str| -> Vec<(Answers, bool)> {
        let word = |letter: char| match letter {
            'f' | 'F' => "for",
            'a' | 'A' => "against",
            'o' => "abstain",
            _ => "recused",
        };
        text.chars()
            .map(|one| {
                (
                    Answers::from([("vote".to_owned(), json!(word(one)))]),
                    one.is_uppercase(),
                )
            })
            .collect()
    };
    let table = [
        ("", false, false, false),
        ("fff", false, false, false),  // three of six: no quorum
        ("fffr", false, false, false), // three of five: two thirds of five are four
        ("fffor", true, false, true),  // four of five
        ("ffaa", true, true, false),   // a tie without the chair
        ("Ffaa", true, true, true),    // the chair was for it
        ("ffAa", true, true, false),   // the chair was against it
        ("ffoo", true, false, false),  // half of those present is not more than half
        ("fffao", true, false, true),  // three of five present
        ("oooo", true, false, false),  // nobody was for or against: no tie
        ("rrrrrr", false, false, false),
    ];
    for (given, quorate, tied, carried) in table {
        let tally = counted(&board, &votes(given), 6);
        assert_eq!(
            (tally.quorate, tally.tied, tally.carried),
            (quorate, tied, carried),
            "`{given}`: {tally:?}"
        );
    }
}

#[test]
fn a_part_of_a_whole_is_read_or_refused() {
    let table = [
        ("3", Some(Share::Number(3))),
        ("2/3", Some(Share::AtLeast(2, 3))),
        ("50 %", Some(Share::AtLeast(50, 100))),
        ("25%", Some(Share::AtLeast(25, 100))),
        ("more than 1/2", Some(Share::HALF)),
        ("more than 3", None),
        ("4/3", None),
        ("0/3", None),
        ("1/0", None),
        ("more than 1/1", None),
        ("-1/2", None),
        ("+1/2", None),
        ("half", None),
        ("101 %", None),
        ("99999999999/3", None),
    ];
    for (text, wanted) in table {
        assert_eq!(Share::parse(text), wanted, "{text}");
    }
    let parts = [
        ("25 %", 13, 3),
        ("25 %", 3, 0),
        ("1/3", 6, 2),
        ("1/3", 8, 2),
        ("2/3", 5, 3),
        ("100 %", 7, 7),
    ];
    for (text, whole, wanted) in parts {
        assert_eq!(Share::parse(text).unwrap().of(whole), wanted, "{text} of {whole}");
    }
}

/// Numbers that are the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % sides).unwrap()
    }
}

/// The value taken of one field, times 60: whole for up to five reviews, so that nothing is rounded.
fn taken_60(take: Take, mut values: Vec<i64>) -> i64 {
    values.sort_unstable();
    let n = i64::try_from(values.len()).unwrap();
    match take {
        Take::Mean => values.iter().sum::<i64>() * (60 / n),
        Take::Lowest => values[0] * 60,
        Take::Median => {
            let (low, high) = ((values.len() - 1) / 2, values.len() / 2);
            (values[low] + values[high]) * 30
        }
    }
}

#[test]
fn points_agree_with_whole_numbers() {
    let mut dice = Dice(2027);
    let mut outcomes: BTreeMap<(bool, bool), u32> = BTreeMap::new();
    for round in 0..4_000 {
        let take = [Take::Mean, Take::Median, Take::Lowest][usize::try_from(dice.roll(3)).unwrap()];
        let reviewers = u32::try_from(dice.roll(3) + 1).unwrap();
        let weights = [dice.roll(3) + 1, dice.roll(3) + 1];
        let (least, pass) = (dice.roll(4), dice.roll(20));
        let rule = ScoreRule {
            reviewers,
            take,
            points: vec![("a".to_owned(), weights[0] as f64), ("b".to_owned(), weights[1] as f64)],
            minima: vec![("a".to_owned(), least as f64)],
            gates: vec!["gate".to_owned()],
            pass: Some(pass as f64),
            recused: Some("conflict".to_owned()),
        };
        let reviews: Vec<[i64; 4]> = (0..dice.roll(6))
            .map(|_| [dice.roll(6), dice.roll(6), dice.roll(12), dice.roll(5)])
            .collect();
        let ballots: Vec<(Answers, bool)> = reviews
            .iter()
            .map(|[a, b, gate, conflict]| {
                let answers = json!({"a": a, "b": b, "gate": *gate > 0, "conflict": *conflict == 0});
                (serde_json::from_value(answers).unwrap(), false)
            })
            .collect();
        let found = counted(&panel(PanelRule::Score(rule)), &ballots, 0);
        let fair: Vec<&[i64; 4]> = reviews.iter().filter(|review| review[3] > 0).collect();
        assert_eq!(found.reviews as usize, fair.len(), "round {round}");
        if fair.is_empty() || fair.len() < reviewers as usize {
            assert_eq!((found.score, found.passed), (None, false), "round {round}");
            continue;
        }
        let column = |at: usize| fair.iter().map(|review| review[at]).collect::<Vec<i64>>();
        let (a, b) = (taken_60(take, column(0)), taken_60(take, column(1)));
        let score = a * weights[0] + b * weights[1];
        let passes = fair.iter().all(|review| review[2] > 0) && a >= least * 60 && score >= pass * 60;
        let off = (found.score.unwrap() * 60.0 - score as f64).abs();
        assert!(off < 1e-6, "round {round}: {found:?} is not {score}/60");
        assert_eq!(found.passed, passes, "round {round}: {score}/60 of {pass}, {found:?}");
        *outcomes.entry((true, passes)).or_default() += 1;
    }
    assert!(
        outcomes[&(true, true)] > 200 && outcomes[&(true, false)] > 200,
        "{outcomes:?}"
    );
}

#[test]
fn a_mean_of_thirds_neither_passes_nor_fails_by_a_rounding() {
    let rule = |pass: f64| ScoreRule {
        reviewers: 3,
        take: Take::Mean,
        points: ["a", "b", "c"].map(|name| (name.to_owned(), 0.1)).into(),
        minima: Vec::new(),
        gates: Vec::new(),
        pass: Some(pass),
        recused: None,
    };
    let review = |a: i64, b: i64, c: i64| (serde_json::from_value(json!({"a": a, "b": b, "c": c})).unwrap(), false);
    // Thirds of 1, 1 and 1 weigh a tenth each: exactly 0.1 together.
    let ballots = [review(1, 0, 0), review(0, 1, 0), review(0, 0, 1)];
    assert!(counted(&panel(PanelRule::Score(rule(0.1))), &ballots, 0).passed);
    assert!(!counted(&panel(PanelRule::Score(rule(0.100_001))), &ballots, 0).passed);
    assert_eq!(
        counted(&panel(PanelRule::Score(rule(0.1))), &ballots, 0).score,
        Some(0.1)
    );
}

#[test]
fn equals_share_a_place() {
    let others = [14.0, 12.5, 12.5, 9.0];
    let place = |own: Option<f64>| rank(own, others.into_iter());
    assert_eq!(place(Some(20.0)), Some(1));
    assert_eq!(place(Some(14.0)), Some(1));
    assert_eq!(place(Some(12.5)), Some(2));
    assert_eq!(place(Some(9.5)), Some(4));
    assert_eq!(place(Some(1.0)), Some(5));
    assert_eq!(place(None), None);
}
