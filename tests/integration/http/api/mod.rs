//! The API: what programs ask and are told.

mod house;
mod path;
