//! The time of a figure: what it is called, where it runs, whether in steps.

use crate::experiment::settings::Settings;
use crate::figure::number;

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

    /// Whether it is the path's own time, from noise at 0 to data at 1.
    pub fn is_of_path(self, settings: &Settings) -> bool {
        let ends = (self.range)(settings).map(f64::to_bits);
        self.symbol == "t" && self.n_steps.is_none() && ends == [0.0_f64, 1.0].map(f64::to_bits)
    }

    /// The cursor in words: `t = 12.4`, `line 3 of 9` where every step counts
    /// one, or `step 3 of 20, t = 0.45`.
    pub fn said(self, settings: &Settings, share: f64) -> String {
        let [first, last] = (self.range)(settings);
        let time = self.time(settings, share);
        let n = self.n_steps.map(|n_steps| f64::from(n_steps(settings)));
        let n_decimals = n_decimals(last - first);
        match n {
            Some(n) if (last - first - n).abs() < 1e-9 => {
                format!("{} {time:.0} of {last:.0}", self.symbol)
            }
            Some(n) => {
                let step = self.step(settings, share);
                format!("step {step} of {n}, {} = {time:.n_decimals$}", self.symbol)
            }
            None => format!("{} = {time:.n_decimals$}", self.symbol),
        }
    }

    /// The whole of it in words.
    pub fn range_said(self, settings: &Settings) -> String {
        let [first, last] = (self.range)(settings).map(number::short);
        if self.is_of_path(settings) {
            return "Time, from noise at 0 to data at 1".to_owned();
        }
        let what = if self.symbol == "t" { "Time t" } else { self.symbol };
        format!("{what}, from {first} to {last}")
    }

    /// The share itself, or that of the last step made.
    pub fn snapped(self, settings: &Settings, share: f64) -> f64 {
        match self.n_steps {
            Some(_) => self.share_of(settings, self.step(settings, share)),
            None => share,
        }
    }
}

/// Decimals that tell a hundred times of a range apart.
fn n_decimals(extent: f64) -> usize {
    let size = extent.abs().log10().floor();
    if size.is_finite() { (2.0 - size).clamp(0.0, 6.0) as usize } else { 2 }
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
    fn the_cursor_is_said_in_as_many_digits_as_tell_times_apart() {
        let settings = Settings::defaults(&[]);
        let said = |range: fn(&Settings) -> [f64; 2], share| {
            TimeSpan { range, ..TimeSpan::UNIT }.said(&settings, share)
        };
        assert_eq!(said(|_| [0.0, 1.0], 0.423), "t = 0.42");
        assert_eq!(said(|_| [0.0, 20.0], 0.62), "t = 12.4");
        assert_eq!(said(|_| [1.0, 2000.0], 0.5), "t = 1000");
        assert_eq!(said(|_| [0.0, 0.1], 0.5), "t = 0.050");
        assert_eq!(said(|_| [3.0, 3.0], 0.5), "t = 3.00");
        assert_eq!(FIVE.said(&settings, 0.4), "line 3 of 6");
        let uneven = TimeSpan { symbol: "t", range: |_| [0.0, 1.0], ..FIVE };
        assert_eq!(uneven.said(&settings, 0.4), "step 2 of 5, t = 0.40");
    }

    #[test]
    fn only_the_paths_own_time_runs_from_noise_to_data() {
        let settings = Settings::defaults(&[]);
        assert!(TimeSpan::UNIT.is_of_path(&settings) && !FIVE.is_of_path(&settings));
        assert_eq!(FIVE.range_said(&settings), "line, from 1 to 6");
        let later = TimeSpan { range: |_| [0.0, 2.5], ..TimeSpan::UNIT };
        assert_eq!(later.range_said(&settings), "Time t, from 0 to 2.5");
    }

    #[test]
    fn without_steps_time_is_even() {
        let settings = Settings::defaults(&[]);
        let span = TimeSpan { n_steps: None, ..FIVE };
        assert!((span.time(&settings, 0.5) - 3.5).abs() < 1e-12);
        assert_eq!(span.step(&settings, 0.5), 0);
    }
}
