//! The engine on both databases.

mod catch_up;
mod cycle;
mod import;
mod panels;
mod quota;
mod scenarios;
mod verify;
