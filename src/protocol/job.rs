//! Work that a figure can ask for; where it runs is chosen beside it.

use serde::Deserialize;
use serde::Serialize;

use crate::protocol::buffer::Buffer;
use crate::protocol::command::RunId;

/// A piece of work. Experiments travel as their link, read by the same code on
/// both sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Trains the network of an experiment. Answers: `Progress`, `Losses`,
    /// previews as `Frame::Cloud`, `Metric`, `Snapshot`, at last `Done`.
    Train {
        /// The experiment's link.
        link: String,
        /// Whether it starts held, for single steps.
        is_held: bool,
    },
    /// Carries the experiment's noise along a field from t = 0 to 1.
    /// Answers: one `Frame::Flow`, `Metric`s, `Done`.
    Flow {
        /// The experiment's link: noise seed, solver, steps, samples.
        link: String,
        /// The field.
        field: FieldOf,
        /// Keep at most this many times of the trajectories, the ends included.
        max_frames: u32,
    },
    /// Carries given points along a field from t = 0 to 1, without noise on the way.
    /// Answers: one `Frame::Flow`, `Done`.
    Carry {
        /// The experiment's link: data, source, path, solver, steps.
        link: String,
        /// The field.
        field: FieldOf,
        /// Points at t = 0, row after row.
        points: Buffer,
        /// Keep at most this many times, the ends included.
        max_frames: u32,
    },
    /// A field's values on a regular grid at one or more times.
    /// Answers: one `Frame::Grid`, `Done`.
    Grid {
        /// The experiment's link.
        link: String,
        /// The field.
        field: FieldOf,
        /// What to evaluate.
        quantity: Quantity,
        /// Times of the field, increasing.
        times: Vec<f64>,
        /// Nodes per axis over the data set's window, corners included.
        n_per_axis: u32,
    },
    /// Fresh points of the data. Answers: one `Frame::Cloud` at t = 1, `Done`.
    Data {
        /// The experiment's link.
        link: String,
        /// Number of points.
        n: u32,
    },
    /// Smallest reachable loss. Answers: `Metric` `loss_floor` (refined), `Done`.
    Floor {
        /// The experiment's link.
        link: String,
    },
    /// Distances between samples and fresh data. Answers: `Metric`s
    /// `sliced_w2`, `sliced_w2_noise`, `w2`, `w2_noise` (as asked), `Done`.
    Distance {
        /// The experiment's link: data, seed.
        link: String,
        /// Points to judge, row after row in the plane.
        points: Buffer,
        /// Exact W2 too (up to 1,024 points, takes seconds).
        is_exact_wanted: bool,
    },
    /// What is costly to know of samples and their way, of the first 1,024.
    /// Answers: `Metric`s `sliced_w2`, `w2` (of the first 512), `mmd`, each with
    /// its `_noise`; `straightness`, `path_energy`, `npe` unless the solver adds
    /// noise; `nll` and `entropy` of the exact flow; `Done`.
    Measure {
        /// The experiment's link: data, path, solver, seed.
        link: String,
        /// Times of the samples' way, increasing.
        times: Buffer,
        /// For each time all points, row after row.
        points: Buffer,
    },
    /// One training step in slow motion: what is drawn, predicted and changed in
    /// the step after the first `after` ones, on the CPU. Answers: `Progress`,
    /// `Metric`s, one `Frame::Curves` over the shown rows of the batch, `Done`.
    SlowStep {
        /// The experiment's link.
        link: String,
        /// Steps made before.
        after: u32,
        /// Rows of the batch that are told.
        n_shown: u32,
    },
    /// Images drawn by a network of images: one grid, or all cells of a sweep.
    /// Answers: `Progress`, growing images as `Frame::Cloud`, then `Frame::Flow`
    /// of the first pass, `Frame::Curves` again and again, `Metric`s, `Done`.
    Draw {
        /// The experiment's link, with what is compared.
        link: String,
        /// The network of a training run; without it shipped weights.
        of: Option<RunId>,
    },
    /// Networks with labels on the plane, taught and held against the exact
    /// fields, or a sweep over guidance scales. Answers: `Progress`, `Metric`s,
    /// `Frame::Curves` again and again, `Done`.
    Guidance {
        /// What is compared, see `job::conditional`.
        link: String,
    },
    /// Images of the data along the path from noise, each with noise of its own.
    /// Answers: one `Frame::Flow`, `Done`.
    ImagePath {
        /// The experiment's link: images, path, seed.
        link: String,
        /// Label of all images; without it the classes in turn.
        label: Option<u8>,
        /// Number of images.
        n: u32,
    },
    /// A flow in the plane of an autoencoder's codes of small digits. Answers:
    /// `Frame::Curves` with codes and what the plane decodes to, `Metric`s, one
    /// `Frame::Flow`, `Frame::Curves` with the samples' images at its times, `Done`.
    Latent {
        /// What is drawn, see `experiment::images::latent`.
        link: String,
    },
    /// A computation of one figure, by its name in `job::study`.
    /// Answers: `Frame`s and `Metric`s again and again, `Done`.
    Study {
        /// Its name.
        name: String,
        /// Its parameters in link notation.
        link: String,
    },
    /// Every scheme with several numbers of steps on the exact field from
    /// Gaussian noise. Answers: `Frame::Curves` again and again, each with one
    /// scheme more, `Metric`s `order_<scheme>` and `sliced_w2_noise`, `Done`.
    SolverBench {
        /// The experiment's link: data, path, grid, noise, samples, seed.
        link: String,
    },
}

/// Which field to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldOf {
    /// The exact marginal field of the experiment.
    Exact,
    /// The network of a training run, as it is when the job starts.
    Learned(RunId),
}

/// What to evaluate on a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quantity {
    /// Velocity, as many numbers a node as the space has dimensions.
    Velocity,
    /// Score, as many numbers a node as the velocity.
    Score,
    /// Natural logarithm of the exact density, one number a node.
    LogDensity,
    /// Length of learned minus exact velocity, one number a node.
    Error,
}
