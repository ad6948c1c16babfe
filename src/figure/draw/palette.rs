//! Which color a meaning has; the values come from the page's style sheet.

use crate::figure::draw::color::Rgb;
use crate::figure::scene::Paint;

/// One color a meaning, for a light or a dark page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Background of the figure.
    pub paper: Rgb,
    /// Text and strong lines; exact values and theory.
    pub ink: Rgb,
    /// Secondary text.
    pub quiet: Rgb,
    /// Hairlines: frames, grid lines.
    pub line: Rgb,
    /// Noise, t = 0.
    pub noise: Rgb,
    /// Data, t = 1.
    pub data: Rgb,
    /// Velocity.
    pub velocity: Rgb,
    /// Score.
    pub score: Rgb,
    /// No error: almost paper.
    pub error_low: Rgb,
    /// The largest error of a map.
    pub error_high: Rgb,
    /// Whether light ink stands on dark paper.
    pub is_dark: bool,
}

/// Colors on light paper where the style sheet names none.
pub const LIGHT: Palette = Palette {
    paper: Rgb::hex(0xff_ff_ff),
    ink: Rgb::hex(0x1d_1e_23),
    quiet: Rgb::hex(0x5a_5c_64),
    line: Rgb::hex(0xdc_d9_cf),
    noise: Rgb::hex(0x5b_6e_e1),
    data: Rgb::hex(0xd9_73_0d),
    velocity: Rgb::hex(0x0f_8b_8d),
    score: Rgb::hex(0xb5_17_9e),
    error_low: Rgb::hex(0xf6_e7_d8),
    error_high: Rgb::hex(0x8c_2d_04),
    is_dark: false,
};

/// Colors on dark paper where the style sheet names none.
pub const DARK: Palette = Palette {
    paper: Rgb::hex(0x1c_1e_23),
    ink: Rgb::hex(0xec_ea_e3),
    quiet: Rgb::hex(0xa6_a8_b0),
    line: Rgb::hex(0x33_35_3c),
    noise: Rgb::hex(0x8b_9b_ff),
    data: Rgb::hex(0xff_ab_5e),
    velocity: Rgb::hex(0x4f_d1_c5),
    score: Rgb::hex(0xf1_78_d8),
    error_low: Rgb::hex(0x2a_1f_1a),
    error_high: Rgb::hex(0xff_8f_5c),
    is_dark: true,
};

impl Palette {
    /// Color of a meaning.
    pub fn color(&self, paint: Paint) -> Rgb {
        match paint {
            Paint::Noise => self.noise,
            Paint::Data => self.data,
            Paint::Between(t) => self.noise.mixed(self.data, f64::from(t)),
            Paint::Velocity => self.velocity,
            Paint::Score => self.score,
            Paint::Exact | Paint::Ink => self.ink,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_marks_stand_out_from_the_paper() {
        for palette in [LIGHT, DARK] {
            for text in [palette.ink, palette.quiet] {
                assert!(4.5 <= palette.paper.contrast(text), "{text:?}");
            }
            for mark in [palette.noise, palette.data, palette.velocity, palette.score] {
                assert!(3.0 <= palette.paper.contrast(mark), "{mark:?}");
            }
        }
    }

    #[test]
    fn what_lies_between_noise_and_data_ends_at_both() {
        assert_eq!(LIGHT.color(Paint::Between(0.0)), LIGHT.noise);
        assert_eq!(LIGHT.color(Paint::Between(1.0)), LIGHT.data);
    }
}
