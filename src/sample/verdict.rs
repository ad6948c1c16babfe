//! What a judge says of images: which label, and how surely.

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;
use burn::tensor::activation::softmax;

use crate::model::image::judge::Judge;
use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::model::shape::Network;

/// Images judged by one call.
const BLOCK_LEN: usize = 100;

/// A judge's word on one image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The most probable label.
    pub label: u8,
    /// Its probability.
    pub confidence: f64,
}

/// Verdicts on all images of `pixels`, `dim` numbers each.
///
/// # Errors
/// [`DeviceLost`] never on the CPU.
pub async fn verdicts(
    judge: &Network<Judge>,
    pixels: &[f32],
    dim: usize,
) -> Result<Vec<Verdict>, DeviceLost> {
    let leaves = judge.shape.plan().leaves(&judge.params);
    let mut all = Vec::with_capacity(pixels.len() / dim);
    for block in pixels.chunks(BLOCK_LEN * dim) {
        let n = block.len() / dim;
        let x = TensorData::new(block.to_vec(), [n, dim]);
        let x = Tensor::from_data(x, &Device::flex());
        let told = softmax(judge.shape.forward(&leaves, x), 1);
        let [_, n_classes] = told.dims();
        let told = read(vec![told]).await?.concat();
        all.extend(told.chunks_exact(n_classes).map(|row| {
            let best = row.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
            let (label, confidence) = best.map_or((0, 0.0), |(k, p)| (k, *p));
            Verdict { label: label as u8, confidence: f64::from(confidence) }
        }));
    }
    Ok(all)
}

/// Share of the images that are judged to show their label, and its standard error.
pub fn accuracy(verdicts: &[Verdict], labels: &[u8]) -> (f64, f64) {
    let n = verdicts.len().max(1) as f64;
    let n_right = verdicts.iter().zip(labels).filter(|(v, label)| v.label == **label).count();
    let share = n_right as f64 / n;
    (share, (share * (1.0 - share) / n).sqrt())
}
