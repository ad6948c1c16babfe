//! Zooming into a Brownian path: as rough at every scale, and without a length.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::scene::Chart;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;
use crate::figure::scene::Shape;
use crate::math::levy::LevyMotion;
use crate::math::window::Window;
use crate::metric::order::fitted_order;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "scaling",
    title: "Zooming into a Brownian path",
    caption: "Above, the whole path with a frame to drag; in the middle what is in the frame. Each zoom by 4 in time is one by 2 in height. The smooth curve is a sine wave through the same point. Below, the path is measured with ever more steps.",
    notice: "The path looks the same at every zoom: an increment over time h is about the root of h high. The smooth curve goes flat, since it moves by h only. Measured with n steps the path's length grows like the root of n and has no limit, while the sum of squared steps settles at 1.",
    params: &[&catalogue::SEED, &catalogue::T],
    defaults: &[("t", "0.25")],
    metrics: METRICS,
    time: Some(TimeSpan { symbol: "zoom", range: |_| [0.0, MAX_ZOOM], n_steps: None, secs: 10.0 }),
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric(
        "length",
        "Length at 4,096 steps",
        "Sum of the distances up and down over 4,096 equal steps.",
    ),
    draw::metric(
        "length_expected",
        "Expected",
        "The root of 2 n / pi for n = 4,096 steps: each goes the root of 2 / (pi n) on average.",
    ),
    draw::metric(
        "squares",
        "Sum of squares",
        "Of the same 4,096 steps; it tends to the elapsed time, 1.",
    ),
    draw::metric(
        "exponent",
        "Growth of a step with its time",
        "Fitted power of h in the mean distance over a time h; it is 1/2 for Brownian motion and 1 for smooth curves.",
    ),
];

/// Largest zoom, in doublings of time.
const MAX_ZOOM: f64 = 14.0;
/// Levels below the frame's size that are drawn: 512 to 1,024 steps across.
const DEPTH: u32 = 9;
/// Level at which the path is measured at most.
const FINEST: u32 = 12;
/// Height shown to both sides of the middle, in units of the frame.
const HEIGHT: f64 = 1.6;
/// Name of the handle of the frame's middle.
const MIDDLE: &str = "middle";

/// A point `t, value` on a curve.
type Place = [f64; 2];

fn motion(view: &View<'_>) -> LevyMotion {
    LevyMotion::new(view.settings.whole("seed"))
}

fn smooth(t: f64) -> f64 {
    0.7 * (std::f64::consts::TAU * t).sin()
}

/// The path at the finest measured level.
fn measured_path(view: &View<'_>) -> Arc<Vec<f64>> {
    let motion = motion(view);
    let seed = view.settings.whole("seed");
    view.memo().get("path", &seed, || motion.values(FINEST, 0, 1 << FINEST))
}

/// The middle of the frame: a time inside the unit that is known at every zoom.
fn middle(view: &View<'_>, path: &[f64]) -> Place {
    let n = 1_usize << DEPTH;
    let t = view.probe.handle(MIDDLE).map_or(0.4, |at| at[0]);
    let idx = ((t * n as f64).round().max(0.0) as usize).clamp(n / 50, n - n / 50);
    [idx as f64 / n as f64, path[idx << (FINEST - DEPTH)]]
}

/// Sums of the distances and of their squares over `2^level` equal steps.
fn sums(path: &[f64], level: u32) -> [f64; 2] {
    let stride = (path.len() - 1) >> level;
    let places: Vec<f64> = path.iter().copied().step_by(stride).collect();
    let steps = places.windows(2).map(|pair| pair[1] - pair[0]);
    steps.fold([0.0, 0.0], |[length, squares], step| [length + step.abs(), squares + step * step])
}

/// Steps of the unit of time at a level.
fn n_steps(level: u32) -> f64 {
    f64::from(1_u32 << level)
}

fn expected_length(level: u32) -> f64 {
    (2.0 * n_steps(level) / std::f64::consts::PI).sqrt()
}

/// Power of `h` with which the mean distance over a time `h` grows.
fn exponent(path: &[f64]) -> Option<f64> {
    let levels: Vec<u32> = (4..=FINEST).collect();
    let n: Vec<f64> = levels.iter().map(|&level| n_steps(level)).collect();
    let mean = |level: &u32| sums(path, *level)[0] / n_steps(*level);
    let means: Vec<f64> = levels.iter().map(mean).collect();
    fitted_order(&n, &means, 0.0).map(|order| order.value)
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let path = measured_path(view);
    let [length, squares] = sums(&path, FINEST);
    let n = n_steps(FINEST);
    let length_error = (1.0 - 2.0 / std::f64::consts::PI).sqrt();
    let mut numbers = vec![
        draw::measured("length", length, length_error),
        draw::exact("length_expected", expected_length(FINEST)),
        draw::measured("squares", squares, (2.0 / n).sqrt()),
    ];
    numbers.extend(exponent(&path).map(|value| draw::exact("exponent", value)));
    numbers
}

/// The path in the frame, in units of the frame: time from -1/2 to 1/2, and
/// height over the root of the frame's length.
fn framed(motion: LevyMotion, [t, x]: Place, zoom: f64) -> Vec<Place> {
    let size = libm::exp2(-zoom);
    let level = zoom.ceil() as u32 + DEPTH;
    let n = (1_u64 << level) as f64;
    let first = ((t - 0.5 * size) * n).floor().max(0.0) as u64;
    let last = ((t + 0.5 * size) * n).ceil().min(n) as u64;
    let places = motion.values(level, first, last).into_iter().enumerate();
    places
        .map(|(i, value)| {
            let time = (first + i as u64) as f64 / n;
            [(time - t) / size, (value - x) / size.sqrt()]
        })
        .collect()
}

fn scene(view: &View<'_>) -> Scene {
    let (path, zoom) = (measured_path(view), view.time());
    let [t, x] = middle(view, &path);
    Scene {
        panels: vec![whole(&path, [t, x], zoom), frame(motion(view), [t, x], zoom)],
        charts: vec![lengths(&path)],
        n_columns: Some(1),
        ..Scene::default()
    }
}

fn whole(path: &[f64], [t, x]: Place, zoom: f64) -> Panel {
    let n = path.len() - 1;
    let (low, high) = path.iter().fold((-0.8_f64, 0.8_f64), |(l, h), &v| (l.min(v), h.max(v)));
    let mut panel =
        Panel::chart("", "time t", "place", Window { x: [0.0, 1.0], y: [low - 0.2, high + 0.2] });
    panel.shape = Shape::Strip;
    let line: Vec<Place> =
        path.iter().enumerate().step_by(4).map(|(i, &v)| [i as f64 / n as f64, v]).collect();
    panel.marks.push(draw::line("Brownian path", &line, Paint::Noise, 1.25));
    let shift = x - smooth(t);
    let wave: Vec<Place> =
        (0..=200).map(|i| f64::from(i) / 200.0).map(|t| [t, smooth(t) + shift]).collect();
    panel.marks.push(draw::line("smooth curve", &wave, Paint::Velocity, 1.25));
    let size = libm::exp2(-zoom);
    let (half, height) = (0.5 * size, HEIGHT * size.sqrt());
    let rects = vec![[t - half, x - height, t + half, x + height].map(|v| v as f32)];
    let paint = Paint::Ink;
    panel.marks.push(Mark::Boxes { name: "frame", rects, paint, alpha: 1.0, is_filled: false });
    panel.handles.push(Handle { name: MIDDLE, label: "middle of the frame", at: [t, x], paint });
    panel
}

fn frame(motion: LevyMotion, [t, x]: Place, zoom: f64) -> Panel {
    let window = Window { x: [-0.5, 0.5], y: [-HEIGHT, HEIGHT] };
    let mut panel = Panel::chart("", "time, in frames", "height, in roots of it", window);
    panel.shape = Shape::Wide;
    panel.note = format!("time × {:.0}, height × {:.0}", libm::exp2(zoom), libm::exp2(0.5 * zoom));
    panel.marks.push(draw::line(
        "Brownian path",
        &framed(motion, [t, x], zoom),
        Paint::Noise,
        1.25,
    ));
    let size = libm::exp2(-zoom);
    let wave = (0..=200).map(|i| f64::from(i) / 200.0 - 0.5).map(|share| {
        let moved = smooth(t + share * size) - smooth(t);
        [share, moved / size.sqrt()]
    });
    let wave: Vec<Place> = wave.collect();
    panel.marks.push(draw::line("smooth curve", &wave, Paint::Velocity, 1.75));
    panel
}

fn lengths(path: &[f64]) -> Chart {
    let levels = 0..=FINEST;
    let n = n_steps;
    let sums: Vec<[f64; 2]> = levels.clone().map(|level| sums(path, level)).collect();
    let of = |idx: usize| levels.clone().zip(&sums).map(|(l, sum)| (n(l), sum[idx])).collect();
    let theory = |f: &dyn Fn(u32) -> f64| levels.clone().map(|l| (n(l), f(l))).collect();
    let series = |label: &str, points: Vec<(f64, f64)>, paint: Paint| Series {
        label: label.to_owned(),
        points,
        paint,
    };
    Chart {
        title: "The path, measured with n steps".to_owned(),
        x_label: "steps n".to_owned(),
        y_label: "sum over the steps".to_owned(),
        is_x_log: true,
        is_y_log: true,
        series: vec![
            series("length", of(0), Paint::Data),
            series("root of 2n/π", theory(&expected_length), Paint::Exact),
            series("sum of squares", of(1), Paint::Noise),
            series("elapsed time", theory(&|_| 1.0), Paint::Exact),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn length_and_squares_are_those_of_the_theory() {
        for seed in ["1", "2", "3", "4"] {
            let stage = Stage::of(&FIGURE, &[("seed", seed)]);
            // sqrt(8192 / pi), and its standard error sqrt(1 - 2/pi).
            assert!((stage.number("length_expected") - 51.064_61).abs() < 1e-4);
            assert!((stage.number("length") - 51.064_61).abs() < 4.0 * 0.6028, "{seed}");
            assert!((stage.number("squares") - 1.0).abs() < 4.0 * 0.0221, "{seed}");
        }
    }

    #[test]
    fn steps_grow_like_the_root_of_their_time_and_those_of_a_sine_like_the_time() {
        let exponents: Vec<f64> = (0..32)
            .filter_map(|seed| exponent(&LevyMotion::new(seed).values(FINEST, 0, 1 << FINEST)))
            .collect();
        let n = exponents.len() as f64;
        let mean = exponents.iter().sum::<f64>() / n;
        let spread = exponents.iter().map(|e| (e - mean) * (e - mean)).sum::<f64>() / (n - 1.0);
        assert!((mean - 0.5).abs() < 4.0 * (spread / n).sqrt() + 0.005, "{mean}");
        assert!(spread.sqrt() < 0.05, "one path tells the power well enough: {spread}");
        let sine: Vec<f64> = (0..=4096).map(|i| smooth(f64::from(i) / 4096.0)).collect();
        assert!((exponent(&sine).unwrap() - 1.0).abs() < 0.01);
    }

    #[test]
    fn a_frame_is_as_high_at_every_zoom() {
        // The mean square of the path half a frame from the middle is 1/2 at every
        // zoom; 200 motions give it a standard error of a twentieth.
        for zoom in [1.5, 6.0, 14.0] {
            let square = |seed: u64| {
                let motion = LevyMotion::new(seed);
                let x = motion.values(FINEST, 2048, 2048)[0];
                let line = framed(motion, [0.5, x], zoom);
                let end = line[line.len() - 1];
                end[1] * end[1] / (2.0 * end[0])
            };
            let mean = (0..200).map(square).sum::<f64>() / 200.0;
            assert!((mean - 0.5).abs() < 4.0 * 0.05, "{zoom}: {mean}");
        }
    }

    #[test]
    fn the_frame_passes_through_its_middle_wherever_it_is() {
        for at in [-5.0, 0.0, 0.3, 0.999, 7.0] {
            for share in [0.0, 0.37, 1.0] {
                let stage = Stage::of(&FIGURE, &[]).at(share).dragged(MIDDLE, [at, 0.0]);
                let line = stage.see(|view| {
                    let middle = middle(view, &measured_path(view));
                    framed(motion(view), middle, view.time())
                });
                assert!(line.iter().flatten().all(|v| v.is_finite()));
                assert!(
                    line.iter().any(|p| p[0].abs() < 1e-3 && p[1].abs() < 1e-9),
                    "{at} {share}"
                );
            }
        }
    }
}
