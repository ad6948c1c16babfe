//! Choices of a learner that are nobody else's business below the experiment.

use crate::kinds;
use crate::path::convert::PredictKind;
use crate::path::scheduler::SchedulerKind;

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
        /// Arrows of the velocity.
        Field = "field", "velocity arrows";
        /// Lines along the velocity.
        Stream = "stream", "streamlines";
        /// Arrows of the score.
        Score = "score", "score arrows";
        /// Density `p_t`: exact, and estimated from the learned samples.
        Density = "density", "density";
        /// Lines around shares of the density.
        Contours = "contours", "contours";
        /// A regular grid of the source, carried along.
        Grid = "grid", "carried grid";
        /// The path to one point `z`, and its field.
        Cond = "cond", "conditional path";
        /// Which data points a place may have come from.
        Posterior = "posterior", "posterior weights";
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

kinds! {
    /// Whether a network is told labels.
    pub enum CondKind {
        /// It learns all data as one law.
        Off = "off", "never told";
        /// It learns the law of each label, and that of all data as the null label.
        On = "on", "told";
    }
}

kinds! {
    /// The space in which prediction and target are compared.
    pub enum LossKind {
        /// What the network predicts.
        Predicted = "predicted", "What is predicted";
        /// Velocity.
        Velocity = "velocity", "Velocity";
        /// Score.
        Score = "score", "Score";
        /// Noise.
        Noise = "noise", "Noise";
        /// Data.
        Data = "data", "Data";
    }
}

kinds! {
    /// How gradients move the weights.
    pub enum OptimizerKind {
        /// Adam with (0.9, 0.999, 1e-8).
        Adam = "adam", "Adam";
        /// Adam with decoupled weight decay 0.01.
        AdamW = "adamw", "AdamW";
        /// Plain gradient descent.
        Sgd = "sgd", "SGD";
    }
}

kinds! {
    /// How the learning rate goes on after the warm-up.
    pub enum DecayKind {
        /// It stays.
        Constant = "constant", "Constant";
        /// Along half a cosine to zero at the last step.
        Cosine = "cosine", "Cosine to 0";
    }
}

kinds! {
    /// Which way samples are carried.
    pub enum DirectionKind {
        /// From the source at t = 0 to the data at t = 1.
        Forward = "forward", "Noise to data";
        /// From the data back to the source.
        Backward = "backward", "Data to noise";
    }
}

kinds! {
    /// The path that samples are drawn along.
    pub enum UnderKind {
        /// The one of the training.
        Trained = "trained", "The trained path";
        /// `condot`.
        CondOt = "condot", "Straight (CondOT)";
        /// `sqrt`.
        Sqrt = "sqrt", "Square root";
        /// `trig`.
        Trig = "trig", "Trigonometric";
        /// `vp`.
        Vp = "vp", "Variance preserving";
        /// `ddpm`.
        Ddpm = "ddpm", "DDPM (linear beta)";
    }
}

impl TimeFeaturesKind {
    /// Number of features that it makes of a time.
    pub fn n_features(self) -> usize {
        match self {
            Self::Raw => 1,
            Self::Fourier4 => 2 * 4,
            Self::Fourier8 => 2 * 8,
            Self::Fourier16 => 2 * 16,
        }
    }
}

impl LossKind {
    /// The space for a network that says `predict`.
    pub fn space(self, predict: PredictKind) -> PredictKind {
        match self {
            Self::Predicted => predict,
            Self::Velocity => PredictKind::Velocity,
            Self::Score => PredictKind::Score,
            Self::Noise => PredictKind::Noise,
            Self::Data => PredictKind::Data,
        }
    }
}

impl UnderKind {
    /// The path to sample along for a network of `trained`.
    pub fn path(self, trained: SchedulerKind) -> SchedulerKind {
        match self {
            Self::Trained => trained,
            Self::CondOt => SchedulerKind::CondOt,
            Self::Sqrt => SchedulerKind::Sqrt,
            Self::Trig => SchedulerKind::Trig,
            Self::Vp => SchedulerKind::Vp,
            Self::Ddpm => SchedulerKind::Ddpm,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[test]
    fn every_gaussian_path_can_be_sampled_along_under_its_own_name() {
        for &path in SchedulerKind::ALL.iter().filter(|path| !path.takes_any_source()) {
            let under = UnderKind::from_key(path.key()).expect("a name for every path");
            assert_eq!(under.path(SchedulerKind::Linear), path);
            assert_eq!(under.label(), path.label());
        }
        assert_eq!(UnderKind::ALL.len(), SchedulerKind::ALL.len());
    }

    #[test]
    fn every_prediction_can_be_compared_in_under_its_own_name() {
        for &space in PredictKind::ALL {
            let loss = LossKind::from_key(space.key()).expect("a name for every space");
            assert_eq!(loss.space(PredictKind::Data), space);
            assert_eq!(LossKind::Predicted.space(space), space);
        }
    }
}
