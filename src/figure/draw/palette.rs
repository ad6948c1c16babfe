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
    /// The second of two runs that are compared.
    pub second: Rgb,
    /// Classes, in the colors of Okabe and Ito.
    pub classes: [Rgb; 7],
    /// No error: almost paper.
    pub error_low: Rgb,
    /// The largest error of a map.
    pub error_high: Rgb,
    /// Whether light ink stands on dark paper.
    pub is_dark: bool,
}

/// Colors on light paper where the style sheet names none.
pub const LIGHT: Palette = Palette {
    paper: Rgb::new(0xff, 0xff, 0xff),
    ink: Rgb::new(0x1d, 0x1e, 0x23),
    quiet: Rgb::new(0x5a, 0x5c, 0x64),
    line: Rgb::new(0xdc, 0xd9, 0xcf),
    noise: Rgb::new(0x5b, 0x6e, 0xe1),
    data: Rgb::new(0xd9, 0x73, 0x0d),
    velocity: Rgb::new(0x0f, 0x8b, 0x8d),
    score: Rgb::new(0xb5, 0x17, 0x9e),
    second: Rgb::new(0xa6, 0x7c, 0x00),
    classes: [
        Rgb::new(0x00, 0x72, 0xb2),
        Rgb::new(0xd5, 0x5e, 0x00),
        Rgb::new(0x00, 0x8a, 0x63),
        Rgb::new(0xb8, 0x64, 0x9a),
        Rgb::new(0xa6, 0x7c, 0x00),
        Rgb::new(0x2a, 0x8f, 0xc7),
        Rgb::new(0x5e, 0x5e, 0x5e),
    ],
    error_low: Rgb::new(0xf6, 0xe7, 0xd8),
    error_high: Rgb::new(0x8c, 0x2d, 0x04),
    is_dark: false,
};

/// Colors on dark paper where the style sheet names none.
pub const DARK: Palette = Palette {
    paper: Rgb::new(0x1c, 0x1e, 0x23),
    ink: Rgb::new(0xec, 0xea, 0xe3),
    quiet: Rgb::new(0xa6, 0xa8, 0xb0),
    line: Rgb::new(0x33, 0x35, 0x3c),
    noise: Rgb::new(0x8b, 0x9b, 0xff),
    data: Rgb::new(0xff, 0xab, 0x5e),
    velocity: Rgb::new(0x4f, 0xd1, 0xc5),
    score: Rgb::new(0xf1, 0x78, 0xd8),
    second: Rgb::new(0xe0, 0xb7, 0x3a),
    classes: [
        Rgb::new(0x56, 0xa8, 0xe0),
        Rgb::new(0xf0, 0x7f, 0x36),
        Rgb::new(0x34, 0xc4, 0x97),
        Rgb::new(0xe0, 0x8f, 0xc2),
        Rgb::new(0xe0, 0xb7, 0x3a),
        Rgb::new(0x8f, 0xd0, 0xf5),
        Rgb::new(0xb0, 0xb0, 0xb0),
    ],
    error_low: Rgb::new(0x2a, 0x1f, 0x1a),
    error_high: Rgb::new(0xff, 0x8f, 0x5c),
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
            Paint::Error => self.error_high,
            Paint::Second => self.second,
            Paint::Class(class) => self.classes[usize::from(class) % self.classes.len()],
            Paint::Nth(n) => match n % 5 {
                0 => self.ink,
                1 => self.velocity,
                2 => self.score,
                3 => self.data,
                _ => self.noise,
            },
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
            let meanings = [palette.noise, palette.data, palette.velocity, palette.score];
            for mark in meanings.into_iter().chain(palette.classes) {
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
