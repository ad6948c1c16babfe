//! The nonlinearities between layers.

use burn::tensor::Tensor;
use burn::tensor::activation;

use crate::experiment::run::ActivationKind;

/// `alpha` of SELU, Klambauer et al. (2017).
const SELU_ALPHA: f64 = 1.673_263_242_354_377_2;
/// `lambda` of SELU, same source.
const SELU_SCALE: f64 = 1.050_700_987_355_480_5;

/// Applies the nonlinearity to every number of `x`, `[batch, width]`.
pub fn activate(kind: ActivationKind, x: Tensor<2>) -> Tensor<2> {
    match kind {
        ActivationKind::Silu => activation::silu(x),
        ActivationKind::Relu => activation::relu(x),
        ActivationKind::Gelu => activation::gelu(x),
        ActivationKind::Tanh => x.tanh(),
        ActivationKind::Elu => elu(x, 1.0),
        ActivationKind::Selu => elu(x, SELU_ALPHA).mul_scalar(SELU_SCALE),
    }
}

/// `max(x, 0) + alpha (exp(min(x, 0)) - 1)`.
///
/// Burn's own takes the exponential of large positive numbers too, and its
/// gradient is then infinity times zero.
fn elu(x: Tensor<2>, alpha: f64) -> Tensor<2> {
    let above = activation::relu(x.clone());
    let below = activation::relu(x.neg()).neg(); // min(x, 0)
    above + below.exp().sub_scalar(1.0).mul_scalar(alpha)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;
    use burn::tensor::Device;

    /// Values and slopes of `kind` at `x`, by Burn.
    fn value_and_slope(kind: ActivationKind, x: &[f32]) -> (Vec<f32>, Vec<f32>) {
        let device = Device::flex();
        let leaf = Tensor::<1>::from_floats(x, &device).reshape([1, x.len()]);
        let leaf = leaf.autodiff().require_grad();
        let y = activate(kind, leaf.clone());
        let mut grads = y.clone().sum().backward();
        let slope = leaf.grad_remove(&mut grads).unwrap();
        (
            y.inner().into_data().try_to_vec::<f32>().unwrap(),
            slope.into_data().try_to_vec::<f32>().unwrap(),
        )
    }

    /// The formula in double precision.
    fn exact(kind: ActivationKind, x: f64) -> f64 {
        let elu = |alpha: f64| if 0.0 < x { x } else { alpha * libm::expm1(x) };
        match kind {
            ActivationKind::Silu => x / (1.0 + libm::exp(-x)),
            ActivationKind::Relu => x.max(0.0),
            ActivationKind::Gelu => 0.5 * x * (1.0 + libm::erf(x / std::f64::consts::SQRT_2)),
            ActivationKind::Tanh => libm::tanh(x),
            ActivationKind::Elu => elu(1.0),
            ActivationKind::Selu => SELU_SCALE * elu(SELU_ALPHA),
        }
    }

    #[test]
    fn every_activation_is_its_formula_and_its_slope_is_the_derivative() {
        let x = [-6.0_f32, -1.3, -0.2, 0.4, 1.7, 5.0];
        for &kind in ActivationKind::ALL {
            let (values, slopes) = value_and_slope(kind, &x);
            for (i, &x) in x.iter().enumerate() {
                let (x, h) = (f64::from(x), 1e-5);
                let slope = (exact(kind, x + h) - exact(kind, x - h)) / (2.0 * h);
                assert!((f64::from(values[i]) - exact(kind, x)).abs() < 2e-6, "{kind:?} at {x}");
                assert!((f64::from(slopes[i]) - slope).abs() < 4e-6, "{kind:?}' at {x}");
            }
        }
    }

    #[test]
    fn large_numbers_have_finite_values_and_slopes() {
        for &kind in ActivationKind::ALL {
            let (values, slopes) = value_and_slope(kind, &[-300.0, 300.0]);
            assert!(values.iter().chain(&slopes).all(|v| v.is_finite()), "{kind:?}: {slopes:?}");
        }
    }
}
