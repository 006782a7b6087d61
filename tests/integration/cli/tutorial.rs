//! The tutorial, done word for word in an empty folder: what it says to write is written, what it says to run is run,
//! and what it shows must come.

use std::fs;
use std::path::Path;
use std::process::Command;

const KALENDS: &str = env!("CARGO_BIN_EXE_kalends");

/// One fenced block with the paragraph before it.
struct Block {
    line: usize,
    said: String,
    language: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let (mut found, mut said) = (Vec::new(), String::new());
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        match line.strip_prefix("```") {
            Some(language) => {
                let inside = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
                let text = inside.map(|line| format!("{line}\n")).collect();
                let (language, said) = (language.to_owned(), std::mem::take(&mut said));
                found.push(Block {
                    line: number + 1,
                    said,
                    language,
                    text,
                });
            }
            None if line.is_empty() && !said.trim_end().ends_with(':') => said.clear(),
            None => said = format!("{said} {line}"),
        }
    }
    found
}

/// The last code spans of a paragraph.
fn spans(said: &str) -> Vec<&str> {
    said.split('`').skip(1).step_by(2).collect()
}

/// Does what a block asks for; gives the output if it was a command.
fn follow(folder: &Path, block: &Block, output: &str) -> Option<String> {
    let named = spans(&block.said);
    let at = |name: &str| folder.join(name);
    let said = block.said.as_str();
    if block.language == "sh" {
        return Some(run(folder, &block.text));
    }
    if said.contains("replace the line that begins with") {
        let [.., name, beginning] = named[..] else {
            panic!("line {}: which line?", block.line)
        };
        replace(&at(name), beginning, block);
    } else if said.contains("Add to the end of") {
        let old = fs::read_to_string(at(named[named.len() - 1])).unwrap();
        fs::write(at(named[named.len() - 1]), old + &block.text).unwrap();
    } else if said.contains("Create") {
        fs::write(at(named[named.len() - 1]), &block.text).unwrap();
    } else {
        for line in block.text.lines() {
            assert!(
                output.contains(line),
                "line {}: `{line}` was not said:\n{output}",
                block.line
            );
        }
    }
    None
}

fn replace(path: &Path, beginning: &str, block: &Block) {
    let old = fs::read_to_string(path).unwrap();
    let hits = old.lines().filter(|line| line.starts_with(beginning)).count();
    assert_eq!(
        hits, 1,
        "line {}: lines of {path:?} that begin with `{beginning}`",
        block.line
    );
    let lines = old.lines().map(|line| match line.starts_with(beginning) {
        true => block.text.clone(),
        false => format!("{line}\n"),
    });
    fs::write(path, lines.collect::<String>()).unwrap();
}

fn run(folder: &Path, script: &str) -> String {
    let program = Path::new(KALENDS);
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let ran = Command::new("sh")
        .arg("-c")
        .arg(format!("({script}) 2>&1"))
        .current_dir(folder)
        .env("PATH", path)
        .output();
    String::from_utf8(ran.unwrap().stdout).unwrap()
}

#[test]
fn the_tutorial_holds_word_for_word() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual/tutorial.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut output = String::new();
    let blocks = blocks(&page);
    assert!(blocks.len() > 30, "only {} blocks were read", blocks.len());
    for block in &blocks {
        if let Some(said) = follow(folder.path(), block, &output) {
            output = said;
        }
    }
    let good = |command: &str| run(folder.path(), &format!("{command}; echo exit $?"));
    let checked = good("kalends check reading-rooms");
    assert!(checked.contains("exit 0") && !checked.contains("warning"), "{checked}");
    let tested = good("kalends test reading-rooms --quiet");
    assert!(tested.contains("exit 0") && !tested.contains("not reached"), "{tested}");
}
