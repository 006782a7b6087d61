//! What somebody does on a case: prepare what is asked in a state, then the first transition that leads on.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;

use super::when::rests;
use super::{Act, Persona, Stage};
use crate::case::evolve::evolve;
use crate::case::facts::own_answers;
use crate::case::plan::duties;
use crate::case::state::Attachment;
use crate::case::{Case, Event, Rejection};
use crate::workflow::definition::{Address, Reason, Trigger};
use crate::workflow::form::{Answers, Field, FieldKind, Form};
use crate::workflow::panel::{Panel, PanelRule, VOTE, VOTES};
use crate::workflow::{State, Transition};

/// How often somebody looks again for a step that may become possible with time.
const MOST_TRIES: u32 = 5;

/// One thing somebody could ask.
struct Step<'a> {
    transition: &'a Transition,
    person: Uuid,
    /// The duty that must be over afterwards for the step to be worth taking.
    ends: Option<String>,
}

impl<'a> Stage<'a> {
    /// Takes the first step that the rules allow; if there is none, looks again later.
    pub(super) fn move_on(&mut self, id: Uuid, (revision, duty): (u32, Option<String>)) {
        let Some(case) = self.world.cases.get(&id).map(|running| running.case.clone()) else {
            return;
        };
        let Some(state) = self.state(&case).filter(|_| case.revision == revision) else {
            return;
        };
        let mut last = None;
        for step in self.steps(&case, state, duty.as_deref()) {
            match self.take(&case, &step) {
                Ok(()) => {
                    self.stuck.remove(&id);
                    return;
                }
                Err(Some(rejection)) => last = Some((step.transition.event.clone(), rejection)),
                Err(None) => {}
            }
        }
        if let Some((event, rejection)) = &last {
            self.note_stuck(id, (&case.kind, &case.state), (event, rejection));
        }
        let (_, tried) = self
            .tries
            .get(&id)
            .filter(|(at, _)| *at == revision)
            .copied()
            .unwrap_or_default();
        let patient = self.persona(case.organisation) == Persona::Leaves && rests(state);
        if tried < MOST_TRIES || patient {
            self.tries.insert(id, (revision, tried + 1));
            let days = if patient { 60 } else { 7 << tried };
            let at = self.days_on(self.world.now, days);
            self.acts.insert((at, Act::Move(id, revision, duty)));
        }
    }

    pub(super) fn note_stuck(&mut self, id: Uuid, (kind, state): (&str, &str), (event, why): (&str, &Rejection)) {
        let rule = match why {
            Rejection::Refused(refusal) => refusal.rule.clone(),
            Rejection::Invalid(_) => "invalid".to_owned(),
        };
        let place = (kind.to_owned(), state.to_owned(), event.to_owned(), rule);
        self.stuck.insert(id, place);
    }

    /// Everything worth asking, best first.
    fn steps(&self, case: &Case, state: &'a State, duty: Option<&str>) -> Vec<Step<'a>> {
        let role = duty.and_then(|name| state.duties.iter().find(|rule| rule.name == name));
        let role = role.map(|rule| rule.of.role.as_str());
        if duty.is_none() && rests(state) {
            return self.ways_out(case, state);
        }
        let mut steps = Vec::new();
        if !rests(state) {
            steps.extend(self.preparations(case, state, role));
        }
        let mut onward: Vec<(Rank, Step<'a>)> = state
            .transitions
            .iter()
            .enumerate()
            .filter_map(|(place, transition)| {
                let rank = self.rank((case, state), (transition, place), (role, duty))?;
                let person = *self.sitting(case.organisation, by(transition)).first()?;
                let stays = target(transition, state).is_none();
                let ends = duty.filter(|_| stays).map(str::to_owned);
                Some((
                    rank,
                    Step {
                        transition,
                        person,
                        ends,
                    },
                ))
            })
            .collect();
        onward.sort_by_key(|(rank, _)| *rank);
        steps.extend(onward.into_iter().map(|(_, step)| step));
        steps
    }

    /// The ways out for one who leaves once something is owed; none for others.
    fn ways_out(&self, case: &Case, state: &'a State) -> Vec<Step<'a>> {
        let leaving = self.persona(case.organisation) == Persona::Leaves
            && (state.cycles.is_empty() || case.children.iter().any(|child| !child.closed));
        let ends = |transition: &&Transition| self.owner_ends(case, state, transition);
        let outs = state.transitions.iter().filter(|one| leaving && ends(one));
        outs.filter_map(|transition| {
            let person = *self.sitting(case.organisation, by(transition)).first()?;
            let ends = None;
            Some(Step {
                transition,
                person,
                ends,
            })
        })
        .collect()
    }

    /// What is done in a state without leaving it: signatures, votes, reviews. Everybody who may does it once a visit.
    fn preparations(&self, case: &Case, state: &'a State, role: Option<&str>) -> Vec<Step<'a>> {
        let mut steps = Vec::new();
        for transition in &state.transitions {
            let asks = transition.signs || transition.form.is_some() || transition.casts.is_some();
            let whose = role.is_none_or(|role| by(transition).iter().any(|address| address.role == role));
            if !asks || !whose || target(transition, state).is_some() || !self.answers(case, transition) {
                continue;
            }
            for person in self.sitting(case.organisation, by(transition)) {
                let key = (case.id, case.entered_at, transition.event.clone(), person);
                if !self.prepared.contains(&key) {
                    let ends = None;
                    steps.push(Step {
                        transition,
                        person,
                        ends,
                    });
                }
            }
        }
        steps
    }

    /// Whether those who may set it off still answer.
    fn answers(&self, case: &Case, transition: &Transition) -> bool {
        let silent = self.persona(case.organisation) == Persona::Never && !self.applies(case);
        !silent || by(transition).iter().any(|address| !self.owns(case, &address.role))
    }

    /// How good a step is: by the role that owes it, ahead rather than back, new rather than done before, without the
    /// giving of reasons; then as the file has it. `None` is no step at all.
    fn rank(
        &self,
        (case, state): (&Case, &State),
        (transition, place): (&Transition, usize),
        (role, duty): (Option<&str>, Option<&str>),
    ) -> Option<Rank> {
        let to = target(transition, state);
        let idle = duty.is_none();
        let history = self
            .world
            .cases
            .get(&case.id)
            .map_or(&[][..], |running| &running.history);
        let been: BTreeSet<&str> = history.iter().map(|entry| entry.to.as_str()).collect();
        let back = to.is_some_and(|to| been.contains(to));
        let mismatch = role.is_some_and(|role| by(transition).iter().all(|address| address.role != role));
        let needs_reason = transition.reason == Reason::Required;
        let useless = (to.is_none() && (idle || mismatch)) || (idle && (back || needs_reason));
        let unwilling = self.owner_ends(case, state, transition) || !self.answers(case, transition);
        if by(transition).is_empty() || useless || unwilling || (mismatch && needs_reason) {
            return None;
        }
        let used = to.is_none() && history.iter().any(|entry| entry.event == transition.event);
        Some((mismatch, back, used, needs_reason, place))
    }

    /// Whether the owner ends the case with it: withdraws, leaves. Not where a form or a signature is given with it.
    fn owner_ends(&self, case: &Case, state: &State, transition: &Transition) -> bool {
        let kind = self.world.definition.kind(&case.kind);
        let end = target(transition, state).and_then(|to| kind?.state(to));
        let gives = transition.complete || transition.signs || transition.form.is_some();
        let owner = !by(transition).is_empty() && by(transition).iter().all(|one| self.owns(case, &one.role));
        owner && !gives && end.is_some_and(|end| end.is_final)
    }

    /// Asks for a step; `Err(None)` if it would change nothing.
    fn take(&mut self, case: &Case, step: &Step<'a>) -> Result<(), Option<Rejection>> {
        let event = self.event(case, step);
        if let Some(duty) = &step.ends
            && !self.would_end(case, &event, duty)?
        {
            return Err(None);
        }
        let before = self.world.transcript.len();
        let done = self.world.ask(case.id, event);
        match done {
            Ok(()) => {
                let key = (case.id, case.entered_at, step.transition.event.clone(), step.person);
                self.prepared.insert(key);
                Ok(())
            }
            Err(rejection) => {
                self.world.transcript.truncate(before);
                Err(Some(rejection))
            }
        }
    }

    /// Whether a duty is over, or has another due date, after an event.
    fn would_end(&self, case: &Case, event: &Event, duty: &str) -> Result<bool, Option<Rejection>> {
        let definition = self.world.definition;
        let owed = |case: &Case| {
            let owed = duties(definition, case).into_iter();
            owed.filter(|one| one.name == duty && !one.stopped)
                .map(|one| one.due_at)
                .next()
        };
        let decision = self.world.decision(case.id, event, self.world.now).map_err(Some)?;
        Ok(owed(&evolve(case.clone(), &decision.entry)) != owed(case))
    }

    fn event(&mut self, case: &Case, step: &Step<'a>) -> Event {
        let definition = self.world.definition;
        let transition = step.transition;
        let mut event = self.world.asked(step.person, case.organisation, &transition.event);
        let form = definition.kind(&case.kind).and_then(|kind| kind.form.as_ref());
        let form = form.and_then(|form| definition.forms.get(form));
        let writes = transition.complete || by(transition).iter().any(|one| self.owns(case, &one.role));
        event.answers = match own_answers(definition, case) {
            Some(answers) if !writes => answers.clone(),
            _ => form.map(Form::example).unwrap_or_default(),
        };
        let extra = transition.form.as_ref().and_then(|form| definition.forms.get(form));
        event.extra = extra.map(example_of_today).unwrap_or_default();
        let kind = definition.kind(&case.kind);
        if let Some(panel) = transition.casts.as_ref().and_then(|name| kind?.panel(name)) {
            in_favour(&mut event.extra, panel, extra);
        }
        event.reason = (transition.reason == Reason::Required).then(|| "rehearsal".to_owned());
        if let Some(purpose) = &transition.attach {
            event.attachments.push(Attachment {
                id: self.world.fresh(),
                purpose: purpose.clone(),
                name: format!("{purpose}.pdf"),
                sha256: "0".repeat(64),
            });
        }
        event
    }
}

/// A ballot in favour: for it, with the most points, nobody in a conflict.
fn in_favour(answers: &mut Answers, panel: &Panel, form: Option<&Form>) {
    match &panel.rule {
        PanelRule::Vote(_) => {
            answers.insert(VOTE.to_owned(), VOTES[0].into());
        }
        PanelRule::Score(rule) => {
            for (name, _) in rule.points.iter().chain(&rule.minima) {
                let most = form
                    .and_then(|form| form.field(name))
                    .and_then(|field| most(&field.kind));
                answers.extend(most.map(|most| (name.clone(), most)));
            }
            answers.extend(rule.gates.iter().map(|gate| (gate.clone(), true.into())));
            answers.extend(rule.recused.iter().map(|name| (name.clone(), false.into())));
        }
    }
}

/// The highest value a field takes, where the file sets one.
fn most(kind: &FieldKind) -> Option<Value> {
    match kind {
        FieldKind::Rating { .. } => Some(5.into()),
        FieldKind::Integer { max, .. } if *max <= 1_000 => Some((*max).into()),
        FieldKind::Decimal { max, .. } if *max <= 1_000.0 => Some((*max).into()),
        _ => None,
    }
}

type Rank = (bool, bool, bool, bool, usize);

/// The state it leads to, if that is another.
fn target<'a>(transition: &'a Transition, state: &State) -> Option<&'a str> {
    transition.to.as_deref().filter(|to| *to != state.name)
}

fn by(transition: &Transition) -> &[Address] {
    match &transition.trigger {
        Trigger::By(by) => by,
        _ => &[],
    }
}

/// The form's example without the days that default to the day of the event.
fn example_of_today(form: &Form) -> Answers {
    let today = |field: &Field| matches!(field.kind, FieldKind::Date { default_today: true });
    let mut answers = form.example();
    answers.retain(|name, _| !form.field(name).is_some_and(today));
    answers
}
