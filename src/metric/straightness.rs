//! How far trajectories are from straight lines at constant speed.

use crate::math::points::Points;

/// `E sum h ||(x1 - x0) - (increment / h)||^2`: mean over trajectories of the
/// squared distance, over time, between a trajectory's velocity and that of the
/// straight line from its start to its end. Zero means that one step suffices.
///
/// Shapes: `states` holds one set `[n, dim]` per time, point `i` of each being
/// trajectory `i`; `times` runs over an interval of length one, forward.
/// Units: squared data units. Random: no.
///
/// # Panics
/// If there are fewer than two states, none or unequally many points in them,
/// or not one time per state.
///
/// Source: Liu, Gong, Liu, "Flow Straight and Fast" (2022), the straightness
/// `S`, with the integral as a sum over the steps made.
pub fn straightness(times: &[f64], states: &[Points]) -> f64 {
    assert_eq!(times.len(), states.len(), "straightness: one time per state");
    assert!(2 <= states.len() && 0 < states[0].n(), "straightness: nothing moves");
    let (start, end) = (&states[0], &states[states.len() - 1]);
    let steps = times.windows(2).zip(states.windows(2));
    let sum: f64 = steps
        .map(|(t, x)| {
            let h = t[1] - t[0];
            assert_eq!(x[1].data().len(), start.data().len(), "straightness: same points");
            let coordinates = (0..start.data().len()).map(|k| {
                let whole = end.data()[k] - start.data()[k];
                let rate = (x[1].data()[k] - x[0].data()[k]) / h;
                (whole - rate) * (whole - rate)
            });
            h * coordinates.sum::<f64>()
        })
        .sum();
    sum / start.n() as f64
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;
    use crate::math::state::State;

    fn times(n: usize) -> Vec<f64> {
        (0..=n).map(|i| i as f64 / n as f64).collect()
    }

    #[test]
    fn straight_lines_at_constant_speed_are_straight() {
        let direction = Points::new(2, vec![3.0, -1.0, 0.5, 2.0]);
        let times = [0.0, 0.1, 0.7, 1.0];
        let states = times.map(|t| direction.clone().scaled(1.0 + t));
        assert!(straightness(&times, &states) < 1e-20);
    }

    #[test]
    fn stretching_a_gaussian_has_the_straightness_worked_out_by_hand() {
        // The straight path from N(0, 1) to N(0, 4) stretches its start by
        // sqrt(5 t^2 - 2 t + 1); E x0^2 = 1 for the two starts -1 and 1.
        let start = Points::new(1, vec![-1.0, 1.0]);
        let times = times(10_000);
        let stretch = |t: &f64| start.clone().scaled((5.0 * t * t - 2.0 * t + 1.0).sqrt());
        let states: Vec<Points> = times.iter().map(stretch).collect();
        assert!((straightness(&times, &states) - (4.0 - PI)).abs() < 1e-6);
    }

    #[test]
    fn one_step_is_always_straight() {
        let states = [Points::new(1, vec![0.0, 1.0]), Points::new(1, vec![5.0, -3.0])];
        assert!(straightness(&[0.0, 1.0], &states) < 1e-20);
    }
}
