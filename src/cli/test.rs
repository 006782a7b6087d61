//! `kalends test [DIR]`

use std::path::PathBuf;

use serde_json::json;

use super::report::{CommandError, say};
use super::{Format, folder};
use crate::rehearsal::coverage::{Coverage, Reached, coverage};
use crate::rehearsal::script::{self, Outcome};
use crate::rehearsal::{Line, scenario};
use crate::workflow::definition::Definition;
use crate::workflow::{Finding, Source, parse};

/// Run the scenario files of workflow folders and print what happened, each line with its local date.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  kalends test workflows/my-programme\n\nExit code 1 when something did not go as a scenario says."
)]
pub struct Args {
    /// A workflow's folder, or a folder of such folders; the shipped workflows if left out
    dir: Option<PathBuf>,
    /// Only say which scenarios passed
    #[arg(long)]
    quiet: bool,
    /// How results are written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let sources = match &args.dir {
        Some(dir) => folder::read(dir)?,
        None => folder::shipped(),
    };
    let mut tally = Tally::default();
    for source in &sources {
        one(source, args, &mut tally)?;
    }
    if sources.len() > 1 {
        say_coverage("in all", &tally.coverage);
    }
    eprintln!("{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed > 0 {
        Err(CommandError::reported())
    } else {
        Ok(())
    }
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    coverage: Coverage,
}

fn one(source: &Source, args: &Args, tally: &mut Tally) -> Result<(), CommandError> {
    let definition = parse::parse(source).map_err(|findings| broken(source, &findings))?;
    let mut reached = Reached::default();
    for (path, text) in folder::scenarios(source) {
        let scenario = scenario::parse(path, text).map_err(|findings| broken(source, &findings))?;
        let outcome = script::run(&definition, &scenario);
        reached.add(&outcome.reached);
        if outcome.failures.is_empty() {
            tally.passed += 1
        } else {
            tally.failed += 1
        }
        match args.format {
            Format::Text => print(&definition, (source, path), &outcome, args),
            Format::Json => say(as_json(&definition, (source, path), &outcome)),
        }
    }
    let found = coverage(&definition, &reached);
    say_coverage(&source.name, &found);
    found
        .missing
        .iter()
        .for_each(|missing| eprintln!("  not reached: {missing}"));
    if args.format == Format::Json {
        let count = |(reached, all): (usize, usize)| json!({"reached": reached, "all": all});
        say(json!({"workflow": source.name, "coverage": {
            "states": count(found.states),
            "transitions": count(found.transitions),
            "missing": found.missing,
        }}));
    }
    tally.coverage.add(&found);
    Ok(())
}

fn say_coverage(name: &str, found: &Coverage) {
    let ((states, all_states), (transitions, all_transitions)) = (found.states, found.transitions);
    let percent = (states + transitions) * 100 / (all_states + all_transitions).max(1);
    eprintln!(
        "{name}: scenarios reach {states} of {all_states} states and {transitions} of {all_transitions} transitions, {percent} %"
    );
}

fn broken(source: &Source, findings: &[Finding]) -> CommandError {
    for finding in findings {
        eprintln!("{}/{finding}", source.name);
    }
    CommandError::user(format!("`{}` cannot be played", source.name)).hint("run `kalends check` on the folder first")
}

fn print(definition: &Definition, (source, path): (&Source, &str), outcome: &Outcome, args: &Args) {
    let verdict = if outcome.failures.is_empty() { "ok" } else { "FAILED" };
    say(format_args!("{}/{path}: {verdict}", source.name));
    if !args.quiet {
        for line in &outcome.transcript {
            let civil = line.at.civil(&definition.zone);
            let time = civil.strftime("%Y-%m-%d %a %H:%M");
            say(format_args!(
                "  {time}  {} / {}: {}",
                line.organisation,
                line.kind,
                line.what.sentence()
            ));
        }
    }
    for (place, message) in &outcome.failures {
        eprintln!("{}/{place}: {message}", source.name);
    }
}

fn as_json(definition: &Definition, (source, path): (&Source, &str), outcome: &Outcome) -> serde_json::Value {
    let failures: Vec<_> = outcome
        .failures
        .iter()
        .map(|(place, message)| json!({"place": place, "message": message}))
        .collect();
    let lines: Vec<_> = outcome
        .transcript
        .iter()
        .map(|line| line_json(definition, line))
        .collect();
    json!({"workflow": source.name, "scenario": path, "failures": failures, "transcript": lines})
}

/// A line with its instant in the workflow's zone.
pub fn line_json(definition: &Definition, line: &Line) -> serde_json::Value {
    let mut value = json!(line);
    value["at"] = json!(line.at.rfc3339(&definition.zone));
    value
}
