//! Marks, parameters and numbers that this lecture's figures write the same way.

use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::diffusions::law::Histogram;
use crate::figure::diffusions::law::Normal;
use crate::figure::diffusions::paths::Paths;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Shape;
use crate::math::window::Window;

/// A real number on a slider of equal differences.
pub(in crate::figure) const fn real(
    key: &'static str,
    label: &'static str,
    help: &'static str,
    [min, max]: [f64; 2],
    default: &'static str,
) -> Param {
    let kind = ParamKind::Real { min, max, scale: Scale::Linear };
    Param { key, label, help, kind, default, effect: Effect::Picture }
}

/// A whole number on a slider of equal differences.
pub(in crate::figure) const fn whole(
    key: &'static str,
    label: &'static str,
    help: &'static str,
    [min, max]: [u64; 2],
    default: &'static str,
) -> Param {
    let kind = ParamKind::Whole { min, max, scale: Scale::Linear };
    Param { key, label, help, kind, default, effect: Effect::Picture }
}

/// A number that a figure shows.
pub(in crate::figure) const fn metric(
    name: &'static str,
    label: &'static str,
    help: &'static str,
) -> Metric {
    Metric { name, label, help, noise_level: None }
}

/// The value of a number.
pub(in crate::figure) fn exact(name: &'static str, value: f64) -> Number {
    Number { name, value, spread: None }
}

/// The value of a number that depends on chance, with its standard error.
pub(in crate::figure) fn measured(name: &'static str, value: f64, spread: f64) -> Number {
    Number { name, value, spread: Some(spread) }
}

/// Paths up to time `t`.
pub(in crate::figure) fn paths(
    name: &'static str,
    paths: &Paths,
    t: f64,
    chosen: impl Iterator<Item = usize>,
    (paint, width_px, alpha): (Paint, f32, f32),
) -> Mark {
    let (xy, n_per_line) = paths.lines(t, chosen);
    Mark::Lines { name, xy, n_per_line, paint, width_px, alpha }
}

/// One line through points.
pub(in crate::figure) fn line(
    name: &'static str,
    points: &[[f64; 2]],
    paint: Paint,
    width_px: f32,
) -> Mark {
    let n_per_line = points.len().max(1);
    Mark::Lines { name, xy: flat(points), n_per_line, paint, width_px, alpha: 1.0 }
}

/// An exact curve `x -> f(x)`, dashed.
pub(in crate::figure) fn curve(
    name: &'static str,
    [low, high]: [f64; 2],
    f: impl Fn(f64) -> f64,
) -> Mark {
    const N: usize = 160;
    let point = |i: usize| {
        let x = low + (high - low) * i as f64 / N as f64;
        [x, f(x)]
    };
    line(name, &(0..=N).map(point).collect::<Vec<_>>(), Paint::Exact, 1.75)
}

/// Round dots.
pub(in crate::figure) fn dots(
    name: &'static str,
    points: &[[f64; 2]],
    paint: Paint,
    radius_px: f32,
    alpha: f32,
) -> Mark {
    Mark::Dots { name, xy: flat(points), paint, radius_px, alpha }
}

/// A histogram of draws with an exact law over it, in a panel of its own.
pub(in crate::figure) fn histogram_panel(
    title: &str,
    x: &'static str,
    draws: Histogram,
    name: &'static str,
    law: Option<(&'static str, Normal)>,
) -> Panel {
    let range = [draws.edges[0], draws.edges[draws.edges.len() - 1]].map(f64::from);
    let bell = law.map(|(name, law)| (name, law.bell(range)));
    let peak = bell.iter().flat_map(|(_, xy)| xy.iter().skip(1).step_by(2));
    let top = peak.fold(draws.top(), |top, &p| top.max(f64::from(p)));
    let window = Window { x: range, y: [0.0, 1.12 * top.max(1e-6)] };
    let mut panel = Panel::chart(title, x, "density", window);
    panel.shape = Shape::Square;
    panel.marks.push(Mark::Bars {
        name,
        edges: draws.edges,
        heights: draws.heights,
        paint: Paint::Noise,
        alpha: 0.55,
    });
    if let Some((name, xy)) = bell {
        let n_per_line = (xy.len() / 2).max(1);
        let (paint, width_px) = (Paint::Exact, 2.0);
        panel.marks.push(Mark::Lines { name, xy, n_per_line, paint, width_px, alpha: 1.0 });
    }
    panel
}

/// A wide panel over time.
pub(in crate::figure) fn time_panel(
    title: &str,
    t_end: f64,
    y: &'static str,
    range: [f64; 2],
) -> Panel {
    let window = Window { x: [0.0, t_end], y: range };
    let mut panel = Panel::chart(title, "time t", y, window);
    panel.shape = Shape::Wide;
    panel
}

fn flat(points: &[[f64; 2]]) -> Vec<f32> {
    points.iter().flatten().map(|v| *v as f32).collect()
}
