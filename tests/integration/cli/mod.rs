//! The program as people run it: its output, its errors, its exit codes.

mod commands;
mod copy;
mod demo;
mod nodes;
mod program;
mod rehearse;
mod serve;
mod tutorial;
mod versions;
