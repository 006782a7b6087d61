//! The engine on both databases.

mod catch_up;
mod cycle;
mod quota;
mod scenarios;
mod verify;
