//! Draws from a density on a line, and the histogram that they make.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::generation::gap;
use crate::figure::probability::bins::Bins;
use crate::figure::probability::draw;
use crate::figure::probability::draw::metric;
use crate::figure::scene::Handle;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::kinds;
use crate::math::line::Bell;
use crate::math::line::LineLaw;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "sampling-a-density",
    title: "Sampling a density",
    caption: "Dots: draws from the dashed density, the latest one large. Bars: the share of the draws in each bin, divided by the bin's width. Press play to draw; drag the peaks.",
    notice: "No single draw shows the density; the shares of many do. The gap to the true probabilities falls like one over the root of the number of draws, as chance alone would have it, and narrow bins need more draws.",
    params: &[&LAW, &draw::DRAWS, &BINS, &catalogue::SEED, &catalogue::T],
    defaults: &[("samples", "2000")],
    in_view: &["law", "samples", "bins"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "n",
        range: |settings| [1.0, settings.whole("samples") as f64],
        n_steps: None,
        secs: 6.0,
    }),
    numbers,
    scene,
    ..BLANK
};

kinds! {
    /// Law that is drawn from.
    pub enum LawKind {
        /// Two bells of different width.
        Two = "two", "two peaks";
        /// One bell.
        One = "one", "one peak";
        /// Three bells.
        Three = "three", "three peaks";
    }
}

const LAW: Param = Param {
    key: "law",
    label: "Density",
    help: "A mixture of one, two or three Gaussians, whose means can be dragged.",
    kind: ParamKind::Choice(LawKind::CHOICES),
    default: "two",
    effect: Effect::Picture,
};

const BINS: Param = Param {
    key: "bins",
    label: "Bins",
    help: "Into how many bins the line from -6 to 6 is cut.",
    kind: ParamKind::Whole { min: 4, max: 120, scale: Scale::Log },
    default: "40",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    metric("draws", "Draws so far", "How many draws are shown."),
    metric(
        "gap",
        "Gap",
        "Share of the draws that would have to move to another bin for all shares to be right.",
    ),
    metric(
        "gap_expected",
        "Gap by chance",
        "The mean of that gap over all sets of as many draws, by de Moivre's formula.",
    ),
];

/// The part of the line that is cut into bins.
const RANGE: [f64; 2] = [-6.0, 6.0];
/// How far a peak can be dragged.
const REACH: f64 = 5.0;
/// Draws shown as dots.
const N_DOTS: usize = 150;
/// Names of the peaks' handles.
const PEAKS: [(&str, &str); 3] =
    [("peak1", "First peak"), ("peak2", "Second peak"), ("peak3", "Third peak")];

impl LawKind {
    fn bells(self) -> &'static [Bell] {
        match self {
            Self::Two => &[
                Bell { weight: 0.6, mean: -1.8, std: 0.6 },
                Bell { weight: 0.4, mean: 1.7, std: 1.0 },
            ],
            Self::One => &[Bell { weight: 1.0, mean: 0.0, std: 1.0 }],
            Self::Three => &[
                Bell { weight: 0.3, mean: -3.2, std: 0.5 },
                Bell { weight: 0.4, mean: 0.0, std: 0.8 },
                Bell { weight: 0.3, mean: 3.0, std: 0.4 },
            ],
        }
    }
}

/// A law with draws from it.
#[derive(Debug)]
struct State {
    law: LineLaw,
    draws: Vec<f64>,
    bins: Bins,
    /// Of the bins and of what lies beyond.
    probabilities: Vec<f64>,
}

impl State {
    fn new(kind: LawKind, peaks: [Option<f64>; 3], n: u64, n_bins: u64, seed: u64) -> Self {
        let moved = |(bell, peak): (&Bell, &Option<f64>)| {
            let mean = peak.map_or(bell.mean, |x| x.clamp(-REACH, REACH));
            Bell { mean, ..*bell }
        };
        let bells: Vec<Bell> = kind.bells().iter().zip(&peaks).map(moved).collect();
        let law = match LineLaw::new(&bells) {
            Ok(law) => law,
            Err(error) => unreachable!("the bells are written down above: {error}"),
        };
        let draws = law.sample(n as usize, &mut Rng::stream(seed, Stream::Figure, 0));
        let bins = Bins { range: RANGE, n: n_bins as usize };
        let probabilities = bins.probabilities(&law);
        Self { law, draws, bins, probabilities }
    }

    /// Gap of the first `n` draws, and its mean by chance.
    fn gaps(&self, n: usize) -> [f64; 2] {
        let counts = self.bins.counts(&self.draws[..n]);
        [gap::gap(&counts, &self.probabilities), gap::expected_gap(n as u32, &self.probabilities)]
    }
}

fn state(view: &View<'_>) -> Arc<State> {
    let kind: LawKind = view.settings.choice("law");
    let peaks = PEAKS.map(|(name, _)| view.probe.handle(name).map(|at| at[0]));
    let [n, n_bins, seed] = ["samples", "bins", "seed"].map(|key| view.settings.whole(key));
    let key = (kind, peaks, n, n_bins, seed);
    view.memo().get("draws", &key, || State::new(kind, peaks, n, n_bins, seed))
}

/// Draws that are there at the time.
fn n_drawn(view: &View<'_>, state: &State) -> usize {
    (view.time().round().max(1.0) as usize).min(state.draws.len())
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let state = state(view);
    let n = n_drawn(view, &state);
    let [gap, expected] = state.gaps(n);
    draw::known([("draws", n as f64), ("gap", gap), ("gap_expected", expected)])
}

fn scene(view: &View<'_>) -> Scene {
    let state = state(view);
    let n = n_drawn(view, &state);
    let drawn = &state.draws[..n];
    let top = 1.35 * draw::highest(RANGE, |x| state.law.density(x));
    let floor = -0.09 * top;
    let window = Window { x: RANGE, y: [floor * 1.6, top] };
    let mut panel = Panel::chart("", "x", "density, per unit of x", window);
    panel.shape = Shape::Wide;
    panel.note = if n == 1 { "1 draw".to_owned() } else { format!("{n} draws") };
    let counts = state.bins.counts(drawn);
    panel.marks.push(draw::histogram("share of draws by width", state.bins, &counts, Paint::Data));
    panel.marks.push(draw::graph("density", RANGE, Paint::Exact, |x| state.law.density(x)));
    let latest = &drawn[n.saturating_sub(N_DOTS)..];
    let rug: Vec<[f64; 2]> = latest.iter().map(|x| [*x, floor]).collect();
    panel.marks.push(draw::cloud("draws, the latest 150", draw::flat(&rug), Paint::Data));
    panel.marks.push(draw::dots("the latest draw", &rug[rug.len() - 1..], Paint::Data, 5.5));
    for ((name, label), bell) in PEAKS.iter().zip(state.law.bells()) {
        let at = [bell.mean, state.law.density(bell.mean)];
        panel.handles.push(Handle { name, label, at, paint: Paint::Ink });
    }
    Scene { panels: vec![panel], ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[test]
    fn the_gap_of_a_thousand_seeds_is_on_average_the_one_by_chance() {
        let n_seeds = 1_000;
        let gaps: Vec<f64> = (0..n_seeds)
            .map(|seed| State::new(LawKind::Two, [None; 3], 100, 40, seed).gaps(100)[0])
            .collect();
        let mean = gaps.iter().sum::<f64>() / n_seeds as f64;
        let variance = gaps.iter().map(|g| (g - mean).powi(2)).sum::<f64>() / n_seeds as f64;
        let expected = State::new(LawKind::Two, [None; 3], 100, 40, 0).gaps(100)[1];
        let error = (variance / n_seeds as f64).sqrt();
        assert!((mean - expected).abs() < 4.0 * error, "{mean} {expected} +- {error}");
    }

    #[test]
    fn for_many_draws_counts_deviate_as_normal_numbers_do() {
        // The mean deviation of N(0, q (1 - q) / n) is sqrt(2 q (1 - q) / (pi n)).
        let state = State::new(LawKind::Two, [None; 3], 10_000, 10, 1);
        let of = |q: &f64| (2.0 * q * (1.0 - q) / (std::f64::consts::PI * 1e4)).sqrt();
        let normal = 0.5 * state.probabilities.iter().map(of).sum::<f64>();
        let ratio = state.gaps(10_000)[1] / normal;
        assert!((ratio - 1.0).abs() < 0.01, "{ratio}");
    }

    #[test]
    fn dragged_peaks_stay_in_range_and_the_law_stays_a_law() {
        for &kind in LawKind::ALL {
            let far = [Some(1e9), Some(f64::NEG_INFINITY), Some(0.0)];
            let state = State::new(kind, far, 10, 4, 1);
            assert!((state.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{kind:?}");
            assert!(state.law.bells().iter().all(|bell| bell.mean.abs() <= REACH));
        }
    }
}
