//! Error against field calls on logarithmic axes: the slope is the order.

use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::flows::line::LineKind;
use crate::figure::flows::steps;
use crate::figure::scene::Chart;
use crate::figure::scene::Paint;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;
use crate::math::kind::Choice;
use crate::math::kind::Kind;
use crate::metric::order::fitted_order;
use crate::metric::order::rounding_floor;
use crate::solver::SolverKind;
use crate::solver::run::Integration;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "order-plot",
    title: "Error against cost",
    caption: "Each scheme follows the field from t = 0 to t = 1 with 4, 8, up to 512 steps. Solid: its error at t = 1 against a trajectory known in closed form. Dashed: a line with the promised slope.",
    notice: "On these axes a power is a straight line, and its slope is the order. Twice the calls: half of Euler's error, a quarter of Heun's, a sixteenth of Runge-Kutta's, until rounding is all that is left. A field that is not smooth takes the promise back.",
    params: &[&FIELD, &COST],
    in_view: &["field", "cost"],
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

const FIELD: Param = Param {
    key: "field",
    label: "Field",
    help: "The velocity at time t and place x.",
    kind: ParamKind::Choice(LineKind::CHOICES),
    default: "decay",
    effect: Effect::Picture,
};

const COST: Param = Param {
    key: "cost",
    label: "Count",
    help: "What the horizontal axis counts.",
    kind: ParamKind::Choice(&[
        Choice { key: "calls", label: "field calls" },
        Choice { key: "steps", label: "steps" },
    ]),
    default: "calls",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    order(
        "order_euler",
        "Order of Euler",
        "Minus the fitted slope; promised for smooth fields: 1.",
    ),
    order("order_midpoint", "Midpoint", "Minus the fitted slope; promised for smooth fields: 2."),
    order("order_heun", "Heun", "Minus the fitted slope; promised for smooth fields: 2."),
    order("order_rk4", "Runge-Kutta 4", "Minus the fitted slope; promised for smooth fields: 4."),
];

const fn order(name: &'static str, label: &'static str, help: &'static str) -> Metric {
    Metric { name, label, help, noise_level: None }
}

/// The schemes with the names of their numbers.
const NAMED: [(SolverKind, &str); 4] = [
    (SolverKind::Euler, "order_euler"),
    (SolverKind::Midpoint, "order_midpoint"),
    (SolverKind::Heun, "order_heun"),
    (SolverKind::Rk4, "order_rk4"),
];

/// Numbers of steps.
const N_STEPS: [u32; 8] = [4, 8, 16, 32, 64, 128, 256, 512];
/// The slope is fitted from this one on: fewer steps are too long.
const FIRST_FITTED: usize = 2;

/// Error of a scheme at `t = 1` with `n` steps.
fn error(kind: LineKind, solver: SolverKind, n: u32) -> f64 {
    let (grid, x0) = (steps::equal(0.0, 1.0, n as usize), start(kind));
    let end = Integration::new(solver, grid, x0).finish(&|t: f64, x: &f64| kind.velocity(t, *x));
    (end.x() - kind.flow(1.0, x0)).abs()
}

/// Where the trajectory starts: growth off its resting place 1, drag where the
/// leading term of Runge-Kutta's error does not vanish by chance.
fn start(kind: LineKind) -> f64 {
    match kind {
        LineKind::Root => 0.0,
        LineKind::Growth => 0.1,
        LineKind::Drag => 3.0,
        LineKind::Decay | LineKind::Seasons => 1.0,
    }
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let kind: LineKind = view.settings.choice("field");
    let fitted = |(solver, name): &(SolverKind, &'static str)| {
        let order = measured(kind, *solver)?;
        Some(Number { name, value: order.value, spread: order.std_error })
    };
    NAMED.iter().filter_map(fitted).collect()
}

fn measured(kind: LineKind, solver: SolverKind) -> Option<crate::metric::order::Order> {
    let n = &N_STEPS[FIRST_FITTED..];
    let errors: Vec<f64> = n.iter().map(|n| error(kind, solver, *n)).collect();
    let n: Vec<f64> = n.iter().map(|n| f64::from(*n)).collect();
    fitted_order(&n, &errors, rounding_floor(1.0))
}

fn scene(view: &View<'_>) -> Scene {
    let kind: LineKind = view.settings.choice("field");
    let is_by_calls = view.settings.get("cost").is_some_and(|cost| cost.to_string() == "calls");
    let mut series = Vec::new();
    for (place, (solver, _)) in NAMED.iter().enumerate() {
        let per_step = if is_by_calls { solver.calls_per_step() } else { 1 };
        let x = |n: u32| f64::from(n * per_step);
        let errors = N_STEPS.map(|n| (x(n), error(kind, *solver, n)));
        let floor = rounding_floor(1.0);
        let points: Vec<(f64, f64)> = errors.into_iter().filter(|(_, e)| floor < *e).collect();
        series.extend(promise(*solver, &points));
        let label = format!("{}, promised {}", solver.label(), solver.order());
        series.push(Series { label, points, paint: Paint::Nth(place as u8) });
    }
    let chart = Chart {
        title: format!("Error at t = 1 of u = {} from {}", kind.formula(), start(kind)),
        x_label: if is_by_calls { "field calls" } else { "steps" }.to_owned(),
        y_label: "distance from the exact place".to_owned(),
        is_x_log: true,
        is_y_log: true,
        series,
    };
    Scene { charts: vec![chart], ..Scene::default() }
}

/// A line of the promised slope through the first fitted point.
fn promise(solver: SolverKind, points: &[(f64, f64)]) -> Option<Series> {
    let (x0, y0) = *points.get(FIRST_FITTED)?;
    let (last, _) = *points.last()?;
    let at = |x: f64| (x, y0 * (x / x0).powf(-f64::from(solver.order())));
    let points = vec![at(points.first()?.0), at(last)];
    Some(Series { label: String::new(), points, paint: Paint::Exact })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_on_decay_are_those_of_the_table() {
        // Worked out outside, for n = 10, 20, 40.
        let table = [
            (SolverKind::Euler, [1.920_100e-2, 9.393_519e-3, 4.647_001e-3]),
            (SolverKind::Heun, [6.615_437e-4, 1.591_805e-4, 3.904_855e-5]),
            (SolverKind::Rk4, [3.332_411e-7, 1.997_610e-8, 1.222_742e-9]),
        ];
        for (solver, expected) in table {
            for (n, expected) in [10, 20, 40].into_iter().zip(expected) {
                let error = error(LineKind::Decay, solver, n);
                assert!((error / expected - 1.0).abs() < 1e-6, "{solver:?} {n}: {error}");
            }
        }
    }

    #[test]
    fn smooth_fields_keep_the_promise() {
        for kind in [LineKind::Decay, LineKind::Growth, LineKind::Seasons, LineKind::Drag] {
            for (solver, _) in NAMED {
                let order = measured(kind, solver).unwrap().value;
                let promised = f64::from(solver.order());
                assert!((order - promised).abs() < 0.1, "{kind:?} {solver:?}: {order}");
            }
        }
    }

    #[test]
    fn a_root_in_time_leaves_all_but_euler_at_three_halves() {
        for (solver, _) in NAMED {
            let order = measured(LineKind::Root, solver).unwrap().value;
            let expected = if solver == SolverKind::Euler { 1.0 } else { 1.5 };
            assert!((order - expected).abs() < 0.06, "{solver:?}: {order}");
        }
    }

    #[test]
    fn what_is_promised_is_what_the_scheme_says() {
        for ((solver, name), metric) in NAMED.iter().zip(METRICS) {
            assert_eq!((*name, format!("order_{}", solver.key()).as_str()), (metric.name, *name));
            assert!(metric.help.ends_with(&format!("{}.", solver.order())), "{name}");
        }
    }
}
