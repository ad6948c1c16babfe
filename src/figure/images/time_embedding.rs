//! How a network reads the time: features of many frequencies beside one number.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::kinds;
use crate::math::fourier;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "time-embedding",
    title: "What a network reads of the time",
    caption: "First, all features cos(π f t) and sin(π f t) over the time, black −1, white 1, with the time shown as a line: the lower half are cosines, the upper half sines, each from slow to fast. Second, the column at that time, which is what the network is given, as bars, and the column at another time s as dots. Third, how like the two columns are, by their dot product over n, and what the product t s of the bare numbers says instead. Drag s.",
    notice: "Near times have columns alike and far times do not, by the same measure everywhere: the similarity depends on t − s alone. One row of weights, the column of t itself, so answers with a bump at t. From the bare number a row of weights makes a straight line and nothing else, and times that are near are nearly the same input.",
    params: &[&SPACING, &N, &catalogue::T],
    defaults: &[("t", "0.4")],
    in_view: &["spacing", "n"],
    metrics: METRICS,
    time: Some(TimeSpan::UNIT),
    numbers,
    scene,
    ..BLANK
};

kinds! {
    /// How frequencies follow each other.
    pub enum Spacing {
        /// From 1 to 32 half turns in equal ratios.
        Ratios = "ratios", "Equal ratios, 1 to 32";
        /// 1, 2, 3 and so on half turns.
        Whole = "whole", "1, 2, 3, …, n";
    }
}

const SPACING: Param = Param {
    key: "spacing",
    label: "Frequencies",
    help: "In half turns over all of time: whole numbers as in the networks here, or equal ratios as in most large ones.",
    kind: ParamKind::Choice(Spacing::CHOICES),
    default: "whole",
    effect: Effect::Picture,
};

const N: Param = draw::whole(
    "n",
    "How many n",
    "Number of frequencies; each makes a cosine and a sine.",
    [1, 32],
    "16",
);

const METRICS: &[Metric] = &[
    draw::metric("features", "Features", "Numbers that the network is given for one time."),
    draw::metric(
        "similarity",
        "Similarity",
        "Dot product of the columns at t and at s over the number n of frequencies: 1 for the same time.",
    ),
    draw::metric(
        "width",
        "Half width",
        "How far s must be from t for the similarity to fall to one half.",
    ),
    draw::metric(
        "distance",
        "Columns apart, in their length",
        "Length of the difference of the two columns over the length √n of one; its square is twice what the similarity lacks to 1.",
    ),
    draw::metric(
        "raw_distance",
        "Numbers apart |t − s|",
        "Difference of the bare numbers t and s.",
    ),
];

/// The other time.
const OTHER: &str = "s";
/// Where it is before it is dragged.
const OTHER_AT: f64 = 0.5;
/// Times across the strip.
const N_TIMES: usize = 160;
/// Points of a curve.
const N_CURVE: usize = 400;
/// Distances at which the similarity is looked at to find its half width.
const N_WIDTH: usize = 4000;

/// Frequencies of the features, in half turns.
#[derive(Clone, Debug, PartialEq)]
struct Spectrum {
    frequencies: Vec<f64>,
}

impl Spectrum {
    fn new(spacing: Spacing, n: usize) -> Self {
        let frequency = |k: usize| match spacing {
            Spacing::Ratios => fourier::frequency(k, n),
            Spacing::Whole => (k + 1) as f64,
        };
        Self { frequencies: (0..n).map(frequency).collect() }
    }

    /// Features of a time: all cosines, then all sines.
    fn features(&self, t: f64) -> Vec<f64> {
        let pairs = || self.frequencies.iter().map(|f| fourier::pair(*f, t));
        pairs().map(|pair| pair[0]).chain(pairs().map(|pair| pair[1])).collect()
    }

    /// Dot product of the features of two times over the number of frequencies.
    fn similarity(&self, t: f64, s: f64) -> f64 {
        let products = self.features(t).into_iter().zip(self.features(s)).map(|(a, b)| a * b);
        products.sum::<f64>() / self.frequencies.len() as f64
    }

    /// Length of the difference of the features of two times over that of one.
    fn distance(&self, t: f64, s: f64) -> f64 {
        let squares = self.features(t).into_iter().zip(self.features(s));
        let square = squares.map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        (square / self.frequencies.len() as f64).sqrt()
    }

    /// Smallest distance of two times at which the similarity is one half; none
    /// where it is more up to the distance 1.
    fn half_width(&self) -> Option<f64> {
        let excess = |apart: f64| self.similarity(0.0, apart) - 0.5;
        let at = |i: usize| i as f64 / N_WIDTH as f64;
        let first = (1..=N_WIDTH).find(|i| excess(at(*i)) <= 0.0)?;
        let (mut low, mut high) = (at(first - 1), at(first));
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if 0.0 < excess(middle) { low = middle } else { high = middle }
        }
        Some(f64::midpoint(low, high))
    }
}

fn spectrum(view: &View<'_>) -> Arc<Spectrum> {
    let (spacing, n) = (view.settings.choice("spacing"), view.settings.whole("n") as usize);
    view.memo().get("spectrum", &(spacing, n), || Spectrum::new(spacing, n))
}

/// The time shown, and the other one.
fn times(view: &View<'_>) -> [f64; 2] {
    let t = view.time().clamp(0.0, 1.0);
    [t, view.probe.handle(OTHER).map_or(OTHER_AT, |at| at[0].clamp(0.0, 1.0))]
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (spectrum, [t, s]) = (spectrum(view), times(view));
    let key = (view.settings.choice::<Spacing>("spacing"), view.settings.whole("n"));
    let width = view.memo().get("width", &key, || spectrum.half_width());
    let mut numbers = vec![
        draw::exact("features", 2.0 * spectrum.frequencies.len() as f64),
        draw::exact("similarity", spectrum.similarity(t, s)),
        draw::exact("distance", spectrum.distance(t, s)),
        draw::exact("raw_distance", (t - s).abs()),
    ];
    numbers.extend(width.map(|width| draw::exact("width", width)));
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let (spectrum, [t, s]) = (spectrum(view), times(view));
    Scene {
        panels: vec![
            strip(view, &spectrum, t),
            columns(&spectrum, [t, s]),
            alike(&spectrum, [t, s]),
        ],
        n_columns: Some(1),
        ..Scene::default()
    }
}

/// All features over all times.
fn strip(view: &View<'_>, spectrum: &Spectrum, t: f64) -> Panel {
    let n_features = 2 * spectrum.frequencies.len();
    let window = Window { x: [0.0, 1.0], y: [0.0, n_features as f64] };
    let values = view.memo().get("strip", &spectrum.frequencies, || {
        let at = |i: usize| (i as f64 + 0.5) / N_TIMES as f64;
        let columns: Vec<Vec<f64>> = (0..N_TIMES).map(|i| spectrum.features(at(i))).collect();
        let value = |k: usize| columns[k % N_TIMES][k / N_TIMES];
        (0..N_TIMES * n_features).map(|k| (0.5 * (value(k) + 1.0)) as f32).collect::<Vec<f32>>()
    });
    let mut panel = Panel::chart("All features", "time t", "feature", window);
    panel.shape = Shape::Strip;
    panel.marks.push(Mark::Pixels {
        name: "features, black −1 to white 1",
        n: [N_TIMES, n_features],
        window,
        values: values.to_vec(),
    });
    panel.marks.push(upright("time t", t, window, Paint::Data));
    panel
}

/// The features of the time shown, and those of the other time.
fn columns(spectrum: &Spectrum, [t, s]: [f64; 2]) -> Panel {
    let features = spectrum.features(t);
    let window = Window { x: [0.0, features.len() as f64], y: [-1.1, 1.1] };
    let mut panel = Panel::chart("The columns at t and s", "feature", "value", window);
    panel.shape = Shape::Strip;
    panel.note = format!("t = {t:.2}, s = {s:.2}");
    let n = spectrum.frequencies.len();
    let bars = |name, from: usize, paint| Mark::Bars {
        name,
        edges: (from..=from + n).map(|i| i as f32).collect(),
        heights: features[from..from + n].iter().map(|v| *v as f32).collect(),
        paint,
        alpha: 0.8,
    };
    let places = spectrum.features(s).into_iter().enumerate();
    let places: Vec<[f64; 2]> = places.map(|(i, value)| [i as f64 + 0.5, value]).collect();
    panel.marks = vec![
        bars("cosines at t", 0, Paint::Nth(1)),
        bars("sines at t", n, Paint::Nth(4)),
        draw::dots("the same at s", &places, Paint::Ink, 6.0, 0.9),
    ];
    panel
}

/// What the time shown has in common with all others, by features and by numbers.
fn alike(spectrum: &Spectrum, [t, s]: [f64; 2]) -> Panel {
    let window = Window { x: [0.0, 1.0], y: [-1.1, 1.1] };
    let mut panel = Panel::chart("How like time t is to a time s", "time s", "similarity", window);
    panel.note = format!("s = {s:.2}");
    let points: Vec<[f64; 2]> = (0..=N_CURVE)
        .map(|i| i as f64 / N_CURVE as f64)
        .map(|s| [s, spectrum.similarity(t, s)])
        .collect();
    panel.marks = vec![
        draw::line("product t s of the numbers", &[[0.0, 0.0], [1.0, t]], Paint::Ink, 1.5),
        draw::line("similarity of the columns", &points, Paint::Velocity, 2.0),
        upright("time t", t, window, Paint::Data),
    ];
    let at = [s, spectrum.similarity(t, s)];
    panel.handles.push(Handle { name: OTHER, label: "Other time s", at, paint: Paint::Velocity });
    panel
}

fn upright(name: &'static str, x: f64, window: Window, paint: Paint) -> Mark {
    draw::line(name, &window.y.map(|y| [x, y]), paint, 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::math::kind::Kind;

    const TIMES: [f64; 5] = [0.0, 0.13, 0.4, 0.77, 1.0];

    #[test]
    fn whole_frequencies_are_alike_by_the_kernel_of_dirichlet() {
        // sum of cos(k a) for k = 1..n is sin((n + 1/2) a)/(2 sin(a/2)) - 1/2.
        for n in [1_usize, 2, 16, 32] {
            let spectrum = Spectrum::new(Spacing::Whole, n);
            for t in TIMES {
                for s in TIMES.into_iter().filter(|s| (s - t).abs() > 1e-9) {
                    let a = std::f64::consts::PI * (t - s);
                    let sum = ((n as f64 + 0.5) * a).sin() / (2.0 * (0.5 * a).sin()) - 0.5;
                    let found = spectrum.similarity(t, s);
                    assert!((found - sum / n as f64).abs() < 1e-12, "{n} {t} {s}");
                }
            }
        }
    }

    #[test]
    fn similarity_depends_on_the_distance_alone_and_is_one_with_itself() {
        for &spacing in Spacing::ALL {
            let spectrum = Spectrum::new(spacing, 16);
            for t in TIMES {
                assert!((spectrum.similarity(t, t) - 1.0).abs() < 1e-12);
                for s in TIMES {
                    let apart = spectrum.similarity(0.0, (t - s).abs());
                    assert!((spectrum.similarity(t, s) - apart).abs() < 1e-12);
                    // Columns of one length: their distance follows from it.
                    let square = 2.0 - 2.0 * apart;
                    assert!((spectrum.distance(t, s).powi(2) - square).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn half_widths_are_those_of_closed_forms() {
        // One frequency: cos(pi d) = 1/2. Two: cos a + cos 2a = 1 where
        // 2 c^2 + c - 2 = 0, c = (sqrt(17) - 1)/4.
        let width = |n| Spectrum::new(Spacing::Whole, n).half_width().expect("a half width");
        assert!((width(1) - 1.0 / 3.0).abs() < 1e-9);
        let c = (17.0_f64.sqrt() - 1.0) / 4.0;
        assert!((width(2) - c.acos() / std::f64::consts::PI).abs() < 1e-9);
        // A large number of them: sinc(n pi d) = 1/2 at n pi d = 1.8955, to one in n.
        assert!((width(32) * 32.5 * std::f64::consts::PI - 1.8955).abs() < 0.1, "{}", width(32));
        for n in 1..=32 {
            assert!(Spectrum::new(Spacing::Ratios, n).half_width().is_some(), "{n}");
        }
    }

    #[test]
    fn the_other_time_stays_where_it_is_and_has_a_dot_for_every_bar() {
        // cos and sin of k pi/2 against those of 0: similarity (0 - 1 + 0 + 1 ...)/16 = 0.
        let stage = Stage::of(&FIGURE, &[]).at(0.0);
        assert!(stage.number("similarity").abs() < 1e-12);
        assert!((stage.number("distance") - 2.0_f64.sqrt()).abs() < 1e-12);
        assert!((stage.number("raw_distance") - 0.5).abs() < 1e-12);
        let scene = stage.scene();
        let dots = scene.panels[1].marks.iter().find(|mark| mark.name() == "the same at s");
        let Some(Mark::Dots { xy, .. }) = dots else { panic!("dots") };
        assert_eq!(xy.len(), 64);
        // cos(2 pi/2) = -1 is the second, sin(pi/2) = 1 the seventeenth.
        assert!((xy[3] + 1.0).abs() < 1e-6 && (xy[33] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn near_times_are_told_apart_better_by_columns_than_by_numbers() {
        let stage =
            Stage::of(&FIGURE, &[("spacing", "ratios")]).at(0.4).dragged(OTHER, [0.41, 0.0]);
        assert!((stage.number("raw_distance") - 0.01).abs() < 1e-12);
        assert!((stage.number("features") - 32.0).abs() < 1e-12);
        // For small distances d the columns are d pi apart times the root of
        // the mean of the frequencies' squares.
        let squares = (0..16).map(|k| 1024.0_f64.powf(f64::from(k) / 15.0));
        let slope = std::f64::consts::PI * (squares.sum::<f64>() / 16.0).sqrt();
        let ratio = stage.number("distance") / (0.01 * slope);
        assert!(0.9 < ratio && ratio < 1.0, "{ratio}");
        assert!(30.0 < slope);
    }

    #[test]
    fn the_strip_holds_cosines_from_slow_to_fast_and_sines_above_them() {
        let scene = Stage::of(&FIGURE, &[("n", "5")]).at(0.25).scene();
        let Mark::Pixels { n, values, .. } = &scene.panels[0].marks[0] else { panic!("pixels") };
        assert_eq!((n[1], values.len()), (10, 10 * N_TIMES));
        // The slowest cosine falls from white to black from the bottom row's start to its end.
        assert!(0.999 < values[0] && values[N_TIMES - 1] < 0.001);
        // The slowest sine, above the five cosines, is gray, white in the middle, gray.
        let sine = &values[5 * N_TIMES..6 * N_TIMES];
        assert!((sine[0] - 0.5).abs() < 0.01 && 0.999 < sine[N_TIMES / 2]);
    }
}
