//! What a service wrote, flushed and answered, in order, as strace saw it.
//!
//! A write counts from its end on, an answer from its beginning on: of what cannot be known the worse is taken.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use uuid::Uuid;

/// How strace has to be asked: every byte of what is written, and the path of each file.
pub const ASKED: [&str; 6] = ["-y", "-xx", "-s", "10000000", "-e", TRACED];

/// What changes a file or answers; the last four change files in ways that are not followed here.
const TRACED: &str =
    "trace=pwrite64,ftruncate,fsync,fdatasync,write,writev,sendto,pwritev,pwritev2,fallocate,copy_file_range";

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A part of a file was written.
    Write { file: PathBuf, at: usize, bytes: Vec<u8> },
    /// A file was given a length.
    Length { file: PathBuf, length: usize },
    /// A thread began to flush a file.
    FlushBegins { file: PathBuf, thread: u32 },
    /// The flush that the thread began is over.
    FlushEnds { file: PathBuf, thread: u32 },
    /// A client was told that its event is done: the case has this revision.
    Answer { case: Uuid, revision: usize },
}

/// Reads what strace wrote about the files in a folder.
pub fn read(trace: &str, folder: &Path) -> Vec<Step> {
    let mut reading = Reading {
        folder,
        begun: BTreeMap::new(),
        steps: Vec::new(),
    };
    trace.lines().for_each(|line| reading.line(line));
    reading.steps
}

struct Reading<'a> {
    folder: &'a Path,
    /// Calls that were interrupted by a line about another thread.
    begun: BTreeMap<u32, String>,
    steps: Vec<Step>,
}

impl Reading<'_> {
    fn line(&mut self, line: &str) {
        let (thread, rest) = line.split_once(' ').unwrap();
        let (thread, rest) = (thread.parse().unwrap(), rest.trim_start());
        if rest.starts_with("<... ") {
            let call = self.begun.remove(&thread).unwrap();
            self.ends(thread, &call, rest);
        } else if let Some(call) = rest.strip_suffix("<unfinished ...>") {
            self.begins(thread, call);
            self.begun.insert(thread, call.trim_end().to_owned());
        } else if rest.contains('(') && !rest.starts_with("---") {
            self.begins(thread, rest);
            self.ends(thread, rest, rest);
        }
    }

    fn begins(&mut self, thread: u32, call: &str) {
        match name(call) {
            "write" | "writev" | "sendto" => self.steps.extend(answer(&texts(call).concat())),
            "fsync" | "fdatasync" => {
                let begins = |file| Step::FlushBegins { file, thread };
                self.steps.extend(self.file(call).map(begins));
            }
            _ => {}
        }
    }

    fn ends(&mut self, thread: u32, call: &str, rest: &str) {
        let result = rest.rsplit_once(" = ").map_or("?", |(_, result)| result);
        let Some(file) = self.file(call) else { return };
        let Ok(result) = result.split(' ').next().unwrap().parse::<usize>() else {
            return;
        };
        self.steps.push(match name(call) {
            "pwrite64" => {
                let (_, after) = call.rsplit_once('"').unwrap();
                let mut bytes = texts(call).concat();
                bytes.truncate(result);
                let at = numbers(after)[1];
                Step::Write { file, at, bytes }
            }
            "ftruncate" => {
                let (_, after) = call.split_once('>').unwrap();
                let length = numbers(after)[0];
                Step::Length { file, length }
            }
            "fsync" | "fdatasync" => Step::FlushEnds { file, thread },
            other => panic!("`{other}` changes a file, and what it does is not known here"),
        });
    }

    /// The file that a call is about, if it lies in the folder. (The folder itself is flushed for files that are new; these are
    /// not.) The index of SQLite's log counts as none: it is made anew from the log.
    fn file(&self, call: &str) -> Option<PathBuf> {
        let (_, rest) = call.split_once('<')?;
        let (path, _) = rest.split_once('>')?;
        let path = PathBuf::from(String::from_utf8(decoded(path)).ok()?);
        let counts = path.parent() == Some(self.folder) && path.extension() != Some("db-shm".as_ref());
        counts.then_some(path)
    }
}

fn name(call: &str) -> &str {
    call.split('(').next().unwrap()
}

/// Everything between quotation marks.
fn texts(call: &str) -> Vec<Vec<u8>> {
    call.split('"').skip(1).step_by(2).map(decoded).collect()
}

/// Bytes from `\x61\x62`.
fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.split("\\x").skip(1);
    bytes.map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

/// The numbers in `, 4096, 32) = 4096` before the bracket.
fn numbers(text: &str) -> Vec<usize> {
    let arguments = text.split(')').next().unwrap().split(',').skip(1);
    arguments.map(|number| number.trim().parse().unwrap()).collect()
}

/// Reads a good answer about a case; none of anything else.
fn answer(written: &[u8]) -> Option<Step> {
    let text = std::str::from_utf8(written).ok()?;
    let (_, body) = text.strip_prefix("HTTP/1.1 200")?.split_once("\r\n\r\n")?;
    let body: Value = serde_json::from_str(body).ok()?;
    Some(Step::Answer {
        case: body["id"].as_str()?.parse().ok()?,
        revision: usize::try_from(body["revision"].as_u64()?).ok()?,
    })
}

#[test]
fn a_trace_is_read() {
    let hex = |text: &str| text.bytes().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
    let (file, other) = (hex("/d/kalends.db"), hex("/e/other"));
    let told = hex("HTTP/1.1 200 OK\r\n\r\n{\"id\":\"0197f3a0-0000-7000-8000-000000000000\",\"revision\":3}");
    let trace = format!(
        "7 pwrite64(3<{file}>, \"{}\", 2, 24) = 2\n\
         7 fdatasync(3<{file}> <unfinished ...>\n\
         8 pwrite64(4<{other}>, \"{}\", 1, 0) = 1\n\
         8 ftruncate(3<{file}>, 20) = 0\n\
         7 <... fdatasync resumed>)         = 0\n\
         8 sendto(9<{}>, \"{told}\", 60, MSG_NOSIGNAL, NULL, 0 <unfinished ...>\n\
         8 <... sendto resumed>) = 60\n\
         8 fsync(3<{file}>) = -1 EIO (Input/output error)\n\
         7 +++ exited with 0 +++\n",
        hex("ab"),
        hex("c"),
        hex("socket:[1]"),
    );
    let file = PathBuf::from("/d/kalends.db");
    assert_eq!(
        read(&trace, Path::new("/d")),
        [
            Step::Write {
                file: file.clone(),
                at: 24,
                bytes: b"ab".to_vec()
            },
            Step::FlushBegins {
                file: file.clone(),
                thread: 7
            },
            Step::Length {
                file: file.clone(),
                length: 20
            },
            Step::FlushEnds {
                file: file.clone(),
                thread: 7
            },
            Step::Answer {
                case: "0197f3a0-0000-7000-8000-000000000000".parse().unwrap(),
                revision: 3
            },
            Step::FlushBegins { file, thread: 8 },
        ]
    );
}
