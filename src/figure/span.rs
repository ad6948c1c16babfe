//! The time of a figure: what it is called, where it runs, whether in steps.

use crate::experiment::settings::Settings;

/// A time that can be played.
///
/// The cursor itself is a share from 0 to 1, in links too.
#[derive(Clone, Copy, Debug)]
pub struct TimeSpan {
    /// What it is called on the page.
    pub symbol: &'static str,
    /// Its first and last value.
    pub range: fn(&Settings) -> [f64; 2],
    /// Number of steps, where it runs in steps.
    pub n_steps: Option<fn(&Settings) -> u32>,
    /// How long the whole plays, in seconds, at speed 1.
    pub secs: f64,
}

impl TimeSpan {
    /// From noise at 0 to data at 1 in four seconds.
    pub const UNIT: Self = Self { symbol: "t", range: |_| [0.0, 1.0], n_steps: None, secs: 4.0 };

    /// The value at a share of the span.
    pub fn time(self, settings: &Settings, share: f64) -> f64 {
        let [first, last] = (self.range)(settings);
        first + self.snapped(settings, share) * (last - first)
    }

    /// Steps made at a share of the span; 0 where it does not run in steps.
    pub fn step(self, settings: &Settings, share: f64) -> u32 {
        let n = self.n_steps.map_or(0, |n_steps| n_steps(settings));
        // A step is made once its time has come; a link keeps three digits.
        (share.clamp(0.0, 1.0) * f64::from(n) + 0.01).floor() as u32
    }

    /// The share at which so many steps have just been made.
    pub fn share_of(self, settings: &Settings, step: u32) -> f64 {
        let n = self.n_steps.map_or(0, |n_steps| n_steps(settings)).max(1);
        f64::from(step.min(n)) / f64::from(n)
    }

    /// The share itself, or that of the last step made.
    fn snapped(self, settings: &Settings, share: f64) -> f64 {
        match self.n_steps {
            Some(_) => self.share_of(settings, self.step(settings, share)),
            None => share,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE: TimeSpan =
        TimeSpan { symbol: "line", range: |_| [1.0, 6.0], n_steps: Some(|_| 5), secs: 10.0 };

    #[test]
    fn steps_are_where_their_shares_are_also_after_a_link() {
        let settings = Settings::defaults(&[]);
        for step in 0..=5 {
            let share = FIVE.share_of(&settings, step);
            let kept = (share * 1000.0).round() / 1000.0;
            assert_eq!(FIVE.step(&settings, kept), step);
            assert!((FIVE.time(&settings, share) - f64::from(1 + step)).abs() < 1e-9);
        }
        assert_eq!(FIVE.step(&settings, 0.39), 1);
        assert_eq!(FIVE.step(&settings, 7.0), 5);
    }

    #[test]
    fn without_steps_time_is_even() {
        let settings = Settings::defaults(&[]);
        let span = TimeSpan { n_steps: None, ..FIVE };
        assert!((span.time(&settings, 0.5) - 3.5).abs() < 1e-12);
        assert_eq!(span.step(&settings, 0.5), 0);
    }
}
