//! Faults made with real processes, and what is left after them: nothing acknowledged is lost, nothing is done twice.
//!
//! The suite makes a few of each; `scripts/faults` runs the same tests with other counts and gathers what they report into
//! one table. The counts come from one place, [`table`].

mod clients;
mod clocks;
mod disk;
mod failed_over;
mod house;
mod killed;
mod mail_servers;
mod mailing;
mod nodes;
mod older;
mod order;
mod platter;
mod power_cut;
mod restarted;
mod silent;
mod statements;
mod table;
mod traced;
mod writes;
mod written;
