//! States kept along a run, with their times.

/// Which states a run keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveAt {
    /// The latest state alone.
    End,
    /// The start and the state after every step.
    Every,
}

/// Kept states in the order they were reached; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory<X> {
    times: Vec<f64>,
    states: Vec<X>,
}

impl<X> Trajectory<X> {
    /// The state `x0` at time `t0`, and nothing else yet.
    pub fn starting_at(t0: f64, x0: X) -> Self {
        Self { times: vec![t0], states: vec![x0] }
    }

    /// Takes in the state `x` at time `t`; [`SaveAt::End`] drops the one before.
    pub fn record(&mut self, save_at: SaveAt, t: f64, x: X) {
        if save_at == SaveAt::End {
            self.times.clear();
            self.states.clear();
        }
        self.times.push(t);
        self.states.push(x);
    }

    /// Times of the kept states.
    pub fn times(&self) -> &[f64] {
        &self.times
    }

    /// Kept states; one per time.
    pub fn states(&self) -> &[X] {
        &self.states
    }

    /// Time of the latest state.
    pub fn t(&self) -> f64 {
        self.times[self.times.len() - 1]
    }

    /// Latest state.
    pub fn x(&self) -> &X {
        &self.states[self.states.len() - 1]
    }
}
