//! The best constant guess of a number: the mean for squared errors, the median for absolute ones.

use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::probability::draw;
use crate::figure::probability::draw::metric;
use crate::figure::scene::Handle;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::kinds;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "mean-as-minimizer",
    title: "The mean is the best guess",
    caption: "X is one of the five orange points, each equally likely. The curve is what the guess c costs on average. Drag the guess along the curve, and drag the points.",
    notice: "For squared errors the curve is a parabola; it is lowest at the mean, by as much as the variance above zero. The best guess may lie where no point ever is. For absolute errors the lowest place is the median, which does not care how far the outermost point is.",
    params: &[&LOSS],
    in_view: &["loss"],
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

kinds! {
    /// What a guess costs.
    pub enum Cost {
        /// `(x - c)^2`.
        Squared = "squared", "squared error";
        /// `|x - c|`.
        Absolute = "absolute", "absolute error";
    }
}

const LOSS: Param = Param {
    key: "loss",
    label: "Cost",
    help: "What a guess c costs when x comes: (x - c)² or |x - c|.",
    kind: ParamKind::Choice(Cost::CHOICES),
    default: "squared",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    metric("cost", "Cost of the guess", "Average cost of the guess over the five points."),
    metric("best", "Best guess", "The mean for squared errors, the median for absolute ones."),
    metric(
        "least",
        "Least cost",
        "Average cost of the best guess: for squared errors the variance.",
    ),
    metric(
        "excess",
        "Above the least",
        "What the guess costs more than the best one: for squared errors its squared distance from the mean.",
    ),
];

/// Points and handles: name, label, place before dragging.
const POINTS: [(&str, &str, f64); 5] = [
    ("point1", "First point", -2.4),
    ("point2", "Second point", -1.9),
    ("point3", "Third point", 1.6),
    ("point4", "Fourth point", 2.0),
    ("point5", "Fifth point", 2.6),
];
/// The guess: its handle and its place before dragging.
const GUESS: &str = "guess";
const FIRST: f64 = -0.8;
/// What is shown of the line.
const RANGE: [f64; 2] = [-4.0, 4.0];

impl Cost {
    fn of(self, x: f64, c: f64) -> f64 {
        match self {
            Self::Squared => (x - c) * (x - c),
            Self::Absolute => (x - c).abs(),
        }
    }

    fn average(self, points: &[f64], c: f64) -> f64 {
        points.iter().map(|x| self.of(*x, c)).sum::<f64>() / points.len() as f64
    }

    /// The guess that costs least.
    fn best(self, points: &[f64]) -> f64 {
        match self {
            Self::Squared => points.iter().sum::<f64>() / points.len() as f64,
            Self::Absolute => {
                let mut sorted = points.to_vec();
                sorted.sort_unstable_by(f64::total_cmp);
                sorted[sorted.len() / 2]
            }
        }
    }
}

fn dragged(view: &View<'_>, name: &str, first: f64) -> f64 {
    view.probe.handle(name).map_or(first, |at| at[0]).clamp(RANGE[0], RANGE[1])
}

fn points(view: &View<'_>) -> [f64; 5] {
    POINTS.map(|(name, _, first)| dragged(view, name, first))
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let cost: Cost = view.settings.choice("loss");
    let points = points(view);
    let best = cost.best(&points);
    let of_guess = cost.average(&points, dragged(view, GUESS, FIRST));
    let least = cost.average(&points, best);
    let excess = of_guess - least;
    draw::known([("cost", of_guess), ("best", best), ("least", least), ("excess", excess)])
}

fn scene(view: &View<'_>) -> Scene {
    let cost: Cost = view.settings.choice("loss");
    let points = points(view);
    let average = |c: f64| cost.average(&points, c);
    let (guess, best) = (dragged(view, GUESS, FIRST), cost.best(&points));
    let top = 1.08 * draw::highest(RANGE, average);
    let mut panel =
        Panel::chart("", "guess c", "average cost", Window { x: RANGE, y: [-0.1 * top, top] });
    panel.shape = Shape::Wide;
    panel.note = format!("c = {guess:.2}");
    let least = average(best);
    let floor = RANGE.map(|x| [x, least]);
    panel.marks.push(draw::line("least cost", &floor, Paint::Exact, 1.25));
    panel.marks.push(draw::graph("average cost of c", RANGE, Paint::Velocity, average));
    let name = match cost {
        Cost::Squared => "mean",
        Cost::Absolute => "median",
    };
    panel.marks.push(draw::upright(name, best, [0.0, least], Paint::Exact));
    panel.marks.push(draw::upright("guess", guess, [0.0, average(guess)], Paint::Ink));
    let on_axis = points.map(|x| [x, 0.0]);
    panel.marks.push(draw::dots("values of X", &on_axis, Paint::Data, 5.0));
    for ((name, label, _), at) in POINTS.into_iter().zip(on_axis) {
        panel.handles.push(Handle { name, label, at, paint: Paint::Data });
    }
    let at = [guess, average(guess)];
    panel.handles.push(Handle { name: GUESS, label: "Guess c", at, paint: Paint::Ink });
    Scene { panels: vec![panel], ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    const X: [f64; 5] = [-2.0, -1.0, 0.5, 3.0, 3.5];

    #[test]
    fn a_squared_error_is_the_variance_plus_the_squared_distance_from_the_mean() {
        let (mean, cost) = (0.8, Cost::Squared);
        assert!((cost.best(&X) - mean).abs() < 1e-15);
        // E X^2 - (E X)^2.
        let variance = (4.0 + 1.0 + 0.25 + 9.0 + 12.25) / 5.0 - 0.64;
        assert!((cost.average(&X, mean) - variance).abs() < 1e-14);
        for c in [-3.0, 0.0, 0.8, 2.0] {
            let excess = cost.average(&X, c) - variance;
            assert!((excess - (c - mean) * (c - mean)).abs() < 1e-13, "{c}");
        }
    }

    #[test]
    fn no_guess_is_cheaper_than_the_best() {
        for &cost in Cost::ALL {
            let least = cost.average(&X, cost.best(&X));
            for i in 0..=800 {
                let c = -4.0 + 0.01 * f64::from(i);
                assert!(least <= cost.average(&X, c) + 1e-12, "{cost:?} {c}");
            }
        }
        assert!((Cost::Absolute.best(&X) - 0.5).abs() < 1e-15);
    }
}
