//! A film of pictures as an animated GIF, one picture at a time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use gif::Encoder;
use gif::EncodingError;
use gif::Extension;
use gif::Frame;
use gif::Repeat;

/// Colors of a film; one entry is kept for nothing, the largest index is 255.
const MAX_COLORS: usize = 256;
/// Colors are told apart by this many bits a channel.
const BITS: u32 = 5;
/// Colors that can be told apart.
const N_CELLS: usize = 1 << (3 * BITS);

/// The few colors of a film, and which of them stands for any other.
#[derive(Clone, Debug)]
pub struct Colors {
    /// Red, green, blue, and so on.
    table: Vec<u8>,
    /// Index into the table, by cell.
    nearest: Vec<u8>,
}

impl Colors {
    /// The most frequent colors of some pictures, each as red, green, blue and
    /// alpha in turn; alpha is not looked at.
    pub fn of(pictures: &[&[u8]]) -> Self {
        let mut counts: BTreeMap<usize, ([u64; 3], u64)> = BTreeMap::new();
        for pixel in pictures.iter().flat_map(|picture| picture.chunks_exact(4)) {
            let (sum, n) = counts.entry(cell([pixel[0], pixel[1], pixel[2]])).or_default();
            for (sum, channel) in sum.iter_mut().zip(pixel) {
                *sum += u64::from(*channel);
            }
            *n += 1;
        }
        let mut means: Vec<([u8; 3], u64)> =
            counts.into_values().map(|(sum, n)| (sum.map(|sum| (sum / n) as u8), n)).collect();
        // Frequent ones first; of equally frequent ones the darker, so that the
        // same film has the same bytes.
        means.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        means.truncate(MAX_COLORS);
        if means.is_empty() {
            means.push(([0; 3], 1));
        }
        let table: Vec<[u8; 3]> = means.into_iter().map(|(color, _)| color).collect();
        let nearest = (0..N_CELLS).map(|cell| nearest(&table, middle(cell))).collect();
        Self { table: table.concat(), nearest }
    }

    fn indices(&self, picture: &[u8]) -> Vec<u8> {
        let index = |pixel: &[u8]| self.nearest[cell([pixel[0], pixel[1], pixel[2]])];
        picture.chunks_exact(4).map(index).collect()
    }
}

fn cell(color: [u8; 3]) -> usize {
    color.iter().fold(0, |cell, channel| cell << BITS | usize::from(channel >> (8 - BITS)))
}

/// The color in the middle of a cell.
fn middle(cell: usize) -> [u8; 3] {
    let channel = |shift: u32| ((cell >> shift & ((1 << BITS) - 1)) << (8 - BITS) | 4) as u8;
    [channel(2 * BITS), channel(BITS), channel(0)]
}

fn nearest(table: &[[u8; 3]], color: [u8; 3]) -> u8 {
    let away = |other: &[u8; 3]| -> u32 {
        other.iter().zip(color).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let found = table.iter().enumerate().min_by_key(|(_, other)| away(other));
    found.map_or(0, |(i, _)| i as u8)
}

/// A film in the making.
pub struct Film {
    encoder: Encoder<Vec<u8>>,
    colors: Colors,
    size: [u16; 2],
}

impl Film {
    /// A film of pictures of `size`, width and height, that plays again and again.
    ///
    /// # Errors
    /// [`EncodingError`] if the size is none that a GIF can have.
    pub fn new(size: [u16; 2], colors: Colors) -> Result<Self, EncodingError> {
        let mut encoder = Encoder::new(Vec::new(), size[0], size[1], &colors.table)?;
        encoder.set_repeat(Repeat::Infinite)?;
        Ok(Self { encoder, colors, size })
    }

    /// Writes a text into the file that players do not show.
    ///
    /// # Errors
    /// [`EncodingError`] if it could not be written.
    pub fn note(&mut self, text: &str) -> Result<(), EncodingError> {
        // The format cuts texts into blocks of at most 255 bytes.
        let blocks: Vec<&[u8]> = text.as_bytes().chunks(255).collect();
        self.encoder.write_raw_extension(Extension::Comment.into(), &blocks)
    }

    /// Adds a picture, shown for `hundredths` of a second.
    ///
    /// # Errors
    /// [`EncodingError`] if it has not as many pixels as the film.
    pub fn add(&mut self, picture: &[u8], hundredths: u16) -> Result<(), EncodingError> {
        let frame = Frame {
            width: self.size[0],
            height: self.size[1],
            delay: hundredths,
            buffer: Cow::Owned(self.colors.indices(picture)),
            ..Frame::default()
        };
        self.encoder.write_frame(&frame)
    }

    /// The file.
    ///
    /// # Errors
    /// [`EncodingError`] if its last byte could not be written.
    pub fn finish(self) -> Result<Vec<u8>, EncodingError> {
        self.encoder.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of 20 by 10 pixels, all of one color but for one line.
    fn picture(background: [u8; 3], line: [u8; 3]) -> Vec<u8> {
        let color = |i: usize| if i / 20 == 3 { line } else { background };
        (0..200).flat_map(|i| [color(i)[0], color(i)[1], color(i)[2], 255]).collect()
    }

    #[test]
    fn every_picture_is_read_back_in_its_colors() {
        let pictures =
            [picture([255, 255, 255], [217, 115, 13]), picture([255, 255, 255], [91, 110, 225])];
        let colors = Colors::of(&[&pictures[0], &pictures[1]]);
        let mut film = Film::new([20, 10], colors).unwrap();
        for picture in &pictures {
            film.add(picture, 4).unwrap();
        }
        let bytes = film.finish().unwrap();
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut decoder = options.read_info(&bytes[..]).unwrap();
        for picture in &pictures {
            let frame = decoder.read_next_frame().unwrap().expect("a picture");
            assert_eq!((frame.buffer.as_ref(), frame.delay), (&picture[..], 4));
        }
        assert!(decoder.read_next_frame().unwrap().is_none());
    }

    #[test]
    fn more_colors_than_a_gif_has_are_brought_to_near_ones() {
        let many: Vec<u8> = (0..4096_u32)
            .flat_map(|i| [(i % 64 * 4) as u8, (i / 64 * 4) as u8, 128, 255])
            .collect();
        let colors = Colors::of(&[&many]);
        assert_eq!(colors.table.len(), 3 * MAX_COLORS);
        assert_eq!(colors.indices(&many).len(), 4096);
        assert!(Film::new([0, 0], Colors::of(&[])).is_ok());
    }

    #[test]
    fn a_picture_of_another_size_is_refused() {
        let mut film = Film::new([20, 10], Colors::of(&[])).unwrap();
        assert!(film.add(&[0; 16], 4).is_err());
    }
}
