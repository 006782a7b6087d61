//! The worker with a real mail server on loopback, several nodes beside each other, and killed in the middle.

mod killed;
pub mod loops;
mod nodes;
mod pooler;
mod smtp;
