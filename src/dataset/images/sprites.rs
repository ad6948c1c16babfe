//! Sprites: colored shapes of 16 by 16 pixels, drawn from factors.
//!
//! The label is the shape; color, size and place are free. A law with known
//! factors shows what a network has taken for what.

use crate::dataset::images::ImageKind;
use crate::math::rng::Rng;

/// Names of the shapes, in the order of their labels.
pub const SHAPES: [&str; 5] = ["disc", "square", "triangle", "cross", "ring"];

/// What a sprite is made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors {
    /// Shape, see [`SHAPES`].
    pub label: usize,
    /// Red, green and blue, each from 0 to 1.
    pub color: [f64; 3],
    /// Middle in pixels, from the upper left corner.
    pub center: [f64; 2],
    /// Half the extent in pixels.
    pub radius: f64,
}

impl Factors {
    /// Factors of a sprite with that label.
    ///
    /// Random: the radius on 3 to 5 pixels, the middle wherever the shape stays
    /// inside, a hue on the circle of pure colors.
    pub fn draw(label: usize, rng: &mut Rng) -> Self {
        let side = ImageKind::Sprites.side() as f64;
        let radius = rng.uniform_in(3.0, 5.0);
        let mut place = || rng.uniform_in(radius + 1.0, side - radius - 1.0);
        let center = [place(), place()];
        Self { label, color: pure(rng.uniform()), center, radius }
    }

    /// Share of a pixel that the shape covers, from 4 by 4 places in it.
    fn cover(&self, column: usize, row: usize) -> f64 {
        let at = |pixel: usize, part: usize| pixel as f64 + (part as f64 + 0.5) / 4.0;
        let places = (0..16).map(|k| [at(column, k % 4), at(row, k / 4)]);
        places.filter(|&place| self.holds(place)).count() as f64 / 16.0
    }

    /// Whether a place is in the shape.
    fn holds(&self, place: [f64; 2]) -> bool {
        let [x, y] = [0, 1].map(|k| (place[k] - self.center[k]) / self.radius);
        match self.label {
            0 => x * x + y * y <= 1.0,
            1 => x.abs().max(y.abs()) <= 0.85,
            // Upright, with its tip above.
            2 => y <= 0.8 && x.abs() <= 0.5 * (y + 1.0),
            3 => x.abs().min(y.abs()) <= 0.3 && x.abs().max(y.abs()) <= 1.0,
            _ => (0.3..=1.0).contains(&(x * x + y * y)),
        }
    }

    /// Pixels, red, then green, then blue, on black.
    pub fn pixels(&self) -> Vec<f32> {
        let side = ImageKind::Sprites.side();
        let cover: Vec<f64> = (0..side * side).map(|i| self.cover(i % side, i / side)).collect();
        let channel =
            |color: f64| cover.iter().map(move |cover| (2.0 * color * cover - 1.0) as f32);
        self.color.into_iter().flat_map(channel).collect()
    }
}

/// A fresh sprite with that label.
///
/// Random: as [`Factors::draw`].
pub fn sprite(label: usize, rng: &mut Rng) -> Vec<f32> {
    Factors::draw(label, rng).pixels()
}

/// The pure color at `turn` of the circle: red at 0, green at 1/3, blue at 2/3.
fn pure(turn: f64) -> [f64; 3] {
    [0.0, 1.0, 2.0].map(|third: f64| {
        let off = (turn - third / 3.0).rem_euclid(1.0);
        let gap = off.min(1.0 - off);
        (2.0 - 6.0 * gap).clamp(0.0, 1.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Stream;

    /// Area that a shape covers, in pixels, from its red channel.
    fn area(label: usize, radius: f64) -> f64 {
        let factors = Factors { label, color: [1.0, 0.0, 0.0], center: [8.0, 8.0], radius };
        factors.pixels()[..256].iter().map(|&v| f64::from(v + 1.0) / 2.0).sum()
    }

    #[test]
    fn shapes_cover_the_area_of_their_geometry() {
        let r = 5.0_f64;
        let exact = [
            std::f64::consts::PI * r * r,
            (1.7 * r) * (1.7 * r),
            0.5 * 1.8 * 1.8 * r * r,
            (2.0 * 2.0 * 0.6 - 0.36) * r * r,
            0.7 * std::f64::consts::PI * r * r,
        ];
        for (label, exact) in exact.into_iter().enumerate() {
            // Sixteen places a pixel: the edge is known to a quarter of a pixel.
            assert!((area(label, r) - exact).abs() < 0.04 * exact, "{label}");
        }
    }

    #[test]
    fn sprites_stay_inside_and_in_their_range() {
        let mut rng = Rng::stream(3, Stream::Data, 0);
        for i in 0..200 {
            let pixels = sprite(i % SHAPES.len(), &mut rng);
            assert_eq!(pixels.len(), ImageKind::Sprites.dim());
            assert!(pixels.iter().all(|v| (-1.0..=1.0).contains(v)));
            let is_edge = |k: usize| {
                let (x, y) = (k % 16, k % 256 / 16);
                [0, 15].contains(&x) || [0, 15].contains(&y)
            };
            let has_edge = (0..768).any(|k| is_edge(k) && -1.0 < pixels[k]);
            assert!(!has_edge, "sprite {i} touches the edge");
        }
    }

    #[test]
    fn pure_colors_are_where_they_belong() {
        for (turn, color) in [(0.0, 0), (1.0 / 3.0, 1), (2.0 / 3.0, 2)] {
            for (k, v) in pure(turn).into_iter().enumerate() {
                let exact = if k == color { 1.0 } else { 0.0 };
                assert!((v - exact).abs() < 1e-9);
            }
        }
        let [red, green, blue] = pure(1.0 / 6.0);
        assert!((red - 1.0).abs() < 1e-9 && (green - 1.0).abs() < 1e-9 && blue < 1e-9);
    }
}
