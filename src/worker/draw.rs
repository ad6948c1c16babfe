//! Images drawn by networks, judged as they come: a grid, or the cells of a sweep.

use std::rc::Rc;

use burn::tensor::Device;
use web_time::Duration;
use web_time::Instant;

use crate::dataset::images::ImageSet;
use crate::dataset::images::Images;
use crate::experiment::images::choice::ImageFieldKind;
use crate::experiment::images::drawing::Cell;
use crate::experiment::images::drawing::Drawing;
use crate::job::plan::SamplePlan;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::device::Place;
use crate::model::image::judge::Judge;
use crate::model::image::net::ImageNet;
use crate::model::record::DeviceLost;
use crate::model::shape::Network;
use crate::path::convert::PredictKind;
use crate::protocol::buffer::Buffer;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::event::Frame;
use crate::sample::copies::Library;
use crate::sample::images::Guide;
use crate::sample::images::ImageFlow;
use crate::sample::images::ImageGroup;
use crate::sample::images::N_KEPT;
use crate::sample::verdict::Verdict;
use crate::sample::verdict::verdicts;
use crate::train::speed::Speed;
use crate::worker::files::Files;
use crate::worker::shared::SliceClock;
use crate::worker::task::Course;

/// Time between two reports.
const REPORT_EVERY: Duration = Duration::from_millis(250);

/// Passes of a sweep that are drawn together, after the first alone.
const PASSES_AT_ONCE: u32 = 4;

/// Guides by the name of their weights; the experiment's own has none.
type Guides = Vec<(Option<&'static str>, Guide)>;

/// Images in the making.
pub struct Draw {
    pub(super) id: RunId,
    pub(super) drawing: Drawing,
    guides: Guides,
    judge: Network<Judge>,
    pub(super) set: Rc<ImageSet>,
    place: Place,
    stage: Stage,
    pass: u32,
    n_steps_before: usize,
    pub(super) drawn: Vec<(Cell, Verdict)>,
    pub(super) images: Images,
    pub(super) nearest: Vec<(usize, f64)>,
    started: Instant,
    reported: Option<Instant>,
    speed: Speed,
    pub(super) n_calls: u64,
}

enum Stage {
    Flow { flow: Box<ImageFlow>, cells: Vec<Cell> },
    Compare,
    Over,
}

impl Draw {
    /// The images of `drawing`, by `own` where it names no weights of its own.
    ///
    /// # Errors
    /// A sentence if images, judge or weights are not to be had, or no network is named.
    pub fn new(
        id: RunId,
        mut drawing: Drawing,
        own: Option<Network<ImageNet>>,
        place: Place,
        files: &mut Files,
    ) -> Result<Self, String> {
        let judge = files.judge(drawing.experiment.data)?;
        let set = files.images(drawing.experiment.data)?;
        let guides = guides(&mut drawing, own, &place.device, (&set, files))?;
        let mut draw = Self {
            id,
            guides,
            judge,
            set,
            place,
            stage: Stage::Over,
            pass: 0,
            n_steps_before: 0,
            drawn: Vec::new(),
            images: Images::default(),
            nearest: Vec::new(),
            started: Instant::now(),
            reported: None,
            speed: Speed::default(),
            n_calls: 0,
            drawing,
        };
        draw.begin_passes();
        Ok(draw)
    }

    /// Works for one slice.
    ///
    /// # Errors
    /// [`DeviceLost`] if the device is gone.
    pub async fn slice(&mut self, out: &mut Vec<Event>) -> Result<Course, DeviceLost> {
        let clock = SliceClock::start();
        match &mut self.stage {
            Stage::Over => return Ok(Course::Over),
            Stage::Compare => {
                self.compare();
                if self.nearest.len() == 2 * self.n_compared() {
                    self.report_nearest(out);
                    self.stage = Stage::Over;
                    out.push(Event::Done { run: self.id, is_stopped: false });
                    return Ok(Course::Over);
                }
            }
            Stage::Flow { flow, .. } => {
                let mut is_moving = true;
                while is_moving && !clock.is_over() {
                    is_moving = flow.advance();
                }
                if !is_moving {
                    self.finish_passes(out).await?;
                } else if self.reported.is_none_or(|at| REPORT_EVERY <= at.elapsed()) {
                    self.report(out).await?;
                }
            }
        }
        Ok(Course::Open)
    }

    /// Passes that are drawn next.
    fn next_passes(&self) -> std::ops::Range<u32> {
        let n = if self.pass == 0 { 1 } else { PASSES_AT_ONCE };
        self.pass..(self.pass + n).min(self.drawing.n_passes())
    }

    fn begin_passes(&mut self) {
        let cells: Vec<Cell> =
            self.next_passes().flat_map(|pass| self.drawing.cells(pass)).collect();
        let mut ways: Vec<Cell> = Vec::new();
        for cell in &cells {
            if !ways.iter().any(|way| is_alike(way, cell)) {
                ways.push(*cell);
            }
        }
        // One way of drawing after the other; within it in the order of the noise.
        let mut sorted: Vec<Cell> = Vec::with_capacity(cells.len());
        let mut groups = Vec::with_capacity(ways.len());
        for way in ways {
            let alike: Vec<Cell> =
                cells.iter().filter(|cell| is_alike(cell, &way)).copied().collect();
            groups.push(self.group(&way, &alike));
            sorted.extend(alike);
        }
        let flow = Box::new(ImageFlow::new(&groups, &self.place.device));
        self.stage = Stage::Flow { flow, cells: sorted };
    }

    fn group(&self, way: &Cell, cells: &[Cell]) -> ImageGroup {
        let mut experiment = self.drawing.experiment.clone();
        experiment.sample.n_steps = way.n_steps;
        let name = way.weights.map(|shipped| shipped.name);
        let found = self.guides.iter().find(|(of, _)| *of == name);
        let guide = found.map_or_else(|| self.guides[0].1.clone(), |(_, it)| it.clone());
        let noise = cells.iter().flat_map(|cell| noise_of(experiment.seed, cell.noise, &self.set));
        ImageGroup {
            guide,
            path: experiment.path,
            plan: SamplePlan::of_images(&experiment),
            w: way.w,
            labels: cells.iter().map(|cell| Some(cell.label)).collect(),
            starts: Points::new(self.set.kind.dim(), noise.collect()),
            first_noise: cells.first().map_or(0, |cell| cell.noise as usize),
        }
    }

    /// Says how far it is, and what the shown images look like now.
    async fn report(&mut self, out: &mut Vec<Event>) -> Result<(), DeviceLost> {
        self.reported = Some(Instant::now());
        let Stage::Flow { flow, cells } = &self.stage else { return Ok(()) };
        let [now, of_flow] = flow.counts();
        let done = self.n_steps_before + now;
        let total = self.n_steps_before + of_flow * self.n_left() as usize;
        self.speed.mark(self.started.elapsed().as_secs_f64(), done as u32);
        let per_sec = self.speed.per_sec();
        out.push(Event::Progress {
            run: self.id,
            done: done as u32,
            total: total as u32,
            steps_per_sec: per_sec.unwrap_or(0.0) as f32,
            secs_left: per_sec.filter(|v| 0.0 < *v).map(|v| ((total - done) as f64 / v) as f32),
        });
        if self.pass == 0 {
            let points = self.in_table(&flow.now().await?, cells);
            let (t, dim) = (flow.progress() as f32, flow.dim() as u32);
            let frame = Frame::Cloud { t, dim, points: Buffer(points) };
            out.push(Event::Frame { run: self.id, frame });
        }
        Ok(())
    }

    /// Work left, in units of the passes at hand.
    fn n_left(&self) -> u32 {
        let at_hand = self.next_passes().len() as u32;
        (self.drawing.n_passes() - self.pass).div_ceil(at_hand.max(1))
    }

    async fn finish_passes(&mut self, out: &mut Vec<Event>) -> Result<(), DeviceLost> {
        let Stage::Flow { flow, cells } = std::mem::replace(&mut self.stage, Stage::Over) else {
            return Ok(());
        };
        let pixels = flow.now().await?;
        self.n_calls += flow.n_calls();
        self.n_steps_before += flow.counts()[1];
        let dim = flow.dim();
        if self.pass == 0 {
            let frames = flow.frames().await?;
            let points = frames.iter().flat_map(|frame| self.in_table(frame, &cells)).collect();
            let times = (0..N_KEPT).map(|k| k as f32 / (N_KEPT - 1) as f32).collect();
            let frame =
                Frame::Flow { times: Buffer(times), dim: dim as u32, points: Buffer(points) };
            out.push(Event::Frame { run: self.id, frame });
        }
        let told = verdicts(&self.judge, &pixels, dim).await?;
        for ((cell, verdict), image) in cells.iter().zip(told).zip(pixels.chunks_exact(dim)) {
            self.drawn.push((*cell, verdict));
            self.images.push(image, cell.label);
        }
        self.pass = self.next_passes().end;
        self.report_numbers(out);
        if self.pass < self.drawing.n_passes() {
            self.begin_passes();
        } else {
            self.stage = Stage::Compare;
        }
        Ok(())
    }

    /// The images of the first pass in the order of the table, row after row.
    fn in_table(&self, pixels: &[f32], cells: &[Cell]) -> Vec<f32> {
        let images: Vec<&[f32]> = pixels.chunks_exact(self.set.kind.dim()).collect();
        let mut taken = vec![false; images.len()];
        let mut table = Vec::with_capacity(pixels.len());
        for wanted in self.drawing.cells(0) {
            let found = (0..images.len()).find(|&k| !taken[k] && cells[k] == wanted);
            if let Some(k) = found {
                taken[k] = true;
                table.extend_from_slice(images[k]);
            }
        }
        table
    }
}

/// What carries the noise of the cells of `drawing`, which from an exact field on
/// counts as one of predictions of the data.
///
/// # Errors
/// A sentence if weights are not to be had, or no network is named.
fn guides(
    drawing: &mut Drawing,
    own: Option<Network<ImageNet>>,
    device: &Device,
    (set, files): (&ImageSet, &mut Files),
) -> Result<Guides, String> {
    if drawing.field == ImageFieldKind::Exact {
        let library = Library::new(&set.train, device);
        let library = library.ok_or_else(|| "There are no training images.".to_owned())?;
        drawing.experiment.predict = PredictKind::Data;
        return Ok(vec![(None, Guide::Exact(Rc::new(library)))]);
    }
    let experiment = &drawing.experiment;
    let mut guides = Guides::new();
    let mut named: Vec<_> = drawing.cells(0).iter().map(|cell| cell.weights).collect();
    named.dedup();
    for weights in named {
        let network = match (weights, &own, experiment.init) {
            (Some(shipped), _, _) => files.shipped(shipped, device)?,
            (None, Some(own), _) => own.clone(),
            (None, None, Some(shipped)) => {
                let theirs = shipped.experiment().data;
                if theirs != experiment.data {
                    return Err(format!(
                        "The weights “{}” draw other images; choose weights of these.",
                        shipped.name
                    ));
                }
                files.shipped(shipped, device)?
            }
            (None, None, None) => {
                return Err("No network is chosen; choose shipped weights.".to_owned());
            }
        };
        let guide = Guide::Learned { network: Box::new(network), predict: experiment.predict };
        guides.push((weights.map(|shipped| shipped.name), guide));
    }
    Ok(guides)
}

/// Whether two cells are drawn in the same way, but for label and noise.
fn is_alike(a: &Cell, b: &Cell) -> bool {
    let of = |cell: &Cell| (cell.weights.map(|it| it.name), cell.w.to_bits(), cell.n_steps);
    of(a) == of(b)
}

/// Noise number `number` of a seed.
///
/// Random: stream `Noise` of that number.
fn noise_of(seed: u64, number: u32, set: &ImageSet) -> Vec<f64> {
    let mut rng = Rng::stream(seed, Stream::Noise, u64::from(number));
    (0..set.kind.dim()).map(|_| rng.normal()).collect()
}
