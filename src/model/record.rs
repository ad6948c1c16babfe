//! Numbers out of the device and into it: the only place that reads.

use std::pin::pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;
use burn::tensor::Transaction;

use crate::model::layout::Entry;
use crate::model::shape::Network;
use crate::model::shape::Shape;
use crate::protocol::buffer::Buffer;
use crate::protocol::snapshot::NamedTensor;

/// The device no longer answers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the graphics device was lost ({0})")]
pub struct DeviceLost(pub String);

/// A record that does not fit the network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the snapshot holds no tensor {name} of {n_values} finite numbers; start the run again")]
pub struct BadRecord {
    /// Tensor that was looked for.
    pub name: String,
    /// Size that was expected.
    pub n_values: usize,
}

/// Values of every tensor, by one reading of the device.
///
/// # Errors
/// [`DeviceLost`] if the device is gone.
pub async fn read<const D: usize>(tensors: Vec<Tensor<D>>) -> Result<Vec<Vec<f32>>, DeviceLost> {
    let transaction = tensors.into_iter().fold(Transaction::default(), Transaction::register);
    let all = transaction.execute_async().await;
    let all = all.map_err(|error| lost(&format!("{error:?}")))?;
    let values = all
        .into_iter()
        .map(|data| data.try_into_vec::<f32>().map_err(|error| lost(&format!("{error:?}"))));
    values.collect()
}

/// The cause that stands last in a report of several lines.
fn lost(report: &str) -> DeviceLost {
    let says = |line: &&str| !line.is_empty() && !line.to_lowercase().contains("backtrace");
    let cause = report.lines().map(str::trim).rfind(says);
    DeviceLost(cause.unwrap_or("no cause given").to_owned())
}

/// Values of a tensor on the CPU, which answers at once; without a copy where
/// nothing else holds the tensor.
///
/// # Panics
/// If the tensor lies on another device.
pub fn data_now(tensor: Tensor<2>) -> TensorData {
    let mut reading = pin!(tensor.into_data_async());
    match reading.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(data)) => data,
        _ => panic!("record: only the CPU answers at once"),
    }
}

/// The same network on the CPU: a few thousand points are sooner done there
/// than a graphics device has built the shaders for them.
///
/// # Errors
/// [`DeviceLost`] if the network's device is gone.
pub async fn on_cpu<S: Shape>(network: &Network<S>) -> Result<Network<S>, DeviceLost> {
    let cpu = Device::flex();
    if network.params.device() == cpu {
        return Ok(network.clone());
    }
    let params = read(vec![network.params.clone()]).await?.concat();
    Ok(Network::with_params(network.shape.clone(), params, &cpu))
}

/// The flat vector `values` as tensors named `group/0.weight` and so on.
pub fn to_named(group: &str, entries: &[Entry], values: &[f32]) -> Vec<NamedTensor> {
    let tensors = entries.iter().map(|entry| NamedTensor {
        name: format!("{group}/{}", entry.name),
        shape: entry.shape.clone(),
        values: Buffer(values[entry.place.clone()].to_vec()),
    });
    tensors.collect()
}

/// The flat vector of the tensors of `group`.
///
/// # Errors
/// [`BadRecord`] if one is missing, has another size or is not finite.
pub fn from_named(
    group: &str,
    entries: &[Entry],
    tensors: &[NamedTensor],
) -> Result<Vec<f32>, BadRecord> {
    let mut flat = Vec::new();
    for entry in entries {
        let name = format!("{group}/{}", entry.name);
        let n_values = entry.place.len();
        let found = tensors.iter().find(|tensor| tensor.name == name);
        match found.map(|tensor| &tensor.values.0) {
            Some(values) if values.len() == n_values && values.iter().all(|v| v.is_finite()) => {
                flat.extend_from_slice(values);
            }
            _ => return Err(BadRecord { name, n_values }),
        }
    }
    Ok(flat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::layout::Layout;

    #[test]
    fn a_record_gives_back_the_flat_vector() {
        let layout = Layout::through(&[3, 4, 2]);
        let values: Vec<f32> = (0..layout.n_params()).map(|i| i as f32).collect();
        let mut tensors = to_named("weight", &layout.entries(), &values);
        assert_eq!(tensors[0].name, "weight/0.weight");
        assert_eq!(from_named("weight", &layout.entries(), &tensors).unwrap(), values);
        tensors.reverse();
        assert_eq!(from_named("weight", &layout.entries(), &tensors).unwrap(), values);
    }

    #[test]
    fn a_record_of_another_network_is_refused() {
        let layout = Layout::through(&[3, 4, 2]);
        let other = Layout::through(&[3, 5, 2]);
        let tensors = to_named("weight", &other.entries(), &vec![0.0; other.n_params()]);
        assert!(from_named("weight", &layout.entries(), &tensors).is_err());
        assert!(from_named("moment1", &other.entries(), &tensors).is_err());
        let mut tensors = to_named("weight", &layout.entries(), &vec![0.0; layout.n_params()]);
        tensors[1].values.0[0] = f32::NAN;
        assert!(from_named("weight", &layout.entries(), &tensors).is_err());
    }
}
