//! Tests that drive the built page in a real browser, over `WebDriver`.
//!
//! They use what the README publishes and nothing else: sections, outputs,
//! control names, links and exported files. Faults are injected by patching a
//! copy of the page, never by hooks in the product. The page is `dist/`, or the
//! folder that `FLOW_LAB_DIST` names; `cargo xtask test` builds it first.

#![expect(clippy::print_stdout, reason = "measured values, shown when a test fails or is asked")]

mod harness;

mod checks;
mod compare;
mod fallback;
mod faults;
mod gallery;
mod hand;
mod images;
mod labels;
mod learning;
mod lecture;
mod links;
mod looks;
mod measures;
mod play;
mod present;
mod repeat;
mod start;
mod text;
mod verbs;
mod webgpu;
mod weights;
