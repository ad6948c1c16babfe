//! Small labelled images: which sets there are, and what one holds.
//!
//! Pixels are numbers from -1 (black) to 1 (white), channel after channel, row
//! after row from the top: an image is a point with `channels side^2`
//! coordinates. What is drawn upside down is the painter's business.

pub mod file;
pub mod sprites;

use crate::dataset::images::sprites::sprite;
use crate::kinds;
use crate::math::kind::Kind;
use crate::math::rng::Rng;

kinds! {
    /// A set of small labelled images, in menu order.
    pub enum ImageKind {
        /// Handwritten digits of 8 by 8 pixels.
        Digits8 = "digits8", "Digits, 8 × 8";
        /// Handwritten digits of 16 by 16 pixels.
        Digits16 = "digits16", "Digits, 16 × 16";
        /// Colored shapes of 16 by 16 pixels, drawn by a program.
        Sprites = "sprites", "Sprites, 16 × 16";
    }
}

impl ImageKind {
    /// Pixels along an edge.
    pub const fn side(self) -> usize {
        match self {
            Self::Digits8 => 8,
            Self::Digits16 | Self::Sprites => 16,
        }
    }

    /// Numbers a pixel: 1 is gray, 3 red, green and blue.
    pub const fn n_channels(self) -> usize {
        match self {
            Self::Digits8 | Self::Digits16 => 1,
            Self::Sprites => 3,
        }
    }

    /// Number of labels.
    pub const fn n_classes(self) -> usize {
        match self {
            Self::Digits8 | Self::Digits16 => 10,
            Self::Sprites => sprites::SHAPES.len(),
        }
    }

    /// Coordinates of an image as a point.
    pub const fn dim(self) -> usize {
        self.n_channels() * self.side() * self.side()
    }

    /// The set's file beside the page; none if its images are drawn when needed.
    pub const fn file(self) -> Option<&'static str> {
        match self {
            Self::Digits8 => Some("data/digits8.bin"),
            Self::Digits16 => Some("data/digits16.bin"),
            Self::Sprites => None,
        }
    }

    /// What a label means.
    pub fn class_name(self, label: usize) -> String {
        match self {
            Self::Digits8 | Self::Digits16 => label.to_string(),
            Self::Sprites => sprites::SHAPES.get(label).copied().unwrap_or_default().to_owned(),
        }
    }
}

/// Images with their labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Images {
    /// All pixels, image after image.
    pub pixels: Vec<f32>,
    /// One label an image.
    pub labels: Vec<u8>,
}

/// A set of images, ready to be drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageSet {
    /// Which.
    pub kind: ImageKind,
    /// What networks learn from.
    pub train: Images,
    /// What nothing learns from: for judging alone.
    pub held_out: Images,
}

/// Sprites that stand for the set where a finite set is asked for.
const N_SPRITES: [usize; 2] = [5_000, 1_000];

impl ImageSet {
    /// The set that is drawn by a program: `N_SPRITES` images to learn from and
    /// to judge with.
    ///
    /// Random: the two parts are drawn from two streams of a seed of their own,
    /// the same in every run.
    pub fn sprites() -> Self {
        use crate::math::rng::Stream;
        let part = |index: usize| {
            let mut rng = Rng::stream(0, Stream::Data, index as u64);
            let mut images = Images::default();
            for i in 0..N_SPRITES[index] {
                let label = i % ImageKind::Sprites.n_classes();
                images.push(&sprite(label, &mut rng), label as u8);
            }
            images
        };
        Self { kind: ImageKind::Sprites, train: part(0), held_out: part(1) }
    }
}

impl Images {
    /// Number of images.
    pub fn n(&self) -> usize {
        self.labels.len()
    }

    /// Numbers an image.
    pub fn dim(&self) -> usize {
        self.pixels.len() / self.n().max(1)
    }

    /// Pixels of image number `idx`.
    pub fn image(&self, idx: usize) -> &[f32] {
        let dim = self.dim();
        &self.pixels[idx * dim..(idx + 1) * dim]
    }

    /// Appends an image.
    pub fn push(&mut self, pixels: &[f32], label: u8) {
        self.pixels.extend_from_slice(pixels);
        self.labels.push(label);
    }

    /// Every image of one class.
    #[must_use]
    pub fn of_class(&self, label: u8) -> Self {
        let mut found = Self::default();
        for idx in (0..self.n()).filter(|&idx| self.labels[idx] == label) {
            found.push(self.image(idx), label);
        }
        found
    }

    /// As many images as labels, each of its label, no image twice while there are others.
    ///
    /// Neighbors in a set may be of one writer; these are drawn from all of it.
    /// Random: uniform numbers of `rng`, one for each image of the set.
    #[must_use]
    pub fn drawn_like(&self, labels: &[u8], rng: &mut Rng) -> Self {
        let mut order: Vec<(f64, usize)> = (0..self.n()).map(|idx| (rng.uniform(), idx)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut n_taken = [0_usize; 256];
        let mut drawn = Self::default();
        for &label in labels {
            let alike: Vec<usize> =
                order.iter().map(|(_, idx)| *idx).filter(|&i| self.labels[i] == label).collect();
            let taken = &mut n_taken[usize::from(label)];
            if let Some(idx) = alike.get(*taken % alike.len().max(1)) {
                drawn.push(self.image(*idx), label);
            }
            *taken += 1;
        }
        drawn
    }

    /// The first `n` images, or all.
    #[must_use]
    pub fn first(&self, n: usize) -> Self {
        let n = n.min(self.n());
        Self { pixels: self.pixels[..n * self.dim()].to_vec(), labels: self.labels[..n].to_vec() }
    }
}

/// The kind of images that a link's `data` names, if it names any.
pub fn kind_of(key: &str) -> Option<ImageKind> {
    ImageKind::from_key(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Stream;

    #[test]
    fn images_drawn_like_others_have_their_labels_and_come_once() {
        let mut set = Images::default();
        for idx in 0..40_u8 {
            set.push(&[f32::from(idx)], idx % 4);
        }
        let labels = [0, 1, 1, 3, 1, 0];
        let drawn = set.drawn_like(&labels, &mut Rng::stream(3, Stream::Metric, 0));
        assert_eq!(drawn.labels, labels);
        let mut seen: Vec<i32> = drawn.pixels.iter().map(|v| *v as i32).collect();
        assert!(seen.iter().zip(labels).all(|(v, label)| v % 4 == i32::from(label)));
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), labels.len());
    }
}
