//! The seam between page and workers: plain values, tagged with a run.
//!
//! A worker speaks first ([`event::Event::Ready`]); what is sent earlier is
//! lost. Late answers change nothing: a message for a run that the other side
//! no longer knows is dropped. A message is one block of bytes, so that the
//! browser can hand it over without a copy.

pub mod buffer;
pub mod codec;
pub mod command;
pub mod event;
pub mod job;
pub mod program;
pub mod roster;
pub mod safetensors;
pub mod snapshot;
pub mod supervise;
pub mod watch;

/// Version of the seam; a worker of another build is refused.
pub const VERSION: u32 = 6;
