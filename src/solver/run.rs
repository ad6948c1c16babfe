//! The one solver loop: a run over a time grid that makes one step per call.
//!
//! Points natively and tensors in the engine take the same steps; animation,
//! single steps and yielding to the browser all follow from stopping between
//! two calls. A run keeps no field: the caller hands it the same one each time.
//! Flows and equations with noise take the same loop; noise is numbered by the
//! step, so that a run that stopped in between sees the same.

use thiserror::Error;

use crate::math::state::Finite;
use crate::math::state::State;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::process::Process;
use crate::solver::trajectory::SaveAt;
use crate::solver::trajectory::Trajectory;

/// A run of a scheme over a time grid, stopped between two steps.
#[derive(Clone, Debug)]
pub struct Integration<X> {
    kind: SolverKind,
    last_kind: SolverKind,
    grid: TimeGrid,
    save_at: SaveAt,
    trajectory: Trajectory<X>,
    step_idx: usize,
    nfe: u64,
}

impl<X: State> Integration<X> {
    /// A run of scheme `kind` that starts from `x0` at the grid's first time
    /// and keeps the latest state alone.
    ///
    /// # Panics
    /// If the scheme draws noise and the grid runs backward: the reversed
    /// equation has another drift.
    pub fn new(kind: SolverKind, grid: TimeGrid, x0: X) -> Self {
        assert!(
            grid.is_forward() || !kind.is_stochastic(),
            "solver: {kind:?} draws noise and runs forward only"
        );
        let trajectory = Trajectory::starting_at(grid.start(), x0);
        let save_at = SaveAt::End;
        Self { kind, last_kind: kind, grid, save_at, trajectory, step_idx: 0, nfe: 0 }
    }

    /// The same run, keeping the states that `save_at` says.
    #[must_use]
    pub fn saving(mut self, save_at: SaveAt) -> Self {
        self.save_at = save_at;
        self
    }

    /// The same run with a step of [`SolverKind::without_end`] at the end, for
    /// flows Euler's, which never calls the field at the grid's last time: for
    /// fields that are singular there.
    #[must_use]
    pub fn ending_with_euler(mut self) -> Self {
        self.last_kind = self.kind.without_end();
        self
    }

    /// Makes one step; true while steps are left. Does nothing after the last.
    ///
    /// # Panics
    /// If the scheme asks for more than `process` has: a velocity field suffices
    /// for the schemes of [`Family::Flow`](crate::solver::Family::Flow).
    pub fn advance<K>(&mut self, process: &(impl Process<X, K> + ?Sized)) -> bool {
        let Some(step) = self.grid.step(self.step_idx) else {
            return false;
        };
        let is_last = self.step_idx + 1 == self.grid.n_steps();
        let kind = if is_last { self.last_kind } else { self.kind };
        let x = process.step(kind, self.step_idx, step, self.trajectory.x());
        self.trajectory.record(self.save_at, step.t1, x);
        self.step_idx += 1;
        self.nfe += u64::from(kind.calls_per_step());
        !is_last
    }

    /// Makes all steps that are left and gives what was kept.
    ///
    /// # Panics
    /// As [`Self::advance`].
    pub fn finish<K>(mut self, process: &(impl Process<X, K> + ?Sized)) -> Trajectory<X> {
        while self.advance(process) {}
        self.trajectory
    }

    /// Time reached.
    pub fn t(&self) -> f64 {
        self.trajectory.t()
    }

    /// State reached.
    pub fn x(&self) -> &X {
        self.trajectory.x()
    }

    /// States kept so far.
    pub fn trajectory(&self) -> &Trajectory<X> {
        &self.trajectory
    }

    /// Steps made so far.
    pub fn step_idx(&self) -> usize {
        self.step_idx
    }

    /// Steps of the whole run.
    pub fn n_steps(&self) -> usize {
        self.grid.n_steps()
    }

    /// Whether every step has been made.
    pub fn is_done(&self) -> bool {
        self.step_idx == self.grid.n_steps()
    }

    /// Field calls so far. A field that asks a network twice, as a guided one
    /// does, costs twice as many network calls.
    pub fn nfe(&self) -> u64 {
        self.nfe
    }
}

/// A run whose state is no longer made of finite numbers.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[error("the state became infinite at t = {t:.4}; take more steps, less noise or an earlier end")]
pub struct BlowUp {
    /// Time of the first state that is not finite.
    pub t: f64,
}

impl<X: State + Finite> Integration<X> {
    /// Fails if the state reached is not finite. Asked after every step it names
    /// the time at which the run blew up.
    ///
    /// # Errors
    /// [`BlowUp`] with the time reached.
    pub fn check_finite(&self) -> Result<(), BlowUp> {
        if self.x().is_finite() { Ok(()) } else { Err(BlowUp { t: self.t() }) }
    }

    /// [`Self::finish`] that stops at the first state that is not finite.
    ///
    /// # Errors
    /// [`BlowUp`] with the time of that state.
    ///
    /// # Panics
    /// As [`Self::advance`].
    pub fn finish_finite<K>(
        mut self,
        process: &(impl Process<X, K> + ?Sized),
    ) -> Result<Trajectory<X>, BlowUp> {
        self.check_finite()?;
        while !self.is_done() {
            self.advance(process);
            self.check_finite()?;
        }
        Ok(self.trajectory)
    }
}
