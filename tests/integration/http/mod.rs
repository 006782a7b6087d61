//! The web: decoding of posts, errors, headers, signing in, and how pages look.

mod answers;
mod forms;
mod pages;
mod samples;
