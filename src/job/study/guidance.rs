//! Samples by an exact guided field, beside the law that they are often said to have.

use crate::dataset::Dataset;
use crate::dataset::DatasetKind;
use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::experiment::settings::Settings;
use crate::job::study::Slice;
use crate::job::study::Study;
use crate::job::study::StudyKind;
use crate::job::study::film::Film;
use crate::kinds;
use crate::math::brownian::SeededBrownian;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::metric::noise::N_PAIRS;
use crate::metric::noise::NoiseLevel;
use crate::metric::sliced::sliced_w2;
use crate::path::guided::Guided;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;
use crate::path::tilted::Tilted;
use crate::path::tilted::Tilting;
use crate::protocol::buffer::Buffer;
use crate::protocol::event::Frame;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::process::PathSde;
use crate::solver::run::Integration;
use crate::solver::sigma::Sigma;
use crate::solver::sigma::SigmaKind;

/// The study: one `Frame::Flow` of guided points, one `Frame::Cloud` of draws of
/// the tilted law, then `accuracy`, `spread`, `spread_given`, `sliced_w2` between
/// the two and its `sliced_w2_noise`.
pub const KIND: StudyKind = StudyKind {
    name: "guidance",
    params: &[&DATA, &LABEL, &W, &SIGMA, &catalogue::SEED],
    defaults: &[],
    start: |settings| Box::new(Guidance::new(settings)),
};

kinds! {
    /// Data that come with labels.
    pub enum LabelledKind {
        /// Five Gaussians on a circle.
        Gmm5 = "gmm5", "Five Gaussians";
        /// Eight narrow Gaussians on a circle.
        EightGaussians = "8gaussians", "Eight Gaussians";
        /// Two interleaved half circles.
        Moons = "moons", "Two moons";
        /// Two concentric circles.
        Circles = "circles", "Two circles";
        /// Five bent arms.
        Pinwheel = "pinwheel", "Pinwheel";
    }
}

impl LabelledKind {
    /// The data.
    pub fn dataset(self) -> Dataset {
        match self {
            Self::Gmm5 => DatasetKind::Gmm5,
            Self::EightGaussians => DatasetKind::EightGaussians,
            Self::Moons => DatasetKind::Moons,
            Self::Circles => DatasetKind::Circles,
            Self::Pinwheel => DatasetKind::Pinwheel,
        }
        .build()
    }
}

/// Data that come with labels.
pub const DATA: Param = Param {
    key: "data",
    label: "Data",
    help: "Data whose points have a label each.",
    kind: ParamKind::Choice(LabelledKind::CHOICES),
    default: "gmm5",
    effect: Effect::Sampling,
};

/// The label that is asked for.
pub const LABEL: Param = Param {
    key: "label",
    label: "Label y",
    help: "The label that samples are to have; past the last one it begins at 0 again.",
    kind: ParamKind::Whole { min: 0, max: 7, scale: Scale::Linear },
    default: "0",
    effect: Effect::Sampling,
};

/// Guidance scale.
pub const W: Param = Param {
    key: "w",
    label: "Guidance w",
    help: "0 forgets the label, 1 is the data with the label, more than 1 goes beyond.",
    kind: ParamKind::Real { min: 0.0, max: 8.0, scale: Scale::Linear },
    default: "3",
    effect: Effect::Sampling,
};

/// Noise on the way.
pub const SIGMA: Param = Param {
    key: "sigma",
    label: "σ",
    help: "Noise on the way: 0 follows the guided flow, more the SDE that guides by the score too.",
    kind: ParamKind::Real { min: 0.0, max: 2.0, scale: Scale::Linear },
    default: "0",
    effect: Effect::Sampling,
};

/// Points.
pub const N_POINTS: usize = 1000;
/// Steps of Heun for the flow, with noise of the stochastic Heun scheme.
pub const N_STEPS: usize = 60;
/// Times that are kept.
pub const N_FRAMES: usize = 31;
/// Rows of cells in one slice.
const ROWS_PER_SLICE: usize = 2;

/// Label that a number means for some data.
pub fn label_of(data: &Dataset, number: u64) -> usize {
    number as usize % data.n_classes()
}

/// A study under way: points first, then the tilted law, then numbers.
struct Guidance {
    data: Dataset,
    label: usize,
    field: Guided<Marginal, Marginal>,
    sigma: Sigma,
    noise: SeededBrownian,
    seed: u64,
    run: Integration<Points>,
    film: Film,
    tilting: Option<Tilting>,
    tilted: Option<Tilted>,
    level: NoiseLevel,
}

/// Name, value, spread.
type Metric = (&'static str, f64, Option<f64>);

impl Guidance {
    fn new(settings: &Settings) -> Self {
        let data = settings.choice::<LabelledKind>("data").dataset();
        let label = label_of(&data, settings.whole("label"));
        let (seed, w) = (settings.whole("seed"), settings.real("w"));
        let given = data.law_of(label);
        let path = |law| Marginal::new(law, SchedulerKind::CondOt);
        let sigma = Sigma::new(SigmaKind::Const, settings.real("sigma")).unwrap_or(Sigma::ZERO);
        let kind = if settings.real("sigma") <= 0.0 {
            SolverKind::Heun
        } else {
            SolverKind::StochasticHeun
        };
        let start = Rng::stream(seed, Stream::Noise, 0).normal_points(N_POINTS, 2);
        let mut film = Film::new(2, N_STEPS, N_FRAMES);
        film.take(0, 0.0, &start);
        let grid = TimeGrid::uniform(0.0, 1.0, N_STEPS).expect("60 steps of the unit interval");
        Self {
            field: Guided::new(path(data.law()), path(&given), w),
            tilting: Tilting::new(data.law(), &given, w, data.window().grown(1.5)),
            data,
            label,
            sigma,
            noise: SeededBrownian::new(seed, 0),
            seed,
            run: Integration::new(kind, grid, start),
            film,
            tilted: None,
            level: NoiseLevel::new(seed, N_PAIRS),
        }
    }

    fn step(&mut self) -> Slice {
        let process = PathSde { field: &self.field, sigma: self.sigma, noise: &self.noise };
        self.run.advance(&process);
        self.film.take(self.run.step_idx(), self.run.t(), self.run.x());
        if !self.run.is_done() {
            return Slice::default();
        }
        Slice { frames: vec![self.film.frame()], metrics: self.at_the_end(), ..Slice::default() }
    }

    /// What the points are at the end: how many are taken for the label by the
    /// exact classifier, and how far they spread beside the data with the label.
    fn at_the_end(&self) -> Vec<Metric> {
        let n = N_POINTS as f64;
        let share = share_of_label(&self.data, self.label, self.run.x());
        let mut fresh = Rng::stream(self.seed, Stream::Metric, 1);
        let given = self.data.law_of(self.label).sample(N_POINTS, &mut fresh);
        vec![
            ("accuracy", share, Some((share * (1.0 - share) / n).sqrt())),
            ("spread", spread(self.run.x()), None),
            ("spread_given", spread(&given), None),
        ]
    }

    /// Some rows of the tilted law; draws of it when it is whole.
    fn tilt(&mut self) -> Slice {
        let Some(tilting) = &mut self.tilting else { return Slice::default() };
        if !tilting.advance(ROWS_PER_SLICE) {
            return Slice::default();
        }
        self.tilted = tilting.finish();
        self.tilting = None;
        let Some(tilted) = &self.tilted else { return Slice::default() };
        let draws = tilted.sample(N_POINTS, &mut Rng::stream(self.seed, Stream::Metric, 0));
        let distance = sliced_w2(self.run.x(), &draws);
        Slice {
            frames: vec![Frame::Cloud { t: 1.0, dim: 2, points: Buffer(draws.to_f32()) }],
            metrics: vec![("sliced_w2", distance, None)],
            ..Slice::default()
        }
    }
}

impl Study for Guidance {
    fn advance(&mut self) -> Slice {
        let n_steps = N_STEPS as u32;
        if !self.run.is_done() {
            let slice = self.step();
            return Slice { progress: Some((self.run.step_idx() as u32, 2 * n_steps)), ..slice };
        }
        if self.tilting.is_some() {
            return Slice { progress: Some((n_steps, 2 * n_steps)), ..self.tilt() };
        }
        let Some(tilted) = &self.tilted else { return Slice { is_done: true, ..Slice::default() } };
        if self.level.advance(|rng| tilted.sample(N_POINTS, rng), sliced_w2) {
            return Slice::default();
        }
        let level = self.level.value().map(|v| ("sliced_w2_noise", v, self.level.spread()));
        Slice { metrics: level.into_iter().collect(), is_done: true, ..Slice::default() }
    }
}

/// Share of the points that have this label as their most probable one.
pub fn share_of_label(data: &Dataset, label: usize, points: &Points) -> f64 {
    let by_class: Vec<Vec<f64>> = (0..data.n_classes())
        .map(|class| {
            let log_weight = data.class_weight(class).ln();
            let logs = data.law_of(class).log_density(points);
            logs.into_iter().map(|log| log + log_weight).collect()
        })
        .collect();
    let is_label = |i: &usize| by_class.iter().all(|logs| logs[*i] <= by_class[label][*i]);
    (0..points.n()).filter(is_label).count() as f64 / points.n() as f64
}

/// Root mean square distance of the points from their mean.
pub fn spread(points: &Points) -> f64 {
    let n = points.n() as f64;
    let mean = |i: usize| points.rows().map(|row| row[i]).sum::<f64>() / n;
    let [x, y] = [mean(0), mean(1)];
    let square = |row: &[f64]| (row[0] - x).powi(2) + (row[1] - y).powi(2);
    (points.rows().map(square).sum::<f64>() / n).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::study::proof::finished;
    use crate::math::kind::Kind;

    fn numbers(changes: &[(&str, &str)]) -> impl Fn(&str) -> f64 + use<> {
        let (frames, metrics) = finished(&KIND, changes);
        assert!(matches!(&frames[..], [Frame::Flow { .. }, Frame::Cloud { .. }]), "{changes:?}");
        move |name| metrics.iter().find(|metric| metric.0 == name).expect("a number").1
    }

    #[test]
    fn without_and_with_the_label_alone_the_tilted_law_is_met() {
        for data in LabelledKind::ALL {
            for w in ["0", "1"] {
                let number = numbers(&[("data", data.key()), ("w", w), ("label", "1")]);
                let (distance, level) = (number("sliced_w2"), number("sliced_w2_noise"));
                assert!(distance < 3.0 * level, "{data:?}, w = {w}: {distance} {level}");
            }
        }
    }

    #[test]
    fn beyond_the_label_guidance_has_another_law() {
        for sigma in ["0", "1"] {
            let number = numbers(&[("w", "4"), ("sigma", sigma)]);
            let (distance, level) = (number("sliced_w2"), number("sliced_w2_noise"));
            assert!(4.0 * level < distance, "sigma = {sigma}: {distance} {level}");
        }
    }

    #[test]
    fn noise_on_the_way_brings_guidance_nearer_to_that_law_but_not_always_there() {
        // Distance at w = 4 without noise, and with some and much of it, in levels of chance.
        let levels = |data: &str| {
            ["0", "1", "2"].map(|sigma| {
                let number = numbers(&[("data", data), ("w", "4"), ("sigma", sigma)]);
                number("sliced_w2") / number("sliced_w2_noise")
            })
        };
        for data in ["gmm5", "8gaussians"] {
            let [none, some, much] = levels(data);
            assert!(some < none / 2.0 && much < 1.6, "{data}: {none} {some} {much}");
        }
        let [none, some, much] = levels("pinwheel");
        assert!(some < none && much < some && 6.0 < much, "{none} {some} {much}");
    }

    #[test]
    fn more_guidance_is_more_certain_and_less_various() {
        let [none, label, beyond] = ["0", "1", "4"].map(|w| numbers(&[("w", w)]));
        // One label in five, and the exact classifier agrees with the draws.
        assert!((none("accuracy") - 0.2).abs() < 4.0 * (0.16 / 1000.0_f64).sqrt());
        assert!(none("accuracy") < label("accuracy") && label("accuracy") <= beyond("accuracy"));
        assert!(beyond("spread") < label("spread") && label("spread") < none("spread"));
        // Samples of w = 1 spread as the data with the label do: std sqrt(2) of one bell.
        let ratio = label("spread") / label("spread_given");
        assert!((ratio - 1.0).abs() < 4.0 / 1000.0_f64.sqrt(), "{ratio}");
    }

    #[test]
    fn past_the_last_label_they_begin_again() {
        let moons = LabelledKind::Moons.dataset();
        assert_eq!([0, 1, 2, 7].map(|number| label_of(&moons, number)), [0, 1, 0, 1]);
        for data in LabelledKind::ALL {
            assert!(2 <= data.dataset().n_classes(), "{data:?}");
            let of_lab = DatasetKind::from_key(data.key()).expect("the Lab's name");
            assert_eq!((data.dataset(), data.label()), (of_lab.build(), of_lab.label()));
        }
    }
}
