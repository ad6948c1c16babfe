//! The probability of a region: the integral of a density, and a share of draws.

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
use crate::figure::probability::draw;
use crate::figure::probability::draw::metric;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::kinds;
use crate::math::line::normal_density;
use crate::math::line::standard_probability;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "region-probability",
    title: "The probability of a region",
    caption: "On the line, the area under the density between two ends; in the plane, the volume over a rectangle. Dots: draws, those in the region in orange. Drag the ends or the corners.",
    notice: "The share of the draws in the region is near the integral, as near as chance allows. Make the region small: its probability goes to 0, while probability divided by size goes to the density.",
    params: &[&SPACE, &draw::DRAWS, &catalogue::SEED],
    in_view: &["space", "samples"],
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

kinds! {
    /// Where X lives.
    pub enum Space {
        /// Numbers.
        Line = "line", "line";
        /// Points of the plane.
        Plane = "plane", "plane";
    }
}

const SPACE: Param = Param {
    key: "space",
    label: "X lives on",
    help: "Whether X is a number or a point of the plane.",
    kind: ParamKind::Choice(Space::CHOICES),
    default: "line",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    metric("probability", "Probability", "The density integrated over the region."),
    metric("counted", "Counted", "Share of the draws in the region, with its standard error."),
    metric("size", "Size", "Length or area of the region."),
    metric("mean_density", "Probability / size", "The density averaged over the region."),
    metric("density", "Density amid", "The density in the middle of the region."),
];

/// Names of the handles.
const ENDS: [&str; 2] = ["a", "b"];
/// Where they are before they are dragged.
const FIRST: [[f64; 2]; 2] = [[-0.4, -0.5], [1.3, 1.2]];
/// What is shown in each direction.
const RANGE: [f64; 2] = [-4.0, 4.0];
/// Parts of the law: weight, mean, standard deviation; on the line the first
/// coordinate alone.
const PARTS: [(f64, [f64; 2], [f64; 2]); 2] =
    [(0.6, [-1.4, -0.8], [0.8, 0.7]), (0.4, [1.5, 1.0], [0.5, 0.9])];

/// A box between two corners, and how many of the coordinates count.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Region {
    dim: usize,
    /// As they were dragged, in any order.
    corners: [[f64; 2]; 2],
    low: [f64; 2],
    high: [f64; 2],
}

impl Region {
    fn new(dim: usize, corners: [[f64; 2]; 2]) -> Self {
        let corners = corners.map(|corner| corner.map(|v| v.clamp(RANGE[0], RANGE[1])));
        let [a, b] = corners;
        let low = [a[0].min(b[0]), a[1].min(b[1])];
        Self { dim, corners, low, high: [a[0].max(b[0]), a[1].max(b[1])] }
    }

    fn size(&self) -> f64 {
        (0..self.dim).map(|i| self.high[i] - self.low[i]).product()
    }

    fn has(&self, x: &[f64]) -> bool {
        (0..self.dim).all(|i| (self.low[i]..=self.high[i]).contains(&x[i]))
    }

    fn middle(&self) -> [f64; 2] {
        [0, 1].map(|i| f64::midpoint(self.low[i], self.high[i]))
    }

    fn probability(&self) -> f64 {
        let along = |i: usize, mean: [f64; 2], std: [f64; 2]| {
            let standard = |x: f64| (x - mean[i]) / std[i];
            standard_probability(standard(self.low[i]), standard(self.high[i]))
        };
        let of = |(weight, mean, std): &(f64, [f64; 2], [f64; 2])| {
            weight * (0..self.dim).map(|i| along(i, *mean, *std)).product::<f64>()
        };
        PARTS.iter().map(of).sum()
    }
}

/// Density of the law in as many dimensions.
fn density(dim: usize, x: [f64; 2]) -> f64 {
    let of = |(weight, mean, std): &(f64, [f64; 2], [f64; 2])| {
        weight * (0..dim).map(|i| normal_density(x[i], mean[i], std[i])).product::<f64>()
    };
    PARTS.iter().map(of).sum()
}

/// Draws of the plane; on the line their first coordinate is the draw.
fn draws(n: usize, seed: u64) -> Vec<[f64; 2]> {
    let mut rng = Rng::stream(seed, Stream::Figure, 0);
    (0..n)
        .map(|_| {
            let (_, mean, std) = &PARTS[usize::from(PARTS[0].0 <= rng.uniform())];
            [0, 1].map(|i| mean[i] + std[i] * rng.normal())
        })
        .collect()
}

fn drawn(view: &View<'_>) -> Arc<Vec<[f64; 2]>> {
    let (n, seed) = (view.settings.whole("samples"), view.settings.whole("seed"));
    view.memo().get("draws", &(n, seed), || draws(n as usize, seed))
}

fn region(view: &View<'_>) -> Region {
    let dim = match view.settings.choice("space") {
        Space::Line => 1,
        Space::Plane => 2,
    };
    let corner = |i: usize| view.probe.handle(ENDS[i]).unwrap_or(FIRST[i]);
    Region::new(dim, [corner(0), corner(1)])
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (region, draws) = (region(view), drawn(view));
    let (probability, size) = (region.probability(), region.size());
    let n_hits = draws.iter().filter(|x| region.has(&x[..])).count();
    let mut numbers = draw::numbers([
        ("probability", Some(probability)),
        ("size", Some(size)),
        ("mean_density", (0.0 < size).then(|| probability / size)),
        ("density", Some(density(region.dim, region.middle()))),
    ]);
    numbers.push(draw::share("counted", n_hits, draws.len()));
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let (region, draws) = (region(view), drawn(view));
    let panel = if region.dim == 1 { line(&region, &draws) } else { plane(view, &region, &draws) };
    Scene { panels: vec![panel], ..Scene::default() }
}

fn line(region: &Region, draws: &[[f64; 2]]) -> Panel {
    let p = |x: f64| density(1, [x, 0.0]);
    let top = 1.15 * draw::highest(RANGE, p);
    let mut panel =
        Panel::chart("", "x", "density p(x)", Window { x: RANGE, y: [-0.2 * top, top] });
    panel.shape = Shape::Wide;
    let ends = [region.low[0], region.high[0]];
    panel.marks.push(draw::area("probability of the region", ends, Paint::Data, p));
    panel.marks.push(draw::graph("density", RANGE, Paint::Exact, p));
    // Draws lie under the axis at heights of no meaning, so that they are seen apart.
    let height = |i: usize| -top * (0.05 + 0.11 * (i as f64 * GOLDEN).fract());
    let places = draws.iter().enumerate().map(|(i, x)| [x[0], height(i)]);
    panel.marks.extend(in_and_out(region, places));
    for (name, corner) in ENDS.iter().zip(region.corners) {
        panel.handles.push(handle(name, [corner[0], 0.0]));
    }
    panel
}

/// A share of the way that never comes back to where it was.
const GOLDEN: f64 = 0.618_033_988_749_895;

fn plane(view: &View<'_>, region: &Region, draws: &[[f64; 2]]) -> Panel {
    let window = Window { x: RANGE, y: RANGE };
    let mut panel = Panel::new("", window);
    let map = view.memo().get("map", &(), || draw::map(window, |x| density(2, x)));
    panel.marks.push(Mark::clone(&map));
    panel.marks.extend(in_and_out(region, draws.iter().copied()));
    let [[left, lower], [right, upper]] = [region.low, region.high];
    panel.marks.push(Mark::Boxes {
        name: "region",
        rects: vec![[left, lower, right, upper].map(|v| v as f32)],
        paint: Paint::Ink,
        alpha: 1.0,
        is_filled: false,
    });
    for (name, corner) in ENDS.iter().zip(region.corners) {
        panel.handles.push(handle(name, corner));
    }
    panel
}

/// Draws that lie in the region and those that do not.
fn in_and_out(region: &Region, places: impl Iterator<Item = [f64; 2]>) -> Vec<Mark> {
    let (inside, outside): (Vec<_>, Vec<_>) = places.partition(|place| region.has(&place[..]));
    let mut marks = Vec::new();
    for (name, points, paint) in
        [("draws elsewhere", outside, Paint::Noise), ("draws in the region", inside, Paint::Data)]
    {
        if !points.is_empty() {
            marks.push(draw::cloud(name, draw::flat(&points), paint));
        }
    }
    marks
}

fn handle(name: &'static str, at: [f64; 2]) -> Handle {
    let label = if name == ENDS[0] { "One end" } else { "Other end" };
    Handle { name, label, at, paint: Paint::Ink }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::quadrature::Rule;

    #[test]
    fn the_probability_is_the_integral_of_the_density() {
        let line = Region::new(1, FIRST);
        let area = Rule::legendre(60, line.low[0], line.high[0]);
        let integral = area.integrate(|x| density(1, [x, 0.0]));
        assert!((line.probability() - integral).abs() < 1e-13);
        let plane = Region::new(2, FIRST);
        let rows = Rule::legendre(60, plane.low[1], plane.high[1]);
        let columns = Rule::legendre(60, plane.low[0], plane.high[0]);
        let volume = rows.integrate(|y| columns.integrate(|x| density(2, [x, y])));
        assert!((plane.probability() - volume).abs() < 1e-13);
    }

    #[test]
    fn the_share_of_draws_is_the_probability_up_to_chance() {
        let draws = draws(40_000, 2);
        for dim in [1, 2] {
            let region = Region::new(dim, FIRST);
            let share = draws.iter().filter(|x| region.has(&x[..])).count() as f64 / 40_000.0;
            let q = region.probability();
            assert!((share - q).abs() < 4.0 * (q * (1.0 - q) / 40_000.0).sqrt(), "{dim}");
        }
    }

    #[test]
    fn small_regions_have_the_density_times_their_size() {
        for dim in [1, 2] {
            let region = Region::new(dim, [[0.7, 0.2], [0.701, 0.201]]);
            let ratio = region.probability() / region.size() / density(dim, region.middle());
            assert!((ratio - 1.0).abs() < 1e-5, "{dim}: {ratio}");
        }
        let empty = Region::new(2, [[1.0, 1.0]; 2]);
        assert!(empty.probability().abs() <= 0.0 && empty.size().abs() <= 0.0);
    }
}
