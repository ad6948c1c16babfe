//! One thing a learner may choose: its name, its range, its default, its help.
//!
//! A parameter makes its control, its link key, its reset and its tests.

use crate::dataset::drawn::Drawn;
use crate::dataset::mix::MixSpec;
use crate::experiment::drawn;
use crate::experiment::layers::Layers;
use crate::experiment::mix;
use crate::math::kind::Choice;

/// One choice of a learner.
#[derive(Debug)]
pub struct Param {
    /// Name in links and of the form control; never changes once published.
    pub key: &'static str,
    /// Name on the page.
    pub label: &'static str,
    /// One line that says what it does.
    pub help: &'static str,
    /// What values it takes.
    pub kind: ParamKind,
    /// Default in link notation, frozen by the link's version.
    pub default: &'static str,
    /// What a change of it touches.
    pub effect: Effect,
}

/// What must be computed anew when a parameter changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Only the picture.
    Picture,
    /// The samples of the current model.
    Sampling,
    /// The training run.
    Training,
}

/// Values that a parameter takes.
#[derive(Debug)]
pub enum ParamKind {
    /// One of a list.
    Choice(&'static [Choice]),
    /// Any number of a list, written `a,b`.
    Set(&'static [Choice]),
    /// A whole number in `[min, max]`.
    Whole {
        /// Smallest value.
        min: u64,
        /// Largest value.
        max: u64,
        /// Spacing of its slider.
        scale: Scale,
    },
    /// A real number in `[min, max]`.
    Real {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// Spacing of its slider.
        scale: Scale,
    },
    /// Real numbers in `[min, max]`, increasing, written `0,1,2.5`.
    Reals {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// How many at most.
        n_most: usize,
    },
    /// Hidden layers, written `64x3`.
    Net,
    /// Points drawn by hand.
    Drawn,
    /// A mixture made by hand.
    Mix,
}

/// Spacing of a slider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal differences.
    Linear,
    /// Equal ratios.
    Log,
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// The key of a choice.
    Choice(&'static str),
    /// The keys of a set, in the order of its list.
    Set(Vec<&'static str>),
    /// A whole number.
    Whole(u64),
    /// A real number.
    Real(f64),
    /// Real numbers, increasing.
    Reals(Vec<f64>),
    /// Hidden layers.
    Net(Layers),
    /// Points drawn by hand.
    Drawn(Drawn),
    /// A mixture made by hand.
    Mix(MixSpec),
}

/// A value read from a link, and what had to be changed to make it one.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The value, within its range.
    pub value: Value,
    /// A sentence, if the text was not that value.
    pub notice: Option<String>,
}

impl Param {
    /// The default value.
    ///
    /// # Panics
    /// If the default is not a value of the parameter; a test reads them all.
    pub fn default_value(&self) -> Value {
        match self.read(self.default) {
            Some(Reading { value, notice: None }) => value,
            _ => panic!("param {}: the default {} is no value of it", self.key, self.default),
        }
    }

    /// Value that `text` stands for; none if it can not be read at all.
    pub fn read(&self, text: &str) -> Option<Reading> {
        match &self.kind {
            ParamKind::Choice(choices) => {
                let choice = choices.iter().find(|choice| choice.key == text)?;
                Some(Reading { value: Value::Choice(choice.key), notice: None })
            }
            ParamKind::Set(choices) => Some(self.read_set(choices, text)),
            ParamKind::Whole { min, max, .. } => {
                let typed = read_whole(text)?;
                let kept = typed.clamp(*min, *max);
                Some(Reading {
                    value: Value::Whole(kept),
                    notice: (kept != typed || is_below_zero(text))
                        .then(|| self.moved(text, &kept.to_string())),
                })
            }
            ParamKind::Real { min, max, .. } => {
                let typed: f64 = text.parse().ok().filter(|v: &f64| !v.is_nan())?;
                let kept = typed.clamp(*min, *max);
                let is_kept = (*min..=*max).contains(&typed);
                Some(Reading {
                    value: Value::Real(kept),
                    notice: (!is_kept).then(|| self.moved(text, &kept.to_string())),
                })
            }
            ParamKind::Reals { min, max, n_most } => self.read_reals([*min, *max], *n_most, text),
            ParamKind::Net => {
                let (width, n_hidden) = text.split_once(['x', 'X', '×'])?;
                let (width, n_hidden) = (width.trim(), n_hidden.trim());
                let typed = (read_u32(width)?, read_u32(n_hidden)?);
                let kept = Layers::clamped(typed.0, typed.1);
                let is_kept = (kept.width(), kept.n_hidden()) == typed;
                Some(Reading {
                    value: Value::Net(kept),
                    notice: (!is_kept).then(|| self.moved(text, &kept.to_string())),
                })
            }
            ParamKind::Drawn => {
                let reading = drawn::parse(text).ok()?;
                let cut = "The drawing has more points than fit; the first are used.";
                let notice = reading.is_clamped.then(|| cut.to_owned());
                Some(Reading { value: Value::Drawn(reading.drawn), notice })
            }
            ParamKind::Mix => {
                let reading = mix::parse(text).ok()?;
                let moved = "Some numbers of the mixture were out of range and moved into it.";
                let notice = reading.is_clamped.then(|| moved.to_owned());
                Some(Reading { value: Value::Mix(reading.mix), notice })
            }
        }
    }

    /// The numbers in order, each once.
    fn read_reals(&self, [min, max]: [f64; 2], n_most: usize, text: &str) -> Option<Reading> {
        let typed = text.split(',').map(|part| part.trim().parse::<f64>().ok());
        let typed: Vec<f64> = typed.collect::<Option<_>>()?;
        if typed.iter().any(|v| v.is_nan()) {
            return None;
        }
        let mut kept: Vec<f64> = typed.iter().map(|v| v.clamp(min, max)).collect();
        kept.sort_by(f64::total_cmp);
        kept.dedup();
        kept.truncate(n_most);
        let is_kept = kept == typed;
        let value = Value::Reals(kept);
        let notice = (!is_kept).then(|| self.moved(text, &value.to_string()));
        Some(Reading { value, notice })
    }

    fn read_set(&self, choices: &'static [Choice], text: &str) -> Reading {
        let typed: Vec<&str> = text.split(',').filter(|part| !part.is_empty()).collect();
        let kept = choices.iter().map(|choice| choice.key).filter(|key| typed.contains(key));
        let kept: Vec<&'static str> = kept.collect();
        let strange = typed.iter().find(|part| !kept.contains(part));
        let notice = strange.map(|part| {
            format!("“{}” is not one of {}'s choices and was left out.", short(part), self.key)
        });
        Reading { value: Value::Set(kept), notice }
    }

    fn moved(&self, typed: &str, kept: &str) -> String {
        format!("{}={} is out of range; {} is used.", self.key, short(typed), kept)
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Choice(key) => f.write_str(key),
            Self::Set(keys) => f.write_str(&keys.join(",")),
            Self::Whole(n) => write!(f, "{n}"),
            Self::Real(v) => write!(f, "{v}"),
            Self::Reals(values) => {
                let texts: Vec<String> = values.iter().map(f64::to_string).collect();
                f.write_str(&texts.join(","))
            }
            Self::Net(layers) => write!(f, "{layers}"),
            Self::Drawn(points) => f.write_str(&drawn::print(points)),
            Self::Mix(parts) => f.write_str(&mix::print(parts)),
        }
    }
}

/// At most 40 characters of what somebody typed.
pub(crate) fn short(text: &str) -> String {
    let mut kept: String = text.chars().take(40).collect();
    if kept.len() < text.len() {
        kept.push('…');
    }
    kept
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A whole number; one too large for the machine reads as the largest.
fn read_whole(text: &str) -> Option<u64> {
    if is_digits(text) {
        return Some(text.parse().unwrap_or(u64::MAX));
    }
    let is_negative = text.strip_prefix('-').is_some_and(is_digits);
    is_negative.then_some(0)
}

/// Whether a whole number was read as 0 although less was typed.
fn is_below_zero(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|digits| digits.bytes().any(|b| b != b'0'))
}

fn read_u32(text: &str) -> Option<u32> {
    read_whole(text).map(|n| u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: Param = Param {
        key: "steps",
        label: "Steps",
        help: "",
        kind: ParamKind::Whole { min: 1, max: 100, scale: Scale::Log },
        default: "10",
        effect: Effect::Training,
    };

    #[test]
    fn numbers_out_of_range_are_moved_and_said() {
        let reading = STEPS.read("99999999999999999999999").unwrap();
        assert_eq!(reading.value, Value::Whole(100));
        assert!(reading.notice.unwrap().contains("100 is used"));
        assert_eq!(STEPS.read("-5").unwrap().value, Value::Whole(1));
        assert_eq!(crate::experiment::catalogue::SEED.read("-0").unwrap().notice, None);
        assert!(crate::experiment::catalogue::SEED.read("-1").unwrap().notice.is_some());
        let reals = ParamKind::Reals { min: 0.0, max: 10.0, n_most: 3 };
        let scales = Param { key: "w", kind: reals, default: "1", ..STEPS };
        let read = |text: &str| scales.read(text).map(|reading| reading.value.to_string());
        assert_eq!(read("0, 1.5,3"), Some("0,1.5,3".to_owned()));
        assert_eq!(read("3,1,3,-2,7"), Some("0,1,3".to_owned()));
        assert_eq!((read("1,two"), read(""), read("NaN")), (None, None, None));
        assert!(scales.read("1,99").unwrap().notice.unwrap().contains("1,10 is used"));
        assert_eq!(STEPS.read("ten"), None);
        assert_eq!(STEPS.read(""), None);
    }
}
