//! Many `f32` numbers, or the bytes of a file, sent as one block.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error as _;

/// Numbers as they cross the seam; the meaning stands where they are used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Buffer(pub Vec<f32>);

/// Bytes of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(<&[u8]>::deserialize(deserializer)?.to_vec()))
    }
}

impl Serialize for Buffer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytemuck::cast_slice(&self.0))
    }
}

impl<'de> Deserialize<'de> for Buffer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(deserializer)?;
        let words = bytes.chunks_exact(4);
        if !words.remainder().is_empty() {
            return Err(D::Error::custom("a buffer holds whole numbers of four bytes"));
        }
        Ok(Self(words.map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()))
    }
}
