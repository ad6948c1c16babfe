//! A tensor as the state of a solver, so that one solver loop serves both worlds.

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::math::brownian::Brownian;
use crate::math::brownian::SeededBrownian;
use crate::math::points::Points;
use crate::math::state::State;

/// Points on the device, `[n, dim]`.
#[derive(Clone, Debug)]
pub struct TensorState(pub Tensor<2>);

impl TensorState {
    /// Points on `device`.
    pub fn on(points: &Points, device: &Device) -> Self {
        let data = TensorData::new(points.to_f32(), [points.n(), points.dim()]);
        Self(Tensor::from_data(data, device))
    }
}

/// A Brownian motion drawn on the CPU, so that every device sees the same.
#[derive(Clone, Copy, Debug)]
pub struct DeviceBrownian<'a> {
    /// The motion for the block of points at hand.
    pub noise: SeededBrownian,
    /// Where it is needed.
    pub device: &'a Device,
}

impl Brownian<TensorState> for DeviceBrownian<'_> {
    fn increment(&self, step_idx: usize, h: f64, like: &TensorState) -> TensorState {
        let [n, dim] = like.0.dims();
        let normals = self.noise.normals(step_idx, n, dim);
        TensorState::on(&normals, self.device).scaled(libm::sqrt(h))
    }
}

impl State for TensorState {
    fn scaled(self, c: f64) -> Self {
        Self(self.0.mul_scalar(c))
    }

    fn add_scaled(self, c: f64, other: &Self) -> Self {
        Self(self.0 + other.0.clone().mul_scalar(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::field::VectorField;
    use crate::math::kind::Kind;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;
    use crate::solver::Family;
    use crate::solver::SolverKind;
    use crate::solver::grid::TimeGrid;
    use crate::solver::run::Integration;

    fn tensor_of(points: &Points) -> TensorState {
        TensorState::on(points, &Device::flex())
    }

    #[test]
    fn tensors_take_the_same_steps_as_points() {
        /// `u_t(x) = (t - 1/2) x`.
        struct Pull;
        impl VectorField<Points> for Pull {
            fn velocity(&self, t: f64, x: &Points) -> Points {
                x.clone().scaled(t - 0.5)
            }
        }
        impl VectorField<TensorState> for Pull {
            fn velocity(&self, t: f64, x: &TensorState) -> TensorState {
                x.clone().scaled(t - 0.5)
            }
        }
        let x0 = Rng::stream(1, Stream::Noise, 0).normal_points(7, 2);
        let flows = SolverKind::ALL.iter().filter(|kind| kind.family() == Family::Flow);
        for &kind in flows {
            let grid = || TimeGrid::uniform(0.0, 1.0, 9).unwrap();
            let exact = Integration::new(kind, grid(), x0.clone()).finish(&Pull);
            let ours = Integration::new(kind, grid(), tensor_of(&x0)).finish(&Pull);
            let ours: Vec<f32> = ours.x().0.clone().into_data().try_to_vec::<f32>().unwrap();
            for (a, b) in ours.iter().zip(exact.x().data()) {
                assert!((f64::from(*a) - b).abs() < 1e-5, "{kind:?}");
            }
        }
    }
}
