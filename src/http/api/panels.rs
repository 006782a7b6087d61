//! Votes and points of a case in JSON. What the asker may not know yet is not there.

use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ask::Voice;
use crate::case::panels::Cast;
use crate::engine::queries::case::Look;
use crate::engine::queries::panels::PanelSeen;
use crate::workflow::Definition;
use crate::workflow::panel::Tally;

/// Several persons who decide together about a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct PanelBody {
    /// Its name in the workflow.
    pub name: String,
    /// What it is called for people.
    pub label: String,
    /// By votes or by points.
    pub kind: PanelKind,
    /// Whether ballots can be given now.
    pub open: bool,
    /// Size of the body.
    pub members: u32,
    /// The asker's own ballot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<BTreeMap<String, Value>>,
    /// What it has come to; not there while the asker may not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tally: Option<TallyBody>,
    /// Every ballot; not there while the asker may not see them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ballots: Vec<BallotBody>,
}

/// By what several persons decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PanelKind {
    /// By votes.
    Vote,
    /// By points.
    Score,
}

/// What a panel has come to.
#[derive(Debug, Serialize, ToSchema)]
pub struct TallyBody {
    /// Ballots given.
    pub cast: u32,
    /// Ballots of those who must not decide.
    pub recused: u32,
    /// Ballots that count.
    pub present: u32,
    /// Of a vote.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub vote: Option<VoteBody>,
    /// Of points.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub score: Option<ScoreBody>,
}

/// What a vote has come to.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoteBody {
    /// Votes for.
    #[serde(rename = "for")]
    pub for_it: u32,
    /// Votes against.
    pub against: u32,
    /// Abstentions.
    pub abstain: u32,
    /// Whether enough took part.
    pub quorate: bool,
    /// Whether as many were for as against.
    pub tied: bool,
    /// Whether it is carried.
    pub carried: bool,
}

/// What points have come to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreBody {
    /// Reviews that count.
    pub reviews: u32,
    /// The score; `null` before there are enough reviews.
    pub score: Option<f64>,
    /// The value taken of each field with points.
    pub taken: BTreeMap<String, f64>,
    /// Whether enough reviews, every gate, least value and the least score are met.
    pub passed: bool,
    /// Place among the cases of the call that pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
}

/// One person's ballot.
#[derive(Debug, Serialize, ToSchema)]
pub struct BallotBody {
    /// Who.
    pub person: Uuid,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// What was answered.
    pub answers: BTreeMap<String, Value>,
}

/// The panels of a case as it is seen.
pub fn panels(look: &Look, voice: &Voice) -> Vec<PanelBody> {
    let definition = look.glance.definition.as_ref();
    look.panels()
        .iter()
        .map(|seen| PanelBody::of(seen, (definition, voice)))
        .collect()
}

impl PanelBody {
    fn of(seen: &PanelSeen<'_>, (definition, voice): (&Definition, &Voice)) -> Self {
        let panel = seen.panel;
        Self {
            name: panel.name.clone(),
            label: panel.title.in_lang(voice.t.tag()).to_owned(),
            kind: if panel.votes() {
                PanelKind::Vote
            } else {
                PanelKind::Score
            },
            open: seen.open,
            members: seen.members,
            own: seen.own.map(|cast| cast.answers.clone()),
            tally: seen.tally.as_ref().map(|tally| TallyBody::of(tally, seen)),
            ballots: seen.ballots.iter().map(|one| BallotBody::of(one, definition)).collect(),
        }
    }
}

impl TallyBody {
    fn of(tally: &Tally, seen: &PanelSeen<'_>) -> Self {
        let votes = seen.panel.votes();
        Self {
            cast: tally.cast,
            recused: tally.recused,
            present: tally.present,
            vote: votes.then_some(VoteBody {
                for_it: tally.for_it,
                against: tally.against,
                abstain: tally.abstain,
                quorate: tally.quorate,
                tied: tally.tied,
                carried: tally.carried,
            }),
            score: (!votes).then(|| ScoreBody {
                reviews: tally.reviews,
                score: tally.score,
                taken: tally.taken.clone(),
                passed: tally.passed,
                rank: seen.place,
            }),
        }
    }
}

impl BallotBody {
    fn of((person, cast): &(Uuid, &Cast), definition: &Definition) -> Self {
        Self {
            person: *person,
            at: cast.at.rfc3339(&definition.zone),
            answers: cast.answers.clone(),
        }
    }
}
