//! The time of a figure: its name, its range, its steps.

use crate::experiment::settings::Settings;

/// Time that a reader can play and scrub.
///
/// The cursor itself is a share from 0 to 1, in links too; here it gets its
/// meaning.
#[derive(Clone, Copy, Debug)]
pub struct TimeSpan {
    /// Its letter, such as `t`.
    pub symbol: &'static str,
    /// First and last time.
    pub range: fn(&Settings) -> [f64; 2],
    /// Steps that the cursor keeps to; none where time runs on evenly.
    pub n_steps: Option<fn(&Settings) -> u32>,
    /// Seconds from the first to the last time at speed 1.
    pub secs: f64,
}

impl TimeSpan {
    /// t from 0 to 1 in four seconds.
    pub const UNIT: Self = Self { symbol: "t", range: |_| [0.0, 1.0], n_steps: None, secs: 4.0 };

    /// Steps that the cursor keeps to, at least one.
    pub fn steps(&self, settings: &Settings) -> Option<u32> {
        self.n_steps.map(|n_steps| n_steps(settings).max(1))
    }

    /// The cursor where it is shown: at the nearest step, if there are steps.
    pub fn snapped(&self, settings: &Settings, share: f64) -> f64 {
        let share = share.clamp(0.0, 1.0);
        self.steps(settings).map_or(share, |n| (share * f64::from(n)).round() / f64::from(n))
    }

    /// Time of the cursor, in the figure's own range.
    pub fn at(&self, settings: &Settings, share: f64) -> f64 {
        let [first, last] = (self.range)(settings);
        let share = self.snapped(settings, share);
        (1.0 - share) * first + share * last
    }

    /// Whether it is the path's own time, from noise at 0 to data at 1.
    pub fn is_of_path(&self, settings: &Settings) -> bool {
        let ends = (self.range)(settings).map(f64::to_bits);
        self.symbol == "t" && self.n_steps.is_none() && ends == [0.0_f64, 1.0].map(f64::to_bits)
    }

    /// The cursor in words: `t = 12.4`, `step 3 of 20`, or both.
    pub fn said(&self, settings: &Settings, share: f64) -> String {
        let step =
            self.steps(settings).map(|n| format!("step {} of {n}", self.step(settings, share)));
        let time = (!self.symbol.is_empty()).then(|| {
            let n_decimals = self.n_decimals(settings);
            format!("{} = {:.n_decimals$}", self.symbol, self.at(settings, share))
        });
        [step, time].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The whole range in words.
    pub fn range_said(&self, settings: &Settings) -> String {
        let [first, last] = (self.range)(settings);
        match (self.steps(settings), self.symbol) {
            (Some(n), _) => format!("Steps from 0 to {n}"),
            _ if self.is_of_path(settings) => "Time, from noise at 0 to data at 1".to_owned(),
            (None, symbol) => format!("Time {symbol}, from {first} to {last}"),
        }
    }

    /// Decimals that tell a hundred times of the range apart.
    fn n_decimals(&self, settings: &Settings) -> usize {
        let [first, last] = (self.range)(settings);
        let size = (last - first).abs().log10().floor();
        if size.is_finite() { (2.0 - size).clamp(0.0, 6.0) as usize } else { 2 }
    }

    /// Step of the cursor, from 0; always 0 where there are none.
    pub fn step(&self, settings: &Settings, share: f64) -> u32 {
        let n = self.steps(settings).map_or(0.0, f64::from);
        (share.clamp(0.0, 1.0) * n).round() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IN_STEPS: TimeSpan =
        TimeSpan { range: |_| [2.0, 12.0], n_steps: Some(|_| 4), ..TimeSpan::UNIT };

    fn settings() -> Settings {
        Settings::defaults(&[])
    }

    #[test]
    fn the_cursor_is_a_share_of_the_range() {
        let span = TimeSpan { range: |_| [2.0, 12.0], ..TimeSpan::UNIT };
        for (share, t) in [(0.0, 2.0), (0.37, 5.7), (1.0, 12.0), (3.0, 12.0)] {
            assert!((span.at(&settings(), share) - t).abs() < 1e-12, "{share}");
        }
        assert_eq!(span.step(&settings(), 0.5), 0);
    }

    #[test]
    fn with_steps_the_cursor_is_never_between_two() {
        for (share, step, t) in [(0.0, 0, 2.0), (0.37, 1, 4.5), (0.38, 2, 7.0), (1.0, 4, 12.0)] {
            assert_eq!(IN_STEPS.step(&settings(), share), step);
            assert!((IN_STEPS.at(&settings(), share) - t).abs() < 1e-12, "{share}");
        }
    }

    #[test]
    fn the_cursor_is_said_in_as_many_digits_as_tell_times_apart() {
        let said = |range: fn(&Settings) -> [f64; 2], share| {
            TimeSpan { range, ..TimeSpan::UNIT }.said(&settings(), share)
        };
        assert_eq!(said(|_| [0.0, 1.0], 0.423), "t = 0.42");
        assert_eq!(said(|_| [0.0, 20.0], 0.62), "t = 12.4");
        assert_eq!(said(|_| [0.0, 500.0], 0.5), "t = 250");
        assert_eq!(said(|_| [0.0, 0.1], 0.5), "t = 0.050");
        assert_eq!(said(|_| [3.0, 3.0], 0.5), "t = 3.00");
        assert_eq!(IN_STEPS.said(&settings(), 0.25), "step 1 of 4, t = 4.5");
        let plain = TimeSpan { symbol: "", ..IN_STEPS };
        assert_eq!(plain.said(&settings(), 0.25), "step 1 of 4");
    }

    #[test]
    fn only_the_paths_own_time_runs_from_noise_to_data() {
        assert!(TimeSpan::UNIT.is_of_path(&settings()) && !IN_STEPS.is_of_path(&settings()));
        assert!(!TimeSpan { symbol: "s", ..TimeSpan::UNIT }.is_of_path(&settings()));
    }

    #[test]
    fn a_share_that_a_link_has_rounded_is_still_its_step() {
        let span = TimeSpan { n_steps: Some(|_| 500), ..TimeSpan::UNIT };
        for step in 0..=500 {
            let kept = (f64::from(step) / 500.0 * 1000.0).round() / 1000.0;
            assert_eq!(span.step(&settings(), kept), step);
        }
    }
}
