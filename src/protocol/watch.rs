//! Whether a worker is still alive, judged by its silence.
//!
//! Times are milliseconds of any clock that never goes back, and are passed in.

use crate::protocol::event::DeviceUsed;
use crate::protocol::event::Phase;

/// A worker that says nothing this long is asked for a sign of life.
const ASK_AFTER_MILLIS: f64 = 1000.0;

/// How long an answer may take while ordinary work is done.
const ANSWER_MILLIS: f64 = 2000.0;

/// How long loading, opening a device or building shaders may take.
pub const SLOW_MILLIS: f64 = 60_000.0;

/// How much longer ordinary work may take on a GPU that is emulated in software,
/// where one step can take over half a second.
const EMULATION: f64 = 15.0;

/// A page that looked away longer than this (a sleeping laptop, a busy tab)
/// can not tell silence from its own absence.
const ABSENT_MILLIS: f64 = 1500.0;

/// Each replacement for silence doubles the patience, up to this factor: on
/// a slow machine a single step of a large network takes longer than usual.
const MAX_PATIENCE: f64 = 16.0;

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Calm,
    /// Send a ping with this number.
    Ask(u32),
    /// The worker hangs.
    Silent,
}

/// Watches one worker after another.
#[derive(Clone, Debug)]
pub struct Watch {
    phase: Phase,
    heard_millis: f64,
    asked_millis: Option<f64>,
    ticked_millis: f64,
    nonce: u32,
    patience: f64,
    device_factor: f64,
}

impl Watch {
    /// A watch for a worker that starts now.
    pub fn new(now_millis: f64) -> Self {
        Self {
            phase: Phase::Working,
            heard_millis: now_millis,
            asked_millis: None,
            ticked_millis: now_millis,
            nonce: 0,
            patience: 1.0,
            device_factor: 1.0,
        }
    }

    /// Begins anew for the next worker; keeps the patience.
    pub fn restart(&mut self, now_millis: f64) {
        *self = Self { nonce: self.nonce, patience: self.patience, ..Self::new(now_millis) };
    }

    /// Notes a message of the worker, whatever it says.
    pub fn heard(&mut self, now_millis: f64) {
        self.heard_millis = now_millis;
        self.asked_millis = None;
    }

    /// Notes what the worker does from now on.
    pub fn enter(&mut self, phase: Phase) {
        self.phase = phase;
    }

    /// Notes whether the worker's device is emulated in software.
    pub fn runs_on(&mut self, device: &DeviceUsed) {
        let is_emulated = matches!(device, DeviceUsed::WebGpu { is_software: true, .. });
        self.device_factor = if is_emulated { EMULATION } else { 1.0 };
    }

    /// A number for a ping that was not used before.
    pub fn next_nonce(&mut self) -> u32 {
        self.nonce = self.nonce.wrapping_add(1);
        self.nonce
    }

    /// How long the worker may take to answer in its phase.
    pub fn answer_millis(&self) -> f64 {
        match self.phase {
            Phase::OpeningDevice | Phase::SelfTest | Phase::BuildingShaders => SLOW_MILLIS,
            Phase::Working => self.hear_millis(),
        }
    }

    /// How long a worker may take to hear a Stop, whatever it does.
    pub fn hear_millis(&self) -> f64 {
        ANSWER_MILLIS * self.patience * self.device_factor
    }

    /// Doubles the patience with the workers to come.
    pub fn be_more_patient(&mut self) {
        self.patience = (2.0 * self.patience).min(MAX_PATIENCE);
    }

    /// Looks at the clock; to be called a few times a second.
    pub fn tick(&mut self, now_millis: f64, is_busy: bool) -> Verdict {
        let was_absent = ABSENT_MILLIS < now_millis - self.ticked_millis;
        self.ticked_millis = now_millis;
        if was_absent || !is_busy {
            self.heard(now_millis);
            return Verdict::Calm;
        }
        match self.asked_millis {
            Some(asked) if self.answer_millis() <= now_millis - asked => Verdict::Silent,
            None if ASK_AFTER_MILLIS <= now_millis - self.heard_millis => {
                self.asked_millis = Some(now_millis);
                Verdict::Ask(self.next_nonce())
            }
            _ => Verdict::Calm,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First verdict that is not calm, and when, ticking four times a second.
    fn wait(watch: &mut Watch, from: f64, to: f64) -> Option<(f64, Verdict)> {
        let mut now = from;
        while now < to {
            now += 250.0;
            match watch.tick(now, true) {
                Verdict::Calm => {}
                verdict => return Some((now, verdict)),
            }
        }
        None
    }

    #[test]
    fn silence_is_asked_about_and_then_judged() {
        let mut watch = Watch::new(0.0);
        assert_eq!(wait(&mut watch, 0.0, 9000.0), Some((1000.0, Verdict::Ask(1))));
        assert_eq!(wait(&mut watch, 1000.0, 9000.0), Some((3000.0, Verdict::Silent)));
    }

    #[test]
    fn an_answer_calms() {
        let mut watch = Watch::new(0.0);
        wait(&mut watch, 0.0, 1000.0);
        watch.heard(1500.0);
        assert_eq!(wait(&mut watch, 1500.0, 9000.0), Some((2500.0, Verdict::Ask(2))));
    }

    #[test]
    fn building_shaders_may_take_a_minute() {
        let mut watch = Watch::new(0.0);
        watch.enter(Phase::BuildingShaders);
        wait(&mut watch, 0.0, 1000.0);
        assert_eq!(wait(&mut watch, 1000.0, 60_000.0), None);
        assert_eq!(wait(&mut watch, 60_000.0, 70_000.0), Some((61_000.0, Verdict::Silent)));
    }

    #[test]
    fn an_emulated_device_is_given_time_and_the_next_worker_is_not() {
        let adapter = "software".to_owned();
        let mut watch = Watch::new(0.0);
        watch.runs_on(&DeviceUsed::WebGpu { adapter, is_software: true });
        wait(&mut watch, 0.0, 1000.0);
        assert_eq!(wait(&mut watch, 1000.0, 40_000.0), Some((31_000.0, Verdict::Silent)));
        watch.restart(40_000.0);
        wait(&mut watch, 40_000.0, 41_000.0);
        assert_eq!(wait(&mut watch, 41_000.0, 60_000.0), Some((43_000.0, Verdict::Silent)));
    }

    #[test]
    fn a_page_that_slept_blames_nobody() {
        let mut watch = Watch::new(0.0);
        wait(&mut watch, 0.0, 1000.0);
        assert_eq!(watch.tick(3_600_000.0, true), Verdict::Calm);
        assert_eq!(
            wait(&mut watch, 3_600_000.0, 3_601_000.0).map(|(_, v)| v),
            Some(Verdict::Ask(2))
        );
    }

    #[test]
    fn an_idle_worker_is_left_alone() {
        let mut watch = Watch::new(0.0);
        assert!((0..100).all(|i| watch.tick(f64::from(i) * 250.0, false) == Verdict::Calm));
    }

    #[test]
    fn patience_grows_and_survives_a_restart() {
        let mut watch = Watch::new(0.0);
        watch.be_more_patient();
        watch.restart(0.0);
        wait(&mut watch, 0.0, 1000.0);
        assert_eq!(wait(&mut watch, 1000.0, 9000.0), Some((5000.0, Verdict::Silent)));
    }
}
