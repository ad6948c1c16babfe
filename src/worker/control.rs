//! What the page last wished of a training run.

/// Wishes that a training run looks at between steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Control {
    is_held: bool,
    n_single: u32,
    is_stopped: bool,
    is_answer_due: bool,
}

impl Control {
    /// A run that starts at once, or held.
    pub fn starting(is_held: bool) -> Self {
        Self { is_held, is_answer_due: is_held, ..Self::default() }
    }

    /// Holds after the current step.
    pub fn pause(&mut self) {
        self.is_held = true;
        self.n_single = 0;
        self.is_answer_due = true;
    }

    /// Goes on.
    pub fn go_on(&mut self) {
        *self = Self { is_stopped: self.is_stopped, ..Self::default() };
    }

    /// Makes one step and holds; several wishes add up.
    pub fn step_once(&mut self) {
        self.is_held = true;
        self.n_single += 1;
        self.is_answer_due = true;
    }

    /// Ends the run.
    pub fn stop(&mut self) {
        self.is_stopped = true;
    }

    /// Whether the run was ended early.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Whether the run may make a step.
    pub fn may_step(&self) -> bool {
        !self.is_stopped && (!self.is_held || 0 < self.n_single)
    }

    /// Whether the run waits for the page.
    pub fn is_holding(&self) -> bool {
        !self.is_stopped && self.is_held && self.n_single == 0
    }

    /// Notes that a step was made.
    pub fn count_step(&mut self) {
        self.n_single = self.n_single.saturating_sub(1);
    }

    /// Whether the page has yet to be told that the run holds; asked once.
    pub fn take_answer(&mut self) -> bool {
        self.is_holding() && std::mem::take(&mut self.is_answer_due)
    }

    /// Whether [`Self::take_answer`] would say so.
    pub fn is_answer_due(&self) -> bool {
        self.is_holding() && self.is_answer_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_step_is_made_once_and_answered_once() {
        let mut control = Control::starting(true);
        assert!(control.take_answer() && !control.take_answer());
        control.step_once();
        assert!(control.may_step() && !control.is_holding());
        control.count_step();
        assert!(!control.may_step() && control.take_answer() && !control.take_answer());
        control.go_on();
        assert!(control.may_step());
        control.count_step();
        assert!(control.may_step() && !control.take_answer());
    }

    #[test]
    fn stop_wins_over_everything() {
        let mut control = Control::starting(false);
        control.stop();
        control.go_on();
        control.step_once();
        assert!(!control.may_step() && !control.is_holding());
    }
}
