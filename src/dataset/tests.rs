//! Data sets against their laws.

mod labels;

use crate::dataset::Dataset;
use crate::dataset::DatasetKind;
use crate::dataset::curve::BlurredCurve;
use crate::dataset::curve::Piece;
use crate::dataset::pinwheel;
use crate::dataset::scurve;
use crate::dataset::smiley;
use crate::math::field::LogDensity;
use crate::math::field::VectorField;
use crate::math::kind::Kind;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;

const N: usize = 40_000;

fn draws(dataset: &Dataset) -> Points {
    dataset.sample(N, &mut Rng::stream(11, Stream::Data, 0))
}

/// Mean of `f` over the draws with its standard error.
fn mean_and_error(points: &Points, f: impl Fn(&[f64]) -> f64) -> (f64, f64) {
    let values: Vec<f64> = points.rows().map(f).collect();
    let mean = values.iter().sum::<f64>() / N as f64;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / N as f64;
    (mean, (variance / N as f64).sqrt())
}

#[test]
fn draws_have_the_moments_of_their_law() {
    for &kind in DatasetKind::ALL {
        let dataset = kind.build();
        let points = draws(&dataset);
        for i in 0..dataset.dim() {
            let (mean, error) = mean_and_error(&points, |row| row[i]);
            assert!((mean - dataset.law().mean()[i]).abs() < 4.0 * error, "{kind:?}: mean {mean}");
        }
        let (square, error) = mean_and_error(&points, |row| row.iter().map(|x| x * x).sum());
        let exact = dataset.law().second_moment();
        let slack = 4.0 * error + 1e-12;
        assert!((square - exact).abs() < slack, "{kind:?}: {square} is not {exact}");
    }
}

#[test]
fn draws_have_the_density_of_their_law() {
    // Probability of every cell of a grid, by the midpoint rule, against counts: chi squared.
    for &kind in DatasetKind::ALL.iter().filter(|kind| kind.dim() == 2) {
        let dataset = kind.build();
        let window = dataset.window();
        let cells = 20;
        let fine = 8;
        let width = window.width() / f64::from(cells);
        let place = |i: i32, low: f64| low + width * (f64::from(i) + 0.5) / f64::from(fine);
        let axis = || 0..cells * fine;
        let grid = axis()
            .flat_map(|i| axis().flat_map(move |j| [place(i, window.x[0]), place(j, window.y[0])]));
        let logs = dataset.law().log_density(&Points::new(2, grid.collect()));
        let mut expected = vec![0.0; (cells * cells) as usize];
        let area = (width / f64::from(fine)).powi(2);
        for (k, log) in logs.iter().enumerate() {
            let side = (cells * fine) as usize;
            let (i, j) = (k / side / fine as usize, k % side / fine as usize);
            expected[i * cells as usize + j] += N as f64 * area * log.exp();
        }
        let mut counts = vec![0.0; expected.len()];
        for row in draws(&dataset).rows() {
            let (i, j) = ((row[0] - window.x[0]) / width, (row[1] - window.y[0]) / width);
            let is_shown =
                (0.0..f64::from(cells)).contains(&i) && (0.0..f64::from(cells)).contains(&j);
            if is_shown {
                counts[i as usize * cells as usize + j as usize] += 1.0;
            }
        }
        let mass = expected.iter().sum::<f64>() / N as f64;
        // The board's edges cut through the midpoint rule's cells.
        let (slack, is_smooth) =
            if kind == DatasetKind::Checkerboard { (0.03, false) } else { (1e-3, true) };
        assert!((mass - 1.0).abs() < slack, "{kind:?}: mass {mass}");
        if is_smooth {
            let kept = expected.iter().zip(&counts).filter(|(e, _)| 8.0 < **e);
            let terms: Vec<f64> = kept.map(|(e, c)| (c - e) * (c - e) / e).collect();
            let (chi, n) = (terms.iter().sum::<f64>(), terms.len() as f64);
            assert!((chi - n).abs() < 5.0 * (2.0 * n).sqrt(), "{kind:?}: {chi} for {n} cells");
        }
    }
}

#[test]
fn the_checkerboard_is_even_on_its_filled_squares_and_empty_elsewhere() {
    let dataset = DatasetKind::Checkerboard.build();
    let mut counts = [[0.0_f64; 4]; 4];
    for row in draws(&dataset).rows() {
        let [i, j] = [0, 1].map(|k| ((row[k] + 5.0) / 2.5) as usize);
        counts[i][j] += 1.0;
    }
    let expected = N as f64 / 8.0;
    for (i, line) in counts.iter().enumerate() {
        for (j, count) in line.iter().enumerate() {
            let exact = if (i + j) % 2 == 0 { expected } else { 0.0 };
            assert!((count - exact).abs() <= 4.5 * exact.sqrt(), "({i}, {j}): {count}");
        }
    }
    let inside = dataset.law().log_density(&Points::new(2, vec![-4.9, -4.9, 0.1, 0.1, 0.1, -0.1]));
    assert!((inside[0] + f64::ln(50.0)).abs() < 1e-14 && (inside[1] + f64::ln(50.0)).abs() < 1e-14);
    assert!(inside[2].is_infinite() && inside[2] < 0.0);
}

#[test]
fn known_second_moments_are_met() {
    let of = |kind: DatasetKind| kind.build().law().second_moment();
    assert!((of(DatasetKind::Moons) - 16.068).abs() < 5.1e-4);
    assert!((of(DatasetKind::Checkerboard) - 50.0 / 3.0).abs() < 1e-12);
    assert!((of(DatasetKind::Gmm5) - 102.0).abs() < 1e-10);
    assert!((of(DatasetKind::EightGaussians) - 25.18).abs() < 1e-10);
    // Half at radius 5, half at 2.5, blurred by 0.25.
    assert!((of(DatasetKind::Circles) - (15.625 + 0.125)).abs() < 1e-10);
    assert!((of(DatasetKind::TwoPoints) - 4.0).abs() < 1e-15);
}

#[test]
fn curves_have_the_second_moments_of_their_formulas() {
    let blurred = |scale: f64, noise: f64, of_curve: f64| {
        let variance = noise * noise;
        scale * scale * (of_curve + 2.0 * variance)
    };
    let check = |kind: DatasetKind, exact: f64| {
        let moment = kind.build().law().second_moment();
        assert!((moment - exact).abs() < 1e-10, "{kind:?}: {moment} is not {exact}");
    };
    // |(sin a, cos a - 1)|^2 = 2 - 2 cos a, its mean over [0, 3 pi/2] is 2 + 4/(3 pi).
    let of_s = 2.0 + 4.0 / (3.0 * std::f64::consts::PI);
    check(DatasetKind::SCurve, blurred(scurve::SCALE, scurve::NOISE, of_s));
    // The radius is uniform in [c, 1]: (1 + c + c^2) / 3.
    let c = pinwheel::INNER;
    let of_arms = (1.0 + c + c * c) / 3.0;
    check(DatasetKind::Pinwheel, blurred(pinwheel::SCALE, pinwheel::NOISE, of_arms));
    let [x, y] = smiley::EYE;
    let of_eyes = x * x + y * y + smiley::HALF_EYE * smiley::HALF_EYE / 3.0;
    let of_face = 0.5 + 0.25 * smiley::MOUTH * smiley::MOUTH + 0.25 * of_eyes;
    check(DatasetKind::Smiley, blurred(smiley::SCALE, smiley::NOISE, of_face));
}

#[test]
fn the_two_points_are_drawn_exactly_and_equally_often() {
    let points = draws(&DatasetKind::TwoPoints.build());
    assert_eq!(points.dim(), 1);
    assert!(points.data().iter().all(|x| x.abs().to_bits() == 2.0_f64.to_bits()));
    let n_right = points.data().iter().filter(|x| 0.0 < **x).count() as f64;
    assert!((n_right - 0.5 * N as f64).abs() < 4.0 * (0.25 * N as f64).sqrt());
}

#[test]
fn the_toy_on_the_line_has_its_known_field() {
    let toy = DatasetKind::TwoPoints.build();
    let field = Marginal::new(toy.law(), SchedulerKind::CondOt);
    let x = Points::new(1, vec![0.3]);
    let close = |a: f64, b: f64| assert!((a - b).abs() < 5.1e-9, "{a} is not {b}");
    close(field.log_density(0.5, &x)[0], -1.812_102_38);
    close(field.velocity(0.5, &x).data()[0], 2.734_618_43);
    // Of the class on the right alone: guidance's conditional field.
    let right = Marginal::new(&toy.law_of(1), SchedulerKind::CondOt);
    close(right.velocity(0.5, &x).data()[0], 3.4);
}

#[test]
fn random_gaussians_stay_where_they_are() {
    let [a, b] = [(); 2].map(|()| DatasetKind::GmmRandom.build());
    assert_eq!(a, b);
    for component in a.law().components() {
        let is_inside = (0..2).all(|i| component.mean_at(i).abs() <= 7.5);
        assert!(is_inside, "{component:?}");
    }
}

#[test]
fn every_choice_knows_its_dimension() {
    for &kind in DatasetKind::ALL {
        let list = if kind.dim() == 1 { DatasetKind::ON_LINE } else { DatasetKind::ON_PLANE };
        assert!(list.iter().any(|choice| choice.key == kind.key()), "{kind:?}");
        assert_eq!(kind.build().dim(), kind.dim(), "{kind:?}");
    }
    let n_listed = DatasetKind::ON_LINE.len() + DatasetKind::ON_PLANE.len();
    assert_eq!(n_listed, DatasetKind::ALL.len());
}

#[test]
fn five_gaussians_start_to_the_right() {
    let mean = |k: usize| {
        let dataset = DatasetKind::Gmm5.build();
        let crate::math::mixture::Component::Isotropic { mean, .. } =
            &dataset.law().components()[k]
        else {
            panic!("isotropic only")
        };
        mean.clone()
    };
    assert_eq!(mean(0), [10.0, 0.0]);
    assert!((mean(1)[0] - 10.0 * f64::cos(0.4 * std::f64::consts::PI)).abs() < 1e-14);
    assert!(0.0 < mean(1)[1]);
}

#[test]
fn quadratures_along_curves_have_converged() {
    for &kind in DatasetKind::ALL {
        let dataset = kind.build();
        let Some(curve) = dataset.curve.clone() else { continue };
        let finer = |piece: &Piece| Piece { n_nodes: 3 * piece.n_nodes, ..piece.clone() };
        let fine = BlurredCurve { pieces: curve.pieces.iter().map(finer).collect(), ..curve };
        let fine = Dataset::of_curve(fine, dataset.window(), String::new());
        // Places near the data, where the density counts.
        let x = dataset.sample(4_000, &mut Rng::stream(2, Stream::Data, 0));
        let [ours, finer] = [&dataset, &fine].map(|d| d.law().log_density(&x));
        let largest = finer.iter().copied().fold(f64::NEG_INFINITY, f64::max).exp();
        let gaps = ours.iter().zip(&finer).map(|(a, b)| (a.exp() - b.exp()).abs() / largest);
        let worst = gaps.fold(0.0, f64::max);
        assert!(worst < 1e-9, "{kind:?}: {worst:e}");
        let moments = [&dataset, &fine].map(|d| d.law().second_moment());
        assert!((moments[0] - moments[1]).abs() < 1e-11, "{kind:?}");
    }
}

#[test]
fn windows_show_the_data_and_the_noise() {
    for &kind in DatasetKind::ALL {
        let dataset = kind.build();
        let window = dataset.window();
        let noise = Rng::stream(1, Stream::Noise, 0).normal_points(N, dataset.dim());
        // On the line `x` is time and the data goes along `y`.
        let ranges = if dataset.dim() == 1 { vec![window.y] } else { vec![window.x, window.y] };
        for points in [draws(&dataset), noise] {
            let is_shown =
                |row: &&[f64]| row.iter().zip(&ranges).all(|(x, [low, high])| low < x && x < high);
            let share = points.rows().filter(is_shown).count() as f64 / N as f64;
            assert!(0.999 < share, "{kind:?}: {share}");
        }
        assert!(!dataset.describe().is_empty());
    }
}
