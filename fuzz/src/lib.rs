//! The pure part of the house alone, so that a fuzzer compiles no database, no web server and no mail.

#[path = "../../src/clock.rs"]
pub mod clock;
#[path = "../../src/workflow/mod.rs"]
pub mod workflow;
