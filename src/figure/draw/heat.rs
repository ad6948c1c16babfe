//! Color maps for values on a grid, with an even climb in lightness.

use crate::figure::draw::color::Rgb;
use crate::figure::draw::palette::Palette;
use crate::figure::draw::raster::Raster;
use crate::figure::scene::HeatMap;

/// Ten equal steps through viridis.
///
/// Source: viridisLite, `viridis(10)`, after matplotlib's map by S. van der
/// Walt and N. Smith (CC0).
const VIRIDIS: [Rgb; 10] = [
    Rgb::new(0x44, 0x01, 0x54),
    Rgb::new(0x48, 0x28, 0x78),
    Rgb::new(0x3e, 0x4a, 0x89),
    Rgb::new(0x31, 0x68, 0x8e),
    Rgb::new(0x26, 0x82, 0x8e),
    Rgb::new(0x1f, 0x9e, 0x89),
    Rgb::new(0x35, 0xb7, 0x79),
    Rgb::new(0x6d, 0xcd, 0x59),
    Rgb::new(0xb4, 0xde, 0x2c),
    Rgb::new(0xfd, 0xe7, 0x25),
];

/// Number of colors that a map is cut into.
const N_SHADES: usize = 256;

/// Colors of a map from its low to its high end, with their opacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Shades {
    colors: Vec<(Rgb, u8)>,
}

impl Shades {
    /// Colors of `map` on the paper of `palette`.
    pub fn new(map: HeatMap, palette: &Palette) -> Self {
        let colors = (0..N_SHADES).map(|i| {
            let s = i as f64 / (N_SHADES - 1) as f64;
            let (color, opacity) = match map {
                // Clear at the low end, so that the paper and what is under it shows.
                HeatMap::Density => (between(&VIRIDIS, s), 0.85 * smooth(s / 0.35)),
                HeatMap::Data => (palette.data, 0.5 * s),
                HeatMap::Error => (palette.error_low.mixed(palette.error_high, s), 0.95),
            };
            (color, (255.0 * opacity).round() as u8)
        });
        Self { colors: colors.collect() }
    }

    /// Color and opacity at `s` from 0 to 1; outside is cut off, no number is clear.
    pub fn at(&self, s: f32) -> (Rgb, u8) {
        if s.is_nan() {
            return (Rgb::new(0, 0, 0), 0);
        }
        self.colors[(s.clamp(0.0, 1.0) * (N_SHADES - 1) as f32).round() as usize]
    }

    /// Pixels of a grid of `n[0]` columns and `n[1]` rows, the uppermost row first.
    ///
    /// `weights` from 0 to 1 make nodes clearer; where there are none, all are full.
    pub fn raster(&self, n: [usize; 2], [values, weights]: [&[f32]; 2], range: [f32; 2]) -> Raster {
        let [columns, rows] = n;
        let mut raster = Raster::new(columns, rows);
        let per_unit = 1.0 / (range[1] - range[0]).max(f32::MIN_POSITIVE);
        for (row_idx, row) in values.chunks_exact(columns).take(rows).enumerate() {
            for (col_idx, value) in row.iter().enumerate() {
                let (color, opacity) = self.at((value - range[0]) * per_unit);
                let weight =
                    weights.get(row_idx * columns + col_idx).map_or(1.0, |w| w.clamp(0.0, 1.0));
                let opacity = (f32::from(opacity) * weight).round() as u8;
                raster.set(col_idx, rows - 1 - row_idx, color, opacity);
            }
        }
        raster
    }
}

/// Color at `s` from 0 to 1 along equally spaced `knots`, straight in `OKLab`.
fn between(knots: &[Rgb], s: f64) -> Rgb {
    let place = s.clamp(0.0, 1.0) * (knots.len() - 1) as f64;
    let left = (place as usize).min(knots.len() - 2);
    knots[left].mixed(knots[left + 1], place - left as f64)
}

/// 0 below 0, 1 above 1, without a kink in between.
fn smooth(s: f64) -> f64 {
    let s = s.clamp(0.0, 1.0);
    s * s * (3.0 - 2.0 * s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::draw::palette::DARK;
    use crate::figure::draw::palette::LIGHT;

    fn lightness(map: HeatMap, palette: &Palette) -> Vec<f64> {
        let shades = Shades::new(map, palette);
        shades.colors.iter().map(|(color, _)| color.to_oklab()[0]).collect()
    }

    #[test]
    fn maps_climb_evenly_in_lightness() {
        for (map, palette) in
            [(HeatMap::Density, &LIGHT), (HeatMap::Error, &LIGHT), (HeatMap::Error, &DARK)]
        {
            let l = lightness(map, palette);
            let total = l[N_SHADES - 1] - l[0];
            assert!(0.4 < total.abs(), "{map:?} {total}");
            for (i, pair) in l.windows(17).enumerate() {
                let climb = (pair[16] - pair[0]) / total;
                // An even climb makes 16/255 = 0.063 of it here.
                assert!((0.02..0.12).contains(&climb), "{map:?} at {i}: {climb}");
            }
        }
    }

    #[test]
    fn density_is_clear_at_its_low_end_and_error_is_not() {
        assert_eq!(Shades::new(HeatMap::Density, &LIGHT).at(0.0).1, 0);
        assert!(200 < Shades::new(HeatMap::Density, &LIGHT).at(1.0).1);
        assert!(200 < Shades::new(HeatMap::Error, &DARK).at(0.0).1);
    }

    #[test]
    fn values_outside_the_range_take_its_ends_and_nan_is_clear() {
        let shades = Shades::new(HeatMap::Error, &LIGHT);
        assert_eq!(shades.at(-3.0), shades.at(0.0));
        assert_eq!(shades.at(7.0), shades.at(1.0));
        assert_eq!(shades.at(f32::NAN).1, 0);
    }

    #[test]
    fn the_grids_first_row_is_the_lowest() {
        let shades = Shades::new(HeatMap::Error, &LIGHT);
        let raster = shades.raster([2, 2], [&[0.0, 0.0, 1.0, 1.0], &[]], [0.0, 1.0]);
        let top = shades.at(1.0).0;
        assert_eq!(raster.rgba()[..3], [top.r, top.g, top.b]);
    }

    #[test]
    fn a_node_without_weight_is_clear() {
        let shades = Shades::new(HeatMap::Error, &LIGHT);
        let raster = shades.raster([2, 2], [&[1.0; 4], &[0.0, 1.0, 1.0, 1.0]], [0.0, 1.0]);
        let is_clear: Vec<bool> = raster.rgba().chunks(4).map(|pixel| pixel[3] == 0).collect();
        assert_eq!(is_clear, [false, false, true, false]);
    }

    #[test]
    fn a_constant_field_has_a_color() {
        let shades = Shades::new(HeatMap::Error, &LIGHT);
        let raster = shades.raster([2, 2], [&[3.0; 4], &[]], [3.0, 3.0]);
        assert!(raster.rgba().chunks(4).all(|pixel| 0 < pixel[3]));
    }
}
