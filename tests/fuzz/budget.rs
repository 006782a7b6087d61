//! Time and memory that one case may take.

use std::fmt::Debug;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::MEMORY;
use super::dice::Dice;

/// What one case may take.
pub struct Budget {
    /// What the cases are, for failures.
    pub what: &'static str,
    /// Seconds: far more than needed, so that a busy machine is no failure.
    pub seconds: u64,
    /// Bytes on the heap at once.
    pub bytes: usize,
}

impl Budget {
    /// Makes and runs so many cases, or the one that is asked for.
    pub fn spend<C: Clone + Debug + Send + 'static>(&self, cases: u64, make: fn(&mut Dice) -> C, run: fn(C)) {
        let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
        let seeds = match (number("KALENDS_FUZZ_SEED"), number("KALENDS_FUZZ_CASES")) {
            (Some(seed), _) => seed..seed + 1,
            (None, many) => 0..many.unwrap_or(cases),
        };
        for seed in seeds {
            let case = make(&mut Dice::new(seed));
            if let Err(failure) = self.one(case.clone(), run) {
                let shown: String = format!("{case:#?}").chars().take(20_000).collect();
                panic!("{} of seed {seed} {failure}:\n{shown}", self.what);
            }
        }
    }

    fn one<C: Send + 'static>(&self, case: C, run: fn(C)) -> Result<(), String> {
        let (done, waits) = channel();
        MEMORY.reset_peak_usage();
        let before = MEMORY.peak_usage();
        let worker = thread::spawn(move || {
            run(case);
            let _ = done.send(());
        });
        match waits.recv_timeout(Duration::from_secs(self.seconds)) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return Err(format!("takes more than {} seconds", self.seconds)),
            Err(RecvTimeoutError::Disconnected) => return Err("panics".to_owned()),
        }
        let most = MEMORY.peak_usage().saturating_sub(before);
        worker.join().map_err(|_| "panics".to_owned())?;
        if most > self.bytes {
            return Err(format!("takes {most} bytes, more than {}", self.bytes));
        }
        Ok(())
    }
}
