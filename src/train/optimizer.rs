//! Adam, `AdamW` and plain descent, with the state in our own hands so that a
//! snapshot resumes exactly.
//!
//! Burn's optimizers read the device synchronously to save their state, which
//! a browser can not do, have other defaults, and clip tensor by tensor.

use std::f64::consts::PI;

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::experiment::choice::DecayKind;
use crate::experiment::choice::OptimizerKind;
use crate::experiment::run::OptimizerConfig;

/// Decay of the mean of gradients.
pub const BETA1: f64 = 0.9;
/// Decay of the mean of squared gradients.
pub const BETA2: f64 = 0.999;
/// Keeps the step finite where gradients vanish.
pub const EPS: f64 = 1e-8;
/// Decoupled weight decay of `AdamW`.
pub const WEIGHT_DECAY: f64 = 0.01;

/// An optimizer's state for one flat vector of parameters.
///
/// Source: Kingma and Ba (2015), Loshchilov and Hutter (2019), in the
/// arithmetic of `PyTorch`'s `Adam`, `AdamW` and `SGD`.
#[derive(Clone, Debug)]
pub struct Optimizer {
    /// Rule and rates.
    pub config: OptimizerConfig,
    /// Steps of the whole run, which the decay of the rate is spread over.
    pub n_steps: u32,
    /// Running mean of gradients, `[n_params]`; stays zero under plain descent.
    pub moment1: Tensor<1>,
    /// Running mean of squared gradients, `[n_params]`; likewise.
    pub moment2: Tensor<1>,
    /// Updates made.
    pub n_updates: u32,
}

impl Optimizer {
    /// The state before the first update.
    pub fn fresh(config: OptimizerConfig, n_steps: u32, n_params: usize, device: &Device) -> Self {
        let zeros = || Tensor::zeros([n_params], device);
        Self { config, n_steps, moment1: zeros(), moment2: zeros(), n_updates: 0 }
    }

    /// The same run after `n_updates` updates, with the moments given.
    #[must_use]
    pub fn with_moments(self, moments: [Vec<f32>; 2], n_updates: u32, device: &Device) -> Self {
        let tensor = |values: Vec<f32>| {
            let n = values.len();
            Tensor::from_data(TensorData::new(values, [n]), device)
        };
        let [moment1, moment2] = moments.map(tensor);
        Self { moment1, moment2, n_updates, ..self }
    }

    /// Step size of update `k = 1, 2, ...`.
    ///
    /// It rises evenly over the warm-up and then stays, or falls along half a
    /// cosine to 0 at the last step.
    pub fn rate(&self, k: u32) -> f64 {
        let OptimizerConfig { lr, n_warm, decay, .. } = self.config;
        if k < n_warm {
            return lr * f64::from(k) / f64::from(n_warm);
        }
        match decay {
            DecayKind::Constant => lr,
            DecayKind::Cosine => {
                let n_left = self.n_steps.saturating_sub(n_warm).max(1);
                let share = (f64::from(k - n_warm) / f64::from(n_left)).min(1.0);
                0.5 * lr * (1.0 + libm::cos(PI * share))
            }
        }
    }

    /// Parameters and state after one update.
    ///
    /// With `g` the gradient, shortened to the norm `clip` if it is longer:
    /// Adam `m = m + (1 - beta1)(g - m)`, `v = beta2 v + (1 - beta2) g^2`,
    /// `params - lr_k/(1 - beta1^k) m / (sqrt(v)/sqrt(1 - beta2^k) + eps)`;
    /// `AdamW` the same from `(1 - 0.01 lr_k) params`; descent `params - lr_k g`.
    ///
    /// Shapes: `params` and `grad` are `[n_params]`. Random: no.
    #[must_use]
    pub fn updated(self, params: Tensor<1>, grad: Tensor<1>) -> (Tensor<1>, Self) {
        let n_updates = self.n_updates + 1;
        let rate = self.rate(n_updates);
        let grad = clipped(grad, self.config.clip);
        let params = match self.config.kind {
            OptimizerKind::Sgd => {
                let params = params - grad.mul_scalar(rate);
                return (params, Self { n_updates, ..self });
            }
            OptimizerKind::Adam => params,
            OptimizerKind::AdamW => params.mul_scalar(1.0 - rate * WEIGHT_DECAY),
        };
        let m = self.moment1.clone() + (grad.clone() - self.moment1).mul_scalar(1.0 - BETA1);
        let v = self.moment2.mul_scalar(BETA2) + grad.square().mul_scalar(1.0 - BETA2);
        let correction1 = 1.0 - libm::pow(BETA1, f64::from(n_updates));
        let correction2 = 1.0 - libm::pow(BETA2, f64::from(n_updates));
        let root = v.clone().sqrt().div_scalar(correction2.sqrt()).add_scalar(EPS);
        let params = params - (m.clone() / root).mul_scalar(rate / correction1);
        let (config, n_steps) = (self.config, self.n_steps);
        (params, Self { config, n_steps, moment1: m, moment2: v, n_updates })
    }
}

/// The gradient, shortened to the norm `bound` if it is longer; 0 is no bound.
fn clipped(grad: Tensor<1>, bound: f64) -> Tensor<1> {
    if bound <= 0.0 {
        return grad;
    }
    // One number on the device: bound / max(norm, bound).
    let norm = grad.clone().square().sum().sqrt();
    grad * norm.clamp_min(bound).recip().mul_scalar(bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paper's Algorithm 1 in double precision, one number.
    fn paper(lr: f64, start: f64, grads: &[f64]) -> Vec<f64> {
        let (mut theta, mut m, mut v) = (start, 0.0, 0.0);
        let step = |(i, g): (usize, &f64)| {
            let k = i as f64 + 1.0;
            m = BETA1 * m + (1.0 - BETA1) * g;
            v = BETA2 * v + (1.0 - BETA2) * g * g;
            let m_hat = m / (1.0 - BETA1.powf(k));
            let v_hat = v / (1.0 - BETA2.powf(k));
            theta -= lr * m_hat / (v_hat.sqrt() + EPS);
            theta
        };
        grads.iter().enumerate().map(step).collect()
    }

    fn optimizer(kind: OptimizerKind, lr: f64, n_params: usize) -> Optimizer {
        let decay = DecayKind::Constant;
        let config = OptimizerConfig { kind, lr, ema: 0.0, clip: 0.0, n_warm: 0, decay };
        Optimizer::fresh(config, 100, n_params, &Device::flex())
    }

    fn after(optimizer: Optimizer, params: [f32; 2], grad: [f32; 2]) -> Vec<f32> {
        let tensor = |values: [f32; 2]| Tensor::<1>::from_floats(values, &Device::flex());
        optimizer.updated(tensor(params), tensor(grad)).0.into_data().try_to_vec().unwrap()
    }

    fn ours(lr: f64, start: &[f32], grads: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let device = Device::flex();
        let mut params = Tensor::<1>::from_floats(start, &device);
        let mut adam = optimizer(OptimizerKind::Adam, lr, start.len());
        let step = |grad: &Vec<f32>| {
            let grad = Tensor::<1>::from_floats(grad.as_slice(), &device);
            (params, adam) = adam.clone().updated(params.clone(), grad);
            params.clone().into_data().try_to_vec::<f32>().unwrap()
        };
        grads.iter().map(step).collect()
    }

    #[test]
    fn updates_are_those_of_the_paper() {
        // Gradients of changing sign and size, one of them zero throughout.
        let grads: Vec<Vec<f32>> = (0..200)
            .map(|i| vec![(0.3 * f64::from(i)).sin() as f32, 1e-3 * (i % 7) as f32 - 2e-3, 0.0])
            .collect();
        let start = [0.5_f32, -1.0, 2.0];
        let all = ours(0.01, &start, &grads);
        for (j, &first) in start.iter().enumerate() {
            let grads: Vec<f64> = grads.iter().map(|g| f64::from(g[j])).collect();
            for (k, exact) in paper(0.01, f64::from(first), &grads).iter().enumerate() {
                let error = (f64::from(all[k][j]) - exact).abs();
                assert!(error < 3e-6, "number {j}, update {}: off by {error}", k + 1);
            }
        }
    }

    #[test]
    fn the_first_update_has_the_size_of_the_learning_rate() {
        // m_hat / sqrt(v_hat) = sign(g), whatever the gradient's size.
        let first = &ours(1e-3, &[0.0, 0.0, 0.0], &[vec![5.0, -1e-3, 1e-8]])[0];
        assert!((first[0] + 1e-3).abs() < 1e-9 && (first[1] - 1e-3).abs() < 1e-7);
        // With g = eps = 1e-8 the step is half of it.
        assert!((first[2] + 5e-4).abs() < 1e-8, "{}", first[2]);
    }

    #[test]
    fn a_state_that_was_written_down_goes_on_bit_for_bit() {
        let grads: Vec<Vec<f32>> = (0..20).map(|i| vec![(f64::from(i)).cos() as f32]).collect();
        let straight = ours(0.1, &[1.0], &grads);
        let device = Device::flex();
        let (mut params, mut adam) =
            (Tensor::<1>::from_floats([1.0], &device), optimizer(OptimizerKind::Adam, 0.1, 1));
        for (k, grad) in grads.iter().enumerate() {
            let moments = [&adam.moment1, &adam.moment2]
                .map(|moment| moment.clone().into_data().try_to_vec::<f32>().unwrap());
            let n_updates = adam.n_updates;
            adam = optimizer(OptimizerKind::Adam, 0.1, 1).with_moments(moments, n_updates, &device);
            (params, adam) = adam.updated(params, Tensor::from_floats(grad.as_slice(), &device));
            let now = params.clone().into_data().try_to_vec::<f32>().unwrap();
            assert_eq!(now[0].to_bits(), straight[k][0].to_bits());
        }
    }

    #[test]
    fn plain_descent_goes_down_the_gradient() {
        let moved = after(optimizer(OptimizerKind::Sgd, 0.5, 2), [1.0, -1.0], [0.2, 0.4]);
        assert!((moved[0] - 0.9).abs() < 1e-6 && (moved[1] + 1.2).abs() < 1e-6);
    }

    #[test]
    fn adamw_shrinks_the_weights_apart_from_the_gradient() {
        let plain = after(optimizer(OptimizerKind::Adam, 0.1, 2), [3.0, -2.0], [1.0, 1.0]);
        let decayed = after(optimizer(OptimizerKind::AdamW, 0.1, 2), [3.0, -2.0], [1.0, 1.0]);
        for ((plain, decayed), start) in plain.iter().zip(&decayed).zip([3.0, -2.0]) {
            assert!((plain - decayed - 0.1 * 0.01 * start).abs() < 1e-6);
        }
    }

    #[test]
    fn a_long_gradient_is_shortened_as_a_whole_and_a_short_one_left() {
        let mut clipping = optimizer(OptimizerKind::Sgd, 1.0, 2);
        clipping.config.clip = 1.0;
        let moved = after(clipping.clone(), [0.0, 0.0], [3.0, -4.0]);
        assert!((moved[0] + 0.6).abs() < 1e-6 && (moved[1] - 0.8).abs() < 1e-6);
        assert_eq!(after(clipping, [0.0, 0.0], [0.3, -0.4]), [-0.3, 0.4]);
    }

    #[test]
    fn the_rate_rises_over_the_warm_up_and_falls_along_half_a_cosine() {
        let mut optimizer = optimizer(OptimizerKind::Adam, 0.2, 2);
        optimizer.config.n_warm = 10;
        assert!((optimizer.rate(5) - 0.1).abs() < 1e-12);
        assert!((optimizer.rate(77) - 0.2).abs() < 1e-12);
        optimizer.config.decay = DecayKind::Cosine;
        assert!((optimizer.rate(10) - 0.2).abs() < 1e-12);
        assert!((optimizer.rate(55) - 0.1).abs() < 1e-12);
        assert!(optimizer.rate(100).abs() < 1e-12);
    }
}
