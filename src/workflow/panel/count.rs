//! Counting ballots: exact, and the same for everybody who counts.
//!
//! Points are added as whole millionths and compared as fractions, so that a mean of thirds neither passes nor fails by
//! a rounding.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::exact;
use super::{Base, Panel, PanelRule, ScoreRule, Take, Tie, VOTE, VoteRule};
use crate::workflow::form::Answers;

/// One person's ballot as it is counted.
#[derive(Clone, Copy, Debug)]
pub struct Ballot<'a> {
    /// What was answered.
    pub answers: &'a Answers,
    /// Whether this person's vote decides a tie.
    pub chair: bool,
}

/// What the ballots of a panel amount to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Size of the body, by its statutes or when the ballot opened.
    pub members: u32,
    /// Ballots given.
    pub cast: u32,
    /// Votes for.
    pub for_it: u32,
    /// Votes against.
    pub against: u32,
    /// Abstentions.
    pub abstain: u32,
    /// Ballots of those who must not decide.
    pub recused: u32,
    /// Votes for, against and abstentions.
    pub present: u32,
    /// Whether enough took part.
    pub quorate: bool,
    /// Whether as many were for as against.
    pub tied: bool,
    /// Whether it is carried.
    pub carried: bool,
    /// Reviews that count.
    pub reviews: u32,
    /// The value taken of each field with points, once there are enough reviews.
    #[serde(with = "exact::named")]
    pub taken: BTreeMap<String, f64>,
    /// The score, once there are enough reviews.
    #[serde(with = "exact::maybe")]
    pub score: Option<f64>,
    /// Whether there are enough reviews and every gate, least value and the least score is met.
    pub passed: bool,
}

/// Counts the ballots of a panel whose body has so many members.
pub fn count<'a>(panel: &Panel, ballots: impl Iterator<Item = Ballot<'a>>, members: u32) -> Tally {
    let ballots: Vec<Ballot<'a>> = ballots.collect();
    let cast = u32::try_from(ballots.len()).unwrap_or(u32::MAX);
    let tally = Tally {
        members,
        cast,
        ..Tally::default()
    };
    match &panel.rule {
        PanelRule::Vote(rule) => votes(rule, &ballots, tally),
        PanelRule::Score(rule) => points(rule, &ballots, tally),
    }
}

fn votes(rule: &VoteRule, ballots: &[Ballot<'_>], mut tally: Tally) -> Tally {
    for ballot in ballots {
        match vote(ballot) {
            "for" => tally.for_it += 1,
            "against" => tally.against += 1,
            "abstain" => tally.abstain += 1,
            "recused" => tally.recused += 1,
            _ => {}
        }
    }
    let eligible = tally.members.saturating_sub(tally.recused);
    tally.present = tally.for_it + tally.against + tally.abstain;
    tally.quorate = tally.present > 0 && rule.quorum.is_none_or(|quorum| quorum.is_met(tally.present, eligible));
    let base = match rule.base {
        Base::Cast => tally.for_it + tally.against,
        Base::Present => tally.present,
        Base::Total => eligible,
    };
    let everybody = rule.base != Base::Total || tally.for_it + tally.against == eligible;
    tally.tied = tally.quorate && tally.for_it > 0 && tally.for_it == tally.against && everybody;
    let decided = tally.tied && rule.majority.is_half();
    let majority = match (&rule.tie, decided) {
        (_, false) => tally.for_it > 0 && rule.majority.is_met(tally.for_it, base),
        (Tie::Refused, true) => false,
        (Tie::Carried, true) => true,
        (Tie::Chair(_), true) => ballots.iter().any(|ballot| ballot.chair && vote(ballot) == "for"),
    };
    tally.carried = tally.quorate && majority;
    tally
}

fn vote<'a>(ballot: &Ballot<'a>) -> &'a str {
    ballot.answers.get(VOTE).and_then(Value::as_str).unwrap_or_default()
}

fn points(rule: &ScoreRule, ballots: &[Ballot<'_>], mut tally: Tally) -> Tally {
    let recused = |ballot: &&Ballot<'_>| rule.recused.as_ref().is_some_and(|field| yes(ballot.answers, field));
    let counted: Vec<&Answers> = ballots
        .iter()
        .filter(|one| !recused(one))
        .map(|one| one.answers)
        .collect();
    tally.reviews = u32::try_from(counted.len()).unwrap_or(u32::MAX);
    tally.present = tally.reviews;
    tally.recused = tally.cast - tally.reviews;
    if counted.is_empty() || tally.reviews < rule.reviewers {
        return tally;
    }
    let taken = |field: &str| {
        take(
            rule.take,
            counted.iter().map(|answers| millionths(answers, field)).collect(),
        )
    };
    let score = rule.points.iter().fold(Exact::ZERO, |sum, (field, weight)| {
        sum.plus(taken(field).times(to_millionths(*weight)))
    });
    let gates = rule
        .gates
        .iter()
        .all(|gate| counted.iter().all(|answers| yes(answers, gate)));
    let minima = rule
        .minima
        .iter()
        .all(|(field, least)| taken(field).is_at_least(to_millionths(*least)));
    let enough = rule
        .pass
        .is_none_or(|pass| score.is_at_least(to_millionths(pass) * MILLION));
    tally.taken = rule
        .points
        .iter()
        .map(|(field, _)| (field.clone(), taken(field).divided(MILLION)))
        .collect();
    tally.score = Some(score.divided(MILLION * MILLION));
    tally.passed = gates && minima && enough;
    tally
}

const MILLION: i128 = 1_000_000;

fn yes(answers: &Answers, field: &str) -> bool {
    answers.get(field).and_then(Value::as_bool) == Some(true)
}

/// A field's value in millionths; nothing answered is nothing.
fn millionths(answers: &Answers, field: &str) -> i128 {
    answers.get(field).and_then(Value::as_f64).map_or(0, to_millionths)
}

fn to_millionths(value: f64) -> i128 {
    i128::from((value * 1e6).round() as i64)
}

fn take(how: Take, mut values: Vec<i128>) -> Exact {
    values.sort_unstable();
    let (count, half) = (values.len(), values.len() / 2);
    match how {
        Take::Mean => Exact::new(values.iter().sum(), i128::try_from(count).unwrap_or(1)),
        Take::Lowest => Exact::new(values[0], 1),
        Take::Median if count % 2 == 1 => Exact::new(values[half], 1),
        Take::Median => Exact::new(values[half - 1] + values[half], 2),
    }
}

/// A fraction.
#[derive(Clone, Copy, Debug)]
struct Exact {
    num: i128,
    den: i128,
}

impl Exact {
    const ZERO: Self = Self { num: 0, den: 1 };

    fn new(num: i128, den: i128) -> Self {
        let divisor = gcd(num.unsigned_abs(), den.unsigned_abs()).max(1);
        let divisor = i128::try_from(divisor).unwrap_or(1);
        Self {
            num: num / divisor,
            den: den / divisor,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self::new(self.num * other.den + other.num * self.den, self.den * other.den)
    }

    fn times(self, factor: i128) -> Self {
        Self::new(self.num * factor, self.den)
    }

    fn is_at_least(self, least: i128) -> bool {
        self.num >= least * self.den
    }

    /// The nearest double of so many parts of it.
    fn divided(self, by: i128) -> f64 {
        let whole = Self::new(self.num, self.den * by);
        whole.num as f64 / whole.den as f64
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The place of a score among others: 1 is the best, equals share a place. A case without one has no place.
pub fn rank(own: Option<f64>, others: impl Iterator<Item = f64>) -> Option<u32> {
    let own = own?;
    let better = others.filter(|other| *other > own).count();
    u32::try_from(better + 1).ok()
}
