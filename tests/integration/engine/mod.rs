//! The engine on both databases.

mod ballots;
mod catch_up;
mod copy;
mod cycle;
mod import;
mod panels;
mod publish;
mod quota;
mod scenarios;
mod verify;
