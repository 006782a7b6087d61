//! What a guard may know of a case: plain values, worked out by [`crate::case`] before the guard is asked.

use std::collections::{BTreeMap, BTreeSet};

use super::definition::Standing;
use super::form::Answers;
use super::panel::Tally;

/// What a guard may know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// `call.open`: the case's call is open at this moment; `None` when it has no call.
    pub call_open: Option<bool>,
    /// `marked('returned')`: names of the marks that are set.
    pub marks: BTreeSet<String>,
    /// `signed('mayor')`: seats whose signature stands for the answers as they are.
    pub signed: BTreeSet<String>,
    /// `attached('endorsement')`: purposes of the attachments that are there.
    pub attached: BTreeSet<String>,
    /// `owed('progress-report')`: kinds of children of which one waits for the owner.
    pub owed: BTreeSet<String>,
    /// `late('progress-report')`: kinds of children of which one has waited for the owner beyond its date.
    pub late: BTreeSet<String>,
    /// `children('objection', 'open')`: how many children of a kind stand in a state.
    pub children: BTreeMap<(String, String), i64>,
    /// `standing`: the word, or the empty string before there is one.
    pub standing: Option<Standing>,
    /// `answers.population`: answers of the case's own form.
    pub answers: Answers,
    /// `forms.admission.admitted_on`: recorded answers of every form, by form.
    pub forms: BTreeMap<String, Answers>,
    /// `carried('board')`, `score('panel')` and their sisters: what each panel has come to.
    pub panels: BTreeMap<String, Tally>,
    /// `rank('panel')`: the place among the cases of the call, of those that have one.
    pub ranks: BTreeMap<String, u32>,
    /// `call.quota`: places in the call; `None` is any number.
    pub call_quota: Option<u32>,
}
