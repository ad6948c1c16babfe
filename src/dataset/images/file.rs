//! The file of a set of images: packed, and told from a damaged one.
//!
//! Ten bytes say `FLI1`, edge, classes, highest gray level, channels and a
//! reserved 0, 0; then a zlib stream of two little-endian `u32` (images to
//! learn from, images held out), one label and `channels side^2` gray levels an
//! image. zlib's checksum finds damage.

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use thiserror::Error;

use crate::dataset::images::ImageKind;
use crate::dataset::images::ImageSet;
use crate::dataset::images::Images;

const MAGIC: &[u8; 4] = b"FLI1";
const HEAD_LEN: usize = 10;
/// Most bytes that a file may unpack to.
const MAX_LEN: usize = 16 << 20;

/// Why a file holds no images.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadImages {
    /// Not the format.
    #[error("the file is not one of images, or of another version")]
    Foreign,
    /// Cut off or changed.
    #[error("the file is damaged")]
    Damaged,
    /// Of another set.
    #[error("the file holds other images")]
    Other,
}

/// Images as they are packed: levels from 0 (black) to the highest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Highest level.
    pub max: u8,
    /// One level a number of an image.
    pub levels: Vec<u8>,
    /// One label an image.
    pub labels: Vec<u8>,
    /// How many of the images, from the first, are to learn from.
    pub n_train: usize,
}

/// The file of `images`, which are of `kind`.
pub fn write(kind: ImageKind, images: &Levels) -> Vec<u8> {
    let n_held_out = images.labels.len() - images.n_train;
    let mut body = (images.n_train as u32).to_le_bytes().to_vec();
    body.extend((n_held_out as u32).to_le_bytes());
    body.extend(&images.labels);
    body.extend(&images.levels);
    let [side, classes, channels] = small(kind);
    let mut file = MAGIC.to_vec();
    file.extend([side, classes, images.max, channels, 0, 0]);
    file.extend(compress_to_vec_zlib(&body, 10));
    file
}

/// The images in a file of `kind`.
///
/// # Errors
/// [`BadImages`] if the bytes are no such file.
pub fn read(kind: ImageKind, bytes: &[u8]) -> Result<ImageSet, BadImages> {
    let (head, packed) = bytes.split_at_checked(HEAD_LEN).ok_or(BadImages::Foreign)?;
    if !head.starts_with(MAGIC) {
        return Err(BadImages::Foreign);
    }
    let [side, classes, max, channels] = [head[4], head[5], head[6], head[7]];
    if [side, classes, channels] != small(kind) || max == 0 {
        return Err(BadImages::Other);
    }
    let Ok(body) = decompress_to_vec_zlib_with_limit(packed, MAX_LEN) else {
        return Err(BadImages::Damaged);
    };
    let (counts, rest) = body.split_first_chunk::<8>().ok_or(BadImages::Damaged)?;
    let count = |i: usize| {
        u32::from_le_bytes([counts[i], counts[i + 1], counts[i + 2], counts[i + 3]]) as usize
    };
    let (n_train, n) = (count(0), count(0).saturating_add(count(4)));
    if n_train == 0 || n.checked_mul(1 + kind.dim()) != Some(rest.len()) {
        return Err(BadImages::Damaged);
    }
    let (labels, levels) = rest.split_at(n);
    let is_sound = labels.iter().all(|&label| label < classes) && levels.iter().all(|&v| v <= max);
    if !is_sound {
        return Err(BadImages::Damaged);
    }
    let pixels: Vec<f32> = levels.iter().map(|&level| pixel(level, max)).collect();
    let part = |images: std::ops::Range<usize>| Images {
        pixels: pixels[images.start * kind.dim()..images.end * kind.dim()].to_vec(),
        labels: labels[images].to_vec(),
    };
    Ok(ImageSet { kind, train: part(0..n_train), held_out: part(n_train..n) })
}

fn small(kind: ImageKind) -> [u8; 3] {
    [kind.side() as u8, kind.n_classes() as u8, kind.n_channels() as u8]
}

/// A gray level as a number from -1 to 1.
fn pixel(level: u8, max: u8) -> f32 {
    2.0 * f32::from(level) / f32::from(max) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels() -> Levels {
        let n = 7;
        Levels {
            max: 16,
            levels: (0..n * 64).map(|i| (i % 17) as u8).collect(),
            labels: (0..n).map(|i| i as u8).collect(),
            n_train: 5,
        }
    }

    #[test]
    fn a_file_gives_its_images_back_between_black_and_white() {
        let set = read(ImageKind::Digits8, &write(ImageKind::Digits8, &levels())).unwrap();
        assert_eq!((set.train.n(), set.held_out.n()), (5, 2));
        assert_eq!(set.held_out.labels, [5, 6]);
        // Image 5 begins at level 5 * 64 mod 17 = 14 of 16.
        assert!((set.held_out.image(0)[0] - 0.75).abs() < 1e-6);
        let [black, white] = [0, 16].map(|level| pixel(level, 16));
        assert_eq!([black.to_bits(), white.to_bits()], [(-1.0_f32).to_bits(), 1.0_f32.to_bits()]);
    }

    #[test]
    fn damage_anywhere_is_found() {
        let file = write(ImageKind::Digits8, &levels());
        assert_eq!(read(ImageKind::Digits16, &file), Err(BadImages::Other));
        for n in 0..file.len() {
            assert!(read(ImageKind::Digits8, &file[..n]).is_err(), "cut off at {n}");
        }
        for at in HEAD_LEN..file.len() {
            let mut broken = file.clone();
            broken[at] ^= 0x10;
            assert!(read(ImageKind::Digits8, &broken).is_err(), "changed at {at}");
        }
    }

    #[test]
    fn labels_and_levels_out_of_range_are_damage() {
        let broken = |change: fn(&mut Levels)| {
            let mut images = levels();
            change(&mut images);
            read(ImageKind::Digits8, &write(ImageKind::Digits8, &images))
        };
        assert_eq!(broken(|images| images.labels[0] = 10), Err(BadImages::Damaged));
        assert_eq!(broken(|images| images.levels[0] = 17), Err(BadImages::Damaged));
        assert_eq!(broken(|images| images.n_train = 0), Err(BadImages::Damaged));
    }
}
