//! The proof-reader: everything that is wrong with a workflow's files, in one go.
//!
//! Owns the rules about names that must agree and about workflows that make sense. Does not own the grammar (that is
//! [`super::parse`], whose findings come first here), and changes nothing.

mod calendars;
mod calls;
mod cycles;
mod days;
mod events;
mod flow;
mod forms;
mod guards;
mod idle;
mod letters;
mod limits;
mod names;
mod panel_guards;
mod panels;
mod parties;
mod paths;
mod reminders;
mod renames;
mod rendering;
mod results;
mod same_day;
mod timings;
mod types;
mod ways;

use super::Source;
use super::definition::{Definition, DutyRule, Kind, Opens, State, Transition};
use super::finding::{Finding, Level, Place};
use super::parse;
use super::reader::{Spots, nearest, told};

use flow::Flow;

pub use letters::PLACEHOLDERS;

/// Proof-reads a workflow's files: the definition if it can be used, and all findings in the order of the files.
pub fn check(source: &Source) -> (Option<Definition>, Vec<Finding>) {
    let reading = parse::read(source);
    let grammar_is_good = reading.findings.iter().all(|finding| finding.level == Level::Warning);
    let mut findings = reading.findings;
    if let Some(definition) = &reading.definition {
        let mut proof = Proof {
            source,
            definition,
            spots: &reading.spots,
            grammar_is_good,
            found: Vec::new(),
        };
        proof.read();
        findings.append(&mut proof.found);
    }
    findings.sort_by(|a, b| (&a.place, a.rule, &a.message).cmp(&(&b.place, b.rule, &b.message)));
    findings.dedup();
    cut(&mut findings);
    let usable = findings.iter().all(|finding| finding.level == Level::Warning);
    (reading.definition.filter(|_| usable), findings)
}

/// Most findings that are told: nobody reads more, and most of them follow from the first.
const MOST_FINDINGS: usize = 1_000;

fn cut(findings: &mut Vec<Finding>) {
    let Some(last) = findings.get(MOST_FINDINGS).map(|finding| finding.place.clone()) else {
        return;
    };
    let left = findings.len() - MOST_FINDINGS;
    findings.truncate(MOST_FINDINGS);
    findings.push(Finding {
        place: last,
        level: Level::Error,
        rule: "too-many-findings",
        message: format!("there are `{left}` more findings"),
        hint: "mend the first ones and check again".to_owned(),
    });
}

/// A definition under proof-reading.
struct Proof<'a> {
    source: &'a Source,
    definition: &'a Definition,
    spots: &'a Spots,
    /// Whether what is missing is really missing, rather than unreadable.
    grammar_is_good: bool,
    found: Vec<Finding>,
}

impl<'a> Proof<'a> {
    fn read(&mut self) {
        if !limits::check(self) {
            return;
        }
        names::check(self);
        renames::check(self);
        guards::check(self);
        types::check(self);
        timings::check(self);
        events::check(self);
        calendars::check(self);
        parties::check(self);
        calls::check(self);
        cycles::check(self);
        forms::check(self);
        panels::check(self);
        paths::check(self);
        let agree = self.found.iter().all(|finding| finding.level == Level::Warning);
        let looked = agree && self.grammar_is_good;
        let flow = if looked { Flow::of(self.definition) } else { None };
        if let Some(flow) = &flow {
            ways::check(self, flow);
        }
        idle::check(self, flow.as_ref());
        reminders::check(self, flow.as_ref());
        same_day::check(self, flow.as_ref());
        letters::check(self, flow.as_ref());
        rendering::check(self, flow.as_ref());
        if looked && flow.is_none_or(|flow| !flow.is_whole()) {
            flow::too_many(self);
        }
    }

    fn error(&mut self, place: Place, rule: &'static str, message: String, hint: impl Into<String>) {
        self.found.push(Finding {
            place,
            level: Level::Error,
            rule,
            message: told(message),
            hint: told(hint.into()),
        });
    }

    fn warning(&mut self, place: Place, rule: &'static str, message: String, hint: impl Into<String>) {
        self.found.push(Finding {
            place,
            level: Level::Warning,
            rule,
            message: told(message),
            hint: told(hint.into()),
        });
    }

    /// Reports a name that nothing has.
    fn unknown(&mut self, place: Place, (rule, what): (&'static str, &str), name: &str, known: &[&str]) {
        let hint = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => format!("there is no {what} at all"),
            None if known.len() > 12 => format!("there are: `{}`, …", known[..12].join("`, `")),
            None => format!("there are: `{}`", known.join("`, `")),
        };
        self.error(place, rule, format!("unknown {what} `{name}`"), hint);
    }

    fn states(&self) -> impl Iterator<Item = (&'a Kind, &'a State)> + use<'a> {
        self.definition
            .kinds
            .iter()
            .flat_map(|kind| kind.states.iter().map(move |state| (kind, state)))
    }

    fn transitions(&self) -> impl Iterator<Item = (&'a Kind, &'a State, &'a Transition)> + use<'a> {
        self.states().flat_map(|(kind, state)| {
            state
                .transitions
                .iter()
                .map(move |transition| (kind, state, transition))
        })
    }

    fn duties(&self) -> impl Iterator<Item = (&'a Kind, &'a State, &'a DutyRule)> + use<'a> {
        self.states()
            .flat_map(|(kind, state)| state.duties.iter().map(move |duty| (kind, state, duty)))
    }

    /// Whether a cycle or a transition opens cases of this kind, which then have a parent.
    fn is_child(&self, kind: &Kind) -> bool {
        self.has_due(kind) || self.opened().any(|(_, opens)| opens.kind == kind.name)
    }

    /// Whether cases of this kind are opened with a due date of their own.
    fn has_due(&self, kind: &Kind) -> bool {
        let by_cycle = self
            .states()
            .any(|(_, state)| state.cycles.iter().any(|cycle| cycle.opens == kind.name));
        by_cycle
            || self
                .opened()
                .any(|(_, opens)| opens.kind == kind.name && opens.due.is_some())
    }

    /// What transitions open, with the kind that opens it.
    fn opened(&self) -> impl Iterator<Item = (&'a Kind, &'a Opens)> + use<'a> {
        self.transitions()
            .filter_map(|(kind, _, transition)| Some((kind, transition.opens.as_ref()?)))
    }
}

fn strs<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<&'a str> {
    names.into_iter().map(String::as_str).collect()
}
