//! The web: pages for people, the API for programs.
//!
//! Owns routes, sessions, headers, the decoding of posts and how things look. Does not own what may happen (that is
//! `case`) nor any date: pages show what the plan says.
//!
//! Addresses the pages link and post to (`W` is `/w/{workflow}`):
//!
//! | address | what |
//! |---|---|
//! | `/`, `W`, `W/register` | programmes, one programme, its register |
//! | `/sign-in`, `/sign-in/link?token=`, `/sign-out` | asks for a link; shows its button; POST to the same spends it |
//! | `/desk` | what one person owes |
//! | `/cases/{id}` and `/form`, `/check`, `/attachments`, `/events/{event}` | a case; its form, which autosaves by POST |
//! | `W/queue`, `W/inbox` | what waits for a body |
//! | `W/calls`, `W/calls/new`, `W/members`, `W/rounds`, `W/import`, `W/notices` | the secretary's pages |
//! | `/directory`, `/directory/{id}` and `/seats`, `/successor` | organisations and people |
//! | `/notices/{id}/why` | why a letter goes |
//! | `/practice/clock`, `/practice/be`, `/practice/mailbox` | the practice house; the posts carry `back` |
//! | `/assets/{*path}` | style sheet, script, mark |
//!
//! An autosave is a POST of the form with `X-Kalends-Autosave`; it answers `{"revision": 5, "saved_at": "14:03"}`.

pub mod address;
pub mod answers;
pub mod api;
pub mod app;
pub mod assets;
pub mod auth;
pub mod error;
pub mod handlers;
pub mod headers;
pub mod health;
pub mod keeping;
pub mod limits;
pub mod pages;
pub mod posted;
mod practice;
pub mod router;
pub mod table;
pub mod typed;
pub mod uploads;
pub mod visit;
mod whole;
