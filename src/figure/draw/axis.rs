//! One axis of a chart: what it spans, whether it is logarithmic, its numbers.

use crate::figure::draw::ticks;
use crate::figure::draw::ticks::Tick;

/// An axis on which every place is a plain number: the value, or its logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    low: f64,
    high: f64,
    is_log: bool,
}

impl Axis {
    /// Axis that shows all `values` it can show, with a little room; a
    /// logarithmic axis shows positive ones.
    pub fn over(values: impl Iterator<Item = f64>, is_log: bool) -> Self {
        let shown = values.filter(|v| v.is_finite() && (!is_log || 0.0 < *v));
        let (mut low, mut high) = shown
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        if high < low {
            (low, high) = (1.0, 10.0);
        }
        if high - low <= 1e-9 * high.abs().max(low.abs()) {
            (low, high) = if is_log { (0.8 * low, 1.25 * high) } else { (low - 0.5, high + 0.5) };
        }
        Self { low, high, is_log }
    }

    /// The same axis with `share` of its length more room at both ends.
    #[must_use]
    pub fn widened(self, share: f64) -> Self {
        let room = share * (self.place(self.high) - self.place(self.low));
        let value = |place: f64| if self.is_log { 10.0_f64.powf(place) } else { place };
        Self {
            low: value(self.place(self.low) - room),
            high: value(self.place(self.high) + room),
            is_log: self.is_log,
        }
    }

    /// Where a value stands.
    pub fn place(&self, value: f64) -> f64 {
        if self.is_log { value.log10() } else { value }
    }

    /// Whether the axis can show a value.
    pub fn can_show(&self, value: f64) -> bool {
        self.place(value).is_finite()
    }

    /// Places of both ends.
    pub fn range(&self) -> std::ops::Range<f64> {
        self.place(self.low)..self.place(self.high)
    }

    /// Numbers along the axis, about `n` on a plain one.
    pub fn ticks(&self, n: usize) -> Vec<Tick> {
        if self.is_log {
            ticks::logarithmic(self.low, self.high)
        } else {
            ticks::linear(self.low, self.high, n)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_shows_everything_finite() {
        let axis = Axis::over([3.0, f64::NAN, -1.0, f64::INFINITY].into_iter(), false);
        assert_eq!(axis.range(), -1.0..3.0);
    }

    #[test]
    fn a_logarithmic_axis_leaves_out_what_has_no_logarithm() {
        let axis = Axis::over([0.0, -2.0, 10.0, 1000.0].into_iter(), true);
        assert_eq!(axis.range(), 1.0..3.0);
        assert!(!axis.can_show(0.0) && axis.can_show(5.0));
    }

    #[test]
    fn an_axis_has_an_extent_and_numbers_whatever_it_is_given() {
        for values in [vec![], vec![2.0], vec![5.0, 5.0], vec![f64::NAN]] {
            for is_log in [false, true] {
                let axis = Axis::over(values.iter().copied(), is_log).widened(0.05);
                assert!(axis.range().start < axis.range().end);
                assert!(!axis.ticks(4).is_empty(), "{values:?} {is_log}");
            }
        }
    }

    #[test]
    fn room_is_added_in_places_not_in_values() {
        let axis = Axis::over([1.0, 100.0].into_iter(), true).widened(0.5);
        let range = axis.range();
        assert!((range.start + 1.0).abs() < 1e-12 && (range.end - 3.0).abs() < 1e-12);
    }
}
