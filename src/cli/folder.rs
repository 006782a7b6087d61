//! Reading workflow folders from disk, or the shipped ones from the program itself.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

use super::report::CommandError;
use crate::config::Config;
use crate::workflow::Source;
use crate::workflow::parse::LARGEST_FILE;

/// The workflows the program carries.
#[derive(RustEmbed)]
#[folder = "workflows"]
struct Shipped;

/// Largest number of files a workflow's folder may hold, so that a wrong folder is not read to its end.
const MOST_FILES: usize = 2_000;

/// The shipped workflows.
pub fn shipped() -> Vec<Source> {
    let mut sources: BTreeMap<String, Source> = BTreeMap::new();
    for path in Shipped::iter() {
        let Some((name, inner)) = path.split_once('/') else {
            continue;
        };
        let Some(file) = Shipped::get(&path) else { continue };
        let source = sources.entry(name.to_owned()).or_insert_with(|| Source {
            name: name.to_owned(),
            files: BTreeMap::new(),
        });
        source
            .files
            .insert(inner.to_owned(), String::from_utf8_lossy(&file.data).into_owned());
    }
    sources.into_values().collect()
}

/// The workflows in a folder: the folder itself if it has a `workflow.toml`, else each folder in it that has one.
///
/// # Errors
/// When nothing is there or it cannot be read.
pub fn read(dir: &Path) -> Result<Vec<Source>, CommandError> {
    if dir.join("workflow.toml").is_file() {
        return Ok(vec![one(dir)?]);
    }
    let mut found: Vec<PathBuf> = entries(dir)?
        .into_iter()
        .filter(|path| path.join("workflow.toml").is_file())
        .collect();
    found.sort();
    if found.is_empty() {
        return Err(CommandError::user(format!("`{}` holds no workflow", dir.display()))
            .hint("name a folder with a `workflow.toml`, or one that holds such folders"));
    }
    found.iter().map(|path| one(path)).collect()
}

/// A workflow's scenario files, by path.
pub fn scenarios(source: &Source) -> impl Iterator<Item = (&String, &String)> {
    let is_one = |path: &str| path.starts_with("scenarios/") && path.ends_with(".txt");
    source.files.iter().filter(move |(path, _)| is_one(path))
}

/// The workflow of that name: a folder on disk, else a shipped one.
///
/// # Errors
/// When there is neither.
pub fn named(name: &str) -> Result<Source, CommandError> {
    named_among(name, "shipped", shipped)
}

/// The workflow of that name as a service with these settings takes it: a folder on disk, else one of its own folder if
/// it has one, else a shipped one.
///
/// # Errors
/// When there is none of them.
pub fn named_by(config: &Config, name: &str) -> Result<Source, CommandError> {
    match &config.workflows_dir {
        Some(dir) => {
            let own = read(dir)?;
            named_among(name, &format!("in `{}`", dir.display()), || own)
        }
        None => named(name),
    }
}

fn named_among(name: &str, which: &str, known: impl FnOnce() -> Vec<Source>) -> Result<Source, CommandError> {
    let path = Path::new(name);
    if path.join("workflow.toml").is_file() {
        return one(path);
    }
    let mut known = known();
    if let Some(place) = known.iter().position(|source| source.name == name) {
        return Ok(known.swap_remove(place));
    }
    let names: Vec<String> = known.into_iter().map(|source| source.name).collect();
    Err(
        CommandError::user(format!("there is no workflow `{name}`")).hint(format!(
            "{which}: {}; or name a folder with a `workflow.toml`",
            names.join(", ")
        )),
    )
}

fn one(dir: &Path) -> Result<Source, CommandError> {
    let full = dir.canonicalize().map_err(|error| unreadable(dir, &error))?;
    let name = full
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut files = BTreeMap::new();
    collect(&full, &full, &mut files)?;
    Ok(Source { name, files })
}

fn collect(root: &Path, dir: &Path, files: &mut BTreeMap<String, String>) -> Result<(), CommandError> {
    for path in entries(dir)? {
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path
            .extension()
            .is_some_and(|end| end == "toml" || end == "md" || end == "txt")
        {
            if files.len() >= MOST_FILES {
                return Err(CommandError::user(format!(
                    "`{}` holds more than {MOST_FILES} files",
                    root.display()
                )));
            }
            let text = text(&path)?;
            let inner = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            files.insert(inner, text);
        }
    }
    Ok(())
}

/// The text of a file; of one that is too large only as much as it takes to see that.
fn text(path: &Path) -> Result<String, CommandError> {
    let regular = std::fs::metadata(path)
        .map_err(|error| unreadable(path, &error))?
        .is_file();
    if !regular {
        return Err(CommandError::user(format!("`{}` is not a file", path.display()))
            .hint("take it out of the folder: a workflow is made of plain files"));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX) + 8;
    file.take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(path, &error))?;
    let whole = bytes.len() <= LARGEST_FILE;
    String::from_utf8(bytes).or_else(|error| {
        let (good, bytes) = (error.utf8_error().valid_up_to(), error.into_bytes());
        let before = String::from_utf8_lossy(&bytes[..good]).into_owned();
        if whole {
            Err(not_utf8(path, &before))
        } else {
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        }
    })
}

/// Names the place of the first byte that is no text.
fn not_utf8(path: &Path, before: &str) -> CommandError {
    let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    CommandError::user(format!("{}:{line}:{column}: this is not UTF-8", path.display()))
        .hint("save the file as UTF-8; most editors ask for it under “encoding” when saving")
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let listed = std::fs::read_dir(dir).map_err(|error| unreadable(dir, &error))?;
    let mut paths: Vec<PathBuf> = listed.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn unreadable(path: &Path, error: &std::io::Error) -> CommandError {
    CommandError::caused(format!("`{}` cannot be read", path.display()), error)
        .hint("name a folder that is there, with a `workflow.toml`, or one that holds such folders")
}
