//! Lectures in the page: text that came as HTML, made live.
//!
//! What a lecture is, and what is right in its checks, stands in
//! [`crate::lecture`]; its HTML is made by the build from `text/`.

pub mod article;
pub mod bar;
pub mod check;
pub mod contents;
pub mod derive;
pub mod head;
pub mod list;
pub mod load;
pub mod mounts;
pub mod notation;
pub mod page;
pub mod paper;
pub mod reading;
pub mod record;
pub mod scroll;
pub mod slot;
pub mod symbol;
pub mod turn;
