//! The best function of X to guess Y by, beside the best polynomial.

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
use crate::figure::View;
use crate::figure::probability::draw;
use crate::figure::probability::draw::metric;
use crate::figure::probability::hint::HintKind;
use crate::figure::probability::regression::Polynomial;
use crate::figure::probability::regression::Quadrature;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "conditional-expectation",
    title: "The best function",
    caption: "Dots: draws of (X, Y). Dashed: E[Y | X = x], the best function of all. Solid: the best polynomial of the chosen degree. Drag the column: the average of its draws lies on the dashed curve. Right: what polynomials of each degree cost.",
    notice: "In every column the best guess is the average of the column. A line can not follow those averages, higher degrees come closer, and the squared error falls to a floor that no function gets below: the variance within the columns.",
    params: &[&LAW, &DEGREE, &draw::DRAWS, &catalogue::SEED],
    in_view: &["law", "degree", "samples"],
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

const LAW: Param = Param {
    key: "law",
    label: "Guess",
    help: "What is guessed from what: a data point z from x = z/2 + ε/2, a sine with noise, or one number of a joint law from the other.",
    kind: ParamKind::Choice(HintKind::CHOICES),
    default: "noisy",
    effect: Effect::Picture,
};

const DEGREE: Param = Param {
    key: "degree",
    label: "Degree",
    help: "Degree of the polynomial; 0 is a constant, 1 a straight line.",
    kind: ParamKind::Whole { min: 0, max: MOST as u64, scale: Scale::Linear },
    default: "1",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    metric(
        "error",
        "Error of the polynomial",
        "Its mean squared error: the floor plus its distance from the best function.",
    ),
    metric(
        "floor",
        "Floor",
        "Mean squared error of the best function: the average variance of Y given X.",
    ),
    metric(
        "excess",
        "Above the floor",
        "Mean squared distance of the polynomial from the best function.",
    ),
    metric("at_x", "E[Y | X = x]", "The best function in the middle of the column."),
    metric(
        "column",
        "Column's average",
        "Average Y of the draws in the column, with its standard error.",
    ),
];

/// Highest degree.
const MOST: usize = 9;
/// Half the width of the column.
const HALF: f64 = 0.12;
/// The column's handle, and where it is before it is dragged.
const COLUMN: &str = "column";
const FIRST: f64 = 0.3;
/// What is shown.
const WINDOW: Window = Window { x: [-3.0, 3.0], y: [-3.2, 3.2] };

/// What a law says in closed form, and the polynomials nearest to its best function.
#[derive(Debug)]
struct Fit {
    kind: HintKind,
    floor: f64,
    highest: Polynomial,
    /// Distance from the best function for each degree from 0 on.
    excess: Vec<f64>,
}

impl Fit {
    fn new(kind: HintKind) -> Self {
        let quadrature = Quadrature::new(&kind.law());
        let highest = quadrature.nearest(MOST, |x| kind.best(x));
        let excess = |degree: usize| {
            let polynomial = highest.cut_to(degree);
            quadrature.average(|x| (kind.best(x) - polynomial.at(x)).powi(2))
        };
        let excess = (0..=MOST).map(excess).collect();
        Self { kind, floor: quadrature.average(|x| kind.variance(x)), highest, excess }
    }
}

fn fit(view: &View<'_>) -> Arc<Fit> {
    let kind: HintKind = view.settings.choice("law");
    view.memo().get("fit", &kind, || Fit::new(kind))
}

fn draws(view: &View<'_>) -> Arc<Vec<[f64; 2]>> {
    let kind: HintKind = view.settings.choice("law");
    let (n, seed) = (view.settings.whole("samples"), view.settings.whole("seed"));
    view.memo().get("draws", &(kind, n, seed), || {
        kind.draws(n as usize, &mut Rng::stream(seed, Stream::Figure, 0))
    })
}

fn degree(view: &View<'_>) -> usize {
    (view.settings.whole("degree") as usize).min(MOST)
}

fn column(view: &View<'_>) -> f64 {
    view.probe.handle(COLUMN).map_or(FIRST, |at| at[0]).clamp(-2.8, 2.8)
}

/// Average Y of the draws around `x` and its standard error, where there are two.
fn average_around(draws: &[[f64; 2]], x: f64) -> Option<[f64; 2]> {
    let near = |pair: &&[f64; 2]| (pair[0] - x).abs() <= HALF;
    let column: Vec<f64> = draws.iter().filter(near).map(|pair| pair[1]).collect();
    if column.len() < 2 {
        return None;
    }
    let n = column.len() as f64;
    let mean = column.iter().sum::<f64>() / n;
    let squares = column.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>();
    Some([mean, (squares / (n - 1.0) / n).sqrt()])
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (fit, x) = (fit(view), column(view));
    let excess = fit.excess[degree(view)];
    let mut numbers = draw::known([
        ("error", fit.floor + excess),
        ("floor", fit.floor),
        ("excess", excess),
        ("at_x", fit.kind.best(x)),
    ]);
    let around = average_around(&draws(view), x);
    numbers.extend(around.map(|[value, error]| Number {
        name: "column",
        value,
        spread: Some(error),
    }));
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let (fit, draws) = (fit(view), draws(view));
    let panels = vec![pairs(&fit, degree(view), column(view), &draws), costs(&fit, degree(view))];
    Scene { panels, ..Scene::default() }
}

fn pairs(fit: &Fit, degree: usize, x: f64, draws: &[[f64; 2]]) -> Panel {
    let mut panel = Panel::chart("Y against X", "x", "y", WINDOW);
    panel.shape = Shape::Wide;
    let strip = [x - HALF, WINDOW.y[0], x + HALF, WINDOW.y[1]].map(|v| v as f32);
    panel.marks.push(Mark::Boxes {
        name: "column",
        rects: vec![strip],
        paint: Paint::Ink,
        alpha: 0.12,
        is_filled: true,
    });
    panel.marks.push(draw::cloud("draws", draw::flat(draws), Paint::Data));
    let polynomial = fit.highest.cut_to(degree);
    let name = if degree == 1 { "best line" } else { "best polynomial" };
    panel.marks.push(draw::graph(name, WINDOW.x, Paint::Velocity, |x| polynomial.at(x)));
    panel.marks.push(draw::graph("E[Y | X = x]", WINDOW.x, Paint::Exact, |x| fit.kind.best(x)));
    if let Some([mean, _]) = average_around(draws, x) {
        panel.marks.push(draw::dots("average of the column", &[[x, mean]], Paint::Noise, 5.5));
    }
    let at = [x, WINDOW.y[0]];
    panel.handles.push(Handle { name: COLUMN, label: "Column of X", at, paint: Paint::Ink });
    panel
}

fn costs(fit: &Fit, degree: usize) -> Panel {
    let cost = |d: usize| [d as f64, fit.floor + fit.excess[d]];
    let all: Vec<[f64; 2]> = (0..=MOST).map(cost).collect();
    let window = Window { x: [-0.4, MOST as f64 + 0.4], y: [0.0, 1.1 * all[0][1]] };
    let mut panel = Panel::chart("Mean squared error", "degree", "error", window);
    panel.marks.push(draw::line("polynomials", &all, Paint::Velocity, 2.0));
    panel.marks.push(draw::dots("polynomials", &all, Paint::Velocity, 3.5));
    panel.marks.push(draw::dots("the one shown", &[cost(degree)], Paint::Ink, 6.0));
    let floor = window.x.map(|d| [d, fit.floor]);
    panel.marks.push(draw::line("floor: best function", &floor, Paint::Exact, 1.5));
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::probability::hint::SINE;
    use crate::math::kind::Kind;

    #[test]
    fn the_best_line_costs_what_the_textbooks_say() {
        // Var Y - Cov^2 / Var X; for the noisy point 4 - 2^2 / 1.25.
        let noisy = Fit::new(HintKind::Noisy);
        assert!((noisy.floor + noisy.excess[1] - 0.8).abs() < 1e-10);
        // For the sine with a = 1.8 and X ~ N(0, s^2): E sin^2 and Cov by the normal law.
        let [height, a, noise, s] = SINE;
        let decay = (-0.5 * (a * s).powi(2)).exp();
        let variance = height * height * 0.5 * (1.0 - decay.powi(4)) + noise * noise;
        let covariance = height * a * s * s * decay;
        let sine = Fit::new(HintKind::Sine);
        let line = variance - (covariance / s).powi(2);
        assert!((sine.floor + sine.excess[1] - line).abs() < 1e-10);
        assert!((sine.floor - 0.16).abs() < 1e-12);
    }

    #[test]
    fn a_constant_costs_the_variance_and_higher_degrees_never_more() {
        for &kind in HintKind::ALL {
            let fit = Fit::new(kind);
            assert!(fit.excess.windows(2).all(|pair| pair[1] <= pair[0] + 1e-12), "{kind:?}");
            assert!(fit.excess.iter().all(|excess| 0.0 <= *excess));
        }
        let noisy = Fit::new(HintKind::Noisy);
        assert!((noisy.floor + noisy.excess[0] - 4.0).abs() < 1e-10);
    }

    #[test]
    fn the_squared_errors_of_draws_average_to_the_floor() {
        for &kind in HintKind::ALL {
            let fit = Fit::new(kind);
            let draws = kind.draws(40_000, &mut Rng::stream(2, Stream::Figure, 0));
            let errors: Vec<f64> =
                draws.iter().map(|pair| (pair[1] - kind.best(pair[0])).powi(2)).collect();
            let mean = errors.iter().sum::<f64>() / 4e4;
            let spread = errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / 4e4;
            assert!((mean - fit.floor).abs() < 4.0 * (spread / 4e4).sqrt(), "{kind:?}");
        }
    }
}
