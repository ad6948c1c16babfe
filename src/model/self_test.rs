//! Whether a device computes what the CPU computes.
//!
//! A graphics driver can skip a shader it does not accept and leave wrong
//! numbers behind without a word.

use burn::tensor::Device;

use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::model::shape::Shape;

/// Largest difference taken for rounding, in units of the largest number.
const TOLERANCE: f32 = 1e-3;

/// Why a device is not trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTrusted {
    /// Other numbers than the CPU's.
    #[error("its {what} are not those of the CPU")]
    Wrong {
        /// Which numbers.
        what: &'static str,
    },
    /// No answer.
    #[error(transparent)]
    Lost(#[from] DeviceLost),
}

/// What is compared: a number on the device, named.
pub type Numbers = [(&'static str, burn::tensor::Tensor<1>); 3];

/// Runs `compute` on the untrained network `shape` of a seed on `device` and on the CPU
/// and compares the numbers.
///
/// # Errors
/// [`NotTrusted`] if they differ by more than rounding, or the device is gone.
pub async fn compare<S: Shape>(
    (shape, seed): (&S, u64),
    device: &Device,
    compute: impl Fn(Network<S>, &Device) -> Numbers,
) -> Result<(), NotTrusted> {
    let on = |device: &Device| compute(Network::first(shape.clone(), seed, device), device);
    let cpu = Device::flex();
    let names = on(&cpu).map(|(name, _)| name);
    let expected = read(on(&cpu).map(|(_, numbers)| numbers).to_vec()).await?;
    let found = read(on(device).map(|(_, numbers)| numbers).to_vec()).await?;
    for ((what, expected), found) in names.into_iter().zip(&expected).zip(&found) {
        if !is_close(expected, found) {
            return Err(NotTrusted::Wrong { what });
        }
    }
    Ok(())
}

fn is_close(expected: &[f32], found: &[f32]) -> bool {
    let largest = expected.iter().fold(0.0_f32, |max, v| max.max(v.abs()));
    let bound = TOLERANCE * largest.max(f32::MIN_POSITIVE);
    let mut pairs = expected.iter().zip(found);
    expected.len() == found.len() && pairs.all(|(a, b)| (a - b).abs() <= bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_passes_and_wrong_or_missing_numbers_do_not() {
        assert!(is_close(&[1.0, -200.0], &[1.0001, -200.01]));
        assert!(!is_close(&[1.0, -200.0], &[2.0, -200.0]));
        assert!(!is_close(&[1.0, -200.0], &[1.0, f32::NAN]));
        assert!(!is_close(&[1.0], &[]));
        assert!(!is_close(&[0.0, 0.0], &[0.0, 1.0]));
    }
}
