//! Steps per second over the last few seconds.

use std::collections::VecDeque;

/// How far back is looked, in seconds.
const WINDOW_SECS: f64 = 3.0;

/// Shortest time that a speed is worth naming for, in seconds.
const LEAST_SECS: f64 = 0.25;

/// Measures a speed from marks on a clock of the caller's.
#[derive(Clone, Debug, Default)]
pub struct Speed {
    marks: VecDeque<(f64, u32)>,
}

impl Speed {
    /// Notes that `step` steps were done at `now_secs`; both never decrease.
    pub fn mark(&mut self, now_secs: f64, step: u32) {
        self.marks.push_back((now_secs, step));
        while self.marks.get(1).is_some_and(|(secs, _)| WINDOW_SECS <= now_secs - secs) {
            self.marks.pop_front();
        }
    }

    /// Forgets all marks, as after a pause.
    pub fn forget(&mut self) {
        self.marks.clear();
    }

    /// Steps per second, once there is enough to tell.
    pub fn per_sec(&self) -> Option<f64> {
        let (first, last) = (self.marks.front()?, self.marks.back()?);
        let secs = last.0 - first.0;
        (LEAST_SECS <= secs).then(|| f64::from(last.1 - first.1) / secs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speed_is_that_of_the_last_seconds() {
        let mut speed = Speed::default();
        for i in 0..100 {
            speed.mark(0.1 * f64::from(i), i); // 10 steps a second
        }
        for i in 1..=50 {
            speed.mark(9.9 + 0.1 * f64::from(i), 99 + 30 * i); // then 300
        }
        assert!((speed.per_sec().unwrap() - 300.0).abs() < 1e-6);
    }

    #[test]
    fn nothing_is_said_too_early() {
        let mut speed = Speed::default();
        assert_eq!(speed.per_sec(), None);
        speed.mark(1.0, 5);
        speed.mark(1.01, 9);
        assert_eq!(speed.per_sec(), None);
        speed.forget();
        assert_eq!(speed.per_sec(), None);
    }
}
