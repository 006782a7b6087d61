//! `kalends impact DIR`

use jiff::tz::TimeZone;
use serde_json::json;

use super::report::{CommandError, say};
use super::{Format, folder, house};
use crate::case::impact::{Group, Impact, Verdict};
use crate::case::needs::{Choice, Choices, Need};
use crate::clock::Instant;
use crate::config::Config;
use crate::engine::impact::Proposal;
use crate::engine::{Engine, EngineError};
use crate::workflow::Source;
use crate::workflow::check::check;

/// How many lines of one sort are shown before the rest is counted.
const MOST_LINES: usize = 40;

/// Say what putting a changed workflow in force would do to every running case.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  kalends impact workflows/my-programme\n  kalends impact workflows/my-programme --choose state:membership.reserve=move-to:review\n\n\
                  Nothing is changed. `kalends publish` puts it in force."
)]
pub struct Args {
    /// The workflow's folder, or the name of a shipped one
    workflow: String,
    /// What is to become of a group of cases; may be given several times
    #[arg(long, value_name = "GROUP=CHOICE", value_parser = choice)]
    choose: Vec<(String, Choice)>,
    /// How the result is written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Reads `GROUP=CHOICE`.
pub(super) fn choice(text: &str) -> Result<(String, Choice), String> {
    let hint = "write `GROUP=CHOICE`, such as `state:membership.reserve=stay`";
    let (group, choice) = text.split_once('=').ok_or(hint)?;
    let choice = choice.trim().parse().map_err(|error| format!("{error}; {hint}"))?;
    Ok((group.trim().to_owned(), choice))
}

/// Choices as they were typed; the last one about a group counts.
pub(super) fn choices(typed: &[(String, Choice)]) -> Choices {
    typed.iter().cloned().collect()
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let config = house::settings()?;
    let source = proofread(&config, &args.workflow)?;
    let choices = choices(&args.choose);
    let (proposal, impact) = house::block_on(async {
        let engine = house::open(&config).await?;
        weigh(&engine, &source, &choices).await
    })?;
    match args.format {
        Format::Text => print(&proposal, &impact),
        Format::Json => say(json(&proposal, &impact)),
    }
    Ok(())
}

/// The workflow's files, if they have no error.
pub(super) fn proofread(config: &Config, workflow: &str) -> Result<Source, CommandError> {
    let source = folder::named_by(config, workflow)?;
    let (definition, findings) = check(&source);
    if definition.is_some() {
        return Ok(source);
    }
    for finding in &findings {
        eprintln!("{}/{finding}", source.name);
    }
    Err(CommandError::user(format!("`{}` has errors", source.name))
        .hint("correct them; `kalends check` lists them too"))
}

/// What the files would do.
pub(super) async fn weigh(
    engine: &Engine,
    source: &Source,
    choices: &Choices,
) -> Result<(Proposal, Impact), CommandError> {
    let weighed = engine.impact(source, choices).await.map_err(|error| unmade(&error))?;
    let known = |group: &String| weighed.1.groups.iter().any(|known| known.name == *group);
    match choices.keys().find(|group| !known(group)) {
        None => Ok(weighed),
        Some(group) => {
            let names: Vec<&str> = weighed.1.groups.iter().map(|group| group.name.as_str()).collect();
            let hint = match names.is_empty() {
                true => "no running case obeys another version: leave `--choose` out".to_owned(),
                false => format!("the groups are: {}", names.join(", ")),
            };
            Err(CommandError::user(format!("no case is in the group `{group}`")).hint(hint))
        }
    }
}

/// Why nothing came of it.
pub(super) fn unmade(error: &EngineError) -> CommandError {
    match error {
        EngineError::Refused(refusal) if refusal.rule == "not-offered" => {
            let value = |name: &str| refusal.values.get(name).cloned().unwrap_or_default();
            let message = format!("`{}` is not a choice for `{}`", value("choice"), value("group"));
            CommandError::user(message).hint("`kalends impact` lists the choices of every group")
        }
        other => CommandError::caused("the running cases cannot be read to their end", other),
    }
}

/// The result for programs.
pub(super) fn json(proposal: &Proposal, impact: &Impact) -> serde_json::Value {
    let mut value = impact.json(&proposal.definition.zone);
    value["workflow"] = json!(proposal.definition.name);
    value["in_force"] = json!(proposal.in_force);
    value["version"] = json!(proposal.number);
    value["digest"] = json!(proposal.definition.digest);
    value
}

/// The result for people.
pub(super) fn print(proposal: &Proposal, impact: &Impact) {
    let name = &proposal.definition.name;
    match proposal.in_force {
        None => say(format_args!(
            "{name}: nothing is in force yet; this would be version 1."
        )),
        Some(version) if proposal.is_in_force() => {
            say(format_args!(
                "{name}: the folder is version {version}, which is in force."
            ));
        }
        Some(version) => say(format_args!(
            "{name}: version {version} is in force; the folder would be version {}.",
            proposal.number
        )),
    }
    let reached = impact.lines.len();
    if reached == 0 {
        say("No running case obeys another version.");
    } else {
        say(format_args!(
            "{} on an older version:",
            counted(reached, "running case")
        ));
        let counts = [
            (Verdict::Same, "nothing changes for them now"),
            (Verdict::Changes, "dates, letters or state change"),
            (Verdict::Decide, "need a decision"),
            (Verdict::Stays, "stay on their version, as chosen"),
        ];
        for (verdict, words) in counts {
            say(format_args!("  {:>5}  {words}", impact.count(verdict)));
        }
    }
    impact.groups.iter().for_each(decision);
    dates(impact, &proposal.definition.zone);
    letters(impact, &proposal.definition.zone);
}

/// A number of things, in words.
pub(super) fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// A group that needs a decision, with the exact option to type.
fn decision(group: &Group) {
    let Some(need) = &group.need else { return };
    let mut names: Vec<&str> = group.cases.iter().map(|(_, name)| name.as_str()).collect();
    names.dedup();
    let more = names.len().saturating_sub(5);
    names.truncate(5);
    let rest = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    say(format_args!("\n{}: {}", group.name, words(need)));
    say(format_args!(
        "  {}: {}{rest}",
        counted(group.cases.len(), "case"),
        names.join(", ")
    ));
    match &group.chosen {
        Some(choice) => say(format_args!("  chosen: {choice}")),
        None => {
            for choice in group.offered() {
                say(format_args!("  --choose {}={choice}", group.name));
            }
        }
    }
}

/// What is to be decided, in words.
pub(super) fn words(need: &Need) -> String {
    match need {
        Need::Kind { kind } => format!("the kind of case `{kind}` is gone"),
        Need::State { kind, state } => format!("the state `{state}` of `{kind}` is gone"),
        Need::Duty { kind, duty } => format!("the duty `{duty}` of `{kind}`, owed now, is gone"),
        Need::Mark { kind, mark } => format!("nothing in `{kind}` speaks any more of the mark `{mark}`"),
        Need::Seat { role, seat } => format!("the seat `{role}.{seat}`, which has signed, is gone"),
        Need::Form { form } => format!("the form `{form}`, which has been answered, is gone"),
        Need::FieldGone { form, field } => format!("the field `{field}` of `{form}`, which has been answered, is gone"),
        Need::FieldRetyped { form, field } => {
            format!("the answer to `{field}` of `{form}` does not pass any more")
        }
        Need::PanelGone { kind, panel } => {
            format!("the panel `{panel}` of `{kind}`, in which ballots were given, is gone or has another form")
        }
        Need::PanelReopened { kind, panel } => {
            format!("the ballot of `{panel}` of `{kind}`, which has ended, would begin anew")
        }
        Need::PanelRuled { kind, panel } => {
            format!("the open ballot of `{panel}` of `{kind}` would be counted by other rules, or is another body's")
        }
    }
}

fn dates(impact: &Impact, zone: &TimeZone) {
    let day = |at: Option<Instant>| at.map_or_else(|| "not owed".to_owned(), |at| at.last_day(zone).to_string());
    let mut lines = Vec::new();
    for line in &impact.lines {
        if line.impact.after.state != line.impact.case.state {
            let (from, to) = (&line.impact.case.state, &line.impact.after.state);
            lines.push(format!("{}: state {from} → {to}", line.organisation));
        }
        for duty in &line.impact.differences.duties {
            let (before, after) = (day(duty.before), day(duty.after));
            lines.push(format!("{}: {}, {before} → {after}", line.organisation, duty.duty));
        }
        for timer in &line.impact.differences.timers {
            let at = |at: Option<Instant>| at.map_or_else(|| "never".to_owned(), |at| minute(at, zone));
            let (before, after) = (at(timer.before), at(timer.after));
            lines.push(format!(
                "{}: by itself `{}`, {before} → {after}",
                line.organisation, timer.event
            ));
        }
    }
    list("Dates", &lines);
}

fn letters(impact: &Impact, zone: &TimeZone) {
    let at = |at: Option<Instant>| at.map(|at| minute(at, zone));
    let mut lines = Vec::new();
    for line in &impact.lines {
        for notice in &line.impact.differences.notices {
            let letter = format!("{}: {} ({})", line.organisation, notice.letter, notice.step);
            lines.push(match (at(notice.before), at(notice.after)) {
                (None, Some(after)) => format!("+ {letter}, {after}"),
                (Some(before), None) => format!("- {letter}, {before}"),
                (before, after) => format!(
                    "~ {letter}, {} → {}",
                    before.unwrap_or_default(),
                    after.unwrap_or_default()
                ),
            });
        }
    }
    let (planned, withdrawn, moved) = impact.letters_counted();
    let heading = format!("Letters: {planned} planned, {withdrawn} withdrawn, {moved} moved");
    list(&heading, &lines);
    for (letter, languages) in &impact.letters {
        say(format_args!("Other words: {letter} ({})", languages.join(", ")));
    }
}

fn minute(at: Instant, zone: &TimeZone) -> String {
    at.civil(zone).strftime("%Y-%m-%d %H:%M").to_string()
}

fn list(heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    say(format_args!("\n{heading}"));
    for line in lines.iter().take(MOST_LINES) {
        say(format_args!("  {line}"));
    }
    if lines.len() > MOST_LINES {
        say(format_args!(
            "  and {} more; `--format json` lists all",
            lines.len() - MOST_LINES
        ));
    }
}
