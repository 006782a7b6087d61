//! The web: pages for people, the API for programs.
//!
//! Owns routes, sessions, headers, the decoding of posts and how things look. Does not own what may happen (that is
//! `case`) nor any date: pages show what the plan says.

pub mod answers;
pub mod assets;
pub mod auth;
pub mod error;
pub mod headers;
pub mod pages;
pub mod typed;
