//! The web: decoding of posts, errors, headers, signing in, and how pages look.

mod answers;
mod api;
mod around;
mod auth;
mod bad_input;
mod browser;
mod forms;
mod pages;
mod pages_begin;
mod pages_browser;
mod pages_kept;
mod pages_lists;
mod pages_rules;
mod pages_secretary;
mod pages_sessions;
mod samples;
mod sign_in;
mod versions;
