//! The worker with a real mail server on loopback, and killed in the middle.

mod killed;
mod loops;
mod smtp;
