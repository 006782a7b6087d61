//! The interface's own words: complete in every language, and dates as people write them.

mod complete;
mod dates;
mod choice;
