//! The store: the same behaviour on both databases.

mod case_lists;
mod cases;
mod copy;
mod entries;
mod killed;
pub mod migrations;
mod nodes;
mod outbox;
mod people;
mod pool;
mod sample;
mod statements;
mod tables;
mod wake;
mod work;
