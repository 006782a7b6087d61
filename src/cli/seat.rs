//! `kalends seat add`

use clap::Subcommand;
use serde_json::json;

use super::report::{CommandError, say};
use super::{Format, house, person};
use crate::case::people::OPERATOR;
use crate::clock::Instant;
use crate::engine::Engine;
use crate::engine::directory::NewSeat;
use crate::store::organisations;
use crate::workflow::Definition;

/// Who holds which role, from when to when.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Give a person a role of the house, or a seat in an organisation
    #[command(
        after_help = "Examples:\n  kalends seat add anna@sample.example secretary --workflow my-programme\n  \
        kalends seat add juris@sample.example applicant.mayor --organisation \"Sample City\""
    )]
    Add(Add),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The person's mail address
    email: String,
    /// The role, or the role and the seat with a dot between them; `operator` looks after the house itself
    role: String,
    /// The organisation, entered if it is new; the house if left out
    #[arg(long)]
    organisation: Option<String>,
    /// In one workflow only; in all if left out
    #[arg(long)]
    workflow: Option<String>,
    /// From when; now if left out
    #[arg(long, value_name = "RFC3339")]
    from: Option<Instant>,
    /// Until when
    #[arg(long, value_name = "RFC3339")]
    until: Option<Instant>,
    /// How the result is written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let Command::Add(add) = &args.command;
    let config = house::settings()?;
    let seat = house::block_on(async {
        let engine = house::open_to_write(&config).await?;
        let new = add.seat(&engine).await?;
        engine.add_seat(&new).await.map_err(|error| person::wrong(&error))
    })?;
    match add.format {
        Format::Text => say(seat.id),
        Format::Json => say(json!({
            "id": seat.id, "person": seat.person_id, "role": seat.role, "seat": seat.seat,
            "organisation": seat.organisation_id, "workflow": seat.workflow, "from": seat.from_at, "until": seat.until_at,
        })),
    }
    Ok(())
}

impl Add {
    async fn seat(&self, engine: &Engine) -> Result<NewSeat, CommandError> {
        let (role, seat) = match self.role.split_once('.') {
            Some((role, seat)) => (role, Some(seat)),
            None => (self.role.as_str(), None),
        };
        self.known(engine, (role, seat))?;
        self.lasts(engine.now())?;
        let person = person::with_address(engine, &self.email).await?;
        Ok(NewSeat {
            person: person.id,
            role: role.to_owned(),
            seat: seat.map(str::to_owned),
            organisation: match &self.organisation {
                Some(name) => Some(organisation(engine, name, &person.language).await?),
                None => None,
            },
            workflow: self.workflow.clone(),
            from: self.from,
            until: self.until,
        })
    }

    /// Whether it ends after it begins, asked before an organisation is entered for it.
    fn lasts(&self, now: Instant) -> Result<(), CommandError> {
        let from = self.from.unwrap_or(now).max(now);
        match self.until.filter(|until| *until <= from) {
            Some(until) => Err(
                CommandError::user(format!("the seat would end at {until} and begin at {from}"))
                    .hint("let `--until` be later; a seat does not begin before now"),
            ),
            None => Ok(()),
        }
    }

    /// Whether some workflow it may be meant for has such a role and seat, and whether that is an organisation's.
    fn known(&self, engine: &Engine, (role, seat): (&str, Option<&str>)) -> Result<(), CommandError> {
        let names = engine.workflows.names();
        let meant = names
            .iter()
            .filter(|name| self.workflow.as_ref().is_none_or(|only| only == *name));
        let meant: Vec<_> = meant
            .filter_map(|name| engine.workflows.in_force(name))
            .map(|(_, definition)| definition)
            .collect();
        if let Some(unknown) = self.workflow.as_ref().filter(|_| meant.is_empty()) {
            return Err(CommandError::user(format!("there is no workflow `{unknown}` in force"))
                .hint(format!("in force: {}", names.join(", "))));
        }
        let fits = |definition: &Definition| {
            let found = definition.role(role);
            found.is_some_and(|found| match seat {
                Some(seat) => found.seats.iter().any(|known| known.name == seat),
                None => found.seats.is_empty(),
            })
        };
        let operator = role == OPERATOR && seat.is_none();
        if !operator && !meant.iter().any(|definition| fits(definition)) {
            return Err(CommandError::user(format!("there is no `{}` to be given", self.role)).hint(choices(&meant)));
        }
        match (seat, &self.organisation) {
            (Some(_), None) => Err(
                CommandError::user(format!("`{}` is a seat in an organisation", self.role))
                    .hint("name it by `--organisation`"),
            ),
            (None, Some(_)) => Err(CommandError::user(format!("`{}` is a role of the house", self.role))
                .hint("leave `--organisation` out")),
            _ => Ok(()),
        }
    }
}

fn choices(definitions: &[std::sync::Arc<Definition>]) -> String {
    let mut names = vec![OPERATOR.to_owned()];
    for role in definitions.iter().flat_map(|definition| &definition.roles) {
        if role.seats.is_empty() {
            names.push(role.name.clone());
        }
        names.extend(role.seats.iter().map(|seat| format!("{}.{}", role.name, seat.name)));
    }
    names.sort();
    names.dedup();
    format!("there are {}", names.join(", "))
}

async fn organisation(engine: &Engine, name: &str, language: &str) -> Result<uuid::Uuid, CommandError> {
    person::one_line("organisation", name)?;
    let unreadable = |error| CommandError::caused("the database cannot be read", &error);
    let mut tx = engine.store.read().await.map_err(unreadable)?;
    let known = organisations::named(&mut tx, name.trim()).await.map_err(unreadable)?;
    drop(tx);
    if let Some(known) = known.first() {
        return Ok(known.id);
    }
    let added = engine.add_organisation(name, language).await;
    added.map(|added| added.id).map_err(|error| person::wrong(&error))
}
