//! `kalends import FILE`

use std::path::PathBuf;

use serde_json::json;

use super::report::{CommandError, say};
use super::{Format, house};
use crate::engine::Engine;
use crate::engine::import::{BadLine, Columns, Imported};
use crate::locale::Locale;

/// Import members that were there before Kalends: every line of the file, or none and each bad line named.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  kalends import members.csv\n\n\
    members.csv, in UTF-8, separated by commas or semicolons:\n  \
    organisation,admitted_on,contact_name,contact_email,mayor_name,mayor_email,language\n  \
    Sample City,2022-09-02,Anna Sample,anna@sample.example,Juris Sample,mayor@sample.example,lv\n\n\
    The date's column and the seats' are named by the workflow; seats after the first may be left empty.")]
pub struct Args {
    /// The file
    file: PathBuf,
    /// The workflow; needed if there are several
    #[arg(long)]
    workflow: Option<String>,
    /// How the result is written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let config = house::settings()?;
    let table = std::fs::read(&args.file)
        .map_err(|error| CommandError::caused(format!("`{}` cannot be read", args.file.display()), &error))?;
    let imported = house::block_on(async {
        let engine = house::open_to_write(&config).await?;
        let workflow = workflow(&engine, args.workflow.as_deref())?;
        let imported = engine.import(None, &workflow, &table).await;
        imported.map_err(|error| CommandError::caused("the members cannot be imported", &error))
    })?;
    match (&imported, args.format) {
        (Imported::Done(count), Format::Text) => eprintln!("{count} members imported"),
        (Imported::Done(count), Format::Json) => say(json!({"imported": count, "bad_lines": []})),
        (Imported::Nothing(bad), Format::Text) => complain(args, bad),
        (Imported::Nothing(bad), Format::Json) => say(json!({"imported": 0, "bad_lines": bad})),
    }
    match imported {
        Imported::Done(_) => Ok(()),
        Imported::Nothing(_) => Err(CommandError::reported()),
    }
}

fn complain(args: &Args, bad: &[BadLine]) {
    for line in bad {
        eprintln!("{}:{}: {}", args.file.display(), line.line, line.say(Locale::english()));
    }
    eprintln!("error: nothing was imported\nhint: correct these lines and import the whole file again");
}

/// The workflow named, or the only one members can be imported into.
fn workflow(engine: &Engine, named: Option<&str>) -> Result<String, CommandError> {
    let imports = |name: &String| {
        let definition = engine.workflows.in_force(name).map(|(_, definition)| definition);
        definition.is_some_and(|definition| Columns::of(&definition).is_some())
    };
    let names: Vec<String> = engine.workflows.names().into_iter().filter(imports).collect();
    let list = names.join(", ");
    match named {
        Some(name) if names.iter().any(|known| known == name) => Ok(name.to_owned()),
        Some(name) => Err(CommandError::user(format!("nothing can be imported into `{name}`"))
            .hint(format!("workflows with members from before: {list}"))),
        None if names.len() == 1 => Ok(list),
        None if names.is_empty() => Err(CommandError::user("no workflow in force can be imported into")
            .hint("start the service once, which puts workflows in force")),
        None => {
            Err(CommandError::user("there are several workflows").hint(format!("name one by `--workflow`: {list}")))
        }
    }
}
