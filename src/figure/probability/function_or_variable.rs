//! E[X | Y = y] as a function, and E[X | Y] as a random variable with a law of its own.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::probability::bins::Bins;
use crate::figure::probability::draw;
use crate::figure::probability::draw::metric;
use crate::figure::probability::joint;
use crate::figure::probability::joint_law::JointKind;
use crate::figure::probability::joint_law::Side;
use crate::figure::scene::Handle;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::math::quadrature::Rule;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "function-or-variable",
    title: "A function or a random variable",
    caption: "First: the function y ↦ E[X | Y = y], dashed; drag y to read it off. Press play: Y is drawn again and again, each draw goes up to the curve and across to its value. Second: these values, the draws of E[X | Y], beside the law of X.",
    notice: "The function is fixed; what varies is the Y that it is given. The values have the mean of X and vary less than X does: what is missing is how X varies while Y stays. If the two are independent, all values are one.",
    params: &[&joint::LAW, &catalogue::SEED, &catalogue::T],
    in_view: &["law"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "n",
        range: |_| [0.0, N_DRAWS as f64],
        n_steps: None,
        secs: 8.0,
    }),
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    metric("at_y", "E[X | Y = y]", "The function at the y of the handle: one number."),
    metric("mean", "E[X]", "Mean of X, in closed form."),
    metric(
        "mean_of_values",
        "Mean of the values",
        "Average of E[X | Y] over the draws so far, with its standard error.",
    ),
    metric(
        "explained",
        "Explained share",
        "Variance of E[X | Y] divided by the variance of X, by integration.",
    ),
];

/// Draws at the end.
const N_DRAWS: usize = 1_000;
/// The handle, and where it is before it is dragged.
const PLACE: &str = "y";
const FIRST: f64 = 0.8;
/// What is shown of both numbers.
const RANGE: [f64; 2] = [-3.6, 3.6];

/// Draws of Y with the values of the function there.
#[derive(Debug)]
struct State {
    kind: JointKind,
    draws: Vec<[f64; 2]>,
}

impl State {
    fn new(kind: JointKind, seed: u64) -> Self {
        let law = kind.law();
        let y = law.marginal(Side::Y).sample(N_DRAWS, &mut Rng::stream(seed, Stream::Figure, 0));
        Self { kind, draws: y.iter().map(|y| [*y, mean_given(kind, *y)]).collect() }
    }
}

/// `E[X | Y = y]`.
fn mean_given(kind: JointKind, y: f64) -> f64 {
    kind.law().conditional(Side::Y, y).mean()
}

/// Variance of `E[X | Y]` by the variance of `X`.
fn explained(kind: JointKind) -> f64 {
    let (x, y) = (kind.law().marginal(Side::X), kind.law().marginal(Side::Y));
    let mean = x.mean();
    let rule = Rule::legendre(200, -9.0, 9.0);
    let variance = rule.integrate(|at| y.density(at) * (mean_given(kind, at) - mean).powi(2));
    variance / x.variance()
}

fn state(view: &View<'_>) -> Arc<State> {
    let kind: JointKind = view.settings.choice("law");
    let seed = view.settings.whole("seed");
    view.memo().get("draws", &(kind, seed), || State::new(kind, seed))
}

fn place(view: &View<'_>) -> f64 {
    view.probe.handle(PLACE).map_or(FIRST, |at| at[0]).clamp(RANGE[0], RANGE[1])
}

/// Draws made by the time of the cursor.
fn made<'a>(view: &View<'_>, state: &'a State) -> &'a [[f64; 2]] {
    &state.draws[..(view.time().round().max(0.0) as usize).min(N_DRAWS)]
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let state = state(view);
    let kind = state.kind;
    let explained = view.memo().get("explained", &kind, || explained(kind));
    let mut numbers = draw::known([
        ("at_y", mean_given(kind, place(view))),
        ("mean", kind.law().marginal(Side::X).mean()),
        ("explained", *explained),
    ]);
    let made = made(view, &state);
    if 1 < made.len() {
        let n = made.len() as f64;
        let mean = made.iter().map(|pair| pair[1]).sum::<f64>() / n;
        let squares = made.iter().map(|pair| (pair[1] - mean) * (pair[1] - mean)).sum::<f64>();
        let spread = Some((squares / (n - 1.0) / n).sqrt());
        numbers.push(Number { name: "mean_of_values", value: mean, spread });
    }
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let state = state(view);
    let made = made(view, &state);
    let panels = vec![function(state.kind, place(view), made), values(state.kind, made)];
    Scene { panels, ..Scene::default() }
}

fn function(kind: JointKind, y: f64, made: &[[f64; 2]]) -> Panel {
    let window = Window { x: RANGE, y: RANGE };
    let mut panel = Panel::chart("The function", "y", "E[X | Y = y]", window);
    let g = |y: f64| mean_given(kind, y);
    if let Some([latest, value]) = made.last().copied() {
        let way = [[latest, RANGE[0]], [latest, value], [RANGE[1], value]];
        panel.marks.push(draw::line("the latest draw's way", &way, Paint::Data, 1.5));
    }
    let rug: Vec<[f64; 2]> = made.iter().map(|pair| [pair[0], RANGE[0] + 0.12]).collect();
    panel.marks.push(draw::cloud("draws of Y", draw::flat(&rug), Paint::Noise));
    panel.marks.push(draw::graph("E[X | Y = y]", RANGE, Paint::Exact, g));
    panel.marks.push(draw::cloud("values E[X | Y]", draw::flat(made), Paint::Data));
    panel.marks.push(draw::upright("y", y, [RANGE[0], g(y)], Paint::Ink));
    let at = [y, g(y)];
    panel.handles.push(Handle { name: PLACE, label: "Place y", at, paint: Paint::Ink });
    panel
}

fn values(kind: JointKind, made: &[[f64; 2]]) -> Panel {
    let x = kind.law().marginal(Side::X);
    let bins = Bins { range: RANGE, n: 48 };
    let values: Vec<f64> = made.iter().map(|pair| pair[1]).collect();
    let counts = bins.counts(&values);
    let most = counts[1..=bins.n].iter().copied().max().unwrap_or(0);
    let highest = f64::from(most) / (values.len().max(1) as f64 * bins.width());
    let top = 1.15 * draw::highest(RANGE, |at| x.density(at)).max(highest);
    let window = Window { x: RANGE, y: [0.0, top] };
    let mut panel = Panel::chart("The random variable", "value", "density", window);
    panel.note = format!("{} draws", made.len());
    panel.marks.push(draw::histogram("values E[X | Y]", bins, &counts, Paint::Data));
    panel.marks.push(draw::graph("law of X", RANGE, Paint::Exact, |at| x.density(at)));
    panel.marks.push(draw::upright("E[X]", x.mean(), [0.0, top], Paint::Ink));
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[test]
    fn a_gaussian_explains_the_square_of_its_correlation() {
        assert!((explained(JointKind::Tilted) - 0.64).abs() < 1e-12);
        assert!(explained(JointKind::Independent).abs() < 1e-12);
    }

    #[test]
    fn what_is_explained_and_the_rest_make_the_whole_variance() {
        for &kind in JointKind::ALL {
            let law = kind.law();
            let y = law.marginal(Side::Y);
            let rule = Rule::legendre(200, -9.0, 9.0);
            let rest = rule.integrate(|at| y.density(at) * law.conditional(Side::Y, at).variance());
            let whole = rest / law.marginal(Side::X).variance() + explained(kind);
            assert!((whole - 1.0).abs() < 1e-10, "{kind:?}: {whole}");
        }
    }

    #[test]
    fn the_values_have_the_mean_of_x() {
        for &kind in JointKind::ALL {
            let values: Vec<f64> =
                (0..20).flat_map(|seed| State::new(kind, seed).draws).map(|pair| pair[1]).collect();
            let n = values.len() as f64;
            let x = kind.law().marginal(Side::X);
            let error = (explained(kind) * x.variance() / n).sqrt();
            let mean = values.iter().sum::<f64>() / n;
            assert!((mean - x.mean()).abs() < 4.0 * error + 1e-12, "{kind:?}");
        }
    }
}
