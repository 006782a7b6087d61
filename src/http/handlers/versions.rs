//! Another version of a programme: what it would do to running cases, putting it in force, moving one case.

use axum::http::StatusCode;
use uuid::Uuid;

use super::calls::run_by;
use super::words::{duty_title, event_title, state_title};
use crate::case::impact::{Group, Impact, Line, Verdict};
use crate::case::needs::{Choice, Choices, Need};
use crate::clock::Instant;
use crate::engine::EngineError;
use crate::engine::impact::Proposal;
use crate::http::address::Path;
use crate::http::error::Problem;
use crate::http::keeping::{Answer, page_with, see};
use crate::http::pages::impact::{GroupView, ImpactPage};
use crate::http::pages::{ErrorLine, Link};
use crate::http::posted::Posted;
use crate::http::typed::Typed;
use crate::http::visit::Visit;
use crate::locale::Locale;
use crate::workflow::check::check;
use crate::workflow::{Definition, Source, parse};

/// How many lines of one sort a page shows.
const MOST_LINES: usize = 200;

/// `GET /w/{workflow}/impact`.
pub async fn impact(visit: Visit, Path(workflow): Path<String>) -> Answer {
    run_by(&visit, &workflow)?;
    show_folder(&visit, &workflow, (&Typed::default(), false)).await
}

/// `POST /w/{workflow}/impact`: puts the folder in force, or shows first what the choices would do.
pub async fn publish(visit: Visit, Path(workflow): Path<String>, posted: Posted) -> Answer {
    run_by(&visit, &workflow)?;
    let source = folder(&visit, &workflow)?;
    let (_, impact) = visit.app.engine.impact(&source, &chosen(&posted.typed)).await?;
    let same = posted.typed.one("digest") == parse::digest(&source);
    let ready = posted.typed.one("then") == "publish" && same;
    if !ready || impact.undecided().count() > 0 {
        return show_folder(&visit, &workflow, (&posted.typed, ready)).await;
    }
    let me = visit.me()?.id;
    visit
        .app
        .engine
        .put_in_force(Some(me), &source, &chosen(&posted.typed))
        .await?;
    see(&format!("/w/{workflow}/impact?done=published"))
}

/// `GET /cases/{id}/version`.
pub async fn case(visit: Visit, Path(id): Path<Uuid>) -> Answer {
    show_case(&visit, id, (&Typed::default(), false)).await
}

/// `POST /cases/{id}/version`: moves one case to the version in force.
pub async fn move_case(visit: Visit, Path(id): Path<Uuid>, posted: Posted) -> Answer {
    let me = visit.me()?.id;
    if posted.typed.one("then") != "publish" {
        return show_case(&visit, id, (&posted.typed, false)).await;
    }
    visit.app.engine.look(id, me).await?;
    match visit
        .app
        .engine
        .move_case(Some(me), (id, None), &chosen(&posted.typed))
        .await
    {
        Err(EngineError::Refused(refusal)) if refusal.rule == "undecided" => {
            show_case(&visit, id, (&posted.typed, true)).await
        }
        moved => {
            moved?;
            see(&format!("/cases/{id}?done=version"))
        }
    }
}

/// The workflow's files, if they have no error.
fn folder(visit: &Visit, workflow: &str) -> Result<Source, Problem> {
    let source = visit.app.folders.read(workflow).ok_or(Problem::Missing)?;
    if check(&source).0.is_some() {
        return Ok(source);
    }
    let refusal = crate::case::Refusal::new("folder-has-errors").with("workflow", workflow);
    Err(Problem::Refused(refusal))
}

/// What was chosen: inputs are named like groups.
fn chosen(typed: &Typed) -> Choices {
    let groups = typed.names().filter(|name| !matches!(*name, "then" | "digest"));
    groups
        .filter_map(|group| Some((group.to_owned(), typed.one(group).parse::<Choice>().ok()?)))
        .collect()
}

async fn show_folder(visit: &Visit, workflow: &str, (typed, tried): (&Typed, bool)) -> Answer {
    let t = visit.t;
    let source = folder(visit, workflow)?;
    let (proposal, impact) = visit.app.engine.impact(&source, &chosen(typed)).await?;
    let mut view = view(visit, (&proposal, &impact), tried);
    view.title = t.text("impact-title");
    view.back = Link {
        href: format!("/w/{workflow}"),
        label: proposal.definition.title.in_lang(t.tag()).to_owned(),
    };
    view.action = format!("/w/{workflow}/impact");
    let nothing = proposal.is_in_force() && impact.lines.is_empty();
    view.button = (!nothing).then(|| t.text("impact-publish"));
    let zone = &proposal.definition.zone;
    for one in visit.app.engine.versions_of(workflow).await? {
        let values: [(&str, &dyn ToString); 3] = [
            ("version", &one.version),
            ("at", &t.moment(one.published_at, zone)),
            ("running", &one.running),
        ];
        view.versions
            .push(t.text_from("version-line", values.map(|(name, value)| (name, value.to_string()))));
    }
    answer(&view)
}

async fn show_case(visit: &Visit, id: Uuid, (typed, tried): (&Typed, bool)) -> Answer {
    let (t, me) = (visit.t, visit.me()?.id);
    let look = visit.app.engine.look(id, me).await?;
    let workflow = look.glance.stored.workflow.clone();
    if !visit.runs(&workflow) {
        return Err(Problem::Missing);
    }
    let (proposal, impact) = visit.app.engine.impact_on_case(id, &chosen(typed)).await?;
    let mut view = view(visit, (&proposal, &impact), tried);
    view.title = t.text_with("impact-case-title", &[("who", &look.organisation.name)]);
    view.back = Link {
        href: format!("/cases/{id}"),
        label: look.organisation.name.clone(),
    };
    view.action = format!("/cases/{id}/version");
    view.button = (!impact.lines.is_empty()).then(|| t.text("impact-move"));
    answer(&view)
}

fn answer(view: &ImpactPage) -> Answer {
    let status = if view.errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page_with(status, view)
}

/// Everything about an impact but where it stands.
fn view(visit: &Visit, (proposal, impact): (&Proposal, &Impact), tried: bool) -> ImpactPage {
    let (t, definition) = (visit.t, &*proposal.definition);
    let undecided = impact.undecided().filter(|_| tried);
    let error = |group: &Group| ErrorLine {
        href: format!("#{}", group.name),
        text: group.need.as_ref().map(|need| words(need, t)).unwrap_or_default(),
    };
    ImpactPage {
        frame: visit.frame(Some(definition), &t.text("impact-title")),
        back: Link::default(),
        title: String::new(),
        lead: lead(proposal, t),
        counts: counts(impact, t),
        groups: impact
            .groups
            .iter()
            .map(|group| group_view(definition, group, t))
            .collect(),
        dates: cut(impact
            .lines
            .iter()
            .flat_map(|line| dates(definition, line, t))
            .collect()),
        letters: letters_sentence(impact, t),
        letter_lines: letter_lines(definition, impact, t),
        versions: Vec::new(),
        action: String::new(),
        button: None,
        digest: definition.digest.clone(),
        errors: undecided.map(error).collect(),
    }
}

fn lead(proposal: &Proposal, t: Locale) -> String {
    let in_force = proposal.in_force.unwrap_or_default();
    if proposal.is_in_force() {
        t.text_with("impact-lead-same", &[("version", &in_force)])
    } else {
        t.text_with("impact-lead", &[("version", &in_force), ("next", &proposal.number)])
    }
}

fn counts(impact: &Impact, t: Locale) -> Vec<(String, usize)> {
    let ids = [
        (Verdict::Same, "impact-same"),
        (Verdict::Changes, "impact-changes"),
        (Verdict::Decide, "impact-decide"),
        (Verdict::Stays, "impact-stays"),
    ];
    let reached = !impact.lines.is_empty();
    let counted = ids.into_iter().filter(|_| reached);
    counted
        .map(|(verdict, id)| (t.text(id), impact.count(verdict)))
        .collect()
}

fn group_view(definition: &Definition, group: &Group, t: Locale) -> GroupView {
    let mut names: Vec<&str> = group.cases.iter().map(|(_, name)| name.as_str()).collect();
    names.dedup();
    let more = names.len().saturating_sub(10);
    names.truncate(10);
    let mut cases = names.join(", ");
    if more > 0 {
        cases = t.text_with("impact-and-more", &[("names", &cases), ("more", &more)]);
    }
    let choices = group.offered().into_iter().map(|value| {
        let words = match value.strip_prefix("move-to:") {
            Some(state) => {
                let titled = definition.kinds.iter().find_map(|kind| kind.state(state));
                let title = titled.map_or(state, |state| state.title.in_lang(t.tag()));
                t.text_with("choice-move-to", &[("state", &title)])
            }
            None => t.text(format!("choice-{value}")),
        };
        let chosen = group.chosen.as_ref().map(ToString::to_string);
        let first = group.need.is_none() && value == "move";
        let is_chosen = chosen.map_or(first, |chosen| chosen == value);
        (value, words, is_chosen)
    });
    GroupView {
        name: group.name.clone(),
        title: group
            .need
            .as_ref()
            .map_or_else(|| t.text("need-none"), |need| words(need, t)),
        cases,
        choices: choices.collect(),
    }
}

/// What is to be decided, in words.
fn words(need: &Need, t: Locale) -> String {
    match need {
        Need::Kind { kind } => t.text_with("need-kind", &[("name", kind)]),
        Need::State { state, .. } => t.text_with("need-state", &[("name", state)]),
        Need::Duty { duty, .. } => t.text_with("need-duty", &[("name", duty)]),
        Need::Mark { mark, .. } => t.text_with("need-mark", &[("name", mark)]),
        Need::Seat { seat, .. } => t.text_with("need-seat", &[("name", seat)]),
        Need::Form { form } => t.text_with("need-form", &[("name", form)]),
        Need::FieldGone { field, .. } => t.text_with("need-field-gone", &[("name", field)]),
        Need::FieldRetyped { field, .. } => t.text_with("need-field-retyped", &[("name", field)]),
        Need::PanelGone { panel, .. } => t.text_with("need-panel-gone", &[("name", panel)]),
        Need::PanelReopened { panel, .. } => t.text_with("need-panel-reopened", &[("name", panel)]),
        Need::PanelRuled { panel, .. } => t.text_with("need-panel-ruled", &[("name", panel)]),
    }
}

fn dates(definition: &Definition, line: &Line, t: Locale) -> Vec<String> {
    let (one, zone) = (&line.impact, &definition.zone);
    let mut lines = Vec::new();
    let mut say = |what: &str, before: String, after: String| {
        let values = [("who", &line.organisation), ("before", &before), ("after", &after)];
        let values = values.map(|(name, value)| (name, value.clone()));
        let what = [("what", what.to_owned())];
        lines.push(t.text_from("impact-date-line", values.into_iter().chain(what)));
    };
    let (from, to) = (&one.case.state, &one.after.state);
    if from != to {
        let titles = [from, to].map(|state| state_title(definition, &one.after, state, t));
        let [from, to] = titles;
        say(&t.text("impact-state"), from, to);
    }
    let never = || t.text("impact-never");
    for duty in &one.differences.duties {
        let day = |at: Option<Instant>| at.map_or_else(never, |at| t.deadline(at, zone));
        let title = duty_title(definition, &one.after, &duty.duty, t);
        say(&title, day(duty.before), day(duty.after));
    }
    for timer in &one.differences.timers {
        let moment = |at: Option<Instant>| at.map_or_else(never, |at| t.moment(at, zone));
        let title = event_title(definition, &one.after, (&timer.event, Some(&one.after.state)), t);
        say(&title, moment(timer.before), moment(timer.after));
    }
    lines
}

fn letter_lines(definition: &Definition, impact: &Impact, t: Locale) -> Vec<String> {
    let zone = &definition.zone;
    let mut lines = Vec::new();
    for line in &impact.lines {
        for notice in &line.impact.differences.notices {
            let moment = |at: Option<Instant>| at.map(|at| t.moment(at, zone));
            let letter = definition.letters.get(&notice.letter);
            let subject = letter
                .and_then(|letter| letter.in_lang(t.tag()))
                .map(|version| version.subject.clone());
            let subject = subject.unwrap_or_else(|| notice.letter.clone());
            let (id, before, after) = match (moment(notice.before), moment(notice.after)) {
                (None, after) => ("impact-letter-planned", String::new(), after.unwrap_or_default()),
                (Some(before), None) => ("impact-letter-withdrawn", before, String::new()),
                (Some(before), Some(after)) => ("impact-letter-moved", before, after),
            };
            let values = [
                ("who", line.organisation.clone()),
                ("subject", subject),
                ("before", before),
                ("after", after),
            ];
            lines.push(t.text_from(id, values));
        }
    }
    for (letter, languages) in &impact.letters {
        let languages = languages.join(", ");
        lines.push(t.text_with("impact-letter-words", &[("letter", letter), ("languages", &languages)]));
    }
    cut(lines)
}

/// What other dates would do, a line each, and how many letters that means.
pub fn said(definition: &Definition, impact: &Impact, t: Locale) -> Vec<String> {
    let dates = impact
        .lines
        .iter()
        .flat_map(|line| dates(definition, line, t))
        .collect();
    let mut lines = cut(dates);
    lines.push(letters_sentence(impact, t));
    lines
}

/// How many letters would be planned, withdrawn, moved.
pub fn letters_sentence(impact: &Impact, t: Locale) -> String {
    let (planned, withdrawn, moved) = impact.letters_counted();
    let told: usize = impact.lines.iter().map(|line| line.impact.told.len()).sum();
    let values = [
        ("planned", planned),
        ("withdrawn", withdrawn),
        ("moved", moved),
        ("told", told),
    ];
    t.text_from("impact-letters", values.map(|(name, count)| (name, count.to_string())))
}

fn cut(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines.push("…".to_owned());
    }
    lines
}
