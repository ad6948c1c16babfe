//! Colors of the screen, and mixing that looks even to the eye.

/// A color in sRGB, 8 bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
}

impl Rgb {
    /// Color of three channels.
    pub const fn new(r: u8, g: u8, b: u8) -> Self {
        Self { r, g, b }
    }

    /// Color `0xRRGGBB`.
    const fn hex(code: u32) -> Self {
        Self::new((code >> 16) as u8, (code >> 8) as u8, code as u8)
    }

    /// Color that a style sheet writes as `#rgb`, `#rrggbb`, `rgb(..)` or `rgba(..)`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(digits) = text.strip_prefix('#') {
            let code = u32::from_str_radix(digits, 16).ok()?;
            return match digits.len() {
                3 => {
                    let digit = |shift: u32| 17 * (code >> shift & 15) as u8;
                    Some(Self::new(digit(8), digit(4), digit(0)))
                }
                6 => Some(Self::hex(code)),
                8 => Some(Self::hex(code >> 8)),
                _ => None,
            };
        }
        let inner = text.strip_prefix("rgb(").or_else(|| text.strip_prefix("rgba("))?;
        let inner = inner.strip_suffix(')')?;
        let mut channels =
            inner.split([',', ' ', '/']).filter(|part| !part.is_empty()).map(|part| {
                let value: f64 = part.parse().ok()?;
                Some(value.round().clamp(0.0, 255.0) as u8)
            });
        Some(Self { r: channels.next()??, g: channels.next()??, b: channels.next()?? })
    }

    /// The color as a style, `alpha` from 0 (clear) to 1.
    pub fn css(self, alpha: f64) -> String {
        format!("rgba({},{},{},{alpha})", self.r, self.g, self.b)
    }

    /// Color at `s` from 0 (`self`) to 1 (`other`), straight in `OKLab`.
    ///
    /// Source: B. Ottosson, "A perceptual color space for image processing", 2020.
    #[must_use]
    pub fn mixed(self, other: Self, s: f64) -> Self {
        let (a, b) = (self.to_oklab(), other.to_oklab());
        let s = s.clamp(0.0, 1.0);
        Self::from_oklab([0, 1, 2].map(|i| a[i] + s * (b[i] - a[i])))
    }

    /// Lightness, green-red and blue-yellow in `OKLab`; lightness from 0 to 1.
    ///
    /// Source: as [`Rgb::mixed`], with its matrices.
    pub fn to_oklab(self) -> [f64; 3] {
        let [r, g, b] = [self.r, self.g, self.b].map(linear);
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }

    fn from_oklab([lightness, a, b]: [f64; 3]) -> Self {
        let l = cube(lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
        let m = cube(lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
        let s = cube(lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b);
        Self {
            r: encoded(4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s),
            g: encoded(-1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s),
            b: encoded(-0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s),
        }
    }

    /// Contrast to `other`, from 1 (none) to 21.
    ///
    /// Source: WCAG 2.2, relative luminance and contrast ratio.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        0.2126 * linear(self.r) + 0.7152 * linear(self.g) + 0.0722 * linear(self.b)
    }
}

fn cube(v: f64) -> f64 {
    v * v * v
}

/// Light that an sRGB channel stands for, 0 to 1.
fn linear(channel: u8) -> f64 {
    let v = f64::from(channel) / 255.0;
    if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
}

/// Channel for a light from 0 to 1; outside is cut off.
fn encoded(light: f64) -> u8 {
    let light = light.clamp(0.0, 1.0);
    let v =
        if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (255.0 * v).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_is_lightness_one_without_hue() {
        let [l, a, b] = Rgb::new(0xff, 0xff, 0xff).to_oklab();
        assert!((l - 1.0).abs() < 1e-6 && a.abs() < 1e-6 && b.abs() < 1e-6, "{l} {a} {b}");
    }

    #[test]
    fn red_has_its_published_place() {
        // CSS Color 4, sample conversion of #ff0000: oklab(0.62796 0.22486 0.12585).
        let lab = Rgb::new(0xff, 0x00, 0x00).to_oklab();
        for (found, expected) in lab.iter().zip([0.627_96, 0.224_86, 0.125_85]) {
            assert!((found - expected).abs() < 1e-4, "{lab:?}");
        }
    }

    #[test]
    fn every_color_survives_the_way_there_and_back() {
        for code in (0..0x100_0000).step_by(4_999) {
            let color = Rgb::hex(code);
            assert_eq!(Rgb::from_oklab(color.to_oklab()), color);
        }
    }

    #[test]
    fn mixing_starts_and_ends_at_its_colors_and_is_even_in_lightness() {
        let (noise, data) = (Rgb::new(0x5b, 0x6e, 0xe1), Rgb::new(0xd9, 0x73, 0x0d));
        assert_eq!(noise.mixed(data, 0.0), noise);
        assert_eq!(noise.mixed(data, 1.0), data);
        let middle = noise.mixed(data, 0.5).to_oklab()[0];
        let mean = f64::midpoint(noise.to_oklab()[0], data.to_oklab()[0]);
        assert!((middle - mean).abs() < 3e-3, "{middle} {mean}");
    }

    #[test]
    fn styles_are_read_in_all_their_notations() {
        let expected = Some(Rgb::new(0x5b, 0x6e, 0xe1));
        for text in ["#5b6ee1", " #5B6EE1 ", "rgb(91, 110, 225)", "rgba(91 110 225 / 0.5)"] {
            assert_eq!(Rgb::parse(text), expected, "{text}");
        }
        assert_eq!(Rgb::parse("#fff"), Some(Rgb::new(0xff, 0xff, 0xff)));
        for text in ["", "red", "#12", "rgb(1, 2)", "rgb(a b c)", "#é23"] {
            assert_eq!(Rgb::parse(text), None, "{text}");
        }
    }

    #[test]
    fn black_on_white_has_the_largest_contrast() {
        let ratio = Rgb::new(0, 0, 0).contrast(Rgb::new(0xff, 0xff, 0xff));
        assert!((ratio - 21.0).abs() < 1e-9, "{ratio}");
    }
}
