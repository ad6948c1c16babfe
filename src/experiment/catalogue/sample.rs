//! How samples are drawn.

use crate::experiment::choice::DirectionKind;
use crate::experiment::choice::UnderKind;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::solver::SolverKind;
use crate::solver::sigma::SigmaKind;
use crate::solver::spacing::GridKind;

/// Scheme that integrates the flow.
pub const SOLVER: Param = Param {
    key: "solver",
    label: "Solver",
    help: "The scheme that carries noise to data: along the flow, with fresh noise on the way, or by predictions.",
    kind: ParamKind::Choice(SolverKind::CHOICES),
    default: "heun",
    effect: Effect::Sampling,
};

/// Steps of the solver.
pub const N: Param = Param {
    key: "n",
    label: "Solver steps",
    help: "Time steps between t = 0 and t = 1.",
    kind: ParamKind::Whole { min: 1, max: 500, scale: Scale::Log },
    default: "20",
    effect: Effect::Sampling,
};

/// Which way samples are carried.
pub const DIR: Param = Param {
    key: "dir",
    label: "Direction",
    help: "A flow without noise runs both ways: from noise to data, or from data back to noise.",
    kind: ParamKind::Choice(DirectionKind::CHOICES),
    default: "forward",
    effect: Effect::Sampling,
};

/// Spacing of the steps.
pub const GRID: Param = Param {
    key: "grid",
    label: "Step grid",
    help: "Where the time steps lie between 0 and 1.",
    kind: ParamKind::Choice(GridKind::CHOICES),
    default: "uniform",
    effect: Effect::Sampling,
};

/// Path that is sampled along.
pub const UNDER: Param = Param {
    key: "under",
    label: "Sample along",
    help: "All Gaussian paths are one up to time and scale: samples may follow another than the network was trained on.",
    kind: ParamKind::Choice(UnderKind::CHOICES),
    default: "trained",
    effect: Effect::Sampling,
};

/// Level of the noise on the way.
pub const SIGMA: Param = Param {
    key: "sigma",
    label: "Noise level",
    help: "Level of the diffusion coefficient of schemes that add noise; 0 is the flow.",
    kind: ParamKind::Real { min: 0.0, max: 10.0, scale: Scale::Linear },
    default: "1",
    effect: Effect::Sampling,
};

/// Shape of the noise over time.
pub const SCHED: Param = Param {
    key: "sched",
    label: "Noise shape",
    help: "How the diffusion coefficient changes over time.",
    kind: ParamKind::Choice(SigmaKind::CHOICES),
    default: "const",
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
