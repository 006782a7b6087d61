//! What has happened in the practice house before it opens: one story for each programme, all on one clock.
//!
//! A story is cut where its clock moves; the stretches of all stories happen in the order of their instants (so a story may
//! tell one case to its end and then go back in time for the next), each told by
//! its own [`Player`], so that what is due in one programme also happens while another is told.

use rust_embed::RustEmbed;
use uuid::Uuid;

use super::{PlayError, Player};
use crate::case::people::OPERATOR;
use crate::cli::report::CommandError;
use crate::clock::Instant;
use crate::engine::Engine;
use crate::rehearsal::scenario::{self, Does, Scenario, Step};
use crate::worker::Worker;

/// `WORKFLOW.txt`, a scenario.
#[derive(RustEmbed)]
#[folder = "practice"]
struct Stories;

/// Whom one can be in the practice house.
#[derive(Debug, Default)]
pub struct Cast {
    /// Those of the story in which the operator sits, by the word for each.
    pub words: Vec<(String, Uuid)>,
    /// Everybody once, with the workflow of their story; those of the operator's story come first.
    pub people: Vec<(String, Uuid)>,
}

/// A story and who tells it.
struct Told {
    story: Scenario,
    player: Player,
}

/// From one move of the clock to the next.
struct Stretch {
    begins: Instant,
    /// Which story.
    of: usize,
    steps: Vec<Step>,
}

/// Lets all stories happen, and gives whom one can be.
///
/// # Errors
/// When a line of a story cannot be done.
pub async fn live(engine: &Engine, worker: &Worker) -> Result<Cast, CommandError> {
    let mut told = Vec::new();
    for name in Stories::iter().filter(|name| name.ends_with(".txt")) {
        told.push(open(engine, worker, &name)?);
    }
    for stretch in in_order(&told, engine.now())? {
        let teller = &mut told[stretch.of];
        for step in &stretch.steps {
            let played = teller.player.play(&step.does).await;
            played.map_err(|error| unplayable(&teller.story, step, &error))?;
        }
    }
    Ok(cast(&told))
}

fn open(engine: &Engine, worker: &Worker, name: &str) -> Result<Told, CommandError> {
    let workflow = name.trim_end_matches(".txt");
    let player = Player::new(engine.clone(), worker.clone(), workflow);
    Ok(Told {
        story: read(name)?,
        player: player.map_err(|error| CommandError::bug(format!("`{name}`: {error}")))?,
    })
}

fn read(name: &str) -> Result<Scenario, CommandError> {
    let file = Stories::get(name).ok_or_else(|| CommandError::bug(format!("`{name}` is not in the program")))?;
    let text = String::from_utf8_lossy(&file.data).into_owned();
    scenario::parse(name, &text).map_err(|findings| {
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        CommandError::bug(lines.join("; "))
    })
}

/// The stretches of all stories by the instant at which they begin; of the same instant, by the story's name.
fn in_order(told: &[Told], before: Instant) -> Result<Vec<Stretch>, CommandError> {
    let mut stretches = Vec::new();
    for (of, told) in told.iter().enumerate() {
        let (mut begins, mut steps) = (before, Vec::new());
        for step in &told.story.steps {
            if let Does::Clock(text) = &step.does {
                let instant = told.player.instant(text);
                let instant = instant.map_err(|error| unplayable(&told.story, step, &error))?;
                let steps = std::mem::take(&mut steps);
                stretches.push(Stretch { begins, of, steps });
                begins = instant;
            }
            steps.push(step.clone());
        }
        stretches.push(Stretch { begins, of, steps });
    }
    stretches.sort_by_key(|stretch| stretch.begins);
    Ok(stretches)
}

fn unplayable(story: &Scenario, step: &Step, error: &PlayError) -> CommandError {
    CommandError::bug(format!("`{}`, line {}: {error:?}", story.name, step.line))
}

fn cast(told: &[Told]) -> Cast {
    let mut cast = Cast::default();
    let mut others = Vec::new();
    for told in told {
        let sits = told.player.cast(&told.story);
        let workflow = &told.player.workflow;
        let mut people: Vec<(String, Uuid)> = Vec::new();
        for (_, person) in &sits {
            if !people.iter().any(|(_, known)| known == person) {
                people.push((workflow.clone(), *person));
            }
        }
        if sits.iter().any(|(word, _)| word == OPERATOR) {
            (cast.words, cast.people) = (sits, people);
        } else {
            others.extend(people);
        }
    }
    cast.people.extend(others);
    cast
}
