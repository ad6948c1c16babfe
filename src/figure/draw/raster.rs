//! Pixels: many small round dots, blended faster than a canvas draws them.

use std::ops::Range;

use crate::figure::draw::color::Rgb;

/// An image with straight alpha, four bytes a pixel, the uppermost row first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raster {
    width: usize,
    height: usize,
    rgba: Vec<u8>,
    /// Whether all that is painted on is opaque paper: then nothing shines
    /// through, and a pixel is blended without a division.
    is_paper: bool,
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
        Self { width, height, rgba: vec![0; 4 * width * height], is_paper: false }
    }

    /// Makes the image clear and gives it a size; keeps its memory.
    pub fn clear(&mut self, width: usize, height: usize) {
        (self.width, self.height) = (width, height);
        self.is_paper = false;
        self.rgba.clear();
        self.rgba.resize(4 * width * height, 0);
    }

    /// Gives the image a size for painting on paper; its pixels are what they
    /// were until [`Self::cover`] or [`Self::copy`] has laid the rows that are used.
    pub fn lay(&mut self, width: usize, height: usize) {
        (self.width, self.height) = (width, height);
        self.is_paper = true;
        self.rgba.resize(4 * width * height, 0);
    }

    /// Covers rows with opaque paper.
    pub fn cover(&mut self, rows: Range<usize>, paper: Rgb) {
        let pixel = [paper.r, paper.g, paper.b, 255];
        let line = 4 * self.width;
        for under in self.rgba[line * rows.start..line * rows.end].chunks_exact_mut(4) {
            under.copy_from_slice(&pixel);
        }
    }

    /// Copies rows from an image of the same size.
    ///
    /// # Panics
    /// If the sizes differ.
    pub fn copy(&mut self, rows: Range<usize>, from: &Self) {
        assert_eq!((self.width, self.height), (from.width, from.height), "raster: one size");
        let bytes = 4 * self.width * rows.start..4 * self.width * rows.end;
        self.rgba[bytes.clone()].copy_from_slice(&from.rgba[bytes]);
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
            let pairs = pixels.chunks_exact_mut(4).zip(line).filter(|(_, over)| 0 < **over);
            if self.is_paper {
                pairs.for_each(|(pixel, &over)| lay_over(pixel, color, u32::from(over)));
            } else {
                pairs.for_each(|(pixel, &over)| blend(pixel, color, u32::from(over)));
            }
        }
    }
}

/// `color` with opacity `over` (0 to 255) over an opaque pixel.
///
/// Red and blue are mixed in one word, and the opacity is counted in 256ths,
/// so that no channel needs a division: off by one step of 255 at most.
fn lay_over(pixel: &mut [u8], color: Rgb, over: u32) {
    const RED_BLUE: u32 = 0x00ff_00ff;
    let over = over + (over >> 7);
    let under = 256 - over;
    let [r, g, b] = [color.r, color.g, color.b].map(u32::from);
    let below = u32::from(pixel[0]) | u32::from(pixel[2]) << 16;
    let red_blue = ((r | b << 16) * over + below * under + 0x0080_0080) >> 8 & RED_BLUE;
    let green = (g * over + u32::from(pixel[1]) * under + 0x80) >> 8;
    pixel.copy_from_slice(&[red_blue as u8, green as u8, (red_blue >> 16) as u8, 255]);
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
    fn on_paper_dots_look_as_over_it() {
        let (paper, other) = (Rgb::new(0xff, 0xfb, 0xf0), Rgb::new(0xd9, 0x73, 0x0d));
        let (mut clear, mut laid) = (Raster::new(24, 24), Raster::default());
        laid.lay(24, 24);
        laid.cover(0..24, paper);
        for (i, color) in [INK, other, INK, other, INK].into_iter().enumerate() {
            let dot = Dot::new(2.0 + i as f32, 0.2 + 0.15 * i as f32);
            for raster in [&mut clear, &mut laid] {
                raster.dot(&dot, [4.3 + 3.0 * i as f32, 11.7], color);
            }
        }
        for (over, found) in clear.rgba().chunks(4).zip(laid.rgba().chunks(4)) {
            let alpha = f64::from(over[3]) / 255.0;
            for (k, paper) in [paper.r, paper.g, paper.b].into_iter().enumerate() {
                let expected = alpha * f64::from(over[k]) + (1.0 - alpha) * f64::from(paper);
                assert!((f64::from(found[k]) - expected).abs() < 4.0, "{found:?} {expected}");
            }
            assert_eq!(found[3], 255);
        }
    }

    #[test]
    fn a_full_color_on_paper_stays_itself_however_often_it_is_laid() {
        let mut raster = Raster::default();
        raster.lay(9, 9);
        raster.cover(0..9, Rgb::new(0, 0, 0));
        let color = Rgb::new(0xff, 0x73, 0x01);
        for _ in 0..60 {
            raster.dot(&Dot::new(3.0, 0.5), [4.5, 4.5], color);
        }
        let center = &raster.rgba()[4 * (4 * 9 + 4)..][..3];
        let off = |found: u8, color: u8| (i32::from(found) - i32::from(color)).abs();
        assert!(off(center[0], 0xff) <= 1 && off(center[1], 0x73) <= 1 && off(center[2], 1) <= 1);
    }

    #[test]
    fn rows_are_covered_and_copied_alone() {
        let paper = Rgb::new(9, 8, 7);
        let (mut ground, mut raster) = (Raster::default(), Raster::default());
        ground.lay(3, 4);
        ground.cover(0..4, paper);
        raster.lay(3, 4);
        raster.copy(1..3, &ground);
        let rows: Vec<bool> = raster.rgba().chunks(12).map(|row| row[0] == 9).collect();
        assert_eq!(rows, [false, true, true, false]);
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
