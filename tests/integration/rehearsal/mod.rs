//! A workflow played ahead: every shipped scenario, and all they reach.

mod parties;
mod scenarios;
