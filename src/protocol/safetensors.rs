//! Weights as a safetensors file and back.
//!
//! Eight bytes with the length of the header, a header in JSON with each
//! tensor's type, shape and place, then the numbers as little-endian `f32`.
//! `__metadata__` holds link, build, step and how to read the weights.
//!
//! Reading never panics and never takes more memory than the file is long: as
//! the format asks, the tensors fill the file without holes and overlaps.
//!
//! Source: the format's description, huggingface/safetensors, README.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;
use thiserror::Error;

use crate::experiment::param::short;
use crate::experiment::run::Experiment;
use crate::protocol::buffer::Buffer;
use crate::protocol::snapshot::NamedTensor;
use crate::protocol::snapshot::Snapshot;
use crate::protocol::snapshot::WEIGHT;

/// Key of what is no tensor.
const METADATA: &str = "__metadata__";
/// Longest header that is read.
const MAX_HEADER: usize = 1 << 20;
/// Most axes of a tensor.
const MAX_AXES: usize = 8;

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

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// The tensors, and the steps they were trained for.
    pub snapshot: Snapshot,
    /// Address of the experiment; empty if the file does not say.
    pub link: String,
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

/// What the bytes of a file say.
///
/// # Errors
/// [`BadWeights`] if the bytes are no such file or hold other numbers than `f32`.
pub fn read(bytes: &[u8]) -> Result<Weights, BadWeights> {
    let (header, numbers) = parts(bytes).ok_or(BadWeights::NotSafetensors)?;
    let header: Result<BTreeMap<String, Entry>, serde_json::Error> = serde_json::from_slice(header);
    let Ok(header) = header else { return Err(BadWeights::NotSafetensors) };
    let mut weights =
        Weights { snapshot: Snapshot { step: 0, tensors: Vec::new() }, link: String::new() };
    let mut places = Vec::new();
    for (name, entry) in header {
        match entry {
            Entry::Notes(notes) if name == METADATA => {
                let step = notes.get("step").and_then(|step| step.parse().ok());
                weights.snapshot.step = step.unwrap_or(0);
                weights.link = notes.get("link").cloned().unwrap_or_default();
            }
            Entry::Tensor { dtype, .. } if dtype != "F32" => {
                return Err(BadWeights::Dtype { name: short(&name), dtype: short(&dtype) });
            }
            Entry::Tensor { shape, data_offsets, .. } => places.push((data_offsets, name, shape)),
            Entry::Notes(_) => return Err(BadWeights::NotSafetensors),
        }
    }
    weights.snapshot.tensors = tensors(places, numbers).ok_or(BadWeights::NotSafetensors)?;
    Ok(weights)
}

/// The tensors in the order of their places; nothing unless they fill `numbers`.
fn tensors(
    mut places: Vec<([usize; 2], String, Vec<u32>)>,
    numbers: &[u8],
) -> Option<Vec<NamedTensor>> {
    places.sort();
    let mut tensors = Vec::with_capacity(places.len());
    let mut filled = 0;
    for ([start, end], name, shape) in places {
        let values = numbers.get(start..end).filter(|_| start == filled)?;
        let n = shape.iter().try_fold(4_usize, |n, &len| n.checked_mul(len as usize));
        if n != Some(values.len()) || MAX_AXES < shape.len() {
            return None;
        }
        filled = end;
        let words = values.chunks_exact(4);
        let values = words.map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        tensors.push(NamedTensor { name, shape, values: Buffer(values.collect()) });
    }
    (filled == numbers.len()).then_some(tensors)
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
    }
    let is_finite = |tensor: &&NamedTensor| tensor.values.0.iter().all(|v| v.is_finite());
    match snapshot.tensors.iter().find(|tensor| !is_finite(tensor)) {
        None => Ok(()),
        Some(broken) => Err(BadWeights::NotFinite(short(&broken.name))),
    }
}

/// Names and shapes of the weights of the experiment's network.
fn needed(experiment: &Experiment) -> Vec<(String, Vec<u32>)> {
    let widths: Vec<u32> =
        experiment.net.widths(experiment.dim()).into_iter().map(|width| width as u32).collect();
    let layers = widths.windows(2).enumerate();
    layers
        .flat_map(|(i, pair)| {
            let weight = (format!("{WEIGHT}/{i}.weight"), vec![pair[0], pair[1]]);
            [weight, (format!("{WEIGHT}/{i}.bias"), vec![pair[1]])]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

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

    #[test]
    fn a_file_is_read_back_bit_for_bit_and_written_alike() {
        let snapshot = snapshot("net=8x2&time=fourier:4");
        let bytes = write(&snapshot, "https://example.org/#/lab?net=8x2", "abc");
        let link = "https://example.org/#/lab?net=8x2".to_owned();
        assert_eq!(read(&bytes), Ok(Weights { snapshot: snapshot.clone(), link }));
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

    /// A file of our own making from a header in words.
    fn file(header: &str, n_numbers: usize) -> Vec<u8> {
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend(std::iter::repeat_n(0, 4 * n_numbers));
        bytes
    }

    #[test]
    fn files_with_holes_overlaps_or_promises_are_refused() {
        let one = |entries: &str, n| read(&file(&format!("{{{entries}}}"), n));
        let a = |offsets: &str| {
            format!(r#""a":{{"dtype":"F32","shape":[2],"data_offsets":{offsets}}}"#)
        };
        let b = |offsets: &str| a(offsets).replace("\"a\"", "\"b\"");
        assert!(one(&a("[0,8]"), 2).is_ok());
        for (entries, n) in [
            (a("[0,8]"), 3),
            (a("[8,16]"), 4),
            (format!("{},{}", a("[0,8]"), b("[0,8]")), 2),
            (format!("{},{}", a("[0,8]"), b("[4,12]")), 3),
            (a("[8,0]"), 2),
            (a("[0,18446744073709551615]"), 2),
            (a("[0,8]").replace("[2]", "[4294967295,4294967295,4294967295]"), 2),
            (a("[0,8]").replace("[2]", &format!("[{}2]", "1,".repeat(8))), 2),
            (r#""notes":{"link":"x"}"#.to_owned(), 0),
        ] {
            assert_eq!(one(&entries, n), Err(BadWeights::NotSafetensors), "{entries}");
        }
        let half = one(&a("[0,8]").replace("F32", "F16"), 2);
        assert!(matches!(half, Err(BadWeights::Dtype { dtype, .. }) if dtype == "F16"));
    }

    #[test]
    fn a_file_cut_off_anywhere_is_refused() {
        let bytes = write(&snapshot("net=4x1"), "", "");
        for n in 0..bytes.len() {
            assert!(read(&bytes[..n]).is_err(), "{n}");
        }
        assert_eq!(read(&u64::MAX.to_le_bytes()), Err(BadWeights::NotSafetensors));
    }

    #[test]
    fn no_bytes_make_reading_panic_or_grow() {
        let experiment = Experiment::from_link("net=4x1");
        let sound = write(&snapshot("net=4x1"), "#/lab?net=4x1", "abc");
        let header_end = sound.len() - 4 * (3 * 4 + 4 + 4 * 2 + 2);
        let words: [&[u8]; 9] =
            [b"{", b"}", b"[", b"]", b"\"", b"99999999999", b"-1", b"null", b"__metadata__"];
        let mut rng = Rng::stream(1, Stream::Figure, 2);
        for round in 0..20_000 {
            let mut bytes = sound.clone();
            for _ in 0..=rng.below(4) {
                let at =
                    if round % 2 == 0 { rng.below(bytes.len()) } else { rng.below(header_end) };
                let at = at.min(bytes.len() - 1);
                match rng.below(4) {
                    0 => bytes[at] = rng.below(256) as u8,
                    1 => bytes.truncate(at.max(1)),
                    2 => {
                        bytes.remove(at);
                        bytes.push(0);
                    }
                    _ => {
                        let word = words[rng.below(words.len())];
                        bytes.splice(at..at, word.iter().copied());
                    }
                }
            }
            if let Ok(weights) = read(&bytes) {
                let n: usize = weights.snapshot.tensors.iter().map(|t| t.values.0.len()).sum();
                assert!(4 * n <= bytes.len(), "round {round}");
                // Whatever it says of them, it does not panic.
                let _ = check(&weights.snapshot.for_sampling(), &experiment);
            }
        }
        for _ in 0..2_000 {
            let n = rng.below(200);
            let noise: Vec<u8> = (0..n).map(|_| rng.below(256) as u8).collect();
            assert!(read(&noise).is_err());
        }
        assert!(read(&file(&"[".repeat(100_000), 0)).is_err(), "deep nesting");
    }
}
