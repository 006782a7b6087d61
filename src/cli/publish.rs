//! `kalends publish DIR`

use serde_json::json;
use uuid::Uuid;

use super::impact::{choice, choices, counted, print, proofread, unmade, weigh};
use super::report::{CommandError, say};
use super::{Format, house};
use crate::case::impact::Impact;
use crate::case::needs::{Choice, Choices};
use crate::engine::{Engine, EngineError};
use crate::workflow::Source;

/// Put a workflow in force: new cases begin with it, running ones move to it as chosen.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  kalends publish workflows/my-programme --choose state:membership.reserve=move-to:review\n\n\
                  Everything happens in one act, or nothing. Where something needs a decision that was not made it refuses\n\
                  and lists the groups with the exact option to type; `kalends impact` shows the same without publishing."
)]
pub struct Args {
    /// The workflow's folder, or the name of a shipped one; left out with `--case`
    #[arg(required_unless_present = "case")]
    workflow: Option<String>,
    /// What is to become of a group of cases; may be given several times
    #[arg(long, value_name = "GROUP=CHOICE", value_parser = choice)]
    choose: Vec<(String, Choice)>,
    /// Move this one case only, to a version that has been published
    #[arg(long, value_name = "ID", conflicts_with = "workflow")]
    case: Option<Uuid>,
    /// The version the one case moves to; the one in force if left out
    #[arg(long, value_name = "NUMBER", requires = "case")]
    to: Option<u32>,
    /// How the result is written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let config = house::settings()?;
    let choices = choices(&args.choose);
    if let Some(case) = args.case {
        return house::block_on(async {
            let engine = house::open_to_write(&config).await?;
            one(&engine, args, (case, &choices)).await
        });
    }
    let source = proofread(&config, args.workflow.as_deref().unwrap_or_default())?;
    house::block_on(async {
        let engine = house::open_to_write(&config).await?;
        all(&engine, args, (&source, &choices)).await
    })
}

async fn all(engine: &Engine, args: &Args, (source, choices): (&Source, &Choices)) -> Result<(), CommandError> {
    let (proposal, impact) = weigh(engine, source, choices).await?;
    if impact.undecided().count() > 0 {
        print(&proposal, &impact);
        return Err(undecided(&impact));
    }
    let published = engine
        .put_in_force(None, source, choices)
        .await
        .map_err(|error| unmade(&error))?;
    let (version, moved, stayed) = (published.version, published.moved, published.stayed);
    match args.format {
        Format::Json => say(json!({
            "workflow": source.name, "version": version, "digest": proposal.definition.digest,
            "moved": moved, "stayed": stayed,
        })),
        Format::Text => {
            eprintln!("{}: version {version} is in force", source.name);
            let moved = counted(moved as usize, "case");
            eprintln!("{moved} moved to it, {stayed} stayed on the version they obeyed");
        }
    }
    Ok(())
}

fn undecided(impact: &Impact) -> CommandError {
    let open: Vec<String> = impact
        .undecided()
        .map(|group| format!("--choose {}={}", group.name, group.offered().join("|")))
        .collect();
    CommandError::user("nothing was published: somebody must decide first")
        .hint(format!("add one choice for each group: {}", open.join(" ")))
}

async fn one(engine: &Engine, args: &Args, (case, choices): (Uuid, &Choices)) -> Result<(), CommandError> {
    let moved = engine
        .move_case(None, (case, args.to), choices)
        .await
        .map_err(|error| match &error {
            EngineError::Refused(refusal) if refusal.rule == "undecided" => {
                let groups = refusal.values.get("groups").cloned().unwrap_or_default();
                CommandError::user(format!("the case was not moved: somebody must decide about {groups}"))
                    .hint("add `--choose GROUP=CHOICE` for each: stay, move, move-to:STATE, keep or drop")
            }
            EngineError::Refused(refusal) if refusal.rule == "closed" => {
                CommandError::user("the case is closed and keeps the version it obeyed")
            }
            EngineError::Refused(refusal) if refusal.rule == "same-version" => {
                CommandError::user("the case obeys that version already")
            }
            EngineError::NotFound(what) => {
                CommandError::user(format!("there is no such {what}")).hint("`kalends impact --format json` lists ids")
            }
            other => unmade(other),
        })?;
    let (version, state) = (moved.version, &moved.case.state);
    match args.format {
        Format::Json => say(json!({"case": case, "version": version, "state": state})),
        Format::Text => eprintln!("the case obeys version {version} and stands in `{state}`"),
    }
    Ok(())
}
