//! A workflow played ahead: every shipped scenario, and all they reach.

mod outputs;
mod parties;
mod personas;
mod scenarios;

use scenarios::shipped;
