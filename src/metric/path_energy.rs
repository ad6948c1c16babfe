//! What a flow spends on the way, against what the best transport would.

use crate::math::points::Points;

/// `E sum h |u|^2` with the field at the left node of every step: the mean over
/// trajectories of the energy spent on the way.
///
/// Never below the squared W2 distance of the ends, but for the sum standing
/// for an integral; equal to it where points go straight, at constant speed, to
/// where the best transport sends them.
///
/// Shapes: one more of `times` than of `fields`; `fields[i]` is `[n, dim]`, the
/// velocities at `times[i]`, point by point. Units: squared data units.
/// Random: no.
///
/// # Panics
/// If there is no step, there are no points, or the shapes disagree.
///
/// Source: Benamou, Brenier, "A computational fluid mechanics solution to the
/// Monge-Kantorovich mass transfer problem" (2000), with a sum for the integral.
pub fn path_energy(times: &[f64], fields: &[Points]) -> f64 {
    assert_eq!(times.len(), fields.len() + 1, "path energy: one field a step");
    assert!(!fields.is_empty() && 0 < fields[0].n(), "path energy: nothing moves");
    let shape = (fields[0].n(), fields[0].dim());
    let steps = times.windows(2).zip(fields);
    let sum: f64 = steps
        .map(|(t, u)| {
            assert_eq!((u.n(), u.dim()), shape, "path energy: the same points");
            (t[1] - t[0]) * u.data().iter().map(|v| v * v).sum::<f64>()
        })
        .sum();
    sum / fields[0].n() as f64
}

/// Normalized path energy `|PE - W2^2| / W2^2`: the share by which a flow's
/// energy exceeds that of the best transport between its ends; zero at best.
///
/// `w2_squared` is between the source and the target of the flow; infinite if
/// they are one place.
///
/// Source: Tong et al., "Improving and generalizing flow-based generative
/// models with minibatch optimal transport" (2024), normalized path energy.
pub fn npe(path_energy: f64, w2_squared: f64) -> f64 {
    (path_energy - w2_squared).abs() / w2_squared
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;
    use crate::math::field::VectorField;
    use crate::math::mixture::Mixture;
    use crate::math::state::State;
    use crate::metric::exact::w2;
    use crate::path::marginal::Marginal;
    use crate::path::scheduler::SchedulerKind;
    use crate::solver::SolverKind;
    use crate::solver::grid::TimeGrid;
    use crate::solver::run::Integration;
    use crate::solver::trajectory::SaveAt;

    fn times(n: usize) -> Vec<f64> {
        (0..=n).map(|i| i as f64 / n as f64).collect()
    }

    #[track_caller]
    fn check_close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() < tolerance, "{found} != {expected}");
    }

    /// Energy of the exact flow from `N(0, 1)` to `N(0, 4)` for the starts -1
    /// and 1, whose mean square is that of the noise.
    fn energy(scheduler: SchedulerKind) -> f64 {
        let law = Mixture::isotropic(&Points::new(1, vec![0.0]), 4.0).unwrap();
        let field = Marginal::new(&law, scheduler);
        let grid = TimeGrid::uniform(0.0, 1.0, 4000).unwrap();
        let start = Points::new(1, vec![-1.0, 1.0]);
        let run = Integration::new(SolverKind::Midpoint, grid, start).saving(SaveAt::Every);
        let way = run.finish(&field);
        let n_steps = way.times().len() - 1;
        let fields: Vec<Points> = way.times()[..n_steps]
            .iter()
            .zip(way.states())
            .map(|(&t, x)| field.velocity(t, x))
            .collect();
        path_energy(way.times(), &fields)
    }

    #[test]
    fn the_exact_flows_of_a_gaussian_spend_what_was_worked_out_outside() {
        // The sum of the left nodes is off by h/2 times the change of the energy.
        check_close(energy(SchedulerKind::CondOt), 5.0 - PI, 2e-3);
        check_close(energy(SchedulerKind::Sqrt), 1.447_479_20, 2e-3);
        check_close(npe(energy(SchedulerKind::CondOt), 1.0), 0.858_407_35, 2e-3);
    }

    #[test]
    fn the_best_transport_between_gaussians_spends_the_distance_and_no_more() {
        // x goes to 2 x + 3 at constant speed: W2^2 = 9 + (2 - 1)^2 for N(0, 1).
        let start = Points::new(1, vec![-1.0, 1.0]);
        let u = Points::new(1, start.data().iter().map(|x| x + 3.0).collect());
        let spent = path_energy(&times(7), &vec![u; 7]);
        check_close(spent, 10.0, 1e-12);
        check_close(npe(spent, 10.0), 0.0, 1e-12);
    }

    #[test]
    fn straight_lines_to_the_best_matched_points_spend_the_exact_distance() {
        let a = Points::new(2, vec![0.0, 0.0, 1.0, 0.0, 2.0, 1.0, 0.0, 3.0]);
        let b = Points::new(2, vec![1.0, 1.0, 0.0, 1.0, 3.0, 0.0, 2.0, 2.0]);
        let matching = crate::metric::exact::best_matching(&a, &b).unwrap();
        let partners = Points::new(2, matching.iter().flat_map(|&j| b.row(j).to_vec()).collect());
        let u = partners.add_scaled(-1.0, &a);
        check_close(
            path_energy(&[0.0, 0.3, 1.0], &[u.clone(), u]),
            w2(&a, &b).unwrap().powi(2),
            1e-12,
        );
    }
}
