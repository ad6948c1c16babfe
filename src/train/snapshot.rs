//! A training run written down, and read back.

use burn::tensor::Device;

use crate::model::record::BadRecord;
use crate::model::record::DeviceLost;
use crate::model::record::from_named;
use crate::model::record::read;
use crate::model::record::to_named;
use crate::model::shape::Network;
use crate::model::shape::Shape;
use crate::protocol::buffer::Buffer;
use crate::protocol::snapshot::AVERAGE;
use crate::protocol::snapshot::MOMENTS;
use crate::protocol::snapshot::NamedTensor;
use crate::protocol::snapshot::RECENT;
use crate::protocol::snapshot::Snapshot;
use crate::protocol::snapshot::WEIGHT;
use crate::train::optimizer::Optimizer;
use crate::train::step::Learner;

/// Weights, their average, moments and the losses of the last steps, by one reading of the
/// device; nothing if a number in it is not finite.
///
/// # Errors
/// [`DeviceLost`] if the device is gone.
pub async fn write<S: Shape>(
    learner: &Learner<S>,
    recent: &[f32],
) -> Result<Option<Snapshot>, DeviceLost> {
    let Learner { network, optimizer, average } = learner;
    let all = [&network.params, &optimizer.moment1, &optimizer.moment2];
    let all = all.into_iter().chain(average).cloned().collect();
    let values = read(all).await?;
    if values.iter().flatten().any(|v| !v.is_finite()) {
        return Ok(None);
    }
    let entries = network.shape.entries();
    let groups = [WEIGHT, MOMENTS[0], MOMENTS[1], AVERAGE].into_iter().zip(&values);
    let mut tensors: Vec<NamedTensor> =
        groups.flat_map(|(group, values)| to_named(group, &entries, values)).collect();
    let shape = vec![recent.len() as u32];
    tensors.push(NamedTensor { name: RECENT.to_owned(), shape, values: Buffer(recent.to_vec()) });
    Ok(Some(Snapshot { step: optimizer.n_updates, tensors }))
}

/// The learner that was written down, its optimizer otherwise as `fresh`, and
/// the losses of its last steps.
///
/// Without moments the optimizer is `fresh` but for the steps made; without an
/// average it begins at the weights.
///
/// # Errors
/// [`BadRecord`] if the snapshot is of another network or damaged.
pub fn restore<S: Shape>(
    shape: S,
    fresh: Optimizer,
    snapshot: &Snapshot,
    device: &Device,
) -> Result<(Learner<S>, Vec<f32>), BadRecord> {
    let entries = shape.entries();
    let flat = |group| from_named(group, &entries, &snapshot.tensors);
    let weights = flat(WEIGHT)?;
    let moments = if MOMENTS.into_iter().any(|moment| snapshot.has(moment)) {
        [flat(MOMENTS[0])?, flat(MOMENTS[1])?]
    } else {
        [vec![0.0; weights.len()], vec![0.0; weights.len()]]
    };
    let average = (0.0 < fresh.config.ema)
        .then(|| if snapshot.has(AVERAGE) { flat(AVERAGE) } else { Ok(weights.clone()) });
    let average = average.transpose()?;
    let recent = snapshot.tensors.iter().find(|tensor| tensor.name == RECENT);
    let recent = recent.map(|tensor| tensor.values.0.clone()).unwrap_or_default();
    let optimizer = fresh.with_moments(moments, snapshot.step, device);
    let network = Network::with_params(shape.clone(), weights, device);
    let average = average.map(|values| Network::with_params(shape, values, device).params);
    Ok((Learner { network, optimizer, average }, recent))
}
