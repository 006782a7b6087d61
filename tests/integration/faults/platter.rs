//! What files hold after the power went: whatever was flushed, and of the rest a part that nobody chose.
//!
//! Of what was not flushed each write is there, or not, or sectors of it are and others not, whatever came before or after it;
//! and a file may have become longer without what was written there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rand::RngExt;
use rand::rngs::StdRng;

use super::written::Step;

/// What a disk writes as a whole or not at all.
const SECTOR: usize = 512;

/// Files on a disk that loses its power some time.
#[derive(Default)]
pub struct Platter {
    files: BTreeMap<PathBuf, File>,
}

#[derive(Default)]
struct File {
    flushed: Vec<u8>,
    unflushed: Vec<Change>,
    /// How many of the changes each flush under way covers, by thread.
    covered: BTreeMap<u32, usize>,
}

#[derive(Clone)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Length(usize),
}

impl Platter {
    /// A disk that holds these files.
    pub fn holding(files: &[PathBuf]) -> Self {
        let read = |path: &PathBuf| {
            let flushed = std::fs::read(path).unwrap();
            let file = File {
                flushed,
                ..File::default()
            };
            (path.clone(), file)
        };
        Self {
            files: files.iter().map(read).collect(),
        }
    }

    /// Something happens.
    pub fn take(&mut self, step: &Step) {
        match step {
            Step::Write { file, at, bytes } => {
                let bytes = bytes.clone();
                self.file(file).unflushed.push(Change::Write { at: *at, bytes });
            }
            Step::Length { file, length } => self.file(file).unflushed.push(Change::Length(*length)),
            Step::FlushBegins { file, thread } => self.file(file).begin(*thread),
            Step::FlushEnds { file, thread } => self.file(file).end(*thread),
            Step::Answer { .. } => {}
        }
    }

    fn file(&mut self, path: &Path) -> &mut File {
        self.files.get_mut(path).expect("every file was there at the beginning")
    }

    /// How many changes a cut could leave out or tear now.
    pub fn unflushed(&self) -> usize {
        self.files.values().map(|file| file.unflushed.len()).sum()
    }

    /// The power goes; what is left is put into a folder.
    pub fn cut(&self, random: &mut StdRng, folder: &Path) {
        for (path, file) in &self.files {
            let name = path.file_name().unwrap();
            std::fs::write(folder.join(name), file.left(random)).unwrap();
        }
    }
}

impl File {
    fn begin(&mut self, thread: u32) {
        self.covered.insert(thread, self.unflushed.len());
    }

    fn end(&mut self, thread: u32) {
        let covered = self.covered.remove(&thread).unwrap();
        for change in self.unflushed.drain(..covered) {
            change.apply(&mut self.flushed, |_| true);
        }
        for other in self.covered.values_mut() {
            *other = other.saturating_sub(covered);
        }
    }

    fn left(&self, random: &mut StdRng) -> Vec<u8> {
        let mut left = self.flushed.clone();
        for change in &self.unflushed {
            match random.random_range(0..4) {
                0 => change.apply(&mut left, |_| true),
                1 => change.apply(&mut left, |_| random.random()),
                2 => change.lengthen(&mut left),
                _ => {}
            }
        }
        left
    }
}

impl Change {
    /// Changes what a file holds, in those of its sectors that are `kept`.
    fn apply(&self, held: &mut Vec<u8>, mut kept: impl FnMut(usize) -> bool) {
        let (at, bytes) = match self {
            Self::Write { at, bytes } => (*at, bytes),
            Self::Length(length) => {
                if kept(length / SECTOR) {
                    held.resize(*length, 0);
                }
                return;
            }
        };
        let end = at + bytes.len();
        for sector in at / SECTOR..end.div_ceil(SECTOR) {
            let (from, to) = (at.max(sector * SECTOR), end.min((sector + 1) * SECTOR));
            if kept(sector) {
                held.resize(held.len().max(to), 0);
                held[from..to].copy_from_slice(&bytes[from - at..to - at]);
            }
        }
    }

    /// The file is as long as after the change, and holds nothing of it.
    fn lengthen(&self, held: &mut Vec<u8>) {
        if let Self::Write { at, bytes } = self {
            held.resize(held.len().max(at + bytes.len()), 0);
        }
    }
}

#[test]
fn what_was_flushed_is_left_and_of_the_rest_anything() {
    use rand::SeedableRng;
    let mut file = File::default();
    let write = |at: usize, byte: u8| Change::Write {
        at,
        bytes: vec![byte; SECTOR * 2],
    };
    file.unflushed.push(write(0, 1));
    file.begin(7);
    file.unflushed.push(write(SECTOR, 2));
    file.end(7);
    assert_eq!(file.flushed, [1; SECTOR * 2]);
    let mut random = StdRng::seed_from_u64(1);
    let lefts: Vec<Vec<u8>> = (0..100).map(|_| file.left(&mut random)).collect();
    assert!(lefts.iter().all(|left| left[..SECTOR] == [1; SECTOR]));
    let seen = |first: u8, second: Option<u8>| {
        let is = |left: &&Vec<u8>| left[SECTOR] == first && left.get(SECTOR * 2).copied() == second;
        lefts.iter().filter(is).count()
    };
    for (first, second) in [(2, Some(2)), (1, None), (2, None), (1, Some(2)), (1, Some(0))] {
        assert!(seen(first, second) > 0, "{first} {second:?}");
    }
}
