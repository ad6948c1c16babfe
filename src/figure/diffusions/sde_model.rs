//! Sampling from a diffusion model, line by line.

use std::sync::Arc;

use crate::dataset::DatasetKind;
use crate::dataset::spec::DataSpec;
use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::settings::Settings;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::marks;
use crate::figure::number::short;
use crate::figure::scene::Listing;
use crate::figure::scene::ListingLine;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::window;
use crate::math::brownian::SeededBrownian;
use crate::math::kind::Choice;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::process::PathSde;
use crate::solver::run::Integration;
use crate::solver::sigma::Sigma;
use crate::solver::sigma::SigmaKind;
use crate::solver::trajectory::SaveAt;
use crate::solver::trajectory::Trajectory;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "sde-model",
    title: "Sampling from a diffusion model",
    caption: "Algorithm 2 of the MIT notes on all samples at once, one line a press. The drift is exact: velocity plus σ²/2 times the score, which ends at the data for every σ.",
    notice: "The only new line is the draw of noise inside the loop. With σ = 0 it adds nothing, and the run is that of the flow model, to the last bit. With noise the samples take other ways to other places, and their law at the end is the same.",
    params: &[&DATA, &SIGMA, &STEPS, &SAMPLES, &catalogue::SEED, &catalogue::T],
    defaults: &[("t", "0.5")],
    in_view: &["data", "sigma", "n", "samples"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "line",
        range: |settings| [0.0, f64::from(n_lines(settings))],
        n_steps: Some(n_lines),
        secs: 14.0,
    }),
    numbers,
    scene,
    ..BLANK
};

const DATA: Param = Param {
    key: "data",
    label: "Data",
    help: "The law that the samples are to have at t = 1.",
    kind: ParamKind::Choice(&[
        Choice { key: "8gaussians", label: "Eight Gaussians" },
        Choice { key: "gmm5", label: "Five Gaussians" },
        Choice { key: "mixture", label: "Three Gaussians" },
    ]),
    default: "8gaussians",
    effect: Effect::Sampling,
};
const SIGMA: Param =
    draw::real("sigma", "σ", "Diffusion coefficient at all times; 0 is the flow.", [0.0, 2.0], "1");
const STEPS: Param =
    draw::whole("n", "Steps n", "Euler-Maruyama steps from t = 0 to t = 1.", [1, 60], "20");
const SAMPLES: Param =
    draw::whole("samples", "Samples", "How many points are carried at once.", [16, 300], "200");

const METRICS: &[Metric] = &[
    draw::metric(
        "apart",
        "Away from the flow's end",
        "Root mean square distance between the samples returned and where the flow takes the same starts in as many steps.",
    ),
    draw::metric(
        "second_moment",
        "Mean of |X|² at the end",
        "Over all samples returned, with its standard error; fewer steps leave it too small.",
    ),
    draw::metric("second_moment_exact", "Exact", "The same mean under the law of the data."),
];

/// Samples whose way is drawn.
const N_FOLLOWED: usize = 10;
/// Points of the data that are drawn.
const N_DATA: usize = 400;
/// Lines before the loop, and lines of the loop.
const N_BEFORE: usize = 3;
const N_LOOP: usize = 4;

/// Lines that the algorithm goes through, those of the loop once a round.
fn n_lines(settings: &Settings) -> u32 {
    (N_BEFORE + N_LOOP * settings.whole("n") as usize + 1) as u32
}

/// Where the algorithm stands after some of its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cursor {
    /// Lines done.
    done: usize,
    /// Rounds of the loop in all.
    n: usize,
}

impl Cursor {
    fn of(view: &View<'_>) -> Self {
        let n_lines = n_lines(view.settings) as usize;
        Self { done: (view.step() as usize).min(n_lines), n: view.settings.whole("n") as usize }
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

    /// How often line `idx` of the loop has been done.
    fn rounds(self, idx: usize) -> usize {
        let in_loop = self.done.saturating_sub(N_BEFORE);
        ((in_loop + N_LOOP - 1 - idx) / N_LOOP).min(self.n)
    }

    /// Moves made.
    fn moves(self) -> usize {
        self.rounds(2)
    }

    /// Time counted to.
    fn t(self) -> f64 {
        self.rounds(3) as f64 / self.n as f64
    }
}

fn law(settings: &Settings) -> DatasetKind {
    settings.choice("data")
}

fn field(settings: &Settings) -> Marginal {
    let data = DataSpec::from(law(settings)).build();
    Marginal::new(data.law(), SchedulerKind::CondOt)
}

/// A run with the diffusion coefficient `sigma` from the noise of the settings.
fn simulated(settings: &Settings, solver: SolverKind, sigma: f64) -> Trajectory<Points> {
    let seed = settings.whole("seed");
    let mut rng = Rng::stream(seed, Stream::Noise, 0);
    let x0 = rng.normal_points(settings.whole("samples") as usize, 2);
    let sigma = Sigma::new(SigmaKind::Const, sigma).expect("a slider's level is a noise level");
    let (field, noise) = (field(settings), SeededBrownian::new(seed, 0));
    let process = PathSde { field: &field, sigma, noise: &noise };
    let grid = TimeGrid::uniform(0.0, 1.0, settings.whole("n") as usize);
    let grid = grid.expect("a slider's steps fit between 0 and 1");
    Integration::new(solver, grid, x0).saving(SaveAt::Every).finish(&process)
}

fn run(
    view: &View<'_>,
    slot: &'static str,
    solver: SolverKind,
    sigma: f64,
) -> Arc<Trajectory<Points>> {
    let settings = view.settings;
    let numbers = ["n", "samples", "seed"].map(|key| settings.whole(key));
    view.memo().get(slot, &(law(settings), numbers, sigma), || simulated(settings, solver, sigma))
}

fn noisy(view: &View<'_>) -> Arc<Trajectory<Points>> {
    run(view, "noisy", SolverKind::EulerMaruyama, view.settings.real("sigma"))
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (noisy, flow) = (noisy(view), run(view, "flow", SolverKind::Euler, 0.0));
    let n = noisy.x().n() as f64;
    let square = |row: &[f64]| row.iter().map(|v| v * v).sum::<f64>();
    let apart = noisy.x().data().iter().zip(flow.x().data()).map(|(a, b)| (a - b) * (a - b));
    let squares: Vec<f64> = noisy.x().rows().map(square).collect();
    let m = crate::figure::diffusions::law::moments(&squares);
    vec![
        draw::exact("apart", (apart.sum::<f64>() / n).sqrt()),
        draw::measured("second_moment", m.mean, m.mean_error),
        draw::exact("second_moment_exact", field(view.settings).law().second_moment()),
    ]
}

fn scene(view: &View<'_>) -> Scene {
    let cursor = Cursor::of(view);
    let mut panel = Panel::new("", window::of(&DataSpec::from(law(view.settings))));
    panel.note = format!("t = {}", short(cursor.t()));
    let key = (law(view.settings), view.settings.whole("seed"));
    let data = view.memo().get("data", &key, || {
        let mut rng = Rng::stream(key.1, Stream::Data, 0);
        DataSpec::from(key.0).build().sample(N_DATA, &mut rng)
    });
    panel.marks.push(marks::data(data.to_f32()));
    if N_BEFORE <= cursor.done {
        panel.marks.extend(samples(&noisy(view), cursor));
    }
    Scene { panels: vec![panel], listing: Some(listing(view, cursor)), ..Scene::default() }
}

fn samples(run: &Trajectory<Points>, cursor: Cursor) -> Vec<Mark> {
    let moves = cursor.moves();
    let t = moves as f64 / cursor.n as f64;
    let way = |i: usize| run.states()[..=moves].iter().map(move |x| [x.row(i)[0], x.row(i)[1]]);
    let n = run.x().n().min(N_FOLLOWED);
    let mut marks: Vec<Mark> = (0..n)
        .map(|i| draw::line("ways of a few samples", &way(i).collect::<Vec<_>>(), Paint::Ink, 1.0))
        .collect();
    marks.push(marks::samples(run.states()[moves].to_f32(), t));
    marks
}

fn listing(view: &View<'_>, cursor: Cursor) -> Listing {
    let settings = view.settings;
    let n_samples = settings.whole("samples");
    let h = 1.0 / cursor.n as f64;
    let push = settings.real("sigma") * h.sqrt();
    let said = |is_said: bool, text: String| if is_said { text } else { String::new() };
    let round = |idx: usize| 0 < cursor.rounds(idx);
    let done = cursor.done;
    let rows = [
        ("t ← 0", 0, said(0 < done && !round(3), "t = 0".to_owned())),
        ("h ← 1/n", 0, said(1 < done, format!("h = {}", short(h)))),
        ("draw X from p_init", 0, said(2 < done, format!("{n_samples} draws"))),
        ("for i = 1, …, n:", 0, said(round(0), format!("i = {}", cursor.rounds(0)))),
        ("draw ε from N(0, I)", 1, said(round(1), format!("{n_samples} draws, fresh"))),
        ("X ← X + h uₜ(X) + σₜ √h ε", 1, said(round(2), format!("σₜ √h = {}", short(push)))),
        ("t ← t + h", 1, said(round(3), format!("t = {}", short(cursor.t())))),
        ("return X", 0, said(N_BEFORE + N_LOOP * cursor.n < done, format!("{n_samples} samples"))),
    ];
    let current = cursor.line();
    let lines = rows.into_iter().enumerate().map(|(idx, (code, indent, says))| ListingLine {
        code: code.to_owned(),
        says,
        indent,
        is_current: current == Some(idx),
    });
    let title = "Algorithm 2: sampling from a diffusion model".to_owned();
    Listing { title, lines: lines.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn the_lines_are_done_in_the_order_of_the_algorithm() {
        let lines: Vec<Option<usize>> = (0..=12).map(|done| Cursor { done, n: 2 }.line()).collect();
        assert_eq!(lines[0], None);
        assert_eq!(lines[1..], [0, 1, 2, 3, 4, 5, 6, 3, 4, 5, 6, 7].map(Some));
        let moves: Vec<usize> = (0..=12).map(|done| Cursor { done, n: 2 }.moves()).collect();
        assert_eq!(moves, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2]);
        assert!((Cursor { done: 7, n: 2 }.t() - 0.5).abs() < 1e-15);
        assert_eq!(n_lines(&Settings::with(FIGURE.params, &[("n", "2")])), 12);
    }

    #[test]
    fn without_noise_the_run_is_the_flow_to_the_last_bit() {
        for data in ["8gaussians", "gmm5", "mixture"] {
            let stage = Stage::of(&FIGURE, &[("data", data), ("sigma", "0")]);
            assert!(stage.number("apart").abs() <= 0.0, "{data}");
        }
        assert!(0.5 < Stage::of(&FIGURE, &[]).number("apart"));
    }

    #[test]
    fn with_any_noise_the_end_has_the_second_moment_of_the_data() {
        // E |z|^2 is 25 + 2 0.09 on the ring of eight, 100 + 2 for gmm5.
        for (data, expected) in [("8gaussians", 25.18), ("gmm5", 102.0)] {
            for sigma in ["0", "0.7", "1.5"] {
                let changes = [("data", data), ("sigma", sigma), ("n", "60"), ("samples", "300")];
                let stage = Stage::of(&FIGURE, &changes);
                assert!((stage.number("second_moment_exact") - expected).abs() < 1e-9);
                // Std of |z|^2: 2 r s, to a percent; 3 for the ring, 20 for gmm5.
                let std = if data == "gmm5" { 20.1 } else { 3.0 };
                let error = 4.0 * std / 300_f64.sqrt() + 0.02 * expected;
                let moment = stage.number("second_moment");
                assert!((moment - expected).abs() < error, "{data} {sigma}: {moment}");
            }
        }
    }
}
