//! Pages: one file a noun, each with the plain data its template shows.
//!
//! A view holds strings already in the person's language, instants and enums; it computes nothing but how they look.
//! The template of `pages/<noun>.rs` lies in `templates/pages/`, and every word it adds comes from `locale`.

pub mod call;
pub mod case;
pub mod check;
pub mod desk;
pub mod directory;
pub mod error;
pub mod event;
pub mod form;
pub mod frame;
pub mod home;
pub mod impact;
pub mod import;
pub mod mailbox;
pub mod member;
pub mod notice;
pub mod panel;
pub mod practice;
pub mod programme;
pub mod queue;
pub mod rehearsal;
pub mod rules;
pub mod sign_in;
pub mod statistics;
pub mod widget;

pub use frame::{ErrorLine, Frame, Link};

use crate::engine::queries::register::COUNTED;

/// A count as it is shown, where counting stops at [`COUNTED`].
pub fn up_to(count: u32) -> String {
    if count < COUNTED {
        count.to_string()
    } else {
        format!("{}+", COUNTED - 1)
    }
}
