//! First weights, drawn on the CPU so that they are the same on every device.

use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::layout::Layout;

/// Weights and biases of every layer, uniform on `+-1/sqrt(n_in)`.
///
/// Random: layer `l` draws from stream `Init` number `l` of the seed, weights
/// first, then the bias.
///
/// Source: the default of `PyTorch`'s `Linear`.
pub fn first_params(layout: &Layout, seed: u64) -> Vec<f32> {
    let mut params = Vec::with_capacity(layout.n_params());
    for (l, layer) in layout.layers().iter().enumerate() {
        let mut rng = Rng::stream(seed, Stream::Init, l as u64);
        let bound = 1.0 / (layer.n_in as f64).sqrt();
        for _ in 0..layer.weight.len() + layer.bias.len() {
            params.push(rng.uniform_in(-bound, bound) as f32);
        }
    }
    params
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_fill_their_interval_evenly() {
        let layout = Layout::through(&[3, 64, 64, 2]);
        let params = first_params(&layout, 5);
        assert_eq!(params.len(), layout.n_params());
        for layer in layout.layers() {
            let bound = 1.0 / (layer.n_in as f64).sqrt();
            let values: Vec<f64> =
                params[layer.weight.start..layer.bias.end].iter().map(|&v| f64::from(v)).collect();
            let n = values.len() as f64;
            assert!(values.iter().all(|v| v.abs() <= bound));
            // Five standard errors of the mean and of the variance bound^2 / 3.
            let mean = values.iter().sum::<f64>() / n;
            assert!(mean.abs() < 5.0 * bound / (3.0 * n).sqrt());
            let variance = values.iter().map(|v| v * v).sum::<f64>() / n;
            let std_of_square = bound * bound * (4.0_f64 / 45.0).sqrt();
            assert!((variance - bound * bound / 3.0).abs() < 5.0 * std_of_square / n.sqrt());
        }
    }

    #[test]
    fn the_first_layers_do_not_depend_on_how_many_follow() {
        let short = first_params(&Layout::through(&[3, 16, 2]), 1);
        let long = first_params(&Layout::through(&[3, 16, 16, 2]), 1);
        assert_eq!(short[..64], long[..64]);
    }
}
