//! `kalends explain WORKFLOW`

use serde_json::json;

use super::Format;
use super::rehearse::{definition, locale};
use super::report::{CommandError, say};
use crate::workflow::explain::explain;

/// Say every rule of a workflow as a sentence.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  kalends explain my-programme --lang lv")]
pub struct Args {
    /// A shipped workflow's name, or a folder
    workflow: String,
    /// Language of the sentences
    #[arg(long, default_value = "en")]
    lang: String,
    /// How sentences are written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), CommandError> {
    let definition = definition(&args.workflow)?;
    let locale = locale(&args.lang)?;
    let messages = locale.messages();
    let sentences = explain(&definition);
    let said = sentences
        .iter()
        .map(|sentence| (sentence, sentence.say(locale.tag(), &messages)));
    match args.format {
        Format::Text => said.for_each(|(_, words)| say(words)),
        Format::Json => {
            let list: Vec<_> = said
                .map(|(sentence, words)| {
                    let place = &sentence.place;
                    json!({"rule": sentence.rule(), "sentence": words, "file": place.file, "line": place.line})
                })
                .collect();
            say(json!({"workflow": definition.name, "sentences": list}));
        }
    }
    Ok(())
}
