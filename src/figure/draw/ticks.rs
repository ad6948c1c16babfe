//! Where an axis carries numbers, and how they are written.

/// Numbers for an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Its place.
    pub value: f64,
    /// Its text.
    pub label: String,
}

/// At most about `n` ticks on round numbers in `[low, high]`.
pub fn linear(low: f64, high: f64, n: usize) -> Vec<Tick> {
    round_step(high - low, n).map_or_else(Vec::new, |step| every(step, low, high))
}

/// Ticks at all multiples of `step` in `[low, high]`.
pub fn every(step: f64, low: f64, high: f64) -> Vec<Tick> {
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    let decimals = (-step.log10().floor()).clamp(0.0, 12.0) as usize;
    (first..=last)
        .map(|i| {
            let value = i as f64 * step;
            Tick { value, label: written(value, decimals) }
        })
        .collect()
}

/// 1, 2 or 5 times a power of ten that cuts `extent` into at most `n` steps.
pub fn round_step(extent: f64, n: usize) -> Option<f64> {
    if !extent.is_finite() || extent <= 0.0 || n == 0 {
        return None;
    }
    let least = extent / n as f64;
    let power = 10.0_f64.powf(least.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| least <= factor * power * (1.0 + 1e-9));
    Some(factor.unwrap_or(10.0) * power)
}

/// Most powers of ten that an axis names; of more, every second or third.
const MOST_POWERS: i32 = 7;

/// Ticks for a logarithmic axis on `[low, high]`, `0 < low`: powers of ten,
/// with 2 and 5 between them where there are few.
pub fn logarithmic(low: f64, high: f64) -> Vec<Tick> {
    if !(low.is_finite() && high.is_finite()) || low <= 0.0 || high <= low {
        return Vec::new();
    }
    let decades = (high / low).log10();
    let factors: &[f64] = match decades {
        d if d < 0.5 => &[1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0],
        d if d < 1.0 => &[1.0, 1.5, 2.0, 3.0, 5.0, 7.0],
        d if d < 2.5 => &[1.0, 2.0, 5.0],
        _ => &[1.0],
    };
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let stride = ((last - first) / MOST_POWERS + 1).max(1);
    let mut ticks = Vec::new();
    for power in (first..=last).filter(|power| power.rem_euclid(stride) == 0) {
        for factor in factors {
            let value = factor * 10.0_f64.powi(power);
            if low * (1.0 - 1e-9) <= value && value <= high * (1.0 + 1e-9) {
                ticks.push(Tick { value, label: short(value) });
            }
        }
    }
    // A narrow range between round numbers still gets some.
    if ticks.len() < 2 { linear(low, high, 3) } else { ticks }
}

/// A number in at most two significant digits more than its size needs.
pub fn short(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        return "0".to_owned();
    }
    if (1e4..1e6).contains(&size) {
        return format!("{}k", trimmed(&written(value / 1e3, 1)));
    }
    if !(1e-4..1e6).contains(&size) {
        return format!("{value:.0e}").replace('-', "−");
    }
    let decimals = (1.0 - size.log10().floor()).clamp(0.0, 6.0) as usize;
    trimmed(&written(value, decimals)).to_owned()
}

/// A number with a true minus sign.
fn written(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let is_zero = text.bytes().all(|b| !b.is_ascii_digit() || b == b'0');
    if is_zero { text.trim_start_matches('-').to_owned() } else { text.replace('-', "−") }
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn linear_ticks_are_round_and_inside() {
        assert_eq!(labels(&linear(-7.3, 7.3, 3)), ["−5", "0", "5"]);
        assert_eq!(labels(&linear(0.0, 3000.0, 3)), ["0", "1000", "2000", "3000"]);
        assert_eq!(labels(&linear(-0.25, 0.25, 5)), ["−0.2", "−0.1", "0.0", "0.1", "0.2"]);
    }

    #[test]
    fn logarithmic_ticks_are_never_too_few() {
        assert_eq!(labels(&logarithmic(0.1, 1000.0)), ["0.1", "1", "10", "100", "1000"]);
        assert_eq!(labels(&logarithmic(3.0, 14.0)), ["3", "5", "7", "10"]);
        assert_eq!(labels(&logarithmic(1e-3, 1e30)).len(), 7);
        assert_eq!(labels(&logarithmic(1.0, 1e9)), ["1", "100", "10k", "1e6", "1e8"]);
        for (low, high) in [(3.1, 3.3), (9.0, 11.0), (1e-7, 2e-7), (8.1, 8.2)] {
            let n = logarithmic(low, high).len();
            assert!((2..9).contains(&n), "{low} {high}: {n}");
        }
    }

    #[test]
    fn ranges_without_an_extent_have_no_ticks() {
        for (low, high) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
            assert!(linear(low, high, 4).is_empty() && logarithmic(low, high).is_empty());
        }
    }

    #[test]
    fn numbers_are_short() {
        let written = [0.0, 1.0, 0.25, 12.4, -3.0, 1500.0, 20_000.0, 0.003_14, 1e-6].map(short);
        assert_eq!(written, ["0", "1", "0.25", "12", "−3", "1500", "20k", "0.0031", "1e−6"]);
    }
}
