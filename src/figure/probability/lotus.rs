//! The expectation of f(X): by the law of X, and by an average over draws.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::probability::bell::Bell;
use crate::figure::probability::bins::Bins;
use crate::figure::probability::draw;
use crate::figure::probability::draw::metric;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::kinds;
use crate::math::line::standard_probability;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "lotus",
    title: "The average of f(X)",
    caption: "First: the law of X; drag its top. Second: the function, with draws of X on its graph. Third: the values f(X) of the draws, their average, and dashed the integral of f against the law of X.",
    notice: "Nobody worked out the law of f(X): averaging f over draws of X is enough, and meets the integral. f of the mean is another number, unless f is a straight line where X lives.",
    params: &[&F, &draw::DRAWS, &catalogue::SEED],
    in_view: &["f", "samples"],
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

kinds! {
    /// Function of X.
    pub enum Function {
        /// `x^2`.
        Square = "square", "x²";
        /// `|x|`.
        Abs = "abs", "|x|";
        /// `e^x`.
        Exp = "exp", "exp x";
        /// `sin x`.
        Sin = "sin", "sin x";
        /// 1 where x is above 1, else 0.
        Step = "step", "1 if x > 1, else 0";
    }
}

const F: Param = Param {
    key: "f",
    label: "f",
    help: "The function whose average is asked for; that of the step is a probability.",
    kind: ParamKind::Choice(Function::CHOICES),
    default: "square",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    metric("expectation", "E[f(X)]", "The integral of f against the law of X, in closed form."),
    metric("average", "Average of draws", "The mean of f over the draws, with its standard error."),
    metric("f_of_mean", "f(E[X])", "The function at the mean of X: in general another number."),
];

/// What is shown of X.
const RANGE: [f64; 2] = [-4.0, 4.0];
/// The law before it is dragged, and its bounds.
const FIRST: Bell = Bell { mean: 0.6, std: 1.0 };
const MEANS: [f64; 2] = [-2.0, 2.0];
const STDS: [f64; 2] = [0.4, 1.5];
/// Draws shown on the graph.
const N_SHOWN: usize = 200;

impl Function {
    fn at(self, x: f64) -> f64 {
        match self {
            Self::Square => x * x,
            Self::Abs => x.abs(),
            Self::Exp => libm::exp(x),
            Self::Sin => libm::sin(x),
            Self::Step => f64::from(u8::from(1.0 < x)),
        }
    }

    /// `E[f(X)]` for `X ~ N(mean, std^2)`.
    fn expectation(self, Bell { mean, std }: Bell) -> f64 {
        let variance = std * std;
        match self {
            Self::Square => mean * mean + variance,
            Self::Abs => {
                let below = standard_probability(f64::NEG_INFINITY, -mean / std);
                2.0 * variance * Bell { mean, std }.density(0.0) + mean * (1.0 - 2.0 * below)
            }
            Self::Exp => libm::exp(mean + 0.5 * variance),
            Self::Sin => libm::sin(mean) * libm::exp(-0.5 * variance),
            Self::Step => standard_probability((1.0 - mean) / std, f64::INFINITY),
        }
    }

    /// What is shown of its values.
    const fn range(self) -> [f64; 2] {
        match self {
            Self::Square | Self::Exp => [-1.0, 13.0],
            Self::Abs => [-0.5, 4.5],
            Self::Sin => [-1.3, 1.3],
            Self::Step => [-0.3, 1.3],
        }
    }
}

fn law(view: &View<'_>) -> Bell {
    Bell::dragged(&view.probe, FIRST, MEANS, STDS)
}

/// Draws of X with their values of f.
fn pairs(law: Bell, f: Function, n: u64, seed: u64) -> Vec<[f64; 2]> {
    let mut rng = Rng::stream(seed, Stream::Figure, 0);
    let draw = |_| {
        let x = law.mean + law.std * rng.normal();
        [x, f.at(x)]
    };
    (0..n).map(draw).collect()
}

fn drawn(view: &View<'_>) -> Arc<Vec<[f64; 2]>> {
    let (law, f) = (law(view), view.settings.choice::<Function>("f"));
    let (n, seed) = (view.settings.whole("samples"), view.settings.whole("seed"));
    view.memo().get("draws", &(law, f, n, seed), || pairs(law, f, n, seed))
}

/// Mean of f over draws, and its standard error.
fn average(pairs: &[[f64; 2]]) -> [f64; 2] {
    let n = pairs.len() as f64;
    let mean = pairs.iter().map(|pair| pair[1]).sum::<f64>() / n;
    let squares = pairs.iter().map(|pair| (pair[1] - mean) * (pair[1] - mean)).sum::<f64>();
    [mean, (squares / (n - 1.0) / n).sqrt()]
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (law, f) = (law(view), view.settings.choice::<Function>("f"));
    let [value, error] = average(&drawn(view));
    let mut numbers =
        draw::known([("expectation", f.expectation(law)), ("f_of_mean", f.at(law.mean))]);
    numbers.push(Number { name: "average", value, spread: Some(error) });
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let (law, f) = (law(view), view.settings.choice::<Function>("f"));
    let pairs = drawn(view);
    let panels = vec![left(law), middle(f, law, &pairs), right(f, law, &pairs)];
    Scene { panels, ..Scene::default() }
}

fn left(law: Bell) -> Panel {
    let window = Window { x: RANGE, y: [0.0, 1.08] };
    let mut panel = Panel::chart("Law of X", "x", "density", window);
    panel.note = format!("μ = {:.2}, σ = {:.2}", law.mean, law.std);
    panel.marks.push(draw::area("density of X", RANGE, Paint::Noise, |x| law.density(x)));
    panel.marks.push(draw::graph("density of X", RANGE, Paint::Noise, |x| law.density(x)));
    panel.handles.push(law.handle(Paint::Noise));
    panel
}

fn middle(f: Function, law: Bell, pairs: &[[f64; 2]]) -> Panel {
    let window = Window { x: RANGE, y: f.range() };
    let mut panel = Panel::chart("Draws through f", "x", "f(x)", window);
    let graph = |x: f64| f.at(x);
    panel.marks.push(draw::graph("f", RANGE, Paint::Ink, graph));
    let shown = &pairs[..pairs.len().min(N_SHOWN)];
    panel.marks.push(draw::cloud("draws (x, f(x))", draw::flat(shown), Paint::Data));
    let mean = [law.mean, f.at(law.mean)];
    panel.marks.push(draw::dots("f of the mean", &[mean], Paint::Noise, 5.0));
    panel
}

fn right(f: Function, law: Bell, pairs: &[[f64; 2]]) -> Panel {
    let bins = Bins { range: f.range(), n: 42 };
    let values: Vec<f64> = pairs.iter().map(|pair| pair[1]).collect();
    let counts = bins.counts(&values);
    let most = counts[1..=bins.n].iter().copied().max().unwrap_or(1).max(1);
    let top = 1.15 * f64::from(most) / (values.len() as f64 * bins.width());
    let window = Window { x: f.range(), y: [0.0, top] };
    let mut panel = Panel::chart("Values f(X)", "f(x)", "share by width", window);
    panel.marks.push(draw::histogram("values of f", bins, &counts, Paint::Data));
    let (exact, drawn) = (f.expectation(law), average(pairs)[0]);
    panel.marks.push(draw::upright("average of draws", drawn, [0.0, top], Paint::Data));
    panel.marks.push(draw::upright("E[f(X)]", exact, [0.0, top], Paint::Exact));
    panel.marks.push(draw::upright("f of the mean", f.at(law.mean), [0.0, top], Paint::Noise));
    let n_beyond = counts[0] + counts[bins.n + 1];
    if 0 < n_beyond {
        panel.remarks.push("Values beyond the picture count in the average.".to_owned());
    }
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;
    use crate::math::quadrature::Rule;

    #[test]
    fn closed_forms_are_the_integrals_against_the_law() {
        for &f in Function::ALL {
            for (mean, std) in [(0.6, 1.0), (-2.0, 0.4), (1.3, 1.5)] {
                let law = Bell { mean, std };
                // Split where functions have corners or jumps.
                let ends = [mean - 12.0 * std, 0.0_f64.min(mean), 1.0, mean + 12.0 * std];
                let piece = |pair: &[f64]| {
                    Rule::legendre(120, pair[0], pair[1]).integrate(|x| f.at(x) * law.density(x))
                };
                let mut ends: Vec<f64> = [&ends[..], &[0.0]].concat();
                ends.sort_unstable_by(f64::total_cmp);
                let integral: f64 = ends.windows(2).map(piece).sum();
                let ours = f.expectation(law);
                assert!((ours - integral).abs() < 1e-10 * ours.abs().max(1.0), "{f:?} {law:?}");
            }
        }
    }

    #[test]
    fn averages_of_draws_meet_the_expectation() {
        let law = Bell { mean: 0.6, std: 1.0 };
        for &f in Function::ALL {
            let [mean, error] = average(&pairs(law, f, 40_000, 3));
            assert!((mean - f.expectation(law)).abs() < 4.0 * error, "{f:?}");
        }
    }
}
