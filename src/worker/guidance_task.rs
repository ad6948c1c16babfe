//! Guidance on the plane by networks with labels: taught, held against the exact fields, swept.

use burn::tensor::Device;
use web_time::Instant;

use crate::experiment::condition::Condition;
use crate::experiment::condition::Labels;
use crate::experiment::run::Experiment;
use crate::job::conditional::Conditional;
use crate::job::conditional::ERROR_W;
use crate::job::conditional::LessonKind;
use crate::job::conditional::Pupil;
use crate::job::conditional::STEP_COUNTS;
use crate::job::study::guidance::share_of_label;
use crate::job::study::guidance::spread;
use crate::math::brownian::SeededBrownian;
use crate::math::kind::Kind;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::path::convert::PredictKind;
use crate::path::guided::Guided;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;
use crate::path::tilted::Tilting;
use crate::protocol::buffer::Buffer;
use crate::protocol::command::RunId;
use crate::protocol::event::Curve;
use crate::protocol::event::Event;
use crate::protocol::event::Frame;
use crate::sample::tensor::DeviceBrownian;
use crate::sample::tensor::TensorState;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::process::PathSde;
use crate::solver::run::Integration;
use crate::train::run::TrainError;
use crate::train::run::TrainRun;
use crate::worker::guidance_errors::FieldErrors;
use crate::worker::guidance_errors::field;
use crate::worker::guidance_errors::times;
use crate::worker::shared::SliceClock;
use crate::worker::task::Course;

/// The network and training of every pupil.
const LINK: &str = "cond=on&net=64x3&batch=256&decay=cosine&lr=0.002";
/// Points that a sweep carries for each cell.
const N_POINTS: usize = 500;
/// Draws of a tilted law, and rows of its cells in one slice.
const N_DRAWS: usize = 1_000;
const ROWS_PER_SLICE: usize = 2;

/// A lesson under way.
pub struct GuidanceTask {
    id: RunId,
    asked: Conditional,
    experiment: Experiment,
    stage: Stage,
    taught: Vec<(Pupil, Network)>,
    curves: Vec<Curve>,
    cells: Vec<(f64, usize)>,
    n_cells: usize,
    started: Instant,
    reported: Instant,
    secs: f64,
}

enum Stage {
    Next,
    Teach(Box<TrainRun>, Pupil),
    Sweep,
    /// The law that guidance is often said to sample, scale after scale.
    Tilt(Box<Tilting>, usize),
    Over,
}

impl GuidanceTask {
    /// What `link` asks for, nothing done yet.
    pub fn new(id: RunId, link: &str) -> Self {
        let asked = Conditional::from_link(link);
        // A raw score loss is all of the last times; noise says as much by another output.
        let weight = if asked.predict == PredictKind::Score { "beta2" } else { "none" };
        let training = format!(
            "{LINK}&data={}&steps={}&seed={}&predict={}&weight={weight}&tmin={}",
            asked.kind.key(),
            asked.n_steps,
            asked.seed,
            asked.predict.key(),
            asked.start()
        );
        let cells: Vec<(f64, usize)> = match asked.lesson {
            LessonKind::Sweep => {
                let of_w = |w: &f64| STEP_COUNTS.map(|n| (*w, n));
                asked.ws.iter().flat_map(of_w).collect()
            }
            LessonKind::Etas | LessonKind::Networks => Vec::new(),
        };
        let now = Instant::now();
        Self {
            id,
            experiment: Experiment::from_link(&training),
            asked,
            stage: Stage::Next,
            taught: Vec::new(),
            curves: Vec::new(),
            n_cells: cells.len(),
            cells,
            started: now,
            reported: now,
            secs: 0.0,
        }
    }

    /// Works for one slice.
    ///
    /// # Errors
    /// [`TrainError`] if a run diverged.
    pub async fn slice(&mut self, out: &mut Vec<Event>) -> Result<Course, TrainError> {
        match std::mem::replace(&mut self.stage, Stage::Next) {
            Stage::Next => self.begin_next(),
            Stage::Teach(mut run, pupil) => {
                let clock = SliceClock::start();
                while !run.is_done() && !clock.is_over() {
                    run.advance();
                }
                run.read_losses().await?;
                if run.is_done() {
                    self.secs = self.started.elapsed().as_secs_f64();
                    self.judge(&run, pupil, out).await?;
                } else {
                    self.report(run.n_made(), out);
                    self.stage = Stage::Teach(run, pupil);
                }
            }
            Stage::Sweep => self.sweep_cell(out).await?,
            Stage::Tilt(tilting, k) => self.tilt(tilting, k, out),
            Stage::Over => {
                out.push(Event::Done { run: self.id, is_stopped: false });
                return Ok(Course::Over);
            }
        }
        Ok(Course::Open)
    }

    fn begin_next(&mut self) {
        let pupils = self.asked.pupils();
        self.stage = match pupils.get(self.taught.len()) {
            Some(pupil) => {
                let mut experiment = self.experiment.clone();
                if let Some(labels) = &mut experiment.labels {
                    labels.eta = pupil.eta;
                }
                let run = TrainRun::new(&experiment, &Device::flex());
                self.started = Instant::now();
                Stage::Teach(Box::new(run), *pupil)
            }
            None if self.cells.is_empty() => Stage::Over,
            None => {
                self.started = Instant::now();
                Stage::Sweep
            }
        };
    }

    fn report(&mut self, n_made: u32, out: &mut Vec<Event>) {
        if self.reported.elapsed().as_millis() < 250 {
            return;
        }
        self.reported = Instant::now();
        let n_pupils = self.asked.pupils().len() as u32;
        let n_steps = self.asked.n_steps;
        let done = self.taught.len() as u32 * n_steps + n_made;
        let total = n_pupils * n_steps;
        let per_sec = f64::from(n_made) / self.started.elapsed().as_secs_f64();
        out.push(Event::Progress {
            run: self.id,
            done,
            total,
            steps_per_sec: per_sec as f32,
            secs_left: Some((f64::from(total - done) / per_sec.max(1e-9)) as f32),
        });
    }

    /// Keeps a network and says how far its fields are from the exact ones.
    async fn judge(
        &mut self,
        run: &TrainRun,
        pupil: Pupil,
        out: &mut Vec<Event>,
    ) -> Result<(), TrainError> {
        let network = run.network();
        let Conditional { data, seed, .. } = &self.asked;
        let errors = FieldErrors::measured(&network, data, ERROR_W, *seed).await?;
        let errors = [("null", errors.null), ("given", errors.given), ("guided", errors.guided)];
        // A network that is told no labels has no field of a label, and the
        // other way round: what it says there was never taught.
        let mut tell = |what: &str, value: f64| {
            let name = format!("{what}_{}", pupil.name);
            out.push(Event::Metric { run: self.id, name, value, spread: None });
        };
        for (what, of_time) in &errors {
            tell(&format!("{what}_error"), mean(of_time));
        }
        tell("seconds", self.secs);
        tell("weights", run.learner().network.shape.layout().n_params() as f64);
        for (what, of_time) in errors {
            let mut curve = Curve { name: format!("{what}/{}", pupil.name), ..Curve::default() };
            for (t, error) in times().zip(of_time) {
                curve.push(t, error, 0.0);
            }
            self.curves.push(curve);
        }
        out.push(self.frame());
        self.taught.push((pupil, network));
        Ok(())
    }

    /// One cell of the sweep: points carried, their share of the label, their spread.
    async fn sweep_cell(&mut self, out: &mut Vec<Event>) -> Result<(), DeviceLost> {
        if self.cells.is_empty() {
            self.stage = self.next_tilt(0);
            return Ok(());
        }
        let (w, n_steps) = self.cells.remove(0);
        let ends = self.carried(w, n_steps).await?;
        let label = self.asked.label;
        let share = share_of_label(&self.asked.data, label, &ends);
        let apart = spread(&ends);
        let error = (share * (1.0 - share) / N_POINTS as f64).sqrt();
        for (what, value, error) in [("accuracy", share, error), ("spread", apart, 0.0)] {
            self.push(format!("{what}/{n_steps} steps"), [w, value, error]);
        }
        let points = Curve {
            name: format!("points/{w}/{n_steps}"),
            y: Buffer(ends.to_f32()),
            ..Curve::default()
        };
        self.curves.push(points);
        out.push(self.frame());
        let done = (self.n_cells - self.cells.len()) as u32;
        let (run, total) = (self.id, self.n_cells as u32);
        let secs_each = self.started.elapsed().as_secs_f32() / done as f32;
        let secs_left = Some(secs_each * (total - done) as f32);
        out.push(Event::Progress { run, done, total, steps_per_sec: 0.0, secs_left });
        self.stage = Stage::Sweep;
        Ok(())
    }

    /// The tilted law of scale number `k`, or the end.
    fn next_tilt(&self, k: usize) -> Stage {
        let Conditional { data, label, ws, .. } = &self.asked;
        let Some(w) = ws.get(k) else { return Stage::Over };
        let wide = data.window().grown(1.5);
        let tilting = Tilting::new(data.law(), &data.law_of(*label), *w, wide);
        tilting.map_or_else(|| self.next_tilt(k + 1), |tilting| Stage::Tilt(Box::new(tilting), k))
    }

    /// Some rows of a tilted law; how far its draws spread once it is whole.
    ///
    /// Random: stream `Metric` number 4 of the seed.
    fn tilt(&mut self, mut tilting: Box<Tilting>, k: usize, out: &mut Vec<Event>) {
        if !tilting.advance(ROWS_PER_SLICE) {
            self.stage = Stage::Tilt(tilting, k);
            return;
        }
        if let Some(tilted) = tilting.finish() {
            let mut rng = Rng::stream(self.asked.seed, Stream::Metric, 4);
            let apart = spread(&tilted.sample(N_DRAWS, &mut rng));
            self.push("spread/tilted".to_owned(), [self.asked.ws[k], apart, 0.0]);
            out.push(self.frame());
        }
        self.stage = self.next_tilt(k + 1);
    }

    /// Appends a point to a curve, which it begins where there is none.
    fn push(&mut self, name: String, [x, y, error]: [f64; 3]) {
        if self.curves.iter().all(|curve| curve.name != name) {
            self.curves.push(Curve { name: name.clone(), ..Curve::default() });
        }
        if let Some(curve) = self.curves.iter_mut().find(|curve| curve.name == name) {
            curve.push(x, y, error);
        }
    }

    /// Noise carried along the guided field.
    ///
    /// Random: stream `Noise` number 0 of the seed, the same for every cell.
    async fn carried(&self, w: f64, n_steps: usize) -> Result<Points, DeviceLost> {
        let Conditional { data, label, sigma, seed, .. } = &self.asked;
        let start = Rng::stream(*seed, Stream::Noise, 0).normal_points(N_POINTS, 2);
        let is_flow = sigma.level() <= 0.0;
        let kind = if is_flow { SolverKind::Heun } else { SolverKind::StochasticHeun };
        let from = if self.taught.is_empty() { 0.0 } else { self.asked.start() };
        let grid = TimeGrid::uniform(from, 1.0, n_steps).expect("steps of the unit interval");
        let noise = SeededBrownian::new(*seed, 0);
        let Some((_, network)) = self.taught.first() else {
            let path = |law: &_| Marginal::new(law, SchedulerKind::CondOt);
            let field = Guided::new(path(data.law()), path(&data.law_of(*label)), w);
            let run = Integration::new(kind, grid, start);
            let process = PathSde { field: &field, sigma: *sigma, noise: &noise };
            return Ok(run.finish(&process).x().clone());
        };
        let labels = self.experiment.labels.map(|of| Labels { label: *label, w, ..of });
        let field = field(network, labels.map_or(Condition::Null, |of| of.condition()));
        let x0 = field.state_of(&start);
        let device = Device::flex();
        let noise = DeviceBrownian { noise, device: &device };
        let mut run: Integration<TensorState> =
            Integration::new(kind, grid, x0).ending_with_euler();
        while run.advance(&PathSde { field: &field, sigma: *sigma, noise: &noise }) {}
        let end = read(vec![run.x().0.clone()]).await?.concat();
        Ok(Points::from_f32(2, &end))
    }

    fn frame(&self) -> Event {
        Event::Frame { run: self.id, frame: Frame::Curves { curves: self.curves.clone() } }
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
