//! My mixture: Gaussians that a reader placed, turned, stretched and weighted.
//!
//! All numbers are whole counts of a unit (hundredths, degrees), so that a
//! mixture is a value that can be compared, sorted and put into a link.

use crate::dataset::Dataset;
use crate::dataset::mixture;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::window::Window;

/// Hundredths in a unit of the plane.
const UNIT: f64 = 100.0;

/// One Gaussian: its weight, and where, how wide and how turned it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    weight: u8,
    /// Hundredths.
    mean: [i16; 2],
    /// Hundredths; standard deviations along the turned axes.
    axes: [i16; 2],
    /// Degrees from the x axis to the first axis, in `0..180`.
    angle: u8,
}

/// The numbers of a part in plain units, as typed or dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartNumbers {
    /// Weight, up to the factor that makes all sum to 1.
    pub weight: f64,
    /// Center.
    pub mean: [f64; 2],
    /// Standard deviations along the first and the second axis.
    pub axes: [f64; 2],
    /// Angle from the x axis to the first axis, in degrees.
    pub angle: f64,
}

/// A mixture made by hand: at least one part, at most [`MixSpec::MAX_PARTS`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MixSpec {
    parts: Vec<Part>,
}

impl Part {
    /// Smallest and largest weight.
    pub const WEIGHTS: [f64; 2] = [1.0, 100.0];
    /// Smallest and largest coordinate of a mean.
    pub const MEANS: [f64; 2] = [-6.0, 6.0];
    /// Smallest and largest standard deviation.
    pub const STDS: [f64; 2] = [0.05, 3.0];

    /// The part nearest to `typed`, and whether that differs from what was typed.
    ///
    /// Weights are whole, lengths hundredths, angles whole degrees. A turn by
    /// 180 degrees is the same law, so angles wrap and that is no difference.
    /// What is not a number counts as the smallest value.
    pub fn nearest(typed: PartNumbers) -> (Self, bool) {
        let (weight, w) = kept(typed.weight, 1.0, Self::WEIGHTS);
        let [(x, dx), (y, dy)] = typed.mean.map(|m| kept(m, UNIT, Self::MEANS));
        let [(first, d1), (second, d2)] = typed.axes.map(|s| kept(s, UNIT, Self::STDS));
        let wrapped = typed.angle.rem_euclid(180.0);
        let (angle, turned) = kept(wrapped, 1.0, [0.0, 180.0]);
        let is_moved = [w, dx, dy, d1, d2, turned].contains(&true);
        let part = Self {
            weight: weight as u8,
            mean: [x, y],
            axes: [first, second],
            angle: (angle % 180) as u8,
        };
        (part, is_moved)
    }

    /// The numbers in plain units.
    pub fn numbers(&self) -> PartNumbers {
        let plain = |v: i16| f64::from(v) / UNIT;
        PartNumbers {
            weight: f64::from(self.weight),
            mean: self.mean.map(plain),
            axes: self.axes.map(plain),
            angle: f64::from(self.angle),
        }
    }

    /// Place of the tip of axis `axis` (0 or 1): one standard deviation from the mean.
    ///
    /// # Panics
    /// If there is no such axis.
    pub fn axis_tip(&self, axis: usize) -> [f64; 2] {
        let PartNumbers { mean, axes, .. } = self.numbers();
        let [cos, sin] = self.direction();
        let along = if axis == 0 { [cos, sin] } else { [-sin, cos] };
        [mean[0] + axes[axis] * along[0], mean[1] + axes[axis] * along[1]]
    }

    /// Cosine and sine of the first axis.
    fn direction(&self) -> [f64; 2] {
        let angle = f64::from(self.angle).to_radians();
        [libm::cos(angle), libm::sin(angle)]
    }

    /// `N(mean, R diag(s1^2, s2^2) R^T)` with `R` the turn by the angle.
    fn component(&self) -> Component {
        let PartNumbers { mean, axes, .. } = self.numbers();
        let [v1, v2] = axes.map(|s| s * s);
        if self.axes[0] == self.axes[1] {
            return Component::Isotropic { mean: mean.to_vec(), variance: v1 };
        }
        let [cos, sin] = self.direction();
        let across = cos * sin * (v1 - v2);
        let covariance =
            vec![cos * cos * v1 + sin * sin * v2, across, across, sin * sin * v1 + cos * cos * v2];
        Component::Gaussian { mean: mean.to_vec(), covariance }
    }
}

impl MixSpec {
    /// Most parts of a mixture.
    pub const MAX_PARTS: usize = 12;

    /// The mixture of these parts, and whether some had to go; none without parts.
    pub fn of_parts(parts: &[Part]) -> Option<(Self, bool)> {
        let kept = &parts[..parts.len().min(Self::MAX_PARTS)];
        let is_clamped = kept.len() < parts.len();
        (!parts.is_empty()).then(|| (Self { parts: kept.to_vec() }, is_clamped))
    }

    /// The parts, in the order they were added.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Number of parts.
    pub fn n(&self) -> usize {
        self.parts.len()
    }

    /// Whether no part can be added.
    pub fn is_full(&self) -> bool {
        Self::MAX_PARTS <= self.parts.len()
    }

    /// Adds a round part of weight 1 and standard deviation 0.5; its index, or
    /// none if there are too many already.
    pub fn add(&mut self, mean: [f64; 2]) -> Option<usize> {
        let typed = PartNumbers { weight: 1.0, mean, axes: [0.5; 2], angle: 0.0 };
        (!self.is_full()).then(|| {
            self.parts.push(Part::nearest(typed).0);
            self.parts.len() - 1
        })
    }

    /// Takes part `idx` away; false for the last one, which stays, and for none.
    pub fn remove(&mut self, idx: usize) -> bool {
        let is_there = idx < self.parts.len() && 1 < self.parts.len();
        if is_there {
            self.parts.remove(idx);
        }
        is_there
    }

    /// Moves the mean of part `idx`, as far as it may go.
    pub fn move_mean(&mut self, idx: usize, mean: [f64; 2]) {
        self.change(idx, |numbers| numbers.mean = mean);
    }

    /// Sets both standard deviations of part `idx`.
    pub fn set_axes(&mut self, idx: usize, axes: [f64; 2]) {
        self.change(idx, |numbers| numbers.axes = axes);
    }

    /// Sets the angle of the first axis of part `idx`, in degrees.
    pub fn set_angle(&mut self, idx: usize, angle: f64) {
        self.change(idx, |numbers| numbers.angle = angle);
    }

    /// Sets the weight of part `idx`.
    pub fn set_weight(&mut self, idx: usize, weight: f64) {
        self.change(idx, |numbers| numbers.weight = weight);
    }

    /// Drags the tip of axis `axis` (0 or 1) of part `idx` to `place`: its length
    /// is the distance from the mean, and the part turns with it.
    pub fn drag_axis(&mut self, idx: usize, axis: usize, place: [f64; 2]) {
        self.change(idx, |numbers| {
            let [dx, dy] = [place[0] - numbers.mean[0], place[1] - numbers.mean[1]];
            let behind = if axis == 0 { 0.0 } else { 90.0 };
            numbers.axes[axis.min(1)] = libm::hypot(dx, dy);
            numbers.angle = libm::atan2(dy, dx).to_degrees() - behind;
        });
    }

    /// The part whose mean is nearest to `place`, and how far away that is; of
    /// equally near ones the last, which is drawn on top.
    pub fn nearest(&self, place: [f64; 2]) -> Option<(usize, f64)> {
        let distance = |part: &Part| {
            let [x, y] = part.numbers().mean;
            libm::hypot(x - place[0], y - place[1])
        };
        let distances = self.parts.iter().map(distance).enumerate();
        distances.rev().min_by(|(_, a), (_, b)| a.total_cmp(b))
    }

    /// The law: a mixture of Gaussians with full covariances.
    pub fn law(&self) -> Mixture {
        let part = |part: &Part| (f64::from(part.weight), part.component());
        mixture(2, self.parts.iter().map(part).collect())
    }

    /// The law with its window; every part is a class of its own.
    pub fn build(&self) -> Dataset {
        let weights: Vec<String> = self.parts.iter().map(|part| part.weight.to_string()).collect();
        let description = match self.n() {
            1 => "1 component".to_owned(),
            n => format!("{n} components, weights {}", weights.join(" : ")),
        };
        Dataset::of_law(self.law(), self.window(), description).with_classes()
    }

    /// A square that holds three and a half standard deviations of every part.
    fn window(&self) -> Window {
        let reach = |part: &Part| {
            let PartNumbers { mean, axes, .. } = part.numbers();
            mean[0].abs().max(mean[1].abs()) + 3.5 * axes[0].max(axes[1])
        };
        Window::centered(self.parts.iter().map(reach).fold(6.5, f64::max))
    }

    /// Puts the nearest part to the changed numbers in the place of part `idx`.
    fn change(&mut self, idx: usize, by: impl FnOnce(&mut PartNumbers)) {
        if let Some(part) = self.parts.get_mut(idx) {
            let mut numbers = part.numbers();
            by(&mut numbers);
            *part = Part::nearest(numbers).0;
        }
    }
}

impl Default for MixSpec {
    /// A narrow, a long and a broad part, of weights 1, 2 and 1.
    fn default() -> Self {
        let part =
            |weight, mean, axes, angle| Part::nearest(PartNumbers { weight, mean, axes, angle }).0;
        let parts = vec![
            part(1.0, [-3.5, 2.5], [0.4, 0.4], 0.0),
            part(2.0, [0.0, -2.0], [1.8, 0.35], 20.0),
            part(1.0, [3.0, 3.0], [0.9, 0.6], 135.0),
        ];
        Self { parts }
    }
}

pub(super) fn dataset() -> Dataset {
    MixSpec::default().build()
}

/// The whole number of `1/unit` nearest to `typed` within the range, and whether
/// that differs from `typed`.
fn kept(typed: f64, unit: f64, [min, max]: [f64; 2]) -> (i16, bool) {
    let known = if typed.is_nan() { min } else { typed };
    let whole = libm::round(known.clamp(min, max) * unit);
    // Two numbers written with the same digits may differ in their last bits.
    let is_same = (whole / unit - typed).abs() <= 1e-9;
    (whole as i16, !is_same)
}

#[cfg(test)]
mod tests;
