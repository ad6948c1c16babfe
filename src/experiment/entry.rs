//! How a number is entered: ticks of a slider, steps of a key press, what to type.
//!
//! Sliders give round numbers only; what is typed may be any number in range.

use crate::experiment::layers::Layers;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::experiment::param::Value;

/// Most ticks of a slider; about the pixels that it has.
const MAX_TICKS: u32 = 400;

/// Whole numbers over a wider linear range are typed, not slid.
const WIDEST_SLIDER: f64 = 10_000.0;

/// Keys of what does nothing at 0.
const OFF_AT_ZERO: &[&str] = &["ema", "clip", "warm"];

/// A slider over the range of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slider {
    min: f64,
    max: f64,
    scale: Scale,
    is_whole: bool,
}

impl Slider {
    /// Slider of a number; none for what is no number or has too many values.
    pub fn of(kind: &ParamKind) -> Option<Self> {
        match *kind {
            ParamKind::Whole { min, max, scale } => {
                let (min, max) = (min as f64, max as f64);
                let is_wide = scale == Scale::Linear && WIDEST_SLIDER < max - min;
                (!is_wide).then_some(Self { min, max, scale, is_whole: true })
            }
            ParamKind::Real { min, max, scale } => Some(Self { min, max, scale, is_whole: false }),
            ParamKind::Choice(_)
            | ParamKind::Set(_)
            | ParamKind::Reals { .. }
            | ParamKind::Net
            | ParamKind::Drawn
            | ParamKind::Mix => None,
        }
    }

    /// The last tick; the first is 0.
    pub fn last_tick(&self) -> u32 {
        let n_values = self.max - self.min;
        if self.is_whole && n_values < f64::from(MAX_TICKS) { n_values as u32 } else { MAX_TICKS }
    }

    /// Tick nearest to a value; 0 for what is no number.
    pub fn tick_of(&self, value: &Value) -> u32 {
        let Some(number) = number_of(value) else { return 0 };
        let share = match self.scale {
            Scale::Linear => (number - self.min) / (self.max - self.min),
            Scale::Log => libm::log(number / self.min) / libm::log(self.max / self.min),
        };
        (share.clamp(0.0, 1.0) * f64::from(self.last_tick())).round() as u32
    }

    /// The round number at a tick; exactly the ends of the range at the ends.
    pub fn value_at(&self, tick: u32) -> Value {
        let last = self.last_tick();
        if tick == 0 {
            return self.value(self.min);
        }
        if last <= tick {
            return self.value(self.max);
        }
        let share = f64::from(tick) / f64::from(last);
        let number = match self.scale {
            Scale::Linear => self.min + share * (self.max - self.min),
            Scale::Log => self.min * libm::pow(self.max / self.min, share),
        };
        self.value(self.rounded(number))
    }

    /// The next round number above or below a value, `n_steps` times.
    pub fn stepped(&self, value: &Value, n_steps: i32) -> Value {
        let mut number = number_of(value).unwrap_or(self.min);
        for _ in 0..n_steps.unsigned_abs() {
            let step = self.step_at(number, 0 < n_steps);
            // Numbers on the grid of steps; a tenth forgives what rounding does.
            let next = if 0 < n_steps {
                (number / step + 0.1).floor() + 1.0
            } else {
                (number / step - 0.1).ceil() - 1.0
            };
            number = to_decimals(next * step, step).clamp(self.min, self.max);
        }
        self.value(number)
    }

    fn rounded(&self, number: f64) -> f64 {
        let step = match self.scale {
            Scale::Linear => self.linear_step(),
            Scale::Log => self.least_step(decade(number) * 0.1),
        };
        to_decimals((number / step).round() * step, step).clamp(self.min, self.max)
    }

    fn step_at(&self, number: f64, is_up: bool) -> f64 {
        match self.scale {
            Scale::Linear => self.linear_step(),
            // Below a power of ten the steps are ten times finer.
            Scale::Log if is_up => self.least_step(decade(number * 1.000_001) * 0.1),
            Scale::Log => self.least_step(decade(number * 0.999_999) * 0.1),
        }
    }

    /// The power of ten nearest below a 400th of the range.
    fn linear_step(&self) -> f64 {
        self.least_step(decade((self.max - self.min) / f64::from(MAX_TICKS)))
    }

    fn least_step(&self, step: f64) -> f64 {
        if self.is_whole { step.max(1.0) } else { step }
    }

    fn value(&self, number: f64) -> Value {
        if self.is_whole { Value::Whole(number.round() as u64) } else { Value::Real(number) }
    }
}

/// Whether the number of `param` stands for nothing at all, as a bound of 0 does.
pub fn is_off(param: &Param, value: &Value) -> bool {
    OFF_AT_ZERO.contains(&param.key) && number_of(value) == Some(0.0)
}

/// What a reader may type, to be said after "type".
pub fn expected(kind: &ParamKind) -> String {
    match kind {
        ParamKind::Choice(choices) => {
            let keys: Vec<&str> = choices.iter().map(|choice| choice.key).collect();
            format!("one of {}", keys.join(", "))
        }
        ParamKind::Set(choices) => {
            let keys: Vec<&str> = choices.iter().map(|choice| choice.key).collect();
            format!("any of {}", keys.join(", "))
        }
        ParamKind::Whole { min, max, .. } => format!("a whole number from {min} to {max}"),
        ParamKind::Real { min, max, .. } => format!("a number from {min} to {max}"),
        ParamKind::Reals { min, max, n_most } => {
            format!("up to {n_most} numbers from {min} to {max} with commas between them")
        }
        ParamKind::Net => format!(
            "width x layers, such as 64x3: up to {} units, up to {} layers",
            Layers::MAX_WIDTH,
            Layers::MAX_HIDDEN
        ),
        ParamKind::Drawn => "points drawn on the map".to_owned(),
        ParamKind::Mix => "weight,x,y,spread,spread,degrees; more after a semicolon".to_owned(),
    }
}

/// Layers of twice or half the width, the nearest powers of two.
pub fn wider(layers: Layers, is_wider: bool) -> Layers {
    let width = layers.width();
    let next =
        if is_wider { (width + 1).next_power_of_two() } else { width.next_power_of_two() / 2 };
    Layers::clamped(next, layers.n_hidden())
}

/// Layers with one more or one less.
pub fn deeper(layers: Layers, is_deeper: bool) -> Layers {
    let n_hidden = layers.n_hidden();
    let next = if is_deeper { n_hidden + 1 } else { n_hidden.saturating_sub(1) };
    Layers::clamped(layers.width(), next)
}

fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Whole(n) => Some(*n as f64),
        Value::Real(v) => Some(*v),
        Value::Choice(_)
        | Value::Set(_)
        | Value::Reals(_)
        | Value::Net(_)
        | Value::Drawn(_)
        | Value::Mix(_) => None,
    }
}

/// The power of ten at or below a positive number.
fn decade(number: f64) -> f64 {
    libm::pow(10.0, libm::floor(libm::log10(number)))
}

/// `number` with as many decimals as `step`, a power of ten, has.
fn to_decimals(number: f64, step: f64) -> f64 {
    let n_decimals = (-libm::log10(step)).round().max(0.0) as usize;
    format!("{number:.n_decimals$}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;

    fn sliders() -> Vec<(&'static str, Slider)> {
        let numbers = catalogue::LAB.iter();
        numbers.filter_map(|param| Some((param.key, Slider::of(&param.kind)?))).collect()
    }

    fn number(value: &Value) -> f64 {
        number_of(value).unwrap()
    }

    #[test]
    fn sliders_reach_both_ends_of_the_range_and_rise() {
        for (key, slider) in sliders() {
            let last = slider.last_tick();
            let values: Vec<f64> = (0..=last).map(|k| number(&slider.value_at(k))).collect();
            assert!(values.is_sorted(), "{key}");
            assert_eq!(values[0].to_bits(), slider.min.to_bits(), "{key}");
            assert_eq!(values[last as usize].to_bits(), slider.max.to_bits(), "{key}");
        }
    }

    #[test]
    fn sliders_stand_where_their_value_is() {
        for (key, slider) in sliders() {
            for tick in (0..=slider.last_tick()).step_by(7) {
                let value = slider.value_at(tick);
                let again = slider.value_at(slider.tick_of(&value));
                let (a, b) = (number(&value), number(&again));
                assert!((a - b).abs() <= 0.06 * a.abs() + 1e-12, "{key}: {a} {b}");
            }
        }
    }

    #[test]
    fn slider_values_are_taken_by_their_parameter_as_they_are() {
        for param in catalogue::LAB {
            let Some(slider) = Slider::of(&param.kind) else { continue };
            for tick in 0..=slider.last_tick() {
                let value = slider.value_at(tick);
                let reading = param.read(&value.to_string()).unwrap();
                assert_eq!((reading.value, reading.notice), (value, None), "{}", param.key);
            }
        }
    }

    #[test]
    fn key_presses_always_move_and_stay_round() {
        let lr = Slider::of(&catalogue::LR.kind).unwrap();
        assert_eq!(lr.stepped(&Value::Real(0.001), 1), Value::Real(0.0011));
        assert_eq!(lr.stepped(&Value::Real(0.001), -1), Value::Real(0.00099));
        assert_eq!(lr.stepped(&Value::Real(1.0), 1), Value::Real(1.0));
        let batch = Slider::of(&catalogue::BATCH.kind).unwrap();
        assert_eq!(batch.stepped(&Value::Whole(256), 1), Value::Whole(260));
        assert_eq!(batch.stepped(&Value::Whole(256), -1), Value::Whole(250));
        assert_eq!(batch.stepped(&Value::Whole(1), 1), Value::Whole(2));
        assert_eq!(batch.stepped(&Value::Whole(1), -1), Value::Whole(1));
        for (key, slider) in sliders() {
            let mut value = slider.value_at(0);
            for _ in 0..2_000 {
                let next = slider.stepped(&value, 1);
                assert!(
                    number(&value) < number(&next) || next == slider.value_at(u32::MAX),
                    "{key}"
                );
                value = next;
            }
            assert_eq!(value, slider.value_at(u32::MAX), "{key}");
        }
    }

    #[test]
    fn averaging_clipping_and_warm_up_are_off_at_zero_and_nothing_else_is() {
        for param in catalogue::LAB {
            let is_switch = ["ema", "clip", "warm"].contains(&param.key);
            let zero = param.read("0").map_or(param.default_value(), |reading| reading.value);
            assert_eq!(is_off(param, &zero), is_switch, "{}", param.key);
        }
        assert!(!is_off(&catalogue::CLIP, &Value::Real(1.0)));
    }

    #[test]
    fn a_seed_is_typed_not_slid() {
        assert_eq!(Slider::of(&catalogue::SEED.kind), None);
        assert_eq!(Slider::of(&catalogue::DATA.kind), None);
    }

    #[test]
    fn layers_grow_by_powers_of_two_and_single_layers() {
        let layers = Layers::clamped(64, 3);
        assert_eq!(wider(layers, true), Layers::clamped(128, 3));
        assert_eq!(wider(layers, false), Layers::clamped(32, 3));
        assert_eq!(wider(Layers::clamped(100, 3), true), Layers::clamped(128, 3));
        assert_eq!(wider(Layers::clamped(100, 3), false), Layers::clamped(64, 3));
        assert_eq!(wider(Layers::clamped(1, 3), false), Layers::clamped(1, 3));
        assert_eq!(deeper(layers, true), Layers::clamped(64, 4));
        assert_eq!(deeper(Layers::clamped(64, 1), false), Layers::clamped(64, 1));
    }
}
