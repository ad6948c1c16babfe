//! Mixtures: draws against moments, densities against integrals, bad input.

use crate::math::mixture::BadMixture;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

fn round(mean: &[f64], variance: f64) -> Component {
    Component::Isotropic { mean: mean.to_vec(), variance }
}

fn tilted(mean: &[f64], covariance: &[f64]) -> Component {
    Component::Gaussian { mean: mean.to_vec(), covariance: covariance.to_vec() }
}

fn square(low: &[f64], high: &[f64]) -> Component {
    Component::Box { low: low.to_vec(), high: high.to_vec() }
}

fn one_of_each() -> Mixture {
    let parts = vec![
        (2.0, round(&[1.0, -1.0], 0.5)),
        (5.0, tilted(&[-2.0, 0.5], &[0.6, -0.4, -0.4, 0.8])),
        (3.0, square(&[0.0, 1.0], &[3.0, 2.0])),
    ];
    Mixture::new(2, parts).unwrap()
}

#[test]
fn draws_have_the_moments_of_the_law() {
    let n = 200_000;
    let law = one_of_each();
    let draws = law.sample(n, &mut Rng::stream(4, Stream::Data, 0));
    let mean_of = |f: &dyn Fn(&[f64]) -> f64| {
        let mean = draws.rows().map(f).sum::<f64>() / n as f64;
        let variance = draws.rows().map(|row| (f(row) - mean).powi(2)).sum::<f64>() / n as f64;
        (mean, 4.0 * (variance / n as f64).sqrt())
    };
    for i in 0..2 {
        let (mean, slack) = mean_of(&|row| row[i]);
        assert!((mean - law.mean()[i]).abs() < slack);
    }
    let (square, slack) = mean_of(&|row| row[0] * row[0] + row[1] * row[1]);
    assert!((square - law.second_moment()).abs() < slack);
    // E xy: products of means, and one covariance.
    let (product, slack) = mean_of(&|row| row[0] * row[1]);
    assert!((product - (-0.2 + 0.5 * (-1.0 - 0.4) + 0.3 * 1.5 * 1.5)).abs() < slack);
}

#[test]
fn the_density_has_mass_one() {
    let step = 0.05;
    let axis = || (-160..160).map(|i| (f64::from(i) + 0.5) * step);
    let grid = axis().flat_map(|x| axis().flat_map(move |y| [x, y])).collect();
    let logs = one_of_each().log_density(&Points::new(2, grid));
    let mass: f64 = logs.iter().map(|log| log.exp() * step * step).sum();
    assert!((mass - 1.0).abs() < 1e-9, "{mass}");
}

#[test]
fn a_full_covariance_has_the_density_of_its_principal_axes() {
    // Variances 4 and 1 along axes turned by 30 degrees.
    let (cos, sin) = (0.75_f64.sqrt(), 0.5);
    let covariance = [
        4.0 * cos * cos + sin * sin,
        3.0 * cos * sin,
        3.0 * cos * sin,
        4.0 * sin * sin + cos * cos,
    ];
    let law = Mixture::new(2, vec![(1.0, tilted(&[0.0, 0.0], &covariance))]).unwrap();
    let [along, across] = [1.3, -0.4];
    let x = [along * cos - across * sin, along * sin + across * cos];
    let exact =
        -0.5 * (along * along / 4.0 + across * across) - std::f64::consts::TAU.ln() - 2.0_f64.ln();
    assert!((law.log_density(&Points::new(2, x.to_vec()))[0] - exact).abs() < 1e-13);
}

#[test]
fn an_empirical_law_draws_its_points_equally_often() {
    let points = Points::new(1, vec![-1.0, 0.5, 7.0, 9.0]);
    let law = Mixture::empirical(&points).unwrap();
    let draws = law.sample(40_000, &mut Rng::stream(1, Stream::Data, 0));
    for value in points.data() {
        let count = draws.data().iter().filter(|x| x.to_bits() == value.to_bits()).count();
        // Binomial: standard deviation sqrt(40000 / 4 * 3 / 4) = 87.
        assert!(count.abs_diff(10_000) < 350, "{value}: {count}");
    }
}

#[test]
fn a_component_of_weight_zero_is_never_drawn() {
    let parts =
        vec![(0.0, round(&[5.0], 0.0)), (1.0, round(&[1.0], 0.0)), (0.0, round(&[7.0], 0.0))];
    let law = Mixture::new(1, parts).unwrap();
    let draws = law.sample(1_000, &mut Rng::stream(1, Stream::Data, 0));
    assert!(draws.data().iter().all(|x| x.to_bits() == 1.0_f64.to_bits()));
}

#[test]
fn what_is_no_law_is_refused_with_its_place() {
    let refused = |parts: Vec<(f64, Component)>| Mixture::new(2, parts).unwrap_err();
    let good = || round(&[0.0, 0.0], 1.0);
    assert_eq!(refused(vec![]), BadMixture::Empty);
    assert_eq!(refused(vec![(0.0, good())]), BadMixture::Weights);
    assert_eq!(refused(vec![(-1.0, good()), (2.0, good())]), BadMixture::Weights);
    assert_eq!(refused(vec![(f64::NAN, good())]), BadMixture::Weights);
    let refused_second = |bad: Component| refused(vec![(1.0, good()), (1.0, bad)]);
    assert_eq!(refused_second(round(&[0.0], 1.0)), BadMixture::Shape(1));
    assert_eq!(refused_second(round(&[0.0, f64::INFINITY], 1.0)), BadMixture::Shape(1));
    assert_eq!(refused_second(round(&[0.0, 0.0], -1.0)), BadMixture::Covariance(1));
    assert_eq!(refused_second(tilted(&[0.0, 0.0], &[1.0; 3])), BadMixture::Shape(1));
    assert_eq!(
        refused_second(tilted(&[0.0, 0.0], &[1.0, 2.0, 2.0, 1.0])),
        BadMixture::Covariance(1)
    );
    assert_eq!(
        refused_second(tilted(&[0.0, 0.0], &[1.0, 0.3, 0.2, 1.0])),
        BadMixture::Covariance(1)
    );
    assert_eq!(refused_second(square(&[0.0, 0.0], &[1.0, 0.0])), BadMixture::Corners(1));
}
