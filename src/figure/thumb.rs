//! Small pictures of experiments: a few draws at the link's time, or a line's density over time.
//!
//! Light enough for a page full of them: some milliseconds each.

use crate::experiment::param::Value;
use crate::experiment::run::Experiment;
use crate::experiment::settings::Settings;
use crate::job::plan::exact_field;
use crate::math::field::LogDensity;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

/// Points of a cloud.
const N_POINTS: usize = 400;

/// Columns (times) and rows (places) of a density.
const GRID: [usize; 2] = [32, 40];

/// The last time of a density: point data have none at `t = 1`.
const LAST_TIME: f64 = 0.97;

/// Shades of a density, the lightest first.
pub const N_SHADES: usize = 6;

/// A small picture on the unit square, `y` upward.
#[derive(Clone, Debug, PartialEq)]
pub enum Thumb {
    /// Exact draws from `p_t`.
    Cloud {
        /// The time.
        t: f64,
        /// Places in the unit square.
        places: Vec<[f64; 2]>,
    },
    /// Density of a law on the line, time to the right.
    Line {
        /// For each shade the lower left corners of its cells.
        shades: Vec<Vec<[f64; 2]>>,
        /// Width and height of a cell.
        cell: [f64; 2],
    },
}

/// The picture of an experiment.
pub fn of(settings: &Settings) -> Thumb {
    let experiment = Experiment::from_settings(settings);
    let t = match settings.get("t") {
        Some(Value::Real(t)) => *t,
        _ => 1.0,
    };
    if experiment.dim() == 1 { line(&experiment) } else { cloud(&experiment, t) }
}

/// Draws of `x_t = alpha_t z + beta_t x_0`, which have the law `p_t` exactly.
fn cloud(experiment: &Experiment, t: f64) -> Thumb {
    let data = experiment.aim();
    let mut rng = Rng::stream(experiment.seed, Stream::Figure, 0);
    let (z, x0) = (data.sample(N_POINTS, &mut rng), experiment.source().sample(N_POINTS, &mut rng));
    let (at, window) = (experiment.path.at(t), data.window());
    let place = |(z, x0): (&[f64], &[f64])| {
        let x = [0, 1].map(|i| at.alpha * z[i] + at.beta * x0[i]);
        [(x[0] - window.x[0]) / window.width(), (x[1] - window.y[0]) / window.height()]
    };
    let is_inside = |place: &[f64; 2]| place.iter().all(|v| (0.0..=1.0).contains(v));
    let places = z.rows().zip(x0.rows()).map(place).filter(is_inside).collect();
    Thumb::Cloud { t, places }
}

/// `p_t(x)`, every time scaled by its own largest value.
fn line(experiment: &Experiment) -> Thumb {
    let (field, window) =
        (exact_field(experiment, experiment.path), experiment.data.build().window());
    let [n_times, n_places] = GRID;
    let cell = [1.0 / n_times as f64, 1.0 / n_places as f64];
    let middle = |i: usize, n: usize| (i as f64 + 0.5) / n as f64;
    let places: Vec<f64> =
        (0..n_places).map(|i| window.y[0] + middle(i, n_places) * window.height()).collect();
    let places = Points::new(1, places);
    let mut shades = vec![Vec::new(); N_SHADES];
    for column in 0..n_times {
        let t = LAST_TIME * middle(column, n_times);
        let log_p = field.log_density(t, &places);
        let largest = log_p.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        for (row, log_p) in log_p.iter().enumerate() {
            let shade = (libm::exp(log_p - largest) * N_SHADES as f64) as usize;
            if 0 < shade {
                let corner = [column as f64 * cell[0], row as f64 * cell[1]];
                shades[shade.min(N_SHADES) - 1].push(corner);
            }
        }
    }
    Thumb::Line { shades, cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::DatasetKind;
    use crate::experiment::catalogue;
    use crate::math::kind::Kind;

    fn thumb(changes: &[(&str, &str)]) -> Thumb {
        of(&Settings::with(catalogue::LAB, changes))
    }

    #[test]
    fn every_data_set_has_a_picture_within_its_frame() {
        for data in DatasetKind::ALL {
            match thumb(&[("data", data.key())]) {
                Thumb::Cloud { places, .. } => {
                    assert!(N_POINTS / 2 < places.len(), "{data:?}");
                }
                Thumb::Line { shades, .. } => {
                    assert!(data.dim() == 1 && shades.iter().any(|cells| !cells.is_empty()));
                }
            }
        }
    }

    #[test]
    fn at_time_zero_the_cloud_is_the_noise_whatever_the_data() {
        for data in [DatasetKind::Moons, DatasetKind::EightGaussians] {
            let Thumb::Cloud { places, .. } = thumb(&[("data", data.key()), ("t", "0")]) else {
                panic!("a cloud")
            };
            let window = data.build().window();
            let x = |place: &[f64; 2]| window.x[0] + place[0] * window.width();
            let mean = places.iter().map(x).sum::<f64>() / places.len() as f64;
            assert!(mean.abs() < 4.0 / (places.len() as f64).sqrt(), "{data:?}: {mean}");
        }
    }

    #[test]
    fn the_two_points_part_as_time_goes_on() {
        let Thumb::Line { shades, .. } = thumb(&[("data", "two-points")]) else { panic!("a line") };
        let darkest = &shades[N_SHADES - 1];
        let places = |early: bool| darkest.iter().filter(move |c| early == (c[0] < 0.2));
        assert!(places(true).all(|c| (c[1] - 0.5).abs() < 0.15));
        let late = darkest.iter().filter(|c| 0.8 < c[0]);
        assert!(late.clone().all(|c| ((c[1] - 0.5).abs() - 0.25).abs() < 0.1));
        assert!(late.clone().any(|c| c[1] < 0.5) && late.clone().any(|c| 0.5 < c[1]));
    }
}
