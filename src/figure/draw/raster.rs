//! Pixels: many small round dots, blended faster than a canvas draws them.

use crate::figure::draw::color::Rgb;

/// An image with straight alpha, four bytes a pixel, the uppermost row first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raster {
    width: usize,
    height: usize,
    rgba: Vec<u8>,
}

/// A round dot in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Disc {
    /// Horizontal center, from the left edge.
    pub x: f32,
    /// Vertical center, from the upper edge.
    pub y: f32,
    /// Radius.
    pub radius: f32,
}

impl Raster {
    /// A clear image.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, rgba: vec![0; 4 * width * height] }
    }

    /// Makes the image clear and gives it a size; keeps its memory.
    pub fn clear(&mut self, width: usize, height: usize) {
        (self.width, self.height) = (width, height);
        self.rgba.clear();
        self.rgba.resize(4 * width * height, 0);
    }

    /// Width in pixels.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> usize {
        self.height
    }

    /// All bytes, row after row.
    pub fn rgba(&self) -> &[u8] {
        &self.rgba
    }

    /// Replaces one pixel.
    pub fn set(&mut self, x: usize, y: usize, color: Rgb, opacity: u8) {
        let at = 4 * (y * self.width + x);
        self.rgba[at..at + 4].copy_from_slice(&[color.r, color.g, color.b, opacity]);
    }

    /// Draws a dot over what is there, with a smooth edge one pixel wide.
    ///
    /// `alpha` from 0 to 1; what lies outside the image is cut off.
    pub fn disc(&mut self, disc: Disc, color: Rgb, alpha: f32) {
        let Disc { x, y, radius } = disc;
        let reach = radius + 0.5;
        if !(x + reach).is_finite() || !(y + reach).is_finite() {
            return;
        }
        let columns = span(x, reach, self.width);
        // Shrinks a dot below one pixel by opacity, not by size.
        let alpha = 255.0 * alpha * (2.0 * radius).min(1.0);
        for row in span(y, reach, self.height) {
            let dy = row as f32 + 0.5 - y;
            let at = 4 * (row * self.width + columns.start);
            let pixels = &mut self.rgba[at..at + 4 * columns.len()];
            let mut dx = columns.start as f32 + 0.5 - x;
            for pixel in pixels.chunks_exact_mut(4) {
                let coverage = reach - (dx * dx + dy * dy).sqrt();
                dx += 1.0;
                if 0.0 < coverage {
                    blend(pixel, color, (alpha * coverage.min(1.0)) as u32);
                }
            }
        }
    }
}

/// Pixels of `0..n` that `[center - reach, center + reach]` touches.
fn span(center: f32, reach: f32, n: usize) -> std::ops::Range<usize> {
    let start = ((center - reach).floor().max(0.0) as usize).min(n);
    let end = ((center + reach).ceil().max(0.0) as usize).min(n);
    start..end.max(start)
}

/// `color` with opacity `over` (0 to 255) over a pixel.
fn blend(pixel: &mut [u8], color: Rgb, over: u32) {
    let under = u32::from(pixel[3]);
    if under == 0 {
        pixel.copy_from_slice(&[color.r, color.g, color.b, over as u8]);
        return;
    }
    // Opacities times 255: what shines through, and the sum.
    let through = under * (255 - over);
    let total = over * 255 + through;
    if [pixel[0], pixel[1], pixel[2]] != [color.r, color.g, color.b] {
        for (channel, new) in pixel.iter_mut().zip([color.r, color.g, color.b]) {
            let mixed = u32::from(new) * over * 255 + u32::from(*channel) * through;
            *channel = ((mixed + total / 2) / total.max(1)) as u8;
        }
    }
    pixel[3] = ((total + 127) / 255) as u8;
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Rgb = Rgb::new(0x10, 0x20, 0x30);

    fn opacity(raster: &Raster) -> f64 {
        raster.rgba().chunks(4).map(|pixel| f64::from(pixel[3]) / 255.0).sum()
    }

    #[test]
    fn a_disc_covers_its_area_wherever_its_center_lies() {
        for (x, y) in [(10.0, 10.0), (10.3, 9.7), (10.5, 10.5)] {
            let mut raster = Raster::new(20, 20);
            raster.disc(Disc { x, y, radius: 4.0 }, INK, 1.0);
            let area = std::f64::consts::PI * 16.0;
            assert!((opacity(&raster) / area - 1.0).abs() < 0.03, "{}", opacity(&raster));
        }
    }

    #[test]
    fn discs_outside_or_without_a_place_draw_nothing() {
        let mut raster = Raster::new(8, 8);
        for x in [-50.0, 50.0, f32::NAN, f32::INFINITY, -1e30] {
            raster.disc(Disc { x, y: 4.0, radius: 2.0 }, INK, 1.0);
        }
        assert!(opacity(&raster) < 1e-9);
    }

    #[test]
    fn overlapping_discs_grow_darker_but_never_past_full() {
        let mut raster = Raster::new(9, 9);
        let disc = Disc { x: 4.5, y: 4.5, radius: 3.0 };
        let mut last = 0;
        for _ in 0..40 {
            raster.disc(disc, INK, 0.5);
            let center = raster.rgba()[4 * (4 * 9 + 4) + 3];
            assert!(last <= center);
            last = center;
        }
        assert!(250 < last, "{last}");
    }

    #[test]
    fn the_last_opaque_color_wins_and_half_a_color_mixes() {
        let disc = Disc { x: 2.5, y: 2.5, radius: 2.0 };
        let mut raster = Raster::new(5, 5);
        raster.disc(disc, Rgb::new(0x00, 0x00, 0x00), 1.0);
        raster.disc(disc, Rgb::new(0xff, 0xff, 0xff), 0.5);
        let center = &raster.rgba()[4 * (2 * 5 + 2)..][..4];
        assert!(center[..3].iter().all(|v| (126..=129).contains(v)), "{center:?}");
        assert_eq!(center[3], 255);
    }
}
