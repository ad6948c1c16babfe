//! A network as the field of a Gaussian path, whatever it was taught to say.

use crate::math::field::Endpoints;
use crate::math::field::GaussianField;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::state::State;
use crate::path::convert::Conversion;
use crate::path::convert::PredictKind;
use crate::path::under::Under;
use crate::sample::tensor::TensorState;

/// A network at work: what it says of points at one time of its own path.
pub trait Predictor {
    /// What kind of thing it says.
    fn kind(&self) -> PredictKind;

    /// What it says of every point, `[n, dim]`.
    fn says(&self, t: f64, x: &TensorState) -> TensorState;
}

/// A network as it was at one moment, read along the path `under.sampled`.
///
/// It is asked once for each of velocity, score and predictions; what it does
/// not say itself follows by the conversions of the path. They are singular
/// where [`crate::path::convert`] says; grids keep off those times.
#[derive(Clone, Debug)]
pub struct NetField<P> {
    /// The network.
    pub network: P,
    /// The path of the network and the path that is followed.
    pub under: Under,
}

impl<P: Predictor> NetField<P> {
    /// Each of `wanted` at time `s` of the sampled path, by one call.
    fn read<const N: usize>(
        &self,
        s: f64,
        x: &TensorState,
        wanted: [PredictKind; N],
    ) -> [TensorState; N] {
        let at = self.under.at(s);
        let given = if at.scale.to_bits() == 1.0_f64.to_bits() {
            self.network.says(at.t, x)
        } else {
            self.network.says(at.t, &x.clone().scaled(1.0 / at.scale))
        };
        wanted.map(|to| converted(at.conversion(self.network.kind(), to), &given, x))
    }
}

/// `given * from + point * x`, without work where nothing is to be done.
fn converted(conversion: Conversion, from: &TensorState, x: &TensorState) -> TensorState {
    if conversion == Conversion::IDENTITY {
        return from.clone();
    }
    from.clone().scaled(conversion.given).add_scaled(conversion.point, x)
}

impl<P: Predictor> VectorField<TensorState> for NetField<P> {
    fn velocity(&self, t: f64, x: &TensorState) -> TensorState {
        let [u] = self.read(t, x, [PredictKind::Velocity]);
        u
    }
}

impl<P: Predictor> Score<TensorState> for NetField<P> {
    fn score(&self, t: f64, x: &TensorState) -> TensorState {
        let [s] = self.read(t, x, [PredictKind::Score]);
        s
    }
}

impl<P: Predictor> GaussianField<TensorState> for NetField<P> {
    fn alpha_beta(&self, t: f64) -> (f64, f64) {
        let s = self.under.sampled.at(t);
        (s.alpha, s.beta)
    }

    fn endpoints(&self, t: f64, x: &TensorState) -> Endpoints<TensorState> {
        let [z, eps] = self.read(t, x, [PredictKind::Data, PredictKind::Noise]);
        Endpoints { z, eps }
    }

    fn velocity_and_score(&self, t: f64, x: &TensorState) -> (TensorState, TensorState) {
        let [u, s] = self.read(t, x, [PredictKind::Velocity, PredictKind::Score]);
        (u, s)
    }
}
