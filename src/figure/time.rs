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
    fn a_share_that_a_link_has_rounded_is_still_its_step() {
        let span = TimeSpan { n_steps: Some(|_| 500), ..TimeSpan::UNIT };
        for step in 0..=500 {
            let kept = (f64::from(step) / 500.0 * 1000.0).round() / 1000.0;
            assert_eq!(span.step(&settings(), kept), step);
        }
    }
}
