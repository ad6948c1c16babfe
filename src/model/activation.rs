//! The nonlinearities between layers: their values, and their slopes for the way back.

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;
use burn::tensor::activation;

use crate::experiment::choice::ActivationKind;
use crate::model::record::data_now;
use crate::model::scalar::values_and_slopes;

/// `alpha` of SELU, Klambauer et al. (2017).
const SELU_ALPHA: f64 = 1.673_263_242_354_377_2;
/// `lambda` of SELU, same source.
const SELU_SCALE: f64 = 1.050_700_987_355_480_5;

/// Value and slope of the nonlinearity at every number of `x`, `[batch, width]`.
pub fn activate(kind: ActivationKind, x: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
    if x.device() == Device::flex() { on_cpu(kind, x) } else { on_device(kind, x) }
}

/// By one loop over the numbers.
fn on_cpu(kind: ActivationKind, x: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
    let (shape, device) = (x.dims(), x.device());
    let mut values = data_now(x);
    let mut slopes = vec![0.0; shape[0] * shape[1]];
    let numbers = values.as_mut_slice::<f32>().expect("activation: tensors hold f32");
    values_and_slopes(kind, numbers, &mut slopes);
    let slopes = TensorData::new(slopes, shape);
    (Tensor::from_data(values, &device), Tensor::from_data(slopes, &device))
}

/// By tensor operations, on any device.
fn on_device(kind: ActivationKind, x: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
    match kind {
        ActivationKind::Silu => {
            let s = activation::sigmoid(x.clone());
            let y = x.clone() * s.clone();
            let slope = (x - y.clone()).add_scalar(1.0) * s; // s (1 + x (1 - s))
            (y, slope)
        }
        ActivationKind::Relu => (activation::relu(x.clone()), step(x)),
        ActivationKind::Gelu => {
            let phi = x.clone().mul_scalar(std::f64::consts::FRAC_1_SQRT_2).erf();
            let phi = phi.add_scalar(1.0).mul_scalar(0.5);
            let bell = x.clone().square().mul_scalar(-0.5).exp();
            let density = bell.mul_scalar(1.0 / std::f64::consts::TAU.sqrt());
            (x.clone() * phi.clone(), phi + x * density)
        }
        ActivationKind::Tanh => {
            let y = x.tanh();
            (y.clone(), y.square().neg().add_scalar(1.0))
        }
        ActivationKind::Elu => elu(x, 1.0),
        ActivationKind::Selu => {
            let (y, slope) = elu(x, SELU_ALPHA);
            (y.mul_scalar(SELU_SCALE), slope.mul_scalar(SELU_SCALE))
        }
    }
}

/// 1 above 0, 0 elsewhere.
fn step(x: Tensor<2>) -> Tensor<2> {
    x.sign().clamp_min(0.0)
}

/// `max(x, 0) + alpha (exp(min(x, 0)) - 1)`; the exponential of large positive
/// numbers, which is infinite, is never taken.
fn elu(x: Tensor<2>, alpha: f64) -> (Tensor<2>, Tensor<2>) {
    let e = x.clone().clamp_max(0.0).exp().mul_scalar(alpha);
    let is_above = step(x.clone());
    let y = activation::relu(x) + e.clone().sub_scalar(alpha);
    // Above 0 the exponential is alpha, and the slope 1.
    (y, e + is_above.mul_scalar(1.0 - alpha))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[test]
    fn both_ways_give_the_same_values_and_slopes() {
        let numbers: Vec<f32> = (0..400).map(|i| 0.05 * (i as f32 - 199.5)).collect();
        let x = || Tensor::<1>::from_floats(numbers.as_slice(), &Device::flex()).reshape([20, 20]);
        let list = |x: Tensor<2>| x.into_data().try_to_vec::<f32>().unwrap();
        for &kind in ActivationKind::ALL {
            let (y, slope) = on_cpu(kind, x());
            let (other_y, other_slope) = on_device(kind, x());
            let pairs = |a: Tensor<2>, b: Tensor<2>| list(a).into_iter().zip(list(b));
            for (a, b) in pairs(y, other_y).chain(pairs(slope, other_slope)) {
                assert!((a - b).abs() < 2e-6, "{kind:?}: {a} against {b}");
            }
        }
    }

    #[test]
    fn slopes_are_those_that_burn_derives() {
        let numbers: Vec<f32> = (0..60).map(|i| 0.2 * (i as f32 - 29.5)).collect();
        for &kind in ActivationKind::ALL {
            let x = Tensor::<1>::from_floats(numbers.as_slice(), &Device::flex()).reshape([6, 10]);
            let leaf = x.clone().autodiff().require_grad();
            let mut grads = on_device(kind, leaf.clone()).0.sum().backward();
            let derived = leaf.grad_remove(&mut grads).unwrap();
            let list = |x: Tensor<2>| x.into_data().try_to_vec::<f32>().unwrap();
            for (a, b) in list(activate(kind, x).1).iter().zip(list(derived)) {
                assert!((a - b).abs() < 5e-6, "{kind:?}: {a} against {b}");
            }
        }
    }

    #[test]
    fn large_numbers_have_finite_slopes_on_every_device() {
        for &kind in ActivationKind::ALL {
            let x = Tensor::<2>::from_floats([[-300.0, 300.0]], &Device::flex());
            let (y, slope) = on_device(kind, x);
            for tensor in [y, slope] {
                let values = tensor.into_data().try_to_vec::<f32>().unwrap();
                assert!(values.iter().all(|v| v.is_finite()), "{kind:?}: {values:?}");
            }
        }
    }
}
