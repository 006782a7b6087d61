//! A disk that is full and gets room again, and a disk that is asked to keep what was acknowledged.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use super::clients::Lone;
use super::house::House;
use super::table::{Row, faults};
use super::traced::Traced;
use crate::support::database::Database;
use crate::support::serving::Serving;
use crate::support::sink::{Mode, Sink};

/// How large the small disk is.
const SIZE: &str = "size=6m";

/// How many requests must work once there is room again.
const AFTERWARDS: usize = 50;

/// A small disk; it is taken away when dropped.
struct Disk(std::path::PathBuf);

impl Disk {
    /// None where nobody may mount one.
    fn mount(at: &Path) -> Option<Self> {
        let mounted = as_root(&["mount", "-t", "tmpfs", "-o", SIZE, "kalends-test", at.to_str()?]);
        mounted.then(|| Self(at.to_owned()))
    }

    /// Takes all the room there is but a little.
    fn fill(&self, leave: usize) {
        let mut filler = std::fs::File::create(self.0.join("filler")).unwrap();
        while filler.write_all(&[0; 4_096]).is_ok() {}
        let length = filler.metadata().unwrap().len();
        filler.set_len(length.saturating_sub(leave as u64)).unwrap();
    }

    fn free(&self) {
        std::fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        as_root(&["umount", "-l", self.0.to_str().unwrap()]);
        let _ = std::fs::remove_dir(&self.0);
    }
}

/// Runs a command that takes root, as we are or by `sudo` where that asks nothing, and says whether it went well.
fn as_root(command: &[&str]) -> bool {
    let ran = |words: &[&str]| Command::new(words[0]).args(&words[1..]).status();
    let well = |words: &[&str]| ran(words).is_ok_and(|status| status.success());
    well(command) || well(&[&["sudo", "-n"], command].concat())
}

/// Every write for lack of room, for where no small disk can be mounted.
fn no_room(serving: &Serving) -> Traced {
    let inject = "inject=pwrite64:error=ENOSPC";
    Traced::attach(serving.program.id(), &["-e", "trace=pwrite64", "-e", inject])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn full_and_free_again() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::mount(folder.path());
    let house = House::prepare(Database::sqlite_within(folder).await, Sink::start(Mode::Ok).await).await;
    let file = house.files(1).await[0];
    let serving = Serving::start(house.serve()).await;
    let client = Lone {
        house: &house,
        url: &serving.url,
        file,
    };
    let (mut acknowledged, mut told, mut rounds) = (Vec::new(), 0, 0);
    for round in 0..faults().div_ceil(10).min(20) {
        let failing = match &disk {
            Some(disk) => {
                disk.fill(round * 16_384);
                None
            }
            None => Some(no_room(&serving)),
        };
        for number in 0..30 {
            let reason = format!("full {round} {number}");
            match client.note(&reason).await {
                200 => acknowledged.push(reason),
                500 | 503 | 507 => told += 1,
                other => panic!("{reason}: {other}"),
            }
        }
        disk.iter().for_each(Disk::free);
        drop(failing.map(Traced::detach));
        for number in 0..AFTERWARDS {
            let reason = format!("free {round} {number}");
            assert_eq!(client.note(&reason).await, 200, "{reason}");
            acknowledged.push(reason);
        }
        rounds += 1;
    }
    let noted = client.noted().await;
    let lost = acknowledged
        .iter()
        .filter(|reason| !noted.contains_key(*reason))
        .count();
    let twice = noted.values().filter(|times| **times > 1).count();
    house.until_quiet(&[]).await;
    serving.stop().await;
    house.verify();
    house.check_integrity().await;
    let what = match disk {
        Some(_) => "disk full, and free again without a restart",
        None => "no room for any write, and room again without a restart",
    };
    Row::new(what, &house.database, rounds)
        .with("told that it failed", told)
        .with("acknowledged", acknowledged.len())
        .with("lost", lost)
        .with("done twice", twice)
        .with("worked once there was room, of each 50", AFTERWARDS)
        .report();
    assert!(told > 0, "the disk was never full");
    assert_eq!((lost, twice), (0, 0));
    house.database.store.close().await;
    drop(house);
}

/// One flush at least for each event of a client that asks alone: `kill -9` cannot show that, since what the program has
/// written outlives it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn flushed_before_it_is_acknowledged() {
    let house = House::prepare(Database::sqlite().await, Sink::start(Mode::Ok).await).await;
    let file = house.files(1).await[0];
    let serving = Serving::start(house.serve_without_mail()).await;
    let client = Lone {
        house: &house,
        url: &serving.url,
        file,
    };
    let traced = Traced::attach(
        serving.program.id(),
        &["-e", "trace=fsync,fdatasync,sendto,write,writev"],
    );
    let events = faults() * 2;
    for number in 0..events {
        assert_eq!(client.note(&number.to_string()).await, 200);
    }
    let seen = traced.detach();
    serving.stop().await;
    let is_flush = |line: &&String| line.contains("sync") && line.ends_with("= 0");
    let flushes = seen.iter().filter(is_flush).count();
    let answers = seen.iter().filter(|line| line.contains("HTTP/1.1 200")).count();
    let mut unflushed = 0;
    let mut since = 0;
    for line in &seen {
        since += usize::from(is_flush(&line));
        if line.contains("HTTP/1.1 200") {
            unflushed += usize::from(since == 0);
            since = 0;
        }
    }
    Row::new("each acknowledged event is flushed first", &house.database, events)
        .with("answers", answers)
        .with("flushes", flushes)
        .with("answers without a flush since the one before", unflushed)
        .report();
    assert_eq!((answers, unflushed), (events, 0));
    assert!(flushes >= events);
}
