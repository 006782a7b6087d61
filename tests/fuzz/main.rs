//! A fuzzer that needs no nightly compiler: made-up workflow folders and conditions, each on a budget of time and memory.
//!
//! It is a binary of its own because it counts what is allocated: nothing else may run beside it. The same seed makes the
//! same case; a failure names its seed, and `KALENDS_FUZZ_SEED=… cargo test --test fuzz` tries that one alone.
//! `KALENDS_FUZZ_CASES=…` tries more of them. Coverage-guided fuzzing of the same code stands in `fuzz/`.

mod budget;
mod conditions;
mod dice;
mod folders;

use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// One test, so that nothing is allocated beside it.
#[test]
fn no_file_and_no_condition_takes_more_than_its_budget() {
    let folders = budget::Budget {
        what: "folder",
        seconds: 60,
        bytes: 256 << 20,
    };
    folders.spend(300, folders::make, folders::read);
    let conditions = budget::Budget {
        what: "condition",
        seconds: 20,
        bytes: 64 << 20,
    };
    conditions.spend(2_000, conditions::make, conditions::read);
}
