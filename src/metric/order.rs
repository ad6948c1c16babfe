//! The order of a scheme, measured: how fast its error falls with the steps.

/// A fitted order and how sure the fit is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Order {
    /// Minus the slope of `log error` against `log n`.
    pub value: f64,
    /// Standard error of the slope; nothing for two points, which every line fits.
    pub std_error: Option<f64>,
    /// Points that the line was fitted to.
    pub n_used: usize,
}

/// Order of errors made with `n` steps (or calls): the least-squares line
/// through `(log n, log error)`.
///
/// Points whose error is not above `floor` are left out, as are errors that are
/// not finite: the floor is where something else than the steps decides, such as
/// rounding (see [`rounding_floor`]) or the noise level of the distance the
/// error is measured by. Nothing if fewer than two different `n` are left.
///
/// Shapes: one error per number of steps. Units: none. Random: no.
///
/// # Panics
/// If there is not one error per number of steps.
pub fn fitted_order(n: &[f64], errors: &[f64], floor: f64) -> Option<Order> {
    assert_eq!(n.len(), errors.len(), "order: one error per number of steps");
    let is_told = |error: f64| error.is_finite() && floor < error && 0.0 < error;
    let points: Vec<[f64; 2]> = n
        .iter()
        .zip(errors)
        .filter(|(_, error)| is_told(**error))
        .map(|(n, error)| [libm::log(*n), libm::log(*error)])
        .collect();
    let n_used = points.len();
    let mean = |i: usize| points.iter().map(|p| p[i]).sum::<f64>() / n_used as f64;
    let (x_mean, y_mean) = (mean(0), mean(1));
    let spread: f64 = points.iter().map(|[x, _]| (x - x_mean) * (x - x_mean)).sum();
    if n_used < 2 || spread <= 0.0 {
        return None;
    }
    let slope = points.iter().map(|[x, y]| (x - x_mean) * (y - y_mean)).sum::<f64>() / spread;
    let rest = |[x, y]: &[f64; 2]| y - y_mean - slope * (x - x_mean);
    let left: f64 = points.iter().map(|p| rest(p) * rest(p)).sum();
    let std_error = (2 < n_used).then(|| (left / (n_used - 2) as f64 / spread).sqrt());
    Some(Order { value: -slope, std_error, n_used })
}

/// Errors at or below this are rounding: a thousand units in the last place of a
/// state as large as `scale`, in double precision.
pub fn rounding_floor(scale: f64) -> f64 {
    1000.0 * f64::EPSILON * scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;
    use crate::solver::SolverKind;
    use crate::solver::grid::TimeGrid;
    use crate::solver::run::Integration;

    const N: [f64; 5] = [4.0, 8.0, 16.0, 32.0, 64.0];

    #[test]
    fn a_power_is_fitted_exactly() {
        let order = fitted_order(&N, &N.map(|n| 3.0 * n.powf(-2.5)), 0.0).unwrap();
        assert!((order.value - 2.5).abs() < 1e-12 && order.n_used == 5);
        assert!(order.std_error.unwrap() < 1e-12);
    }

    #[test]
    fn the_published_errors_on_exponential_decay_have_the_promised_orders() {
        let table = [
            ([1.920_100e-2, 9.393_519e-3, 4.647_001e-3], 1.0),
            ([6.615_437e-4, 1.591_805e-4, 3.904_855e-5], 2.0),
            ([3.332_411e-7, 1.997_610e-8, 1.222_742e-9], 4.0),
        ];
        for (errors, promised) in table {
            let order = fitted_order(&[10.0, 20.0, 40.0], &errors, rounding_floor(1.0)).unwrap();
            assert!((order.value - promised).abs() < 0.06, "{order:?}");
        }
    }

    #[test]
    fn errors_at_the_level_of_rounding_do_not_flatten_the_line() {
        // Runge-Kutta on x' = -x meets rounding beyond a thousand steps.
        let n = [8.0, 32.0, 128.0, 512.0, 4096.0, 16_384.0];
        let error = |n: f64| {
            let grid = TimeGrid::uniform(0.0, 1.0, n as usize).unwrap();
            let end = Integration::new(SolverKind::Rk4, grid, 1.0).finish(&|_: f64, x: &f64| -x);
            (end.x() - (-1_f64).exp()).abs()
        };
        let errors = n.map(error);
        let kept = fitted_order(&n, &errors, rounding_floor(1.0)).unwrap();
        assert!((kept.value - 4.0).abs() < 0.1 && kept.n_used < n.len(), "{kept:?}");
        let all = fitted_order(&n, &errors, 0.0).unwrap();
        assert!(all.value < 3.5, "{all:?}");
    }

    #[test]
    fn the_standard_error_is_the_spread_of_the_slope() {
        // Errors off by a factor exp(0.1 eps): the slope varies by 0.1 / sqrt(spread).
        let mut rng = Rng::stream(33, Stream::Metric, 0);
        let fits: Vec<Order> = (0..2000)
            .map(|_| {
                let errors = N.map(|n| (0.1 * rng.normal()).exp() / n);
                fitted_order(&N, &errors, 0.0).unwrap()
            })
            .collect();
        let mean_of = |f: &dyn Fn(&Order) -> f64| fits.iter().map(f).sum::<f64>() / 2000.0;
        let variance = mean_of(&|fit| (fit.value - 1.0).powi(2));
        let claimed = mean_of(&|fit| fit.std_error.unwrap().powi(2));
        // log n has the spread 10 ln^2 2; variances of 2000 draws are off by 3 percent.
        let expected = 0.01 / (10.0 * 2_f64.ln().powi(2));
        assert!((variance / expected - 1.0).abs() < 0.13, "{variance} != {expected}");
        assert!((claimed / expected - 1.0).abs() < 0.13, "{claimed} != {expected}");
    }

    #[test]
    fn too_few_points_are_no_line() {
        assert_eq!(fitted_order(&[4.0], &[0.1], 0.0), None);
        assert_eq!(fitted_order(&[4.0, 8.0], &[0.1, f64::NAN], 0.0), None);
        assert_eq!(fitted_order(&[4.0, 4.0], &[0.1, 0.2], 0.0), None);
        let two = fitted_order(&[4.0, 8.0, 16.0], &[0.4, 0.2, 1e-9], 1e-8).unwrap();
        assert!((two.value - 1.0).abs() < 1e-12 && two.std_error.is_none() && two.n_used == 2);
    }
}
