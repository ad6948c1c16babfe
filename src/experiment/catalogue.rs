//! Every parameter there is, and the list that the Lab takes.
//!
//! Bounds are what one core and a screen can bear, not what the mathematics
//! allows. Defaults are frozen by the link's version.

use crate::dataset::DatasetKind;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::experiment::run::ActivationKind;
use crate::experiment::run::DeviceKind;
use crate::experiment::run::LayerKind;
use crate::experiment::run::TimeFeaturesKind;
use crate::math::kind::Choice;
use crate::path::scheduler::SchedulerKind;
use crate::solver::SolverKind;

/// Parameters of the Lab, in the order of its link.
pub const LAB: &[&Param] = &[
    &DATA, &PATH, &NET, &ACT, &TIME, &BATCH, &LR, &STEPS, &TMIN, &TMAX, &SOLVER, &N, &SAMPLES,
    &SEED, &T, &VIEW, &DEVICE, &RUN,
];

/// Data to learn.
pub const DATA: Param = Param {
    key: "data",
    label: "Data",
    help: "The law that the network learns to draw from.",
    kind: ParamKind::Choice(DatasetKind::ON_PLANE),
    default: "moons",
    effect: Effect::Training,
};

/// Schedule of the path.
pub const PATH: Param = Param {
    key: "path",
    label: "Path",
    help: "How noise turns into data: the schedule of x_t = alpha_t z + beta_t eps.",
    kind: ParamKind::Choice(SchedulerKind::CHOICES),
    default: "condot",
    effect: Effect::Training,
};

/// Hidden layers.
pub const NET: Param = Param {
    key: "net",
    label: "Network",
    help: "Units per hidden layer x number of hidden layers.",
    kind: ParamKind::Net,
    default: "64x3",
    effect: Effect::Training,
};

/// Activation.
pub const ACT: Param = Param {
    key: "act",
    label: "Activation",
    help: "The nonlinearity after each hidden layer.",
    kind: ParamKind::Choice(ActivationKind::CHOICES),
    default: "silu",
    effect: Effect::Training,
};

/// How time enters the network.
pub const TIME: Param = Param {
    key: "time",
    label: "Time input",
    help: "Time as one number, or as sines and cosines of several frequencies.",
    kind: ParamKind::Choice(TimeFeaturesKind::CHOICES),
    default: "raw",
    effect: Effect::Training,
};

/// Batch size.
pub const BATCH: Param = Param {
    key: "batch",
    label: "Batch",
    help: "Fresh points per training step.",
    kind: ParamKind::Whole { min: 1, max: 4096, scale: Scale::Log },
    default: "256",
    effect: Effect::Training,
};

/// Learning rate.
pub const LR: Param = Param {
    key: "lr",
    label: "Learning rate",
    help: "Step size of Adam.",
    kind: ParamKind::Real { min: 1e-6, max: 1.0, scale: Scale::Log },
    default: "0.001",
    effect: Effect::Training,
};

/// Training steps.
pub const STEPS: Param = Param {
    key: "steps",
    label: "Training steps",
    help: "Adam steps in the whole run.",
    kind: ParamKind::Whole { min: 1, max: 100_000, scale: Scale::Log },
    default: "3000",
    effect: Effect::Training,
};

/// First training time.
pub const TMIN: Param = Param {
    key: "tmin",
    label: "First time",
    help: "Training times are drawn uniformly between the first and the last.",
    kind: ParamKind::Real { min: 0.0, max: 0.5, scale: Scale::Linear },
    default: "0.001",
    effect: Effect::Training,
};

/// Last training time.
pub const TMAX: Param = Param {
    key: "tmax",
    label: "Last time",
    help: "Kept below 1, where some targets are singular.",
    kind: ParamKind::Real { min: 0.51, max: 0.9999, scale: Scale::Linear },
    default: "0.999",
    effect: Effect::Training,
};

/// Scheme that integrates the flow.
pub const SOLVER: Param = Param {
    key: "solver",
    label: "Solver",
    help: "The scheme that carries noise along the velocity field.",
    kind: ParamKind::Choice(SolverKind::FLOW_CHOICES),
    default: "heun",
    effect: Effect::Sampling,
};

/// Steps of the solver.
pub const N: Param = Param {
    key: "n",
    label: "Solver steps",
    help: "Equal time steps from t = 0 to t = 1.",
    kind: ParamKind::Whole { min: 1, max: 500, scale: Scale::Log },
    default: "20",
    effect: Effect::Sampling,
};

/// Number of samples.
pub const SAMPLES: Param = Param {
    key: "samples",
    label: "Samples",
    help: "How many points are carried from noise to data.",
    kind: ParamKind::Whole { min: 16, max: 20_000, scale: Scale::Log },
    default: "1000",
    effect: Effect::Sampling,
};

/// Seed of everything random.
pub const SEED: Param = Param {
    key: "seed",
    label: "Seed",
    help: "Same seed, same numbers: data, noise, first weights and batches.",
    kind: ParamKind::Whole { min: 0, max: 999_999_999, scale: Scale::Linear },
    default: "1",
    effect: Effect::Training,
};

/// Time cursor.
pub const T: Param = Param {
    key: "t",
    label: "Time",
    help: "0 is noise, 1 is data.",
    kind: ParamKind::Real { min: 0.0, max: 1.0, scale: Scale::Linear },
    default: "1",
    effect: Effect::Picture,
};

/// Layers of the picture.
pub const VIEW: Param = Param {
    key: "view",
    label: "Layers",
    help: "What is drawn.",
    kind: ParamKind::Set(LayerKind::CHOICES),
    default: "samples,data,exact",
    effect: Effect::Picture,
};

/// Device that trains.
pub const DEVICE: Param = Param {
    key: "device",
    label: "Device",
    help: "Where the network is trained.",
    kind: ParamKind::Choice(DeviceKind::CHOICES),
    default: "auto",
    effect: Effect::Training,
};

/// Whether a link starts its run.
pub const RUN: Param = Param {
    key: "run",
    label: "Start at once",
    help: "1 in a link starts the run when the page opens.",
    kind: ParamKind::Choice(&[
        Choice { key: "0", label: "wait for Train" },
        Choice { key: "1", label: "start" },
    ]),
    default: "0",
    effect: Effect::Picture,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_a_value_of_its_parameter() {
        for param in LAB {
            assert_eq!(param.default_value().to_string(), param.default, "{}", param.key);
        }
    }

    #[test]
    fn keys_are_unique_and_fit_for_links() {
        for (i, param) in LAB.iter().enumerate() {
            assert!(param.key.bytes().all(|b| b.is_ascii_lowercase()), "{}", param.key);
            assert!(LAB[..i].iter().all(|other| other.key != param.key), "{}", param.key);
        }
    }
}
