//! The interface's own words: complete in every language, and dates as people write them.

mod choice;
mod complete;
mod dates;
