//! What a worker tells the page.

use serde::Deserialize;
use serde::Serialize;

use crate::protocol::buffer::Buffer;
use crate::protocol::command::RunId;
use crate::protocol::job::Quantity;
use crate::protocol::snapshot::Snapshot;

/// A message of a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker listens from now on. Sent first, once.
    Ready {
        /// `protocol::VERSION` of the worker's build.
        version: u32,
    },
    /// The device that will be used, and why.
    Device {
        /// What was opened.
        device: DeviceUsed,
        /// One sentence for the reader.
        reason: String,
    },
    /// What the worker does that takes long before any progress shows.
    Phase {
        /// The phase.
        phase: Phase,
    },
    /// How far a run is. At most a few times a second.
    Progress {
        /// The run.
        run: RunId,
        /// Steps or pieces done.
        done: u32,
        /// Steps or pieces in all.
        total: u32,
        /// Steps per second, measured over the last seconds; 0 if not known.
        steps_per_sec: f32,
        /// Seconds left at this speed; none before it is known.
        secs_left: Option<f32>,
    },
    /// Losses of consecutive training steps; every step's loss is sent once.
    Losses {
        /// The run.
        run: RunId,
        /// Step of the first value, counted from 0.
        first_step: u32,
        /// One loss a step.
        values: Buffer,
    },
    /// Something to draw.
    Frame {
        /// The run.
        run: RunId,
        /// What it is.
        frame: Frame,
    },
    /// A number that the page shows.
    Metric {
        /// The run.
        run: RunId,
        /// Name as in the public contract, such as `sliced_w2`.
        name: String,
        /// The value.
        value: f64,
        /// Standard error or spread, where there is one.
        spread: Option<f64>,
    },
    /// Where a training run can go on from.
    Snapshot {
        /// The run.
        run: RunId,
        /// The state.
        snapshot: Snapshot,
    },
    /// The run holds; sent for pause and after a single step.
    Held {
        /// The run.
        run: RunId,
        /// Steps made.
        step: u32,
    },
    /// The run has ended as planned or was stopped; its numbers are final.
    Done {
        /// The run.
        run: RunId,
        /// Whether it was stopped before its end.
        is_stopped: bool,
    },
    /// The run or the worker can not go on.
    Failed {
        /// The run; none if the whole worker failed.
        run: Option<RunId>,
        /// One sentence: what happened and what to try.
        message: String,
        /// Whether a new worker could go on from the last snapshot.
        is_recoverable: bool,
    },
    /// A file beside the page is needed; answered by `Command::File` or `NoFile`.
    Want {
        /// Its address beside the page.
        file: String,
    },
    /// Answer to a ping.
    Pong {
        /// The ping's.
        nonce: u32,
    },
}

/// What runs the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeviceUsed {
    /// Burn's flex on the CPU.
    Cpu,
    /// Burn's wgpu on an adapter of that name.
    WebGpu {
        /// Adapter's own description.
        adapter: String,
        /// Whether it is emulated in software.
        is_software: bool,
    },
}

/// What a worker is busy with before work proper; sets how long it may be silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Asking the browser for a device.
    OpeningDevice,
    /// Comparing the device with the CPU.
    SelfTest,
    /// Building shaders for a network's first step.
    BuildingShaders,
    /// Ordinary work; answers within two seconds.
    Working,
}

/// Something to draw, in data units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Frame {
    /// Points at one time.
    Cloud {
        /// Time of the flow.
        t: f32,
        /// Numbers a point.
        dim: u32,
        /// Points, row after row.
        points: Buffer,
    },
    /// The same points at several times.
    Flow {
        /// Times, increasing.
        times: Buffer,
        /// Numbers a point.
        dim: u32,
        /// For each time all points, row after row.
        points: Buffer,
    },
    /// Values on a regular grid over the data set's window, at one or more times.
    Grid {
        /// What was evaluated.
        quantity: Quantity,
        /// Times of the field, increasing.
        times: Buffer,
        /// Nodes per axis; on the plane x fastest, from the lower left, on the
        /// line upward.
        n_per_axis: u32,
        /// For each time one or two numbers a node.
        values: Buffer,
    },
    /// Numbers over numbers.
    Curves {
        /// The curves.
        curves: Vec<Curve>,
    },
}

/// One number over another, with its spread.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Which one, such as `error/heun`.
    pub name: String,
    /// Where.
    pub x: Buffer,
    /// The values, as many.
    pub y: Buffer,
    /// Their standard deviations over seeds, as many; 0 where nothing is drawn.
    pub spread: Buffer,
}

impl Curve {
    /// Appends a number with its spread.
    pub fn push(&mut self, x: f64, y: f64, spread: f64) {
        self.x.0.push(x as f32);
        self.y.0.push(y as f32);
        self.spread.0.push(spread as f32);
    }
}
