//! Adam, with its moments in our own hands so that a snapshot resumes exactly.
//!
//! Burn's optimizers read the device synchronously to save their state, which
//! a browser can not do, and have other defaults.

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

/// Decay of the mean of gradients.
pub const BETA1: f64 = 0.9;
/// Decay of the mean of squared gradients.
pub const BETA2: f64 = 0.999;
/// Keeps the step finite where gradients vanish.
pub const EPS: f64 = 1e-8;

/// Adam's state for one flat vector of parameters.
///
/// Source: Kingma and Ba (2015), in the arithmetic of `PyTorch`'s `Adam`.
#[derive(Clone, Debug)]
pub struct Adam {
    /// Step size.
    pub lr: f64,
    /// Running mean of gradients, `[n_params]`.
    pub moment1: Tensor<1>,
    /// Running mean of squared gradients, `[n_params]`.
    pub moment2: Tensor<1>,
    /// Updates made.
    pub n_updates: u32,
}

impl Adam {
    /// The state before the first update.
    pub fn fresh(lr: f64, n_params: usize, device: &Device) -> Self {
        let zeros = || Tensor::zeros([n_params], device);
        Self { lr, moment1: zeros(), moment2: zeros(), n_updates: 0 }
    }

    /// The state after `n_updates` updates, with the moments given.
    pub fn with_moments(lr: f64, moments: [Vec<f32>; 2], n_updates: u32, device: &Device) -> Self {
        let tensor = |values: Vec<f32>| {
            let n = values.len();
            Tensor::from_data(TensorData::new(values, [n]), device)
        };
        let [moment1, moment2] = moments.map(tensor);
        Self { lr, moment1, moment2, n_updates }
    }

    /// Parameters and state after one update.
    ///
    /// `m = m + (1 - beta1)(g - m)`, `v = beta2 v + (1 - beta2) g^2`,
    /// `params - lr/(1 - beta1^k) m / (sqrt(v)/sqrt(1 - beta2^k) + eps)` for
    /// update `k = 1, 2, ...`.
    ///
    /// Shapes: `params` and `grad` are `[n_params]`. Random: no.
    #[must_use]
    pub fn updated(self, params: Tensor<1>, grad: Tensor<1>) -> (Tensor<1>, Self) {
        let n_updates = self.n_updates + 1;
        let m = self.moment1.clone() + (grad.clone() - self.moment1).mul_scalar(1.0 - BETA1);
        let v = self.moment2.mul_scalar(BETA2) + grad.square().mul_scalar(1.0 - BETA2);
        let correction1 = 1.0 - libm::pow(BETA1, f64::from(n_updates));
        let correction2 = 1.0 - libm::pow(BETA2, f64::from(n_updates));
        let root = v.clone().sqrt().div_scalar(correction2.sqrt()).add_scalar(EPS);
        let params = params - (m.clone() / root).mul_scalar(self.lr / correction1);
        (params, Self { lr: self.lr, moment1: m, moment2: v, n_updates })
    }
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

    fn ours(lr: f64, start: &[f32], grads: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let device = Device::flex();
        let mut params = Tensor::<1>::from_floats(start, &device);
        let mut adam = Adam::fresh(lr, start.len(), &device);
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
            (Tensor::<1>::from_floats([1.0], &device), Adam::fresh(0.1, 1, &device));
        for (k, grad) in grads.iter().enumerate() {
            let moments = [&adam.moment1, &adam.moment2]
                .map(|moment| moment.clone().into_data().try_to_vec::<f32>().unwrap());
            adam = Adam::with_moments(0.1, moments, adam.n_updates, &device);
            (params, adam) = adam.updated(params, Tensor::from_floats(grad.as_slice(), &device));
            let now = params.clone().into_data().try_to_vec::<f32>().unwrap();
            assert_eq!(now[0].to_bits(), straight[k][0].to_bits());
        }
    }
}
