//! What an autoencoder is taught: to give images back from codes with a little noise.

use std::rc::Rc;

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::dataset::images::ImageSet;
use crate::experiment::run::TrainConfig;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::image::coder::Coder;
use crate::model::image::coder::N_CODE;
use crate::model::shape::Network;
use crate::train::images::derived;
use crate::train::step::Lessons;

/// Standard deviation of the noise on a code: neighbors in the plane decode alike.
const NOISE: f64 = 0.1;
/// Standard deviation of the noise on every pixel that is encoded: what it learns
/// by heart would not help it.
const PIXEL_NOISE: f64 = 0.3;
/// Price of a code's squared length, which keeps the codes together.
const PRICE: f64 = 0.02;

/// Images to be given back.
#[derive(Clone, Debug)]
pub struct Copies {
    /// The images.
    pub set: Rc<ImageSet>,
    /// Steps and optimizer.
    pub config: TrainConfig,
    /// Seed of the batches.
    pub seed: u64,
}

impl Lessons for Copies {
    type Shape = Coder;

    fn config(&self) -> &TrainConfig {
        &self.config
    }

    /// Mean over the batch of `|D(z + 0.1 eps) - x|^2 + 0.02 |z|^2` with the code
    /// `z = E(x + 0.3 eta)`.
    ///
    /// Random: stream `Batch` number `step`: row by row the image, `eps`, `eta`.
    fn judged(
        &self,
        network: &Network<Coder>,
        step: u32,
        device: &Device,
    ) -> (Tensor<1>, Tensor<1>) {
        let mut rng = Rng::stream(self.seed, Stream::Batch, u64::from(step));
        let n = self.config.batch as usize;
        let (mut pixels, mut noise, mut noisy) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..n {
            let idx = rng.below(self.set.train.n());
            pixels.extend_from_slice(self.set.train.image(idx));
            noise.extend((0..N_CODE).map(|_| (NOISE * rng.normal()) as f32));
            let image = self.set.train.image(idx).iter();
            noisy.extend(image.map(|v| v + (PIXEL_NOISE * rng.normal()) as f32));
        }
        let rows = |values| TensorData::new(values, [n, self.set.kind.dim()]);
        let x = Tensor::<2>::from_data(rows(pixels), device);
        let noisy = Tensor::<2>::from_data(rows(noisy), device);
        let noise = Tensor::from_data(TensorData::new(noise, [n, N_CODE]), device);
        let coder = &network.shape;
        derived(coder.plan().leaves(&network.params), |leaves| {
            let z = coder.encode(leaves, noisy);
            let miss = coder.decode(leaves, z.clone() + noise) - x;
            let price = (z.clone() * z).sum().mul_scalar(PRICE);
            ((miss.clone() * miss).sum() + price).div_scalar(n as f64)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::images::ImageKind;
    use crate::dataset::images::Images;
    use crate::experiment::images::run::Imaging;
    use crate::model::ready::now;
    use crate::model::record::read;

    #[test]
    fn the_gradient_is_that_of_the_loss() {
        let mut rng = Rng::stream(3, Stream::Figure, 0);
        let pixels = (0..4 * 64).map(|_| rng.uniform_in(-1.0, 1.0) as f32).collect();
        let images = Images { pixels, labels: vec![0, 1, 2, 3] };
        let kind = ImageKind::Digits8;
        let set = Rc::new(ImageSet { kind, train: images.clone(), held_out: images });
        let config = TrainConfig { batch: 8, ..Imaging::from_link("").train };
        let lessons = Copies { set, config, seed: 1 };
        let device = Device::flex();
        let network = Network::first(Coder::new(kind), 2, &device);
        let (_, grad) = lessons.judged(&network, 0, &device);
        let grad = now(read(vec![grad])).unwrap().concat();
        let params = now(read(vec![network.params.clone()])).unwrap().concat();
        let loss = |params: Vec<f32>| {
            let moved = Network::with_params(network.shape.clone(), params, &device);
            f64::from(now(read(vec![lessons.judged(&moved, 0, &device).0])).unwrap()[0][0])
        };
        // Along the gradient the loss grows by its squared length.
        let square: f64 = grad.iter().map(|g| f64::from(g * g)).sum();
        let h = 1e-2 / square.sqrt();
        let at = |sign: f64| {
            loss(params.iter().zip(&grad).map(|(p, g)| p + (sign * h) as f32 * g).collect())
        };
        let slope = (at(1.0) - at(-1.0)) / (2.0 * h);
        assert!((slope / square - 1.0).abs() < 1e-2, "{slope} {square}");
    }
}
