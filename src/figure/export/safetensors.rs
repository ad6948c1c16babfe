//! Weights as a safetensors file and back.
//!
//! Eight bytes with the length of the header, a header in JSON with each
//! tensor's type, shape and place, then the numbers as little-endian `f32`.
//! `__metadata__` holds link, build, step and how to read the weights.
//!
//! Source: the format's description, huggingface/safetensors, README.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;
use thiserror::Error;

use crate::experiment::choice::TimeFeaturesKind;
use crate::experiment::run::Experiment;
use crate::protocol::buffer::Buffer;
use crate::protocol::snapshot::NamedTensor;
use crate::protocol::snapshot::Snapshot;

/// Key of what is no tensor.
const METADATA: &str = "__metadata__";
/// Longest header that is read.
const MAX_HEADER: usize = 1 << 20;

/// One entry of the header.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Entry {
    Tensor { dtype: String, shape: Vec<u32>, data_offsets: [usize; 2] },
    Notes(BTreeMap<String, String>),
}

/// Why a file holds no weights for a network.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadWeights {
    /// Not the format.
    #[error("this is not a safetensors file, or it is cut off")]
    NotSafetensors,
    /// A type that is not `f32`.
    #[error("the tensor “{name}” holds {dtype} numbers; only F32 can be read")]
    Dtype {
        /// Its name.
        name: String,
        /// Its type.
        dtype: String,
    },
    /// A tensor that the network needs is not there.
    #[error("the file has no tensor “{0}”; these weights are of another network")]
    Missing(String),
    /// A tensor of another shape.
    #[error(
        "the tensor “{name}” is {found:?} and the network needs {needed:?}; choose the network that the weights are of"
    )]
    Shape {
        /// Its name.
        name: String,
        /// Its shape.
        found: Vec<u32>,
        /// What the network needs.
        needed: Vec<u32>,
    },
    /// Numbers that are none.
    #[error("the tensor “{0}” holds numbers that are not finite")]
    NotFinite(String),
}

/// The file of a snapshot; the same snapshot gives the same bytes.
pub fn write(snapshot: &Snapshot, link: &str, build: &str) -> Vec<u8> {
    let mut header = BTreeMap::new();
    let mut place = 0;
    for NamedTensor { name, shape, values } in &snapshot.tensors {
        let end = place + 4 * values.0.len();
        let (dtype, shape, data_offsets) = ("F32".to_owned(), shape.clone(), [place, end]);
        header.insert(name.clone(), Entry::Tensor { dtype, shape, data_offsets });
        place = end;
    }
    let notes = [
        ("format", "pt".to_owned()),
        ("link", link.to_owned()),
        ("build", build.to_owned()),
        ("step", snapshot.step.to_string()),
        ("layout", "weights are [in, out]: transpose them for torch.nn.Linear".to_owned()),
    ];
    let notes = notes.map(|(key, value)| (key.to_owned(), value));
    header.insert(METADATA.to_owned(), Entry::Notes(BTreeMap::from(notes)));
    // Maps of texts and numbers are always JSON.
    let mut text = serde_json::to_string(&header).unwrap_or_default();
    // The numbers begin at a multiple of eight bytes.
    text.extend(std::iter::repeat_n(' ', text.len().next_multiple_of(8) - text.len()));
    let mut bytes = (text.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(text.as_bytes());
    let values = snapshot.tensors.iter().flat_map(|tensor| &tensor.values.0);
    bytes.extend(values.flat_map(|value| value.to_le_bytes()));
    bytes
}

/// The snapshot in a file.
///
/// # Errors
/// [`BadWeights`] if the bytes are no such file or hold other numbers than `f32`.
pub fn read(bytes: &[u8]) -> Result<Snapshot, BadWeights> {
    let (header, numbers) = parts(bytes).ok_or(BadWeights::NotSafetensors)?;
    let header: BTreeMap<String, Entry> = match serde_json::from_slice(header) {
        Ok(header) => header,
        Err(_) => return Err(BadWeights::NotSafetensors),
    };
    let mut snapshot = Snapshot { step: 0, tensors: Vec::new() };
    for (name, entry) in header {
        match entry {
            Entry::Notes(notes) => {
                let step = notes.get("step").and_then(|step| step.parse().ok());
                snapshot.step = step.unwrap_or(snapshot.step);
            }
            Entry::Tensor { dtype, .. } if dtype != "F32" => {
                return Err(BadWeights::Dtype { name, dtype });
            }
            Entry::Tensor { shape, data_offsets: [start, end], .. } => {
                let values = numbers.get(start..end).ok_or(BadWeights::NotSafetensors)?;
                let n = shape.iter().try_fold(4_usize, |n, &len| n.checked_mul(len as usize));
                if n != Some(values.len()) {
                    return Err(BadWeights::NotSafetensors);
                }
                let words = values.chunks_exact(4);
                let values = words.map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
                snapshot.tensors.push(NamedTensor {
                    name,
                    shape,
                    values: Buffer(values.collect()),
                });
            }
        }
    }
    Ok(snapshot)
}

fn parts(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    (length <= MAX_HEADER).then(|| rest.split_at_checked(length)).flatten()
}

/// Whether a snapshot is of the experiment's network.
///
/// # Errors
/// [`BadWeights`] with the first tensor that is missing, of another shape, or
/// not finite.
pub fn check(snapshot: &Snapshot, experiment: &Experiment) -> Result<(), BadWeights> {
    for (name, needed) in needed(experiment) {
        let found = snapshot.tensors.iter().find(|tensor| tensor.name == name);
        let Some(found) = found else { return Err(BadWeights::Missing(name)) };
        if found.shape != needed {
            return Err(BadWeights::Shape { name, found: found.shape.clone(), needed });
        }
        if !found.values.0.iter().all(|v| v.is_finite()) {
            return Err(BadWeights::NotFinite(name));
        }
    }
    Ok(())
}

/// Names and shapes of the weights of the experiment's network.
fn needed(experiment: &Experiment) -> Vec<(String, Vec<u32>)> {
    let dim = experiment.dim() as u32;
    let n_features = match experiment.net.time {
        TimeFeaturesKind::Raw => 1,
        TimeFeaturesKind::Fourier4 => 8,
        TimeFeaturesKind::Fourier8 => 16,
        TimeFeaturesKind::Fourier16 => 32,
    };
    let layers = experiment.net.layers;
    let mut widths = vec![dim + n_features];
    widths.extend(std::iter::repeat_n(layers.width(), layers.n_hidden() as usize));
    widths.push(dim);
    let pairs = widths.windows(2).enumerate();
    pairs
        .flat_map(|(i, pair)| {
            let weight = (format!("weight/{i}.weight"), vec![pair[0], pair[1]]);
            [weight, (format!("weight/{i}.bias"), vec![pair[1]])]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A snapshot for the network of `link`, with numbers to tell apart.
    fn snapshot(link: &str) -> Snapshot {
        let mut next = 0.5_f32;
        let tensors = needed(&Experiment::from_link(link)).into_iter().map(|(name, shape)| {
            let n: u32 = shape.iter().product();
            let values = (0..n).map(|_| {
                next = -next * 1.01;
                next
            });
            NamedTensor { name, shape, values: Buffer(values.collect()) }
        });
        Snapshot { step: 1_234, tensors: tensors.collect() }
    }

    fn sorted(mut snapshot: Snapshot) -> Snapshot {
        snapshot.tensors.sort_by(|a, b| a.name.cmp(&b.name));
        snapshot
    }

    #[test]
    fn a_file_is_read_back_bit_for_bit_and_written_alike() {
        let snapshot = snapshot("net=8x2&time=fourier:4");
        let bytes = write(&snapshot, "https://example.org/#/lab?net=8x2", "abc");
        assert_eq!(read(&bytes), Ok(sorted(snapshot.clone())));
        assert_eq!(bytes, write(&snapshot, "https://example.org/#/lab?net=8x2", "abc"));
    }

    #[test]
    fn the_header_is_as_the_format_asks() {
        let bytes = write(&snapshot("net=4x1"), "link \"quoted\"", "abc");
        let (header, numbers) = parts(&bytes).unwrap();
        assert_eq!((header.len() % 8, header[0]), (0, b'{'));
        let header: serde_json::Value = serde_json::from_slice(header).unwrap();
        assert_eq!(header["__metadata__"]["link"], "link \"quoted\"");
        assert_eq!(header["weight/0.weight"]["dtype"], "F32");
        assert_eq!(header["weight/0.weight"]["shape"], serde_json::json!([3, 4]));
        assert_eq!(numbers.len(), 4 * (3 * 4 + 4 + 4 * 2 + 2));
    }

    #[test]
    fn weights_of_another_network_are_refused_in_one_sentence() {
        let of = |link: &str| Experiment::from_link(link);
        let small = snapshot("net=8x2");
        assert_eq!(check(&small, &of("net=8x2&lr=0.1")), Ok(()));
        let wider = check(&small, &of("net=16x2")).unwrap_err();
        assert!(matches!(&wider, BadWeights::Shape { name, .. } if name == "weight/0.weight"));
        assert!(matches!(check(&small, &of("net=8x3")), Err(BadWeights::Shape { .. })));
        assert!(matches!(
            check(&small, &of("net=8x1&data=two-points")),
            Err(BadWeights::Shape { .. })
        ));
        let mut broken = small.clone();
        broken.tensors[1].values.0[0] = f32::NAN;
        assert_eq!(
            check(&broken, &of("net=8x2")),
            Err(BadWeights::NotFinite("weight/0.bias".to_owned()))
        );
        broken.tensors.remove(1);
        assert_eq!(
            check(&broken, &of("net=8x2")),
            Err(BadWeights::Missing("weight/0.bias".to_owned()))
        );
    }

    #[test]
    fn bytes_that_are_no_file_are_an_error_and_not_a_panic() {
        let bytes = write(&snapshot("net=4x1"), "", "");
        for n in 0..bytes.len() {
            assert!(read(&bytes[..n]).is_err(), "{n}");
        }
        for i in 0..200 {
            let mut damaged = bytes.clone();
            damaged[i] ^= 0x55;
            // Whatever it says, it does not panic.
            let _ = read(&damaged);
        }
        assert_eq!(read(&u64::MAX.to_le_bytes()), Err(BadWeights::NotSafetensors));
    }
}
