//! Pixels: many small round dots, blended faster than a canvas draws them.

use crate::figure::draw::color::Rgb;

/// An image with straight alpha, four bytes a pixel, the uppermost row first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raster {
    width: usize,
    height: usize,
    rgba: Vec<u8>,
}

/// Places between pixels, along each axis, that a dot's center is rounded to.
const N_PLACES: usize = 8;

/// A round dot of one size and opacity, ready to be stamped many times.
///
/// Its pixels are worked out once for centers an eighth of a pixel apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    reach: f32,
    /// Pixels along a side of a stamp.
    size: usize,
    /// For each place of the center, row by row, the opacity of every pixel.
    stamps: Vec<u8>,
}

impl Dot {
    /// A dot of a radius in pixels with a smooth edge one pixel wide; `alpha`
    /// from 0 to 1.
    pub fn new(radius: f32, alpha: f32) -> Self {
        let reach = radius.max(0.0) + 0.5;
        let size = (2.0 * reach).ceil() as usize + 1;
        // Shrinks a dot below one pixel by opacity, not by size.
        let alpha = 255.0 * alpha * (2.0 * radius).min(1.0);
        let mut stamps = Vec::with_capacity(N_PLACES * N_PLACES * size * size);
        let center = |place: usize| reach + (place as f32 + 0.5) / N_PLACES as f32;
        for (place_y, place_x) in (0..N_PLACES * N_PLACES).map(|i| (i / N_PLACES, i % N_PLACES)) {
            for (row, column) in (0..size * size).map(|i| (i / size, i % size)) {
                let dy = row as f32 + 0.5 - center(place_y);
                let dx = column as f32 + 0.5 - center(place_x);
                let coverage = (reach - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
                stamps.push((alpha * coverage) as u8);
            }
        }
        Self { reach, size, stamps }
    }

    /// Opacities of the stamp for a center so far beyond a pixel's corner, row by row.
    fn stamp(&self, [x, y]: [f32; 2]) -> &[u8] {
        let place = |beyond: f32| ((beyond * N_PLACES as f32) as usize).min(N_PLACES - 1);
        let len = self.size * self.size;
        let from = (place(y) * N_PLACES + place(x)) * len;
        &self.stamps[from..from + len]
    }
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

    /// Stamps a dot over what is there, its center at `x, y` from the upper
    /// left; what lies outside the image is cut off.
    pub fn dot(&mut self, dot: &Dot, [x, y]: [f32; 2], color: Rgb) {
        let (left, top) = (x - dot.reach, y - dot.reach);
        let (size, far) = (dot.size as f32, [self.width as f32, self.height as f32]);
        let is_seen = -size < left && left < far[0] && -size < top && top < far[1];
        // Also false where the center is no number.
        if !is_seen {
            return;
        }
        let stamp = dot.stamp([left - left.floor(), top - top.floor()]);
        let (left, top) = (left.floor() as isize, top.floor() as isize);
        let inside = |first: isize, n: usize| {
            let from = first.min(0).unsigned_abs();
            from..dot.size.min(n.saturating_add_signed(-first)).max(from)
        };
        let (columns, rows) = (inside(left, self.width), inside(top, self.height));
        for row in rows {
            let line = &stamp[row * dot.size..][columns.clone()];
            let y = top.saturating_add_unsigned(row).unsigned_abs();
            let x = left.saturating_add_unsigned(columns.start).unsigned_abs();
            let at = 4 * (y * self.width + x);
            let pixels = &mut self.rgba[at..at + 4 * line.len()];
            for (pixel, &over) in pixels.chunks_exact_mut(4).zip(line) {
                if 0 < over {
                    blend(pixel, color, u32::from(over));
                }
            }
        }
    }
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
    fn a_dot_covers_its_area_wherever_its_center_lies() {
        for center in [[10.0, 10.0], [10.3, 9.7], [10.5, 10.5]] {
            let mut raster = Raster::new(20, 20);
            raster.dot(&Dot::new(4.0, 1.0), center, INK);
            let area = std::f64::consts::PI * 16.0;
            assert!((opacity(&raster) / area - 1.0).abs() < 0.03, "{}", opacity(&raster));
        }
    }

    #[test]
    fn a_dot_lies_where_its_center_is() {
        for center in [[10.0, 10.0], [10.3, 9.7], [6.45, 12.95]] {
            let mut raster = Raster::new(20, 20);
            raster.dot(&Dot::new(3.0, 1.0), center, INK);
            let mut sum = [0.0; 2];
            for (i, pixel) in raster.rgba().chunks(4).enumerate() {
                let weight = f64::from(pixel[3]) / 255.0;
                sum[0] += weight * ((i % 20) as f64 + 0.5);
                sum[1] += weight * ((i / 20) as f64 + 0.5);
            }
            for (sum, center) in sum.iter().zip(center) {
                let off = sum / opacity(&raster) - f64::from(center);
                assert!(off.abs() <= 0.5 / N_PLACES as f64 + 0.01, "{off}");
            }
        }
    }

    #[test]
    fn a_dot_across_the_edge_is_cut_off_there() {
        let dot = Dot::new(3.0, 1.0);
        let mut whole = Raster::new(20, 20);
        whole.dot(&dot, [10.0, 10.0], INK);
        for (x, y) in [(0.0, 10.0), (20.0, 10.0), (10.0, 0.0), (10.0, 20.0)] {
            let mut raster = Raster::new(20, 20);
            raster.dot(&dot, [x, y], INK);
            assert!((opacity(&raster) / opacity(&whole) - 0.5).abs() < 0.05);
        }
    }

    #[test]
    fn dots_outside_or_without_a_place_draw_nothing() {
        let mut raster = Raster::new(8, 8);
        for x in [-50.0, 50.0, f32::NAN, f32::INFINITY, -1e30] {
            raster.dot(&Dot::new(2.0, 1.0), [x, 4.0], INK);
        }
        assert!(opacity(&raster) < 1e-9);
    }

    #[test]
    fn overlapping_dots_grow_darker_but_never_past_full() {
        let mut raster = Raster::new(9, 9);
        let dot = Dot::new(3.0, 0.5);
        let mut last = 0;
        for _ in 0..40 {
            raster.dot(&dot, [4.5, 4.5], INK);
            let center = raster.rgba()[4 * (4 * 9 + 4) + 3];
            assert!(last <= center);
            last = center;
        }
        assert!(250 < last, "{last}");
    }

    #[test]
    fn the_last_opaque_color_wins_and_half_a_color_mixes() {
        let mut raster = Raster::new(5, 5);
        raster.dot(&Dot::new(2.0, 1.0), [2.5, 2.5], Rgb::new(0x00, 0x00, 0x00));
        raster.dot(&Dot::new(2.0, 0.5), [2.5, 2.5], Rgb::new(0xff, 0xff, 0xff));
        let center = &raster.rgba()[4 * (2 * 5 + 2)..][..4];
        assert!(center[..3].iter().all(|v| (126..=129).contains(v)), "{center:?}");
        assert_eq!(center[3], 255);
    }
}
