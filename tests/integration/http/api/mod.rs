//! The API: what programs ask and are told.

mod access;
mod clock;
mod document;
mod errors;
mod files;
pub mod house;
mod keys;
mod lists;
mod panels;
mod parties;
mod path;
mod seats;
mod tags;
