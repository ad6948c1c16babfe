//! Messages to bytes and back.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A message that can not be read; another build wrote it.
#[derive(Debug, thiserror::Error)]
#[error("a message from another version of the program could not be read")]
pub struct BadMessage(#[from] postcard::Error);

/// Bytes of a message.
///
/// # Panics
/// Never: our messages hold nothing that the format refuses; a test writes them all.
pub fn encode<M: Serialize>(message: &M) -> Vec<u8> {
    postcard::to_stdvec(message).expect("protocol: every message can be written")
}

/// Message of those bytes.
///
/// # Errors
/// [`BadMessage`] if the bytes are no such message.
pub fn decode<M: DeserializeOwned>(bytes: &[u8]) -> Result<M, BadMessage> {
    Ok(postcard::from_bytes(bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::command::Command;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;
    use crate::protocol::event::Frame;
    use crate::protocol::snapshot::NamedTensor;
    use crate::protocol::snapshot::Snapshot;

    #[test]
    fn messages_survive_the_seam_bit_for_bit() {
        let numbers = Buffer(vec![1.5, -0.0, f32::MIN_POSITIVE, 3e38, f32::INFINITY]);
        let tensor =
            NamedTensor { name: "weights/0".to_owned(), shape: vec![5], values: numbers.clone() };
        let snapshot = Snapshot { step: 7, tensors: vec![tensor] };
        let event = Event::Snapshot { run: RunId(3), snapshot };
        assert_eq!(decode::<Event>(&encode(&event)).unwrap(), event);
        let frame = Frame::Cloud { t: 0.25, dim: 2, points: numbers };
        let event = Event::Frame { run: RunId(3), frame };
        assert_eq!(decode::<Event>(&encode(&event)).unwrap(), event);
    }

    #[test]
    fn damaged_bytes_are_an_error_and_not_a_panic() {
        let bytes = encode(&Command::Stop { run: RunId(1) });
        assert!(decode::<Event>(&bytes[..1]).is_err());
        for n in 0..255_u8 {
            let _ = decode::<Event>(&[n, 255, 255, 255, 255, 255]);
        }
    }
}
