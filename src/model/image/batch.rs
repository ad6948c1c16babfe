//! Training batches of images, drawn on the CPU in double precision.

use std::rc::Rc;

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::dataset::images::ImageSet;
use crate::experiment::choice::TimeFeaturesKind;
use crate::experiment::images::run::Imaging;
use crate::experiment::run::TrainConfig;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::image::embed::N_TIME;
use crate::model::image::net::NetInput;
use crate::model::time::push_features;
use crate::path::convert::PredictKind;
use crate::path::objective::WeightKind;
use crate::path::objective::row_weight;
use crate::path::scheduler::SchedulerKind;

/// One batch as a network sees it, row after row.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageBatch {
    /// Number of rows.
    pub n: usize,
    /// `x_t`.
    pub x: Vec<f32>,
    /// Time of each row.
    pub times: Vec<f64>,
    /// Label of each row; none where it was dropped.
    pub labels: Vec<Option<u8>>,
    /// What the network is to say, as many numbers as `x`.
    pub target: Vec<f32>,
    /// Factor of each row's squared error; empty where all are 1.
    pub weights: Vec<f32>,
}

/// Where batches come from: a finite set of labelled images.
#[derive(Clone, Debug)]
pub struct ImageBatches {
    set: Rc<ImageSet>,
    path: SchedulerKind,
    predict: PredictKind,
    eta: f64,
    config: TrainConfig,
    seed: u64,
}

impl ImageBatches {
    /// The batches of `experiment` from `set`.
    pub fn of(experiment: &Imaging, set: Rc<ImageSet>) -> Self {
        let Imaging { path, predict, eta, train: config, seed, .. } = *experiment;
        Self { set, path, predict, eta, config, seed }
    }

    /// The images.
    pub fn set(&self) -> &Rc<ImageSet> {
        &self.set
    }

    /// Batch size, steps and optimizer.
    pub fn config(&self) -> &TrainConfig {
        &self.config
    }

    /// Batch of training step `step`, the same on every device and machine.
    ///
    /// An image and its label, the label dropped with probability `eta`; `t` of
    /// the loss's law, `x_t = alpha_t z + beta_t eps`, and the target of what is
    /// predicted, weighted as on the plane.
    ///
    /// Random: stream `Batch` number `step`; row by row the image, whether its
    /// label is dropped, `t`, then `eps`.
    pub fn batch(&self, step: u32) -> ImageBatch {
        let mut rng = Rng::stream(self.seed, Stream::Batch, u64::from(step));
        let n = self.config.batch as usize;
        let images = &self.set.train;
        let room = n * images.dim();
        let mut batch = ImageBatch {
            n,
            x: Vec::with_capacity(room),
            times: Vec::with_capacity(n),
            labels: Vec::with_capacity(n),
            target: Vec::with_capacity(room),
            weights: Vec::new(),
        };
        let loss = self.config.loss;
        let is_plain = self.predict == loss.space && loss.weight == WeightKind::None;
        for _ in 0..n {
            let idx = rng.below(images.n());
            let is_dropped = rng.uniform() < self.eta;
            let t = loss.times.draw(&mut rng);
            let s = self.path.at(t);
            let [of_z, of_eps] = s.target(self.predict);
            for &z in images.image(idx) {
                let (z, eps) = (f64::from(z), rng.normal());
                batch.x.push((s.alpha * z + s.beta * eps) as f32);
                batch.target.push((of_z * z + of_eps * eps) as f32);
            }
            batch.times.push(t);
            batch.labels.push((!is_dropped).then(|| images.labels[idx]));
            if !is_plain {
                batch.weights.push(row_weight(s, self.predict, loss.space, loss.weight) as f32);
            }
        }
        batch
    }
}

impl ImageBatch {
    /// What goes into the network, on `device`.
    pub fn input(&self, n_classes: usize, device: &Device) -> NetInput {
        let dim = self.x.len() / self.n;
        let x = TensorData::new(self.x.clone(), [self.n, dim]);
        NetInput {
            x: Tensor::from_data(x, device),
            times: time_rows(&self.times, device),
            labels: label_rows(&self.labels, n_classes, device),
        }
    }
}

/// Features of each row's time, `[n, N_TIME]`.
pub fn time_rows(times: &[f64], device: &Device) -> Tensor<2> {
    let mut features = Vec::with_capacity(times.len() * N_TIME);
    for &t in times {
        push_features(TimeFeaturesKind::Fourier16, t, &mut features);
    }
    Tensor::from_data(TensorData::new(features, [times.len(), N_TIME]), device)
}

/// A 1 at each row's label, the last column for none, `[n, n_classes + 1]`.
pub fn label_rows(labels: &[Option<u8>], n_classes: usize, device: &Device) -> Tensor<2> {
    let mut rows = vec![0.0_f32; labels.len() * (n_classes + 1)];
    for (row, label) in rows.chunks_exact_mut(n_classes + 1).zip(labels) {
        row[label.map_or(n_classes, usize::from)] = 1.0;
    }
    Tensor::from_data(TensorData::new(rows, [labels.len(), n_classes + 1]), device)
}
