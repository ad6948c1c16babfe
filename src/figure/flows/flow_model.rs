//! Sampling from a flow model, line by line.

use std::sync::Arc;

use crate::dataset::DatasetKind;
use crate::dataset::spec::DataSpec;
use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::experiment::settings::Settings;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Number;
use crate::figure::Place;
use crate::figure::Task;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::draw::ticks::short;
use crate::figure::flows::draw;
use crate::figure::flows::steps;
use crate::figure::links;
use crate::figure::marks;
use crate::figure::scene::Listing;
use crate::figure::scene::ListingLine;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::window;
use crate::job::distance::reference;
use crate::math::kind::Choice;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;
use crate::protocol::buffer::Buffer;
use crate::protocol::job::Job;
use crate::solver::SolverKind;
use crate::solver::run::Integration;
use crate::solver::trajectory::SaveAt;
use crate::solver::trajectory::Trajectory;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "flow-model",
    title: "Sampling from a flow model",
    caption: "Algorithm 1 of the MIT notes on all samples at once, one line a press. The exact field of the data stands in the place of the network, so all error is that of the steps.",
    notice: "Chance enters in line 3 and nowhere else. With one step all samples end in one point, the mean of the data: at t = 0 the field can say no more. Each further step asks again where more is known.",
    params: &[&DATA, &STEPS, &SAMPLES, &catalogue::SEED, &catalogue::T],
    in_view: &["data", "n", "samples"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "line",
        range: |settings| [0.0, f64::from(n_lines(settings))],
        n_steps: Some(n_lines),
        secs: 12.0,
    }),
    tasks,
    numbers,
    scene,
    ..BLANK
};

const DATA: Param = Param {
    key: "data",
    label: "Data",
    help: "The law whose exact field is followed.",
    kind: ParamKind::Choice(&[
        Choice { key: "8gaussians", label: "Eight Gaussians" },
        Choice { key: "gmm5", label: "Five Gaussians" },
        Choice { key: "mixture", label: "Three Gaussians" },
    ]),
    default: "8gaussians",
    effect: Effect::Sampling,
};

const STEPS: Param = Param {
    key: "n",
    label: "Steps n",
    help: "Euler steps from t = 0 to t = 1.",
    kind: ParamKind::Whole { min: 1, max: 20, scale: Scale::Linear },
    default: "6",
    effect: Effect::Sampling,
};

const SAMPLES: Param = Param {
    key: "samples",
    label: "Samples",
    help: "How many points are carried at once.",
    kind: ParamKind::Whole { min: 16, max: 300, scale: Scale::Linear },
    default: "200",
    effect: Effect::Sampling,
};

const METRICS: &[Metric] = &[
    Metric {
        name: "nfe",
        label: "Field calls",
        help: "How often the field has been asked so far, for all samples at once.",
        noise_level: None,
    },
    Metric {
        name: "sliced_w2",
        label: "Distance to the data",
        help: "Sliced W2 between what the algorithm returns and as many fresh points of the data.",
        noise_level: Some("sliced_w2_noise"),
    },
];

/// Slot of the distance between samples and data.
const DISTANCE: &str = "distance";
/// Samples whose steps are drawn strongly.
const N_FOLLOWED: usize = 12;
/// Points of the data that are drawn.
const N_DATA: usize = 400;

/// Where the algorithm stands after some of its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cursor {
    /// Lines done.
    done: usize,
    /// Steps of the loop in all.
    n: usize,
}

/// Lines before the loop, and lines of the loop.
const N_BEFORE: usize = 3;
const N_LOOP: usize = 3;

impl Cursor {
    fn of(view: &View<'_>) -> Self {
        let n = view.settings.whole("n") as usize;
        Self { done: (view.step() as usize).min(n_lines(view.settings) as usize), n }
    }

    /// Line of the listing that was done last; none before the first.
    fn line(self) -> Option<usize> {
        match self.done {
            0 => None,
            done if done <= N_BEFORE => Some(done - 1),
            done if done <= N_BEFORE + N_LOOP * self.n => {
                Some(N_BEFORE + (done - N_BEFORE - 1) % N_LOOP)
            }
            _ => Some(N_BEFORE + N_LOOP),
        }
    }

    /// Whether the noise has been drawn.
    fn has_samples(self) -> bool {
        N_BEFORE <= self.done
    }

    /// Rounds of the loop begun.
    fn round(self) -> usize {
        self.times_done(0)
    }

    /// Moves made: line 5.
    fn moves(self) -> usize {
        self.times_done(1)
    }

    /// Times that were counted on: line 6.
    fn ticks(self) -> usize {
        self.times_done(2)
    }

    /// How often line `idx` of the loop is done.
    fn times_done(self, idx: usize) -> usize {
        let in_loop = self.done.saturating_sub(N_BEFORE);
        ((in_loop + N_LOOP - 1 - idx) / N_LOOP).min(self.n)
    }

    fn t(self) -> f64 {
        self.ticks() as f64 / self.n as f64
    }
}

/// Lines that the algorithm goes through, those of the loop once a round.
fn n_lines(settings: &Settings) -> u32 {
    (N_BEFORE + N_LOOP * settings.whole("n") as usize + 1) as u32
}

fn tasks(need: &Need<'_>) -> Vec<Task> {
    let (field, x0) = (field(need.settings), noise(need.settings));
    let points = Buffer(euler(&field, x0, need.settings.whole("n") as usize).x().to_f32());
    let link = links::data(need.settings);
    let job = Job::Distance { link, points, is_exact_wanted: false };
    vec![Task { slot: DISTANCE, job, place: Place::Page, learned: None }]
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    vec![Number { name: "nfe", value: Cursor::of(view).moves() as f64, spread: None }]
}

fn scene(view: &View<'_>) -> Scene {
    let cursor = Cursor::of(view);
    let window = window::of(&view.settings.data());
    let mut panel = Panel::new("", window);
    panel.note = format!("t = {}", short(cursor.t()));
    let data = data(view);
    panel.marks.push(Mark::Dots {
        name: "data",
        xy: data.to_f32(),
        paint: Paint::Data,
        radius_px: 1.5,
        alpha: 0.35,
    });
    let field = view.memo().get("field", &law(view.settings), || field(view.settings));
    panel.marks.push(arrows(view, &field, cursor, window));
    if cursor.has_samples() {
        panel.marks.extend(samples(&run(view), cursor));
    }
    Scene { panels: vec![panel], listing: Some(listing(view, cursor)), ..Scene::default() }
}

/// The field that the next step asks, or asked.
fn arrows(view: &View<'_>, field: &Marginal, cursor: Cursor, window: Window) -> Mark {
    let t = (cursor.ticks().min(cursor.n - 1)) as f64 / cursor.n as f64;
    let fastest = *view
        .memo()
        .get("fastest", &law(view.settings), || draw::fast(field, &[0.0, 0.3, 0.6, 0.9], window));
    draw::arrows(field, t, window, fastest)
}

/// Samples where they are, with the way of a few.
fn samples(run: &Trajectory<Points>, cursor: Cursor) -> Vec<Mark> {
    let (moves, t) = (cursor.moves(), cursor.moves() as f64 / cursor.n as f64);
    let start = run.states()[0].to_f32();
    let noise =
        Mark::Dots { name: "noise", xy: start, paint: Paint::Noise, radius_px: 1.5, alpha: 0.4 };
    let mut marks = vec![noise];
    if let Some(before) = moves.checked_sub(1) {
        let last = [before, moves].map(|idx| &run.states()[idx]);
        marks.push(Mark::Lines {
            name: "last step",
            xy: (0..last[0].n())
                .flat_map(|i| last.map(|x| x.row(i)))
                .flatten()
                .map(|v| *v as f32)
                .collect(),
            n_per_line: 2,
            paint: Paint::Between(t as f32),
            width_px: 1.0,
            alpha: 0.4,
        });
    }
    for i in 0..run.x().n().min(N_FOLLOWED) {
        let way: Vec<[f64; 2]> =
            run.states()[..=moves].iter().map(|x| [x.row(i)[0], x.row(i)[1]]).collect();
        marks.push(draw::line("steps of a few samples", &way, Paint::Ink, 1.25));
    }
    marks.push(marks::samples(run.states()[moves].to_f32(), t));
    marks
}

fn listing(view: &View<'_>, cursor: Cursor) -> Listing {
    let (n, done) = (cursor.n, cursor.done);
    let h = 1.0 / n as f64;
    let n_samples = view.settings.whole("samples");
    let has = |line: usize| line < done;
    let said = |is_said: bool, text: String| if is_said { text } else { String::new() };
    let rows = [
        ("t ← 0", 0, said(has(0) && cursor.ticks() == 0, "t = 0".to_owned())),
        ("h ← 1/n", 0, said(has(1), format!("h = {}", short(h)))),
        ("draw X from N(0, I)", 0, said(has(2), format!("{n_samples} draws"))),
        ("for i = 1, …, n:", 0, said(0 < cursor.round(), format!("i = {}", cursor.round()))),
        ("X ← X + h uₜ(X)", 1, said(0 < cursor.moves(), format!("field call {}", cursor.moves()))),
        ("t ← t + h", 1, said(0 < cursor.ticks(), format!("t = {}", short(cursor.t())))),
        ("return X", 0, said(has(3 + 3 * n), format!("{n_samples} samples"))),
    ];
    let current = cursor.line();
    let lines = rows.into_iter().enumerate().map(|(idx, (code, indent, says))| ListingLine {
        code: code.to_owned(),
        says,
        indent,
        is_current: current == Some(idx),
    });
    Listing { title: "Algorithm 1: sampling from a flow model".to_owned(), lines: lines.collect() }
}

fn law(settings: &Settings) -> DatasetKind {
    settings.choice("data")
}

fn field(settings: &Settings) -> Marginal {
    let data = DataSpec::from(law(settings)).build();
    Marginal::new(data.law(), SchedulerKind::CondOt)
}

/// The draws that the Lab would start from, too.
fn noise(settings: &Settings) -> Points {
    let mut rng = Rng::stream(settings.whole("seed"), Stream::Noise, 0);
    rng.normal_points(settings.whole("samples") as usize, 2)
}

fn euler(field: &Marginal, x0: Points, n: usize) -> Trajectory<Points> {
    let grid = steps::equal(0.0, 1.0, n);
    Integration::new(SolverKind::Euler, grid, x0).saving(SaveAt::Every).finish(field)
}

fn run(view: &View<'_>) -> Arc<Trajectory<Points>> {
    let settings = view.settings;
    let numbers = ["n", "samples", "seed"].map(|key| settings.whole(key));
    view.memo().get("run", &(law(settings), numbers), || {
        euler(&field(settings), noise(settings), settings.whole("n") as usize)
    })
}

fn data(view: &View<'_>) -> Arc<Points> {
    let (law, seed) = (law(view.settings), view.settings.whole("seed"));
    view.memo().get("data", &(law, seed), || reference(&DataSpec::from(law).build(), seed, N_DATA))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::flows::tests::view_of;
    use crate::metric::sliced::sliced_w2;

    fn settings(changes: &[(&str, &str)]) -> Settings {
        Settings::with(FIGURE.params, changes)
    }

    fn ends(changes: &[(&str, &str)]) -> Points {
        let settings = settings(changes);
        let n = settings.whole("n") as usize;
        euler(&field(&settings), noise(&settings), n).x().clone()
    }

    #[test]
    fn the_lines_are_done_in_the_order_of_the_algorithm() {
        let lines: Vec<Option<usize>> = (0..=10).map(|done| Cursor { done, n: 2 }.line()).collect();
        let expected = [0, 1, 2, 3, 4, 5, 3, 4, 5, 6].map(Some);
        assert_eq!(lines[0], None);
        assert_eq!(lines[1..], expected);
        assert_eq!(n_lines(&settings(&[("n", "2")])), 10);
        let moves: Vec<usize> = (0..=10).map(|done| Cursor { done, n: 2 }.moves()).collect();
        assert_eq!(moves, [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2]);
        let times: Vec<f64> = (0..=10).map(|done| Cursor { done, n: 2 }.t()).collect();
        assert_eq!(times, [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.5, 0.5, 1.0, 1.0]);
    }

    #[test]
    fn one_step_leads_every_sample_to_the_mean_of_the_data() {
        for data in ["8gaussians", "gmm5", "mixture"] {
            let mean = field(&settings(&[("data", data)])).law().mean();
            for row in ends(&[("data", data), ("n", "1")]).rows() {
                assert!((0..2).all(|i| (row[i] - mean[i]).abs() < 1e-9), "{data} {row:?}");
            }
        }
        // So its distance is the root of half the trace of the data's covariance:
        // (25 + 2 0.09) / 2 for eight modes of std 0.3 on a ring of radius 5.
        let settings = settings(&[("n", "1"), ("samples", "300")]);
        let fresh = reference(&DataSpec::from(law(&settings)).build(), 1, 300);
        let distance = sliced_w2(&ends(&[("n", "1"), ("samples", "300")]), &fresh);
        // |z|^2 has standard deviation 3.0 around 25.18, so the mean of 300 has 0.17.
        let expected = (25.18_f64 / 2.0).sqrt();
        let error = 5.0 * 3.0 / (300_f64.sqrt() * 4.0 * expected);
        assert!((distance - expected).abs() < error, "{distance} {expected}");
    }

    #[test]
    fn more_steps_end_nearer_to_the_data() {
        let fresh = reference(&DataSpec::from(DatasetKind::EightGaussians).build(), 1, 200);
        let distance = |n: &str| sliced_w2(&ends(&[("n", n)]), &fresh);
        let [one, three, twenty] = ["1", "3", "20"].map(distance);
        // Then chance decides: fresh sets of this size are about 0.4 apart themselves.
        assert!(4.0 * three < one && twenty < three, "{one} {three} {twenty}");
    }

    #[test]
    fn the_field_is_called_once_a_step() {
        for (share, nfe) in [(0.0, 0.0), (1.0, 6.0)] {
            let numbers = view_of(&FIGURE, &[], share, |view| numbers(view)[0].value);
            assert!((numbers - nfe).abs() < 1e-12);
        }
    }
}
