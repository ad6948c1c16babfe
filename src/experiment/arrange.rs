//! A mixture in the making: which part is selected, what a hand holds of it, what it does.
//!
//! Knows places of the plane and nothing of pointers or pixels.

use crate::dataset::mix::MixSpec;
use crate::dataset::mix::Part;
use crate::dataset::mix::PartNumbers;

/// How many standard deviations from its mean a part's outline is drawn.
pub const OUTLINE: f64 = 2.0;

/// How far beyond the outline the handle of an axis stands, so that handles of
/// the narrowest part can be held too.
const STEM: f64 = 0.45;

/// What a hand holds of the selected part.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Grip {
    /// The mean, and how far from it.
    Mean { offset: [f64; 2] },
    /// The handle of an axis.
    Axis(usize),
}

/// A mixture with one part selected.
#[derive(Clone, Debug)]
pub struct Arrangement {
    mix: MixSpec,
    selected: usize,
    grip: Option<Grip>,
}

/// A number of the selected part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartNumber {
    /// Its weight.
    Weight,
    /// Standard deviation along its first axis.
    First,
    /// Standard deviation along its second axis.
    Second,
    /// Angle of its first axis in degrees.
    Angle,
}

impl Arrangement {
    /// A mixture to go on with, its first part selected.
    pub fn new(mix: MixSpec) -> Self {
        Self { mix, selected: 0, grip: None }
    }

    /// The mixture as it is.
    pub fn mix(&self) -> &MixSpec {
        &self.mix
    }

    /// Index of the selected part.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// Numbers of the selected part.
    pub fn numbers(&self) -> PartNumbers {
        self.mix.parts()[self.selected].numbers()
    }

    /// Whether a hand holds something.
    pub fn is_held(&self) -> bool {
        self.grip.is_some()
    }

    /// Puts another mixture in its place.
    pub fn replace(&mut self, mix: MixSpec) {
        self.mix = mix;
        self.grip = None;
        self.selected = self.selected.min(self.mix.n() - 1);
    }

    /// Where the handles of the selected part's axes stand.
    pub fn handles(&self) -> [[f64; 2]; 2] {
        let part = self.mix.parts()[self.selected];
        [0, 1].map(|axis| {
            let (PartNumbers { mean, axes, .. }, tip) = (part.numbers(), part.axis_tip(axis));
            let stretch = (OUTLINE * axes[axis] + STEM) / axes[axis];
            [0, 1].map(|i| mean[i] + stretch * (tip[i] - mean[i]))
        })
    }

    /// Takes hold of what is nearest to `place` within `reach`: a handle of the
    /// selected part, or a mean, whose part is then selected; false for nothing.
    pub fn grab(&mut self, place: [f64; 2], reach: f64) -> bool {
        let far = |at: [f64; 2]| libm::hypot(at[0] - place[0], at[1] - place[1]);
        let handles = self.handles().map(far);
        let axis = usize::from(handles[1] < handles[0]);
        let mean = self.mix.nearest(place).filter(|(_, d)| *d <= reach);
        self.grip = match mean {
            _ if handles[axis] <= reach && mean.is_none_or(|(_, d)| handles[axis] < d) => {
                Some(Grip::Axis(axis))
            }
            Some((idx, _)) => {
                self.selected = idx;
                let mean = self.numbers().mean;
                Some(Grip::Mean { offset: [0, 1].map(|i| mean[i] - place[i]) })
            }
            None => None,
        };
        self.is_held()
    }

    /// Moves what is held; nothing happens if nothing is.
    pub fn drag(&mut self, place: [f64; 2]) {
        let idx = self.selected;
        match self.grip {
            Some(Grip::Mean { offset }) => {
                self.mix.move_mean(idx, [0, 1].map(|i| place[i] + offset[i]));
            }
            Some(Grip::Axis(axis)) => {
                let mean = self.numbers().mean;
                let way = [0, 1].map(|i| place[i] - mean[i]);
                let length = libm::hypot(way[0], way[1]);
                let [shortest, _] = Part::STDS;
                let std = ((length - STEM) / OUTLINE).max(shortest);
                // At the mean itself there is no direction to turn to.
                if 0.0 < length {
                    let tip = [0, 1].map(|i| mean[i] + way[i] * std / length);
                    self.mix.drag_axis(idx, axis, tip);
                }
            }
            None => {}
        }
    }

    /// Lets go.
    pub fn release(&mut self) {
        self.grip = None;
    }

    /// Adds a part and selects it; false if there are too many.
    pub fn add(&mut self, mean: [f64; 2]) -> bool {
        let idx = self.mix.add(mean);
        self.selected = idx.unwrap_or(self.selected);
        idx.is_some()
    }

    /// Takes the selected part away; false for the last one, which stays.
    pub fn remove(&mut self) -> bool {
        self.grip = None;
        let is_gone = self.mix.remove(self.selected);
        self.selected = self.selected.min(self.mix.n() - 1);
        is_gone
    }

    /// Selects the next part or the one before; false at the end of the list.
    pub fn select_next(&mut self, is_forward: bool) -> bool {
        let next = if is_forward { Some(self.selected + 1) } else { self.selected.checked_sub(1) };
        let next = next.filter(|idx| *idx < self.mix.n());
        self.selected = next.unwrap_or(self.selected);
        next.is_some()
    }

    /// Selects a part; one that is not there changes nothing.
    pub fn select(&mut self, idx: usize) {
        if idx < self.mix.n() {
            self.selected = idx;
        }
    }

    /// Moves the selected part.
    pub fn nudge(&mut self, by: [f64; 2]) {
        let mean = self.numbers().mean;
        self.mix.move_mean(self.selected, [mean[0] + by[0], mean[1] + by[1]]);
    }

    /// A number of the selected part.
    pub fn number(&self, which: PartNumber) -> f64 {
        let PartNumbers { weight, axes, angle, .. } = self.numbers();
        match which {
            PartNumber::Weight => weight,
            PartNumber::First => axes[0],
            PartNumber::Second => axes[1],
            PartNumber::Angle => angle,
        }
    }

    /// Sets a number of the selected part, as far as it may go.
    pub fn set_number(&mut self, which: PartNumber, value: f64) {
        let (idx, [first, second]) = (self.selected, self.numbers().axes);
        match which {
            PartNumber::Weight => self.mix.set_weight(idx, value),
            PartNumber::First => self.mix.set_axes(idx, [value, second]),
            PartNumber::Second => self.mix.set_axes(idx, [first, value]),
            PartNumber::Angle => self.mix.set_angle(idx, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(axes: [f64; 2], angle: f64) -> Arrangement {
        let typed = PartNumbers { weight: 3.0, mean: [1.0, -1.0], axes, angle };
        Arrangement::new(MixSpec::of_parts(&[Part::nearest(typed).0]).unwrap().0)
    }

    #[track_caller]
    fn check_mean(it: &Arrangement, mean: [f64; 2]) {
        assert_eq!(it.numbers().mean.map(f64::to_bits), mean.map(f64::to_bits));
    }

    #[test]
    fn a_mean_is_dragged_from_where_it_was_held() {
        let mut it = one([0.5, 0.5], 0.0);
        assert!(it.grab([1.1, -1.0], 0.3));
        it.drag([3.1, 2.0]);
        it.release();
        check_mean(&it, [3.0, 2.0]);
        it.drag([0.0, 0.0]);
        check_mean(&it, [3.0, 2.0]);
    }

    #[test]
    fn holding_a_handle_without_moving_it_changes_nothing() {
        for axes in [[0.05, 0.05], [1.5, 0.4], [3.0, 0.05]] {
            for angle in [0.0, 30.0, 90.0, 175.0] {
                for axis in [0, 1] {
                    let mut it = one(axes, angle);
                    let (before, handle) = (it.numbers(), it.handles()[axis]);
                    assert!(it.grab(handle, 0.01));
                    it.drag(handle);
                    let after = it.numbers();
                    let turned = (after.angle - before.angle).rem_euclid(180.0);
                    assert!(turned.min(180.0 - turned) <= 1.0, "{before:?} {after:?}");
                    assert!((after.axes[axis] - before.axes[axis]).abs() <= 0.011, "{after:?}");
                }
            }
        }
    }

    #[test]
    fn a_handle_stretches_and_turns_its_own_axis() {
        let mut it = one([0.5, 0.4], 0.0);
        assert!(it.grab(it.handles()[0], 0.1));
        it.drag([1.0, -1.0 + 2.0 * 1.2 + STEM]);
        let numbers = it.numbers();
        assert_eq!((numbers.axes, numbers.angle), ([1.2, 0.4], 90.0));
        it.drag([1.0, -1.0]);
        assert_eq!(it.numbers(), numbers);
    }

    #[test]
    fn the_nearest_thing_is_taken_and_far_ones_are_not() {
        let mut it = Arrangement::new(MixSpec::default());
        assert!(it.grab([0.1, -2.1], 0.5) && it.selected() == 1);
        it.release();
        assert!(!it.grab([5.5, -5.5], 0.5) && !it.is_held());
        assert_eq!(it.selected(), 1);
    }

    #[test]
    fn parts_come_and_go_and_one_is_always_selected() {
        let mut it = Arrangement::new(MixSpec::default());
        assert!(it.add([0.0, 0.0]) && it.selected() == 3);
        assert!(!it.select_next(true) && it.select_next(false) && it.selected() == 2);
        while it.remove() {}
        assert_eq!((it.mix().n(), it.selected()), (1, 0));
        assert!(!it.select_next(false) && !it.select_next(true));
        while it.add([0.0, 0.0]) {}
        assert_eq!((it.mix().n(), it.selected()), (MixSpec::MAX_PARTS, MixSpec::MAX_PARTS - 1));
        it.replace(MixSpec::default());
        assert_eq!(it.selected(), 2);
        it.select(99);
        assert_eq!(it.selected(), 2);
    }

    #[test]
    fn numbers_are_set_one_by_one_within_their_range() {
        let mut it = one([0.5, 0.4], 10.0);
        for (which, value, kept) in [
            (PartNumber::Weight, 7.0, 7.0_f64),
            (PartNumber::Weight, -1.0, 1.0),
            (PartNumber::First, 99.0, 3.0),
            (PartNumber::Second, f64::NAN, 0.05),
            (PartNumber::Angle, 185.0, 5.0),
        ] {
            it.set_number(which, value);
            assert_eq!(it.number(which).to_bits(), kept.to_bits(), "{which:?}");
        }
        it.nudge([0.5, 100.0]);
        check_mean(&it, [1.5, 6.0]);
    }
}
