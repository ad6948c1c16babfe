//! What a data set of n points knows of the law that it was drawn from.

use std::sync::Arc;

use crate::dataset::DatasetKind;
use crate::dataset::spec::DataSpec;
use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Number;
use crate::figure::Place;
use crate::figure::Task;
use crate::figure::View;
use crate::figure::draw::estimate;
use crate::figure::film::still;
use crate::figure::generation::cells::Cells;
use crate::figure::generation::gap;
use crate::figure::links;
use crate::figure::marks;
use crate::figure::probability::draw;
use crate::figure::probability::draw::metric;
use crate::figure::scene::Chart;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;
use crate::figure::window;
use crate::math::kind::Choice;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;
use crate::protocol::job::FieldOf;
use crate::protocol::job::Job;
use crate::protocol::job::Quantity;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "dataset-as-proxy",
    title: "What a data set knows",
    caption: "First map: the law, which in practice nobody has. Second map: a data set of n points, and the density that one would guess from it. Below: the share of points in a wrong cell of an 8 by 8 grid, for every n up to 10,000.",
    notice: "Ten points say that something is there, hundreds show its shape, thousands its density. The share in wrong cells falls like one over the root of n, as the dashed line of pure chance does: no cleverness makes the points know more.",
    params: &[&DATA, &draw::DRAWS, &catalogue::SEED],
    defaults: &[("samples", "200")],
    in_view: &["data", "samples"],
    metrics: METRICS,
    tasks,
    numbers,
    scene,
    ..BLANK
};

const DATA: Param = Param {
    key: "data",
    label: "Law",
    help: "What the points are drawn from.",
    kind: ParamKind::Choice(&[
        Choice { key: "moons", label: "Two moons" },
        Choice { key: "checkerboard", label: "Checkerboard" },
        Choice { key: "8gaussians", label: "Eight Gaussians" },
        Choice { key: "spiral", label: "Spiral" },
        Choice { key: "pinwheel", label: "Pinwheel" },
    ]),
    default: "moons",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    metric("points", "Points", "How many points the data set has."),
    metric(
        "gap",
        "In a wrong cell",
        "Share of the points that would have to move to another cell of an 8 by 8 grid for every share to be right.",
    ),
    metric(
        "gap_expected",
        "By chance",
        "The mean of that share over all data sets of this size, by de Moivre's formula.",
    ),
];

/// The law's density.
const TARGET: &str = "target";
/// Points of the largest data set; smaller ones are its beginnings.
const N_MOST: usize = 10_000;
/// Sizes that the curve has points for.
const N_SIZES: usize = 40;
/// Cells along each side.
const N_CELLS: usize = 8;
/// Nodes of the guessed density along each side.
const N_GUESS: usize = 80;

/// The largest data set of a seed, and how its beginnings compare with the law.
#[derive(Debug)]
struct State {
    points: Points,
    window: Window,
    /// Size, gap, and the gap by chance.
    gaps: Vec<[f64; 3]>,
    cells: Cells,
    probabilities: Vec<f64>,
}

impl State {
    fn new(kind: DatasetKind, seed: u64) -> Self {
        let dataset = kind.build();
        let window = dataset.window();
        let points = dataset.sample(N_MOST, &mut Rng::stream(seed, Stream::Data, 0));
        let cells = Cells { window, n: N_CELLS };
        // All laws of the menu have upright parts alone; a test asks each.
        let probabilities = cells.probabilities(dataset.law()).unwrap_or_default();
        let mut state = Self { points, window, gaps: Vec::new(), cells, probabilities };
        state.gaps = sizes().map(|n| state.gaps_of(n)).collect();
        state
    }

    fn gaps_of(&self, n: usize) -> [f64; 3] {
        let counts = self.cells.counts(&self.points.slice(0..n));
        let by_chance = gap::expected_gap(n as u32, &self.probabilities);
        [n as f64, gap::gap(&counts, &self.probabilities), by_chance]
    }
}

/// Sizes in equal ratios from 10 to the most.
fn sizes() -> impl Iterator<Item = usize> {
    let ratio = N_MOST as f64 / 10.0;
    let at = move |i: usize| 10.0 * libm::pow(ratio, i as f64 / (N_SIZES - 1) as f64);
    (0..N_SIZES).map(move |i| (at(i).round() as usize).min(N_MOST))
}

fn state(view: &View<'_>) -> Arc<State> {
    let (kind, seed) = (view.settings.choice::<DatasetKind>("data"), view.settings.whole("seed"));
    view.memo().get("data set", &(kind, seed), || State::new(kind, seed))
}

fn n_points(view: &View<'_>) -> usize {
    (view.settings.whole("samples") as usize).min(N_MOST)
}

fn tasks(need: &Need<'_>) -> Vec<Task> {
    let job = Job::Grid {
        link: links::data(need.settings),
        field: FieldOf::Exact,
        quantity: Quantity::LogDensity,
        times: vec![1.0],
        n_per_axis: 96,
    };
    vec![Task { slot: TARGET, job, place: Place::Page, learned: None }]
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let [n, gap, by_chance] = state(view).gaps_of(n_points(view));
    draw::known([("points", n), ("gap", gap), ("gap_expected", by_chance)])
}

fn scene(view: &View<'_>) -> Scene {
    let (state, n) = (state(view), n_points(view));
    let data = DataSpec::from(view.settings.choice::<DatasetKind>("data"));
    let mut law = Panel::new("The law", state.window);
    let target = view.outputs.slot(TARGET).and_then(|output| output.grid.as_ref());
    let target = target.and_then(|grid| still(grid, 1.0));
    law.marks
        .extend(target.map(|still| marks::density(still, window::of(&data), HeatMap::Density)));
    law.waiting = target.is_none().then(|| "Drawing the density.".to_owned());
    let mut guess = Panel::new("What the points say", state.window);
    guess.note = format!("{n} points");
    let points = state.points.slice(0..n).to_f32();
    let key = (view.settings.whole("seed"), data, n);
    let guessed =
        view.memo().get("guess", &key, || estimate::on_plane(&points, state.window, N_GUESS));
    let densities = guessed.as_ref().as_ref();
    guess
        .marks
        .extend(densities.map(|guess| marks::estimated(&guess.values, N_GUESS, state.window)));
    guess.marks.push(draw::cloud("points of the data set", points, Paint::Data));
    Scene { panels: vec![law, guess], charts: vec![chart(&state, n)], ..Scene::default() }
}

fn chart(state: &State, n: usize) -> Chart {
    let points = |i: usize| state.gaps.iter().map(|gap| (gap[0], gap[i])).collect::<Vec<_>>();
    let [size, gap, _] = state.gaps_of(n);
    let lowest = state.gaps.iter().map(|gap| gap[1].min(gap[2])).fold(gap, f64::min);
    let series = |label: &str, points, paint| Series { label: label.to_owned(), points, paint };
    Chart {
        title: "Share of the points in a wrong cell".to_owned(),
        x_label: "points n".to_owned(),
        y_label: "share in a wrong cell".to_owned(),
        is_x_log: true,
        is_y_log: true,
        series: vec![
            series("this data set and its beginnings", points(1), Paint::Data),
            series("by chance", points(2), Paint::Exact),
            series("", vec![(size, lowest), (size, gap)], Paint::Ink),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds() -> impl Iterator<Item = DatasetKind> {
        use crate::math::kind::Kind;
        let ParamKind::Choice(choices) = &DATA.kind else { panic!("a choice") };
        choices.iter().map(|choice| DatasetKind::from_key(choice.key).unwrap())
    }

    #[test]
    fn every_law_of_the_menu_has_probabilities_of_cells() {
        for kind in kinds() {
            let state = State::new(kind, 1);
            assert_eq!(state.probabilities.len(), 65, "{kind:?}");
            assert!((state.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_gap_of_many_seeds_is_on_average_the_one_by_chance() {
        let (n_seeds, n) = (60, 100);
        let states = (0..n_seeds).map(|seed| State::new(DatasetKind::EightGaussians, seed));
        let gaps: Vec<[f64; 3]> = states.map(|state| state.gaps_of(n)).collect();
        let mean = gaps.iter().map(|gap| gap[1]).sum::<f64>() / n_seeds as f64;
        let variance = gaps.iter().map(|gap| (gap[1] - mean).powi(2)).sum::<f64>() / n_seeds as f64;
        let error = (variance / n_seeds as f64).sqrt();
        assert!((mean - gaps[0][2]).abs() < 4.0 * error, "{mean} {} +- {error}", gaps[0][2]);
    }

    #[test]
    fn sizes_rise_from_ten_to_the_most() {
        let sizes: Vec<usize> = sizes().collect();
        assert_eq!((sizes[0], sizes[N_SIZES - 1]), (10, N_MOST));
        assert!(sizes.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
