//! How long a rehearsal of ten years takes, by the number of members: `cargo bench --bench rehearsal`.
//!
//! Prints a table; asserts nothing, since machines differ. What to look for: the last column stays about the same, for
//! the cost grows in proportion to the letters, and 500 members take less than five seconds.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant as Stopwatch;

use jiff::civil::date;
use kalends::clock::Instant;
use kalends::rehearsal::persona::rehearse;
use kalends::rehearsal::{Rehearsal, What};
use kalends::workflow::parse::parse;
use kalends::workflow::{Definition, Source};

fn main() -> io::Result<()> {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let name = wanted.unwrap_or_else(|| "learning-cities".to_owned());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows").join(&name);
    let mut files = BTreeMap::new();
    read(&folder, &folder, &mut files);
    let definition = parse(&Source {
        name: name.clone(),
        files,
    })
    .expect("a shipped workflow is good");
    let mut out = io::stdout().lock();
    writeln!(out, "{name}, ten years")?;
    writeln!(
        out,
        "{:>8} {:>9} {:>9} {:>9} {:>14}",
        "members", "events", "letters", "ms", "µs per letter"
    )?;
    for members in [125, 250, 500, 1_000] {
        let (played, milliseconds) = fastest(&definition, members);
        let letters = played.transcript.iter();
        let letters = letters.filter(|line| matches!(line.what, What::Letter { .. })).count();
        let events = played.transcript.len() - letters;
        let each = milliseconds * 1_000.0 / letters.max(1) as f64;
        writeln!(
            out,
            "{members:>8} {events:>9} {letters:>9} {milliseconds:>9.0} {each:>14.1}"
        )?;
    }
    Ok(())
}

/// The rehearsal and the shortest of three runs, in milliseconds.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures the real time")]
fn fastest(definition: &Definition, members: usize) -> (Rehearsal, f64) {
    let at = |year| Instant::from_civil(date(year, 1, 1).at(0, 0, 0, 0), &definition.zone);
    let span = (at(2027), at(2037));
    let run = || {
        let begun = Stopwatch::now();
        let played = rehearse(definition, span, members);
        (played, begun.elapsed().as_secs_f64() * 1_000.0)
    };
    let runs = [run(), run(), run()];
    runs.into_iter().min_by(|a, b| a.1.total_cmp(&b.1)).expect("three runs")
}

fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(root, &path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let inner = path.strip_prefix(root).expect("inside").to_string_lossy().into_owned();
            files.insert(inner, text);
        }
    }
}
