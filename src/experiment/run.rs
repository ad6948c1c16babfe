//! The experiment that the machine runs: complete, typed, within bounds.

use crate::dataset::DatasetKind;
use crate::experiment::catalogue;
use crate::experiment::layers::Layers;
use crate::experiment::link;
use crate::experiment::settings::Settings;
use crate::kinds;
use crate::path::scheduler::SchedulerKind;
use crate::solver::SolverKind;

kinds! {
    /// The nonlinearity after each hidden layer.
    pub enum ActivationKind {
        /// `x / (1 + exp(-x))`.
        Silu = "silu", "SiLU";
        /// `max(x, 0)`.
        Relu = "relu", "ReLU";
        /// `x Phi(x)`.
        Gelu = "gelu", "GELU";
        /// Hyperbolic tangent.
        Tanh = "tanh", "tanh";
        /// `x` above 0, `exp(x) - 1` below.
        Elu = "elu", "ELU";
        /// Scaled ELU.
        Selu = "selu", "SELU";
    }
}

kinds! {
    /// How time enters the network.
    pub enum TimeFeaturesKind {
        /// The number `t` itself.
        Raw = "raw", "raw t";
        /// 4 frequencies.
        Fourier4 = "fourier:4", "4 Fourier pairs";
        /// 8 frequencies.
        Fourier8 = "fourier:8", "8 Fourier pairs";
        /// 16 frequencies.
        Fourier16 = "fourier:16", "16 Fourier pairs";
    }
}

kinds! {
    /// A layer of the Lab's picture.
    pub enum LayerKind {
        /// Samples of the learned flow.
        Samples = "samples", "samples";
        /// Points of the data.
        Data = "data", "data";
        /// The exact flow from the same noise.
        Exact = "exact", "exact flow";
        /// Paths of some samples.
        Traj = "traj", "trajectories";
        /// Arrows of the learned velocity.
        Field = "field", "velocity arrows";
        /// Exact density `p_t`.
        Density = "density", "density";
        /// Size of learned minus exact velocity.
        Error = "error", "field error";
    }
}

kinds! {
    /// Which device a link asks for.
    pub enum DeviceKind {
        /// WebGPU where it is real, correct and faster; the CPU otherwise.
        Auto = "auto", "automatic";
        /// The CPU.
        Cpu = "cpu", "CPU";
        /// WebGPU on a real adapter, even where it is slower.
        WebGpu = "webgpu", "WebGPU";
        /// WebGPU on any adapter, software ones too (for tests).
        WebGpuForce = "webgpu-force", "WebGPU, even in software";
    }
}

/// Everything that defines a run and its samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Law of the data.
    pub data: DatasetKind,
    /// Schedule of the path.
    pub path: SchedulerKind,
    /// The network.
    pub net: NetConfig,
    /// How it is trained.
    pub train: TrainConfig,
    /// How samples are drawn.
    pub sample: SampleConfig,
    /// Seed of everything random.
    pub seed: u64,
}

/// A plain network from `[x, time features]` to a velocity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetConfig {
    /// Hidden layers.
    pub layers: Layers,
    /// Nonlinearity.
    pub activation: ActivationKind,
    /// Time input.
    pub time: TimeFeaturesKind,
}

/// A training run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainConfig {
    /// Points per step.
    pub batch: u32,
    /// Adam's step size.
    pub lr: f64,
    /// Steps of the whole run.
    pub n_steps: u32,
    /// First training time.
    pub tmin: f64,
    /// Last training time.
    pub tmax: f64,
}

/// A set of samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleConfig {
    /// Scheme.
    pub solver: SolverKind,
    /// Steps of the scheme.
    pub n_steps: u32,
    /// Number of points.
    pub n_samples: u32,
}

impl Experiment {
    /// The experiment that a figure's settings ask for; what the figure does
    /// not let one choose is at the Lab's default.
    pub fn from_settings(settings: &Settings) -> Self {
        let mut lab = Settings::defaults(catalogue::LAB);
        for param in settings.params() {
            if let Some(value) = settings.get(param.key) {
                lab.set(param.key, value.clone());
            }
        }
        Self {
            data: lab.choice("data"),
            path: lab.choice("path"),
            net: NetConfig {
                layers: lab.layers("net"),
                activation: lab.choice("act"),
                time: lab.choice("time"),
            },
            train: TrainConfig {
                batch: lab.whole("batch") as u32,
                lr: lab.real("lr"),
                n_steps: lab.whole("steps") as u32,
                tmin: lab.real("tmin"),
                tmax: lab.real("tmax"),
            },
            sample: SampleConfig {
                solver: lab.choice("solver"),
                n_steps: lab.whole("n") as u32,
                n_samples: lab.whole("samples") as u32,
            },
            seed: lab.whole("seed"),
        }
    }

    /// The experiment of a link's query; how jobs cross the seam.
    pub fn from_link(query: &str) -> Self {
        let base = Settings::defaults(catalogue::LAB);
        Self::from_settings(&link::parse(&base, query).settings)
    }
}

/// Query of the Lab that runs the same experiment as `settings`.
pub fn lab_link(settings: &Settings) -> String {
    let base = Settings::defaults(catalogue::LAB);
    let mut lab = base.clone();
    for param in settings.params() {
        if let Some(value) = settings.get(param.key) {
            lab.set(param.key, value.clone());
        }
    }
    link::print(&base, &lab)
}
