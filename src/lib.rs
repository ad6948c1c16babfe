//! Flow Lab: flow matching and diffusion models, taught by running them.
//!
//! ```text
//!  page (app.wasm)                          workers (worker_cpu.wasm, worker_gpu.wasm)
//!  ui: Leptos, canvas, plotters             worker: session, scheduler, message port
//!  figure: figures as plain data            model, train, sample: Burn (flex, wgpu)
//!        │                                        │
//!        └── protocol: Command, Event ────────────┘      the one seam
//!             job: exact work in slices, run by the page (light) or a worker (heavy)
//!             lecture: checks and formulas of the texts that `prose` compiles
//!             experiment: what a learner may choose, and its link
//!             metric   dataset   solver   path
//!             math: points, random numbers, mixtures, fields
//! ```
//!
//! Conventions: time runs from noise `t = 0` to data `t = 1`;
//! `x_t = alpha_t z + beta_t eps`; losses are the mean over the batch of the
//! sum over coordinates; mathematics in `f64`, the seam and Burn in `f32`.
//!
//! Who may use whom, bottom up: `math`, then `path`, `solver`, `dataset`,
//! `metric`, then `experiment` and on it `lecture`, then `protocol`, then
//! `job`; from there two towers that never meet: `figure`, `ui` and `model`,
//! `train`, `sample`, `worker`. `prose` stands on `figure` and `lecture` and
//! runs when the page is built.
//!
//! Absences, held by `tests/it/architecture.rs`:
//! - nothing below `model` knows Burn, nothing below `ui` and `worker` knows a
//!   browser;
//! - `ui` and `figure` know of the engine only `protocol`;
//! - `path` and `solver` do not know each other: they meet in `math::field`.

#[cfg(feature = "plain")]
pub mod math;

#[cfg(feature = "plain")]
pub mod dataset;
#[cfg(feature = "plain")]
pub mod metric;
#[cfg(feature = "plain")]
pub mod path;
#[cfg(feature = "plain")]
pub mod solver;

#[cfg(feature = "plain")]
pub mod experiment;
#[cfg(feature = "plain")]
pub mod job;
#[cfg(feature = "plain")]
pub mod lecture;
#[cfg(feature = "plain")]
pub mod protocol;

#[cfg(feature = "engine")]
pub mod model;
#[cfg(feature = "engine")]
pub mod sample;
#[cfg(feature = "engine")]
pub mod train;
#[cfg(feature = "engine")]
pub mod worker;

#[cfg(feature = "figure")]
pub mod figure;
#[cfg(feature = "prose")]
pub mod prose;
#[cfg(feature = "ui")]
pub mod ui;
